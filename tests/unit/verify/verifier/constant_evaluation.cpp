// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <string_view>

#include <vouch/testing/clocks.hpp>
#include <vouch/vouch.hpp>

#include "support/embedded_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier_constant_evaluation)

namespace {

using vouch::Errc;
using vouch_tests::embedded_token;
using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                                 vouch::EmbeddedKeys<vouch_tests::embedded_keys>,
                                 vouch::testing::FixedClock<1'800'000'000>>;

/// The embedded token with one character of its signature changed.
constexpr auto forged_token = [] {
    std::array<char, embedded_token.size()> text{};
    for (std::size_t i = 0; i < text.size(); ++i) text[i] = embedded_token[i];
    char& letter = text[text.size() - 10];
    letter = letter == 'A' ? 'B' : 'A';
    return text;
}();

constexpr bool is_verified(std::string_view token) {
    const auto identity = Verifier{}.verify(token);
    return identity && identity->subject() == "customer-4711" &&
           identity->issuer() == "https://login.example.com" && identity->kid() == "2026-01" &&
           identity->algorithm() == "RS256" && identity->audience().empty() &&
           identity->issued_at() == vouch::NumericDate{1'767'225'600} &&
           identity->expires_at() == vouch::NumericDate{4'102'444'800} &&
           identity->claims().string("name").value() == "Zo\xC3\xAB";
}
constexpr bool is_refused(std::string_view token, Errc code) {
    const auto identity = Verifier{}.verify(token);
    return !identity && identity.error() == code;
}

static_assert(is_verified(embedded_token));
static_assert(is_refused({forged_token.data(), forged_token.size()}, Errc::signature_invalid));
static_assert(is_refused(embedded_token.substr(1), Errc::token_encoding));
static_assert(is_refused("e30.e30.", Errc::alg_missing));

}  // namespace

BOOST_AUTO_TEST_CASE(says_the_same_when_the_program_runs) {
    BOOST_TEST(is_verified(embedded_token));
    BOOST_TEST(is_refused({forged_token.data(), forged_token.size()}, Errc::signature_invalid));
    BOOST_TEST(is_refused(embedded_token.substr(1), Errc::token_encoding));
    BOOST_TEST(is_refused("e30.e30.", Errc::alg_missing));
}

BOOST_AUTO_TEST_SUITE_END()
