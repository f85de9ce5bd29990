// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_budget.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(keys_jwks_budget)

namespace {

using vouch::JwksBudget;
using Time = JwksBudget::Time;
using Sources = std::vector<JwksBudget::Source>;

constexpr Time second = 1'000'000'000;
constexpr Time last = std::numeric_limits<Time>::max();
constexpr Time first = std::numeric_limits<Time>::min();
const std::string victim = "victim.example";

static_assert(!std::is_copy_constructible_v<JwksBudget>);

/// All whose turn it is.
Sources take(JwksBudget& budget, Time now) {
    Sources taken;
    while (const auto source = budget.next(now)) taken.push_back(*source);
    return taken;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_source_that_is_alone_may_fetch_at_once) {
    JwksBudget budget;
    BOOST_TEST(!budget.next(0));
    BOOST_TEST(!budget.next_turn());
    budget.wait("a.example", 7);
    BOOST_TEST((budget.next_turn() <= 0));
    BOOST_TEST((budget.next(0) == 7u));
    BOOST_TEST(!budget.next(0));
    BOOST_TEST(budget.in_flight() == 1u);
    budget.end("a.example");
    BOOST_TEST(budget.in_flight() == 0u);
}

BOOST_AUTO_TEST_CASE(no_more_than_the_cap_are_in_flight) {
    JwksBudget budget;
    for (std::uint64_t i = 0; i < 100; ++i) budget.wait(std::to_string(i), i);
    Sources expected(64);
    for (std::uint64_t i = 0; i < 64; ++i) expected[i] = i;
    BOOST_TEST(take(budget, 0) == expected);
    BOOST_TEST(!budget.next_turn());
    budget.end("17");
    BOOST_TEST((budget.next_turn() <= 0));
    BOOST_TEST(take(budget, 0) == Sources{64});
}

BOOST_AUTO_TEST_CASE(no_more_than_its_cap_are_in_flight_from_one_host) {
    JwksBudget budget;
    for (std::uint64_t i = 0; i < 6; ++i) budget.wait(victim, i);
    BOOST_TEST(take(budget, 0) == (Sources{0, 1, 2, 3}));
    BOOST_TEST(!budget.next_turn());
    BOOST_TEST(take(budget, 3600 * second).empty());
    // Others are not held up by it.
    budget.wait("other.example", 9);
    BOOST_TEST(take(budget, 3600 * second) == Sources{9});
    budget.end(victim);
    budget.end(victim);
    BOOST_TEST(take(budget, 3600 * second) == (Sources{4, 5}));
}

BOOST_AUTO_TEST_CASE(a_host_is_asked_ten_times_at_once_and_then_once_a_second) {
    JwksBudget budget;
    for (std::uint64_t i = 0; i < 20; ++i) budget.wait(victim, i);
    std::uint64_t served = 0;
    const auto take_one = [&](Time now) {
        const auto source = budget.next(now);
        if (!source) return false;
        BOOST_TEST(*source == served++);
        budget.end(victim);
        return true;
    };
    for (int i = 0; i < 10; ++i) BOOST_TEST(take_one(0));
    for (Time now = second; now <= 5 * second; now += second) {
        BOOST_TEST((budget.next_turn() == now));
        BOOST_TEST(!take_one(now - 1));
        BOOST_TEST(take_one(now));
        BOOST_TEST(!take_one(now));
    }
    // Three seconds without any are worth three.
    for (int i = 0; i < 3; ++i) BOOST_TEST(take_one(8 * second));
    BOOST_TEST(!take_one(8 * second));
    // And what it was not asked in a long time is worth ten.
    for (std::uint64_t i = 20; i < 40; ++i) budget.wait(victim, i);
    for (int i = 0; i < 10; ++i) BOOST_TEST(take_one(1000 * second));
    BOOST_TEST(!take_one(1000 * second));
}

// H-04 of the attack corpus
BOOST_AUTO_TEST_CASE(ten_thousand_sources_of_one_host_cost_no_more_than_they_get) {
    JwksBudget budget;
    constexpr std::uint64_t sources = 10'000;
    for (std::uint64_t i = 0; i < sources; ++i) budget.wait(victim, i);
    std::size_t calls = 0;
    std::vector<Time> begun;
    std::deque<Time> ends;
    Time now = 0;
    while (begun.size() < sources) {
        for (++calls; const auto source = budget.next(now); ++calls) {
            BOOST_REQUIRE(*source == begun.size());
            begun.push_back(now);
            ends.push_back(now + 3 * second);
        }
        BOOST_REQUIRE(budget.in_flight() <= 4u);
        const auto turn = budget.next_turn();
        if (turn && (ends.empty() || *turn < ends.front())) {
            now = *turn;
        } else {
            now = ends.front();
            ends.pop_front();
            budget.end(victim);
        }
    }
    BOOST_TEST(calls <= 3 * sources);
    for (std::size_t i = 10; i < begun.size(); ++i) {
        BOOST_REQUIRE(begun[i] - begun[i - 10] >= second);
    }
    BOOST_TEST(now >= static_cast<Time>(sources - 10) * second);
    BOOST_TEST(now <= static_cast<Time>(sources) * second);
}

BOOST_AUTO_TEST_CASE(hosts_take_turns) {
    JwksBudget budget{{.in_flight = 1}};
    for (std::uint64_t i = 0; i < 5; ++i) budget.wait("a.example", i);
    budget.wait("b.example", 10);
    budget.wait("b.example", 11);
    budget.wait("c.example", 20);
    Sources order;
    const std::string hosts = "abc";
    for (int i = 0; i < 8; ++i) {
        const auto source = budget.next(second);
        BOOST_REQUIRE(source.has_value());
        BOOST_TEST(!budget.next(second));
        order.push_back(*source);
        budget.end(std::string{hosts[*source / 10]} + ".example");
    }
    BOOST_TEST(order == (Sources{0, 10, 20, 1, 11, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_host_keeps_its_turn_whatever_comes_or_ends) {
    JwksBudget budget{{.in_flight = 2}};
    for (std::uint64_t i = 0; i < 3; ++i) budget.wait("a.example", i);
    BOOST_TEST(take(budget, 1000 * second) == (Sources{0, 1}));
    budget.wait("b.example", 10);
    budget.wait("a.example", 3);
    budget.end("a.example");
    BOOST_TEST(take(budget, 1000 * second) == Sources{2});
    budget.end("a.example");
    BOOST_TEST(take(budget, 1000 * second) == Sources{10});
}

BOOST_AUTO_TEST_CASE(who_leaves_is_not_served) {
    JwksBudget budget;
    for (std::uint64_t i = 0; i < 4; ++i) budget.wait(victim, i);
    BOOST_TEST(budget.leave(victim, 1));
    BOOST_TEST(!budget.leave(victim, 1));
    BOOST_TEST(!budget.leave("other.example", 2));
    BOOST_TEST(take(budget, 0) == (Sources{0, 2, 3}));
    BOOST_TEST(!budget.leave(victim, 2));

    budget.wait("other.example", 9);
    BOOST_TEST(budget.leave("other.example", 9));
    BOOST_TEST(take(budget, 0).empty());
    BOOST_TEST(!budget.next_turn());
}

BOOST_AUTO_TEST_CASE(an_end_without_a_fetch_changes_nothing) {
    JwksBudget budget{{.in_flight = 1}};
    budget.end(victim);
    budget.wait(victim, 1);
    budget.end(victim);
    BOOST_TEST(budget.in_flight() == 0u);
    BOOST_TEST(take(budget, 0) == Sources{1});
    budget.end("other.example");
    BOOST_TEST(budget.in_flight() == 1u);
}

BOOST_AUTO_TEST_CASE(a_host_is_forgotten_once_nothing_need_be_known_of_it) {
    JwksBudget budget;
    for (std::uint64_t i = 0; i < 50; ++i) budget.wait(std::to_string(i), i);
    BOOST_TEST(take(budget, 0).size() == 50u);
    BOOST_TEST(take(budget, 3600 * second).empty());
    BOOST_TEST(budget.hosts() == 50u);
    for (std::uint64_t i = 0; i < 49; ++i) budget.end(std::to_string(i));
    (void)budget.next(3600 * second);
    BOOST_TEST(budget.hosts() == 1u);

    // Not before its rate is that of a host that was never asked.
    for (std::uint64_t i = 0; i < 10; ++i) {
        budget.wait(victim, i);
        (void)budget.next(4000 * second);
        budget.end(victim);
    }
    (void)budget.next(4010 * second - 1);
    BOOST_TEST(budget.hosts() == 2u);
    (void)budget.next(4010 * second);
    BOOST_TEST(budget.hosts() == 1u);

    // One that nobody waits for any more, and one that somebody waits for again.
    budget.wait("a.example", 1);
    (void)budget.leave("a.example", 1);
    (void)budget.next(4010 * second);
    BOOST_TEST(budget.hosts() == 1u);
    budget.wait("a.example", 1);
    (void)budget.leave("a.example", 1);
    budget.wait("a.example", 2);
    BOOST_TEST(take(budget, 4010 * second) == Sources{2});
}

BOOST_AUTO_TEST_CASE(time_that_goes_back_counts_as_standing_still) {
    JwksBudget budget{{.per_host = 100, .host_burst = 2}};
    for (std::uint64_t i = 0; i < 6; ++i) budget.wait(victim, i);
    BOOST_TEST(take(budget, 100 * second) == (Sources{0, 1}));
    BOOST_TEST(take(budget, 0).empty());
    BOOST_TEST(take(budget, 101 * second) == Sources{2});
    budget.wait("other.example", 9);
    BOOST_TEST(take(budget, first) == Sources{9});
}

BOOST_AUTO_TEST_CASE(rules_out_of_bounds_are_the_nearest_within) {
    JwksBudget least{{0, 0, std::numeric_limits<std::int64_t>::min(), 0}};
    for (std::uint64_t i = 0; i < 3; ++i) least.wait(victim, i);
    for (std::uint64_t i = 0; i < 3; ++i) {
        BOOST_TEST(take(least, 0) == Sources{i});
        least.end(victim);
    }
    constexpr std::size_t many = std::numeric_limits<std::size_t>::max();
    JwksBudget most{{many, many, last, many}};
    for (std::uint64_t i = 0; i < 10'001; ++i) most.wait(victim, i);
    BOOST_TEST(take(most, 0).size() == 10'000u);
    BOOST_TEST((most.next_turn() == 86'400 * second));
}

BOOST_AUTO_TEST_CASE(at_the_ends_of_time_nothing_overflows) {
    for (const Time now : {first, last}) {
        JwksBudget budget;
        for (std::uint64_t i = 0; i < 4; ++i) budget.wait(victim, i);
        BOOST_TEST(take(budget, now).size() == 4u);
        BOOST_TEST(budget.hosts() == 1u);
        for (int i = 0; i < 4; ++i) budget.end(victim);
        (void)budget.next(last);
        BOOST_TEST(budget.hosts() == 0u);
    }
}

namespace {

/// The budget once more, which looks at all that ever began.
struct SlowBudget {
    struct Waiting {
        std::uint64_t source;
        std::string host;
    };
    struct Fetch {
        std::string host;
        Time begun;
        bool over;
    };
    std::vector<Waiting> waiting = {};
    std::vector<Fetch> fetches = {};

    /// By the rate alone: of any n fetches the first began (n - burst) intervals ago or earlier.
    bool may_begin(const std::string& host, Time now, const JwksBudget::Rules& rules) const {
        std::size_t all = 0;
        std::size_t of_host = 0;
        const Time interval = rules.host_interval_milliseconds * 1'000'000;
        Time count = 1;
        for (auto fetch = fetches.rbegin(); fetch != fetches.rend(); ++fetch) {
            all += fetch->over ? 0u : 1u;
            if (fetch->host != host) continue;
            of_host += fetch->over ? 0u : 1u;
            ++count;
            const Time burst = static_cast<Time>(rules.host_burst);
            if (now - fetch->begun < (count - burst) * interval) return false;
        }
        return all < rules.in_flight && of_host < rules.per_host;
    }
    bool anybody_may_begin(Time now, const JwksBudget::Rules& rules) const {
        return std::any_of(waiting.begin(), waiting.end(),
                           [&](const Waiting& one) { return may_begin(one.host, now, rules); });
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(random_sources_begin_when_a_slow_budget_lets_them) {
    for (std::uint64_t seed = 1; seed <= 30; ++seed) {
        std::uint64_t random = seed * 0x9e3779b97f4a7c15;
        const auto below = [&](std::uint64_t bound) {
            random = random * 6364136223846793005 + 1442695040888963407;
            return (random >> 33) % bound;
        };
        const JwksBudget::Rules rules{1 + below(8), 1 + below(4),
                                      static_cast<std::int64_t>(below(3) * 500), 1 + below(5)};
        JwksBudget budget{rules};
        SlowBudget slow;
        Time now = 0;
        std::uint64_t sources = 0;
        for (int step = 0; step < 300; ++step) {
            now += static_cast<Time>(below(5)) * second / 4;
            const auto dice = below(10);
            if (dice < 5) {
                const std::string host(1, static_cast<char>('a' + below(4)));
                budget.wait(host, ++sources);
                slow.waiting.push_back({sources, host});
            } else if (dice < 6 && !slow.waiting.empty()) {
                const auto at =
                    slow.waiting.begin() + static_cast<std::ptrdiff_t>(below(slow.waiting.size()));
                BOOST_REQUIRE(budget.leave(at->host, at->source));
                slow.waiting.erase(at);
            } else if (!slow.fetches.empty()) {
                auto& fetch = slow.fetches[below(slow.fetches.size())];
                if (!fetch.over) budget.end(fetch.host);
                fetch.over = true;
            }
            const auto turn = budget.next_turn();
            BOOST_REQUIRE((turn && *turn <= now) == slow.anybody_may_begin(now, rules));
            while (const auto source = budget.next(now)) {
                const auto at =
                    std::find_if(slow.waiting.begin(), slow.waiting.end(),
                                 [&](const auto& one) { return one.source == *source; });
                BOOST_REQUIRE((at != slow.waiting.end()));
                BOOST_REQUIRE(slow.may_begin(at->host, now, rules));
                // Nobody of its host has waited longer.
                BOOST_REQUIRE(std::none_of(slow.waiting.begin(), at,
                                           [&](const auto& one) { return one.host == at->host; }));
                slow.fetches.push_back({at->host, now, false});
                slow.waiting.erase(at);
            }
            BOOST_REQUIRE(!slow.anybody_may_begin(now, rules));
            std::set<std::string> hosts;
            for (const auto& one : slow.waiting) hosts.insert(one.host);
            for (const auto& fetch : slow.fetches) {
                const Time rate = static_cast<Time>(rules.host_burst) *
                                  rules.host_interval_milliseconds * 1'000'000;
                if (!fetch.over || now - fetch.begun < rate) hosts.insert(fetch.host);
            }
            BOOST_REQUIRE(budget.hosts() <= hosts.size());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
