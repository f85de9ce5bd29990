// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TIME_CALENDAR_HPP
#define VOUCH_TIME_CALENDAR_HPP

#include <vouch/version.hpp>

#include <cstdint>

namespace vouch::inline v1::detail {

/// The days from 1970-01-01 to a date of the Gregorian calendar; years from 0 on.
constexpr std::int64_t days_since_epoch(std::int64_t year, std::int64_t month, std::int64_t day) {
    // Years are counted from March, so that the leap day is the last; and 400 years (146,097 days)
    // later, so that none is negative.
    const std::int64_t y = year + 400 - (month <= 2 ? 1 : 0);
    const std::int64_t months_since_march = month > 2 ? month - 3 : month + 9;
    const std::int64_t day_of_year = (153 * months_since_march + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719'468 - 146'097;
}

/// How many days a month has; months from 1 on.
constexpr std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
    constexpr std::int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap_year ? 1 : 0);
}

}  // namespace vouch::inline v1::detail

#endif
