// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_BLOCK_KERNEL_LAWS_HPP
#define VOUCH_TESTS_SUPPORT_BLOCK_KERNEL_LAWS_HPP

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "big_integer.hpp"

namespace vouch_tests {

/// What the functions of a block kernel promise, checked with somebody else's integers.
template <class Kernel>
class BlockKernelLaws {
public:
    using Limb = typename Kernel::Limb;
    using Block = std::array<Limb, 8>;

    static void multiply_add_is_exact() {
        for (const Block& a : blocks()) {
            for (const Block& b : blocks()) {
                for (const Block& old_sum : blocks()) {
                    for (const Block& old_carry : blocks()) {
                        Block sum = old_sum, carry = old_carry;
                        Kernel::multiply_add(sum.data(), carry.data(), a.data(), b.data());
                        BOOST_TEST((bound() * value(carry) + value(sum) ==
                                    value(a) * value(b) + value(old_sum) + value(old_carry)));
                    }
                }
            }
        }
    }

    static void products_of_pairs_are_exact() {
        for (const Block& a : blocks()) {
            BigInteger pairs = value(a) * value(a);
            for (std::size_t i = 0; i < 8; ++i) {
                pairs -= (BigInteger{a[i]} * a[i]) << (2 * i * Kernel::limb_bits);
            }
            pairs /= 2;
            for (const Block& old_sum : blocks()) {
                Block sum = old_sum, carry = blocks()[1];
                Kernel::add_products_of_pairs(sum.data(), carry.data(), a.data());
                BOOST_TEST((bound() * value(carry) + value(sum) == pairs + value(old_sum)));
            }
        }
    }

    static void doubling_and_squares_are_exact() {
        for (const std::size_t limbs : {8U, 16U, 64U, 128U}) {
            for (std::size_t kind = 0; kind < 9; ++kind) {
                std::vector<Limb> a(limbs), wide(2 * limbs);
                for (std::size_t i = 0; i < limbs; ++i) a[i] = blocks()[kind % 3 + 1][i % 8];
                BigInteger squares;
                for (std::size_t i = 0; i < limbs; ++i) {
                    squares += (BigInteger{a[i]} * a[i]) << (2 * i * Kernel::limb_bits);
                }
                // The greatest that leaves room for the squares, a third of that, and none.
                const BigInteger end = BigInteger{1} << (2 * limbs * Kernel::limb_bits);
                BigInteger old = (end - 1 - squares) / 2;
                old = kind / 3 == 0 ? old : kind / 3 == 1 ? BigInteger{old / 3} : BigInteger{0};
                wide = to_limbs<Limb>(old, 2 * limbs);
                Kernel::double_and_add_squares(wide.data(), a.data(), limbs);
                BOOST_TEST((from_limbs(wide.data(), 2 * limbs) == 2 * old + squares));
            }
        }
    }

    static void reduce_divides_exactly() {
        for (Block n : blocks()) {
            n[0] |= 1;
            Limb inverse = n[0];
            for (int i = 0; i < 6; ++i) inverse = static_cast<Limb>(inverse * (2 - n[0] * inverse));
            inverse = static_cast<Limb>(0 - inverse);
            for (const Block& old_value : blocks()) {
                Block block = old_value, q{};
                Kernel::reduce(block.data(), q.data(), n.data(), inverse);
                BOOST_TEST((bound() * value(block) == value(old_value) + value(q) * value(n)));
            }
        }
    }

private:
    static BigInteger value(const Block& block) { return from_limbs(block.data(), block.size()); }
    static BigInteger bound() { return BigInteger{1} << (8 * Kernel::limb_bits); }

    /// Blocks with the greatest carries, without any, and between; some of each number at random.
    static const std::vector<Block>& blocks() {
        static const std::vector<Block> all = [] {
            constexpr Limb ones = std::numeric_limits<Limb>::max();
            std::vector<Block> made{
                {},
                {ones, ones, ones, ones, ones, ones, ones, ones},
                {1, 0, ones, 0, ones, 1, 0, ones},
                {ones - 4, 7, ones / 3, ones / 5, 11, ones / 2, ones / 2 + 1, ones / 7}};
            std::mt19937_64 random{20261122};
            for (std::size_t i = 0; i < 4; ++i) {
                for (Limb& limb : made.emplace_back()) {
                    // One in four limbs is all ones or zero, where carries go on.
                    const auto choice = random() % 8;
                    limb = choice == 0 ? ones : choice == 1 ? Limb{0} : static_cast<Limb>(random());
                }
            }
            return made;
        }();
        return all;
    }
};

}  // namespace vouch_tests

#endif
