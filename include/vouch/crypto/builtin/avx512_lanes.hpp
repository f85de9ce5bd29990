// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_AVX512_LANES_HPP
#define VOUCH_CRYPTO_BUILTIN_AVX512_LANES_HPP

#include <vouch/config.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vouch::inline v1::builtin {

#if VOUCH_HAS_X86_KERNELS

/// Eight lanes of 64 bits: what Radix52 is made of, as instructions of AVX-512F and AVX512_IFMA
/// (Intel SDM, volume 2), by the compiler's own names because <immintrin.h> is slow to compile.
///
/// Vectors are passed by reference, so that code which is not compiled for these instructions can
/// name them; the functions are inlined into those of IfmaKernel, which are.
/// \pre processor().has_avx512_ifma
struct Avx512Lanes {
    using Unsigned [[gnu::vector_size(64)]] = unsigned long long;
    using Signed [[gnu::vector_size(64)]] = long long;
    struct Vector {
        Unsigned lanes;
    };

    [[gnu::target("avx512f")]] static inline void load(Vector& vector,
                                                       const std::uint64_t* from) noexcept {
        std::memcpy(&vector.lanes, from, sizeof vector.lanes);
    }
    [[gnu::target("avx512f")]] static inline void store(std::uint64_t* to,
                                                        const Vector& vector) noexcept {
        std::memcpy(to, &vector.lanes, sizeof vector.lanes);
    }
    /// Each lane = value.
    [[gnu::target("avx512f")]] static inline void fill(Vector& vector,
                                                       std::uint64_t value) noexcept {
        vector.lanes = value - Unsigned{};
    }
    /// The first lane = value, the others = 0.
    [[gnu::target("avx512f")]] static inline void set_first(Vector& vector,
                                                            std::uint64_t value) noexcept {
        vector.lanes = Unsigned{value};
    }
    /// One lane = 0.
    template <std::size_t Lane>
    [[gnu::target("avx512f")]] static inline void clear(Vector& vector) noexcept {
        vector.lanes &= Unsigned{Lane != 0, Lane != 1, Lane != 2, Lane != 3,
                                 Lane != 4, Lane != 5, Lane != 6, Lane != 7} *
                        ~0ULL;
    }
    template <std::size_t Lane>
    [[gnu::target("avx512f")]] static inline void get(std::uint64_t& value,
                                                      const Vector& vector) noexcept {
        value = vector.lanes[Lane];
    }
    [[gnu::target("avx512f")]] static inline void add(Vector& sum, const Vector& addend) noexcept {
        sum.lanes += addend.lanes;
    }

    /// sum += the low 52 bits of the products of a's and b's low 52 bits.
    [[gnu::target("avx512f,avx512ifma")]] static inline void add_low(Vector& sum, const Vector& a,
                                                                     const Vector& b) noexcept {
        const auto s = reinterpret_cast<Signed>(sum.lanes);
        const auto x = reinterpret_cast<Signed>(a.lanes);
        const auto y = reinterpret_cast<Signed>(b.lanes);
#ifdef __clang__
        sum.lanes = reinterpret_cast<Unsigned>(__builtin_ia32_vpmadd52luq512(s, x, y));
#else
        sum.lanes = reinterpret_cast<Unsigned>(__builtin_ia32_vpmadd52luq512_mask(s, x, y, 0xff));
#endif
    }
    /// sum += the high 52 bits of the same products.
    [[gnu::target("avx512f,avx512ifma")]] static inline void add_high(Vector& sum, const Vector& a,
                                                                      const Vector& b) noexcept {
        const auto s = reinterpret_cast<Signed>(sum.lanes);
        const auto x = reinterpret_cast<Signed>(a.lanes);
        const auto y = reinterpret_cast<Signed>(b.lanes);
#ifdef __clang__
        sum.lanes = reinterpret_cast<Unsigned>(__builtin_ia32_vpmadd52huq512(s, x, y));
#else
        sum.lanes = reinterpret_cast<Unsigned>(__builtin_ia32_vpmadd52huq512_mask(s, x, y, 0xff));
#endif
    }

    /// Each lane goes to the next; the first is the last of `below`.
    [[gnu::target("avx512f")]] static inline void move_up(Vector& vector,
                                                          const Vector& below) noexcept {
        vector.lanes = moved_up(vector.lanes, below.lanes);
    }
    /// twice = 2 vector, as limbs of 52 bits; the first gets the highest bit of `below`.
    [[gnu::target("avx512f")]] static inline void double_number(Vector& twice, const Vector& vector,
                                                                const Vector& below) noexcept {
        twice.lanes = (vector.lanes << 1 & mask) | moved_up(vector.lanes, below.lanes) >> 51;
    }
    /// vector = 2^52 carry + vector.
    [[gnu::target("avx512f")]] static inline void split(Vector& vector, Vector& carry) noexcept {
        carry.lanes = vector.lanes >> 52;
        vector.lanes &= mask;
    }
    /// seen = all bits of both.
    [[gnu::target("avx512f")]] static inline void collect(Vector& seen,
                                                          const Vector& vector) noexcept {
        seen.lanes |= vector.lanes;
    }
    /// Whether any lane has a bit above the 52nd.
    [[gnu::target("avx512f")]] static inline void exceeds_52_bits(bool& exceeds,
                                                                  const Vector& vector) noexcept {
        constexpr int is_greater = 6;
        exceeds = __builtin_ia32_ucmpq512_mask(reinterpret_cast<Signed>(vector.lanes),
                                               reinterpret_cast<Signed>(mask - Unsigned{}),
                                               is_greater, 0xff) != 0;
    }

private:
    static constexpr unsigned long long mask = (1ULL << 52) - 1;

    [[gnu::target("avx512f")]] static inline Unsigned moved_up(const Unsigned& lanes,
                                                               const Unsigned& below) noexcept {
#ifdef __clang__
        return __builtin_shufflevector(below, lanes, 7, 8, 9, 10, 11, 12, 13, 14);
#else
        // This is VALIGNQ; of the shuffle g++ makes a permutation, which needs a register more.
        const auto high = reinterpret_cast<Signed>(lanes);
        return reinterpret_cast<Unsigned>(
            __builtin_ia32_alignq512_mask(high, reinterpret_cast<Signed>(below), 7, high, 0xff));
#endif
    }
};

#endif

}  // namespace vouch::inline v1::builtin

#endif
