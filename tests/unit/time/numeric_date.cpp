// SPDX-License-Identifier: BSL-1.0
#include <vouch/time/numeric_date.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(time_numeric_date)

namespace {

using vouch::NumericDate;

static_assert(NumericDate{} == NumericDate{0, 0});
static_assert(NumericDate{5, 1} > NumericDate{5, 0} && NumericDate{5, 1} < NumericDate{6, 0});
static_assert(NumericDate{5, 999'999'999} < NumericDate{6});
static_assert(NumericDate{5, 7}.plus_seconds(10) == NumericDate{15, 7});
static_assert(NumericDate{5, 7}.plus_seconds(-10) == NumericDate{-5, 7});
static_assert(NumericDate{-5, 7} < NumericDate{-5, 8} && NumericDate{-5} < NumericDate{});
static_assert(NumericDate::last_second == 253'402'300'799);

}  // namespace

BOOST_AUTO_TEST_CASE(the_last_second_can_be_moved_without_overflow) {
    const NumericDate last{NumericDate::last_second, 999'999'999};
    BOOST_TEST((last.plus_seconds(NumericDate::last_second) > last));
    BOOST_TEST((last.plus_seconds(-NumericDate::last_second) == NumericDate{0, 999'999'999}));
}

BOOST_AUTO_TEST_SUITE_END()
