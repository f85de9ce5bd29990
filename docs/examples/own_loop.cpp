// SPDX-License-Identifier: BSL-1.0
// Keys that are fetched without a thread of the library: by a loop that calls poll, and by one with
// asynchronous I/O.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/own_loop.cpp -o own_loop
//     ./own_loop
// prints: poll: accepted
// prints: poll again in less than five minutes: yes
// prints: asynchronous, before the answer: keys_pending
// prints: asynchronous, after it: accepted
// prints: asynchronous, another key: keys_pending
// prints: asynchronous, another key, after its fetch: key_not_found
// prints: asynchronous, an hour later, of a dead endpoint: keyset_stale
#include <vouch/jwks.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <cstdint>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

// A stand-in; a program that fetches with poll has vouch::Curl.
using Transport = vouch::testing::FakeTransport;
// A stand-in, so that an hour passes in a moment; a program has vouch::SystemClock.
using Clock = vouch::testing::ManualClock;

constexpr std::string_view url = "https://login.example.com/jwks.json";

std::string token_of(std::string_view kid) {
    return vouch::testing::rsa_2048.token<vouch::RS256>(
        R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})",
        R"({"iss":"https://login.example.com","sub":"alice","exp":4102444800})");
}

template <class Verifier>
void show(std::string_view when, const Verifier& verifier, std::string_view kid) {
    const auto who = verifier.verify(token_of(kid));
    std::cout << when << ": " << (who ? "accepted" : to_string(who.error().code())) << '\n';
}

// [keys]
/// The keys of one endpoint, fetched by a loop with asynchronous I/O. Copies are one.
class LoopKeys {
public:
    using policy_kind = vouch::key_source_policy;
    using Set = vouch::KeySet<vouch::Builtin>;
    using Keys = std::shared_ptr<const Set>;

    explicit LoopKeys(const Clock& clock) : state_{std::make_shared<State>(clock)} {}

    // --- For the verifier, in any thread ------------------------------------------------------

    Keys keys() const noexcept {
        const std::lock_guard lock{state_->mutex};
        return state_->is_usable() ? state_->set : state_->none;
    }
    vouch::Result<Keys> newer_keys(const Keys& seen) const noexcept {
        const std::lock_guard lock{state_->mutex};
        State& state = *state_;
        if (state.set == state.none) return vouch::Errc::keys_pending;
        if (!state.is_usable()) return vouch::Errc::keyset_stale;
        if (state.set != seen) return state.set;
        // This may make a fetch due, so wake the loop here.
        const auto verdict = state.refresh.on_unknown_kid(state.clock.elapsed_nanoseconds());
        const bool none_comes = verdict == vouch::JwksRefresh::UnknownKid::cooling_down;
        return none_comes ? vouch::Errc::key_not_found : vouch::Errc::keys_pending;
    }

    // --- For the loop -------------------------------------------------------------------------

    /// When to call `begin`, in nanoseconds of elapsed time; nothing while a fetch is in flight.
    std::optional<std::int64_t> next_fetch() const {
        const std::lock_guard lock{state_->mutex};
        return state_->refresh.next_fetch();
    }
    /// The number of a fetch that is to be started now, where one is due.
    std::optional<std::uint64_t> begin() {
        const std::lock_guard lock{state_->mutex};
        return state_->refresh.start(state_->clock.elapsed_nanoseconds());
    }
    /// What came of it. Each fetch has its answer: after a time-out, an error.
    void answered(std::uint64_t fetch, vouch::Result<vouch::http::Response> response) {
        const std::int64_t now = state_->clock.elapsed_nanoseconds();
        if (!response) return fail(now, fetch, {});
        const auto retry_after = vouch::http::retry_after_seconds(*response);
        const auto document =
            vouch::JwksDocument::from_response(*std::move(response), state_->clock.now(), {});
        if (!document) return fail(now, fetch, retry_after);
        // The work is done before the lock is taken, and the old set ends after it is given back.
        auto next = std::make_shared<const Set>(vouch::Builtin{}, document->set.keys);
        const std::lock_guard lock{state_->mutex};
        const auto verdict = state_->refresh.on_set(now, fetch, document->lifetime_seconds,
                                                    document->set.keys.size());
        if (verdict == vouch::JwksRefresh::Verdict::publish) state_->set.swap(next);
    }

private:
    struct State {
        explicit State(const Clock& its_clock)
            : clock{its_clock}, refresh{{}, seed(), clock.elapsed_nanoseconds()} {}

        bool is_usable() const noexcept {
            const auto until = refresh.usable_until();
            return until && clock.elapsed_nanoseconds() < *until;
        }
        /// Another one for each source, or all fetch at once.
        std::uint64_t seed() const noexcept { return reinterpret_cast<std::uintptr_t>(this); }

        const Clock clock;
        std::mutex mutex;  // of what follows
        vouch::JwksRefresh refresh;
        const Keys none = std::make_shared<const Set>(vouch::Builtin{}, std::vector<vouch::Jwk>{});
        Keys set = none;
    };

    void fail(std::int64_t now, std::uint64_t fetch, std::optional<std::int64_t> retry_after) {
        const std::lock_guard lock{state_->mutex};
        state_->refresh.on_failure(now, fetch, retry_after);
    }

    std::shared_ptr<State> state_;
};
static_assert(vouch::renewable_key_source<LoopKeys, vouch::Builtin, vouch::StrictJson>);
// [keys]

/// An asynchronous client that answers when the loop comes round.
struct Client {
    std::optional<std::uint64_t> asked;
    vouch::Result<vouch::http::Response> answer = vouch::Errc::endpoint_unreachable;
};

void turn(LoopKeys& keys, Client& client) {
    if (client.asked) keys.answered(*std::exchange(client.asked, {}), client.answer);
    // [turn]
    // In each turn of the loop: starts the fetch that is due, and sets the timer for the next.
    if (const std::optional<std::uint64_t> fetch = keys.begin()) {
        client.asked = *fetch;  // client.get(url, [&](auto response) { keys.answered(...); })
    }
    // timer.expires_at(keys.next_fetch());
    // [turn]
}

}  // namespace

int main() {
    const std::string set = R"({"keys":[)" + vouch::testing::rsa_2048.jwk("2026-01") + "]}";
    {
        const Transport transport;
        transport.answer(url, set);
        // [poll]
        vouch::JwksRefresher<> refresher{{.threads = 0}};
        const auto keys = vouch::JwksSource<Transport>::open(url, {}, transport, refresher);
        if (!keys) return 1;

        // In the loop: makes the fetches that are due, in this thread.
        const std::optional<std::int64_t> wait = refresher.poll();  // nanoseconds
        // [poll]
        const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                              vouch::JwksSource<Transport>>
            verifier{*keys};
        show("poll", verifier, "2026-01");
        const bool soon = wait && *wait < std::int64_t{300} * 1'000'000'000;
        std::cout << "poll again in less than five minutes: " << (soon ? "yes" : "no") << '\n';
    }

    const Clock clock{{1'800'000'000, 0}};
    LoopKeys keys{clock};
    const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, LoopKeys, Clock>
        verifier{keys, clock};
    Client client;
    client.answer = vouch::http::Response{.status = 200, .body = set};
    turn(keys, client);
    show("asynchronous, before the answer", verifier, "2026-01");
    turn(keys, client);
    show("asynchronous, after it", verifier, "2026-01");
    show("asynchronous, another key", verifier, "2026-02");
    turn(keys, client);
    turn(keys, client);
    show("asynchronous, another key, after its fetch", verifier, "2026-02");
    client.answer = vouch::Errc::endpoint_unreachable;
    clock.advance(3'600);
    show("asynchronous, an hour later, of a dead endpoint", verifier, "2026-01");
}
