// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_CERTIFICATE_TIME_HPP
#define VOUCH_JOSE_CERTIFICATE_TIME_HPP

#include <vouch/text/der.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/version.hpp>

#include <cstddef>
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

constexpr std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
    constexpr std::int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap_year = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap_year ? 1 : 0);
}

/// Reads a time of a certificate (RFC 5280 §4.1.2.5): `YYMMDDHHMMSSZ` as UTCTime, for 1950 to 2049,
/// or `YYYYMMDDHHMMSSZ` as GeneralizedTime, for any year.
constexpr NumericDate read_certificate_time(der::Reader& reader) {
    const bool short_year = reader.next_is(der::Tag::utc_time);
    const der::Octets text =
        reader.read(short_year ? der::Tag::utc_time : der::Tag::generalized_time);
    const std::size_t year_digits = short_year ? 2 : 4;
    bool good = text.size() == year_digits + 11 && text.back() == 'Z';

    std::size_t at = 0;
    const auto number = [&](std::size_t digits) {
        std::int64_t value = 0;
        for (; good && digits > 0; --digits, ++at) {
            good = text[at] >= '0' && text[at] <= '9';
            value = value * 10 + (text[at] - '0');
        }
        return value;
    };
    std::int64_t year = number(year_digits);
    if (short_year) year += year < 50 ? 2000 : 1900;
    const std::int64_t month = number(2);
    const std::int64_t day = number(2);
    const std::int64_t hour = number(2);
    const std::int64_t minute = number(2);
    const std::int64_t second = number(2);
    good = good && month >= 1 && month <= 12 && day >= 1 && day <= days_in_month(year, month) &&
           hour < 24 && minute < 60 && second < 60;
    if (!good) return reader.refuse(), NumericDate{};
    return {((days_since_epoch(year, month, day) * 24 + hour) * 60 + minute) * 60 + second, 0};
}

}  // namespace vouch::inline v1::detail

#endif
