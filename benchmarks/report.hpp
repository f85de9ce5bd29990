// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_BENCHMARKS_REPORT_HPP
#define VOUCH_BENCHMARKS_REPORT_HPP

#include "rounds.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

/// What was measured of one operation: the figures by the bits of the key.
struct Measured {
    std::string title;
    bool is_plotted = false;
    std::map<std::size_t, std::vector<Figures>> figures = {};
};

/// A table in Markdown, with what it was measured on.
std::string table(const std::vector<Measured>& all, const std::vector<Contestant>& contestants,
                  const Pace& pace);

/// A plot (SVG) of those that are plotted: how many times as fast as the baseline.
std::string plot(const std::vector<Measured>& all);

/// The name of the compiler that this was compiled with, without its version.
std::string compiler_name();

#endif
