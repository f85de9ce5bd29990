// SPDX-License-Identifier: BSL-1.0
#include <vouch/detail/policy.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(detail_policy)

namespace {

struct Clock {
    using policy_kind = vouch::clock_policy;
};
struct Heir : Clock {};
struct Unnamed {};
struct Secretive {
private:
    using policy_kind = vouch::clock_policy;
};

static_assert(vouch::policy_of<Clock, vouch::clock_policy>);
static_assert(vouch::policy_of<Heir, vouch::clock_policy>);
static_assert(!vouch::policy_of<Clock, vouch::json_policy>);
static_assert(!vouch::policy_of<Unnamed, vouch::clock_policy>);
static_assert(!vouch::policy_of<Secretive, vouch::clock_policy>);
static_assert(!vouch::policy_of<int, vouch::clock_policy>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_policy_names_its_own_kind) {
    BOOST_TEST((vouch::policy_of<Clock, vouch::clock_policy>));
}

BOOST_AUTO_TEST_SUITE_END()
