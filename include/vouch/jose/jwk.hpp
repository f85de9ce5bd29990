// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_JWK_HPP
#define VOUCH_JOSE_JWK_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/sha1.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/jose/certificate.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/result.hpp>
#include <vouch/text/base64.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/text/bounded_text.hpp>
#include <vouch/text/control_characters.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

namespace detail {

/// Whether a member is the base64url form of `digest`, or of any hash of its size.
template <std::size_t Size>
constexpr bool is_thumbprint(json::Value member, const std::array<std::uint8_t, Size>& digest,
                             bool of_any) noexcept {
    const std::optional<std::string_view> text = member.as_string();
    std::array<std::uint8_t, Size> named{};
    if (!text || text->size() != base64url::encoded_size(Size)) return false;
    if (!base64url::decode(*text, std::span<std::uint8_t>{named})) return false;
    return of_any || named == digest;
}

}  // namespace detail

/// What is done with the placeholders that some key generators write into a public key:
/// `"d":"d"` and `"k":"k"`, the name of the member as its value.
enum class PrivatePlaceholders : std::uint8_t {
    refused,  ///< as any private member
    ignored,  ///< exactly these; any other value of a private member is still refused
};

/// A key for verifying signatures, with what was said about it (RFC 7517 §4).
class Jwk {
public:
    /// A key that comes without a JWK around it, such as from a PEM file.
    ///
    /// \return `key_kid` where `kid` is empty, too long or has control characters; `key_alg` where
    /// `algorithm` is not an RSA signature algorithm.
    static constexpr Result<Jwk> from_key(RsaPublicKey key,
                                          std::optional<std::string_view> kid = {},
                                          std::optional<std::string_view> algorithm = {}) {
        Jwk jwk{std::move(key)};
        if (kid) {
            if (!is_kid(*kid)) return Errc::key_kid;
            jwk.kid_ = *kid;
        }
        if (algorithm) {
            if (!is_algorithm(*algorithm)) return Errc::key_alg;
            jwk.algorithm_ = *algorithm;
        }
        return jwk;
    }

    /// Reads a JWK. Members that are not known are ignored; `x5u` is never followed.
    ///
    /// \return `key_duplicate`; `key_type`; `key_private_material`; `key_use`; `key_alg`;
    /// `key_kid`; `key_member` with the name; what RsaPublicKey::from_octets says;
    /// `key_certificate`. Where `n` and `e` are absent, the key is that of the certificate in
    /// `x5c`.
    static constexpr Result<Jwk> from_members(
        json::Object members, const RsaLimits& limits = {},
        PrivatePlaceholders placeholders = PrivatePlaceholders::refused) {
        if (members.has_duplicates()) return Errc::key_duplicate;
        const std::optional<json::Value> type = members.find("kty");
        if (!type || type->as_string() != "RSA") return Errc::key_type;
        for (const std::string_view name : private_members) {
            const auto value = members.find(name);
            const bool ignored = placeholders == PrivatePlaceholders::ignored &&
                                 (name == "d" || name == "k") && value &&
                                 value->as_string() == name;
            if (value && !ignored) return Errc::key_private_material;
        }
        if (!may_verify(members)) return Errc::key_use;
        std::optional<std::string_view> algorithm;
        if (const auto value = members.find("alg")) {
            algorithm = value->as_string();
            if (!algorithm) return Errc::key_alg;
        }
        std::optional<std::string_view> kid;
        if (const auto value = members.find("kid")) {
            kid = value->as_string();
            if (!kid) return Errc::key_kid;
        }
        Result<RsaPublicKey> key = read_key(members, limits);
        if (!key) return key.error();
        return from_key(std::move(*key), kid, algorithm);
    }

    constexpr const RsaPublicKey& public_key() const noexcept { return key_; }
    /// `kid`: the name of the key in its set.
    constexpr std::optional<std::string_view> kid() const noexcept {
        if (kid_.empty()) return {};
        return kid_.view();
    }
    /// `alg`: the only algorithm that the key is for. Where there is none, it is for those of its
    /// type that its verifier lists.
    constexpr std::optional<std::string_view> algorithm() const noexcept {
        if (algorithm_.empty()) return {};
        return algorithm_.view();
    }
    /// `kty`.
    constexpr std::string_view key_type() const noexcept { return "RSA"; }

private:
    constexpr explicit Jwk(RsaPublicKey key) noexcept : key_{std::move(key)} {}

    // RFC 7518 §6.3.2 and §6.4.1.
    static constexpr std::array<std::string_view, 8> private_members{"d",  "p",  "q",   "dp",
                                                                     "dq", "qi", "oth", "k"};

    static constexpr bool is_kid(std::string_view text) noexcept {
        return !text.empty() && text.size() <= limits::kid_bytes && !has_control_characters(text);
    }
    static constexpr bool is_algorithm(std::string_view name) noexcept {
        return name == "RS256" || name == "RS384" || name == "RS512" || name == "PS256" ||
               name == "PS384" || name == "PS512";
    }

    /// `use` is absent or "sig"; `key_ops` is absent or has "verify", names nothing twice and does
    /// not contradict `use` (RFC 7517 §4.3).
    static constexpr bool may_verify(json::Object members) noexcept {
        const auto use = members.find("use");
        if (use && use->as_string() != "sig") return false;
        const auto operations = members.find("key_ops");
        if (!operations) return true;
        const std::optional<json::Array> names = operations->as_array();
        if (!names) return false;
        constexpr std::size_t registered_operations = 8;
        std::array<std::string_view, registered_operations> seen;
        std::size_t count = 0;
        bool verify = false;
        for (const json::Value value : *names) {
            const std::optional<std::string_view> name = value.as_string();
            if (!name || count == seen.size()) return false;
            for (std::size_t i = 0; i < count; ++i) {
                if (seen[i] == *name) return false;
            }
            seen[count++] = *name;
            if (use && name != "verify" && name != "sign") return false;
            verify = verify || name == "verify";
        }
        return verify;
    }

    /// The key of `n` and `e`, which must be that of `x5c` where both are there.
    static constexpr Result<RsaPublicKey> read_key(json::Object members, const RsaLimits& limits) {
        const std::optional<json::Value> chain = members.find("x5c");
        const bool has_numbers = members.find("n") || members.find("e");
        if (!chain && !are_thumbprints(members, {})) return Errc::key_certificate;
        if (!chain) return read_numbers(members, limits);
        if (!has_numbers) return read_certificate(*chain, members, limits);
        Result<RsaPublicKey> key = read_numbers(members, limits);
        if (!key) return key;
        const Result<RsaPublicKey> certified = read_certificate(*chain, members, limits);
        if (!certified || !(*certified == *key)) return Errc::key_certificate;
        return key;
    }

    static constexpr Result<RsaPublicKey> read_numbers(json::Object members,
                                                       const RsaLimits& limits) {
        const Result<std::vector<std::uint8_t>> modulus = read_octets(members, "n");
        if (!modulus) return modulus.error();
        const Result<std::vector<std::uint8_t>> exponent = read_octets(members, "e");
        if (!exponent) return exponent.error();
        return RsaPublicKey::from_octets(*modulus, *exponent, limits);
    }

    static constexpr Result<std::vector<std::uint8_t>> read_octets(json::Object members,
                                                                   std::string_view name) {
        const std::optional<json::Value> value = members.find(name);
        if (!value || !value->as_string()) return Error{Errc::key_member, name};
        const std::string_view text = *value->as_string();
        std::vector<std::uint8_t> octets(base64url::decoded_size(text.size()), 0);
        const auto size = base64url::decode(text, std::span{octets});
        if (!size) return Error{Errc::key_member, name};
        octets.resize(*size);
        return octets;
    }

    /// The key of the first certificate of `x5c` (RFC 7517 §4.7), which the thumbprints must name.
    /// The rest of the chain is not read: trust comes from where the set came from.
    static constexpr Result<RsaPublicKey> read_certificate(json::Value chain, json::Object members,
                                                           const RsaLimits& limits) {
        const std::optional<json::Array> certificates = chain.as_array();
        if (!certificates || certificates->empty()) return Errc::key_certificate;
        const std::optional<std::string_view> text = (*certificates->begin()).as_string();
        if (!text) return Errc::key_certificate;
        std::vector<std::uint8_t> der(base64::decoded_size(text->size()), 0);
        const auto size = base64::decode(*text, std::span{der});
        if (!size) return Errc::key_certificate;
        der.resize(*size);
        if (!are_thumbprints(members, der)) return Errc::key_certificate;
        const Result<Certificate> certificate = Certificate::from_der(der, limits);
        if (!certificate) return Errc::key_certificate;
        return certificate->public_key();
    }

    /// `x5t` and `x5t#S256`, where they are there, have the form of a hash (RFC 7517 §4.8, §4.9)
    /// and are those of `certificate`, where there is one.
    static constexpr bool are_thumbprints(json::Object members,
                                          std::span<const std::uint8_t> certificate) {
        const std::optional<json::Value> sha1 = members.find("x5t");
        const std::optional<json::Value> sha256 = members.find("x5t#S256");
        const bool of_any = certificate.empty();
        return (!sha1 || detail::is_thumbprint(*sha1, builtin::sha1(certificate), of_any)) &&
               (!sha256 ||
                detail::is_thumbprint(*sha256, builtin::hash<Hash::sha256>(certificate), of_any));
    }

    RsaPublicKey key_;
    BoundedText<limits::kid_bytes> kid_;
    BoundedText<limits::algorithm_bytes> algorithm_;
};

}  // namespace vouch::inline v1

#endif
