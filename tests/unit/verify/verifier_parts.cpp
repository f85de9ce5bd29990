// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier_parts.hpp>

#include <vouch/keys/static_keys.hpp>
#include <vouch/rules/leeway.hpp>

#include <boost/test/unit_test.hpp>

#include "support/good_token.hpp"

#include <concepts>

BOOST_AUTO_TEST_SUITE(verify_verifier_parts)

namespace {

using Verifier = vouch::Verifier<vouch::RS256, vouch_tests::Issuer, vouch::StaticKeys,
                                 vouch_tests::Now, vouch::RuntimeLeeway>;
using Parts = vouch::detail::VerifierParts<Verifier>;

static_assert(std::same_as<Parts::Composition::clock, vouch_tests::Now>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_parts_are_those_of_the_verifier) {
    const Verifier verifier{vouch_tests::good_keys(), vouch::RuntimeLeeway{7}};
    BOOST_TEST(Parts::of(verifier).leeway.seconds() == 7);
    BOOST_TEST(Parts::of(verifier).clock.now().seconds == 1'800'000'000);
    BOOST_TEST(vouch::detail::moment_at(Parts::of(verifier), {5}).now.seconds == 5);
    BOOST_TEST(vouch::detail::moment_at(Parts::of(verifier), {5}).leeway_seconds == 7);
}

BOOST_AUTO_TEST_SUITE_END()
