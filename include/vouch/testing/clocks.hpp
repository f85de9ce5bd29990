// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_CLOCKS_HPP
#define VOUCH_TESTING_CLOCKS_HPP

#include <vouch/time/clock.hpp>

#include <atomic>
#include <cstdint>
#include <memory>

namespace vouch::inline v1::testing {

/// A clock that stands still at `Seconds` since 1970, also while the program is compiled.
template <std::int64_t Seconds>
struct FixedClock {
    using policy_kind = clock_policy;

    constexpr NumericDate now() const noexcept { return {Seconds, 0}; }
};

/// A clock that a test sets. Copies show the same time, so a test keeps one and gives another to a
/// Verifier. `set` is what happens to a wall clock; only `advance` lets time pass.
///
/// \par Thread safety
/// May be set by one thread while others read it.
class ManualClock {
public:
    using policy_kind = clock_policy;

    /// Shows `time`, which lies before the year 2262.
    explicit ManualClock(NumericDate time = {}) : times_{std::make_shared<Times>(count(time))} {}

    NumericDate now() const noexcept {
        const std::int64_t time = times_->wall.load(std::memory_order_relaxed);
        return {time / second, static_cast<std::uint32_t>(time % second)};
    }
    std::int64_t elapsed_nanoseconds() const noexcept {
        return times_->elapsed.load(std::memory_order_relaxed);
    }
    void set(NumericDate time) const noexcept {
        times_->wall.store(count(time), std::memory_order_relaxed);
    }
    void advance(std::int64_t seconds) const noexcept {
        times_->elapsed.fetch_add(seconds * second, std::memory_order_relaxed);
        times_->wall.fetch_add(seconds * second, std::memory_order_relaxed);
    }

private:
    static constexpr std::int64_t second = 1'000'000'000;
    static constexpr std::int64_t count(NumericDate time) noexcept {
        return time.seconds * second + time.nanoseconds;
    }

    struct Times {
        explicit Times(std::int64_t time) noexcept : wall{time} {}
        std::atomic<std::int64_t> wall;  // nanoseconds since 1970
        std::atomic<std::int64_t> elapsed = 0;
    };
    std::shared_ptr<Times> times_;
};

static_assert(clock<FixedClock<0>> && clock<ManualClock>);

}  // namespace vouch::inline v1::testing

#endif
