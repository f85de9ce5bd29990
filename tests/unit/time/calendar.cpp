// SPDX-License-Identifier: BSL-1.0
#include <vouch/time/calendar.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>

BOOST_AUTO_TEST_SUITE(time_calendar)

namespace {

static_assert(vouch::detail::days_since_epoch(1970, 1, 1) == 0);
static_assert(vouch::detail::days_since_epoch(2000, 3, 1) == 11'017);
static_assert(vouch::detail::days_in_month(2024, 2) == 29);

}  // namespace

BOOST_AUTO_TEST_CASE(days_follow_each_other_for_800_years) {
    std::int64_t expected = vouch::detail::days_since_epoch(1600, 1, 1);
    BOOST_TEST(expected == -135'140);
    for (int year = 1600; year < 2400; ++year) {
        int days_of_year = 0;
        for (int month = 1; month <= 12; ++month) {
            const std::int64_t days = vouch::detail::days_in_month(year, month);
            for (int day = 1; day <= days; ++day, ++expected, ++days_of_year) {
                BOOST_REQUIRE(vouch::detail::days_since_epoch(year, month, day) == expected);
            }
        }
        const bool leap = year % 4 == 0 && year != 1700 && year != 1800 && year != 1900 &&
                          year != 2100 && year != 2200 && year != 2300;
        BOOST_REQUIRE(days_of_year == (leap ? 366 : 365));
    }
}

BOOST_AUTO_TEST_SUITE_END()
