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

/// Multiplication of blocks of 8 limbs: all of RSA that is worth another implementation for a
/// machine.
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
            Wide t = Wide{a[0]} * factor + row[0] + sum[i];
            sum[i] = static_cast<Limb>(t);
#pragma GCC unroll 8
            for (std::size_t j = 1; j < block; ++j) {
                t = Wide{a[j]} * factor + row[j] + static_cast<Limb>(t >> limb_bits);
                row[j - 1] = static_cast<Limb>(t);
            }
            row[block - 1] = static_cast<Limb>(t >> limb_bits);
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
            const Limb factor = a[i];
            Wide t = 0;
#pragma GCC unroll 8
            for (std::size_t j = i + 1; j < block; ++j) {
                t = Wide{a[j]} * factor + row[i + j] + static_cast<Limb>(t >> limb_bits);
                row[i + j] = static_cast<Limb>(t);
            }
            row[i + block] = static_cast<Limb>(t >> limb_bits);
        }
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) {
            sum[j] = row[j];
            carry[j] = row[block + j];
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
            Wide t = Wide{n[0]} * factor + row[0];
#pragma GCC unroll 8
            for (std::size_t j = 1; j < block; ++j) {
                t = Wide{n[j]} * factor + row[j] + static_cast<Limb>(t >> limb_bits);
                row[j - 1] = static_cast<Limb>(t);
            }
            row[block - 1] = static_cast<Limb>(t >> limb_bits);
        }
#pragma GCC unroll 8
        for (std::size_t j = 0; j < block; ++j) value[j] = row[j];
    }
};

}  // namespace vouch::inline v1::builtin

#endif
