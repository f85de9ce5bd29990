// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/hints.hpp>

#include <vouch/testing/claims.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

// What needs a whole set-up is asked in explain.cpp.

BOOST_AUTO_TEST_SUITE(messaging_hints)

namespace {

using namespace vouch::messaging;
using vouch::Errc;
using vouch::Moment;
using vouch::testing::ClaimsOf;

constexpr std::int64_t now = 1'800'000'000;

}  // namespace

BOOST_AUTO_TEST_CASE(names_that_are_nearly_the_same) {
    using detail::slight_difference;
    BOOST_TEST(slight_difference("Key", "key") == "letter case");
    BOOST_TEST(slight_difference("key ", "key") == "white space");
    BOOST_TEST(slight_difference("key", " k ey") == "white space");
    BOOST_TEST(slight_difference(" Key", "key") == "letter case and white space");
    BOOST_TEST(slight_difference("key", "key") == "");
    BOOST_TEST(slight_difference("key", "keys") == "");
    BOOST_TEST(slight_difference("key", "") == "");
    // Only ASCII has a case here.
    BOOST_TEST(slight_difference("\xC3\x84", "\xC3\xA4") == "");
}

BOOST_AUTO_TEST_CASE(issuers_that_are_nearly_the_same) {
    using detail::issuer_difference;
    BOOST_TEST(issuer_difference("https://a", "https://a/") == "a slash at its end");
    BOOST_TEST(issuer_difference("https://A", "https://a") == "letter case");
    BOOST_TEST(issuer_difference("http://a", "https://a") == "http instead of https");
    BOOST_TEST(issuer_difference("https://a", "http://a") == "https instead of http");
    BOOST_TEST(issuer_difference("a", "https://a") == "http(s):// at its beginning");
    BOOST_TEST(issuer_difference(" https://a", "https://a") == "white space");
    BOOST_TEST(issuer_difference("http://A/", "https://a") ==
               "http instead of https and letter case and a slash at its end");
    BOOST_TEST(issuer_difference("HTTPS://a", "https://a") == "its spelling");
    BOOST_TEST(issuer_difference("https://a//", "https://a/") == "its spelling");
    BOOST_TEST(issuer_difference("https://a/b", "https://a") == "");
    BOOST_TEST(issuer_difference("https://a.example", "https://b.example") == "");
    BOOST_TEST(issuer_difference("", "https://a") == "");
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_tokens) {
    const auto of = [](std::string_view text) {
        return detail::token_hint(text, Errc::token_encoding);
    };
    BOOST_TEST(of("bearer a.b.c") == "it begins with \"Bearer \"");
    BOOST_TEST(of("bearera.b.c") == "");
    BOOST_TEST(of("'a.b.c'") == "it has quotes around it");
    BOOST_TEST(of("{\"a\": 1}") == "it is JSON; a token has the compact form, with two dots");
    BOOST_TEST(of("a.b .c") == "it has white space in it");
    BOOST_TEST(of("a=.b.c") == "it is padded with \"=\"; base64url in tokens is not");
    BOOST_TEST(of("a+.b.c") ==
               "it is base64, with \"+\" and \"/\"; base64url has \"-\" and \"_\" for them");
    BOOST_TEST(of("a.b.c") == "");
    BOOST_TEST(detail::token_hint("a b", Errc::token_too_large) == "");
}

BOOST_AUTO_TEST_CASE(keys_that_an_endpoint_has_not_served) {
    const Keyset fetched{"Keys", "https://issuer", KeysetType::endpoint_url, {}, "https://keys"};
    const auto of = [&](Errc code) { return detail::endpoint_hint(fetched, code); };
    const std::string endpoint = "the endpoint of keyset \"Keys\" ";
    BOOST_TEST(of(Errc::key_not_found) == endpoint + "did not serve it when it was asked last");
    BOOST_TEST(of(Errc::keys_pending) ==
               endpoint + "is being asked for it; look again in a moment");
    BOOST_TEST(of(Errc::keyset_stale) == endpoint + "does not answer well; its events say why");
    BOOST_TEST(of(Errc::key_ambiguous) == "");
    const Keyset uploaded{"Keys", "https://issuer"};
    BOOST_TEST(detail::endpoint_hint(uploaded, Errc::key_not_found) == "");
}

BOOST_AUTO_TEST_CASE(algorithms_that_are_known) {
    using detail::algorithm_hint;
    BOOST_TEST(algorithm_hint("none") == "it is not signed; sign it with RS256 or RS512");
    BOOST_TEST(algorithm_hint("EdDSA") == "it is signed with EdDSA; sign it with RS256 or RS512");
    BOOST_TEST(algorithm_hint("rs256") == "alg must be written RS256, in upper case");
    BOOST_TEST(algorithm_hint("RS256") == "");
    BOOST_TEST(algorithm_hint("RS1") == "");
}

BOOST_AUTO_TEST_CASE(times_in_finer_units) {
    const auto of = [](std::string_view number) {
        const ClaimsOf claims{"{\"exp\":" + std::string{number} + "}"};
        return detail::unit_hint(*claims.claims().find("exp"), {now});
    };
    BOOST_TEST(of("1800000300000") == "it looks like milliseconds; it must be in seconds");
    BOOST_TEST(of("1800000300000000") == "it looks like microseconds; it must be in seconds");
    BOOST_TEST(of("1800000300000000000") == "it looks like nanoseconds; it must be in seconds");
    BOOST_TEST(of("1.8000003e12") == "it looks like milliseconds; it must be in seconds");
    BOOST_TEST(of("-1800000300000") == "");
    BOOST_TEST(of("300000000000") == "");
    BOOST_TEST(of("18000003000000000000000") == "");
    BOOST_TEST(of("\"1800000300000\"") == "");
}

BOOST_AUTO_TEST_CASE(clocks_may_differ_by_less_than_five_minutes) {
    const auto of = [](std::int64_t time, std::int64_t leeway) {
        return !detail::clock_hint({time}, leeway, {now}).empty();
    };
    BOOST_TEST(of(now, 0));
    BOOST_TEST(of(now - 299, 0));
    BOOST_TEST(!of(now - 300, 0));
    BOOST_TEST(of(now - 359, 60));
    BOOST_TEST(!of(now - 360, 60));
    BOOST_TEST(of(now + 299, 0));
    BOOST_TEST(!of(now + 300, 0));
    BOOST_TEST(of(now + 359, 60));
    BOOST_TEST(!of(now + 360, 60));
}

BOOST_AUTO_TEST_SUITE_END()
