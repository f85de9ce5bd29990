// SPDX-License-Identifier: BSL-1.0
#include <vouch/fwd.hpp>
// What was declared agrees with what is defined.
#include <vouch/vouch.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

BOOST_AUTO_TEST_SUITE(fwd)

namespace {

static_assert(std::is_same_v<vouch::SubjectLength<>, vouch::SubjectLength<1, 255>>);
static_assert(std::is_same_v<vouch::SubjectLength<5>, vouch::SubjectLength<5, 255>>);
static_assert(std::is_same_v<vouch::VerifiedTokens<>, vouch::VerifiedTokens<1048576, 1024>>);

}  // namespace

BOOST_AUTO_TEST_CASE(names_can_be_used_before_they_are_defined) {
    const auto pass = [](vouch::Identity* identity) { return identity == nullptr; };
    BOOST_TEST(pass(nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
