// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/ifma_lanes.hpp>

#include <boost/test/unit_test.hpp>

#include <vouch/detail/processor.hpp>

#include <support/integer_lanes.hpp>
#include <support/lane_laws.hpp>
#include <support/lane_rsa_laws.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_ifma_lanes)

// What the instructions are said to do, in integers.
BOOST_AUTO_TEST_CASE(good_signatures_hold_in_lanes_like_these) {
    vouch_tests::check_lane_rsa_of_every_shape<vouch_tests::IntegerIfmaLanes>();
}

#if VOUCH_HAS_X86_KERNELS

namespace {

struct HasLanes {
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        return vouch::detail::processor().has_avx512_ifma;
    }
};
const boost::unit_test::precondition where_there_are_lanes{HasLanes{}};

}  // namespace

BOOST_AUTO_TEST_CASE(products_are_right_for_moduli_of_every_shape, *where_there_are_lanes) {
    vouch_tests::check_lane_products<vouch::builtin::IfmaLanes>(40);
}

// rules 30, 31, 32
BOOST_AUTO_TEST_CASE(good_signatures_hold_in_any_lanes_and_no_others, *where_there_are_lanes) {
    vouch_tests::check_lane_rsa<vouch::builtin::IfmaLanes>();
    vouch_tests::check_lane_rsa_of_every_shape<vouch::builtin::IfmaLanes>();
}

#endif

BOOST_AUTO_TEST_SUITE_END()
