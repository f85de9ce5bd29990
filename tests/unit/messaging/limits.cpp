// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/limits.hpp>

#include <boost/test/unit_test.hpp>

#include <vouch/config.hpp>

BOOST_AUTO_TEST_SUITE(messaging_limits)

namespace {

namespace limits = vouch::messaging::limits;

// What the documentation of such platforms promises.
static_assert(limits::certificate_days == 10);
static_assert(limits::challenge_seconds == 30);
static_assert(limits::challenge_attempts == 3);

// A tenant has room for what one record may name.
static_assert(limits::keys >= vouch::limits::keyset_keys);

}  // namespace

BOOST_AUTO_TEST_CASE(a_session_is_remembered_for_as_long_as_the_longest_lasts) {
    BOOST_TEST(limits::forgotten_after_seconds == 259'200);
}

BOOST_AUTO_TEST_SUITE_END()
