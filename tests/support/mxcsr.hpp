// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MXCSR_HPP
#define VOUCH_TESTS_SUPPORT_MXCSR_HPP

#include <vouch/config.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>

#if VOUCH_HAS_X86_KERNELS

namespace vouch_tests {

/// MXCSR: rounding, traps and what has happened.
inline std::uint32_t mxcsr() {
    std::uint32_t value = 0;
    asm volatile("stmxcsr %0" : "=m"(value));
    return value;
}
inline void set_mxcsr(std::uint32_t value) { asm volatile("ldmxcsr %0" : : "m"(value)); }

/// Calls `compute` for each way to round, with and without traps, and where what is tiny is 0: its
/// result is always the same, and the way to round stays as it was.
template <class Compute>
void check_in_each_way_to_round(Compute&& compute) {
    const std::uint32_t before = mxcsr();
    const auto expected = compute();
    constexpr std::uint32_t no_traps = 0x1F80;
    for (const std::uint32_t rounding : {0x0000U, 0x2000U, 0x4000U, 0x6000U}) {
        for (const std::uint32_t chosen : {rounding | no_traps, rounding, rounding | 0x8040U}) {
            set_mxcsr(chosen);
            const auto found = compute();
            const std::uint32_t after = mxcsr();
            set_mxcsr(before);
            BOOST_TEST((found == expected));
            BOOST_TEST(after == chosen);
        }
    }
}

}  // namespace vouch_tests

#endif

#endif
