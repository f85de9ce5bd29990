// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/block_kernel.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>

#include <support/big_integer.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_block_kernel)

namespace {

using vouch::builtin::BlockKernel;
using vouch_tests::BigInteger;
using vouch_tests::from_limbs;

#if VOUCH_HAS_INT128
using Limbs = std::tuple<std::uint32_t, std::uint64_t>;
static_assert(std::is_same_v<vouch::builtin::NativeLimb, std::uint64_t>);
#else
using Limbs = std::tuple<std::uint32_t>;
static_assert(std::is_same_v<vouch::builtin::NativeLimb, std::uint32_t>);
#endif

template <class Limb>
using Block = std::array<Limb, 8>;

template <class Limb>
BigInteger value(const Block<Limb>& block) {
    return from_limbs(block.data(), block.size());
}
template <class Limb>
BigInteger bound() {
    return BigInteger{1} << (8 * BlockKernel<Limb>::limb_bits);
}

/// Blocks with the greatest carries, without any, and between.
template <class Limb>
std::array<Block<Limb>, 4> blocks() {
    constexpr Limb ones = std::numeric_limits<Limb>::max();
    return {{{},
             {ones, ones, ones, ones, ones, ones, ones, ones},
             {1, 0, ones, 0, ones, 1, 0, ones},
             {ones - 4, 7, ones / 3, ones / 5, 11, ones / 2, ones / 2 + 1, ones / 7}}};
}

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(multiply_add_is_exact, Limb, Limbs) {
    for (const auto& a : blocks<Limb>()) {
        for (const auto& b : blocks<Limb>()) {
            for (const auto& old_sum : blocks<Limb>()) {
                for (const auto& old_carry : blocks<Limb>()) {
                    auto sum = old_sum;
                    auto carry = old_carry;
                    BlockKernel<Limb>::multiply_add(sum.data(), carry.data(), a.data(), b.data());
                    BOOST_TEST((bound<Limb>() * value(carry) + value(sum) ==
                                value(a) * value(b) + value(old_sum) + value(old_carry)));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_of_pairs_are_exact, Limb, Limbs) {
    for (const auto& a : blocks<Limb>()) {
        BigInteger pairs = value(a) * value(a);
        for (std::size_t i = 0; i < 8; ++i) {
            pairs -= (BigInteger{a[i]} * a[i]) << (2 * i * BlockKernel<Limb>::limb_bits);
        }
        pairs /= 2;
        for (const auto& old_sum : blocks<Limb>()) {
            auto sum = old_sum;
            Block<Limb> carry{};
            BlockKernel<Limb>::add_products_of_pairs(sum.data(), carry.data(), a.data());
            BOOST_TEST((bound<Limb>() * value(carry) + value(sum) == pairs + value(old_sum)));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(reduce_divides_exactly, Limb, Limbs) {
    for (auto n : blocks<Limb>()) {
        n[0] |= 1;
        Limb inverse = n[0];
        for (int i = 0; i < 6; ++i) inverse = static_cast<Limb>(inverse * (2 - n[0] * inverse));
        inverse = static_cast<Limb>(0 - inverse);
        for (const auto& old_value : blocks<Limb>()) {
            auto block = old_value;
            Block<Limb> q{};
            BlockKernel<Limb>::reduce(block.data(), q.data(), n.data(), inverse);
            BOOST_TEST((bound<Limb>() * value(block) == value(old_value) + value(q) * value(n)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
