// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_PLAIN_LANES_HPP
#define VOUCH_TESTS_SUPPORT_PLAIN_LANES_HPP

#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/radix52.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace vouch_tests {

#if VOUCH_HAS_INT128

/// What Avx512Lanes does, in C++ alone, so that any processor tests what is made of it. Nothing is
/// inlined: a compiler that unrolls the hundreds of uses takes minutes.
struct PlainLanes {
    static constexpr std::size_t count = 8;
    struct Vector {
        std::uint64_t lanes[count];
    };

    [[gnu::noinline]] static void load(Vector& vector, const std::uint64_t* from) {
        std::copy_n(from, count, vector.lanes);
    }
    [[gnu::noinline]] static void store(std::uint64_t* to, const Vector& vector) {
        std::copy_n(vector.lanes, count, to);
    }
    [[gnu::noinline]] static void fill(Vector& vector, std::uint64_t value) {
        std::fill_n(vector.lanes, count, value);
    }
    [[gnu::noinline]] static void set_first(Vector& vector, std::uint64_t value) {
        fill(vector, 0);
        vector.lanes[0] = value;
    }
    template <std::size_t Lane>
    [[gnu::noinline]] static void clear(Vector& vector) {
        vector.lanes[Lane] = 0;
    }
    template <std::size_t Lane>
    [[gnu::noinline]] static void get(std::uint64_t& value, const Vector& vector) {
        value = vector.lanes[Lane];
    }
    [[gnu::noinline]] static void add(Vector& sum, const Vector& addend) {
        for (std::size_t i = 0; i < count; ++i) add_lane(sum.lanes[i], addend.lanes[i]);
    }
    [[gnu::noinline]] static void add_low(Vector& sum, const Vector& a, const Vector& b) {
        for (std::size_t i = 0; i < count; ++i) {
            add_lane(sum.lanes[i], static_cast<std::uint64_t>(product(a, b, i)) & mask);
        }
    }
    [[gnu::noinline]] static void add_high(Vector& sum, const Vector& a, const Vector& b) {
        for (std::size_t i = 0; i < count; ++i) {
            add_lane(sum.lanes[i], static_cast<std::uint64_t>(product(a, b, i) >> 52));
        }
    }
    [[gnu::noinline]] static void move_up(Vector& vector, const Vector& below) {
        std::copy_backward(vector.lanes, vector.lanes + count - 1, vector.lanes + count);
        vector.lanes[0] = below.lanes[count - 1];
    }
    [[gnu::noinline]] static void double_number(Vector& twice, const Vector& vector,
                                                const Vector& below) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t last = i == 0 ? below.lanes[count - 1] : vector.lanes[i - 1];
            twice.lanes[i] = (vector.lanes[i] << 1 & mask) | last >> 51;
        }
    }
    [[gnu::noinline]] static void split(Vector& vector, Vector& carry) {
        for (std::size_t i = 0; i < count; ++i) {
            carry.lanes[i] = vector.lanes[i] >> 52;
            vector.lanes[i] &= mask;
        }
    }
    [[gnu::noinline]] static void collect(Vector& seen, const Vector& vector) {
        for (std::size_t i = 0; i < count; ++i) seen.lanes[i] |= vector.lanes[i];
    }
    [[gnu::noinline]] static void exceeds_52_bits(bool& exceeds, const Vector& vector) {
        exceeds = std::any_of(vector.lanes, vector.lanes + count,
                              [](std::uint64_t lane) { return lane > mask; });
        more_carries += exceeds;
    }

    /// What this thread has seen: the greatest lane, which Radix52 says is under 2^62, and how
    /// often one carry out of each column was not enough.
    static inline thread_local std::uint64_t greatest = 0;
    static inline thread_local std::size_t more_carries = 0;

private:
    using Wide = vouch::builtin::DoubleLimb<std::uint64_t>::type;
    static constexpr std::uint64_t mask = (std::uint64_t{1} << 52) - 1;

    static Wide product(const Vector& a, const Vector& b, std::size_t i) {
        return Wide{a.lanes[i] & mask} * (b.lanes[i] & mask);
    }
    static void add_lane(std::uint64_t& sum, std::uint64_t addend) {
        sum += addend;
        greatest = std::max(greatest, sum);
    }
};

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // with -Os its loops may stay loops
#endif

/// IfmaKernel for any processor.
struct PlainIfmaKernel {
    template <std::size_t V>
    [[gnu::noinline]] static void square(std::uint64_t* columns, const std::uint64_t* a) {
        vouch::builtin::Radix52<PlainLanes, V>::square(columns, a);
    }
    template <std::size_t V, std::size_t W>
    [[gnu::noinline]] static void add_product(std::uint64_t* columns, const std::uint64_t* a,
                                              const std::uint64_t* b) {
        vouch::builtin::Radix52<PlainLanes, V>::template add_product<W>(columns, a, b);
    }
    template <std::size_t V>
    [[gnu::noinline]] static void reduce(std::uint64_t* columns, const std::uint64_t* n,
                                         const std::uint64_t* n_rotated, std::uint64_t inverse) {
        vouch::builtin::Radix52<PlainLanes, V>::reduce(columns, n, n_rotated, inverse);
    }
};

#ifdef __clang__
#pragma clang diagnostic pop
#endif

#endif

}  // namespace vouch_tests

#endif
