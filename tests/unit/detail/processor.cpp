// SPDX-License-Identifier: BSL-1.0
#include <vouch/detail/processor.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(detail_processor)

using vouch::detail::processor;

BOOST_AUTO_TEST_CASE(the_answer_does_not_change) {
    BOOST_TEST(processor().has_ssse3 == processor().has_ssse3);
    BOOST_TEST(processor().has_avx2 == processor().has_avx2);
    BOOST_TEST(processor().has_sha_extensions == processor().has_sha_extensions);
    BOOST_TEST(processor().has_mulx_and_adx == processor().has_mulx_and_adx);
    BOOST_TEST(processor().has_avx2_and_fma == processor().has_avx2_and_fma);
    BOOST_TEST(processor().has_avx512_ifma == processor().has_avx512_ifma);
}

// The compilers ask the processor and the operating system in their own way. Both know these names;
// of a processor with BMI2 that has no ADX nothing is known but that it cannot use the two.
#if defined(__x86_64__) && defined(__GNUC__)
BOOST_AUTO_TEST_CASE(the_compiler_says_the_same) {
    __builtin_cpu_init();
    BOOST_TEST(processor().has_ssse3 == (__builtin_cpu_supports("ssse3") != 0));
    const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                          __builtin_cpu_supports("bmi2");
    BOOST_TEST(processor().has_avx2 == has_avx2);
    if (!__builtin_cpu_supports("bmi2")) BOOST_TEST(!processor().has_mulx_and_adx);
    if (!__builtin_cpu_supports("sse4.1")) BOOST_TEST(!processor().has_sha_extensions);
    const bool has_fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    BOOST_TEST(processor().has_avx2_and_fma == has_fma);
    const bool has_ifma = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512ifma");
    BOOST_TEST(processor().has_avx512_ifma == has_ifma);
}

/// Executes one instruction of a group: where the answer were wrong, this would be the end.
BOOST_AUTO_TEST_CASE(what_it_has_can_be_executed) {
    if (processor().has_avx2) {
        // 3 in each of 32 octets: sums of 32 times 1 and 32 times 2.
        alignas(32) unsigned char sums[32];
        unsigned char terms[64];
        for (int i = 0; i < 64; ++i) terms[i] = i < 32 ? 1 : 2;
        asm volatile(
            "vmovdqu {(%1), %%ymm0|ymm0, [%1]}\n\t"
            "vpaddb {32(%1), %%ymm0, %%ymm0|ymm0, ymm0, [%1 + 32]}\n\t"
            "vmovdqu {%%ymm0, (%0)|[%0], ymm0}\n\t"
            "vzeroupper"
            :
            : "r"(sums), "r"(terms)
            : "memory", "xmm0");
        for (const unsigned char sum : sums) BOOST_TEST(sum == 3U);
    }
    if (processor().has_mulx_and_adx) {
        unsigned long long low = 0, high = 0;
        asm("mulx {%2, %0, %1|%1, %0, %2}" : "=r"(low), "=&r"(high) : "r"(~0ULL), "d"(~0ULL));
        BOOST_TEST(low == 1U);
        BOOST_TEST(high == ~0ULL - 1);
        asm("xor{l} %k0, %k0\n\tadcx {%1, %0|%0, %1}\n\tadox {%1, %0|%0, %1}"
            : "=&r"(low)
            : "r"(high)
            : "cc");
        BOOST_TEST(low == 2 * high);
    }
    if (processor().has_avx512_ifma) {
        // 3 + the low 52 bits of 5 * 7, in each of eight lanes.
        alignas(64) unsigned long long sum[8] = {3, 3, 3, 3, 3, 3, 3, 3};
        alignas(64)
            const unsigned long long factors[16] = {5, 5, 5, 5, 5, 5, 5, 5, 7, 7, 7, 7, 7, 7, 7, 7};
        asm volatile(
            "vmovdqu64 {(%0), %%zmm16|zmm16, [%0]}\n\t"
            "vmovdqu64 {(%1), %%zmm17|zmm17, [%1]}\n\t"
            "vpmadd52luq {64(%1), %%zmm17, %%zmm16|zmm16, zmm17, [%1 + 64]}\n\t"
            "vmovdqu64 {%%zmm16, (%0)|[%0], zmm16}"
            :
            : "r"(sum), "r"(factors)
            : "memory");
        for (const unsigned long long lane : sum) BOOST_TEST(lane == 38U);
    }
}
#endif

BOOST_AUTO_TEST_SUITE_END()
