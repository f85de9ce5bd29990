// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/token_id.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_token_id)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::TokenId;
using vouch::testing::ClaimsOf;

constexpr bool accepts(std::string_view claims) {
    return TokenId{}.check(ClaimsOf{claims}, Moment{}).has_value();
}
constexpr bool refuses(std::string_view claims, Errc code) {
    const auto verdict = TokenId{}.check(ClaimsOf{claims}, Moment{});
    return !verdict && verdict.error() == Error{code, "jti"};
}

static_assert(accepts("{}") && refuses(R"({"jti":5})", Errc::claim_type));

}  // namespace

// rules 56, 58
BOOST_AUTO_TEST_CASE(is_a_string_without_control_characters) {
    for (const std::string_view claims : {"{}", R"({"jti":"a"})", R"({"jti":""})"}) {
        BOOST_TEST(accepts(claims), claims);
    }
    for (const std::string_view claims :
         {R"({"jti":5})", R"({"jti":null})", R"({"jti":["a"]})", R"({"jti":{}})"}) {
        BOOST_TEST(refuses(claims, Errc::claim_type), claims);
    }
    BOOST_TEST(refuses(R"({"jti":"a\u0000"})", Errc::claim_value));
    BOOST_TEST(refuses(R"({"jti":"a\r\nb"})", Errc::claim_value));
}

BOOST_AUTO_TEST_SUITE_END()
