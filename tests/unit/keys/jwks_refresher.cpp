// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_refresher.hpp>

#include <vouch/testing/clocks.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(keys_jwks_refresher)

namespace {

using vouch::RefresherOptions;
using vouch::testing::ManualClock;
using Core = vouch::detail::RefresherCore<ManualClock>;
using LiveCore = vouch::detail::RefresherCore<vouch::SystemClock>;

constexpr std::int64_t second = 1'000'000'000;

/// Is due at `due` once, and then not until a test says so.
struct Task final : vouch::detail::RefresherTask {
    explicit Task(std::int64_t at, std::string of = "here.example")
        : due{at}, name{std::move(of)} {}

    std::string_view host() const noexcept override { return name; }
    std::optional<std::int64_t> next_fetch() const noexcept override {
        const std::int64_t at = due;
        return at < 0 ? std::nullopt : std::optional{at};
    }
    void fetch() override {
        ++fetches;
        if (no_memory) throw std::bad_alloc{};
        due = -1;
        while (held && !cancelled) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    void cancel() noexcept override { cancelled = true; }

    std::atomic<std::int64_t> due;  // never where it is negative
    const std::string name;
    std::atomic<int> fetches = 0;
    std::atomic<bool> held = false, cancelled = false;
    bool no_memory = false;
};

}  // namespace

BOOST_AUTO_TEST_CASE(a_task_fetches_when_it_is_due) {
    const ManualClock clock;
    Core core{{.threads = 0}, clock};
    const auto early = std::make_shared<Task>(1 * second);
    const auto late = std::make_shared<Task>(5 * second);
    core.add(late);
    core.add(early);
    BOOST_TEST((core.poll() == 1 * second));
    BOOST_TEST(early->fetches == 0);
    clock.advance(1);
    BOOST_TEST((core.poll() == 5 * second));
    BOOST_TEST(early->fetches == 1);
    BOOST_TEST(late->fetches == 0);

    late->due = 2 * second;
    core.reschedule(*late);
    BOOST_TEST((core.poll() == 2 * second));
    clock.advance(1);
    BOOST_TEST((core.poll() == std::nullopt));
    BOOST_TEST(late->fetches == 1);
}

BOOST_AUTO_TEST_CASE(a_task_that_was_removed_or_has_gone_fetches_no_more) {
    const ManualClock clock;
    Core core{{.threads = 0}, clock};
    const auto removed = std::make_shared<Task>(0);
    auto gone = std::make_shared<Task>(0);
    const auto stays = std::make_shared<Task>(0);
    for (const auto& task : {removed, gone, stays}) core.add(task);
    core.remove(*removed);
    core.remove(*removed);  // once more does no harm
    core.reschedule(*removed);
    gone.reset();
    core.poll();
    BOOST_TEST(removed->fetches == 0);
    BOOST_TEST(removed->cancelled);
    BOOST_TEST(stays->fetches == 1);
    BOOST_TEST(!stays->cancelled);
}

BOOST_AUTO_TEST_CASE(a_fetch_that_ends_for_lack_of_memory_is_one_that_ended) {
    const ManualClock clock;
    Core core{{.threads = 0, .budget = {.in_flight = 1}}, clock};
    const auto task = std::make_shared<Task>(0);
    task->no_memory = true;
    core.add(task);
    BOOST_CHECK_THROW(core.poll(), std::bad_alloc);
    task->no_memory = false;
    BOOST_TEST((core.poll() == std::nullopt));
    BOOST_TEST(task->fetches == 2);
}

// H-04
BOOST_AUTO_TEST_CASE(one_host_is_asked_once_a_second_after_a_burst_whoever_asks) {
    const ManualClock clock;
    Core core{{.threads = 0}, clock};
    std::vector<std::shared_ptr<Task>> tasks;
    for (int i = 0; i < 10'000; ++i) tasks.push_back(std::make_shared<Task>(0, "victim.example"));
    const auto other = std::make_shared<Task>(0, "other.example");
    for (const auto& task : tasks) core.add(task);
    core.add(other);
    const auto fetched = [&] {
        int sum = 0;
        for (const auto& task : tasks) sum += task->fetches;
        return sum;
    };
    core.poll();
    BOOST_TEST(fetched() == 10);
    BOOST_TEST(other->fetches == 1);
    for (int passed = 1; passed <= 60; ++passed) {
        clock.advance(1);
        core.poll();
        BOOST_TEST(fetched() == 10 + passed);
    }
    // Those that wait can go.
    for (const auto& task : tasks) core.remove(*task);
    BOOST_TEST((core.poll() == std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_task_that_waits_for_its_turn_gets_one_however_often_it_is_asked_for) {
    const ManualClock clock;
    Core core{{.threads = 0, .budget = {.host_burst = 1}}, clock};
    const auto first = std::make_shared<Task>(0), second_one = std::make_shared<Task>(0);
    core.add(first);
    core.add(second_one);
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST((core.poll() == 1 * second));
        core.reschedule(*second_one);
    }
    BOOST_TEST(first->fetches == 1);
    BOOST_TEST(second_one->fetches == 0);
    for (int i = 0; i < 3; ++i) {
        clock.advance(1);
        BOOST_TEST((core.poll() == std::nullopt));
        BOOST_TEST(second_one->fetches == 1);
    }
}

BOOST_AUTO_TEST_CASE(the_first_fetches_of_many_are_spread) {
    const ManualClock clock;
    Core core{{.threads = 0, .spread_seconds = 10, .spread_from = 2}, clock};
    BOOST_TEST(core.first_fetch(7 * second) == 0);
    const auto one = std::make_shared<Task>(0), two = std::make_shared<Task>(0);
    core.add(one);
    core.add(two);
    BOOST_TEST(core.first_fetch(7 * second) == 7 * second);
    BOOST_TEST(core.first_fetch(17 * second) == 7 * second);
}

BOOST_AUTO_TEST_CASE(fetches_that_take_long_do_not_hold_up_others) {
    LiveCore core{{.threads = 2}, {}};
    const auto slow = std::make_shared<Task>(0, "slow.example");
    slow->held = true;
    core.add(slow);
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) threads.emplace_back([&] { core.work(); });
    while (slow->fetches == 0) std::this_thread::yield();
    const auto quick = std::make_shared<Task>(0, "quick.example");
    core.add(quick);
    while (quick->fetches == 0) std::this_thread::yield();
    // What becomes due during its own fetch is seen after it.
    slow->due = 0;
    core.reschedule(*slow);
    slow->held = false;
    while (slow->fetches < 2) std::this_thread::yield();
    core.stop();
    for (std::thread& thread : threads) thread.join();
}

BOOST_AUTO_TEST_CASE(to_stop_cancels_what_is_in_flight) {
    LiveCore core{{.threads = 1}, {}};
    const auto task = std::make_shared<Task>(0);
    task->held = true;
    core.add(task);
    std::thread thread{[&] { core.work(); }};
    while (task->fetches == 0) std::this_thread::yield();
    core.stop();
    thread.join();
    BOOST_TEST(task->cancelled);
}

BOOST_AUTO_TEST_CASE(a_refresher_that_is_polled_says_when_to_come_again) {
    const ManualClock clock;
    vouch::JwksRefresher<ManualClock> refresher{{.threads = 0}, clock};
    BOOST_TEST((refresher.poll() == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
