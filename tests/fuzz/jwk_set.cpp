// SPDX-License-Identifier: BSL-1.0
// A JWK Set: each of its keys is usable or has its reason, and what is usable is within the limits
// and can be found.
#include <vouch/crypto/builtin.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/jose/thumbprint.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/text/base64url.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "fuzz/oracle.hpp"

namespace {

using vouch_fuzz::require;

/// n and e as they are written into a JWK.
std::string numbers(const vouch::RsaPublicKey& key) {
    const auto base64url = [](std::span<const std::uint8_t> octets) {
        return vouch::base64url::encode(std::string{octets.begin(), octets.end()});
    };
    std::vector<std::uint8_t> exponent;
    for (auto rest = key.exponent(); rest != 0; rest >>= 8) {
        exponent.insert(exponent.begin(), static_cast<std::uint8_t>(rest & 0xFF));
    }
    return R"("n":")" + base64url(key.modulus()) + R"(","e":")" + base64url(exponent) + '"';
}

void check(const vouch::Jwk& jwk) {
    const vouch::RsaPublicKey& key = jwk.public_key();
    require(key.bits() >= 2048 && key.bits() <= 8192, "2048 to 8192 bits");
    require(key.modulus().front() != 0 && key.modulus().back() % 2 == 1, "an odd modulus");
    require(key.exponent() >= 65537 && key.exponent() % 2 == 1, "an odd exponent from 65537");
    require(!jwk.kid() || (!jwk.kid()->empty() && jwk.kid()->size() <= 256),
            "1 to 256 bytes of kid");
    require(!jwk.algorithm() || jwk.algorithm()->size() == 5, "alg is one of RSA");
    const auto again = vouch::read_jwk(R"({"kty":"RSA",)" + numbers(key) + '}');
    require(again && again->public_key() == key, "the key reads as the same");
    require(vouch::thumbprint(again->public_key()) == vouch::thumbprint(key), "one thumbprint");
}

void check(const vouch::JwkSet& set) {
    require(set.keys.size() + set.skipped.size() <= 100, "at most 100 keys");
    std::size_t next = 0;
    for (const vouch::SkippedKey& key : set.skipped) {
        require(key.index >= next && key.index < set.keys.size() + set.skipped.size(),
                "skipped keys come in order");
        require(key.error.code() >= vouch::Errc::key_json &&
                    key.error.code() <= vouch::Errc::key_certificate,
                "the reason is a key's");
        next = key.index + 1;
    }
    const vouch::KeySet<vouch::Builtin> keys{vouch::Builtin{}, set.keys};
    for (const vouch::Jwk& jwk : set.keys) {
        check(jwk);
        if (!jwk.kid()) continue;
        const auto named = std::ranges::count_if(
            set.keys, [&](const auto& key) { return key.kid() == jwk.kid(); });
        const auto entry = keys.choose<vouch::RS256>(jwk.kid());
        const bool fits = jwk.algorithm().value_or("RS256") == "RS256";
        require(entry.has_value() == (named == 1 && fits), "a key is found by its kid");
        if (entry) require((*entry)->jwk.public_key() == jwk.public_key(), "it is that key");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = vouch_fuzz::text_of(data, size);
    if (const auto jwk = vouch::read_jwk(text)) check(*jwk);
    if (const auto set = vouch::JwkSet::from_json(text)) check(*set);
    return 0;
}
