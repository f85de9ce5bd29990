// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/timeline.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include <vouch/testing/clocks.hpp>

BOOST_AUTO_TEST_SUITE(messaging_timeline)

namespace {

using vouch::NumericDate;
using vouch::messaging::Timeline;
using vouch::testing::FixedClock;
using vouch::testing::ManualClock;

/// A clock that shows the wall time only.
class WallClock {
public:
    using policy_kind = vouch::clock_policy;

    explicit WallClock(NumericDate time) : clock_{time} {}
    NumericDate now() const noexcept { return clock_.now(); }
    void set(NumericDate time) const noexcept { clock_.set(time); }

private:
    ManualClock clock_;
};
static_assert(vouch::clock<WallClock> && !vouch::measures_elapsed_time<WallClock>);
static_assert(vouch::measures_elapsed_time<ManualClock>);

/// A clock that shows any two times.
struct TwoTimes {
    using policy_kind = vouch::clock_policy;

    struct Shown {
        NumericDate wall;
        std::int64_t elapsed;
    };
    NumericDate now() const noexcept { return shown->wall; }
    std::int64_t elapsed_nanoseconds() const noexcept { return shown->elapsed; }
    std::shared_ptr<Shown> shown;
};

static_assert(noexcept(std::declval<const Timeline<ManualClock>&>().now()));
static_assert(!std::is_copy_constructible_v<Timeline<ManualClock>>);

constexpr std::int64_t start = 1'800'000'000;
constexpr std::int64_t century = 3'155'760'000;

}  // namespace

BOOST_AUTO_TEST_CASE(shows_the_time_of_its_clock) {
    const ManualClock clock{{start, 5}};
    const Timeline timeline{clock};
    BOOST_TEST((timeline.now() == NumericDate{start, 5}));
    clock.advance(10);
    BOOST_TEST((timeline.now() == NumericDate{start + 10, 5}));
    BOOST_TEST((Timeline{FixedClock<start>{}}.now() == NumericDate{start}));
}

BOOST_AUTO_TEST_CASE(follows_a_wall_clock_that_is_set_forward) {
    const ManualClock clock{{start}};
    const Timeline timeline{clock};
    BOOST_TEST((timeline.now() == NumericDate{start}));
    clock.set({start + 3600, 7});
    BOOST_TEST((timeline.now() == NumericDate{start + 3600, 7}));
    clock.advance(1);
    BOOST_TEST((timeline.now() == NumericDate{start + 3601, 7}));
}

BOOST_AUTO_TEST_CASE(goes_on_at_its_own_pace_where_the_wall_clock_is_set_back) {
    const ManualClock clock{{start}};
    const Timeline timeline{clock};
    BOOST_TEST((timeline.now() == NumericDate{start}));
    clock.set({start - 3600});
    BOOST_TEST((timeline.now() == NumericDate{start}));
    clock.advance(10);
    BOOST_TEST((timeline.now() == NumericDate{start + 10}));
    clock.set({5});
    BOOST_TEST((timeline.now() == NumericDate{start + 10}));
    clock.advance(7200);
    BOOST_TEST((timeline.now() == NumericDate{start + 7210}));
    // Set right again, the wall clock shows the same; beyond that, it is followed.
    clock.set({start + 7210});
    BOOST_TEST((timeline.now() == NumericDate{start + 7210}));
    clock.set({start + 7211});
    BOOST_TEST((timeline.now() == NumericDate{start + 7211}));
}

BOOST_AUTO_TEST_CASE(never_goes_back) {
    const ManualClock clock{{start}};
    const Timeline timeline{clock};
    NumericDate before = timeline.now();
    std::uint64_t random = 1;
    for (int i = 0; i < 1000; ++i) {
        random = random * 6364136223846793005U + 1442695040888963407U;
        const auto step = static_cast<std::int64_t>(random >> 40);
        if (i % 3 == 0) {
            clock.advance(step % 100);
        } else {
            clock.set({start + step % 2000 - 1000});
        }
        const NumericDate now = timeline.now();
        BOOST_TEST((now >= before));
        BOOST_TEST((now >= clock.now()));
        before = now;
    }
}

BOOST_AUTO_TEST_CASE(stands_still_where_its_clock_cannot_tell_what_has_elapsed) {
    const WallClock clock{{start, 3}};
    const Timeline timeline{clock};
    BOOST_TEST((timeline.now() == NumericDate{start, 3}));
    for (const std::int64_t earlier : {start - 1, std::int64_t{0}, start}) {
        clock.set({earlier});
        BOOST_TEST((timeline.now() == NumericDate{start, 3}));
    }
    clock.set({start, 4});
    BOOST_TEST((timeline.now() == NumericDate{start, 4}));
}

BOOST_AUTO_TEST_CASE(takes_any_time_that_a_clock_may_show) {
    const auto at = [](NumericDate wall, std::int64_t elapsed) {
        return Timeline{TwoTimes{std::make_shared<TwoTimes::Shown>(TwoTimes::Shown{wall, elapsed})}}
            .now();
    };
    constexpr std::int64_t half_a_century = century / 2 * 1'000'000'000;
    for (const std::int64_t elapsed :
         {-half_a_century, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, half_a_century}) {
        BOOST_TEST((at({start, 999'999'999}, elapsed) == NumericDate{start, 999'999'999}));
        BOOST_TEST((at({0}, elapsed) == NumericDate{0}));
        BOOST_TEST((at({-1}, elapsed) == NumericDate{0}));
        BOOST_TEST((at({INT64_MIN}, elapsed) == NumericDate{0}));
        // What is beyond 64 bits of nanoseconds is late.
        for (const std::int64_t late :
             {3 * century, NumericDate::last_second, 2 * NumericDate::last_second, INT64_MAX}) {
            BOOST_TEST((at({late}, elapsed) > NumericDate{start + century}));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_clock_that_once_failed_leaves_it_late_for_good) {
    const auto shown = std::make_shared<TwoTimes::Shown>(TwoTimes::Shown{{start}, 0});
    const Timeline timeline{TwoTimes{shown}};
    BOOST_TEST((timeline.now() == NumericDate{start}));
    shown->wall = {2 * NumericDate::last_second};  // as SystemClock shows where there is no time
    NumericDate before = timeline.now();
    shown->wall = {start};
    for (int year = 1; year <= 50; ++year) {
        shown->elapsed += 31'557'600 * std::int64_t{1'000'000'000};
        const NumericDate now = timeline.now();
        BOOST_TEST((now > before));
        before = now;
    }
}

BOOST_AUTO_TEST_CASE(is_read_by_many_threads_while_the_clock_is_set) {
    const ManualClock clock{{start}};
    const Timeline timeline{clock};
    BOOST_TEST((timeline.now() == NumericDate{start}));
    std::atomic<int> wrong{0};
    const auto read = [&] {
        NumericDate before = timeline.now();
        for (int i = 0; i < 5000; ++i) {
            const NumericDate now = timeline.now();
            if (now < before) ++wrong;
            before = now;
        }
    };
    std::array<std::thread, 3> readers;
    for (std::thread& thread : readers) thread = std::thread{read};
    for (int i = 0; i < 1000; ++i) {
        clock.advance(1);
        clock.set({start + i % 7 * 100});
    }
    for (std::thread& thread : readers) thread.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST((timeline.now() >= NumericDate{start + 1000}));  // of which all have passed
}

BOOST_AUTO_TEST_SUITE_END()
