// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_LANE_MONTGOMERY_HPP
#define VOUCH_CRYPTO_BUILTIN_LANE_MONTGOMERY_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::builtin {

/// \name Limbs of numbers in lanes
/// \{
/// The bits of a limb: what floating-point and integer multipliers of vectors can both do.
inline constexpr unsigned lane_limb_bits = 52;
inline constexpr std::uint64_t lane_limb_mask = (std::uint64_t{1} << lane_limb_bits) - 1;
/// The limbs that are multiplied with as many others at a time, without loading or storing a sum.
inline constexpr std::size_t lane_block = 5;
/// \}

/// Montgomery products (P. Montgomery, 1985) of several pairs of numbers at once, each pair with a
/// modulus of its own: one pair in each lane of the processor's vectors.
///
/// A number is an array of L limbs of 52 bits, the least significant first, and L a multiple of
/// `lane_block`; limb i of all lanes is one vector. R = 2^(52 L) is at least 4 n for each modulus
/// n. Numbers under 2 n stay under 2 n: (a b + q n) / R < (4 n n + R n) / R <= 2 n, with q < R
/// such that R divides a b + q n.
///
/// The product of two limbs has 104 bits. Its lower and its upper half are added to the sums of two
/// neighbouring columns, which are done from the lowest to the highest, a block of them at a time
/// (product scanning), for a b and q n together. A column gets at most 4 L such halves, each under
/// 2^52, and a carry, so for L < 1000 it stays under 2^64.
///
/// `Lanes` is what a processor offers, an object that holds constants:
///  - `Factor` and `Sum`: a vector of limbs as they are multiplied, and one of sums;
///  - `multiply_add(low, high, a, b)`: adds the lower half of a b and `low_excess` to `low`, the
///    upper half and `high_excess` to `high`;
///  - `set(sum, word)`, `add(sum, addend)`, `split(limb, sum)`: limb = sum mod 2^52, sum /= 2^52;
///    `to_factor(factor, limb)`;
///  - `splits_columns`: whether the two halves go to sums of their own, so that more additions can
///    be under way at once; needs more registers.
///
/// The excesses are multiples of 2^52 and are taken off again once for each column: see
/// `set_offsets`.
///
/// A function of `Lanes`, compiled for that processor, calls the functions below. They are part of
/// it, always: a vector of one processor cannot be given to a function for another.
template <class Lanes>
class LaneMontgomery {
public:
    using Factor = typename Lanes::Factor;
    using Sum = typename Lanes::Sum;

    struct Modulus {
        std::size_t blocks;     ///< L / lane_block
        const Factor* limbs;    ///< n
        const Factor* inverse;  ///< -1/n modulo 2^(52 lane_block)
        Factor* quotient;       ///< room for L limbs
    };

    /// What the 2 L columns of a product start with where nothing is added to it. Another number
    /// may be added to it, limb by limb.
    static void set_offsets(std::uint64_t* offsets, std::size_t blocks) noexcept {
        const std::size_t limbs = blocks * lane_block;
        // The halves that are in a column when its carry is taken: those of a b, and of q n; below
        // L not those of the block of q that is found from the column.
        for (std::size_t known_quotient = 0; known_quotient < limbs; known_quotient += lane_block) {
            for (std::size_t j = 0; j < lane_block; ++j) {
                const std::size_t i = known_quotient + j;
                offsets[i] = without_excess(i + 1 + known_quotient, i + known_quotient);
            }
        }
        for (std::size_t i = limbs; i < 2 * limbs; ++i) {
            offsets[i] = without_excess(2 * (2 * limbs - 1 - i), 2 * (2 * limbs - i));
        }
    }

    /// to = (a a + start) / R, where `to` is not a. `start` has 2 L sums: set_offsets.
    [[gnu::always_inline]] static void square(const Lanes& lanes, Factor* to, const Factor* a,
                                              const Modulus& n, const Sum* start) noexcept {
        multiply<true>(lanes, to, a, a, n, start);
    }

    /// to = (a b + start) / R, where `to` is neither a nor b.
    [[gnu::always_inline]] static void multiply(const Lanes& lanes, Factor* to, const Factor* a,
                                                const Factor* b, const Modulus& n,
                                                const Sum* start) noexcept {
        multiply<false>(lanes, to, a, b, n, start);
    }

    /// Adds a b to sums, where a and b have so many blocks of limbs.
    [[gnu::always_inline]] static void add_product(const Lanes& lanes, Sum* sums, const Factor* a,
                                                   std::size_t a_blocks, const Factor* b,
                                                   std::size_t b_blocks) noexcept {
        for (std::size_t j = 0; j < b_blocks; ++j) {
#pragma GCC unroll 1
            for (std::size_t i = 0; i < a_blocks; ++i) {
                Columns columns{lanes};
                columns.add(a + i * lane_block, b + j * lane_block);
                columns.join();
                Sum* const to = sums + (i + j) * lane_block;
#pragma GCC unroll 10
                for (std::size_t k = 0; k < 2 * lane_block; ++k) {
                    Sum offset;
                    lanes.set(offset, without_excess(block_products(k),
                                                     k == 0 ? 0 : block_products(k - 1)));
                    lanes.add(to[k], columns[k]);
                    lanes.add(to[k], offset);
                }
            }
        }
    }

private:
    /// The sums of twice as many columns as a block has.
    class Columns {
    public:
        [[gnu::always_inline]] explicit Columns(const Lanes& lanes) noexcept : lanes_{lanes} {
#pragma GCC unroll 20
            for (Sum& sum : sums_) lanes.set(sum, 0);
        }
        [[gnu::always_inline]] Sum& operator[](std::size_t i) noexcept { return sums_[i]; }

        /// Adds the product of two blocks.
        [[gnu::always_inline]] void add(const Factor* a, const Factor* b) noexcept {
#pragma GCC unroll 5
            for (std::size_t i = 0; i < lane_block; ++i) {
                const Factor factor = a[i];
#pragma GCC unroll 5
                for (std::size_t j = 0; j < lane_block; ++j) {
                    lanes_.multiply_add(sums_[i + j], high(i + j + 1), factor, b[j]);
                }
            }
        }
        /// Adds a[i] a[j] for i < j.
        [[gnu::always_inline]] void add_pairs(const Factor* a) noexcept {
#pragma GCC unroll 5
            for (std::size_t i = 0; i + 1 < lane_block; ++i) {
                const Factor factor = a[i];
#pragma GCC unroll 5
                for (std::size_t j = i + 1; j < lane_block; ++j) {
                    lanes_.multiply_add(sums_[i + j], high(i + j + 1), factor, a[j]);
                }
            }
        }
        [[gnu::always_inline]] void add_squares(const Factor* a) noexcept {
#pragma GCC unroll 5
            for (std::size_t i = 0; i < lane_block; ++i) {
                const Factor factor = a[i];
                lanes_.multiply_add(sums_[2 * i], high(2 * i + 1), factor, a[i]);
            }
        }
        [[gnu::always_inline]] void twice() noexcept {
#pragma GCC unroll 20
            for (Sum& sum : sums_) lanes_.add(sum, sum);
        }
        /// Puts both halves of products together.
        [[gnu::always_inline]] void join() noexcept {
            if constexpr (Lanes::splits_columns) {
#pragma GCC unroll 10
                for (std::size_t i = 1; i < 2 * lane_block; ++i) lanes_.add(sums_[i], high(i));
            }
        }

    private:
        [[gnu::always_inline]] Sum& high(std::size_t i) noexcept {
            return sums_[Lanes::splits_columns ? 2 * lane_block + i : i];
        }

        const Lanes& lanes_;
        Sum sums_[(Lanes::splits_columns ? 4 : 2) * lane_block];
    };

    template <bool IsSquare>
    [[gnu::always_inline]] static void multiply(const Lanes& lanes, Factor* to, const Factor* a,
                                                const Factor* b, const Modulus& n,
                                                const Sum* start) noexcept {
        const std::size_t blocks = n.blocks;
        Sum carried[lane_block];  // into the next block of columns
#pragma GCC unroll 5
        for (Sum& sum : carried) lanes.set(sum, 0);
#pragma GCC unroll 1
        for (std::size_t k = 0; k < 2 * blocks; ++k) {
            Columns columns{lanes};
            const std::size_t first = k < blocks ? 0 : k - blocks + 1;
            if constexpr (IsSquare) {
#pragma GCC unroll 1
                for (std::size_t i = first; i + i < k; ++i) {
                    columns.add(a + i * lane_block, a + (k - i) * lane_block);
                }
                if (k % 2 == 0) columns.add_pairs(a + k / 2 * lane_block);
                columns.twice();
                if (k % 2 == 0) columns.add_squares(a + k / 2 * lane_block);
            } else {
#pragma GCC unroll 1
                for (std::size_t i = first; i + first <= k; ++i) {
                    columns.add(a + i * lane_block, b + (k - i) * lane_block);
                }
            }
            const std::size_t known_quotient = k < blocks ? k : blocks;
#pragma GCC unroll 1
            for (std::size_t i = first; i < known_quotient; ++i) {
                columns.add(n.quotient + i * lane_block, n.limbs + (k - i) * lane_block);
            }
            columns.join();
#pragma GCC unroll 5
            for (std::size_t i = 0; i < lane_block; ++i) {
                lanes.add(columns[i], carried[i]);
                lanes.add(columns[i], start[k * lane_block + i]);
            }
            if (k < blocks) {
                reduce(lanes, columns, n.quotient + k * lane_block, n);
            } else {
                carry(lanes, columns, to + (k - blocks) * lane_block);
            }
#pragma GCC unroll 5
            for (std::size_t i = 0; i < lane_block; ++i) carried[i] = columns[lane_block + i];
        }
    }

    /// Finds the block of q for which the lower columns of value + q n are a multiple of B =
    /// 2^(52 lane_block), and adds the upper columns of q n and the carry to the upper ones.
    [[gnu::always_inline]] static void reduce(const Lanes& lanes, Columns& columns, Factor* q,
                                              const Modulus& n) noexcept {
        // q = value (-1/n) modulo B.
        Factor value[lane_block];
        Sum product[lane_block];
        Sum top;
        Sum unused;  // halves of products that go to other columns
        lanes.set(unused, 0);
#pragma GCC unroll 5
        for (std::size_t i = 0; i < lane_block; ++i) {
            lanes.split(top, columns[i]);
            lanes.to_factor(value[i], top);
            lanes.add(columns[i + 1], columns[i]);
            lanes.set(product[i], without_excess(i + 1, i));
        }
#pragma GCC unroll 5
        for (std::size_t i = 0; i < lane_block; ++i) {
#pragma GCC unroll 5
            for (std::size_t j = 0; i + j < lane_block; ++j) {
                Sum& high = i + j + 1 < lane_block ? product[i + j + 1] : unused;
                lanes.multiply_add(product[i + j], high, value[i], n.inverse[j]);
            }
        }
#pragma GCC unroll 5
        for (std::size_t i = 0; i < lane_block; ++i) {
            Sum limb;
            lanes.split(limb, product[i]);
            lanes.to_factor(q[i], limb);
            if (i + 1 < lane_block) lanes.add(product[i + 1], product[i]);
        }

        // What the lower columns carry over is a multiple of B in all. Those below their last one
        // add less than 2^52 to that one, so they make up what it lacks to a multiple of 2^52, and
        // they themselves need not be known.
        Sum round_up;
        lanes.set(round_up, without_excess(lane_block, lane_block - 1) + lane_limb_mask);
        lanes.add(top, round_up);
#pragma GCC unroll 5
        for (std::size_t i = 0; i < lane_block; ++i) {
            const Factor factor = q[i];
#pragma GCC unroll 5
            for (std::size_t j = 0; j < lane_block; ++j) {
                if (i + j + 2 < lane_block) continue;
                Sum& low = i + j + 2 == lane_block   ? unused
                           : i + j + 1 == lane_block ? top
                                                     : columns[i + j];
                Sum& high = i + j + 2 == lane_block ? top : columns[i + j + 1];
                lanes.multiply_add(low, high, factor, n.limbs[j]);
            }
        }
        Sum limb;
        lanes.split(limb, top);
        lanes.add(columns[lane_block], top);
    }

    /// Writes the lower columns as limbs, and adds the carry to the upper ones.
    [[gnu::always_inline]] static void carry(const Lanes& lanes, Columns& columns,
                                             Factor* to) noexcept {
#pragma GCC unroll 5
        for (std::size_t i = 0; i < lane_block; ++i) {
            Sum limb;
            lanes.split(limb, columns[i]);
            lanes.to_factor(to[i], limb);
            lanes.add(columns[i + 1], columns[i]);
        }
    }

    /// The products of two blocks' limbs i and j with i + j = `column`.
    static constexpr std::size_t block_products(std::size_t column) noexcept {
        return column < lane_block ? column + 1 : 2 * lane_block - 1 - column;
    }

    /// 0 less the excess of so many halves of products, modulo 2^64.
    static constexpr std::uint64_t without_excess(std::size_t low, std::size_t high) noexcept {
        return 0 - (low * Lanes::low_excess + high * Lanes::high_excess);
    }
};

}  // namespace vouch::inline v1::builtin

#endif
