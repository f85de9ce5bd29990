// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_BENCHMARKS_ROUNDS_HPP
#define VOUCH_BENCHMARKS_ROUNDS_HPP

#include "contestant.hpp"

#include <cstddef>
#include <string>
#include <vector>

/// How long is measured.
struct Pace {
    std::size_t rounds = 100;
    double milliseconds = 1;  ///< for each contestant in each round
};

/// A contestant at work.
struct Runner {
    const Contestant* contestant;
    Run run;
    std::size_t operations = 1;  ///< in one run
};

/// Of one contestant, for one operation.
struct Figures {
    const Contestant* contestant;
    double microseconds = 0;  ///< the median of the rounds
    double ratio = 0;  ///< how many times as fast as the baseline of the same round: the median
    double lower_ratio = 0, upper_ratio = 0;  ///< the quartiles of that
    double allocations = 0;                   ///< on the heap
};

/// Lets all of them run for a short time in each round, in an order that changes, so that all see
/// the same machine. The first is the baseline.
std::vector<Figures> measure(std::vector<Runner>& runners, const Pace& pace);

#endif
