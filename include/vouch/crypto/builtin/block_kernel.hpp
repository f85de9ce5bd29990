// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_BLOCK_KERNEL_HPP
#define VOUCH_CRYPTO_BUILTIN_BLOCK_KERNEL_HPP

#include <vouch/config.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::builtin {

/// An integer of two limbs: `DoubleLimb<Limb>::type`.
template <class Limb>
struct DoubleLimb;
template <>
struct DoubleLimb<std::uint32_t> {
    using type = std::uint64_t;
};
#if VOUCH_HAS_INT128
template <>
struct DoubleLimb<std::uint64_t> {
    __extension__ typedef unsigned __int128 type;
};
/// The limb that is the fastest here.
using NativeLimb = std::uint64_t;
#else
using NativeLimb = std::uint32_t;
#endif

/// Multiplication of blocks of 8 limbs, on any machine: all of RSA that is worth another
/// implementation for one machine.
///
/// Numbers are little-endian: limb 0 is the least significant. Write B for 2^(8 * bits of a limb).
/// Each function's result fits because (B - 1)(B - 1) + 2(B - 1) = B B - 1. The loops are unrolled
/// so that a row lives in registers, and the functions are not inlined, since each needs them all.
template <class LimbType>
struct BlockKernel {
    using Limb = LimbType;
    using Wide = typename DoubleLimb<Limb>::type;
    static constexpr unsigned limb_bits = 8 * sizeof(Limb);
    static constexpr std::size_t block = 8;

    /// B carry + sum = a b + sum + carry.
    [[gnu::noinline]] static constexpr void multiply_add(Limb* sum, Limb* carry, const Limb* a,
                                                         const Limb* b) noexcept {
        Limb row[block];
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) row[j] = carry[j];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < block; ++i) {
            const Limb factor = b[i];
            Limb high = multiply_add(sum[i], a[0], factor, row[0], sum[i]);
#pragma GCC unroll 8
            for (std::size_t j = 1; j < block; ++j) {
                high = multiply_add(row[j - 1], a[j], factor, row[j], high);
            }
            row[block - 1] = high;
        }
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) carry[j] = row[j];
    }

    /// B carry + sum = sum + the products a[i] a[j], i < j, each at limb i + j.
    [[gnu::noinline]] static constexpr void add_products_of_pairs(Limb* sum, Limb* carry,
                                                                  const Limb* a) noexcept {
        Limb row[2 * block] = {};
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) row[j] = sum[j];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < block - 1; ++i) {
            Limb high = 0;
#pragma GCC unroll 8
            for (std::size_t j = i + 1; j < block; ++j) {
                high = multiply_add(row[i + j], a[j], a[i], row[i + j], high);
            }
            row[i + block] = high;
        }
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) {
            sum[j] = row[j];
            carry[j] = row[block + j];
        }
    }

    /// wide = 2 wide + the squares of a[i], each at limb 2 i. This must fit in `wide`, which has
    /// 2 `limbs` limbs.
    [[gnu::noinline]] static constexpr void double_and_add_squares(Limb* wide, const Limb* a,
                                                                   std::size_t limbs) noexcept {
        Limb shifted_out = 0;
        Limb carry = 0;
#pragma GCC unroll 4
        for (std::size_t i = 0; i < limbs; ++i) {
            const Limb low = wide[2 * i];
            const Limb high = wide[2 * i + 1];
            const Limb low_doubled = static_cast<Limb>(low << 1 | shifted_out);
            const Limb high_doubled = static_cast<Limb>(high << 1 | low >> (limb_bits - 1));
            shifted_out = high >> (limb_bits - 1);
            const Limb sum = multiply_add(wide[2 * i], a[i], a[i], low_doubled, carry);
            wide[2 * i + 1] = static_cast<Limb>(sum + high_doubled);
            carry = wide[2 * i + 1] < sum;
        }
    }

    /// Finds the q for which value + q n is a multiple of B, and value = (value + q n) / B.
    ///
    /// `inverse` is -1/n modulo 2^limb_bits; n is odd.
    [[gnu::noinline]] static constexpr void reduce(Limb* value, Limb* q, const Limb* n,
                                                   Limb inverse) noexcept {
        Limb row[block];
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) row[j] = value[j];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < block; ++i) {
            const Limb factor = static_cast<Limb>(row[0] * inverse);
            q[i] = factor;
            Limb zero = 0;
            Limb high = multiply_add(zero, n[0], factor, row[0], 0);
#pragma GCC unroll 8
            for (std::size_t j = 1; j < block; ++j) {
                high = multiply_add(row[j - 1], n[j], factor, row[j], high);
            }
            row[block - 1] = high;
        }
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) value[j] = row[j];
    }

private:
    /// 2^limb_bits high + low = a b + c + d. \return high.
    [[gnu::always_inline]] static constexpr Limb multiply_add(Limb& low, Limb a, Limb b, Limb c,
                                                              Limb d) noexcept {
        const Wide product = Wide{a} * b;
        Limb high = static_cast<Limb>(product >> limb_bits);
        // One carry after the other compiles to less than a sum of Wide does.
        const Limb sum = static_cast<Limb>(static_cast<Limb>(product) + c);
        high = static_cast<Limb>(high + (sum < c));
        low = static_cast<Limb>(sum + d);
        return static_cast<Limb>(high + (low < d));
    }
};

}  // namespace vouch::inline v1::builtin

#endif
