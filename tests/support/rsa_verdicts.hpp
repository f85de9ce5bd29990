// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_RSA_VERDICTS_HPP
#define VOUCH_TESTS_SUPPORT_RSA_VERDICTS_HPP

#include <vouch/crypto/builtin.hpp>
#ifdef VOUCH_TEST_OPENSSL
#include <vouch/crypto/openssl.hpp>
#endif

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builtin_of_width.hpp"

namespace vouch_tests {

/// What became of one case.
enum class Verdict {
    accepted,
    refused,
    hash_not_offered,  // SHA-1, SHA-224 and the like
    key_refused,       // by RsaPublicKey
    disputed,          // the backends do not agree, or one of them failed
};

/// One key in all backends: Builtin, its narrow form and, where there is one, OpenSsl.
class RsaVerdicts {
public:
    using Octets = std::vector<std::uint8_t>;

    /// Takes integers that may have leading zeros, as vectors write them.
    RsaVerdicts(Octets modulus, Octets exponent, const vouch::RsaLimits& limits)
        : key_{vouch::RsaPublicKey::from_octets(without_zeros(std::move(modulus)),
                                                without_zeros(std::move(exponent)), limits)},
          builtin_{import(vouch::Builtin{})},
          narrow_{import(BuiltinOfWidth<std::uint32_t>{})}
#ifdef VOUCH_TEST_OPENSSL
          ,
          openssl_{import(vouch::OpenSsl{})}
#endif
    {
    }

    /// The key, or why it cannot be used.
    const vouch::Result<vouch::RsaPublicKey>& key() const { return key_; }

    /// `hash` is its name: `SHA-256`, `SHA256`, `SHA-512/256`.
    Verdict of(std::string_view hash, const Octets& message, const Octets& signature) const {
        if (hash == "SHA-256" || hash == "SHA256") return of<vouch::RS256>(message, signature);
        if (hash == "SHA-384" || hash == "SHA384") return of<vouch::RS384>(message, signature);
        if (hash == "SHA-512" || hash == "SHA512") return of<vouch::RS512>(message, signature);
        return Verdict::hash_not_offered;
    }

private:
    static Octets without_zeros(Octets octets) {
        std::size_t zeros = 0;
        while (zeros < octets.size() && octets[zeros] == 0) ++zeros;
        octets.erase(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(zeros));
        return octets;
    }

    template <class Backend>
    vouch::Result<typename Backend::Key> import(const Backend& backend) const {
        if (!key_) return key_.error();
        return backend.import_key(*key_);
    }

    template <class A>
    Verdict of(const Octets& octets, const Octets& signature) const {
        if (!key_) return Verdict::key_refused;
        const std::string message(octets.begin(), octets.end());
        std::vector<Verdict> verdicts;
        const auto ask = [&](const auto& backend, const auto& key) {
            const auto result = backend.template verify<A>(*key, message, signature);
            verdicts.push_back(result ? Verdict::accepted
                               : result.error() == vouch::Errc::signature_invalid
                                   ? Verdict::refused
                                   : Verdict::disputed);
        };
        ask(vouch::Builtin{}, builtin_);
        ask(BuiltinOfWidth<std::uint32_t>{}, narrow_);
#ifdef VOUCH_TEST_OPENSSL
        ask(vouch::OpenSsl{}, openssl_);
#endif
        for (const Verdict verdict : verdicts) {
            if (verdict != verdicts.front()) return Verdict::disputed;
        }
        return verdicts.front();
    }

    vouch::Result<vouch::RsaPublicKey> key_;
    vouch::Result<vouch::Builtin::Key> builtin_;
    vouch::Result<BuiltinOfWidth<std::uint32_t>::Key> narrow_;
#ifdef VOUCH_TEST_OPENSSL
    vouch::Result<vouch::OpenSsl::Key> openssl_;
#endif
};

}  // namespace vouch_tests

#endif
