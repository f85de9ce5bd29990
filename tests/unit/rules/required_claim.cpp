// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/required_claim.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_required_claim)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::testing::ClaimsOf;
using Tenant = vouch::RequiredClaim<"tenant">;

constexpr bool accepts(std::string_view claims) {
    return Tenant{}.check(ClaimsOf{claims}, Moment{}).has_value();
}
constexpr bool is_missing(std::string_view claims) {
    const auto verdict = Tenant{}.check(ClaimsOf{claims}, Moment{});
    return !verdict && verdict.error() == Error{Errc::claim_missing, "tenant"};
}

static_assert(accepts(R"({"tenant":"a"})") && is_missing("{}"));
static_assert(Tenant::well_formed);

}  // namespace

BOOST_AUTO_TEST_CASE(is_there_and_not_null) {
    for (const std::string_view claims :
         {R"({"tenant":"a"})", R"({"tenant":""})", R"({"tenant":0})", R"({"tenant":false})",
          R"({"tenant":[]})", R"({"tenant":{}})", R"({"t\u0065nant":1})"}) {
        BOOST_TEST(accepts(claims), claims);
    }
    for (const std::string_view claims :
         {"{}", R"({"tenant":null})", R"({"Tenant":1})", R"({"x":{"tenant":1}})"}) {
        BOOST_TEST(is_missing(claims), claims);
    }
}

BOOST_AUTO_TEST_SUITE_END()
