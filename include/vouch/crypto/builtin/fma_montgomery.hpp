// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_FMA_MONTGOMERY_HPP
#define VOUCH_CRYPTO_BUILTIN_FMA_MONTGOMERY_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/fma_products.hpp>
#include <vouch/crypto/builtin/limbs.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#if VOUCH_HAS_X86_KERNELS

namespace vouch::inline v1::builtin {

/// What Montgomery does, with L limbs of 52 bits and the products of fma_products.hpp: the lanes of
/// a vector are neighbouring columns of one product.
///
/// Operands are under R / 2, and so are results, since n < R / 4: (R/2 R/2 + R n) / R < R / 2.
///
/// A *column* is what counts at one power of 2^52. Columns are done from the lowest to the highest,
/// eight at a time, for the product and for q n together (product scanning): limb x[i] in all
/// lanes, times the limbs from y[k - i] on, belongs to the columns from k on, and its upper halves
/// one column higher. Digits of q are found in ordinary registers, beside the vectors, which have
/// the next products to do. A column gets at most 4 L + 32 halves under 2^52, and a carry, so that
/// with L <= 160 it stays under 2^62.
///
/// \pre has_fma_products(), for all that is not constexpr
class FmaMontgomery {
public:
    using Limb = std::uint64_t;
    static constexpr unsigned limb_bits = 52;
    static constexpr std::size_t block = 8;
    static constexpr unsigned spare_bits = 2;            ///< n < R / 4
    static constexpr std::size_t max_octets = 8192 / 8;  ///< of a modulus

    static constexpr std::size_t limbs_for(std::size_t octets) noexcept {
        constexpr std::size_t block_bits = block * limb_bits;
        return (8 * octets + spare_bits + block_bits - 1) / block_bits * block;
    }
    /// The modulus, and the same as factors, with zeros after them.
    static constexpr std::size_t modulus_limbs(std::size_t limbs) noexcept {
        return 2 * limbs + block;
    }
    static constexpr std::size_t room_limbs(std::size_t limbs) noexcept { return limbs; }

    static constexpr void load_modulus(Limb* modulus, std::size_t limbs,
                                       std::span<const std::uint8_t> octets) noexcept {
        static_assert(limbs_for(max_octets) == max_limbs);
        to_limbs<limb_bits>(modulus, limbs, octets);
        std::transform(modulus, modulus + limbs, modulus + limbs, [](Limb limb) {
            return std::bit_cast<Limb>(static_cast<double>(static_cast<std::int64_t>(limb)));
        });
        std::fill_n(modulus + 2 * limbs, block, Limb{0});
    }

    /// `modulus` was loaded by load_modulus, and outlives this.
    constexpr FmaMontgomery(const Limb* modulus, std::size_t limbs) noexcept
        : n_{modulus},
          n_factors_{modulus + limbs},
          limbs_{limbs},
          inverse_12_{negative_inverse<limb_bits>(modulus[0]) << 12} {}

    /// to = a a / R. \return `to`.
    [[gnu::target("avx2,fma"), gnu::noinline]] const Limb* square(Limb* to,
                                                                  const Limb* a) const noexcept {
        const TowardsZero rounding;
        Factors<max_limbs> factors;
        factors.load(a, limbs_);
        divide_by_r(to, Square{factors.begin(), limbs_});
        return to;
    }

    /// to = a b / R. \return `to`.
    const Limb* multiply(Limb* to, const Limb* a, const Limb* b) const noexcept {
        return multiply_add(to, a, b, nullptr, nullptr, 0);
    }

    /// to = (a b + c d) / R, where c < n, and d has 8 or 16 limbs. \return `to`.
    template <std::size_t DLimbs>
    const Limb* multiply_add(Limb* to, const Limb* a, const Limb* b, const Limb* c,
                             const Limb* d) const noexcept {
        static_assert(DLimbs == block || DLimbs == max_d_limbs);
        return multiply_add(to, a, b, c, d, DLimbs);
    }

    /// `to` = the number under n that is congruent to `from`, which exceeds n a few times at most.
    /// Results of operands under 2 n are under 2 n.
    constexpr void make_canonical(Limb* to, const Limb* from) const noexcept {
        std::copy_n(from, limbs_, to);
        while (!is_less(to, n_, limbs_)) subtract<limb_bits>(to, n_, limbs_);
    }

private:
    using Wide = DoubleLimb<Limb>::type;
    using Vector [[gnu::vector_size(32)]] = Limb;
    static constexpr std::size_t max_limbs = 160;  // for max_octets
    static constexpr std::size_t max_d_limbs = 2 * block;
    static constexpr Limb mask = (Limb{1} << limb_bits) - 1;

    [[gnu::target("avx2"), gnu::always_inline]] static inline void broadcast(Vector& vector,
                                                                             Limb value) noexcept {
        vector = value - Vector{};
    }
    [[gnu::target("avx2"), gnu::always_inline]] static inline void load(Vector& vector,
                                                                        const Limb* from) noexcept {
        std::memcpy(&vector, from, sizeof vector);
    }

    /// A number as it is multiplied: the bits of its limbs as `double`, (2^52 + limb) - 2^52,
    /// between zeros, for vectors reach beyond its ends.
    template <std::size_t MaxLimbs>
    class Factors {
    public:
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void load(
            const Limb* limbs, std::size_t size) noexcept {
            Vector two_52;
            broadcast(two_52, fma_low_excess);
            std::fill_n(words_, block, Limb{0});
            for (std::size_t i = 0; i < size; i += 4) {
                Vector limb, factor;
                FmaMontgomery::load(limb, limbs + i);
                asm("vpor {%[limb], %[two_52], %[factor]|%[factor], %[two_52], %[limb]}\n\t"
                    "vsubpd {%[two_52], %[factor], %[factor]|%[factor], %[factor], %[two_52]}"
                    : [factor] "=&x"(factor)
                    : [limb] "x"(limb), [two_52] "x"(two_52));
                std::memcpy(words_ + block + i, &factor, sizeof factor);
            }
            std::fill_n(words_ + block + size, block, Limb{0});
        }
        const Limb* begin() const noexcept { return words_ + block; }

    private:
        alignas(32) Limb words_[block + MaxLimbs + block];
    };

    /// Eight columns: the sums of their lower halves, and those of their upper halves, which belong
    /// one column higher.
    class Columns {
    public:
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline Columns() noexcept {
            broadcast(two_104_, fma_high_excess);
            broadcast(two_104_and_two_52_, fma_high_excess + 1);
        }

        /// Adds x[i], first <= i < last, times what lies from y[k - i] on: a multiple of 4 of them.
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void add(std::size_t k,
                                                                        const Limb* x,
                                                                        const Limb* y,
                                                                        std::size_t first,
                                                                        std::size_t last) noexcept {
            for (std::size_t i = first; i < last; i += 4) {
#pragma GCC unroll 4
                for (std::size_t j = i; j < i + 4; ++j) {
                    Vector factor, y0, y1;
                    const Limb* const from =
                        y + (static_cast<std::ptrdiff_t>(k) - static_cast<std::ptrdiff_t>(j));
                    broadcast(factor, x[j]);
                    load(y0, from);
                    load(y1, from + 4);
                    multiply_add(low0_, high0_, factor, y0);
                    multiply_add(low1_, high1_, factor, y1);
                }
            }
            products_ += last - first;
        }

        /// Adds x[i] times what lies from y - i on, for i < 4, but only lanes above 2 i.
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void add_above_diagonal(
            const Limb* x, const Limb* y) noexcept {
            static constexpr Limb ones = ~Limb{0};
            static constexpr Limb steps[] = {0,    0,    0,    0,    0,    0,    0,    0,
                                             ones, ones, ones, ones, ones, ones, ones, ones};
#pragma GCC unroll 4
            for (std::size_t i = 0; i < 4; ++i) {
                Vector factor, y0, y1, above0, above1;
                broadcast(factor, x[i]);
                load(y0, y - i);
                load(y1, y - i + 4);
                load(above0, steps + 7 - 2 * i);
                load(above1, steps + 11 - 2 * i);
                multiply_add(low0_, high0_, factor, y0 & above0);
                multiply_add(low1_, high1_, factor, y1 & above1);
            }
            products_ += 4;
        }

        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void twice() noexcept {
            low0_ += low0_, low1_ += low1_;
            high0_ += high0_, high1_ += high1_;
            products_ *= 2;
        }

        /// Adds x[i] x[i] to column 2 i.
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void add_squares(
            const Limb* x) noexcept {
            Vector limbs;
            load(limbs, x);
            const Vector x0 = __builtin_shufflevector(limbs, Vector{}, 0, 4, 1, 4);
            const Vector x1 = __builtin_shufflevector(limbs, Vector{}, 2, 4, 3, 4);
            multiply_add(low0_, high0_, x0, x0);
            multiply_add(low1_, high1_, x1, x1);
            products_ += 1;
        }

        /// The columns, each with the upper halves from the one before it. The last of `below` are
        /// the upper halves that belong to the first, and then those that belong to the next block.
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void collect(
            Limb* sums, Vector& below) noexcept {
            Vector low_excess, high_excess;
            broadcast(low_excess, products_ * fma_low_excess);
            broadcast(high_excess, products_ * fma_high_excess);
            high0_ -= high_excess;
            high1_ -= high_excess;
            const Vector sum0 =
                low0_ - low_excess + __builtin_shufflevector(below, high0_, 3, 4, 5, 6);
            const Vector sum1 =
                low1_ - low_excess + __builtin_shufflevector(high0_, high1_, 3, 4, 5, 6);
            below = high1_;
#pragma GCC unroll 4
            for (std::size_t i = 0; i < 4; ++i) {
                sums[i] = sum0[i];
                sums[4 + i] = sum1[i];
            }
        }

    private:
        // Assembly, because a compiler may take floating-point arithmetic to be that of the reals,
        // or to round to nearest.
        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void multiply_add(
            Vector& low, Vector& high, const Vector& x, const Vector& y) noexcept {
            Vector h, l;
            asm("vmovapd {%[two_104], %[h]|%[h], %[two_104]}\n\t"
                "vfmadd231pd {%[y], %[x], %[h]|%[h], %[x], %[y]}\n\t"
                "vsubpd {%[h], %[both], %[l]|%[l], %[both], %[h]}\n\t"
                "vfmadd231pd {%[y], %[x], %[l]|%[l], %[x], %[y]}\n\t"
                "vpaddq {%[h], %[high], %[high]|%[high], %[high], %[h]}\n\t"
                "vpaddq {%[l], %[low], %[low]|%[low], %[low], %[l]}"
                : [low] "+x"(low), [high] "+x"(high), [h] "=&x"(h), [l] "=&x"(l)
                : [x] "x"(x), [y] "x"(y), [two_104] "x"(two_104_), [both] "x"(two_104_and_two_52_));
        }

        Vector two_104_, two_104_and_two_52_;
        Vector low0_ = {}, low1_ = {}, high0_ = {}, high1_ = {};
        Limb products_ = 0;  // whose halves are in each sum, with an excess each
    };

    /// a a: products of two limbs once, doubled, and the squares.
    struct Square {
        const Limb* a;
        std::size_t limbs;

        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void add(
            Columns& columns, std::size_t k) const noexcept {
            columns.add(k, a, a, k < limbs ? 0 : k - limbs, k / 2);
            columns.add_above_diagonal(a + k / 2, a + k / 2);
            columns.twice();
            columns.add_squares(a + k / 2);
        }
    };

    /// x y, where x has `x_limbs` limbs, and y `limbs`.
    struct Product {
        const Limb* x;
        std::size_t x_limbs;
        const Limb* y;
        std::size_t limbs;

        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void add(
            Columns& columns, std::size_t k) const noexcept {
            const std::size_t first = k < limbs ? 0 : k - limbs;
            const std::size_t last = std::min(k + block, x_limbs);
            if (first < last) columns.add(k, x, y, first, last);
        }
    };

    struct SumOfProducts {
        Product first, second;

        [[gnu::target("avx2,fma"), gnu::always_inline]] inline void add(
            Columns& columns, std::size_t k) const noexcept {
            first.add(columns, k);
            second.add(columns, k);
        }
    };

    [[gnu::target("avx2,fma"), gnu::noinline]] const Limb* multiply_add(
        Limb* to, const Limb* a, const Limb* b, const Limb* c, const Limb* d,
        std::size_t d_limbs) const noexcept {
        const TowardsZero rounding;
        Factors<max_limbs> a_factors, b_factors, c_factors;
        Factors<max_d_limbs> d_factors;
        a_factors.load(a, limbs_);
        b_factors.load(b, limbs_);
        if (d_limbs != 0) {
            c_factors.load(c, limbs_);
            d_factors.load(d, d_limbs);
        }
        divide_by_r(to, SumOfProducts{{a_factors.begin(), limbs_, b_factors.begin(), limbs_},
                                      {d_factors.begin(), d_limbs, c_factors.begin(), limbs_}});
        return to;
    }

    /// to = (product + q n) / R, for the q < R that makes this a whole number.
    template <class Value>
    [[gnu::target("avx2,fma"), gnu::always_inline]] inline void divide_by_r(
        Limb* to, const Value& product) const noexcept {
        Limb q[max_limbs];  // as factors
        Vector below = {};
        Limb carry = 0;
        for (std::size_t k = 0; k < 2 * limbs_; k += block) {
            Columns columns;
            product.add(columns, k);
            columns.add(k, q, n_factors_, k < limbs_ ? 0 : k - limbs_, std::min(k, limbs_));
            Limb sums[block + 1] = {};
            columns.collect(sums, below);
            sums[0] += carry;
            if (k < limbs_) {
                find_digits(q + k, sums);
            } else {
                write(to + (k - limbs_), sums);
            }
            carry = sums[block];
        }
    }

    /// Finds the digits of q for which the sums are 0 modulo 2^(52 block), and carries. Numbers of
    /// 52 bits times 2^12 have products that are modulo 2^52 by themselves, and upper halves that
    /// are those of 128 bits.
    [[gnu::target("avx2,fma"), gnu::always_inline]] inline void find_digits(
        Limb* q, Limb* sums) const noexcept {
#pragma GCC unroll 8
        for (std::size_t i = 0; i < block; ++i) {
            const Limb digit_12 = sums[i] * inverse_12_;
            q[i] = to_factor(digit_12 >> 12);
#pragma GCC unroll 8
            for (std::size_t j = 0; i + j < block; ++j) {
                const Wide product = Wide{digit_12} * n_[j];
                sums[i + j] += static_cast<Limb>(product) >> 12;
                sums[i + j + 1] += static_cast<Limb>(product >> 64);
            }
            sums[i + 1] += sums[i] >> 52;
        }
    }

    /// Writes the sums as limbs, and carries.
    [[gnu::always_inline]] static inline void write(Limb* to, Limb* sums) noexcept {
#pragma GCC unroll 8
        for (std::size_t i = 0; i < block; ++i) {
            to[i] = sums[i] & mask;
            sums[i + 1] += sums[i] >> 52;
        }
    }

    [[gnu::target("avx2,fma"), gnu::always_inline]] static inline Limb to_factor(
        Limb limb) noexcept {
        double factor;
        asm("vxorpd {%[factor], %[factor], %[factor]|%[factor], %[factor], %[factor]}\n\t"
            "vcvtsi2sd {%[limb], %[factor], %[factor]|%[factor], %[factor], %[limb]}"
            : [factor] "=&x"(factor)
            : [limb] "r"(limb));
        return std::bit_cast<Limb>(factor);
    }

    const Limb* n_;
    const Limb* n_factors_;
    std::size_t limbs_;
    Limb inverse_12_;  // -1/n modulo 2^52, times 2^12
};

}  // namespace vouch::inline v1::builtin

#endif

#endif
