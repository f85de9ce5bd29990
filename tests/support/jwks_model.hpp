// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_JWKS_MODEL_HPP
#define VOUCH_TESTS_SUPPORT_JWKS_MODEL_HPP

#include <vouch/keys/jwks_refresh.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

// When key sets are fetched once more, as slow and as plain as it can be said: all that is kept is
// what happened, and each answer is looked for in that. Only what the library drew at random is
// taken from it, after a look whether it may be that.

namespace vouch_tests::jwks_model {

using vouch::RefreshRules;
using State = vouch::JwksRefresh::State;
using Verdict = vouch::JwksRefresh::Verdict;
using UnknownKid = vouch::JwksRefresh::UnknownKid;
using Time = vouch::JwksRefresh::Time;
using Seconds = std::optional<std::int64_t>;

constexpr Time second = 1'000'000'000;
constexpr std::int64_t day = 86'400;

/// The least number is that of no time.
constexpr Time first_time = std::numeric_limits<Time>::min() + 1;

/// So much later, or earlier where that is negative; the end of time where that is nearer.
inline Time later(Time time, Time delay) {
    constexpr Time last = std::numeric_limits<Time>::max();
    if (delay < 0) return time < first_time - delay ? first_time : time + delay;
    return time > last - delay ? last : time + delay;
}
inline std::int64_t nearest(std::int64_t value, std::int64_t least, std::int64_t most) {
    return value < least ? least : value > most ? most : value;
}

enum class What : std::uint8_t {
    created,  // `time` is that of the first fetch
    looked,   // at what time it is, and nothing else
    began,    // a fetch
    renewed,  // a set came or the one in force was confirmed, for so many `seconds`
    emptied,  // the same, and no usable key is left
    restored,
    came_empty,  // and not in force so far
    failed,      // `seconds` is what Retry-After said
    asked,       // a token, for a fetch of its own
    disabled,
    enabled,
};

struct Event {
    What what;
    Time time;                       // never before that of the event before
    Seconds seconds = {};            // as they were said
    std::uint64_t fetch = 0;         // began, and the four answers to it
    bool for_token = false;          // began before the schedule said so
    std::optional<Time> drawn = {};  // for when the next fetch is scheduled, where that is random
    Time age = 0;                    // restored
};

class Source {
public:
    Source(const RefreshRules& rules, Time first_fetch) : rules_{rules} {
        events_.push_back({What::created, first_fetch});
    }

    // --- What happens -------------------------------------------------------------------------

    void look(Time time) { add({What::looked, at(time)}); }

    std::optional<std::uint64_t> start(Time time) {
        look(time);
        const auto due = next_fetch();
        if (!due || *due > now()) return {};
        const std::uint64_t number = count(What::began) + 1;
        add({What::began, now(), {}, number, scheduled() > now()});
        return number;
    }

    Verdict on_set(Time time, std::uint64_t fetch, Seconds lifetime, std::size_t usable_keys) {
        look(time);
        if (in_flight() != fetch) return Verdict::ignore;
        const Event* set = in_force();
        if (usable_keys != 0) {
            add({What::renewed, now(), lifetime.value_or(rules_.lifetime), fetch});
            return Verdict::publish;
        }
        const bool has_keys = set != nullptr && set->what != What::emptied;
        if (set == nullptr || (has_keys && !confirms_empty(fetch))) {
            add({What::came_empty, now(), {}, fetch});
            return Verdict::keep;
        }
        add({What::emptied, now(), lifetime.value_or(rules_.lifetime), fetch});
        return Verdict::publish;
    }

    Verdict on_not_modified(Time time, std::uint64_t fetch, Seconds lifetime) {
        look(time);
        if (in_flight() != fetch) return Verdict::ignore;
        const Event* set = in_force();
        if (set == nullptr) {
            add({What::failed, now(), {}, fetch});
        } else {
            add({set->what == What::emptied ? What::emptied : What::renewed, now(),
                 lifetime.value_or(set->seconds.value_or(rules_.lifetime)), fetch});
        }
        return Verdict::keep;
    }

    Verdict on_failure(Time time, std::uint64_t fetch, Seconds retry_after) {
        look(time);
        if (in_flight() != fetch) return Verdict::ignore;
        add({What::failed, now(), retry_after, fetch});
        return Verdict::keep;
    }

    UnknownKid on_unknown_kid(Time time) {
        look(time);
        if (!is_enabled()) return UnknownKid::disabled;
        if (in_flight()) return UnknownKid::fetching;
        if (*next_fetch() <= now()) return UnknownKid::due;
        if (!is_usable(now()) || is_cooling_down() || now() < held_until()) {
            return UnknownKid::cooling_down;
        }
        add({What::asked, now()});
        return UnknownKid::due;
    }

    void disable() { add({What::disabled, now()}); }
    void enable(Time time) {
        look(time);
        if (!is_enabled()) add({What::enabled, now()});
    }
    void restore(Time time, Time age, Seconds lifetime) {
        look(time);
        if (count(What::began) != 0) return;
        add({What::restored, now(), lifetime.value_or(rules_.lifetime), 0, false, {}, age});
    }

    // --- What can be seen ---------------------------------------------------------------------

    Time now() const { return events_.size() == 1 ? first_time : events_.back().time; }

    std::optional<Time> next_fetch() const {
        if (!is_enabled() || in_flight()) return {};
        const Event* asked = pending_token();
        return asked == nullptr ? scheduled() : std::min(asked->time, scheduled());
    }

    State state(Time time) const {
        time = std::max(time, now());
        const Event* set = in_force();
        if (!is_enabled()) return State::disabled;
        if (set == nullptr && in_flight()) return State::fetching;
        if (set == nullptr) return State::empty;
        if (!is_usable(time)) return State::expired;
        if (time >= fresh_until()) return State::stale;
        return in_flight() ? State::refreshing : State::fresh;
    }

    std::optional<Time> usable_until() const {
        if (in_force() == nullptr) return {};
        const Time stale = nearest(rules_.stale, 0, day) * second;
        return std::max(fresh_until(), later(fetched_at(*in_force()), stale));
    }
    Time fresh_until() const {
        return later(fetched_at(*in_force()), lifetime(*in_force()) * second);
    }

    std::optional<std::uint64_t> in_flight() const {
        const Event* began = last(What::began);
        for (const Event* event = began; event != nullptr && ++event != end();) {
            if (event->fetch == began->fetch || event->what == What::disabled) return {};
        }
        return began == nullptr ? std::optional<std::uint64_t>{} : began->fetch;
    }

    // --- What the library drew ----------------------------------------------------------------

    /// The bounds of when the next fetch may be scheduled, where they differ and nobody knows yet.
    struct Bounds {
        Time first;
        Time last;
    };
    std::optional<Bounds> open_draw() const {
        const Event& event = *last_of_schedule();
        if (event.drawn) return {};
        if (event.what == What::renewed || event.what == What::emptied) {
            const Time percent = lifetime(event) * second / 100;
            return Bounds{later(event.time, 72 * percent), later(event.time, 88 * percent)};
        }
        if (!is_back_off(event)) return {};
        return Bounds{later(event.time, 1), later(event.time, back_off_seconds(event) * second)};
    }
    void draw(Time time) { events_[index(*last_of_schedule())].drawn = time; }

    /// For how long at most the schedule waits after a failure.
    std::int64_t back_off_seconds(const Event& failure) const {
        std::int64_t seconds = nearest(rules_.first_back_off, 1, day);
        const std::int64_t most = nearest(rules_.most_back_off, seconds, day);
        for (const Event* event = &failure; event != begin();) {
            --event;
            if (event->what == What::enabled || event->what == What::renewed ||
                event->what == What::emptied) {
                break;
            }
            if (is_back_off(*event)) seconds = std::min(2 * seconds, most);
        }
        return seconds;
    }

    std::int64_t cool_down() const { return nearest(rules_.cool_down, 1, day); }
    const std::vector<Event>& events() const { return events_; }

private:
    // --- What happened ------------------------------------------------------------------------

    const Event* begin() const { return events_.data(); }
    const Event* end() const { return events_.data() + events_.size(); }
    std::size_t index(const Event& event) const {
        return static_cast<std::size_t>(&event - begin());
    }
    void add(const Event& event) { events_.push_back(event); }
    Time at(Time time) const { return std::max(time, now()); }

    template <class Holds>
    const Event* last_that(Holds holds) const {
        for (const Event* event = end(); event != begin();) {
            if (holds(*--event)) return event;
        }
        return nullptr;
    }
    const Event* last(What what) const {
        return last_that([&](const Event& event) { return event.what == what; });
    }
    std::size_t count(What what) const {
        return static_cast<std::size_t>(
            std::count_if(begin(), end(), [&](const Event& event) { return event.what == what; }));
    }
    /// The beginning of the fetch that an event is an answer to.
    const Event& beginning(std::uint64_t fetch) const {
        return *std::find_if(begin(), end(), [&](const Event& event) {
            return event.what == What::began && event.fetch == fetch;
        });
    }

    bool is_enabled() const {
        const Event* disabled = last(What::disabled);
        return disabled == nullptr || disabled < last(What::enabled);
    }

    // --- The set in force ---------------------------------------------------------------------

    static bool renews(const Event& event) {
        return event.what == What::renewed || event.what == What::emptied;
    }
    const Event* in_force() const {
        return last_that(
            [](const Event& event) { return renews(event) || event.what == What::restored; });
    }
    static Time fetched_at(const Event& set) {
        return later(set.time, -std::max<Time>(set.age, 0));
    }
    std::int64_t lifetime(const Event& set) const {
        const std::int64_t least = nearest(rules_.least_lifetime, 1, day);
        return nearest(*set.seconds, least, nearest(rules_.most_lifetime, least, day));
    }
    bool is_usable(Time time) const { return usable_until() && time < *usable_until(); }

    /// The first of the empty answers that came since the set in force did.
    const Event* first_empty() const {
        const Event* event = in_force();
        return std::find_if(event, end(),
                            [](const Event& after) { return after.what == What::came_empty; });
    }
    bool confirms_empty(std::uint64_t fetch) const {
        const Event* empty = first_empty();
        return empty != end() && beginning(fetch).time >= later(empty->time, 30 * second);
    }

    // --- The schedule -------------------------------------------------------------------------

    /// A failure of the schedule.
    bool is_back_off(const Event& event) const {
        if (event.what == What::failed) return !beginning(event.fetch).for_token;
        return event.what == What::came_empty && is_without_set(event);
    }
    bool is_without_set(const Event& event) const {
        return std::none_of(begin(), &event, [](const Event& before) {
            return renews(before) || before.what == What::restored;
        });
    }
    /// The last event that says when the next fetch is.
    const Event* last_of_schedule() const {
        return last_that([&](const Event& event) {
            return event.what == What::created || event.what == What::enabled || renews(event) ||
                   event.what == What::came_empty || is_back_off(event);
        });
    }
    Time scheduled() const {
        const Event& event = *last_of_schedule();
        const bool confirmation = event.what == What::came_empty && !is_without_set(event);
        const Time wanted = event.drawn    ? *event.drawn
                            : confirmation ? later(first_empty()->time, 30 * second)
                                           : event.time;
        return std::max(wanted, held_until());
    }

    /// Until when the endpoint wants to be left alone.
    Time held_until() const {
        Time until = std::numeric_limits<Time>::min();
        for (const Event& event : events_) {
            if (event.what != What::failed || !event.seconds) continue;
            const std::int64_t most = nearest(rules_.most_retry_after, 0, day);
            until = std::max(until, later(event.time, nearest(*event.seconds, 0, most) * second));
        }
        return until;
    }

    // --- Unknown keys -------------------------------------------------------------------------

    /// The token that asked for the fetch that has not begun yet.
    const Event* pending_token() const {
        const Event* asked = last(What::asked);
        const bool over = asked != nullptr && std::any_of(asked, end(), [](const Event& event) {
                              return event.what == What::began || event.what == What::disabled;
                          });
        return over ? nullptr : asked;
    }
    bool is_cooling_down() const {
        return std::any_of(begin(), end(), [&](const Event& event) {
            return event.what == What::began && event.for_token &&
                   now() < later(event.time, cool_down() * second);
        });
    }

    RefreshRules rules_;
    std::vector<Event> events_;
};

}  // namespace vouch_tests::jwks_model

#endif
