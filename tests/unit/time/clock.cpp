// SPDX-License-Identifier: BSL-1.0
#include <vouch/time/clock.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <thread>

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

/// A clock that also measures elapsed time, with one requirement of that taken away.
enum class WithoutElapsed { whole, clock, const_call, noexcept_call, right_type };

template <WithoutElapsed Missing>
struct Measuring : Archetype<Without::whole> {
    std::int64_t elapsed_nanoseconds() const noexcept { return 0; }
};
template <>
struct Measuring<WithoutElapsed::clock> {
    std::int64_t elapsed_nanoseconds() const noexcept { return 0; }
};
template <>
struct Measuring<WithoutElapsed::const_call> : Archetype<Without::whole> {
    std::int64_t elapsed_nanoseconds() noexcept { return 0; }
};
template <>
struct Measuring<WithoutElapsed::noexcept_call> : Archetype<Without::whole> {
    std::int64_t elapsed_nanoseconds() const { return 0; }
};
template <>
struct Measuring<WithoutElapsed::right_type> : Archetype<Without::whole> {
    std::int32_t elapsed_nanoseconds() const noexcept { return 0; }
};

using vouch::measures_elapsed_time;
static_assert(measures_elapsed_time<Measuring<WithoutElapsed::whole>>);
static_assert(!measures_elapsed_time<Measuring<WithoutElapsed::clock>>);
static_assert(!measures_elapsed_time<Measuring<WithoutElapsed::const_call>>);
static_assert(!measures_elapsed_time<Measuring<WithoutElapsed::noexcept_call>>);
static_assert(!measures_elapsed_time<Measuring<WithoutElapsed::right_type>>);
// It is no part of being a clock.
static_assert(!measures_elapsed_time<Archetype<Without::whole>>);
static_assert(vouch::clock<Measuring<WithoutElapsed::whole>>);
static_assert(vouch::clock<Measuring<WithoutElapsed::right_type>>);

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

BOOST_AUTO_TEST_CASE(time_elapses_for_the_system_clock_as_it_passes) {
    // A template, so that a system without such a clock is not asked for it.
    const auto check = []<class Clock>(const Clock& clock) {
        if constexpr (measures_elapsed_time<Clock>) {
            const std::int64_t first = clock.elapsed_nanoseconds();
            BOOST_TEST(first >= 0);
            std::int64_t last = first;
            for (int i = 0; i < 1000; ++i) {
                const std::int64_t now = clock.elapsed_nanoseconds();
                BOOST_TEST(now >= last);
                last = now;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds{2});
            BOOST_TEST(clock.elapsed_nanoseconds() - first >= 2'000'000);
        } else {
            BOOST_TEST(true);
        }
    };
    check(vouch::SystemClock{});
}

BOOST_AUTO_TEST_SUITE_END()
