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
/// Verifier.
///
/// \par Thread safety
/// May be set by one thread while others read it.
class ManualClock {
public:
    using policy_kind = clock_policy;

    /// Shows `time`, which lies before the year 2262.
    explicit ManualClock(NumericDate time = {})
        : nanoseconds_{std::make_shared<std::atomic<std::int64_t>>(count(time))} {}

    NumericDate now() const noexcept {
        const std::int64_t time = nanoseconds_->load(std::memory_order_relaxed);
        return {time / second, static_cast<std::uint32_t>(time % second)};
    }
    void set(NumericDate time) const noexcept {
        nanoseconds_->store(count(time), std::memory_order_relaxed);
    }
    void advance(std::int64_t seconds) const noexcept {
        nanoseconds_->fetch_add(seconds * second, std::memory_order_relaxed);
    }

private:
    static constexpr std::int64_t second = 1'000'000'000;
    static constexpr std::int64_t count(NumericDate time) noexcept {
        return time.seconds * second + time.nanoseconds;
    }

    std::shared_ptr<std::atomic<std::int64_t>> nanoseconds_;  // since 1970
};

static_assert(clock<FixedClock<0>> && clock<ManualClock>);

}  // namespace vouch::inline v1::testing

#endif
