// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_INTEGER_LANES_HPP
#define VOUCH_TESTS_SUPPORT_INTEGER_LANES_HPP

#include <vouch/crypto/builtin/lane_montgomery.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch_tests {

/// Lanes of any number, in integers, for any machine: what IfmaLanes is told to do by the
/// processor's manual, or, with its excesses, FmaLanes.
template <std::size_t Count, bool SplitsColumns, std::uint64_t LowExcess = 0,
          std::uint64_t HighExcess = 0>
class IntegerLanes {
public:
    static constexpr std::size_t count = Count;
    static constexpr std::size_t worthwhile = 2;
    static constexpr bool splits_columns = SplitsColumns;
    static constexpr std::uint64_t low_excess = LowExcess;
    static constexpr std::uint64_t high_excess = HighExcess;

    struct Sum {
        std::uint64_t lanes[Count];

        void set(std::size_t lane, std::uint64_t sum) noexcept { lanes[lane] = sum; }
        std::uint64_t limb(std::size_t lane) const noexcept { return lanes[lane]; }
    };
    using Factor = Sum;
    using Montgomery = vouch::builtin::LaneMontgomery<IntegerLanes>;

    static void square(Factor* to, const Factor* a, const typename Montgomery::Modulus& n,
                       const Sum* start) noexcept {
        Montgomery::square(IntegerLanes{}, to, a, n, start);
    }
    static void multiply(Factor* to, const Factor* a, const Factor* b,
                         const typename Montgomery::Modulus& n, const Sum* start) noexcept {
        Montgomery::multiply(IntegerLanes{}, to, a, b, n, start);
    }
    static void add_product(Sum* sums, const Factor* a, std::size_t a_blocks, const Factor* b,
                            std::size_t b_blocks) noexcept {
        Montgomery::add_product(IntegerLanes{}, sums, a, a_blocks, b, b_blocks);
    }

private:
    friend Montgomery;

    void multiply_add(Sum& low, Sum& high, const Factor& a, const Factor& b) const noexcept {
        constexpr std::uint64_t half = (std::uint64_t{1} << 26) - 1;
        for (std::size_t lane = 0; lane < Count; ++lane) {
            const std::uint64_t a0 = a.lanes[lane] & half, a1 = a.lanes[lane] >> 26 & half;
            const std::uint64_t b0 = b.lanes[lane] & half, b1 = b.lanes[lane] >> 26 & half;
            const std::uint64_t middle = a0 * b1 + a1 * b0 + (a0 * b0 >> 26);
            low.lanes[lane] += ((middle & half) << 26 | (a0 * b0 & half)) + LowExcess;
            high.lanes[lane] += a1 * b1 + (middle >> 26) + HighExcess;
        }
    }
    void set(Sum& sum, std::uint64_t word) const noexcept {
        for (std::uint64_t& lane : sum.lanes) lane = word;
    }
    void add(Sum& sum, const Sum& addend) const noexcept {
        for (std::size_t lane = 0; lane < Count; ++lane) sum.lanes[lane] += addend.lanes[lane];
    }
    void split(Sum& limb, Sum& sum) const noexcept {
        for (std::size_t lane = 0; lane < Count; ++lane) {
            limb.lanes[lane] = sum.lanes[lane] & vouch::builtin::lane_limb_mask;
            sum.lanes[lane] >>= vouch::builtin::lane_limb_bits;
        }
    }
    void to_factor(Factor& factor, const Sum& limb) const noexcept { factor = limb; }
};

/// Like IfmaLanes.
using IntegerIfmaLanes = IntegerLanes<8, true>;
/// Like FmaLanes: with the exponents of 2^52 and 2^104.
using IntegerFmaLanes =
    IntegerLanes<4, false, std::uint64_t{0x433} << 52, std::uint64_t{0x467} << 52>;

}  // namespace vouch_tests

#endif
