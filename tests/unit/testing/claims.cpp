// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/claims.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

#include <vouch/rules/claim_rule.hpp>
#include <vouch/rules/required_claim.hpp>

BOOST_AUTO_TEST_SUITE(testing_claims)

namespace {

using vouch::Moment;
using vouch::testing::ClaimsOf;

static_assert(ClaimsOf{R"({"sub":"customer-4711"})"}.claims().string("sub")->size() == 13);
static_assert(vouch::RequiredClaim<"a">{}.check(ClaimsOf{R"({"a":1})"}, Moment{}).has_value());
static_assert(!vouch::RequiredClaim<"a">{}.check(ClaimsOf{"{}"}, Moment{}).has_value());

}  // namespace

BOOST_AUTO_TEST_CASE(owns_what_it_shows) {
    std::string text = R"({"sub":"customer-4711","roles":["a","b"]})";
    ClaimsOf claims{text};
    text.assign(text.size(), 'x');
    BOOST_TEST(*claims.claims().string("sub") == "customer-4711");

    const ClaimsOf copy = claims;
    const ClaimsOf moved = std::move(claims);
    BOOST_TEST(*copy.claims().string("sub") == "customer-4711");
    BOOST_TEST(*moved.claims().string("sub") == "customer-4711");
    BOOST_TEST(moved.claims().array("roles").has_value());
}

BOOST_AUTO_TEST_CASE(is_taken_by_a_rule) {
    const vouch::RequiredClaim<"sub"> rule;
    BOOST_TEST(rule.check(ClaimsOf{R"({"sub":"customer-4711"})"}, Moment{}).has_value());
    BOOST_TEST((rule.check(ClaimsOf{"{}"}, Moment{}).error() == vouch::Errc::claim_missing));
}

BOOST_AUTO_TEST_SUITE_END()
