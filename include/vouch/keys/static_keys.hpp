// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_STATIC_KEYS_HPP
#define VOUCH_KEYS_STATIC_KEYS_HPP

#include <vouch/jose/jwk_set.hpp>
#include <vouch/jose/public_key_file.hpp>
#include <vouch/keys/key_source.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

/// What is said about a key that comes without a JWK around it.
struct KeyName {
    std::optional<std::string_view> kid = {};
    std::optional<std::string_view> algorithm = {};  ///< the only one that the key is for
};

/// Keys that are given once and do not change.
///
/// Reading them checks them; the Verifier that takes them lets its crypto backend prepare them.
class StaticKeys {
public:
    using policy_kind = key_source_policy;

    /// The keys of a JWK Set (RFC 7517 §5); `skipped()` says which cannot be used, and why.
    ///
    /// \return what JwkSet::from_json says, or `keyset_no_usable_key`, where that tells each
    /// reason.
    template <json_reader Json = StrictJson>
    static constexpr Result<StaticKeys> from_jwks(std::string_view text,
                                                  const KeysetLimits& limits = {},
                                                  const Json& reader = {}) {
        Result<JwkSet> set = JwkSet::from_json(text, limits, reader);
        if (!set) return set.error();
        if (set->keys.empty()) return Errc::keyset_no_usable_key;
        return StaticKeys{*std::move(set)};
    }

    /// A lone JWK (RFC 7517 §4).
    ///
    /// \return what read_jwk says.
    template <json_reader Json = StrictJson>
    static constexpr Result<StaticKeys> from_jwk(std::string_view text,
                                                 const KeysetLimits& limits = {},
                                                 const Json& reader = {}) {
        return from(read_jwk(text, limits, reader));
    }

    /// The key of a PEM text: PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE (RFC 7468).
    ///
    /// \return what read_public_key_pem and Jwk::from_key say.
    static constexpr Result<StaticKeys> from_pem(std::string_view text, const KeyName& name = {},
                                                 const RsaLimits& limits = {}) {
        return from(read_public_key_pem(text, limits), name);
    }

    /// The key of an X.509 certificate, in DER or in PEM. That it is valid and by whom it is signed
    /// is not asked: the caller says that it is to be trusted.
    ///
    /// \return what read_certificate and Jwk::from_key say.
    static constexpr Result<StaticKeys> from_certificate(std::string_view bytes,
                                                         const KeyName& name = {},
                                                         const RsaLimits& limits = {}) {
        const Result<Certificate> certificate = read_certificate(bytes, limits);
        if (!certificate) return certificate.error();
        return from(certificate->public_key(), name);
    }

    /// Adds the keys of `other`, from another file say.
    constexpr StaticKeys& append(StaticKeys other) {
        for (Jwk& key : other.set_.keys) set_.keys.push_back(std::move(key));
        for (const SkippedKey& key : other.set_.skipped) set_.skipped.push_back(key);
        return *this;
    }

    /// The keys that can be used.
    constexpr std::span<const Jwk> usable() const noexcept { return set_.keys; }
    /// The keys that cannot, in the order of the sets that they came from.
    constexpr std::span<const SkippedKey> skipped() const noexcept { return set_.skipped; }

    /// These keys, prepared by one crypto backend.
    template <crypto_backend Crypto, json_reader Json>
    class bound {
    public:
        constexpr bound(StaticKeys keys, const Crypto& crypto, const Json&)
            : keys_{crypto, std::move(keys.set_.keys)} {}
        constexpr const KeySet<Crypto>* keys() const noexcept { return &keys_; }

    private:
        KeySet<Crypto> keys_;
    };

private:
    constexpr explicit StaticKeys(JwkSet set) noexcept : set_{std::move(set)} {}

    static constexpr Result<StaticKeys> from(Result<Jwk> key) {
        if (!key) return key.error();
        JwkSet set;
        set.keys.push_back(*std::move(key));
        return StaticKeys{std::move(set)};
    }
    static constexpr Result<StaticKeys> from(Result<RsaPublicKey> key, const KeyName& name) {
        if (!key) return key.error();
        return from(Jwk::from_key(*std::move(key), name.kid, name.algorithm));
    }

    JwkSet set_;
};

}  // namespace vouch::inline v1

#endif
