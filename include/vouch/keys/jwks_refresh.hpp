// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_REFRESH_HPP
#define VOUCH_KEYS_JWKS_REFRESH_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>

namespace vouch::inline v1 {

/// How often a key set is fetched and how long it may be used, in seconds.
///
/// What is out of bounds counts as the nearest that is within: each lies between 1 and a day,
/// `most_retry_after` and `stale` between 0 and a day, and what is the most is not less than what
/// is the least or the first.
struct RefreshRules {
    /// For how long a set is fresh where the response does not say.
    std::int64_t lifetime = 300;
    /// The least and the most that a response can say (RFC 9111 §4.2.1), and `lifetime` too.
    std::int64_t least_lifetime = 60;
    std::int64_t most_lifetime = 86'400;
    /// Between two fetches for tokens that name a key which the set does not have.
    std::int64_t cool_down = 30;
    /// The most that is waited after the first failure, and after any; doubled each time.
    std::int64_t first_back_off = 1;
    std::int64_t most_back_off = 300;
    /// The most that `Retry-After` can say (RFC 9110 §10.2.3).
    std::int64_t most_retry_after = 3'600;
    /// The age up to which a set is used where no newer one can be fetched (RFC 5861 §4); at least
    /// its lifetime.
    std::int64_t stale = 3'600;

    /// No set is used that is older than this.
    static constexpr std::int64_t stale_cap = 86'400;
};

/// When a key set is fetched, which answers count, and for how long the set may be used.
///
/// It knows no clock, fetches nothing and holds no keys: the caller says what time it is and what
/// happened. The one set that is *in force* is the caller's; a Verdict says what to do with it.
///
/// \par The schedule
/// The first fetch is due when the caller says, the next at 80 % of the lifetime of the set that
/// came, give or take a tenth. A fetch of the schedule that fails is tried again after a random
/// part of a time that doubles with each failure (full jitter). That goes on whatever the state is.
/// \par Unknown keys
/// A token that names a key which the set does not have may bring a fetch forward, once in each
/// `cool_down`, counted from the start of the last such fetch whatever came of it. The two have
/// separate budgets: the schedule takes no part of this one, and such a fetch does not move the
/// schedule where it fails; where it succeeds, it counts as a refresh. While no set is in force, or
/// only one that is too old to be used, tokens cause no fetch.
/// \par Answers
/// At most one fetch is in flight, and only its answer counts: one that was abandoned by `disable`
/// is ignored whenever it comes. A failure changes nothing about the set. `Retry-After` holds back
/// the schedule and fetches for unknown keys alike, also after `enable`.
/// \par Empty sets
/// A set without a usable key is taken for a failure where none is in force. Where one with keys
/// is, it takes effect only when a second fetch, begun 30 seconds after the first answer or later,
/// says the same and none between them says otherwise; that fetch is scheduled. From then on the
/// empty set is in force like any other: it is refreshed, and unknown keys may bring that forward.
/// \par Time
/// That of one clock which nobody sets. A time before one that was already given counts as that
/// one, so threads may come in any order.
/// \par Thread safety
/// For one thread at a time. No member allocates.
class JwksRefresh {
public:
    /// Nanoseconds of elapsed time.
    using Time = std::int64_t;

    /// What there is, and what is being done.
    enum class State : std::uint8_t {
        empty,       ///< no set is in force
        fetching,    ///< no set is in force; one is being fetched
        fresh,       ///< within its lifetime
        refreshing,  ///< within its lifetime, while another is being fetched
        stale,       ///< past its lifetime, and still used
        expired,     ///< there is one, too old to be used
        disabled,    ///< nothing is fetched
    };
    /// What to do with an answer.
    enum class Verdict : std::uint8_t {
        publish,  ///< put the set that came into force, in place of the other; it may be empty
        keep,     ///< what is in force stays so, a set or none
        ignore,   ///< nobody waits for this answer any more
    };
    /// What becomes of a token that names a key which the set in force does not have.
    enum class UnknownKid : std::uint8_t {
        fetching,      ///< a fetch is in flight, wait for that
        due,           ///< one may start now: `next_fetch()` has come
        cooling_down,  ///< none for now
        disabled,
    };

    /// How long after an empty answer the fetch begins that confirms it, in seconds.
    static constexpr std::int64_t empty_confirmed_after = 30;

    /// `seed` is of the random numbers: another one for each source, or all fetch at once.
    constexpr JwksRefresh(const RefreshRules& rules, std::uint64_t seed, Time first_fetch) noexcept
        : rules_{within_bounds(rules)}, random_{seed}, scheduled_{first_fetch} {}

    /// When the next fetch is due, maybe in the past; nothing while one is in flight or fetching is
    /// disabled.
    constexpr std::optional<Time> next_fetch() const noexcept {
        if (disabled_ || in_flight_ != 0) return std::nullopt;
        return asked_ != never ? asked_ : scheduled_;  // nobody asks for what is due
    }

    /// Begins the fetch that is due. Its answer must be told by `on_set`, `on_not_modified` or
    /// `on_failure`: until then no other begins.
    ///
    /// \return its number, or nothing where none is due.
    constexpr std::optional<std::uint64_t> start(Time time) noexcept {
        const Time now = see(time);
        const std::optional<Time> due = next_fetch();
        if (!due || *due > now) return std::nullopt;
        of_schedule_ = scheduled_ <= now;
        if (!of_schedule_) cool_until_ = after(now, rules_.cool_down);
        asked_ = never;
        started_ = now;
        in_flight_ = ++fetches_;
        return in_flight_;
    }

    /// A set came, with so many usable keys. Its age counts from now on.
    ///
    /// `lifetime_seconds` is what the response says, less its age; nothing where it does not.
    constexpr Verdict on_set(Time time, std::uint64_t fetch,
                             std::optional<std::int64_t> lifetime_seconds,
                             std::size_t usable_keys) noexcept {
        const Time now = see(time);
        if (!end(fetch)) return Verdict::ignore;
        if (usable_keys == 0) {
            if (fetched_at_ == never) {
                back_off(now);
                return Verdict::keep;
            }
            if (has_keys_ && !confirms_empty()) {
                if (empty_since_ == never) empty_since_ = now;
                scheduled_ = after(empty_since_, empty_confirmed_after);
                return Verdict::keep;
            }
        }
        has_keys_ = usable_keys != 0;
        renew(now, lifetime_seconds.value_or(rules_.lifetime));
        return Verdict::publish;
    }

    /// The set in force is still the one (RFC 9110 §15.4.5), also where it was too old to be used.
    /// That is a failure where none is in force, for then nobody asked.
    ///
    /// `lifetime_seconds` is as for `on_set`; where there is nothing, what held for the set holds.
    constexpr Verdict on_not_modified(Time time, std::uint64_t fetch,
                                      std::optional<std::int64_t> lifetime_seconds) noexcept {
        const Time now = see(time);
        if (!end(fetch)) return Verdict::ignore;
        if (fetched_at_ == never) {
            back_off(now);
        } else {
            renew(now, lifetime_seconds.value_or(lifetime_));
        }
        return Verdict::keep;
    }

    /// No set came, or none that can be read.
    ///
    /// `retry_after_seconds` is what the response says; nothing where it does not.
    constexpr Verdict on_failure(Time time, std::uint64_t fetch,
                                 std::optional<std::int64_t> retry_after_seconds) noexcept {
        const Time now = see(time);
        if (!end(fetch)) return Verdict::ignore;
        if (of_schedule_) back_off(now);
        if (retry_after_seconds) {
            held_until_ = after(
                now, std::clamp<std::int64_t>(*retry_after_seconds, 0, rules_.most_retry_after));
            scheduled_ = std::max(scheduled_, held_until_);
        }
        return Verdict::keep;
    }

    /// A token names a key that the set in force does not have.
    constexpr UnknownKid on_unknown_kid(Time time) noexcept {
        const Time now = see(time);
        if (disabled_) return UnknownKid::disabled;
        if (in_flight_ != 0) return UnknownKid::fetching;
        if (*next_fetch() <= now) return UnknownKid::due;
        if (!is_usable(now) || now < cool_until_ || now < held_until_) {
            return UnknownKid::cooling_down;
        }
        asked_ = now;
        return UnknownKid::due;
    }

    /// No fetch from now on; the answer to one that is in flight is ignored. What is in force stays
    /// so, and grows older.
    constexpr void disable() noexcept {
        disabled_ = true;
        in_flight_ = 0;
        asked_ = never;
    }
    /// The next fetch is due now, or when `Retry-After` allows it. Changes nothing where fetching
    /// is not disabled.
    constexpr void enable(Time time) noexcept {
        const Time now = see(time);
        if (!disabled_) return;
        disabled_ = false;
        failures_ = 0;
        scheduled_ = std::max(now, held_until_);
    }

    /// Puts a set with keys into force that was stored and is so old by now, maybe too old to be
    /// used. The schedule stays as it is. Changes nothing after the first fetch has begun.
    ///
    /// `age` is that since the last fetch which confirmed it, in nanoseconds.
    constexpr void restore(Time time, Time age,
                           std::optional<std::int64_t> lifetime_seconds) noexcept {
        const Time now = see(time);
        if (fetches_ != 0) return;
        age = std::max<Time>(age, 0);
        fetched_at_ = now < first + age ? first : now - age;
        lifetime_ = lifetime_within_bounds(lifetime_seconds.value_or(rules_.lifetime));
        has_keys_ = true;
    }

    constexpr State state(Time time) const noexcept {
        const Time now = std::max(time, latest_);
        if (disabled_) return State::disabled;
        if (fetched_at_ == never) return in_flight_ != 0 ? State::fetching : State::empty;
        if (!is_usable(now)) return State::expired;
        if (now >= after(fetched_at_, lifetime_)) return State::stale;
        return in_flight_ != 0 ? State::refreshing : State::fresh;
    }

    /// From then on the set in force may not be used: it was fetched, or confirmed, its lifetime
    /// and `RefreshRules::stale` ago, whichever is longer. Nothing where none is in force.
    constexpr std::optional<Time> usable_until() const noexcept {
        if (fetched_at_ == never) return std::nullopt;
        return after(fetched_at_, std::max(lifetime_, rules_.stale));
    }

private:
    static constexpr Time second = 1'000'000'000;
    static constexpr Time never = std::numeric_limits<Time>::min();
    static constexpr Time first = never + 1;  // no time that is seen is `never`

    static constexpr RefreshRules within_bounds(RefreshRules rules) noexcept {
        const auto bound = [](std::int64_t& value, std::int64_t least, std::int64_t most) {
            value = std::clamp(value, least, most);
        };
        constexpr std::int64_t day = RefreshRules::stale_cap;
        bound(rules.least_lifetime, 1, day);
        bound(rules.most_lifetime, rules.least_lifetime, day);
        bound(rules.lifetime, rules.least_lifetime, rules.most_lifetime);
        bound(rules.cool_down, 1, day);
        bound(rules.first_back_off, 1, day);
        bound(rules.most_back_off, rules.first_back_off, day);
        bound(rules.most_retry_after, 0, day);
        bound(rules.stale, 0, day);
        return rules;
    }
    constexpr std::int64_t lifetime_within_bounds(std::int64_t seconds) const noexcept {
        return std::clamp(seconds, rules_.least_lifetime, rules_.most_lifetime);
    }

    /// So many seconds later, a day at most; the end of time where that is sooner.
    static constexpr Time after(Time time, std::int64_t seconds) noexcept {
        return after_nanoseconds(time, seconds * second);
    }
    static constexpr Time after_nanoseconds(Time time, Time delay) noexcept {
        constexpr Time last = std::numeric_limits<Time>::max();
        return time > last - delay ? last : time + delay;
    }

    constexpr Time see(Time time) noexcept { return latest_ = std::max(latest_, time); }

    constexpr bool is_usable(Time now) const noexcept {
        return fetched_at_ != never && now < *usable_until();
    }

    /// \return whether this was the fetch in flight.
    constexpr bool end(std::uint64_t fetch) noexcept {
        if (in_flight_ == 0 || in_flight_ != fetch) return false;
        in_flight_ = 0;
        return true;
    }
    constexpr bool confirms_empty() const noexcept {
        return empty_since_ != never && started_ >= after(empty_since_, empty_confirmed_after);
    }
    constexpr void renew(Time now, std::int64_t lifetime_seconds) noexcept {
        fetched_at_ = now;
        lifetime_ = lifetime_within_bounds(lifetime_seconds);
        empty_since_ = never;
        failures_ = 0;
        const Time percent = lifetime_ * (second / 100);
        scheduled_ = after_nanoseconds(now, 72 * percent + random_below(16 * percent + 1));
    }
    constexpr void back_off(Time now) noexcept {
        std::int64_t most = rules_.first_back_off;
        for (int i = 0; i < failures_ && most < rules_.most_back_off; ++i) most *= 2;
        most = std::min(most, rules_.most_back_off);
        failures_ = std::min(failures_ + 1, 32);
        scheduled_ = after_nanoseconds(now, 1 + random_below(most * second));
    }

    /// Less than `bound`, each about as likely: SplitMix64, of which the remainder is taken.
    constexpr Time random_below(Time bound) noexcept {
        random_ += 0x9e3779b97f4a7c15;
        std::uint64_t mixed = random_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        mixed ^= mixed >> 31;
        return static_cast<Time>(mixed % static_cast<std::uint64_t>(bound));
    }

    RefreshRules rules_;
    std::uint64_t random_;
    Time latest_ = first;  // that was seen

    Time scheduled_;           // the next fetch of the schedule
    Time asked_ = never;       // since when a token has waited for a fetch to begin
    Time cool_until_ = never;  // no fetch for unknown keys before
    Time held_until_ = never;  // no fetch before, says the endpoint
    int failures_ = 0;         // of the schedule, in a row

    std::uint64_t fetches_ = 0;    // that have begun
    std::uint64_t in_flight_ = 0;  // the number of the one whose answer counts; 0: none
    Time started_ = never;         // that or the last one
    bool of_schedule_ = false;     // and not for an unknown key
    bool disabled_ = false;

    Time fetched_at_ = never;    // the set in force
    std::int64_t lifetime_ = 0;  // in seconds
    bool has_keys_ = false;
    Time empty_since_ = never;  // the first empty answer that is not confirmed
};

}  // namespace vouch::inline v1

#endif
