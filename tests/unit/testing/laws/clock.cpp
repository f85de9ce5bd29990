// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/clock.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

#include <vouch/testing/clocks.hpp>

BOOST_AUTO_TEST_SUITE(testing_laws_clock)

namespace {

using vouch::NumericDate;
using vouch::testing::clock_laws;
using Laws = std::vector<std::string_view>;

/// Shows one time after the other, the last for ever.
struct ScriptedClock {
    using policy_kind = vouch::clock_policy;

    NumericDate now() const noexcept {
        const NumericDate time = times[at];
        if (at + 1 < times.size()) ++at;
        return time;
    }

    std::vector<NumericDate> times;
    mutable std::size_t at = 0;
};

}  // namespace

BOOST_AUTO_TEST_CASE(sound_clocks_break_no_law) {
    const auto sound = [](const auto& clock) {
        for (const std::string_view law : clock_laws(clock).broken) BOOST_ERROR(law);
    };
    sound(vouch::SystemClock{});
    sound(vouch::testing::FixedClock<0>{});
    sound(vouch::testing::FixedClock<NumericDate::last_second>{});
    sound(vouch::testing::ManualClock{{1'700'000'000, 999'999'999}});
    sound(ScriptedClock{.times = {{100}, {99}, {99, 5}, {5000}}});
}

BOOST_AUTO_TEST_CASE(finds_a_clock_outside_of_1970_to_9999) {
    const Laws broken{"shows a time of the years 1970 to 9999"};
    BOOST_TEST((clock_laws(ScriptedClock{.times = {{-1}}}).broken == broken));
    const vouch::testing::FixedClock<NumericDate::last_second + 1> late;
    BOOST_TEST((clock_laws(late).broken == broken));
}

BOOST_AUTO_TEST_CASE(finds_a_clock_with_too_many_nanoseconds) {
    const Laws broken{"has less than a thousand million nanoseconds"};
    BOOST_TEST((clock_laws(ScriptedClock{.times = {{5, 1'000'000'000}}}).broken == broken));
}

BOOST_AUTO_TEST_CASE(finds_a_clock_that_goes_back) {
    const Laws broken{"does not go back by more than a second between two calls"};
    BOOST_TEST((clock_laws(ScriptedClock{.times = {{100, 1}, {99}}}).broken == broken));
}

BOOST_AUTO_TEST_SUITE_END()
