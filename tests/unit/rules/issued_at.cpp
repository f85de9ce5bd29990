// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/issued_at.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_issued_at)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::NumericDate;
using vouch::testing::ClaimsOf;

constexpr NumericDate now{1'700'000'000, 500'000'000};

constexpr bool accepts(std::string_view claims, std::int64_t leeway) {
    return vouch::IssuedAt{}.check(ClaimsOf{claims}, Moment{now, leeway}).has_value();
}
constexpr bool refuses(std::string_view claims, std::int64_t leeway, Errc code) {
    const auto verdict = vouch::IssuedAt{}.check(ClaimsOf{claims}, Moment{now, leeway});
    return !verdict && verdict.error() == Error{code, "iat"};
}

struct Case {
    std::string_view claims;
    std::int64_t leeway;
    bool accepted;
};
/// The clock shows 1700000000.5.
constexpr Case cases[] = {
    {R"({"iat":1700000000.5})", 0, true},
    {R"({"iat":1700000000.500000001})", 0, false},
    {R"({"iat":1700000000.499})", 0, true},
    {R"({"iat":1700000001})", 0, false},
    {R"({"iat":1700000000})", 0, true},
    {R"({"iat":1700000060.5})", 60, true},
    {R"({"iat":1700000060.500000001})", 60, false},
    {R"({"iat":1700000060.501})", 60, false},
    {R"({"iat":1700000061})", 60, false},
    {R"({"iat":1700000060})", 60, true},
    {R"({"iat":1700000600.5})", 600, true},
    {R"({"iat":1700000600.501})", 600, false},
    {R"({"iat":0})", 0, true},
    {R"({"iat":-0})", 0, true},
    {R"({"iat":253402300799})", 600, false},
};

constexpr bool cases_hold() {
    for (const Case& each : cases) {
        const bool holds = each.accepted
                               ? accepts(each.claims, each.leeway)
                               : refuses(each.claims, each.leeway, Errc::issued_in_future);
        if (!holds) return false;
    }
    return true;
}
static_assert(cases_hold());

}  // namespace

// rules 47, 48
BOOST_AUTO_TEST_CASE(holds_to_the_nanosecond) {
    for (const Case& each : cases) {
        BOOST_TEST_CONTEXT(each.claims << " with a leeway of " << each.leeway) {
            BOOST_TEST(accepts(each.claims, each.leeway) == each.accepted);
            BOOST_TEST(refuses(each.claims, each.leeway, Errc::issued_in_future) == !each.accepted);
        }
    }
}

BOOST_AUTO_TEST_CASE(may_be_absent) { BOOST_TEST(accepts("{}", 0)); }

// rules 45, 46
BOOST_AUTO_TEST_CASE(a_malformed_time_is_no_absent_time) {
    for (const char* const value : {R"("1700000000")", "null", "true", "[]", "{}", R"("")"}) {
        const std::string claims = std::string{R"({"iat":)"} + value + '}';
        BOOST_TEST(refuses(claims, 60, Errc::claim_type), value);
    }
    for (const char* const value :
         {"-1", "-0.001", "253402300800", "9223372036854775808", "1e400"}) {
        const std::string claims = std::string{R"({"iat":)"} + value + '}';
        BOOST_TEST(refuses(claims, 60, Errc::claim_range), value);
    }
}

BOOST_AUTO_TEST_SUITE_END()
