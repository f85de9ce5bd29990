// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/expiry.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>
#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_expiry)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::NumericDate;
using vouch::testing::ClaimsOf;

constexpr NumericDate now{1'700'000'000, 500'000'000};

constexpr bool accepts(std::string_view claims, std::int64_t leeway) {
    return vouch::Expiry{}.check(ClaimsOf{claims}, Moment{now, leeway}).has_value();
}
constexpr bool refuses(std::string_view claims, std::int64_t leeway, Errc code) {
    const auto verdict = vouch::Expiry{}.check(ClaimsOf{claims}, Moment{now, leeway});
    return !verdict && verdict.error() == Error{code, "exp"};
}

struct Case {
    std::string_view claims;
    std::int64_t leeway;
    bool accepted;
};
/// The clock shows 1700000000.5.
constexpr Case cases[] = {
    {R"({"exp":1700000000})", 0, false},
    {R"({"exp":1700000000.5})", 0, false},
    {R"({"exp":1700000000.499999999})", 0, false},
    {R"({"exp":1700000000.500000001})", 0, true},
    {R"({"exp":1700000001})", 0, true},
    {R"({"exp":1699999999})", 0, false},
    {R"({"exp":1699999939})", 60, false},
    {R"({"exp":1699999940})", 60, false},
    {R"({"exp":1699999940.499})", 60, false},
    {R"({"exp":1699999940.5})", 60, false},
    {R"({"exp":1699999940.500000001})", 60, true},
    {R"({"exp":1699999940.501})", 60, true},
    {R"({"exp":1699999940.999})", 60, true},
    {R"({"exp":1699999941})", 60, true},
    {R"({"exp":1699999999})", 60, true},
    {R"({"exp":1700000000})", 60, true},
    {R"({"exp":1699999400.5})", 600, false},
    {R"({"exp":1699999400.501})", 600, true},
    {R"({"exp":0})", 600, false},
    {R"({"exp":-0})", 600, false},
    {R"({"exp":1e3})", 0, false},
    {R"({"exp":17e8})", 60, true},
    {R"({"exp":253402300799})", 0, true},
    {R"({"exp":253402300799.999})", 600, true},
};

constexpr bool cases_hold() {
    for (const Case& each : cases) {
        const bool holds = each.accepted ? accepts(each.claims, each.leeway)
                                         : refuses(each.claims, each.leeway, Errc::expired);
        if (!holds) return false;
    }
    return true;
}
static_assert(cases_hold());

}  // namespace

// rules 43, 47
BOOST_AUTO_TEST_CASE(holds_to_the_nanosecond) {
    for (const Case& each : cases) {
        BOOST_TEST_CONTEXT(each.claims << " with a leeway of " << each.leeway) {
            BOOST_TEST(accepts(each.claims, each.leeway) == each.accepted);
            BOOST_TEST(refuses(each.claims, each.leeway, Errc::expired) == !each.accepted);
        }
    }
}

// rule 48
BOOST_AUTO_TEST_CASE(must_be_there_unless_it_is_optional) {
    BOOST_TEST(refuses("{}", 60, Errc::claim_missing));
    const vouch::OptionalExpiry optional;
    const Moment moment{now, 60};
    BOOST_TEST(optional.check(ClaimsOf{"{}"}, moment).has_value());
    BOOST_TEST(optional.check(ClaimsOf{R"({"exp":1700000001})"}, moment).has_value());
    BOOST_TEST((optional.check(ClaimsOf{R"({"exp":5})"}, moment).error() == Errc::expired));
    BOOST_TEST((optional.check(ClaimsOf{R"({"exp":null})"}, moment).error() == Errc::claim_type));
    BOOST_TEST((optional.check(ClaimsOf{R"({"exp":-1})"}, moment).error() == Errc::claim_range));
}

// rules 45, 46
BOOST_AUTO_TEST_CASE(a_malformed_time_is_no_absent_time) {
    for (const char* const value : {R"("1700000000")", "null", "true", "[]", "{}", R"("")"}) {
        const std::string claims = std::string{R"({"exp":)"} + value + '}';
        BOOST_TEST(refuses(claims, 60, Errc::claim_type), value);
    }
    for (const char* const value :
         {"-1", "-0.001", "253402300800", "9223372036854775808", "1e400"}) {
        const std::string claims = std::string{R"({"exp":)"} + value + '}';
        BOOST_TEST(refuses(claims, 60, Errc::claim_range), value);
    }
}

BOOST_AUTO_TEST_SUITE_END()
