// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_LANE_LAWS_HPP
#define VOUCH_TESTS_SUPPORT_LANE_LAWS_HPP

#include <vouch/crypto/builtin/lane_montgomery.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "big_integer.hpp"

// What products in lanes must be, whatever multiplies: for a test of each kind of lanes.

namespace vouch_tests {

/// Numbers and moduli that are as far as can be from usual ones, among usual ones.
class LaneNumbers {
public:
    explicit LaneNumbers(std::uint64_t seed) : random_{seed} {}

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

    /// Of limbs that are all ones, zero, one, have one bit, or are any.
    BigInteger with_extreme_limbs(std::size_t bits) {
        BigInteger number = 0;
        for (std::size_t i = 0; i < bits; i += vouch::builtin::lane_limb_bits) {
            number <<= vouch::builtin::lane_limb_bits;
            number += limb();
        }
        return number & ((BigInteger{1} << bits) - 1);
    }
    /// Odd, with the highest bit set.
    BigInteger modulus(std::size_t bits) {
        const BigInteger top = BigInteger{1} << (bits - 1);
        switch (below(6)) {
            case 0:
                return 2 * top - 1;
            case 1:
                return top + 1;
            case 2:
                return 2 * top - (BigInteger{1} << (1 + below(bits - 2))) - 1;
            case 3:
                return top + (BigInteger{1} << (1 + below(bits - 2))) + 1;
            default:
                return with_extreme_limbs(bits) | top | BigInteger{1};
        }
    }
    BigInteger under(const BigInteger& bound) {
        switch (below(8)) {
            case 0:
                return 0;
            case 1:
                return 1;
            case 2:
                return bound - 1;
            case 3:
                return bound / 2;
            default:
                return with_extreme_limbs(msb(bound) + 1) % bound;
        }
    }

private:
    std::uint64_t limb() {
        switch (below(5)) {
            case 0:
                return vouch::builtin::lane_limb_mask;
            case 1:
                return 0;
            case 2:
                return vouch::builtin::lane_limb_mask - 1;
            case 3:
                return std::uint64_t{1} << below(vouch::builtin::lane_limb_bits);
            default:
                return random_() & vouch::builtin::lane_limb_mask;
        }
    }

    std::mt19937_64 random_;
};

/// An array of limbs, each of all lanes.
template <class Vector>
class LaneArray {
public:
    explicit LaneArray(std::size_t limbs) : limbs_(limbs) {}

    Vector* data() { return limbs_.data(); }
    void set(std::size_t lane, BigInteger number) {
        for (Vector& limb : limbs_) {
            limb.set(lane, static_cast<std::uint64_t>(number & vouch::builtin::lane_limb_mask));
            number >>= vouch::builtin::lane_limb_bits;
        }
    }
    BigInteger get(std::size_t lane) const {
        BigInteger number = 0;
        for (std::size_t i = limbs_.size(); i-- > 0;) {
            BOOST_TEST_REQUIRE(limbs_[i].limb(lane) <= vouch::builtin::lane_limb_mask);
            number = (number << vouch::builtin::lane_limb_bits) + limbs_[i].limb(lane);
        }
        return number;
    }

private:
    std::vector<Vector> limbs_;
};

/// Multiplies in all lanes of one group and compares with the definition.
template <class Lanes>
class LaneGroup {
public:
    LaneGroup(std::size_t blocks, LaneNumbers& numbers)
        : blocks_{blocks}, limbs_{blocks * vouch::builtin::lane_block} {
        const std::size_t r_bits = limbs_ * vouch::builtin::lane_limb_bits;
        const BigInteger block_end = BigInteger{1}
                                     << vouch::builtin::lane_block * vouch::builtin::lane_limb_bits;
        std::vector<std::uint64_t> offsets(2 * limbs_);
        Lanes::Montgomery::set_offsets(offsets.data(), blocks);
        for (std::size_t lane = 0; lane < Lanes::count; ++lane) {
            n_.push_back(numbers.modulus(r_bits - 2 - numbers.below(50)));
            modulus_.set(lane, n_[lane]);
            inverse_.set(lane, inverse(block_end - n_[lane] % block_end, block_end));
            for (std::size_t i = 0; i < 2 * limbs_; ++i) start_.data()[i].set(lane, offsets[i]);
        }
    }

    void check(LaneNumbers& numbers) {
        std::vector<BigInteger> a, b, added;
        for (std::size_t lane = 0; lane < Lanes::count; ++lane) {
            a.push_back(numbers.under(2 * n_[lane]));
            b.push_back(numbers.under(2 * n_[lane]));
            a_.set(lane, a[lane]);
            b_.set(lane, b[lane]);
        }
        Lanes::square(to_.data(), a_.data(), n(), start_.data());
        for (std::size_t lane = 0; lane < Lanes::count; ++lane) {
            check_product(lane, a[lane] * a[lane], 2);
        }
        Lanes::multiply(to_.data(), a_.data(), b_.data(), n(), start_.data());
        for (std::size_t lane = 0; lane < Lanes::count; ++lane) {
            check_product(lane, a[lane] * b[lane], 2);
        }

        LaneArray<Factor> factor{2 * vouch::builtin::lane_block};
        LaneArray<Sum> start = start_;
        for (std::size_t lane = 0; lane < Lanes::count; ++lane) {
            const BigInteger c = numbers.with_extreme_limbs(500);
            factor.set(lane, c);
            added.push_back(a[lane] * b[lane] + b[lane] * c);
        }
        Lanes::add_product(start.data(), b_.data(), blocks_, factor.data(), 2);
        Lanes::multiply(to_.data(), a_.data(), b_.data(), n(), start.data());
        for (std::size_t lane = 0; lane < Lanes::count; ++lane) {
            check_product(lane, added[lane], 3);
        }
    }

private:
    using Factor = typename Lanes::Factor;
    using Sum = typename Lanes::Sum;

    typename Lanes::Montgomery::Modulus n() {
        return {blocks_, modulus_.data(), inverse_.data(), quotient_.data()};
    }
    /// That `to_` is product / R modulo n, and under so many n.
    void check_product(std::size_t lane, const BigInteger& product, int bound) const {
        const BigInteger r = BigInteger{1} << limbs_ * vouch::builtin::lane_limb_bits;
        const BigInteger found = to_.get(lane);
        BOOST_TEST_CONTEXT("lane " << lane << ", modulus " << std::hex << n_[lane]) {
            BOOST_TEST(((found * r - product) % n_[lane] == 0));
            BOOST_TEST((found < bound * n_[lane]));
        }
    }
    /// 1/x modulo `end`, a power of 2.
    static BigInteger inverse(const BigInteger& x, const BigInteger& end) {
        BigInteger y = 1;
        for (int i = 0; i < 10; ++i) y = y * (2 * end + 2 - x * y % end) % end;
        return y;
    }

    std::size_t blocks_;
    std::size_t limbs_;
    std::vector<BigInteger> n_;
    LaneArray<Factor> a_{limbs_}, b_{limbs_}, to_{limbs_}, modulus_{limbs_}, quotient_{limbs_};
    LaneArray<Factor> inverse_{vouch::builtin::lane_block};
    LaneArray<Sum> start_{2 * limbs_};
};

/// Checks many products of numbers of all sizes.
template <class Lanes>
void check_lane_products(std::size_t rounds = 20) {
    constexpr std::uint64_t seed = 20'261'123;
    LaneNumbers numbers{seed};
    for (const std::size_t blocks : {8U, 9U, 12U, 16U}) {
        for (std::size_t i = 0; i < rounds; ++i) {
            LaneGroup<Lanes> group{blocks, numbers};
            for (int j = 0; j < 3; ++j) group.check(numbers);
        }
    }
}

}  // namespace vouch_tests

#endif
