// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_refresh.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(keys_jwks_refresh)

namespace {

using vouch::JwksRefresh;
using vouch::RefreshRules;
using State = JwksRefresh::State;
using Verdict = JwksRefresh::Verdict;
using UnknownKid = JwksRefresh::UnknownKid;
using Time = JwksRefresh::Time;

constexpr Time second = 1'000'000'000;
constexpr Time last = std::numeric_limits<Time>::max();
constexpr Time first = std::numeric_limits<Time>::min();

static_assert(std::is_trivially_copyable_v<JwksRefresh>);
static_assert(RefreshRules::stale_cap == 24 * 60 * 60);

/// With a set of one key that came at `at`.
constexpr JwksRefresh refreshed(Time at = 0, const RefreshRules& rules = {}, std::uint64_t seed = 1,
                                std::optional<std::int64_t> lifetime = {}) {
    JwksRefresh refresh{rules, seed, at};
    (void)refresh.on_set(at, *refresh.start(at), lifetime, 1);
    return refresh;
}

/// With a set that came at 0, whose scheduled refresh is in flight; and that fetch.
constexpr std::pair<JwksRefresh, std::uint64_t> refreshing() {
    JwksRefresh refresh = refreshed();
    const std::uint64_t fetch = *refresh.start(*refresh.next_fetch());
    return {refresh, fetch};
}

/// Begins a fetch for an unknown kid.
constexpr std::optional<std::uint64_t> start_for_kid(JwksRefresh& refresh, Time now) {
    if (refresh.on_unknown_kid(now) != UnknownKid::due) return std::nullopt;
    return refresh.start(now);
}

/// The fetch that is due next, at its time, fails.
constexpr Time fail_next(JwksRefresh& refresh, std::optional<std::int64_t> retry_after = {}) {
    const Time now = *refresh.next_fetch();
    (void)refresh.on_failure(now, *refresh.start(now), retry_after);
    return now;
}

constexpr bool states_follow_each_other() {
    JwksRefresh refresh{{}, 1, 5 * second};
    bool holds = refresh.state(5 * second) == State::empty;
    const auto fetch = refresh.start(5 * second);
    holds = holds && refresh.state(6 * second) == State::fetching;
    holds = holds && refresh.on_set(10 * second, *fetch, {}, 1) == Verdict::publish;
    holds = holds && refresh.state(10 * second) == State::fresh;
    const auto next = refresh.start(275 * second);
    holds = holds && refresh.state(309 * second) == State::refreshing;
    holds = holds && refresh.state(310 * second) == State::stale;
    holds = holds && refresh.on_failure(310 * second, *next, {}) == Verdict::keep;
    holds = holds && refresh.state(3610 * second - 1) == State::stale;
    holds = holds && refresh.state(3610 * second) == State::expired;
    refresh.disable();
    return holds && refresh.state(0) == State::disabled;
}
static_assert(states_follow_each_other());

}  // namespace

BOOST_AUTO_TEST_CASE(states_follow_each_other_as_time_passes) {
    BOOST_TEST(states_follow_each_other());
}

BOOST_AUTO_TEST_CASE(the_first_fetch_is_due_when_the_caller_says) {
    JwksRefresh refresh{{}, 1, 100};
    BOOST_TEST((refresh.next_fetch() == 100));
    BOOST_TEST(!refresh.start(99));
    BOOST_TEST((refresh.start(100) == 1u));
}

// --- The schedule ----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_set_is_refreshed_at_80_percent_of_its_lifetime_give_or_take_a_tenth) {
    constexpr Time came = 7 * second;
    constexpr std::uint64_t sources = 2000;
    Time least = last;
    Time most = 0;
    Time sum = 0;
    for (std::uint64_t seed = 0; seed < sources; ++seed) {
        const Time due = *refreshed(came, {}, seed, 1000).next_fetch() - came;
        least = std::min(least, due);
        most = std::max(most, due);
        sum += due;
    }
    BOOST_TEST(least >= 720 * second);
    BOOST_TEST(least <= 722 * second);
    BOOST_TEST(most <= 880 * second);
    BOOST_TEST(most >= 878 * second);
    const Time mean = sum / static_cast<Time>(sources);
    BOOST_TEST(mean > 795 * second);
    BOOST_TEST(mean < 805 * second);
}

BOOST_AUTO_TEST_CASE(each_lifetime_draws_a_new_jitter) {
    JwksRefresh refresh = refreshed();
    std::vector<Time> delays;
    for (int i = 0; i < 20; ++i) {
        const Time now = *refresh.next_fetch();
        (void)refresh.on_set(now, *refresh.start(now), {}, 1);
        delays.push_back(*refresh.next_fetch() - now);
    }
    std::sort(delays.begin(), delays.end());
    BOOST_TEST((std::unique(delays.begin(), delays.end()) == delays.end()));
}

// F27 of the fault list, as a response says it
BOOST_AUTO_TEST_CASE(lifetimes_out_of_bounds_are_the_nearest_within) {
    struct Row {
        std::optional<std::int64_t> says;
        std::int64_t seconds;
    };
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::array rows{Row{{}, 300},
                              Row{0, 60},
                              Row{-1, 60},
                              Row{least, 60},
                              Row{59, 60},
                              Row{60, 60},
                              Row{61, 61},
                              Row{3600, 3600},
                              Row{86'400, 86'400},
                              Row{86'401, 86'400},
                              Row{99'999'999'999, 86'400},
                              Row{most, 86'400}};
    for (const Row& row : rows) {
        const JwksRefresh refresh = refreshed(0, {}, 1, row.says);
        const Time lifetime = row.seconds * second;
        BOOST_TEST((refresh.state(lifetime - 1) == State::fresh));
        BOOST_TEST((refresh.state(lifetime) != State::fresh));
        BOOST_TEST(*refresh.next_fetch() >= lifetime / 100 * 72);
        BOOST_TEST(*refresh.next_fetch() <= lifetime / 100 * 88);
    }
}

BOOST_AUTO_TEST_CASE(rules_out_of_bounds_are_the_nearest_within) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr RefreshRules small{least, least, least, least, least, least, least, least};
    constexpr RefreshRules big{most, most, most, most, most, most, most, most};

    JwksRefresh refresh = refreshed(0, small);
    BOOST_TEST((refresh.usable_until() == second));
    BOOST_TEST(start_for_kid(refresh, 0).has_value());
    refresh = refreshed(0, big);
    BOOST_TEST((refresh.usable_until() == 86'400 * second));
    BOOST_TEST(*refresh.next_fetch() <= 86'400 * second);
    const auto fetch = start_for_kid(refresh, 0);
    (void)refresh.on_failure(0, *fetch, most);
    BOOST_TEST((refresh.next_fetch() == 86'400 * second));

    JwksRefresh dead{big, 1, 0};
    for (int i = 0; i < 100; ++i) {
        const Time failed = fail_next(dead);
        BOOST_TEST(*dead.next_fetch() > failed);
        BOOST_TEST(*dead.next_fetch() <= failed + 86'400 * second);
    }
}

BOOST_AUTO_TEST_CASE(the_schedule_backs_off_from_a_second_to_five_minutes_with_full_jitter) {
    constexpr std::array<Time, 11> at_most{1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300};
    std::array<std::array<int, 4>, at_most.size()> quarters{};
    for (std::uint64_t seed = 0; seed < 400; ++seed) {
        JwksRefresh refresh{{}, seed, 0};
        for (std::size_t i = 0; i < at_most.size(); ++i) {
            const Time failed = fail_next(refresh);
            const Time delay = *refresh.next_fetch() - failed;
            BOOST_REQUIRE(delay > 0);
            BOOST_REQUIRE(delay <= at_most[i] * second);
            ++quarters[i][static_cast<std::size_t>((delay - 1) * 4 / (at_most[i] * second))];
        }
    }
    for (const auto& counts : quarters) {
        for (const int count : counts) BOOST_TEST(count > 60);
    }
}

BOOST_AUTO_TEST_CASE(a_set_that_comes_ends_the_back_off) {
    JwksRefresh refresh{{}, 1, 0};
    for (int i = 0; i < 12; ++i) fail_next(refresh);
    const Time now = *refresh.next_fetch();
    (void)refresh.on_set(now, *refresh.start(now), {}, 1);
    const Time failed = fail_next(refresh);
    BOOST_TEST(*refresh.next_fetch() <= failed + second);
}

BOOST_AUTO_TEST_CASE(only_one_fetch_is_in_flight) {
    JwksRefresh refresh{{}, 1, 0};
    BOOST_TEST(refresh.start(0).has_value());
    BOOST_TEST(!refresh.next_fetch());
    BOOST_TEST(!refresh.start(0));
    BOOST_TEST(!refresh.start(86'400 * second));
    BOOST_TEST((refresh.on_unknown_kid(86'400 * second) == UnknownKid::fetching));
    BOOST_TEST(!refresh.start(86'400 * second));
}

BOOST_AUTO_TEST_CASE(many_sources_do_not_fetch_in_the_same_second) {
    constexpr std::uint64_t sources = 10'000;
    const auto check = [](const std::map<Time, int>& fetches) {
        int sum = 0;
        int most = 0;
        for (const auto& [at, count] : fetches) {
            sum += count;
            most = std::max(most, count);
        }
        const auto seconds = fetches.rbegin()->first - fetches.begin()->first + 1;
        BOOST_TEST(most <= 5 * sum / seconds);
    };
    std::array<std::map<Time, int>, 4> refreshes;
    std::map<Time, int> retries;
    for (std::uint64_t seed = 0; seed < sources; ++seed) {
        // All at once at first, which is the worst; then they drift apart.
        JwksRefresh refresh = refreshed(0, {}, seed);
        for (auto& fetches : refreshes) {
            const Time now = *refresh.next_fetch();
            ++fetches[now / second];
            (void)refresh.on_set(now, *refresh.start(now), {}, 1);
        }
        // In the third quarter of an hour without an endpoint.
        refresh = refreshed(0, {}, seed);
        while (*refresh.next_fetch() < 2700 * second) {
            const Time failed = fail_next(refresh);
            if (failed >= 1800 * second) ++retries[failed / second];
        }
    }
    for (const auto& fetches : refreshes) check(fetches);
    check(retries);
}

// --- Answers ---------------------------------------------------------------------------------

// F30 of the fault list
BOOST_AUTO_TEST_CASE(an_answer_that_nobody_waits_for_is_ignored) {
    JwksRefresh refresh{{}, 1, 0};
    const std::uint64_t abandoned = *refresh.start(0);
    refresh.disable();
    BOOST_TEST((refresh.on_set(second, abandoned, {}, 1) == Verdict::ignore));
    refresh.enable(2 * second);
    const std::uint64_t fetch = *refresh.start(2 * second);
    BOOST_TEST(fetch != abandoned);
    BOOST_TEST((refresh.on_set(3 * second, abandoned, {}, 1) == Verdict::ignore));
    BOOST_TEST((refresh.on_failure(3 * second, abandoned, 3600) == Verdict::ignore));
    BOOST_TEST((refresh.on_not_modified(3 * second, abandoned, {}) == Verdict::ignore));
    BOOST_TEST((refresh.state(3 * second) == State::fetching));
    BOOST_TEST((refresh.on_set(4 * second, fetch, {}, 1) == Verdict::publish));

    const JwksRefresh before = refresh;
    for (const std::uint64_t number : {abandoned, fetch, fetch + 1, std::uint64_t{0}}) {
        BOOST_TEST((refresh.on_set(5 * second, number, {}, 0) == Verdict::ignore));
        BOOST_TEST((refresh.on_set(5 * second, number, 9999, 9) == Verdict::ignore));
        BOOST_TEST((refresh.on_not_modified(5 * second, number, 9999) == Verdict::ignore));
        BOOST_TEST((refresh.on_failure(5 * second, number, 9999) == Verdict::ignore));
    }
    BOOST_TEST((refresh.next_fetch() == before.next_fetch()));
    BOOST_TEST((refresh.usable_until() == before.usable_until()));
    BOOST_TEST((refresh.on_unknown_kid(5 * second) == UnknownKid::due));
}

BOOST_AUTO_TEST_CASE(a_set_that_was_not_modified_is_fresh_again) {
    auto [refresh, fetch] = refreshing();
    BOOST_TEST((refresh.on_not_modified(290 * second, fetch, 1000) == Verdict::keep));
    BOOST_TEST((refresh.state(1290 * second - 1) == State::fresh));
    BOOST_TEST((refresh.usable_until() == (290 + 3600) * second));
    BOOST_TEST(*refresh.next_fetch() >= (290 + 720) * second);

    // Where the answer does not say, what the set came with holds (RFC 9111 §3.2).
    const auto again = refresh.start(1200 * second);
    BOOST_TEST((refresh.on_not_modified(1200 * second, *again, {}) == Verdict::keep));
    BOOST_TEST((refresh.state(2200 * second - 1) == State::fresh));
    BOOST_TEST((refresh.state(2200 * second) == State::stale));
}

BOOST_AUTO_TEST_CASE(a_set_too_old_to_be_used_is_fresh_again_where_it_was_not_modified) {
    JwksRefresh refresh = refreshed();
    const Time late = 90'000 * second;
    BOOST_TEST((refresh.state(late) == State::expired));
    BOOST_TEST((refresh.on_not_modified(late, *refresh.start(late), {}) == Verdict::keep));
    BOOST_TEST((refresh.state(late) == State::fresh));
}

// F19 of the fault list
BOOST_AUTO_TEST_CASE(not_modified_is_a_failure_where_there_is_no_set) {
    JwksRefresh refresh{{}, 1, 0};
    BOOST_TEST((refresh.on_not_modified(0, *refresh.start(0), 1000) == Verdict::keep));
    BOOST_TEST((refresh.state(0) == State::empty));
    BOOST_TEST(!refresh.usable_until());
    BOOST_TEST(*refresh.next_fetch() > 0);
    BOOST_TEST(*refresh.next_fetch() <= second);
}

// H-06 of the attack corpus, promise 10
BOOST_AUTO_TEST_CASE(a_bad_answer_replaces_nothing) {
    auto [refresh, fetch] = refreshing();
    const auto before = refresh.usable_until();
    BOOST_TEST((refresh.on_failure(250 * second, fetch, {}) == Verdict::keep));
    BOOST_TEST((refresh.usable_until() == before));
    BOOST_TEST((refresh.state(250 * second) == State::fresh));
    for (int i = 0; i < 5; ++i) {
        fail_next(refresh);
        BOOST_TEST((refresh.usable_until() == before));
    }
    const Time now = *refresh.next_fetch();
    BOOST_TEST((refresh.on_set(now, *refresh.start(now), {}, 0) == Verdict::keep));
    BOOST_TEST((refresh.usable_until() == before));
}

// H-07 of the attack corpus, promise 14
BOOST_AUTO_TEST_CASE(a_set_with_fewer_keys_replaces_the_other_at_once) {
    JwksRefresh refresh{{}, 1, 0};
    BOOST_TEST((refresh.on_set(0, *refresh.start(0), {}, 5) == Verdict::publish));
    const Time now = *refresh.next_fetch();
    BOOST_TEST((refresh.on_set(now, *refresh.start(now), {}, 1) == Verdict::publish));
}

// --- Unknown keys ----------------------------------------------------------------------------

// rule 94
BOOST_AUTO_TEST_CASE(an_unknown_key_brings_a_fetch_forward) {
    JwksRefresh refresh = refreshed();
    BOOST_TEST((refresh.on_unknown_kid(second) == UnknownKid::due));
    BOOST_TEST((refresh.next_fetch() == second));
    BOOST_TEST((refresh.on_unknown_kid(2 * second) == UnknownKid::due));
    BOOST_TEST((refresh.next_fetch() == second));
    BOOST_TEST(refresh.start(2 * second).has_value());
    BOOST_TEST((refresh.on_unknown_kid(3 * second) == UnknownKid::fetching));
    BOOST_TEST((refresh.state(3 * second) == State::refreshing));
}

BOOST_AUTO_TEST_CASE(the_cool_down_counts_from_the_start_whatever_comes_of_the_fetch) {
    constexpr Time begun = 10 * second;
    for (const int answer : {0, 1, 2, 3}) {
        JwksRefresh refresh = refreshed();
        const auto fetch = start_for_kid(refresh, begun);
        BOOST_REQUIRE(fetch.has_value());
        const Time answered = begun + 5 * second;
        switch (answer) {
            case 0:
                (void)refresh.on_set(answered, *fetch, {}, 1);
                break;
            case 1:
                (void)refresh.on_not_modified(answered, *fetch, {});
                break;
            case 2:
                (void)refresh.on_failure(answered, *fetch, {});
                break;
            default:
                refresh.disable();
                refresh.enable(answered);
                (void)refresh.on_set(answered, *refresh.start(answered), {}, 1);
        }
        BOOST_TEST((refresh.on_unknown_kid(answered) == UnknownKid::cooling_down));
        BOOST_TEST((refresh.on_unknown_kid(begun + 30 * second - 1) == UnknownKid::cooling_down));
        BOOST_TEST(*refresh.next_fetch() > begun + 30 * second);
        BOOST_TEST((refresh.on_unknown_kid(begun + 30 * second) == UnknownKid::due));
    }
}

BOOST_AUTO_TEST_CASE(the_cool_down_begins_with_the_fetch_also_where_that_had_to_wait) {
    JwksRefresh refresh = refreshed();
    BOOST_TEST((refresh.on_unknown_kid(second) == UnknownKid::due));
    const auto fetch = refresh.start(100 * second);
    (void)refresh.on_failure(100 * second, *fetch, {});
    BOOST_TEST((refresh.on_unknown_kid(130 * second - 1) == UnknownKid::cooling_down));
    BOOST_TEST((refresh.on_unknown_kid(130 * second) == UnknownKid::due));
}

BOOST_AUTO_TEST_CASE(a_fetch_of_the_schedule_starts_no_cool_down) {
    auto [refresh, fetch] = refreshing();
    BOOST_TEST((refresh.on_unknown_kid(265 * second) == UnknownKid::fetching));
    (void)refresh.on_set(265 * second, fetch, {}, 1);
    BOOST_TEST(start_for_kid(refresh, 265 * second).has_value());

    std::tie(refresh, fetch) = refreshing();
    (void)refresh.on_failure(265 * second, fetch, {});
    BOOST_TEST((refresh.on_unknown_kid(265 * second) == UnknownKid::due));
}

BOOST_AUTO_TEST_CASE(a_fetch_that_is_due_by_the_schedule_is_one_of_it_also_where_tokens_ask) {
    JwksRefresh refresh = refreshed();
    BOOST_TEST((refresh.on_unknown_kid(10 * second) == UnknownKid::due));
    (void)refresh.on_failure(299 * second, *refresh.start(299 * second), {});
    BOOST_TEST(*refresh.next_fetch() <= 300 * second);
    BOOST_TEST((refresh.on_unknown_kid(299 * second) == UnknownKid::due));
}

BOOST_AUTO_TEST_CASE(a_fetch_for_an_unknown_key_does_not_move_the_schedule_where_it_fails) {
    JwksRefresh refresh = refreshed();
    const auto scheduled = refresh.next_fetch();
    const auto fetch = start_for_kid(refresh, second);
    (void)refresh.on_failure(6 * second, *fetch, {});
    BOOST_TEST((refresh.next_fetch() == scheduled));
    // Nor does it make the back-off longer.
    const Time failed = fail_next(refresh);
    BOOST_TEST(*refresh.next_fetch() <= failed + second);
}

BOOST_AUTO_TEST_CASE(a_fetch_for_an_unknown_key_that_succeeds_is_a_refresh) {
    JwksRefresh refresh = refreshed();
    const auto fetch = start_for_kid(refresh, 200 * second);
    BOOST_TEST((refresh.on_set(201 * second, *fetch, {}, 2) == Verdict::publish));
    BOOST_TEST(*refresh.next_fetch() >= (201 + 216) * second);
    BOOST_TEST((refresh.usable_until() == (201 + 3600) * second));
}

BOOST_AUTO_TEST_CASE(without_a_set_tokens_bring_no_fetch_forward) {
    JwksRefresh refresh{{}, 1, 10 * second};
    BOOST_TEST((refresh.on_unknown_kid(0) == UnknownKid::cooling_down));
    BOOST_TEST((refresh.next_fetch() == 10 * second));
    BOOST_TEST((refresh.on_unknown_kid(10 * second) == UnknownKid::due));
    const auto fetch = refresh.start(10 * second);
    BOOST_TEST((refresh.on_unknown_kid(11 * second) == UnknownKid::fetching));
    (void)refresh.on_failure(20 * second, *fetch, {});
    BOOST_TEST((refresh.on_unknown_kid(20 * second) == UnknownKid::cooling_down));

    // The same where the set is too old.
    refresh = refreshed();
    while (*refresh.next_fetch() < 3600 * second) fail_next(refresh);
    const Time failed = fail_next(refresh);
    BOOST_TEST((refresh.state(failed) == State::expired));
    BOOST_TEST((refresh.on_unknown_kid(failed) == UnknownKid::cooling_down));
}

BOOST_AUTO_TEST_CASE(a_stale_set_is_fetched_for_unknown_keys_beside_the_back_off) {
    JwksRefresh refresh = refreshed();
    Time now = 0;
    while (now < 1500 * second || *refresh.next_fetch() < now + 31 * second) {
        now = fail_next(refresh);
    }
    BOOST_TEST((refresh.state(now) == State::stale));
    BOOST_TEST(start_for_kid(refresh, now).has_value());
}

namespace {

/// How many fetches tokens and the schedule cause in 60 seconds, with 10^6 unknown keys in them and
/// answers that come after a tenth of a second; the first succeeds or does not, all others fail.
int fetches_in_a_minute(bool first_succeeds, bool with_tokens, std::uint64_t seed) {
    JwksRefresh refresh{{}, seed, 0};
    int fetches = 0;
    std::uint64_t fetch = 0;
    Time answered = 0;
    bool waits = false;
    for (Time now = 0; now < 60 * second; now += 60'000) {
        if (waits && now >= answered) {
            if (fetches == 1 && first_succeeds) {
                (void)refresh.on_set(now, fetch, {}, 1);
            } else {
                (void)refresh.on_failure(now, fetch, {});
            }
            waits = false;
        }
        if (with_tokens) (void)refresh.on_unknown_kid(now);
        if (const auto begun = refresh.start(now)) {
            fetch = *begun;
            answered = now + second / 10;
            waits = true;
            ++fetches;
        }
    }
    return fetches;
}

}  // namespace

// H-01, H-02 of the attack corpus, promise 8
BOOST_AUTO_TEST_CASE(a_million_unknown_keys_in_a_minute_cause_few_fetches) {
    for (const std::uint64_t seed : {1u, 2u}) {
        BOOST_TEST(fetches_in_a_minute(true, false, seed) == 1);
        BOOST_TEST(fetches_in_a_minute(true, true, seed) == 3);  // at most 2 + 60 / 30
    }
}

// H-02 of the attack corpus
BOOST_AUTO_TEST_CASE(a_million_unknown_keys_cause_no_fetch_where_the_endpoint_was_never_there) {
    for (const std::uint64_t seed : {1u, 2u}) {
        BOOST_TEST(fetches_in_a_minute(false, true, seed) ==
                   fetches_in_a_minute(false, false, seed));
    }
}

// --- Retry-After -----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(retry_after_holds_back_the_schedule_and_unknown_keys) {
    auto [refresh, fetch] = refreshing();
    const Time now = 265 * second;
    (void)refresh.on_failure(now, fetch, 100);
    BOOST_TEST((refresh.next_fetch() == now + 100 * second));
    BOOST_TEST((refresh.on_unknown_kid(now + 100 * second - 1) == UnknownKid::cooling_down));
    BOOST_TEST((refresh.on_unknown_kid(now + 100 * second) == UnknownKid::due));

    // Told to a fetch for an unknown key it holds for both as well.
    refresh = refreshed();
    const auto for_kid = start_for_kid(refresh, 0);
    (void)refresh.on_failure(0, *for_kid, 1000);
    BOOST_TEST((refresh.next_fetch() == 1000 * second));
    BOOST_TEST((refresh.on_unknown_kid(999 * second) == UnknownKid::cooling_down));
}

BOOST_AUTO_TEST_CASE(retry_after_is_honoured_up_to_an_hour) {
    for (const std::int64_t seconds : {std::int64_t{3600}, std::int64_t{3601}, last}) {
        JwksRefresh refresh{{}, 1, 0};
        (void)refresh.on_failure(0, *refresh.start(0), seconds);
        BOOST_TEST((refresh.next_fetch() == 3600 * second));
    }
}

BOOST_AUTO_TEST_CASE(retry_after_never_shortens_the_back_off) {
    for (const std::int64_t seconds : {std::int64_t{0}, std::int64_t{-1}, first}) {
        JwksRefresh refresh{{}, 1, 0};
        JwksRefresh other = refresh;
        (void)refresh.on_failure(0, *refresh.start(0), seconds);
        (void)other.on_failure(0, *other.start(0), {});
        BOOST_TEST((refresh.next_fetch() == other.next_fetch()));
    }
}

BOOST_AUTO_TEST_CASE(enabling_is_no_way_around_retry_after) {
    JwksRefresh refresh{{}, 1, 0};
    (void)refresh.on_failure(0, *refresh.start(0), 1000);
    refresh.disable();
    refresh.enable(second);
    BOOST_TEST((refresh.next_fetch() == 1000 * second));
}

// --- Bounded staleness -----------------------------------------------------------------------

// H-05 of the attack corpus, promise 11
// rule 93
BOOST_AUTO_TEST_CASE(a_set_is_used_for_an_hour_where_no_other_can_be_fetched) {
    JwksRefresh refresh = refreshed(10 * second);
    while (*refresh.next_fetch() < 3610 * second) {
        const Time failed = fail_next(refresh);
        BOOST_TEST(
            (refresh.state(failed) == (failed < 310 * second ? State::fresh : State::stale)));
        BOOST_TEST((refresh.usable_until() == 3610 * second));
    }
    BOOST_TEST((refresh.state(3610 * second - 1) == State::stale));
    BOOST_TEST((refresh.state(3610 * second) == State::expired));
    const Time now = *refresh.next_fetch();
    (void)refresh.on_set(now, *refresh.start(now), {}, 1);
    BOOST_TEST((refresh.state(now) == State::fresh));
}

BOOST_AUTO_TEST_CASE(a_set_is_used_for_its_lifetime_at_least_and_a_day_at_most) {
    BOOST_TEST((refreshed(0, {}, 1, 7200).usable_until() == 7200 * second));
    BOOST_TEST((refreshed(0, {}, 1, 60).usable_until() == 3600 * second));
    RefreshRules rules;
    rules.stale = 0;
    BOOST_TEST((refreshed(0, rules).usable_until() == 300 * second));
    rules.stale = 7 * 86'400;
    rules.most_lifetime = 7 * 86'400;
    BOOST_TEST((refreshed(0, rules, 1, 7 * 86'400).usable_until() == 86'400 * second));
}

// --- Empty sets ------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(an_empty_set_takes_effect_when_a_second_fetch_confirms_it) {
    auto [refresh, fetch] = refreshing();
    const auto bound = refresh.usable_until();
    const Time came = 270 * second;
    BOOST_TEST((refresh.on_set(came, fetch, 3000, 0) == Verdict::keep));
    BOOST_TEST((refresh.next_fetch() == came + 30 * second));
    BOOST_TEST((refresh.usable_until() == bound));
    const auto second_fetch = refresh.start(came + 30 * second);
    BOOST_TEST((refresh.on_set(came + 31 * second, *second_fetch, {}, 0) == Verdict::publish));

    // It is in force as any other.
    const Time now = came + 31 * second;
    BOOST_TEST((refresh.state(now) == State::fresh));
    BOOST_TEST((refresh.usable_until() == now + 3600 * second));
    BOOST_TEST(*refresh.next_fetch() >= now + 216 * second);
    const auto third = start_for_kid(refresh, now);
    BOOST_TEST((refresh.on_set(now, *third, {}, 0) == Verdict::publish));
    const auto fourth = start_for_kid(refresh, now + 30 * second);
    BOOST_TEST((refresh.on_set(now + 30 * second, *fourth, {}, 1) == Verdict::publish));
    // And the next one has to be confirmed again.
    const auto fifth = start_for_kid(refresh, now + 60 * second);
    BOOST_TEST((refresh.on_set(now + 60 * second, *fifth, {}, 0) == Verdict::keep));
}

BOOST_AUTO_TEST_CASE(no_fetch_that_began_within_30_seconds_confirms_an_empty_set) {
    auto [refresh, fetch] = refreshing();
    const Time came = 270 * second;
    (void)refresh.on_set(came, fetch, {}, 0);
    const auto early = start_for_kid(refresh, came + 30 * second - 1);
    BOOST_TEST((refresh.on_set(came + 40 * second, *early, {}, 0) == Verdict::keep));
    // What is due is not put off by this.
    BOOST_TEST((refresh.next_fetch() == came + 30 * second));
    const auto late = refresh.start(came + 40 * second);
    BOOST_TEST((refresh.on_set(came + 41 * second, *late, {}, 0) == Verdict::publish));
}

BOOST_AUTO_TEST_CASE(a_fetch_for_an_unknown_key_confirms_an_empty_set_as_well) {
    JwksRefresh refresh = refreshed();
    (void)refresh.on_set(second, *start_for_kid(refresh, 0), {}, 0);
    BOOST_TEST((refresh.next_fetch() == 31 * second));
    const auto fetch = start_for_kid(refresh, 31 * second);
    BOOST_TEST((refresh.on_set(31 * second, *fetch, {}, 0) == Verdict::publish));
}

BOOST_AUTO_TEST_CASE(a_good_set_between_two_empty_ones_cancels) {
    for (const bool modified : {true, false}) {
        auto [refresh, fetch] = refreshing();
        const Time came = 270 * second;
        (void)refresh.on_set(came, fetch, {}, 0);
        const auto good = refresh.start(came + 30 * second);
        const Time then = came + 31 * second;
        if (modified) {
            BOOST_TEST((refresh.on_set(then, *good, {}, 1) == Verdict::publish));
        } else {
            BOOST_TEST((refresh.on_not_modified(then, *good, {}) == Verdict::keep));
        }
        BOOST_TEST(*refresh.next_fetch() >= then + 216 * second);
        const Time now = *refresh.next_fetch();
        BOOST_TEST((refresh.on_set(now, *refresh.start(now), {}, 0) == Verdict::keep));
        BOOST_TEST((refresh.next_fetch() == now + 30 * second));
    }
}

BOOST_AUTO_TEST_CASE(a_failure_between_two_empty_sets_does_not_cancel) {
    auto [refresh, fetch] = refreshing();
    (void)refresh.on_set(270 * second, fetch, {}, 0);
    const Time failed = fail_next(refresh);
    BOOST_TEST((refresh.state(failed) == State::stale));
    const Time now = *refresh.next_fetch();
    BOOST_TEST(now <= failed + second);
    BOOST_TEST((refresh.on_set(now, *refresh.start(now), {}, 0) == Verdict::publish));
}

BOOST_AUTO_TEST_CASE(an_empty_set_is_a_failure_where_there_is_none) {
    JwksRefresh refresh{{}, 1, 0};
    Time now = 0;
    for (const Time most : {1, 2, 4, 8, 16, 32, 64}) {
        BOOST_TEST((refresh.on_set(now, *refresh.start(now), {}, 0) == Verdict::keep));
        BOOST_TEST((refresh.state(now) == State::empty));
        BOOST_TEST(!refresh.usable_until());
        BOOST_TEST(*refresh.next_fetch() <= now + most * second);
        now = *refresh.next_fetch();
    }
    BOOST_TEST((refresh.on_set(now, *refresh.start(now), {}, 1) == Verdict::publish));
}

// --- Disabling -------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(what_is_disabled_fetches_nothing) {
    JwksRefresh refresh = refreshed();
    (void)refresh.on_unknown_kid(second);
    refresh.disable();
    BOOST_TEST(!refresh.next_fetch());
    BOOST_TEST(!refresh.start(86'400 * second));
    BOOST_TEST((refresh.on_unknown_kid(86'400 * second) == UnknownKid::disabled));
    BOOST_TEST((refresh.usable_until() == 3600 * second));
}

BOOST_AUTO_TEST_CASE(what_is_enabled_again_fetches_at_once) {
    JwksRefresh refresh = refreshed();
    for (int i = 0; i < 12; ++i) fail_next(refresh);
    const Time now = *refresh.next_fetch() - 1;
    refresh.disable();
    refresh.enable(now);
    BOOST_TEST((refresh.next_fetch() == now));
    const Time failed = fail_next(refresh);
    BOOST_TEST(*refresh.next_fetch() <= failed + second);
    // Enabling what is enabled changes nothing.
    const auto next = refresh.next_fetch();
    refresh.enable(failed);
    BOOST_TEST((refresh.next_fetch() == next));
}

BOOST_AUTO_TEST_CASE(the_set_in_force_grows_older_while_disabled) {
    JwksRefresh refresh = refreshed();
    refresh.disable();
    refresh.enable(299 * second);
    BOOST_TEST((refresh.state(299 * second) == State::fresh));
    refresh.disable();
    refresh.enable(4000 * second);
    BOOST_TEST((refresh.state(4000 * second) == State::expired));
}

// --- Stored sets -----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_stored_set_is_as_old_as_it_is) {
    JwksRefresh refresh{{}, 1, 1010 * second};
    refresh.restore(1000 * second, 200 * second, 250);
    BOOST_TEST((refresh.state(1000 * second) == State::fresh));
    BOOST_TEST((refresh.state(1050 * second) == State::stale));
    BOOST_TEST((refresh.usable_until() == (800 + 3600) * second));
    BOOST_TEST((refresh.next_fetch() == 1010 * second));
    BOOST_TEST((refresh.on_unknown_kid(1000 * second) == UnknownKid::due));

    refresh = JwksRefresh{{}, 1, 1010 * second};
    refresh.restore(1000 * second, 3600 * second, {});
    BOOST_TEST((refresh.state(1000 * second) == State::expired));
    refresh = JwksRefresh{{}, 1, 0};
    refresh.restore(0, -1000 * second, {});
    BOOST_TEST((refresh.usable_until() == 3600 * second));
    refresh = JwksRefresh{{}, 1, 0};
    refresh.restore(-second, last, last);
    BOOST_TEST((refresh.state(-second) == State::expired));
    refresh = JwksRefresh{{}, 1, 0};
    refresh.restore(0, first, first);
    BOOST_TEST((refresh.state(60 * second - 1) == State::fresh));
}

BOOST_AUTO_TEST_CASE(a_stored_set_has_keys_which_one_empty_answer_does_not_remove) {
    JwksRefresh refresh{{}, 1, 0};
    refresh.restore(0, second, {});
    BOOST_TEST((refresh.on_set(0, *refresh.start(0), {}, 0) == Verdict::keep));
    BOOST_TEST((refresh.state(0) == State::fresh));
}

BOOST_AUTO_TEST_CASE(a_stored_set_never_takes_the_place_of_one_that_was_fetched) {
    JwksRefresh refresh{{}, 1, 0};
    const auto fetch = refresh.start(0);
    refresh.restore(0, 0, {});
    BOOST_TEST((refresh.state(0) == State::fetching));
    (void)refresh.on_set(0, *fetch, {}, 1);
    refresh.restore(100 * second, 0, 10'000);
    BOOST_TEST((refresh.usable_until() == 3600 * second));
}

// --- Time ------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(time_that_goes_back_counts_as_standing_still) {
    JwksRefresh refresh = refreshed(1000 * second);
    BOOST_TEST((refresh.state(0) == State::fresh));
    const auto fetch = start_for_kid(refresh, 0);
    BOOST_REQUIRE(fetch.has_value());
    BOOST_TEST((refresh.on_set(0, *fetch, {}, 1) == Verdict::publish));
    BOOST_TEST((refresh.usable_until() == 4600 * second));
    BOOST_TEST(*refresh.next_fetch() >= 1216 * second);
    BOOST_TEST((refresh.on_unknown_kid(0) == UnknownKid::cooling_down));
    BOOST_TEST((refresh.on_unknown_kid(1030 * second - 1) == UnknownKid::cooling_down));
    BOOST_TEST((refresh.on_unknown_kid(1030 * second) == UnknownKid::due));

    // What has expired stays so.
    (void)refresh.on_unknown_kid(4600 * second);
    BOOST_TEST((refresh.state(0) == State::expired));
}

BOOST_AUTO_TEST_CASE(at_the_ends_of_time_nothing_overflows) {
    for (const Time now : {first, first + 1, last - 1, last}) {
        JwksRefresh refresh = refreshed(now);
        BOOST_TEST(*refresh.next_fetch() >= now);
        BOOST_TEST(*refresh.usable_until() >= now);
        if (const auto fetch = start_for_kid(refresh, now)) {
            (void)refresh.on_failure(now, *fetch, last);
        }
        refresh.disable();
        refresh.enable(last);
        (void)refresh.on_set(last, refresh.start(last).value_or(0), last, 0);
        BOOST_TEST((refresh.state(last) == State::expired));
    }
    JwksRefresh refresh{{}, 1, last};
    refresh.restore(first, last, last);
    BOOST_TEST((refresh.state(first) == State::fresh));
}

BOOST_AUTO_TEST_SUITE_END()
