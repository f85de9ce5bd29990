// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_IFMA_LANES_HPP
#define VOUCH_CRYPTO_BUILTIN_IFMA_LANES_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/lane_montgomery.hpp>

#include <cstddef>
#include <cstdint>

#if VOUCH_HAS_X86_KERNELS

namespace vouch::inline v1::builtin {

/// Eight numbers at once on x86-64 processors with AVX-512 IFMA, whose instructions add either half
/// of a product of two 52-bit integers (Intel SDM, volume 2: VPMADD52LUQ, VPMADD52HUQ).
class IfmaLanes {
public:
    static constexpr std::size_t count = 8;
    /// How many lanes must be in use for a group to take no longer than its signatures one by one.
    static constexpr std::size_t worthwhile = 7;
    static constexpr bool splits_columns = true;
    static constexpr std::uint64_t low_excess = 0;
    static constexpr std::uint64_t high_excess = 0;

    struct alignas(64) Sum {
        using Vector [[gnu::vector_size(64)]] = std::uint64_t;
        Vector vector;

        void set(std::size_t lane, std::uint64_t sum) noexcept {
            reinterpret_cast<std::uint64_t*>(&vector)[lane] = sum;
        }
        std::uint64_t limb(std::size_t lane) const noexcept {
            return reinterpret_cast<const std::uint64_t*>(&vector)[lane];
        }
    };
    using Factor = Sum;
    using Montgomery = LaneMontgomery<IfmaLanes>;

    /// \name See LaneMontgomery
    /// \pre detail::processor().has_avx512_ifma
    /// \{
    [[gnu::target("avx512f,avx512ifma"), gnu::flatten, gnu::noinline]] static void square(
        Factor* to, const Factor* a, const Montgomery::Modulus& n, const Sum* start) noexcept {
        Montgomery::square(IfmaLanes{}, to, a, n, start);
    }
    [[gnu::target("avx512f,avx512ifma"), gnu::flatten, gnu::noinline]] static void multiply(
        Factor* to, const Factor* a, const Factor* b, const Montgomery::Modulus& n,
        const Sum* start) noexcept {
        Montgomery::multiply(IfmaLanes{}, to, a, b, n, start);
    }
    [[gnu::target("avx512f,avx512ifma"), gnu::flatten, gnu::noinline]] static void add_product(
        Sum* sums, const Factor* a, std::size_t a_blocks, const Factor* b,
        std::size_t b_blocks) noexcept {
        Montgomery::add_product(IfmaLanes{}, sums, a, a_blocks, b, b_blocks);
    }
    /// \}

private:
    friend Montgomery;

    // Assembly: what the compilers have for this costs <immintrin.h> or differs between them.
    [[gnu::target("avx512f,avx512ifma")]] void multiply_add(Sum& low, Sum& high, const Factor& a,
                                                            const Factor& b) const noexcept {
        asm("vpmadd52luq {%[b], %[a], %[low]|%[low], %[a], %[b]}"
            : [low] "+v"(low.vector)
            : [a] "v"(a.vector), [b] "v"(b.vector));
        asm("vpmadd52huq {%[b], %[a], %[high]|%[high], %[a], %[b]}"
            : [high] "+v"(high.vector)
            : [a] "v"(a.vector), [b] "v"(b.vector));
    }

    [[gnu::target("avx512f,avx512ifma")]] void set(Sum& sum, std::uint64_t word) const noexcept {
        sum.vector = Sum::Vector{} + word;
    }
    [[gnu::target("avx512f,avx512ifma")]] void add(Sum& sum, const Sum& addend) const noexcept {
        sum.vector += addend.vector;
    }
    [[gnu::target("avx512f,avx512ifma")]] void split(Sum& limb, Sum& sum) const noexcept {
        limb.vector = sum.vector & lane_limb_mask;
        sum.vector >>= lane_limb_bits;
    }
    [[gnu::target("avx512f,avx512ifma")]] void to_factor(Factor& factor,
                                                         const Sum& limb) const noexcept {
        factor.vector = limb.vector;
    }
};

}  // namespace vouch::inline v1::builtin

#endif

#endif
