// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_BUDGET_HPP
#define VOUCH_KEYS_JWKS_BUDGET_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1 {

/// Which of many sources may fetch now, so that however many name one host, that host is asked
/// seldom.
///
/// A source whose fetch is due waits here, once, until `next` says that it is its turn. Those of
/// one host are served in the order in which they came; hosts that could be served take turns. So
/// ten thousand sources of one host cost one call of `next` for each fetch that begins.
///
/// It keeps what it knows of a host while a source of it waits or fetches, and until the rate of
/// that host would let a whole burst begin again.
///
/// \par Time
/// As for JwksRefresh.
/// \par Thread safety
/// For one thread at a time. Only `wait` allocates; where that throws, nothing has changed.
class JwksBudget {
public:
    /// Nanoseconds of elapsed time.
    using Time = std::int64_t;
    /// What the caller calls a source.
    using Source = std::uint64_t;

    /// What is out of bounds counts as the nearest that is within.
    struct Rules {
        std::size_t in_flight = 64;  ///< fetches at once; at least 1
        std::size_t per_host = 4;    ///< of them from one host; at least 1
        /// Between two fetches from one host, on average; a day at most.
        std::int64_t host_interval_milliseconds = 1000;
        /// How many may begin at once after a while without any; between 1 and 10,000.
        std::size_t host_burst = 10;
    };

    JwksBudget() noexcept : JwksBudget{Rules{}} {}
    explicit JwksBudget(const Rules& rules) noexcept
        : in_flight_most_{std::max<std::size_t>(rules.in_flight, 1)},
          per_host_{std::max<std::size_t>(rules.per_host, 1)},
          interval_{milliseconds(rules.host_interval_milliseconds)},
          tolerance_{burst(rules.host_burst) * interval_} {}
    JwksBudget(const JwksBudget&) = delete;
    JwksBudget& operator=(const JwksBudget&) = delete;

    /// The source waits for its turn to fetch from this host. It does not wait already.
    void wait(std::string_view host, Source source) {
        std::list<Source> arrived{source};
        Host& entry = find_or_add(host);
        entry.waiting.splice(entry.waiting.end(), arrived);
        if (entry.waiting.size() == 1) place(entry);
    }

    /// The source waits no more. Takes as long as there are others that wait for its host.
    ///
    /// \return whether it waited.
    bool leave(std::string_view host, Source source) noexcept {
        const auto at = hosts_.find(host);
        if (at == hosts_.end() || at->second.waiting.remove(source) == 0) return false;
        if (at->second.waiting.empty()) place(at->second);
        return true;
    }

    /// Whose turn it is. Its fetch counts as in flight until `end`, which is also to be called
    /// where it does not fetch after all. To be called again until there is nobody.
    std::optional<Source> next(Time time) noexcept {
        latest_ = std::max(latest_, time);
        forget();
        if (in_flight_ == in_flight_most_ || turns_.empty() || turns_.begin()->at > latest_) {
            return std::nullopt;
        }
        Host& host = *turns_.begin()->host;
        const Source source = host.waiting.front();
        host.waiting.pop_front();
        ++host.in_flight;
        ++in_flight_;
        host.idle_at = after(std::max(host.idle_at, latest_), interval_);
        place(host);
        return source;
    }

    /// When `next` may have somebody, if nothing ends or comes before; nothing where only that can
    /// change it.
    std::optional<Time> next_turn() const noexcept {
        if (in_flight_ == in_flight_most_ || turns_.empty()) return std::nullopt;
        return turns_.begin()->at;
    }

    /// A fetch from this host, for which `next` gave the turn, is over.
    void end(std::string_view host) noexcept {
        const auto at = hosts_.find(host);
        if (at == hosts_.end() || at->second.in_flight == 0) return;
        --at->second.in_flight;
        --in_flight_;
        if (at->second.index != &turns_) place(at->second);
    }

    /// Fetches that are in flight.
    std::size_t in_flight() const noexcept { return in_flight_; }
    /// Hosts of which anything is known.
    std::size_t hosts() const noexcept { return hosts_.size(); }

private:
    struct Host;
    /// A host in one of the two indexes.
    struct Place {
        Time at = 0;
        std::uint64_t order = 0;  // among those of the same time
        Host* host = nullptr;

        friend bool operator<(const Place& a, const Place& b) noexcept {
            return a.at != b.at ? a.at < b.at : a.order < b.order;
        }
    };
    using Index = std::set<Place>;
    struct Host {
        const std::string* name = nullptr;
        std::list<Source> waiting;
        std::size_t in_flight = 0;
        // The generic cell rate algorithm (ITU-T I.371): its theoretical arrival time.
        Time idle_at = std::numeric_limits<Time>::min();
        Index* index = nullptr;  // in which it is, at `in_index`, or else it has `unused`
        Index::iterator in_index = {};
        Index::node_type unused = {};
    };

    static constexpr std::int64_t milliseconds(std::int64_t count) noexcept {
        return std::clamp<std::int64_t>(count, 0, 86'400'000) * 1'000'000;
    }
    static constexpr std::int64_t burst(std::size_t count) noexcept {
        return static_cast<std::int64_t>(std::clamp<std::size_t>(count, 1, 10'000)) - 1;
    }
    static constexpr Time after(Time time, Time delay) noexcept {
        constexpr Time last = std::numeric_limits<Time>::max();
        return time > last - delay ? last : time + delay;
    }
    static constexpr Time before(Time time, Time delay) noexcept {
        constexpr Time first = std::numeric_limits<Time>::min();
        return time < first + delay ? first : time - delay;
    }

    Host& find_or_add(std::string_view name) {
        const auto found = hosts_.find(name);
        if (found != hosts_.end()) return found->second;
        Index one;
        one.insert(Place{});
        const auto added = hosts_.try_emplace(std::string{name}).first;
        added->second.name = &added->first;
        added->second.unused = one.extract(one.begin());
        return added->second;
    }

    /// Puts a host where it now belongs: among those that take turns, those that may be forgotten,
    /// or neither. Its node is the same for all its life, so this needs no memory.
    void place(Host& host) noexcept {
        if (host.index != nullptr) {
            host.unused = std::exchange(host.index, nullptr)->extract(host.in_index);
        }
        if (!host.waiting.empty()) {
            if (host.in_flight == per_host_) return;
            // Not before what is served now: so hosts whose time has come take turns.
            put(turns_, host, std::max(before(host.idle_at, tolerance_), latest_));
        } else if (host.in_flight == 0) {
            put(idle_, host, host.idle_at);
        }
    }
    void put(Index& index, Host& host, Time at) noexcept {
        host.unused.value() = {at, ++places_, &host};
        host.in_index = index.insert(std::move(host.unused)).position;
        host.index = &index;
    }

    void forget() noexcept {
        while (!idle_.empty() && idle_.begin()->at <= latest_) {
            const Host* host = idle_.begin()->host;
            idle_.erase(idle_.begin());
            hosts_.erase(hosts_.find(*host->name));
        }
    }

    std::size_t in_flight_most_;
    std::size_t per_host_;
    Time interval_;
    Time tolerance_;  // how far ahead of its rate a host may be

    Time latest_ = std::numeric_limits<Time>::min();  // that was seen
    std::size_t in_flight_ = 0;
    std::uint64_t places_ = 0;
    std::map<std::string, Host, std::less<>> hosts_;
    Index turns_;  // hosts for which a source waits and may begin, at the time of `at`
    Index idle_;   // those of which nothing need be known from `at` on
};

}  // namespace vouch::inline v1

#endif
