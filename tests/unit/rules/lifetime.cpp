// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/lifetime.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_lifetime)

namespace {

using vouch::AnyLifetime;
using vouch::Errc;
using vouch::Error;
using vouch::MaxLifetime;
using vouch::Moment;
using vouch::testing::ClaimsOf;

/// Leeway lengthens no lifetime.
constexpr Moment moment{.now = {1'700'000'000, 500'000'000}, .leeway_seconds = 600};

constexpr bool accepts(std::string_view claims) {
    return MaxLifetime<3600>{}.check(ClaimsOf{claims}, moment).has_value();
}
constexpr bool refuses(std::string_view claims, const Error& error) {
    const auto verdict = MaxLifetime<3600>{}.check(ClaimsOf{claims}, moment);
    return !verdict && verdict.error() == error;
}
constexpr Error too_long{Errc::lifetime_too_long, "exp"};

constexpr std::string_view short_enough[] = {
    R"({"iat":1700000000,"exp":1700003600})",
    R"({"iat":1700000000,"exp":1700003599})",
    R"({"iat":1700000000.25,"exp":1700003600.25})",
    R"({"iat":1700000000,"exp":5})",  // other rules see to that
    R"({"exp":1700003600})",
    R"({"exp":1700003600.5})",
    R"({"exp":0})",
};
constexpr std::string_view not_short_enough[] = {
    R"({"iat":1700000000,"exp":1700003601})",
    R"({"iat":1700000000,"exp":1700003600.000000001})",
    R"({"iat":1700000000.25,"exp":1700003600.251})",
    R"({"iat":0,"exp":1700003600})",
    R"({"exp":1700003600.500000001})",
    R"({"exp":1700003601})",
    R"({"exp":253402300799})",
    R"({"iat":1700000000})",
    "{}",
};

static_assert([] {
    for (const std::string_view claims : short_enough) {
        if (!accepts(claims)) return false;
    }
    for (const std::string_view claims : not_short_enough) {
        if (!refuses(claims, too_long)) return false;
    }
    return true;
}());

}  // namespace

// rule 49
BOOST_AUTO_TEST_CASE(is_measured_from_the_issue_or_from_now) {
    for (const std::string_view claims : short_enough) BOOST_TEST(accepts(claims), claims);
    for (const std::string_view claims : not_short_enough) {
        BOOST_TEST(refuses(claims, too_long), claims);
    }
}

BOOST_AUTO_TEST_CASE(refuses_malformed_times) {
    BOOST_TEST(refuses(R"({"exp":"1"})", {Errc::claim_type, "exp"}));
    BOOST_TEST(refuses(R"({"exp":1,"iat":null})", {Errc::claim_type, "iat"}));
    BOOST_TEST(refuses(R"({"exp":-1})", {Errc::claim_range, "exp"}));
    BOOST_TEST(refuses(R"({"exp":1,"iat":1e400})", {Errc::claim_range, "iat"}));
}

BOOST_AUTO_TEST_CASE(the_longest_limit_does_not_overflow) {
    using Longest = MaxLifetime<vouch::NumericDate::last_second>;
    const ClaimsOf claims{R"({"iat":253402300799,"exp":253402300799})"};
    BOOST_TEST(Longest{}.check(claims, moment).has_value());
}

BOOST_AUTO_TEST_CASE(is_not_asked_by_default) {
    BOOST_TEST(AnyLifetime{}.check(ClaimsOf{"{}"}, moment).has_value());
    BOOST_TEST(AnyLifetime{}.check(ClaimsOf{R"({"exp":253402300799})"}, moment).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
