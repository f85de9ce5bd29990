// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/fma_lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <support/lane_laws.hpp>
#include <support/lane_rsa_laws.hpp>
#include <support/mxcsr.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_fma_lanes)

#if VOUCH_HAS_X86_KERNELS

namespace {

using vouch::builtin::FmaLanes;
using vouch::builtin::lane_limb_mask;

struct HasLanes {
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        return vouch::builtin::has_fma_products();
    }
};
const boost::unit_test::precondition where_there_are_lanes{HasLanes{}};

}  // namespace

BOOST_AUTO_TEST_CASE(the_halves_of_a_product_are_exact, *where_there_are_lanes) {
    std::mt19937_64 random{20261123};
    const auto limb = [&] {
        const std::uint64_t any = random() & lane_limb_mask;
        const std::uint64_t cases[] = {0, 1, lane_limb_mask, lane_limb_mask - 1, any, any >> 26};
        return cases[random() % 6];
    };
    for (int i = 0; i < 2000; ++i) {
        FmaLanes::Factor a[vouch::builtin::lane_block] = {};
        FmaLanes::Factor b[vouch::builtin::lane_block] = {};
        FmaLanes::Sum sums[2 * vouch::builtin::lane_block] = {};
        std::uint64_t x[FmaLanes::count], y[FmaLanes::count];
        for (std::size_t lane = 0; lane < FmaLanes::count; ++lane) {
            a[0].set(lane, x[lane] = limb());
            b[0].set(lane, y[lane] = limb());
        }
        FmaLanes::add_product(sums, a, 1, b, 1);
        for (std::size_t lane = 0; lane < FmaLanes::count; ++lane) {
            const auto product = vouch_tests::BigInteger{x[lane]} * y[lane];
            BOOST_TEST((product % (lane_limb_mask + 1) == sums[0].vector[lane]));
            BOOST_TEST((product / (lane_limb_mask + 1) == sums[1].vector[lane]));
        }
    }
}

BOOST_AUTO_TEST_CASE(products_are_right_for_moduli_of_every_shape, *where_there_are_lanes) {
    vouch_tests::check_lane_products<FmaLanes>(40);
}

// rules 30, 31, 32
BOOST_AUTO_TEST_CASE(good_signatures_hold_in_any_lanes_and_no_others, *where_there_are_lanes) {
    vouch_tests::check_lane_rsa<FmaLanes>();
    vouch_tests::check_lane_rsa_of_every_shape<FmaLanes>();
}

BOOST_AUTO_TEST_CASE(how_the_caller_rounds_and_traps_is_of_no_matter, *where_there_are_lanes) {
    vouch_tests::check_in_each_way_to_round([] {
        FmaLanes::Factor a[vouch::builtin::lane_block] = {};
        FmaLanes::Sum sums[2 * vouch::builtin::lane_block] = {};
        for (FmaLanes::Factor& limb : a) limb.set(0, lane_limb_mask - 2);
        FmaLanes::add_product(sums, a, 1, a, 1);
        std::vector<std::uint64_t> result;
        for (const FmaLanes::Sum& sum : sums) result.push_back(sum.vector[0]);
        return result;
    });
}

#endif

BOOST_AUTO_TEST_SUITE_END()
