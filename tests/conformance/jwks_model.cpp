// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_refresh.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "support/jwks_model.hpp"

// Random operations on a JwksRefresh and on a slow model of it: no difference in any answer, nor in
// what can be seen of the two; and what is promised whatever happens is asked on the way.
// VOUCH_MODEL_OPERATIONS says how many (100,000), VOUCH_MODEL_SEED from which seed on (1). A
// sequence that differs names its seed: with that and 200 operations the same build repeats it.

namespace {

namespace model = vouch_tests::jwks_model;
using model::later;
using model::second;
using model::Seconds;
using model::State;
using model::Time;
using model::UnknownKid;
using model::Verdict;
using model::What;
using vouch::JwksRefresh;
using vouch::RefreshRules;

constexpr std::uint64_t usual_operations = 100'000;
constexpr std::size_t sequence_length = 200;

constexpr Time end_of_time = std::numeric_limits<Time>::max();

/// How often each operation came to each answer.
using Counts = std::map<std::string, std::size_t>;

class Random {
public:
    explicit Random(std::uint64_t seed) : numbers_{seed} {}

    std::uint64_t any() { return numbers_(); }
    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(numbers_() % static_cast<std::uint64_t>(bound));
    }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + below(most - least + 1);
    }
    bool percent(std::int64_t chance) { return below(100) < chance; }
    template <class Values>
    auto one_of(const Values& values) {
        return values[static_cast<std::size_t>(below(static_cast<std::int64_t>(values.size())))];
    }

private:
    std::mt19937_64 numbers_;
};

constexpr std::array state_names{"empty", "fetching", "fresh",   "refreshing",
                                 "stale", "expired",  "disabled"};
constexpr std::array verdict_names{"publish", "keep", "ignore"};
constexpr std::array unknown_kid_names{"fetching", "due", "cooling_down", "disabled"};

template <class Names, class Value>
std::string name(const Names& names, Value value) {
    return names[static_cast<std::size_t>(value)];
}
std::string text(std::optional<std::int64_t> number) {
    return number ? std::to_string(*number) : "nothing";
}

/// A sequence of operations on a source that is new.
class Sequence {
public:
    Sequence(std::uint64_t seed, Counts& counts)
        : random_{seed},
          counts_{counts},
          rules_{any_rules()},
          time_{any_first_time()},
          first_fetch_{later(time_, random_.below(20) * second / 2)},
          library_{rules_, random_.any(), first_fetch_},
          model_{rules_, first_fetch_} {}

    /// \return the difference, or nothing.
    std::string run(std::size_t operations) {
        if (random_.percent(30)) restore();
        for (std::size_t i = 0; i < operations && difference_.empty(); ++i) {
            let_time_pass();
            operate();
        }
        return difference_;
    }

private:
    // --- What is chosen -----------------------------------------------------------------------

    std::int64_t any_number() {
        constexpr std::array edges{std::numeric_limits<std::int64_t>::min(), std::int64_t{-1},
                                   std::int64_t{0}, std::int64_t{99'999'999'999}, end_of_time};
        return random_.percent(10) ? random_.one_of(edges) : random_.between(0, 100'000);
    }
    /// Of what a response says, or nothing.
    Seconds any_seconds() {
        if (random_.percent(40)) return {};
        return random_.percent(60) ? random_.between(0, 600) : any_number();
    }
    RefreshRules any_rules() {
        if (random_.percent(50)) return {};
        RefreshRules rules;
        const bool small = random_.percent(60);
        for (std::int64_t* rule :
             {&rules.lifetime, &rules.least_lifetime, &rules.most_lifetime, &rules.cool_down,
              &rules.first_back_off, &rules.most_back_off, &rules.most_retry_after, &rules.stale}) {
            if (random_.percent(50)) *rule = small ? random_.between(0, 400) : any_number();
        }
        return rules;
    }
    Time any_first_time() {
        if (random_.percent(3))
            return random_.percent(50) ? end_of_time - random_.below(second)
                                       : -end_of_time + random_.below(second);
        return random_.between(-1000, 1'000'000) * second;
    }

    /// Often to just before or after something would change.
    Time any_time() {
        const auto just = [&](Time time) { return later(time, random_.between(-1, 1)); };
        const Time now = std::max(time_, model_.now());
        const auto dice = random_.below(100);
        if (dice < 10) return time_;
        if (dice < 30) return later(time_, random_.below(5 * second));
        if (dice < 45) return later(time_, random_.below(60) * second);
        if (dice < 70) return just(library_.next_fetch().value_or(now));
        if (dice < 76 && model_.usable_until()) {
            return just(random_.percent(50) ? *model_.usable_until() : model_.fresh_until());
        }
        if (dice < 85) {
            const model::Event& event = random_.one_of(model_.events());
            return just(
                later(event.time, random_.percent(50) ? 30 * second : model_.cool_down() * second));
        }
        if (dice < 90) return later(time_, random_.below(3600) * second);
        if (dice < 92) return later(time_, random_.below(100'000) * second);
        if (dice < 95) return later(time_, -random_.below(10 * second));
        if (dice < 97) return later(now, -random_.below(100'000) * second);
        if (dice < 98 && random_.percent(5))
            return random_.percent(50) ? end_of_time : -end_of_time;
        return just(now);
    }
    void let_time_pass() {
        if (random_.percent(60)) return;
        time_ = any_time();
        history_.push_back("at " + std::to_string(time_));
    }

    /// Mostly of the fetch in flight.
    std::uint64_t any_fetch() {
        const auto fetch = model_.in_flight();
        if (fetch && random_.percent(85)) return *fetch;
        return static_cast<std::uint64_t>(random_.below(static_cast<std::int64_t>(fetches_) + 3));
    }

    // --- What is done and compared ------------------------------------------------------------

    void require(bool holds, const std::string& what) {
        if (holds || !difference_.empty()) return;
        difference_ = what + ", after";
        const std::size_t from = history_.size() < 40 ? 0 : history_.size() - 40;
        for (std::size_t i = from; i < history_.size(); ++i) difference_ += "\n  " + history_[i];
    }
    void begin(const std::string& operation) { history_.push_back(operation); }
    void compare(const std::string& operation, const std::string& library,
                 const std::string& expected) {
        ++counts_[operation + ": " + expected];
        require(library == expected, operation + ": " + library + " for " + expected);
        see();
    }
    /// What can be seen of the two from outside.
    void see() {
        take_draw();
        require(library_.next_fetch() == model_.next_fetch(),
                "next_fetch: " + text(library_.next_fetch()) + " for " + text(model_.next_fetch()));
        require(library_.usable_until() == model_.usable_until(),
                "usable_until: " + text(library_.usable_until()) + " for " +
                    text(model_.usable_until()));
        for (const Time time : {time_, later(time_, random_.below(4000) * second)}) {
            const std::string library = name(state_names, library_.state(time));
            const std::string expected = name(state_names, model_.state(time));
            ++counts_["state: " + expected];
            require(library == expected, "state: " + library + " for " + expected);
        }
        require_promises();
    }
    void take_draw() {
        const auto bounds = model_.open_draw();
        const auto drawn = library_.next_fetch();
        if (!bounds || !drawn) return;
        // What Retry-After says may be later than anything that is drawn.
        const Time held = model_.next_fetch().value_or(0);
        const bool is_held = held > bounds->last;
        require(
            *drawn >= bounds->first && (is_held || *drawn <= std::max(bounds->last, held)),
            "drawn: " + text(drawn) + " for " + text(bounds->first) + " to " + text(bounds->last));
        model_.draw(*drawn);
    }

    void start() {
        begin("start");
        const auto library = library_.start(time_);
        const auto expected = model_.start(time_);
        ++counts_[expected ? "start: begun" : "start: not due"];
        if (library) {
            require(*library > fetches_, "numbers go up");
            fetches_ = *library;
            if (model_.events().back().for_token) note_fetch_for_token();
        }
        require(library == expected, "start: " + text_of(library) + " for " + text_of(expected));
        see();
    }
    static std::string text_of(std::optional<std::uint64_t> number) {
        return number ? std::to_string(*number) : "nothing";
    }

    void on_set(std::size_t usable_keys) {
        const std::uint64_t fetch = any_fetch();
        const Seconds lifetime = any_seconds();
        begin("on_set " + std::to_string(fetch) + ' ' + text(lifetime) + ' ' +
              std::to_string(usable_keys));
        const auto before = library_.usable_until();
        const Verdict library = library_.on_set(time_, fetch, lifetime, usable_keys);
        const Verdict expected = model_.on_set(time_, fetch, lifetime, usable_keys);
        if (library == Verdict::publish) {
            fetched_at_ = latest();
        } else {
            require(library_.usable_until() == before, "a bad answer replaces nothing");
        }
        compare(usable_keys == 0 ? "empty set" : "set", name(verdict_names, library),
                name(verdict_names, expected));
    }
    void on_not_modified() {
        const std::uint64_t fetch = any_fetch();
        const Seconds lifetime = any_seconds();
        begin("on_not_modified " + std::to_string(fetch) + ' ' + text(lifetime));
        const auto before = library_.usable_until();
        const Verdict library = library_.on_not_modified(time_, fetch, lifetime);
        const Verdict expected = model_.on_not_modified(time_, fetch, lifetime);
        require(library != Verdict::publish, "nothing is published that did not come");
        if (library == Verdict::keep && before) {
            fetched_at_ = latest();
        } else {
            require(library_.usable_until() == before, "a bad answer replaces nothing");
        }
        compare(before ? "not modified" : "not modified, without a set",
                name(verdict_names, library), name(verdict_names, expected));
    }
    void on_failure() {
        const std::uint64_t fetch = any_fetch();
        const Seconds retry_after = random_.percent(70) ? Seconds{} : any_seconds();
        begin("on_failure " + std::to_string(fetch) + ' ' + text(retry_after));
        const auto before = library_.usable_until();
        const Verdict library = library_.on_failure(time_, fetch, retry_after);
        const Verdict expected = model_.on_failure(time_, fetch, retry_after);
        require(library != Verdict::publish && library_.usable_until() == before,
                "a bad answer replaces nothing");
        compare(retry_after ? "failure, with Retry-After" : "failure", name(verdict_names, library),
                name(verdict_names, expected));
    }
    void on_unknown_kid() {
        begin("on_unknown_kid");
        const UnknownKid library = library_.on_unknown_kid(time_);
        const UnknownKid expected = model_.on_unknown_kid(time_);
        if (library == UnknownKid::due) {
            require(library_.next_fetch() <= latest(), "what is due has come");
        }
        compare("unknown kid", name(unknown_kid_names, library), name(unknown_kid_names, expected));
    }
    void start_what_is_due() {
        time_ = std::max(time_, model_.next_fetch().value_or(time_));
        history_.push_back("at " + std::to_string(time_));
        start();
    }
    /// As the driver does it for a token.
    void fetch_for_token() {
        on_unknown_kid();
        start();
    }
    void disable() {
        begin("disable");
        library_.disable();
        model_.disable();
        see();
    }
    void enable() {
        begin("enable");
        library_.enable(time_);
        model_.enable(time_);
        see();
    }
    void restore() {
        const Time age = random_.percent(90) ? random_.below(5000) * second : any_number();
        const Seconds lifetime = any_seconds();
        begin("restore " + std::to_string(age) + ' ' + text(lifetime));
        library_.restore(time_, age, lifetime);
        model_.restore(time_, age, lifetime);
        if (fetches_ == 0) fetched_at_ = later(latest(), -std::max<Time>(age, 0));
        see();
    }

    void operate() {
        if (!model_.in_flight() && random_.percent(25)) return start_what_is_due();
        const auto dice = random_.below(100);
        if (dice < 10) return start();
        if (dice < 28) return on_set(static_cast<std::size_t>(random_.between(1, 3)));
        if (dice < 42) return on_set(0);
        if (dice < 50) return on_not_modified();
        if (dice < 68) return on_failure();
        if (dice < 80) return on_unknown_kid();
        if (dice < 92) return fetch_for_token();
        if (dice < 93) return disable();
        if (dice < 99) return enable();
        restore();
    }

    // --- What is promised ---------------------------------------------------------------------

    /// The latest time that was told.
    Time latest() const { return model_.now(); }

    /// Promise 8: token traffic causes one fetch in each cool-down at most.
    void note_fetch_for_token() {
        if (for_token_at_) {
            require(latest() >= later(*for_token_at_, model_.cool_down() * second),
                    "one fetch for tokens in each cool-down");
        }
        for_token_at_ = latest();
        ++counts_["start: for a token"];
    }

    /// Promise 11: keys that are too old are not used. And the library goes on fetching.
    void require_promises() {
        const State state = library_.state(time_);
        if (state == State::fresh || state == State::refreshing || state == State::stale) {
            require(fetched_at_ && latest() < later(*fetched_at_, model::day * second),
                    "no keys are used that are older than a day");
            require(latest() < *library_.usable_until(), "no keys are used past their bound");
        }
        if (state != State::disabled && !model_.in_flight()) {
            const auto next = library_.next_fetch();
            require(next.has_value(), "a fetch is planned");
            require(*next <= std::max(first_fetch_, later(latest(), model::day * second)),
                    "no fetch is put off by more than a day");
        }
    }

    Random random_;
    Counts& counts_;
    RefreshRules rules_;
    Time time_;
    Time first_fetch_;
    JwksRefresh library_;
    model::Source model_;

    std::uint64_t fetches_ = 0;
    std::optional<Time> for_token_at_;
    std::optional<Time> fetched_at_;  // the set in force, as far as the library said so
    std::vector<std::string> history_;
    std::string difference_;
};

/// Without these the test would be blind.
constexpr const char* to_be_seen[] = {
    "start: begun",
    "start: not due",
    "start: for a token",
    "set: publish",
    "set: ignore",
    "empty set: publish",
    "empty set: keep",
    "empty set: ignore",
    "not modified: keep",
    "not modified: ignore",
    "not modified, without a set: keep",
    "failure: keep",
    "failure: ignore",
    "failure, with Retry-After: keep",
    "unknown kid: fetching",
    "unknown kid: due",
    "unknown kid: cooling_down",
    "unknown kid: disabled",
    "state: empty",
    "state: fetching",
    "state: fresh",
    "state: refreshing",
    "state: stale",
    "state: expired",
    "state: disabled",
};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance_jwks_model)

// promises 8, 10, 11
BOOST_AUTO_TEST_CASE(random_operations_come_to_what_a_slow_model_says) {
    const std::uint64_t operations = from_environment("VOUCH_MODEL_OPERATIONS", usual_operations);
    const std::uint64_t first = from_environment("VOUCH_MODEL_SEED", 1);
    Counts counts;
    for (std::uint64_t i = 0; i * sequence_length < operations; ++i) {
        const std::uint64_t seed = first + i;
        const std::string difference = Sequence{seed, counts}.run(sequence_length);
        BOOST_REQUIRE_MESSAGE(difference.empty(),
                              "VOUCH_MODEL_SEED=" << seed << ": " << difference);
    }
    for (const auto& [what, count] : counts) BOOST_TEST_MESSAGE(count << ' ' << what);
    if (operations < usual_operations) return;
    for (const char* what : to_be_seen) BOOST_TEST(counts.contains(what), what);
}

BOOST_AUTO_TEST_SUITE_END()
