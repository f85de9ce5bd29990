// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TIME_CLOCK_HPP
#define VOUCH_TIME_CLOCK_HPP

#include <vouch/detail/policy.hpp>
#include <vouch/time/numeric_date.hpp>

#include <concepts>
#include <cstdint>
#include <ctime>

namespace vouch::inline v1 {

/// A source of the current time, against which the time claims are checked.
///
/// \par Exemplar
/// \code
/// struct Clock {
///     using policy_kind = vouch::clock_policy;
///     vouch::NumericDate now() const noexcept;
/// };
/// \endcode
/// \par Semantics
/// `now()` is the wall-clock time (UTC) and may be called by several threads at once. A clock may
/// also have `std::int64_t elapsed_nanoseconds() const noexcept`, counted from any moment, which
/// nobody can set and which goes on while the machine sleeps: sessions then end in time also where
/// the wall clock is set back.
/// `vouch::testing::clock_laws` checks this.
/// \par Models
/// SystemClock, vouch::testing::ManualClock, vouch::testing::FixedClock
template <class C>
concept clock = policy_of<C, clock_policy> && requires(const C& c) {
    { c.now() } noexcept -> std::same_as<NumericDate>;
};

/// Whether `C` also measures time that nobody can set.
template <class C>
concept measures_elapsed_time = clock<C> && requires(const C& c) {
    { c.elapsed_nanoseconds() } noexcept -> std::same_as<std::int64_t>;
};

/// The operating system's clock. Where that gives no time it shows one so late that every token has
/// expired.
struct SystemClock {
    using policy_kind = clock_policy;

    NumericDate now() const noexcept {
        std::timespec time{};
        if (std::timespec_get(&time, TIME_UTC) != TIME_UTC)
            return {2 * NumericDate::last_second, 0};
        return {time.tv_sec, static_cast<std::uint32_t>(time.tv_nsec)};
    }

#ifdef CLOCK_BOOTTIME
    std::int64_t elapsed_nanoseconds() const noexcept {
        std::timespec time{};
        clock_gettime(CLOCK_BOOTTIME, &time);
        return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
    }
#endif
};

static_assert(clock<SystemClock>);

}  // namespace vouch::inline v1

#endif
