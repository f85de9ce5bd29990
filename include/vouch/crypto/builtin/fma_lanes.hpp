// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_FMA_LANES_HPP
#define VOUCH_CRYPTO_BUILTIN_FMA_LANES_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/fma_products.hpp>
#include <vouch/crypto/builtin/lane_montgomery.hpp>

#include <cstddef>
#include <cstdint>

#if VOUCH_HAS_X86_KERNELS

namespace vouch::inline v1::builtin {

/// Four numbers at once on x86-64 processors with AVX2 and FMA: see fma_products.hpp.
class FmaLanes {
public:
    static constexpr std::size_t count = 4;
    /// How many lanes must be in use for a group to take no longer than its signatures one by one.
    static constexpr std::size_t worthwhile = 3;
    static constexpr bool splits_columns = false;
    static constexpr std::uint64_t low_excess = fma_low_excess;
    static constexpr std::uint64_t high_excess = fma_high_excess;

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
    /// \pre has_fma_products()
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

private:
    friend Montgomery;

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

}  // namespace vouch::inline v1::builtin

#endif

#endif
