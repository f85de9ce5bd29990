// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/kid.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

BOOST_AUTO_TEST_SUITE(rules_kid)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Header;
using vouch::OptionalKid;
using vouch::RequireKid;
using vouch::Result;

/// What `rule` says about a header.
template <class Rule>
constexpr Result<void> check(const Rule& rule, std::string_view text) {
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()), '\0');
    return rule.check(*Header::read(vouch::StrictJson{}, text, storage));
}

static_assert(check(RequireKid{}, R"({"alg":"RS256","kid":"a"})").has_value());
static_assert(!check(RequireKid{}, R"({"alg":"RS256"})").has_value());

}  // namespace

// rule 82
BOOST_AUTO_TEST_CASE(is_required_where_that_is_asked_for) {
    BOOST_TEST(check(RequireKid{}, R"({"alg":"RS256","kid":"a"})").has_value());
    BOOST_TEST(
        (check(RequireKid{}, R"({"alg":"RS256"})").error() == Error{Errc::kid_missing, "kid"}));
    BOOST_TEST((check(RequireKid{}, R"({"alg":"RS256","kid":""})").error() ==
                Error{Errc::kid_missing, "kid"}));
    BOOST_TEST(check(OptionalKid{}, R"({"alg":"RS256"})").has_value());
    BOOST_TEST(check(OptionalKid{}, R"({"alg":"RS256","kid":"a"})").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
