// SPDX-License-Identifier: BSL-1.0
// vouch: each kernel of Builtin that this processor can run, and OpenSSL as its backend.
#include "../contestant.hpp"

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/openssl.hpp>
#include <vouch/detail/processor.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/vouch.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

template <class... Policies>
using Verifier =
    vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>,
                    vouch::Issuer<"https://login.example.com">, vouch::StaticKeys, Policies...>;

template <class Policy, class... Args>
std::shared_ptr<Verifier<Policy>> verifier_of(const Sample& sample, Args... args) {
    auto keys = vouch::StaticKeys::from_jwks(sample.key_set, {.bytes = 1 << 20, .keys = 1000});
    return std::make_shared<Verifier<Policy>>(std::move(keys).value(), args...);
}

template <class Policy, class... Args>
Maker verify_tokens(Args... args) {
    return [=](const Sample& sample) {
        return repeat([&sample, verifier = verifier_of<Policy>(sample, args...)] {
            bool is_good = true;
            for (const std::string& token : sample.tokens) {
                is_good = verifier->verify(token).has_value() && is_good;
            }
            return is_good;
        });
    };
}

Maker verify_batch(vouch::Builtin crypto) {
    return [=](const Sample& sample) {
        using Result = vouch::Result<vouch::Identity>;
        const auto results = std::make_shared<std::vector<Result>>();
        for (std::size_t i = 0; i < sample.tokens.size(); ++i) {
            results->emplace_back(vouch::Errc::backend_failed);
        }
        const std::vector<std::string_view> tokens{sample.tokens.begin(), sample.tokens.end()};
        return repeat([tokens, results, verifier = verifier_of<vouch::Builtin>(sample, crypto)] {
            verifier->verify(tokens, *results);
            return std::all_of(results->begin(), results->end(),
                               [](const Result& result) { return result.has_value(); });
        });
    };
}

vouch::RsaPublicKey key_of(const Sample& sample) {
    return *vouch::RsaPublicKey::from_octets(sample.moduli.back(), Octets{1, 0, 1});
}

/// Verifies the signature of one token.
template <class Crypto>
bool verify(const Crypto& crypto, const typename Crypto::Key& key, const Sample& sample,
            const std::string& token, const Octets& signature) {
    const std::string_view message = Sample::signing_input(token);
    return sample.kind.hash == vouch::Hash::sha256
               ? crypto.template verify<vouch::RS256>(key, message, signature).has_value()
               : crypto.template verify<vouch::RS512>(key, message, signature).has_value();
}

template <class Crypto>
Maker verify_signature(Crypto crypto) {
    return [=](const Sample& sample) {
        const auto key = std::make_shared<typename Crypto::Key>(*crypto.import_key(key_of(sample)));
        const Octets signature = decoded(Sample::signature(sample.tokens.front()));
        return repeat([=, &sample] {
            return verify(crypto, *key, sample, sample.tokens.front(), signature);
        });
    };
}

template <class Crypto>
Maker use_first(Crypto crypto) {
    return [=](const Sample& sample) {
        const Octets signature = decoded(Sample::signature(sample.tokens.front()));
        return repeat([=, &sample] {
            const auto key = crypto.import_key(key_of(sample));
            return key && verify(crypto, *key, sample, sample.tokens.front(), signature);
        });
    };
}

/// From the text of the JWK Set.
template <class Crypto>
Maker import_keys(Crypto crypto) {
    return [=](const Sample& sample) {
        return repeat([=, &sample] {
            auto set = vouch::JwkSet::from_json(sample.key_set);
            if (!set) return false;
            const vouch::KeySet<Crypto> keys{crypto, std::move(set->keys)};
            return keys.entries().size() == sample.moduli.size() &&
                   std::all_of(keys.entries().begin(), keys.entries().end(),
                               [](const auto& entry) { return entry.key.has_value(); });
        });
    };
}

template <vouch::Hash H>
bool hash(const Sample& sample) {
    const auto digest = vouch::builtin::hash<H>(Sample::signing_input(sample.tokens.front()));
    return std::equal(digest.begin(), digest.end(), sample.digest.begin(), sample.digest.end());
}
Run hash_of(const Sample& sample) {
    if (sample.kind.hash == vouch::Hash::sha256) {
        return repeat([&sample] { return hash<vouch::Hash::sha256>(sample); });
    }
    return repeat([&sample] { return hash<vouch::Hash::sha512>(sample); });
}

Run decode(std::string_view text) {
    Octets result(vouch::base64url::decoded_size(text.size()));
    return repeat([text, result]() mutable {
        return vouch::base64url::decode(text, std::span{result}).has_value();
    });
}
Run decode_payload(const Sample& sample) { return decode(Sample::payload(sample.tokens.front())); }
Run decode_signature(const Sample& sample) {
    return decode(Sample::signature(sample.tokens.front()));
}

Contestant with_kernel(const std::string& name, vouch::RsaKernel kernel) {
    const vouch::Builtin crypto{kernel};
    return {.name = "vouch, " + name,
            .signature = verify_signature(crypto),
            .token = verify_tokens<vouch::Builtin>(crypto),
            .key_set = verify_tokens<vouch::Builtin>(crypto),
            .first_use = use_first(crypto),
            .import_keys = import_keys(crypto)};
}

}  // namespace

std::vector<Contestant> of_vouch() {
    using vouch::Builtin, vouch::RsaKernel;
    std::vector<Contestant> all;
    if (can_run(RsaKernel::ifma)) {
        all.push_back(with_kernel("ifma", RsaKernel::ifma));
        all.push_back({.name = "vouch, lanes of AVX-512 IFMA",
                       .batch = verify_batch(Builtin{RsaKernel::ifma})});
    }
    if (can_run(RsaKernel::fma)) {
        all.push_back(with_kernel("fma", RsaKernel::fma));
        all.push_back(
            {.name = "vouch, lanes of AVX2", .batch = verify_batch(Builtin{RsaKernel::fma})});
    }
    if (can_run(RsaKernel::mulx)) all.push_back(with_kernel("mulx", RsaKernel::mulx));
    all.push_back(with_kernel("portable", RsaKernel::portable));
    all.back().batch = verify_batch(Builtin{RsaKernel::portable});

    using Cache = vouch::VerifiedTokens<1 << 20, 4096>;
    all.push_back({.name = "vouch, backend `OpenSsl`",
                   .signature = verify_signature(vouch::OpenSsl{}),
                   .token = verify_tokens<vouch::OpenSsl>(),
                   .first_use = use_first(vouch::OpenSsl{}),
                   .import_keys = import_keys(vouch::OpenSsl{})});
    all.push_back({.name = "vouch",
                   .known_token = verify_tokens<Cache>(),
                   .hash = hash_of,
                   .decode_payload = decode_payload,
                   .decode_signature = decode_signature});
    return all;
}
