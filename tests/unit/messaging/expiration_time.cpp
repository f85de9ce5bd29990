// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/expiration_time.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <limits>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(messaging_expiration_time)

namespace {

using vouch::Errc;
using vouch::messaging::ExpirationTime;
using vouch::messaging::minutes;

static_assert(minutes<1>.seconds() == 60);
static_assert(minutes<360>.minutes() == 360);
static_assert(minutes<4320> == *ExpirationTime::from_minutes(4320));
static_assert(minutes<60> != minutes<61>);
static_assert(!std::is_default_constructible_v<ExpirationTime>);
static_assert(!std::is_constructible_v<ExpirationTime, std::int64_t>);

}  // namespace

BOOST_AUTO_TEST_CASE(is_from_a_minute_to_72_hours) {
    for (const std::int64_t count : {1, 2, 60, 360, 4319, 4320}) {
        const auto time = ExpirationTime::from_minutes(count);
        BOOST_REQUIRE(time.has_value());
        BOOST_TEST(time->minutes() == count);
        BOOST_TEST(time->seconds() == count * 60);
    }
    using Numbers = std::numeric_limits<std::int64_t>;
    for (const std::int64_t count : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{4321},
                                     std::int64_t{259'200}, Numbers::min(), Numbers::max()}) {
        BOOST_TEST((ExpirationTime::from_minutes(count).error() == Errc::expiration_time), count);
    }
}

BOOST_AUTO_TEST_SUITE_END()
