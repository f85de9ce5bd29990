// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/number.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <string_view>

using vouch::json::Decimal;
using vouch::json::number_length;
using vouch::json::to_decimal;
using vouch::json::to_double;
using vouch::json::to_integer;

static_assert(number_length("-12.50e+3,") == 9);
static_assert(number_length("01") == 1);
static_assert(number_length("-") == 0);
static_assert(to_integer("1700000000") == 1'700'000'000);
static_assert(to_integer("-9223372036854775808") == std::numeric_limits<std::int64_t>::min());
static_assert(!to_integer("9223372036854775808"));
static_assert(to_decimal("1700000000.5")->billionths == 500'000'000);

namespace {

/// What to_decimal has to answer, by moving the point in a text of digits.
std::optional<Decimal> expected_decimal(const std::string& number) {
    const bool negative = number[0] == '-';
    const std::size_t end = std::min(number.find_first_of("eE"), number.size());
    std::string digits = number.substr(negative ? 1 : 0, end - (negative ? 1 : 0));
    const long exponent = end == number.size() ? 0 : std::stol(number.substr(end + 1));
    long point = static_cast<long>(std::min(digits.find('.'), digits.size())) + exponent;
    if (digits.find('.') != std::string::npos) digits.erase(digits.find('.'), 1);
    for (; point < 0; ++point) digits.insert(0, 1, '0');
    while (static_cast<long>(digits.size()) < point + 10) digits += '0';

    std::string whole = digits.substr(0, static_cast<std::size_t>(point));
    const std::string fraction = digits.substr(static_cast<std::size_t>(point));
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    const std::string most = "18446744073709551615";
    if (whole.size() > most.size() || (whole.size() == most.size() && whole > most)) return {};
    return Decimal{negative, whole.empty() ? 0 : std::stoull(whole),
                   static_cast<std::uint32_t>(std::stoul(fraction.substr(0, 9))),
                   fraction.find_first_not_of('0', 9) != std::string::npos};
}

bool same(const std::optional<Decimal>& a, const std::optional<Decimal>& b) {
    if (!a || !b) return !a && !b;
    return a->negative == b->negative && a->whole == b->whole && a->billionths == b->billionths &&
           a->rest == b->rest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(json_number)

// rule 64
BOOST_AUTO_TEST_CASE(finds_the_end_of_a_number) {
    const struct {
        std::string_view text;
        std::size_t length;
    } rows[] = {{"0", 1},     {"-0", 2},      {"0.0", 3}, {"10", 2},       {"1e5", 3},
                {"1E+5", 4},  {"1.5e-10", 7}, {"00", 1},  {"0x1", 1},      {"1.5.5", 3},
                {"1e5e5", 3}, {"12abc", 2},   {"1-1", 1}, {"", 0},         {"-", 0},
                {"--1", 0},   {"+1", 0},      {".5", 0},  {"1.", 0},       {"1.e5", 0},
                {"1e", 0},    {"1e+", 0},     {"NaN", 0}, {"Infinity", 0}, {"-Infinity", 0},
                {"-.5", 0},   {"a", 0},       {" 1", 0},  {"-a", 0},       {"1.a", 0}};
    for (const auto& [text, length] : rows) {
        BOOST_TEST_CONTEXT(text) { BOOST_CHECK_EQUAL(number_length(text), length); }
    }
}

// rules 46, 64
BOOST_AUTO_TEST_CASE(reads_whole_numbers_of_64_bits_however_written) {
    const struct {
        std::string_view text;
        std::optional<std::int64_t> integer;
    } rows[] = {{"0", 0},
                {"-0", 0},
                {"0.0", 0},
                {"-0.0e5", 0},
                {"0e999999999999999999999", 0},
                {"5.0", 5},
                {"1e3", 1000},
                {"1E+3", 1000},
                {"1000e-3", 1},
                {"0.1e1", 1},
                {"12.5e1", 125},
                {"0.000000000000000001e18", 1},
                {"123456789012345678901234567890e-20", {}},
                {"12345678900000000000000000000e-20", 123456789},
                {"9007199254740993", 9007199254740993},
                {"9223372036854775807", INT64_MAX},
                {"9223372036854775808", {}},
                {"9223372036854775807.0", INT64_MAX},
                {"9223372036854775806.5", {}},
                {"-9223372036854775808", INT64_MIN},
                {"-9223372036854775809", {}},
                {"-922337203685477580800e-2", INT64_MIN},
                {"18446744073709551615", {}},
                {"18446744073709551616", {}},
                {"9.223372036854775807e18", INT64_MAX},
                {"1e18", 1'000'000'000'000'000'000},
                {"1e19", {}},
                {"1e400", {}},
                {"1E-400", {}},
                {"1e-10", {}},
                {"0.0000000001", {}},
                {"5.0000000000000000000001", {}},
                {"1e99999999999999999999999", {}},
                {"1e-99999999999999999999999", {}},
                {"1.5", {}}};
    for (const auto& [text, integer] : rows) {
        BOOST_TEST_CONTEXT(text) { BOOST_CHECK(to_integer(text) == integer); }
    }
}

BOOST_AUTO_TEST_CASE(splits_a_number_at_its_point) {
    const struct {
        std::string_view text;
        Decimal decimal;
    } rows[] = {{"0.5", {false, 0, 500'000'000, false}},
                {"-0.5", {true, 0, 500'000'000, false}},
                {"-0", {true, 0, 0, false}},
                {"1.000000001", {false, 1, 1, false}},
                {"1.0000000001", {false, 1, 0, true}},
                {"1.999999999999", {false, 1, 999'999'999, true}},
                {"1e-9", {false, 0, 1, false}},
                {"1e-10", {false, 0, 0, true}},
                {"123456789e-9", {false, 0, 123'456'789, false}},
                {"0.00015e1", {false, 0, 1'500'000, false}},
                {"1700000000.25", {false, 1'700'000'000, 250'000'000, false}},
                {"18446744073709551615.75", {false, UINT64_MAX, 750'000'000, false}},
                {"123456789012345678901234567890e-20", {false, 1'234'567'890, 123'456'789, true}}};
    for (const auto& [text, decimal] : rows) {
        BOOST_TEST_CONTEXT(text) { BOOST_CHECK(same(to_decimal(text), decimal)); }
    }
    BOOST_CHECK(!to_decimal("18446744073709551616"));
    BOOST_CHECK(!to_decimal("1e400"));
}

BOOST_AUTO_TEST_CASE(an_exponent_is_weighed_against_the_digits_however_many) {
    const std::string zeros(100'000, '0');
    BOOST_CHECK(to_integer("0." + zeros + "7e100001") == 7);
    BOOST_CHECK(to_integer("7" + zeros + "e-100000") == 7);
    BOOST_CHECK(!to_integer("7" + zeros + "e-99980"));
}

BOOST_AUTO_TEST_CASE(agrees_with_the_moving_of_the_point_on_random_numbers) {
    constexpr std::uint64_t seed = 20240303;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937_64 random{seed};
    const auto below = [&](std::size_t bound) {
        return static_cast<std::size_t>(random() % bound);
    };
    int fit = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string number = below(2) == 0 ? "-" : "";
        const auto digits = [&](std::size_t most) {
            const bool round = below(4) == 0;
            for (std::size_t left = below(most); left-- > 0;) {
                number += static_cast<char>('0' + (round && below(4) != 0 ? 0 : below(10)));
            }
        };
        if (below(4) == 0) {
            number += '0';
        } else if (below(6) == 0) {
            number += std::to_string(UINT64_MAX - below(2));
        } else {
            number += static_cast<char>('1' + below(9));
            digits(24);
        }
        if (below(2) == 0) {
            number += '.';
            number += static_cast<char>('0' + below(10));
            digits(24);
        }
        if (below(2) == 0) {
            number += "eE"[below(2)];
            const std::size_t sign = below(3);
            if (sign != 0) number += "+-"[sign - 1];
            number += std::to_string(below(below(4) == 0 ? 400 : 24));
        }
        const auto expected = expected_decimal(number);
        fit += expected ? 1 : 0;
        BOOST_TEST_CONTEXT("seed " << seed << ": " << number) {
            BOOST_REQUIRE(same(to_decimal(number), expected));
            std::optional<std::int64_t> integer;
            if (expected && expected->billionths == 0 && !expected->rest) {
                if (expected->negative && expected->whole <= std::uint64_t{1} << 63) {
                    integer = static_cast<std::int64_t>(~expected->whole + 1);
                } else if (!expected->negative && expected->whole <= INT64_MAX) {
                    integer = static_cast<std::int64_t>(expected->whole);
                }
            }
            BOOST_REQUIRE(to_integer(number) == integer);

            const double nearest = std::strtod(number.c_str(), nullptr);
            const std::optional<double> found = to_double(number);
            BOOST_REQUIRE_EQUAL(found.has_value(), std::isfinite(nearest));
            if (found) {
                // std::from_chars of libstdc++ 12 rounds twice where doubles are those of x87.
                if constexpr (sizeof(void*) == 4) {
                    BOOST_REQUIRE(*found == nearest || *found == std::nextafter(nearest, *found));
                } else {
                    BOOST_REQUIRE_EQUAL(*found, nearest);
                }
                BOOST_REQUIRE_EQUAL(std::signbit(*found), std::signbit(nearest));
            }
        }
    }
    BOOST_CHECK_GT(fit, 100'000);
    BOOST_CHECK_LT(fit, 190'000);
}

// rule 64
BOOST_AUTO_TEST_CASE(rounds_to_the_nearest_double) {
    BOOST_CHECK(to_double("0.1") == 0.1);
    BOOST_CHECK(to_double("9007199254740993") == 9007199254740992.0);
    BOOST_CHECK(to_double("1.7976931348623157e308") == std::numeric_limits<double>::max());
    BOOST_CHECK(to_double("5e-324") == std::numeric_limits<double>::denorm_min());
    BOOST_CHECK(!to_double("1e400"));
    BOOST_CHECK(!to_double("-1e400"));
    BOOST_CHECK(!to_double("1" + std::string(400, '0')));
    BOOST_CHECK(to_double("1e-400") == 0.0);
    BOOST_CHECK(to_double("-1e-400") == 0.0 && std::signbit(*to_double("-1e-400")));
    BOOST_CHECK(to_double("-0") == 0.0 && std::signbit(*to_double("-0")));
    BOOST_CHECK(to_double("0e400") == 0.0);
}

// rule 64
BOOST_AUTO_TEST_CASE(reads_nothing_out_of_what_is_no_number) {
    for (const std::string_view text : {"",         "-",
                                        "+1",       "01",
                                        "1.",       ".5",
                                        "1e",       "inf",
                                        "nan",      "NaN",
                                        "Infinity", "-inf",
                                        "0x10",     "1 ",
                                        " 1",       "1,5",
                                        "1e5.0",    "99999999999999999999x",
                                        "e",        "1e\x80\x80\x80\x80\x80\x80"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_CHECK(!to_decimal(text));
            BOOST_CHECK(!to_integer(text));
            BOOST_CHECK(!to_double(text));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
