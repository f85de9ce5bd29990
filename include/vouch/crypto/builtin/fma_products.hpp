// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_FMA_PRODUCTS_HPP
#define VOUCH_CRYPTO_BUILTIN_FMA_PRODUCTS_HPP

#include <vouch/config.hpp>
#include <vouch/detail/processor.hpp>

#include <cstdint>

#if VOUCH_HAS_X86_KERNELS

namespace vouch::inline v1::builtin {

/// \name Products of whole numbers in floating point
/// Arithmetic with `double` that makes no error (N. Emmart, F. Zheng, C. Weems, "Faster modular
/// exponentiation using double precision floating point arithmetic on the GPU", 2018).
///
/// A `double` of 2^52 <= x < 2^53 has the integer x - 2^52 in its lower 52 bits; one of
/// 2^104 <= x < 2^105 has (x - 2^104) / 2^52 there. With rounding towards zero a fused
/// multiplication and addition of numbers a and b of 52 bits gives
///
///     high = a b + 2^104                       whose lower bits are the upper half of a b,
///     low  = a b + (2^104 + 2^52 - high)       the lower half of a b, and 2^52: exact,
///
/// and both are added to sums as the integers that their bits are. Exponents come along as an
/// excess. Per product that is 5 operations for 52 x 52 bits; integer multiplication (VPMULUDQ)
/// takes two for 28 x 28 or fewer, 6.9 in all.
/// \{
inline constexpr std::uint64_t fma_low_excess = std::uint64_t{0x433} << 52;   ///< 2^52 as bits
inline constexpr std::uint64_t fma_high_excess = std::uint64_t{0x467} << 52;  ///< 2^104 as bits

/// Rounding towards zero and no traps, while it lives. The caller's may be anything.
class TowardsZero {
public:
    [[gnu::always_inline]] TowardsZero() noexcept {
        const std::uint32_t control = 0x7F80;
        asm volatile("vstmxcsr %0" : "=m"(before_) : : "memory");
        asm volatile("vldmxcsr %0" : : "m"(control) : "memory");
    }
    TowardsZero(const TowardsZero&) = delete;
    TowardsZero& operator=(const TowardsZero&) = delete;
    [[gnu::always_inline]] ~TowardsZero() {
        asm volatile("vldmxcsr %0" : : "m"(before_) : "memory");
    }

private:
    std::uint32_t before_;
};

/// Whether rounding is as it is told to be, which some emulators do not heed. 1 (2^52 - 1) is 0 in
/// units of 2^52, and would be 1 to the nearest.
/// \pre the processor has AVX2 and FMA
inline bool rounds_towards_zero() noexcept {
    const double one = 1, greatest = 0x1p52 - 1;
    double high = 0x1p104;
    const TowardsZero rounding;
    asm volatile(
        "vmovsd {%[high], %%xmm0|xmm0, %[high]}\n\t"
        "vmovsd {%[one], %%xmm1|xmm1, %[one]}\n\t"
        "vfmadd231sd {%[greatest], %%xmm1, %%xmm0|xmm0, xmm1, %[greatest]}\n\t"
        "vmovsd {%%xmm0, %[high]|%[high], xmm0}"
        : [high] "+m"(high)
        : [one] "m"(one), [greatest] "m"(greatest)
        : "xmm0", "xmm1");
    return high == 0x1p104;
}

/// Whether this processor has AVX2 and FMA, and rounds as it is told to. It is asked once.
/// \par Thread safety
/// Any thread may ask at any time.
inline bool has_fma_products() noexcept {
    static const bool has = detail::processor().has_avx2_and_fma && rounds_towards_zero();
    return has;
}
/// \}

}  // namespace vouch::inline v1::builtin

#endif

#endif
