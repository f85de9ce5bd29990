// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/fma_products.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>

BOOST_AUTO_TEST_SUITE(crypto_builtin_fma_products)

#if VOUCH_HAS_X86_KERNELS

namespace {

/// MXCSR: rounding, traps and what has happened.
std::uint32_t control() {
    std::uint32_t value = 0;
    asm volatile("stmxcsr %0" : "=m"(value));
    return value;
}
void set_control(std::uint32_t value) { asm volatile("ldmxcsr %0" : : "m"(value)); }

}  // namespace

BOOST_AUTO_TEST_CASE(how_the_caller_rounds_and_traps_is_of_no_matter) {
    if (!vouch::detail::processor().has_avx2_and_fma) return;
    const std::uint32_t before = control();
    constexpr std::uint32_t to_nearest = 0x1F80, no_traps = 0x1F80;
    for (const std::uint32_t rounding : {0x0000U, 0x2000U, 0x4000U, 0x6000U}) {
        for (const std::uint32_t chosen : {rounding | no_traps, rounding, rounding | 0x8040U}) {
            set_control(chosen);
            const bool right = vouch::builtin::rounds_towards_zero();
            const std::uint32_t after = control();
            set_control(to_nearest);
            BOOST_TEST(right);
            BOOST_TEST(after == chosen);
        }
    }
    set_control(before);
}

BOOST_AUTO_TEST_CASE(it_takes_a_processor_that_has_them) {
    BOOST_TEST(
        (!vouch::builtin::has_fma_products() || vouch::detail::processor().has_avx2_and_fma));
}

#endif

BOOST_AUTO_TEST_SUITE_END()
