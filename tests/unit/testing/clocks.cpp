// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/clocks.hpp>

#include <boost/test/unit_test.hpp>

#include <thread>

BOOST_AUTO_TEST_SUITE(testing_clocks)

namespace {

using vouch::NumericDate;
using vouch::testing::FixedClock;
using vouch::testing::ManualClock;

static_assert(vouch::measures_elapsed_time<ManualClock>);
static_assert(!vouch::measures_elapsed_time<FixedClock<0>>);
static_assert(FixedClock<1'700'000'000>{}.now() == NumericDate{1'700'000'000});

}  // namespace

BOOST_AUTO_TEST_CASE(a_manual_clock_shows_what_it_is_set_to) {
    ManualClock clock;
    BOOST_TEST((clock.now() == NumericDate{}));
    clock.set({1'700'000'000, 999'999'999});
    BOOST_TEST((clock.now() == NumericDate{1'700'000'000, 999'999'999}));
    clock.advance(60);
    BOOST_TEST((clock.now() == NumericDate{1'700'000'060, 999'999'999}));
    clock.advance(-60);
    BOOST_TEST((clock.now() == NumericDate{1'700'000'000, 999'999'999}));
    const ManualClock set_at_start{{5, 6}};
    BOOST_TEST((set_at_start.now() == NumericDate{5, 6}));
}

BOOST_AUTO_TEST_CASE(time_elapses_for_a_manual_clock_only_when_it_is_advanced) {
    const ManualClock clock{{1'700'000'000}};
    const ManualClock copy = clock;
    BOOST_TEST(clock.elapsed_nanoseconds() == 0);
    for (const NumericDate time : {NumericDate{0}, NumericDate{1'800'000'000}, NumericDate{5, 6}}) {
        clock.set(time);
        BOOST_TEST(clock.elapsed_nanoseconds() == 0);
    }
    clock.advance(60);
    BOOST_TEST((clock.now() == NumericDate{65, 6}));
    BOOST_TEST(clock.elapsed_nanoseconds() == 60'000'000'000);
    clock.set({1});
    copy.advance(1);
    BOOST_TEST((clock.now() == NumericDate{2}));
    BOOST_TEST(clock.elapsed_nanoseconds() == 61'000'000'000);
    BOOST_TEST(copy.elapsed_nanoseconds() == 61'000'000'000);
}

BOOST_AUTO_TEST_CASE(copies_of_a_manual_clock_show_the_same_time) {
    const ManualClock clock{{100}};
    const ManualClock copy = clock;
    clock.advance(5);
    BOOST_TEST((copy.now() == NumericDate{105}));
    copy.set({7});
    BOOST_TEST((clock.now() == NumericDate{7}));
}

BOOST_AUTO_TEST_CASE(a_manual_clock_is_set_while_others_read_it) {
    const ManualClock clock{{0}};
    std::thread setter{[clock] {
        for (int i = 0; i < 1000; ++i) clock.advance(1);
    }};
    NumericDate before = clock.now();
    for (int i = 0; i < 1000; ++i) {
        const NumericDate now = clock.now();
        BOOST_TEST((now >= before));
        before = now;
    }
    setter.join();
    BOOST_TEST((clock.now() == NumericDate{1000}));
}

BOOST_AUTO_TEST_SUITE_END()
