// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_CERTIFICATE_TIME_HPP
#define VOUCH_JOSE_CERTIFICATE_TIME_HPP

#include <vouch/text/der.hpp>
#include <vouch/time/calendar.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::detail {

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
