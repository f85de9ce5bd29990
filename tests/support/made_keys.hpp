// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MADE_KEYS_HPP
#define VOUCH_TESTS_SUPPORT_MADE_KEYS_HPP

#include <vouch/text/base64url.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/checksum_signatures.hpp"

namespace vouch_tests {

/// As many RSA keys as a test wants, made of numbers. Nobody has their private halves;
/// ChecksumCrypto needs none.
class MadeKey {
public:
    explicit MadeKey(std::uint64_t number, std::size_t bits = 2048) {
        std::uint64_t state = number;
        for (std::size_t i = 0; i < bits; i += 64) {
            state += 0x9E37'79B9'7F4A'7C15;  // SplitMix64
            std::uint64_t mixed = (state ^ state >> 30) * 0xBF58'476D'1CE4'E5B9;
            mixed = (mixed ^ mixed >> 27) * 0x94D0'49BB'1331'11EB;
            mixed ^= mixed >> 31;
            for (int j = 0; j < 8; ++j) modulus_ += static_cast<char>(mixed >> 8 * j & 0xFF);
        }
        modulus_.front() = static_cast<char>(modulus_.front() | 0x80);
        modulus_.back() = static_cast<char>(modulus_.back() | 1);
    }

    std::string jwk(std::string_view kid) const {
        return R"({"kty":"RSA","use":"sig","alg":"RS256","kid":")" + std::string{kid} +
               R"(","n":")" + vouch::base64url::encode(modulus_) + R"(","e":"AQAB"})";
    }

    /// A token of RS256, as ChecksumCrypto verifies it.
    std::string token(std::string_view kid, std::string_view claims) const {
        return ChecksumCrypto::token(checksum(modulus_), "RS256",
                                     R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})",
                                     claims);
    }

private:
    std::string modulus_;
};

/// A JWK Set of these keys.
inline std::string jwks_of(const std::vector<std::string>& keys) {
    std::string text;
    for (const std::string& key : keys) text += (text.empty() ? "" : ",") + key;
    return R"({"keys":[)" + text + "]}";
}

}  // namespace vouch_tests

#endif
