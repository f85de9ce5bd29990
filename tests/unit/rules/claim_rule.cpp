// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/claim_rule.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(rules_claim_rule)

namespace {

using vouch::Claims;
using vouch::Header;
using vouch::Moment;
using vouch::Result;

/// A rule with one requirement taken away; `whole` is one.
enum class Without { whole, kind, const_call, noexcept_call, right_type, moment };

template <Without Missing>
struct ClaimArchetype {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const Claims&, const Moment&) const noexcept { return {}; }
};
template <>
struct ClaimArchetype<Without::kind> {
    Result<void> check(const Claims&, const Moment&) const noexcept { return {}; }
};
template <>
struct ClaimArchetype<Without::const_call> {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const Claims&, const Moment&) noexcept { return {}; }
};
template <>
struct ClaimArchetype<Without::noexcept_call> {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const Claims&, const Moment&) const { return {}; }
};
template <>
struct ClaimArchetype<Without::right_type> {
    using policy_kind = vouch::claim_rule_policy;
    bool check(const Claims&, const Moment&) const noexcept { return true; }
};
template <>
struct ClaimArchetype<Without::moment> {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const Claims&) const noexcept { return {}; }
};

static_assert(vouch::claim_rule<ClaimArchetype<Without::whole>>);
static_assert(!vouch::claim_rule<ClaimArchetype<Without::kind>>);
static_assert(vouch::checks_claims<ClaimArchetype<Without::kind>>);
static_assert(!vouch::claim_rule<ClaimArchetype<Without::const_call>>);
static_assert(!vouch::claim_rule<ClaimArchetype<Without::noexcept_call>>);
static_assert(!vouch::claim_rule<ClaimArchetype<Without::right_type>>);
static_assert(!vouch::claim_rule<ClaimArchetype<Without::moment>>);

template <Without Missing>
struct HeaderArchetype {
    using policy_kind = vouch::header_rule_policy;
    Result<void> check(const Header&) const noexcept { return {}; }
};
template <>
struct HeaderArchetype<Without::kind> {
    Result<void> check(const Header&) const noexcept { return {}; }
};
template <>
struct HeaderArchetype<Without::const_call> {
    using policy_kind = vouch::header_rule_policy;
    Result<void> check(const Header&) noexcept { return {}; }
};
template <>
struct HeaderArchetype<Without::noexcept_call> {
    using policy_kind = vouch::header_rule_policy;
    Result<void> check(const Header&) const { return {}; }
};
template <>
struct HeaderArchetype<Without::right_type> {
    using policy_kind = vouch::header_rule_policy;
    int check(const Header&) const noexcept { return 0; }
};

static_assert(vouch::header_rule<HeaderArchetype<Without::whole>>);
static_assert(!vouch::header_rule<HeaderArchetype<Without::kind>>);
static_assert(vouch::checks_header<HeaderArchetype<Without::kind>>);
static_assert(!vouch::header_rule<HeaderArchetype<Without::const_call>>);
static_assert(!vouch::header_rule<HeaderArchetype<Without::noexcept_call>>);
static_assert(!vouch::header_rule<HeaderArchetype<Without::right_type>>);
static_assert(!vouch::claim_rule<HeaderArchetype<Without::whole>>);
static_assert(!vouch::header_rule<ClaimArchetype<Without::whole>>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_moment_has_no_leeway_unless_it_is_given) {
    BOOST_TEST(Moment{}.leeway_seconds == 0);
    BOOST_TEST((Moment{}.now == vouch::NumericDate{}));
}

BOOST_AUTO_TEST_SUITE_END()
