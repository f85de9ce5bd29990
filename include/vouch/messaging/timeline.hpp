// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_TIMELINE_HPP
#define VOUCH_MESSAGING_TIMELINE_HPP

#include <vouch/time/clock.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <utility>

namespace vouch::inline v1::messaging {

/// The time by which sessions end: that of a clock, but never back.
///
/// It is the time that has elapsed plus the greatest difference to the wall clock that was seen.
/// So it follows a wall clock that is set forward, goes on at its own pace where that is set back,
/// and no setting of the clock lengthens or revives a session. With a clock that does not measure
/// elapsed time it stands still until the clock has caught up.
///
/// \par Thread safety
/// May be used by any number of threads at once.
template <clock Clock>
class Timeline {
public:
    explicit Timeline(Clock clock) noexcept : clock_{std::move(clock)} {}

    NumericDate now() const noexcept {
        const std::int64_t wall = to_nanoseconds(clock_.now());
        std::int64_t elapsed = 0;
        if constexpr (measures_elapsed_time<Clock>) elapsed = clock_.elapsed_nanoseconds();
        std::int64_t ahead = ahead_.load(std::memory_order_relaxed);
        while (ahead < wall - elapsed &&
               !ahead_.compare_exchange_weak(ahead, wall - elapsed, std::memory_order_relaxed)) {
        }
        const std::int64_t time = elapsed + std::max(ahead, wall - elapsed);
        return {time / second, static_cast<std::uint32_t>(time % second)};
    }

private:
    static constexpr std::int64_t second = 1'000'000'000;

    /// Since 1970, until the year 2162: 64 bits count a century more, so that what is added later
    /// still fits.
    static constexpr std::int64_t to_nanoseconds(NumericDate time) noexcept {
        constexpr std::int64_t century = std::int64_t{36'525} * 24 * 60 * 60;
        constexpr std::int64_t last = INT64_MAX / second - century;
        if (time.seconds < 0) return 0;
        if (time.seconds > last) return last * second;
        return time.seconds * second + time.nanoseconds;
    }

    Clock clock_;
    mutable std::atomic<std::int64_t> ahead_ = INT64_MIN;  // of elapsed time
};

}  // namespace vouch::inline v1::messaging

#endif
