// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/leeway.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>

BOOST_AUTO_TEST_SUITE(rules_leeway)

namespace {

using vouch::Leeway;
using vouch::RuntimeLeeway;

static_assert(Leeway<0>{}.seconds() == 0 && Leeway<60>{}.seconds() == 60);
static_assert(Leeway<600>{}.seconds() == 600 && Leeway<0>::well_formed && Leeway<600>::well_formed);
static_assert(RuntimeLeeway{0}.seconds() == 0 && RuntimeLeeway{1}.seconds() == 1);
static_assert(RuntimeLeeway{-1}.seconds() == 0 && RuntimeLeeway{601}.seconds() == 600);
static_assert(RuntimeLeeway{600}.seconds() == 600 && RuntimeLeeway{599}.seconds() == 599);

/// A leeway with one requirement taken away; `whole` is one.
enum class Without { whole, kind, const_call, noexcept_call, right_type };

template <Without Missing>
struct Archetype {
    using policy_kind = vouch::leeway_policy;
    std::int64_t seconds() const noexcept { return 0; }
};
template <>
struct Archetype<Without::kind> {
    std::int64_t seconds() const noexcept { return 0; }
};
template <>
struct Archetype<Without::const_call> {
    using policy_kind = vouch::leeway_policy;
    std::int64_t seconds() noexcept { return 0; }
};
template <>
struct Archetype<Without::noexcept_call> {
    using policy_kind = vouch::leeway_policy;
    std::int64_t seconds() const { return 0; }
};
template <>
struct Archetype<Without::right_type> {
    using policy_kind = vouch::leeway_policy;
    int seconds() const noexcept { return 0; }
};

static_assert(vouch::leeway<Archetype<Without::whole>>);
static_assert(!vouch::leeway<Archetype<Without::kind>>);
static_assert(!vouch::leeway<Archetype<Without::const_call>>);
static_assert(!vouch::leeway<Archetype<Without::noexcept_call>>);
static_assert(!vouch::leeway<Archetype<Without::right_type>>);

}  // namespace

// rule 47
BOOST_AUTO_TEST_CASE(stays_within_ten_minutes) {
    BOOST_TEST(RuntimeLeeway{-1}.seconds() == 0);
    BOOST_TEST(RuntimeLeeway{601}.seconds() == 600);
    BOOST_TEST(RuntimeLeeway{std::numeric_limits<std::int64_t>::max()}.seconds() == 600);
    BOOST_TEST(RuntimeLeeway{std::numeric_limits<std::int64_t>::min()}.seconds() == 0);
    BOOST_TEST(vouch::limits::leeway_seconds == 60);
}

BOOST_AUTO_TEST_SUITE_END()
