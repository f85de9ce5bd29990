// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_RSA_VERDICTS_HPP
#define VOUCH_TESTS_SUPPORT_RSA_VERDICTS_HPP

#include <vouch/crypto/builtin.hpp>
#ifdef VOUCH_TEST_OPENSSL
#include <vouch/crypto/openssl.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "builtin_in_lanes.hpp"
#include "rsa_arithmetics.hpp"

namespace vouch_tests {

/// What became of one case.
enum class Verdict {
    accepted,
    refused,
    hash_not_offered,  // SHA-1, SHA-224 and the like
    key_refused,       // by RsaPublicKey
    disputed,          // the backends do not agree, or one of them failed
};

/// One key in all backends: Builtin as it is, with each of its kernels and in lanes and, where
/// there is one, OpenSsl.
class RsaVerdicts {
public:
    using Octets = std::vector<std::uint8_t>;

    /// Takes integers that may have leading zeros, as vectors write them.
    RsaVerdicts(Octets modulus, Octets exponent, const vouch::RsaLimits& limits)
        : key_{vouch::RsaPublicKey::from_octets(without_zeros(std::move(modulus)),
                                                without_zeros(std::move(exponent)), limits)} {
        if (!key_) return;
        add(vouch::Builtin{});
        for_each_builtin(key_->modulus().size(), [this](const auto& backend) { add(backend); });
        for_each_kind_of_lanes(
            [this]<class Lanes>(std::type_identity<Lanes>) { add(BuiltinInLanes<Lanes>{}); });
#ifdef VOUCH_TEST_OPENSSL
        add(vouch::OpenSsl{});
#endif
    }
    RsaVerdicts(const RsaVerdicts&) = delete;
    RsaVerdicts& operator=(const RsaVerdicts&) = delete;

    /// The key, or why it cannot be used.
    const vouch::Result<vouch::RsaPublicKey>& key() const { return key_; }

    /// `hash` is its name: `SHA-256`, `SHA256`, `SHA-512/256`.
    Verdict of(std::string_view hash, const Octets& message, const Octets& signature) const {
        if (hash == "SHA-256" || hash == "SHA256") return of(256, message, signature);
        if (hash == "SHA-384" || hash == "SHA384") return of(384, message, signature);
        if (hash == "SHA-512" || hash == "SHA512") return of(512, message, signature);
        return Verdict::hash_not_offered;
    }

private:
    using Judge = std::function<Verdict(int hash, std::string_view message,
                                        std::span<const std::uint8_t> signature)>;

    static Octets without_zeros(Octets octets) {
        std::size_t zeros = 0;
        while (zeros < octets.size() && octets[zeros] == 0) ++zeros;
        octets.erase(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(zeros));
        return octets;
    }

    /// Two judges: with a key that is kept, and with one that is new for each signature.
    template <class Backend>
    void add(const Backend& backend) {
        using Key = typename Backend::Key;
        const auto kept = std::make_shared<vouch::Result<Key>>(backend.import_key(*key_));
        judges_.push_back([backend, kept](int hash, std::string_view message, auto signature) {
            return judge(backend, *kept, hash, message, signature);
        });
        judges_.push_back([backend, this](int hash, std::string_view message, auto signature) {
            return judge(backend, backend.import_key(*key_), hash, message, signature);
        });
    }

    template <class Backend>
    static Verdict judge(const Backend& backend, const vouch::Result<typename Backend::Key>& key,
                         int hash, std::string_view message,
                         std::span<const std::uint8_t> signature) {
        if (!key) return Verdict::disputed;
        const vouch::Result<void> result =
            hash == 256   ? backend.template verify<vouch::RS256>(*key, message, signature)
            : hash == 384 ? backend.template verify<vouch::RS384>(*key, message, signature)
                          : backend.template verify<vouch::RS512>(*key, message, signature);
        if (result) return Verdict::accepted;
        return result.error() == vouch::Errc::signature_invalid ? Verdict::refused
                                                                : Verdict::disputed;
    }

    Verdict of(int hash, const Octets& message, const Octets& signature) const {
        if (!key_) return Verdict::key_refused;
        const std::string text(message.begin(), message.end());
        const Verdict first = judges_.front()(hash, text, signature);
        for (const Judge& judge : judges_) {
            if (judge(hash, text, signature) != first) return Verdict::disputed;
        }
        return first;
    }

    vouch::Result<vouch::RsaPublicKey> key_;
    std::vector<Judge> judges_;
};

}  // namespace vouch_tests

#endif
