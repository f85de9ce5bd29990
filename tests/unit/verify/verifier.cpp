// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier)

namespace {

using namespace vouch_tests;
using vouch::AnyOf;
using vouch::Errc;
using vouch::Error;
using vouch::RS256;
using vouch::RS384;
using vouch::RS512;
using vouch::StaticKeys;
using vouch::Verifier;
using vouch::testing::KeyPair;

template <class Algorithms>
using Of = Verifier<Algorithms, Issuer, StaticKeys, Now>;

static_assert(noexcept(std::declval<const Of<RS256>&>().verify("")));
static_assert(std::is_same_v<decltype(std::declval<const Of<RS256>&>().verify("")),
                             vouch::Result<vouch::Identity>>);
static_assert(std::is_nothrow_move_constructible_v<Of<RS256>>);
// Policies without state take no room.
static_assert(sizeof(Verifier<RS256, Issuer, StaticKeys, Now, vouch::Leeway<5>,
                              vouch::Audience<"chat">, vouch::MaxLifetime<60>>) ==
              sizeof(Of<RS256>));

template <class Algorithm>
std::string token_of(const KeyPair& pair) {
    const std::string header = R"({"alg":")" + std::string{Algorithm::name} + R"(","kid":"a"})";
    return token<Algorithm>(header, good_claims, pair);
}

/// A token of `Algorithm` passes where the algorithm is accepted, and nowhere else.
template <class Algorithm, class Other>
void check_algorithm(const KeyPair& pair) {
    const std::string text = token_of<Algorithm>(pair);
    const auto all = Of<AnyOf<RS256, RS384, RS512>>{keys({pair.jwk("a")})}.verify(text);
    BOOST_REQUIRE(all.has_value());
    BOOST_TEST(all->algorithm() == Algorithm::name);
    BOOST_TEST(all->subject() == "customer-4711");
    const auto one = Of<Algorithm>{keys({pair.jwk("a", Algorithm::name)})}.verify(text);
    BOOST_REQUIRE(one.has_value());
    BOOST_TEST(one->algorithm() == Algorithm::name);
    const auto refused = Of<Other>{keys({pair.jwk("a")})}.verify(text);
    BOOST_TEST((refused.error() == Error{Errc::alg_not_allowed, "alg"}));
}

}  // namespace

// rules 12, 13, 17
BOOST_AUTO_TEST_CASE(verifies_tokens_of_its_algorithms) {
    check_algorithm<RS256, RS384>(vouch::testing::rsa_2048);
    check_algorithm<RS384, RS512>(vouch::testing::rsa_3072);
    check_algorithm<RS512, RS256>(vouch::testing::rsa_4096);
    check_algorithm<RS256, AnyOf<RS384, RS512>>(vouch::testing::rsa_2048_second);
}

// rules 8, 12, 14, 37
BOOST_AUTO_TEST_CASE(no_other_algorithm_is_accepted_by_any_spelling) {
    const Of<AnyOf<RS256, RS384, RS512>> verifier{good_keys()};
    const std::string good = token();
    BOOST_TEST(verifier.verify(good).has_value());
    const std::string payload_and_signature = good.substr(good.find('.'));
    for (const std::string_view name :
         {"none", "None", "NONE", "nOnE", "", "rs256", "RS256 ", " RS256", "RS256\\u0000", "RS2566",
          "RS25", "HS256", "ES256", "PS256", "EdDSA"}) {
        const std::string header = R"({"alg":")" + std::string{name} + R"(","kid":"a"})";
        const std::string head = vouch::base64url::encode(header);
        BOOST_TEST_CONTEXT(header) {
            for (const std::string& text :
                 {head + payload_and_signature,
                  head + payload_and_signature.substr(0, payload_and_signature.rfind('.') + 1),
                  token(header)}) {
                const auto verdict = verifier.verify(text);
                BOOST_TEST((!verdict && verdict.error() == Errc::alg_not_allowed));
            }
        }
    }
}

// rules 7, 32, 33
BOOST_AUTO_TEST_CASE(a_signature_holds_for_its_own_bytes_hash_and_key_only) {
    const Of<AnyOf<RS256, RS384, RS512>> verifier{good_keys()};
    const std::string good = token();
    BOOST_TEST(verifier.verify(good).has_value());
    const auto is_invalid = [&](const std::string& text) {
        const auto verdict = verifier.verify(text);
        return !verdict && verdict.error() == Errc::signature_invalid;
    };
    BOOST_TEST(is_invalid(token<RS384>()));  // the header says RS256
    BOOST_TEST(is_invalid(token<RS512>()));
    BOOST_TEST(is_invalid(token(good_header, good_claims, vouch::testing::rsa_2048_second)));
    BOOST_TEST(is_invalid(token(good_header, good_claims, vouch::testing::rsa_3072)));
    const std::string signature = good.substr(good.rfind('.'));
    const auto with_signature = [&](std::string_view header, std::string_view claims) {
        return vouch::base64url::encode(header) + '.' + vouch::base64url::encode(claims) +
               signature;
    };
    BOOST_TEST(verifier.verify(with_signature(good_header, good_claims)).has_value());
    BOOST_TEST(is_invalid(with_signature(R"({"alg":"RS256","kid":"a" })", good_claims)));
    BOOST_TEST(is_invalid(with_signature(good_header, claims_with(R"("x":1)"))));
    // Without a signature.
    BOOST_TEST(is_invalid(good.substr(0, good.rfind('.') + 1)));
}

// rules 20, 22
BOOST_AUTO_TEST_CASE(a_header_brings_no_key) {
    const Of<RS256> verifier{good_keys()};
    const std::string own = vouch::testing::rsa_2048_second.jwk("a");
    for (const std::string& header :
         {R"({"alg":"RS256","kid":"a","jwk":)" + own + '}', R"({"alg":"RS256","jwk":)" + own + '}',
          std::string{R"({"alg":"RS256","kid":"a","jku":"http://127.0.0.1/"})"},
          std::string{R"({"alg":"RS256","kid":"a","x5u":"http://127.0.0.1/","x5c":[]})"}}) {
        BOOST_TEST(verifier.verify(token(header)).has_value(), header);
        const auto forged =
            verifier.verify(token(header, good_claims, vouch::testing::rsa_2048_second));
        BOOST_TEST((!forged && forged.error() == Errc::signature_invalid), header);
    }
}

// rules 23, 42
BOOST_AUTO_TEST_CASE(what_it_does_not_know_is_ignored) {
    const Of<RS256> verifier{good_keys()};
    BOOST_TEST(verifier
                   .verify(token(R"({"alg":"RS256","kid":"a","x":{"y":[1]}})",
                                 claims_with(R"("a":null,"b":[{}],"c":1e999,"d":"\u0000")")))
                   .has_value());
}

// rules 52, 86
BOOST_AUTO_TEST_CASE(two_tenants_share_nothing) {
    using Tenant = Verifier<RS256, vouch::RuntimeIssuer, StaticKeys, Now>;
    using vouch::testing::rsa_2048;
    using vouch::testing::rsa_2048_second;
    const Tenant one{vouch::RuntimeIssuer{"https://one"}, keys({rsa_2048.jwk("k")})};
    const Tenant two{keys({rsa_2048_second.jwk("k")}), vouch::RuntimeIssuer{"https://two"}};
    const std::string of_one = token(R"({"alg":"RS256","kid":"k"})",
                                     R"({"iss":"https://one","sub":"s","exp":1900000000})");
    const std::string of_two =
        token(R"({"alg":"RS256","kid":"k"})", R"({"iss":"https://two","sub":"s","exp":1900000000})",
              rsa_2048_second);
    const std::string forged = token(R"({"alg":"RS256","kid":"k"})",
                                     R"({"iss":"https://two","sub":"s","exp":1900000000})");
    BOOST_TEST(one.verify(of_one).has_value());
    BOOST_TEST(two.verify(of_two).has_value());
    BOOST_TEST((one.verify(of_two).error() == Errc::signature_invalid));
    BOOST_TEST((two.verify(of_one).error() == Errc::signature_invalid));
    BOOST_TEST((two.verify(forged).error() == Errc::signature_invalid));
    BOOST_TEST((one.verify(forged).error() == Error{Errc::issuer_mismatch, "iss"}));
}

// rule 43
BOOST_AUTO_TEST_CASE(reads_its_clock_for_each_token) {
    const vouch::testing::ManualClock clock{{1'800'000'000}};
    const Verifier<RS256, Issuer, StaticKeys, vouch::testing::ManualClock> verifier{good_keys(),
                                                                                    clock};
    const std::string text = token();  // expires at 1800000300
    BOOST_TEST(verifier.verify(text).has_value());
    clock.set({1'800'000'359, 999'999'999});
    BOOST_TEST(verifier.verify(text).has_value());
    clock.set({1'800'000'360});
    BOOST_TEST((verifier.verify(text).error() == Error{Errc::expired, "exp"}));
    clock.set({1'799'999'840});
    BOOST_TEST(verifier.verify(text).has_value());
    clock.set({1'799'999'839, 999'999'999});
    BOOST_TEST((verifier.verify(text).error() == Error{Errc::issued_in_future, "iat"}));
}

// rule 9
BOOST_AUTO_TEST_CASE(bounds_the_size_of_a_token) {
    const std::string text =
        token(good_header, claims_with(R"("x":")" + std::string(4000, 'x') + '"'));
    using vouch::MaxTokenSize;
    BOOST_TEST(Of<RS256>{good_keys()}.verify(text).has_value());
    using Small = Verifier<RS256, Issuer, StaticKeys, Now, MaxTokenSize<4096>>;
    BOOST_TEST((Small{good_keys()}.verify(text).error() == Errc::token_too_large));
    BOOST_TEST(Small{good_keys()}.verify(token()).has_value());

    const std::string large =
        token(good_header, claims_with(R"("x":")" + std::string(40'000, 'x') + '"'));
    BOOST_TEST((Of<RS256>{good_keys()}.verify(large).error() == Errc::token_too_large));
    using Large = Verifier<RS256, Issuer, StaticKeys, Now, MaxTokenSize<65536>>;
    const auto verdict = Large{good_keys()}.verify(large);
    BOOST_REQUIRE(verdict.has_value());
    BOOST_TEST(verdict->claims().string("x")->size() == 40'000U);
}

BOOST_AUTO_TEST_CASE(can_be_moved) {
    Of<RS256> verifier{good_keys()};
    const Of<RS256> moved = std::move(verifier);
    BOOST_TEST(moved.verify(token()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
