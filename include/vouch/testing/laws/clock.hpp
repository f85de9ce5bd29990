// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_CLOCK_HPP
#define VOUCH_TESTING_LAWS_CLOCK_HPP

#include <vouch/testing/laws/report.hpp>
#include <vouch/time/clock.hpp>

namespace vouch::inline v1::testing {

/// Checks what the concept clock asks and the compiler cannot see.
///
/// The broken laws come back by name. A clock may be set while it is read, so one second back is
/// forgiven. That the time is right is not checked, nor that `now` may be called by several threads
/// at once: run it under a thread sanitizer.
template <clock Clock>
LawReport clock_laws(const Clock& clock) {
    constexpr int calls = 1000;
    LawReport report;
    NumericDate before = clock.now();
    for (int i = 0; i < calls; ++i) {
        const NumericDate now = clock.now();
        report.require(now.seconds >= 0 && now.seconds <= NumericDate::last_second,
                       "shows a time of the years 1970 to 9999");
        report.require(now.nanoseconds < 1'000'000'000,
                       "has less than a thousand million nanoseconds");
        report.require(now >= before || before <= now.plus_seconds(1),
                       "does not go back by more than a second between two calls");
        before = now;
    }
    return report;
}

}  // namespace vouch::inline v1::testing

#endif
