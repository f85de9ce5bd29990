// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_budget.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(keys_jwks_budget)

BOOST_AUTO_TEST_CASE(a_source_that_is_alone_may_fetch_at_once) {
    vouch::JwksBudget budget;
    budget.wait("a.example", 7);
    BOOST_TEST((budget.next(0) == 7u));
}

BOOST_AUTO_TEST_SUITE_END()
