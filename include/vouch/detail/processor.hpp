// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_DETAIL_PROCESSOR_HPP
#define VOUCH_DETAIL_PROCESSOR_HPP

#include <vouch/version.hpp>

#include <cstdint>

namespace vouch::inline v1::detail {

/// Groups of instructions that not every processor has. A group counts where the processor has all
/// of it and the operating system keeps the registers that it needs.
struct Processor {
    bool has_ssse3 = false;           ///< shuffles of 16 octets
    bool has_avx2 = false;            ///< vectors of 32 octets, with BMI1 and BMI2
    bool has_sha_extensions = false;  ///< SHA-256 of x86-64, with SSSE3 and SSE4.1
    bool has_mulx_and_adx = false;    ///< MULX, ADCX, ADOX: BMI2 and ADX of x86-64
    bool has_avx2_and_fma = false;    ///< AVX2, and FMA: fused products and sums of doubles
    bool has_avx512_ifma = false;  ///< AVX512_IFMA: eight products of 52 bits; with AVX-512F, BMI2
};

#if defined(__x86_64__) && defined(__GNUC__)

/// What the processor says about itself under one number (Intel SDM, volume 2: CPUID).
struct CpuId {
    std::uint32_t eax, ebx, ecx, edx;

    [[gnu::noinline]] explicit CpuId(std::uint32_t leaf) noexcept {
        // RBX is exchanged and not named as an output: the compiler may need it for itself.
        asm("xchg {%%rbx|rbx}, %q1\n\tcpuid\n\txchg {%%rbx|rbx}, %q1"
            : "=a"(eax), "=&r"(ebx), "=c"(ecx), "=d"(edx)
            : "a"(leaf), "c"(0));
    }
};

/// This processor. It is asked once.
/// \par Thread safety
/// Any thread may ask at any time, also while namespace-scope objects are initialised.
inline const Processor& processor() noexcept {
    static const Processor asked = []() noexcept -> Processor {
        if (CpuId{0}.eax < 7) return {};
        const std::uint32_t old_groups = CpuId{1}.ecx;
        const std::uint32_t new_groups = CpuId{7}.ebx;

        constexpr std::uint32_t xgetbv = 1U << 27;
        constexpr std::uint32_t avx_state = 0b0000'0110;     // SSE and AVX
        constexpr std::uint32_t avx512_state = 0b1110'0110;  // and AVX-512's three
        std::uint32_t kept = 0;  // which registers survive a change of threads: XCR0
        if ((old_groups & xgetbv) != 0) asm("xgetbv" : "=a"(kept) : "c"(0) : "edx");

        constexpr std::uint32_t ssse3 = 1U << 9;
        constexpr std::uint32_t ssse3_and_sse4_1 = ssse3 | 1U << 19;
        constexpr std::uint32_t avx2_and_bmi = 1U << 5 | 1U << 3 | 1U << 8;
        constexpr std::uint32_t sha = 1U << 29;
        constexpr std::uint32_t bmi2_and_adx = 1U << 8 | 1U << 19;
        constexpr std::uint32_t avx2 = 1U << 5;
        constexpr std::uint32_t fma = 1U << 12;
        constexpr std::uint32_t ifma_f_and_bmi2 = 1U << 21 | 1U << 16 | 1U << 8;
        return {
            .has_ssse3 = (old_groups & ssse3) != 0,
            .has_avx2 =
                (new_groups & avx2_and_bmi) == avx2_and_bmi && (kept & avx_state) == avx_state,
            .has_sha_extensions =
                (new_groups & sha) != 0 && (old_groups & ssse3_and_sse4_1) == ssse3_and_sse4_1,
            .has_mulx_and_adx = (new_groups & bmi2_and_adx) == bmi2_and_adx,
            .has_avx2_and_fma = (new_groups & avx2) != 0 && (old_groups & fma) != 0 &&
                                (kept & avx_state) == avx_state,
            .has_avx512_ifma = (new_groups & ifma_f_and_bmi2) == ifma_f_and_bmi2 &&
                               (kept & avx512_state) == avx512_state,
        };
    }();
    return asked;
}

#else

/// None of them: this is another machine, or a compiler whose names for them are not known.
constexpr Processor processor() noexcept { return {}; }

#endif

}  // namespace vouch::inline v1::detail

#endif
