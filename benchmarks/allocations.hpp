// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_BENCHMARKS_ALLOCATIONS_HPP
#define VOUCH_BENCHMARKS_ALLOCATIONS_HPP

#include <cstddef>

/// How many heap allocations there were so far in this process, of all libraries.
std::size_t allocations() noexcept;

#endif
