// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/lane_rsa.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <support/integer_lanes.hpp>
#include <support/lane_rsa_laws.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_lane_rsa)

namespace {

using namespace vouch::builtin;
using vouch_tests::BigInteger;

static_assert(lane_blocks_for(256) == 8 && lane_blocks_for(384) == 12 &&
              lane_blocks_for(512) == 16);
// 2078 bits and two more are eight blocks.
static_assert(lane_blocks_for(259) == 8 && lane_blocks_for(260) == 9);

}  // namespace

BOOST_AUTO_TEST_CASE(limbs_of_other_sizes_become_limbs_of_lanes) {
    BigInteger number = 1;
    for (int i = 0; i < 60; ++i) number = number * 6364136223846793005 + 1442695040888963407;
    number &= (BigInteger{1} << 2048) - 1;
    const auto words = vouch_tests::to_limbs<std::uint64_t>(number, 32);
    std::vector<std::uint64_t> limbs;
    for (std::size_t i = 0; i < 45; ++i) {
        limbs.push_back(lane_limb<64>(words.data(), words.size(), i));
        const BigInteger limb = number >> i * lane_limb_bits & lane_limb_mask;
        BOOST_TEST((limb == limbs.back()));
    }
    for (std::size_t i = 0; i < 45; ++i) {
        const std::uint64_t limb = i < 40 ? limbs[i] : 0;
        BOOST_TEST(lane_limb<lane_limb_bits>(limbs.data(), 40, i) == limb);
    }
}

BOOST_AUTO_TEST_CASE(the_inverse_of_a_modulus_is_one) {
    const BigInteger end = BigInteger{1} << lane_block * lane_limb_bits;
    for (BigInteger n = (BigInteger{1} << 2048) - 1; n > 1; n = n / 3 * 2 | BigInteger{1}) {
        if (msb(n) < 300) break;
        std::vector<std::uint64_t> limbs(LaneKey::size(8));
        const LaneKey key{limbs.data(), 8};
        key.set_modulus<64>(vouch_tests::to_limbs<std::uint64_t>(n, 32).data(), 32);
        BigInteger inverse = 0;
        for (std::size_t i = lane_block; i-- > 0;) {
            BOOST_TEST_REQUIRE(key.inverse()[i] <= lane_limb_mask);
            inverse = (inverse << lane_limb_bits) + key.inverse()[i];
        }
        BOOST_TEST(((n * inverse + 1) % end == 0));
    }
}

// rules 30, 31, 32
BOOST_AUTO_TEST_CASE(good_signatures_hold_in_any_lanes_and_no_others) {
    vouch_tests::check_lane_rsa<vouch_tests::IntegerLanes<2, true>>();
}

BOOST_AUTO_TEST_SUITE_END()
