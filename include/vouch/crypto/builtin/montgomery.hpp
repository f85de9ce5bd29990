// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_MONTGOMERY_HPP
#define VOUCH_CRYPTO_BUILTIN_MONTGOMERY_HPP

#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/limbs.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::inline v1::builtin {

/// Arithmetic modulo an odd number n without division (P. Montgomery, 1985).
///
/// Numbers are little-endian arrays of L limbs, *wide* ones of 2 L; R = 2^(L * limb_bits) > n. The
/// product of a and b is the number a b / R modulo n: some number under R that is congruent to it,
/// since nothing is made canonical on the way. Not constant-time: for public numbers only.
template <class Kernel>
class Montgomery {
public:
    using Limb = typename Kernel::Limb;
    static constexpr unsigned limb_bits = Kernel::limb_bits;
    static constexpr std::size_t block = Kernel::block;
    static constexpr std::size_t max_octets = 8192 / 8;  ///< of a modulus
    static constexpr unsigned spare_bits = 0;            ///< n may have all of R's bits

    /// How many limbs hold `octets` octets, in whole blocks.
    static constexpr std::size_t limbs_for(std::size_t octets) noexcept {
        constexpr std::size_t block_octets = block * sizeof(Limb);
        return (octets + block_octets - 1) / block_octets * block;
    }
    /// The limbs of a modulus with all that is kept beside it: nothing.
    static constexpr std::size_t modulus_limbs(std::size_t limbs) noexcept { return limbs; }
    /// The limbs of a number that a result is made in: a wide one.
    static constexpr std::size_t room_limbs(std::size_t limbs) noexcept { return 2 * limbs; }

    static constexpr void load_modulus(Limb* modulus, std::size_t limbs,
                                       std::span<const std::uint8_t> octets) noexcept {
        to_limbs<limb_bits>(modulus, limbs, octets);
    }

    /// `modulus` is odd, has `limbs` limbs, a multiple of the kernel's block, and outlives this.
    constexpr Montgomery(const Limb* modulus, std::size_t limbs) noexcept
        : n_{modulus}, limbs_{limbs}, inverse_{negative_inverse<limb_bits>(modulus[0])} {}

    /// a a / R, in the upper half of `wide`, where a must not be.
    constexpr const Limb* square(Limb* wide, const Limb* a) const noexcept {
        square_wide(wide, a);
        return reduce(wide, 0);
    }

    /// a b / R, in the upper half of `wide`, where neither a nor b may be.
    constexpr const Limb* multiply(Limb* wide, const Limb* a, const Limb* b) const noexcept {
        std::fill_n(wide, 2 * limbs_, Limb{0});
        return reduce(wide, add_product(wide, a, b, limbs_));
    }

    /// (a b + c d) / R, in the upper half of `wide`, where none of them may be. d has fewer limbs:
    /// a multiple of the block.
    template <std::size_t DLimbs>
    constexpr const Limb* multiply_add(Limb* wide, const Limb* a, const Limb* b, const Limb* c,
                                       const Limb* d) const noexcept {
        std::fill_n(wide, 2 * limbs_, Limb{0});
        add_product(wide, c, d, DLimbs);
        return reduce(wide, add_product(wide, a, b, limbs_));
    }

    /// `to` = the number under n that is congruent to `from`, which exceeds n a few times at most.
    /// All results do where the operands do: if n < R / 4 they stay under 2 n, else R is under 4 n.
    constexpr void make_canonical(Limb* to, const Limb* from) const noexcept {
        std::copy_n(from, limbs_, to);
        while (!is_less(to, n_, limbs_)) subtract<limb_bits>(to, n_, limbs_);
    }

private:
    using Wide = typename Kernel::Wide;

    /// wide = a a: the products of pairs once, doubled, and the squares.
    constexpr void square_wide(Limb* wide, const Limb* a) const noexcept {
        std::fill_n(wide, limbs_, Limb{0});
        for (std::size_t i = 0; i < limbs_; i += block) {
            Limb row[block];
            Kernel::add_products_of_pairs(wide + 2 * i, row, a + i);
            for (std::size_t j = i + block; j < limbs_; j += block) {
                Kernel::multiply_add(wide + i + j, row, a + j, a + i);
            }
            std::copy_n(row, block, wide + limbs_ + i);  // nothing has been written there before
        }
        Kernel::double_and_add_squares(wide, a, limbs_);
    }

    /// wide += a b, where b has `b_limbs` limbs and wide fits in L + `b_limbs` limbs before.
    /// \return what is carried out of these.
    constexpr Limb add_product(Limb* wide, const Limb* a, const Limb* b,
                               std::size_t b_limbs) const noexcept {
        Limb carry = 0;
        for (std::size_t i = 0; i < b_limbs; i += block) {
            Limb row[block] = {};
            for (std::size_t j = 0; j < limbs_; j += block) {
                Kernel::multiply_add(wide + i + j, row, a + j, b + i);
            }
            carry = add(wide + limbs_ + i, row, block, carry);
        }
        return carry;
    }

    /// (R R overflow + wide) / R modulo n, in the upper half of wide.
    constexpr const Limb* reduce(Limb* wide, Limb overflow) const noexcept {
        for (std::size_t i = 0; i < limbs_; i += block) {
            // This block becomes 0; its place takes what is carried out to the one L limbs higher.
            Limb q[block];
            Kernel::reduce(wide + i, q, n_, inverse_);
            for (std::size_t j = block; j < limbs_; j += block) {
                Kernel::multiply_add(wide + i + j, wide + i, n_ + j, q);
            }
        }
        Limb* const upper = wide + limbs_;
        overflow += add(upper, wide, limbs_, 0);
        // Adding q n, q < R, made R overflow + upper at most n larger: this runs a few times at
        // most.
        while (overflow != 0) overflow -= subtract<limb_bits>(upper, n_, limbs_);
        return upper;
    }

    /// sum += addend + carry, for so many limbs. \return the carry out, 0 or 1.
    static constexpr Limb add(Limb* sum, const Limb* addend, std::size_t limbs,
                              Limb carry) noexcept {
#pragma GCC unroll 8
        for (std::size_t i = 0; i < limbs; ++i) {
            const Wide t = Wide{sum[i]} + addend[i] + carry;
            sum[i] = static_cast<Limb>(t);
            carry = static_cast<Limb>(t >> limb_bits);
        }
        return carry;
    }

    const Limb* n_;
    std::size_t limbs_;
    Limb inverse_;
};

}  // namespace vouch::inline v1::builtin

#endif
