// SPDX-License-Identifier: BSL-1.0
#include <vouch/time/clock.hpp>

#include <boost/test/unit_test.hpp>

#include <ctime>

BOOST_AUTO_TEST_SUITE(time_clock)

namespace {

using vouch::NumericDate;

/// A clock with one requirement taken away; `whole` is a clock.
enum class Without { whole, kind, its_kind, const_call, noexcept_call, right_type };

template <Without Missing>
struct Archetype {
    using policy_kind = vouch::clock_policy;
    NumericDate now() const noexcept { return {}; }
};
template <>
struct Archetype<Without::kind> {
    NumericDate now() const noexcept { return {}; }
};
template <>
struct Archetype<Without::its_kind> {
    using policy_kind = vouch::leeway_policy;
    NumericDate now() const noexcept { return {}; }
};
template <>
struct Archetype<Without::const_call> {
    using policy_kind = vouch::clock_policy;
    NumericDate now() noexcept { return {}; }
};
template <>
struct Archetype<Without::noexcept_call> {
    using policy_kind = vouch::clock_policy;
    NumericDate now() const { return {}; }
};
template <>
struct Archetype<Without::right_type> {
    using policy_kind = vouch::clock_policy;
    long now() const noexcept { return {}; }
};

static_assert(vouch::clock<Archetype<Without::whole>>);
static_assert(!vouch::clock<Archetype<Without::kind>>);
static_assert(!vouch::clock<Archetype<Without::its_kind>>);
static_assert(!vouch::clock<Archetype<Without::const_call>>);
static_assert(!vouch::clock<Archetype<Without::noexcept_call>>);
static_assert(!vouch::clock<Archetype<Without::right_type>>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_system_clock_shows_the_time_of_the_system) {
    const std::time_t before = std::time(nullptr);
    const NumericDate now = vouch::SystemClock{}.now();
    const std::time_t after = std::time(nullptr);
    // std::time may be a tick behind.
    BOOST_TEST(now.seconds >= before - 1);
    BOOST_TEST(now.seconds <= after + 1);
    BOOST_TEST(now.nanoseconds < 1'000'000'000U);
}

BOOST_AUTO_TEST_SUITE_END()
