// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_FMA_LANES_HPP
#define VOUCH_CRYPTO_BUILTIN_FMA_LANES_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/lane_montgomery.hpp>
#include <vouch/detail/processor.hpp>

#include <cstddef>
#include <cstdint>

#if VOUCH_HAS_X86_KERNELS

namespace vouch::inline v1::builtin {

/// Four numbers at once on x86-64 processors with AVX2 and FMA, by floating-point arithmetic that
/// makes no error (N. Emmart, F. Zheng, C. Weems, "Faster modular exponentiation using double
/// precision floating point arithmetic on the GPU", 2018).
///
/// A `double` of 2^52 <= x < 2^53 has the integer x - 2^52 in its lower 52 bits; one of
/// 2^104 <= x < 2^105 has (x - 2^104) / 2^52 there. With rounding towards zero a fused
/// multiplication and addition of limbs a and b gives
///
///     high = a b + 2^104                       whose lower bits are the upper half of a b,
///     low  = a b + (2^104 + 2^52 - high)       the lower half of a b, and 2^52: exact,
///
/// and both are added to sums as the integers that their bits are. Exponents come along as an
/// excess. Per product that is 5 operations for 52 x 52 bits; integer multiplication (VPMULUDQ)
/// takes two for 28 x 28 or fewer, 6.9 in all.
class FmaLanes {
public:
    static constexpr std::size_t count = 4;
    /// How many lanes must be in use for a group to take no longer than its signatures one by one.
    static constexpr std::size_t worthwhile = 2;
    static constexpr bool splits_columns = false;
    static constexpr std::uint64_t low_excess = std::uint64_t{0x433} << 52;   // 2^52 as bits
    static constexpr std::uint64_t high_excess = std::uint64_t{0x467} << 52;  // 2^104

    struct alignas(32) Factor {
        using Vector [[gnu::vector_size(32)]] = double;
        Vector vector;

        void set(std::size_t lane, std::uint64_t limb) noexcept {
            elements()[lane] = static_cast<double>(static_cast<std::int64_t>(limb));
        }
        std::uint64_t limb(std::size_t lane) const noexcept {
            return static_cast<std::uint64_t>(static_cast<std::int64_t>(elements()[lane]));
        }

    private:
        // vector[lane] goes through a whole vector with some compilers.
        double* elements() noexcept { return reinterpret_cast<double*>(&vector); }
        const double* elements() const noexcept { return reinterpret_cast<const double*>(&vector); }
    };
    struct alignas(32) Sum {
        using Vector [[gnu::vector_size(32)]] = std::uint64_t;
        Vector vector;

        void set(std::size_t lane, std::uint64_t sum) noexcept {
            reinterpret_cast<std::uint64_t*>(&vector)[lane] = sum;
        }
    };
    using Montgomery = LaneMontgomery<FmaLanes>;

    /// \name See LaneMontgomery
    /// \pre has_fma_lanes()
    /// \{
    [[gnu::target("avx2,fma"), gnu::flatten, gnu::noinline]] static void square(
        Factor* to, const Factor* a, const Montgomery::Modulus& n, const Sum* start) noexcept {
        const TowardsZero rounding;
        Montgomery::square(FmaLanes{}, to, a, n, start);
    }
    [[gnu::target("avx2,fma"), gnu::flatten, gnu::noinline]] static void multiply(
        Factor* to, const Factor* a, const Factor* b, const Montgomery::Modulus& n,
        const Sum* start) noexcept {
        const TowardsZero rounding;
        Montgomery::multiply(FmaLanes{}, to, a, b, n, start);
    }
    [[gnu::target("avx2,fma"), gnu::flatten, gnu::noinline]] static void add_product(
        Sum* sums, const Factor* a, std::size_t a_blocks, const Factor* b,
        std::size_t b_blocks) noexcept {
        const TowardsZero rounding;
        Montgomery::add_product(FmaLanes{}, sums, a, a_blocks, b, b_blocks);
    }
    /// \}

    /// Whether rounding is as it is told to be, which some emulators do not heed. 1 (2^52 - 1) is
    /// 2^52 to the nearest that a number of 2^104 and more can be.
    /// \pre the processor has AVX2 and FMA
    static bool rounds_towards_zero() noexcept {
        Factor a[lane_block] = {}, b[lane_block] = {};
        a[0].set(0, 1);
        b[0].set(0, lane_limb_mask);
        Sum sums[2 * lane_block] = {};
        add_product(sums, a, 1, b, 1);
        return sums[0].vector[0] == lane_limb_mask && sums[1].vector[0] == 0;
    }

private:
    friend Montgomery;

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

    // Assembly, because a compiler may take floating-point arithmetic to be that of the reals, or
    // to round to nearest.

    [[gnu::target("avx2,fma")]] FmaLanes() noexcept
        : two_104_{broadcast(high_excess)},
          two_104_and_two_52_{broadcast(high_excess + 1)},
          two_52_{broadcast(low_excess)},
          mask_{broadcast(lane_limb_mask)} {}

    [[gnu::target("avx2,fma")]] void multiply_add(Sum& low, Sum& high, const Factor& a,
                                                  const Factor& b) const noexcept {
        Factor::Vector h, l;
        asm("vmovapd {%[two_104], %[h]|%[h], %[two_104]}\n\t"
            "vfmadd231pd {%[b], %[a], %[h]|%[h], %[a], %[b]}\n\t"
            "vsubpd {%[h], %[both], %[l]|%[l], %[both], %[h]}\n\t"
            "vfmadd231pd {%[b], %[a], %[l]|%[l], %[a], %[b]}\n\t"
            "vpaddq {%[h], %[high], %[high]|%[high], %[high], %[h]}\n\t"
            "vpaddq {%[l], %[low], %[low]|%[low], %[low], %[l]}"
            : [low] "+x"(low.vector), [high] "+x"(high.vector), [h] "=&x"(h), [l] "=&x"(l)
            : [a] "x"(a.vector), [b] "m"(b.vector), [two_104] "x"(two_104_),
              [both] "x"(two_104_and_two_52_));
    }
    [[gnu::target("avx2,fma")]] void set(Sum& sum, std::uint64_t word) const noexcept {
        sum.vector = word == 0 ? Sum::Vector{} : reinterpret_cast<Sum::Vector>(broadcast(word));
    }
    [[gnu::target("avx2,fma")]] void add(Sum& sum, const Sum& addend) const noexcept {
        sum.vector += addend.vector;
    }
    [[gnu::target("avx2,fma")]] void split(Sum& limb, Sum& sum) const noexcept {
        limb.vector = sum.vector & reinterpret_cast<Sum::Vector>(mask_);
        sum.vector >>= lane_limb_bits;
    }
    /// (2^52 + limb) - 2^52.
    [[gnu::target("avx2,fma")]] void to_factor(Factor& factor, const Sum& limb) const noexcept {
        asm("vpor {%[limb], %[two_52], %[factor]|%[factor], %[two_52], %[limb]}\n\t"
            "vsubpd {%[two_52], %[factor], %[factor]|%[factor], %[factor], %[two_52]}"
            : [factor] "=&x"(factor.vector)
            : [limb] "x"(limb.vector), [two_52] "x"(two_52_));
    }

    [[gnu::target("avx2,fma")]] static Factor::Vector broadcast(std::uint64_t word) noexcept {
        Factor::Vector vector;
        asm("vmovq {%[word], %x[vector]|%x[vector], %[word]}\n\t"
            "vpbroadcastq {%x[vector], %[vector]|%[vector], %x[vector]}"
            : [vector] "=x"(vector)
            : [word] "r"(word));
        return vector;
    }

    Factor::Vector two_104_, two_104_and_two_52_, two_52_, mask_;
};

/// Whether FmaLanes can be used here. It is asked once.
/// \par Thread safety
/// Any thread may ask at any time.
inline bool has_fma_lanes() noexcept {
    static const bool has = detail::processor().has_avx2_and_fma && FmaLanes::rounds_towards_zero();
    return has;
}

}  // namespace vouch::inline v1::builtin

#endif

#endif
