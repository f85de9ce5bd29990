// SPDX-License-Identifier: BSL-1.0
#include "rounds.hpp"

#include "allocations.hpp"

#include <time.h>
#include <algorithm>
#include <cstddef>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

namespace {

/// The processor time that this thread has had: what other programs take from it meanwhile is not
/// in it, which would be the more, the longer a turn is.
double seconds_so_far() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// The seconds that so many runs take.
double seconds(const Run& run, std::size_t times) {
    const double start = seconds_so_far();
    if (!run(times)) throw std::runtime_error{"what was good is refused"};
    return seconds_so_far() - start;
}

/// The same with the stack so many octets lower: where a library's numbers are in memory may cost
/// it a third of its speed, so that must not be the same all the time.
[[gnu::noinline]] double seconds_below(std::size_t octets, const Run& run, std::size_t times) {
    auto* const below = static_cast<char*>(__builtin_alloca(octets + 1));
    asm volatile("" : : "r"(below) : "memory");
    return seconds(run, times);
}

/// How often it runs in that time.
std::size_t times_within(double wanted_seconds, const Run& run) {
    std::size_t times = 1;
    double needed = seconds(run, times);
    while (needed < wanted_seconds / 4) {
        times *= 2;
        needed = seconds(run, times);
    }
    const double fitting = wanted_seconds / needed * static_cast<double>(times);
    return std::max<std::size_t>(1, static_cast<std::size_t>(fitting));
}

double quantile(std::vector<double> values, double part) {
    const auto place = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), values.begin() + place, values.end());
    return values[static_cast<std::size_t>(place)];
}

}  // namespace

std::vector<Figures> measure(std::vector<Runner>& runners, const Pace& pace) {
    std::vector<std::size_t> times, order(runners.size());
    std::vector<std::vector<double>> each(runners.size());
    std::vector<Figures> figures;
    for (Runner& runner : runners) {
        times.push_back(times_within(pace.milliseconds / 1000, runner.run));
        const std::size_t before = allocations();
        (void)runner.run(1);
        const auto made = static_cast<double>(allocations() - before);
        figures.push_back({runner.contestant});
        figures.back().allocations = made / static_cast<double>(runner.operations);
    }

    std::iota(order.begin(), order.end(), std::size_t{0});
    std::mt19937_64 random{1};
    for (std::size_t round = 0; round < pace.rounds; ++round) {
        std::shuffle(order.begin(), order.end(), random);
        for (const std::size_t i : order) {
            const std::size_t operations = times[i] * runners[i].operations;
            each[i].push_back(seconds_below(16 * (random() % 256), runners[i].run, times[i]) /
                              static_cast<double>(operations));
        }
    }

    for (std::size_t i = 0; i < runners.size(); ++i) {
        std::vector<double> ratios(pace.rounds);
        std::transform(each[0].begin(), each[0].end(), each[i].begin(), ratios.begin(),
                       [](double baseline, double own) { return baseline / own; });
        figures[i].microseconds = quantile(each[i], 0.5) * 1e6;
        figures[i].ratio = quantile(ratios, 0.5);
        figures[i].lower_ratio = quantile(ratios, 0.25);
        figures[i].upper_ratio = quantile(ratios, 0.75);
    }
    return figures;
}
