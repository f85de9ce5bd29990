// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_refresh.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(keys_jwks_refresh)

BOOST_AUTO_TEST_CASE(the_first_fetch_is_due_when_the_caller_says) {
    vouch::JwksRefresh refresh{{}, 1, 100};
    BOOST_TEST(!refresh.start(99));
    BOOST_TEST((refresh.start(100) == 1u));
}

BOOST_AUTO_TEST_SUITE_END()
