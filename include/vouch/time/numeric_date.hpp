// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TIME_NUMERIC_DATE_HPP
#define VOUCH_TIME_NUMERIC_DATE_HPP

#include <vouch/version.hpp>

#include <compare>
#include <cstdint>

namespace vouch::inline v1 {

/// A moment, counted from 1970-01-01T00:00:00Z without leap seconds (RFC 7519 §2, NumericDate).
///
/// Whole seconds and nanoseconds, so that `1700000000.5` is kept exactly.
struct NumericDate {
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;  ///< 0 .. 999999999

    /// The last second of the year 9999: no time claim may be later.
    static constexpr std::int64_t last_second = 253'402'300'799;

    friend constexpr auto operator<=>(const NumericDate&, const NumericDate&) noexcept = default;

    /// This moment moved by whole seconds; both must stay within some billions of years.
    constexpr NumericDate plus_seconds(std::int64_t count) const noexcept {
        return {seconds + count, nanoseconds};
    }
};

}  // namespace vouch::inline v1

#endif
