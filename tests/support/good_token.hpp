// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_GOOD_TOKEN_HPP
#define VOUCH_TESTS_SUPPORT_GOOD_TOKEN_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/keys/static_keys.hpp>
#include <vouch/rules/issuer.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

// A token that a verifier with `Issuer`, `keys({rsa_2048.jwk("a")})` and the clock `Now` accepts,
// and what tests change in it.

namespace vouch_tests {

using Issuer = vouch::Issuer<"https://login.example.com">;
using Now = vouch::testing::FixedClock<1'800'000'000>;

inline constexpr std::string_view good_header = R"({"alg":"RS256","kid":"a"})";
inline constexpr std::string_view good_claims =
    R"({"iss":"https://login.example.com","sub":"customer-4711",)"
    R"("iat":1799999900,"exp":1800000300})";

/// The good claims with these members before them, such as `"aud":"chat"`.
inline std::string claims_with(std::string_view members) {
    return "{" + std::string{members} + ',' + std::string{good_claims.substr(1)};
}

template <class Algorithm = vouch::RS256>
std::string token(std::string_view header = good_header, std::string_view claims = good_claims,
                  const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048) {
    return pair.token<Algorithm>(header, claims);
}

inline vouch::StaticKeys keys(std::initializer_list<std::string> jwks) {
    return *vouch::StaticKeys::from_jwks(vouch::testing::jwks(jwks));
}
inline vouch::StaticKeys good_keys() { return keys({vouch::testing::rsa_2048.jwk("a")}); }

}  // namespace vouch_tests

#endif
