// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_RADIX52_HPP
#define VOUCH_CRYPTO_BUILTIN_RADIX52_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>

#include <cstddef>
#include <cstdint>

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // with sanitizers its loops may stay loops
#endif

namespace vouch::inline v1::builtin {

#if VOUCH_HAS_INT128

/// Products, and Montgomery's reduction, of numbers of L = 8 V limbs of 52 bits in vectors of eight
/// lanes of 64 bits. R = 2^(52 L); the modulus n is under R / 4. (S. Gueron, V. Krasnov,
/// "Accelerating Big Integer Arithmetic Using Intel IFMA Extensions", 2016, is about the
/// instructions; the reduction is arranged in another way here.)
///
/// A *column* is a lane that collects what counts at one power of 2^52, and nothing is carried out
/// of it before the end. The low 52 bits of a product of two limbs belong to one column, the high
/// ones to the next. So a column gets at most 2 L such numbers from a product, 32 from one with a
/// short number, and 2 L from the reduction: with L = 80 that is less than 2^62.
///
/// `Lanes` has the operations on vectors. Everything is inlined, into functions that are compiled
/// for its instructions.
template <class Lanes, std::size_t V>
struct Radix52 {
    using Limb = std::uint64_t;
    using Vector = typename Lanes::Vector;
    static constexpr std::size_t limbs = 8 * V;

    /// The 2 L columns of a a, where a < R / 2.
    ///
    /// The products of limb 8 i + s with the vectors of a belong s columns higher than these begin,
    /// and their high halves one more. So s goes down from 7, and all columns move up by one
    /// between the high halves and the low ones of each s. The products of two different vectors
    /// are taken once, with the second doubled.
    [[gnu::always_inline]] static inline void square(Limb* columns, const Limb* a) noexcept {
        alignas(64) Limb doubled[limbs];   // the vectors of 2 a
        alignas(64) Limb separate[limbs];  // the same without the bit that each has from the last
        Vector zero;
        Lanes::fill(zero, 0);
#pragma GCC unroll 16
        for (std::size_t j = 1; j < V; ++j) {
            Vector last, vector, twice;
            Lanes::load(last, a + 8 * (j - 1));
            Lanes::load(vector, a + 8 * j);
            Lanes::double_number(twice, vector, last);
            Lanes::store(doubled + 8 * j, twice);
            Lanes::double_number(twice, vector, zero);
            Lanes::store(separate + 8 * j, twice);
        }

        Vector sum[2 * V];
#pragma GCC unroll 32
        for (Vector& vector : sum) Lanes::fill(vector, 0);
        for (std::size_t s = 8; s > 0; --s) {
            const Limb *limb = a + s - 1, *same = a, *next = separate, *others = doubled;
            // To load in each turn is better than to spill what was loaded before the first.
            asm volatile("" : "+r"(limb), "+r"(same), "+r"(next), "+r"(others));
            Vector factor[V];
#pragma GCC unroll 16
            for (std::size_t i = 0; i < V; ++i) Lanes::fill(factor[i], limb[8 * i]);
            add_squares<Lanes::add_high>(sum, factor, same, next, others);
            move_up(sum);
            add_squares<Lanes::add_low>(sum, factor, same, next, others);
        }
#pragma GCC unroll 32
        for (std::size_t k = 0; k < 2 * V; ++k) Lanes::store(columns + 8 * k, sum[k]);
    }

    /// columns += the columns of a b, where b has 8 W limbs: as in a square, with nothing doubled.
    template <std::size_t W>
    [[gnu::always_inline]] static inline void add_product(Limb* columns, const Limb* a,
                                                          const Limb* b) noexcept {
        Vector sum[V + W];
#pragma GCC unroll 32
        for (Vector& vector : sum) Lanes::fill(vector, 0);
        for (std::size_t s = 8; s > 0; --s) {
            const Limb *limb = b + s - 1, *vectors = a;
            asm volatile("" : "+r"(limb), "+r"(vectors));
            Vector factor[W];
#pragma GCC unroll 16
            for (std::size_t i = 0; i < W; ++i) Lanes::fill(factor[i], limb[8 * i]);
            add_products<Lanes::add_high>(sum, factor, vectors);
            move_up(sum);
            add_products<Lanes::add_low>(sum, factor, vectors);
        }
#pragma GCC unroll 32
        for (std::size_t k = 0; k < V + W; ++k) {
            Vector vector;
            Lanes::load(vector, columns + 8 * k);
            Lanes::add(vector, sum[k]);
            Lanes::store(columns + 8 * k, vector);
        }
    }

    /// (columns + q n) / R as limbs, in the upper half of `columns`, for the q < R that makes the
    /// lower half 0.
    ///
    /// Digit i of q is what brings column i to a multiple of 2^52; then digit n, moved up by i, is
    /// added to all columns. This is bound by how soon the next digit can be known, and vectors
    /// answer late. So the chain of digits is computed beside them, in ordinary registers: it takes
    /// from the vectors what columns have from digits up to three before their own, and adds what
    /// the last two digits and the carry from the column below give.
    ///
    /// The V vectors of columns are a ring: a column that is done makes room for the one that is L
    /// higher. So that digits need no lanes moved, n is there in all of the eight positions that it
    /// can have in the lanes, also as a ring: n_rotated[s] is n moved up by s lanes. In it n[0] is
    /// 0, for that product does not matter to a vector: it lies in a column that is done.
    [[gnu::always_inline]] static inline void reduce(Limb* columns, const Limb* n,
                                                     const Limb* n_rotated, Limb inverse) noexcept {
        Vector sum[V], even[V], odd[V];  // odd and even: n_rotated[s], by turns
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) Lanes::load(sum[j], columns + 8 * j);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) Lanes::load(even[j], n_rotated + 8 * j);
        Chain chain{n, inverse, columns};
        for (std::size_t block = 0; block < V; ++block) {
            const Limb* tables = n_rotated;
            asm volatile("" : "+r"(tables));
            add_digit<0>(sum, even, odd, chain, tables);
            add_digit<1>(sum, odd, even, chain, tables);
            add_digit<2>(sum, even, odd, chain, tables);
            add_digit<3>(sum, odd, even, chain, tables);
            add_digit<4>(sum, even, odd, chain, tables);
            add_digit<5>(sum, odd, even, chain, tables);
            add_digit<6>(sum, even, odd, chain, tables);
            add_digit<7>(sum, odd, even, chain, tables);
            move_first_to_end<0>(sum);
        }

        // The columns of the result: those of the ring, the upper half, and what the last column
        // that is done carries.
        Vector carried;
        Lanes::set_first(carried, chain.carried);
        Lanes::add(sum[0], carried);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) {
            Vector upper;
            Lanes::load(upper, columns + limbs + 8 * j);
            Lanes::add(sum[j], upper);
        }
        while (carry(sum)) {
        }
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) Lanes::store(columns + limbs + 8 * j, sum[j]);
    }

private:
    using Wide = DoubleLimb<Limb>::type;
    static constexpr Limb mask = (Limb{1} << 52) - 1;

    /// The digits of q, one after the other. Numbers of 52 bits are kept times 2^12, so that a
    /// product is modulo 2^52 by itself, and its high half is that of 128 bits.
    struct Chain {
        Chain(const Limb* n, Limb inverse, const Limb* columns) noexcept
            : n_0{n[0]},
              n_1{n[1]},
              inverse_12{inverse << 12},
              n_1_inverse_12{(inverse * n[1]) << 12},
              n_2_inverse_12{(inverse * n[2]) << 12},
              column{columns[0]},
              next{columns[1]},
              after{columns[2]} {}

        Limb digit_12() const noexcept { return column * inverse_12; }

        /// Goes on to the next column. `newest` is the third from here, with this digit's products
        /// in it. The low half of digit n[k] is that of column (inverse n[k]): one product less to
        /// wait for.
        void go_on(Limb digit_12, Limb newest) noexcept {
            const Limb high_0 = static_cast<Limb>(Wide{digit_12} * n_0 >> 64);
            const Limb high_1 = static_cast<Limb>(Wide{digit_12} * n_1 >> 64);
            const Limb low_1 = column * n_1_inverse_12 >> 12;
            const Limb low_2 = column * n_2_inverse_12 >> 12;
            // With the low half of digit n[0] this column is the multiple of 2^52 that follows it.
            carried = ((column + mask) >> 52) + high_0;
            column = next + low_1 + carried;
            next = after + high_1 + low_2;
            after = newest;
        }

        const Limb n_0, n_1, inverse_12, n_1_inverse_12, n_2_inverse_12;
        Limb column;       // complete
        Limb next;         // the one after it, but for this digit and what is carried
        Limb after;        // and the one after that, but for this digit and the one before
        Limb carried = 0;  // into `column`, with the high half that is not in the vectors
    };

    /// Adds digit n for the digit of a column in lane S of the first vector. `rotated` is
    /// n_rotated[S]; `next` becomes n_rotated[S + 1], or n_rotated[0] after the last.
    template <std::size_t S>
    [[gnu::always_inline]] static inline void add_digit(Vector (&sum)[V],
                                                        const Vector (&rotated)[V],
                                                        Vector (&next)[V], Chain& chain,
                                                        const Limb* tables) noexcept {
        constexpr std::size_t one_vector_up = S == 7 ? V - 1 : 0;  // where 8 lanes are none
        const Limb digit_12 = chain.digit_12();
        Vector digit;
        Lanes::fill(digit, digit_12 >> 12);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j)
            Lanes::load(next[j], tables + (S + 1) % 8 * limbs + 8 * j);

        // The first two vectors first: the chain waits for one of them.
        Lanes::template clear<S>(sum[0]);
        Lanes::add_low(sum[0], digit, rotated[0]);
        Lanes::add_low(sum[1], digit, rotated[1]);
        Lanes::add_high(sum[0], digit, next[one_vector_up]);
        Lanes::add_high(sum[1], digit, next[(1 + one_vector_up) % V]);
        Limb newest;
        Lanes::template get<(S + 3) % 8>(newest, sum[(S + 3) / 8]);
#pragma GCC unroll 16
        for (std::size_t j = 2; j < V; ++j) Lanes::add_low(sum[j], digit, rotated[j]);
#pragma GCC unroll 16
        for (std::size_t j = 2; j < V; ++j) {
            Lanes::add_high(sum[j], digit, next[(j + one_vector_up) % V]);
        }
        chain.go_on(digit_12, newest);
    }

    template <std::size_t J>
    [[gnu::always_inline]] static inline void move_first_to_end(Vector (&sum)[V]) noexcept {
        if constexpr (J + 1 < V) {
            const Vector first = sum[J];
            sum[J] = sum[J + 1];
            sum[J + 1] = first;
            move_first_to_end<J + 1>(sum);
        }
    }

    /// All columns go to where the next higher is.
    template <std::size_t Size>
    [[gnu::always_inline]] static inline void move_up(Vector (&sum)[Size]) noexcept {
#pragma GCC unroll 32
        for (std::size_t k = Size - 1; k > 0; --k) Lanes::move_up(sum[k], sum[k - 1]);
        Vector zero;
        Lanes::fill(zero, 0);
        Lanes::move_up(sum[0], zero);
    }

    /// One half of the products of `factor` with the vectors: `same` where both are of one vector,
    /// `next` where the second is of the next, `others` where it is of one after that.
    template <auto add>
    [[gnu::always_inline]] static inline void add_squares(Vector (&sum)[2 * V],
                                                          const Vector (&factor)[V],
                                                          const Limb* same, const Limb* next,
                                                          const Limb* others) noexcept {
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) {
            Vector vector;
            Lanes::load(vector, same + 8 * j);
            add(sum[2 * j], factor[j], vector);
            if (j >= 1) {
                Lanes::load(vector, next + 8 * j);
                add(sum[2 * j - 1], factor[j - 1], vector);
            }
            if (j >= 2) {
                Lanes::load(vector, others + 8 * j);
#pragma GCC unroll 16
                for (std::size_t i = 0; i + 2 <= j; ++i) add(sum[i + j], factor[i], vector);
            }
        }
    }

    template <auto add, std::size_t W>
    [[gnu::always_inline]] static inline void add_products(Vector (&sum)[V + W],
                                                           const Vector (&factor)[W],
                                                           const Limb* vectors) noexcept {
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) {
            Vector vector;
            Lanes::load(vector, vectors + 8 * j);
#pragma GCC unroll 16
            for (std::size_t i = 0; i < W; ++i) add(sum[i + j], factor[i], vector);
        }
    }

    /// Carries once out of each column. \return whether a column exceeds 52 bits still: rarely.
    [[gnu::always_inline]] static inline bool carry(Vector (&sum)[V]) noexcept {
        Vector carry[V], seen;
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) Lanes::split(sum[j], carry[j]);
        move_up(carry);
        Lanes::fill(seen, 0);
#pragma GCC unroll 16
        for (std::size_t j = 0; j < V; ++j) {
            Lanes::add(sum[j], carry[j]);
            Lanes::collect(seen, sum[j]);
        }
        bool exceeds;
        Lanes::exceeds_52_bits(exceeds, seen);
        return exceeds;
    }
};

#endif

}  // namespace vouch::inline v1::builtin

#ifdef __clang__
#pragma clang diagnostic pop
#endif

#endif
