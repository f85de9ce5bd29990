// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/claimed_issuer.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include <vouch/rules/kid.hpp>
#include <vouch/rules/token_size.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_claimed_issuer)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::Error;
using vouch::Verifier;
using vouch::detail::ClaimedIssuer;

using Plain = Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now>;

const Plain& plain() {
    static const Plain verifier{good_keys()};
    return verifier;
}

/// A token without a signature that holds: none is asked for.
std::string unsigned_token(std::string_view header, std::string_view payload) {
    return vouch::base64url::encode(header) + '.' + vouch::base64url::encode(payload) + ".AAAA";
}
template <class V>
bool is_refused(const V& verifier, std::string_view token, const Error& error) {
    const auto claimed = ClaimedIssuer::of(verifier, token);
    return !claimed && claimed.error() == error;
}

}  // namespace

BOOST_AUTO_TEST_CASE(reads_what_a_token_says_of_itself) {
    const auto good = ClaimedIssuer::of(plain(), token());
    BOOST_REQUIRE(good.has_value());
    BOOST_TEST(good->issuer == "https://login.example.com");
    BOOST_TEST(good->kid == "a");

    // Nobody has vouched for it: signature, time and issuer may be anything.
    const auto claimed = ClaimedIssuer::of(
        plain(), unsigned_token(R"({"alg":"RS256","kid":"x y"})",
                                R"({"exp":1,"iss":"https:\/\/\u0061\u0000b","sub":5})"));
    BOOST_REQUIRE(claimed.has_value());
    BOOST_TEST((claimed->issuer == std::string_view{"https://a\0b", 11}));
    BOOST_TEST(claimed->kid == "x y");
}

BOOST_AUTO_TEST_CASE(a_token_need_not_name_its_key) {
    const auto claimed =
        ClaimedIssuer::of(plain(), unsigned_token(R"({"alg":"RS256"})", good_claims));
    BOOST_REQUIRE(claimed.has_value());
    BOOST_TEST(claimed->kid.empty());
}

BOOST_AUTO_TEST_CASE(says_what_the_verifier_says_of_form_and_header) {
    const std::string good = token();
    const std::string texts[] = {
        "",
        ".",
        "a.b",
        "a.b.c.d",
        "a.b.c.d.e",
        good.substr(0, good.rfind('.')),
        good + '=',
        "!" + good,
        std::string(40'000, 'a'),
        unsigned_token("[]", good_claims),
        unsigned_token(R"({"alg":"RS256","alg":"RS256"})", good_claims),
        unsigned_token(R"({"kid":"a"})", good_claims),
        unsigned_token(R"({"alg":"none","kid":"a"})", good_claims),
        unsigned_token(R"({"alg":"RS512","kid":"a"})", good_claims),
        unsigned_token(R"({"alg":"RS256","kid":5})", good_claims),
        unsigned_token(R"({"alg":"RS256","kid":")" + std::string(2000, 'k') + "\"}", good_claims),
        unsigned_token(R"({"alg":"RS256","typ":"at+jwt"})", good_claims),
        unsigned_token(R"({"alg":"RS256","cty":"JWT"})", good_claims),
        unsigned_token(R"({"alg":"RS256","crit":["exp"],"exp":1})", good_claims),
    };
    for (const std::string& text : texts) {
        const auto claimed = ClaimedIssuer::of(plain(), text);
        const auto verified = plain().verify(text);
        BOOST_REQUIRE((!claimed && !verified));
        BOOST_TEST((claimed.error() == verified.error()), text.substr(0, 80));
        BOOST_TEST((claimed.error() != Errc::signature_invalid));
    }
}

BOOST_AUTO_TEST_CASE(refuses_a_payload_that_names_no_issuer) {
    const auto refused = [](std::string_view payload, const Error& error) {
        return is_refused(plain(), unsigned_token(good_header, payload), error);
    };
    BOOST_TEST(refused("{", Errc::payload_json));
    BOOST_TEST(refused("[]", Errc::payload_json));
    BOOST_TEST(refused("\"iss\"", Errc::payload_json));
    BOOST_TEST(refused("{\"iss\":\"\xFF\"}", Errc::payload_json));
    BOOST_TEST(refused(R"({"iss":"a","iss":"b"})", Errc::claim_duplicate));
    BOOST_TEST(refused(R"({"iss":"a","\u0069ss":"b"})", Errc::claim_duplicate));
    BOOST_TEST(refused(R"({"iss":"a","x":)" + std::string(100, '[') + std::string(100, ']') + '}',
                       Errc::payload_limit));
    BOOST_TEST(refused("{}", {Errc::claim_missing, "iss"}));
    BOOST_TEST(refused(R"({"ISS":"a"})", {Errc::claim_missing, "iss"}));
    BOOST_TEST(refused(R"({"x":{"iss":"a"}})", {Errc::claim_missing, "iss"}));
    for (const std::string_view value : {"null", "1", "true", "[\"a\"]", "{}"}) {
        BOOST_TEST(refused(R"({"iss":)" + std::string{value} + '}', {Errc::claim_type, "iss"}),
                   value);
    }
}

BOOST_AUTO_TEST_CASE(asks_what_the_policies_of_the_verifier_ask) {
    const Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, vouch::MaxTokenSize<300>> small{
        good_keys()};
    BOOST_TEST(is_refused(small, token(), Errc::token_too_large));
    BOOST_TEST(ClaimedIssuer::of(small, unsigned_token(good_header, R"({"iss":"a"})")).has_value());

    const Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, vouch::RequireKid> strict{
        good_keys()};
    BOOST_TEST(is_refused(strict, unsigned_token(R"({"alg":"RS256"})", good_claims),
                          {Errc::kid_missing, "kid"}));
    BOOST_TEST(ClaimedIssuer::of(strict, token()).has_value());
}

BOOST_AUTO_TEST_CASE(takes_the_longest_token_that_the_verifier_takes) {
    using Large =
        Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, vouch::MaxTokenSize<65'536>>;
    const Large large{good_keys()};
    const std::string text =
        unsigned_token(good_header, claims_with(R"("x":")" + std::string(48'000, 'x') + '"'));
    BOOST_TEST(text.size() > 64'000U);
    BOOST_TEST(ClaimedIssuer::of(large, text)->issuer == "https://login.example.com");
    BOOST_TEST(is_refused(large, text + std::string(2000, 'A'), Errc::token_too_large));
}

BOOST_AUTO_TEST_SUITE_END()
