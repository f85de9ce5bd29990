// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/user_verification.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(messaging_user_verification)

BOOST_AUTO_TEST_CASE(takes_no_part_until_it_is_set_active) {
    const vouch::messaging::UserVerification configuration{.name = "Customers", .keyset = "Login"};
    BOOST_TEST(!configuration.active);
}

BOOST_AUTO_TEST_SUITE_END()
