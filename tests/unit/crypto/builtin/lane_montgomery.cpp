// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/lane_montgomery.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <tuple>

#include <support/integer_lanes.hpp>
#include <support/lane_laws.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_lane_montgomery)

using AllLanes = std::tuple<vouch_tests::IntegerLanes<1, false>, vouch_tests::IntegerLanes<3, true>,
                            vouch_tests::IntegerIfmaLanes, vouch_tests::IntegerFmaLanes>;

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_right_for_moduli_of_every_shape, Lanes, AllLanes) {
    vouch_tests::check_lane_products<Lanes>();
}

BOOST_AUTO_TEST_SUITE_END()
