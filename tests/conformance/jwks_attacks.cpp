// SPDX-License-Identifier: BSL-1.0
#include <vouch/jwks.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/checksum_signatures.hpp"
#include "support/made_keys.hpp"

// Section H of the attack corpus: floods, endpoints that fail or are the victim, and what happens
// to a program while it fetches. Each attack is beside the same thing done rightly, and has its
// number. How many tokens and sources there are can be set: VOUCH_LOAD_TOKENS, VOUCH_LOAD_SOURCES.

namespace {

using vouch::Errc;
using vouch::JwksEventKind;
using vouch::JwksOptions;
using vouch::http::Response;
using vouch::testing::FakeTransport;
using vouch::testing::ManualClock;
using namespace vouch_tests;

constexpr std::string_view url = "https://login.example.com/jwks";

using Refresher = vouch::JwksRefresher<ManualClock>;
using Source = vouch::JwksSource<FakeTransport, ManualClock>;
template <class FromSource, class... More>
using VerifierOf =
    vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, FromSource,
                    vouch::testing::FixedClock<1'800'000'000>, ChecksumCrypto, More...>;

std::size_t number(const char* name, std::size_t usual) {
    const char* const text = std::getenv(name);
    return text == nullptr ? usual : std::stoul(text);
}
std::size_t tokens() { return number("VOUCH_LOAD_TOKENS", 30'000); }
std::size_t sources() { return number("VOUCH_LOAD_SOURCES", 2'000); }

/// A good token of `key` that names `kid`.
std::string token(std::string_view kid, const MadeKey& key) {
    return key.token(kid, R"({"iss":"https://login.example.com","sub":"s","exp":1800000300})");
}
std::string token(std::uint64_t key) { return token(std::to_string(key), MadeKey{key}); }
std::string jwks_of_keys(const std::vector<std::uint64_t>& keys) {
    std::vector<std::string> texts;
    for (const std::uint64_t key : keys) texts.push_back(MadeKey{key}.jwk(std::to_string(key)));
    return jwks_of(texts);
}

template <class Verifier>
std::optional<Errc> refusal(const Verifier& verifier, std::string_view text) {
    const auto who = verifier.verify(text);
    return who ? std::nullopt : std::optional{who.error().code()};
}
template <class Verifier>
std::optional<Errc> refusal(const Verifier& verifier, std::uint64_t key) {
    return refusal(verifier, token(key));
}
const std::optional<Errc> accepted;

/// An endpoint with the key 1, fetched by hand.
struct World {
    World() {
        serve({1});
        refresher.poll();
    }

    void serve(const std::vector<std::uint64_t>& keys) {
        transport.answer(url, jwks_of_keys(keys));
    }
    void pass(std::int64_t seconds) {
        clock.advance(seconds);
        refresher.poll();
    }
    /// A minute in which strangers show `tokens` with random keys. Every second `each` is called
    /// with its number.
    template <class Each>
    void flood_for_a_minute(std::size_t tokens, Each each) {
        const MadeKey key{1};
        for (int second = 0; second < 60; ++second) {
            each(second);
            for (std::size_t i = 0; i < tokens / 60; ++i) {
                const auto error = refusal(verifier, token(std::to_string(random()), key));
                if (error != Errc::key_not_found && error != Errc::keys_pending) ++wrong;
                if (i % 16 == 0) refresher.poll();
            }
            pass(1);
        }
    }

    ManualClock clock{{1'800'000'000, 0}};
    FakeTransport transport;
    Refresher refresher{{.threads = 0}, clock};
    Source source = *Source::open(url, {}, transport, refresher);
    VerifierOf<Source> verifier{source};
    std::minstd_rand random{1};
    std::size_t wrong = 0;
};

/// A transport that lets a test act in the middle of a fetch.
struct Interrupted {
    vouch::Result<Response> get(const vouch::http::Request& request) const {
        if (*during) (*during)();
        return transport.get(request);
    }

    FakeTransport transport;
    std::shared_ptr<std::function<void()>> during = std::make_shared<std::function<void()>>();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(jwks_attacks)

// promise 8
BOOST_AUTO_TEST_CASE(H_01_a_flood_of_unknown_keys_causes_few_fetches) {
    World world;
    world.flood_for_a_minute(tokens(),
                             [&](int) { BOOST_TEST((refusal(world.verifier, 1) == accepted)); });
    BOOST_TEST(world.wrong == 0u);
    BOOST_TEST(world.transport.fetches(url) == 3u);  // at most 2 + 60 / 30
}

BOOST_AUTO_TEST_CASE(H_02_a_flood_while_the_endpoint_is_dead_causes_no_more) {
    World world;
    world.transport.answer(url, Errc::endpoint_unreachable);
    world.flood_for_a_minute(tokens(),
                             [&](int) { BOOST_TEST((refusal(world.verifier, 1) == accepted)); });
    BOOST_TEST(world.wrong == 0u);
    BOOST_TEST(world.transport.fetches(url) == 3u);
}

BOOST_AUTO_TEST_CASE(H_02_a_flood_where_the_endpoint_was_never_there_causes_none) {
    const ManualClock clock{{1'800'000'000, 0}};
    Refresher refresher{{.threads = 0}, clock};
    const VerifierOf<Source> verifier{*Source::open(url, {}, FakeTransport{}, refresher)};
    for (int second = 0; second < 60; ++second) {
        const auto next = refresher.poll();
        for (std::uint64_t key = 0; key < 100; ++key) {
            BOOST_TEST((refusal(verifier, key) == Errc::keys_pending));
        }
        BOOST_TEST((refresher.poll() == next));
        clock.advance(1);
    }
}

// promise 12
BOOST_AUTO_TEST_CASE(H_03_a_rotation_under_a_flood_is_seen_within_the_cool_down) {
    for (const int rotates_at : {0, 1, 13, 29}) {
        World world;
        std::optional<int> seen;
        world.flood_for_a_minute(tokens() / 4, [&](int second) {
            if (second == rotates_at) world.serve({1, 2});  // and signs with 2 at once
            BOOST_TEST((refusal(world.verifier, 1) == accepted));
            if (second < rotates_at) return;
            const bool is_seen = refusal(world.verifier, 2) == accepted;
            BOOST_TEST((is_seen || !seen));
            if (is_seen && !seen) seen = second;
        });
        BOOST_TEST_REQUIRE(seen.has_value());
        BOOST_TEST(*seen - rotates_at <= 31);  // it is looked at once a second
        BOOST_TEST(world.wrong == 0u);
    }
}

BOOST_AUTO_TEST_CASE(H_04_many_tenants_of_one_host_are_no_flood_for_it) {
    const ManualClock clock;
    const FakeTransport transport;
    Refresher refresher{{.threads = 0}, clock};
    std::vector<VerifierOf<Source>> tenants;
    for (std::size_t i = 0; i < sources() / 4; ++i) {
        const std::string at = "https://victim.example.com/" + std::to_string(i);
        transport.answer(at, jwks_of_keys({1}));
        tenants.emplace_back(*Source::open(at, {}, transport, refresher));
    }
    transport.answer(url, jwks_of_keys({1}));
    const auto other = *Source::open(url, {}, transport, refresher);
    const std::string unknown = token(2);
    const auto victim_fetches = [&] { return transport.fetches() - transport.fetches(url); };

    for (std::size_t second = 0; second < 60; ++second) {
        refresher.poll();
        BOOST_TEST(victim_fetches() <= 10 + second);
        if (second % 10 == 0) {  // strangers ask for more
            for (const auto& tenant : tenants) (void)tenant.verify(unknown);
        }
        clock.advance(1);
        if (second >= 10) BOOST_TEST(other.wait_until_ready(0));  // first fetches are spread so far
    }
    BOOST_TEST(victim_fetches() >= 60u);  // its share, but for the burst
    BOOST_TEST(transport.fetches(url) == 1u);
}

// promise 11
BOOST_AUTO_TEST_CASE(H_05_keys_are_used_up_to_the_stale_bound_of_an_endpoint_that_is_gone) {
    World world;
    world.transport.answer(url, Errc::endpoint_unresolved);
    for (int passed = 0; passed < 3'600; passed += 20) {
        BOOST_TEST((refusal(world.verifier, 1) == accepted));
        world.pass(20);
    }
    for (int passed = 0; passed < 3'600; passed += 20) {
        BOOST_TEST((refusal(world.verifier, 1) == Errc::keyset_stale));
        world.pass(20);
    }
    world.serve({1});
    world.pass(301);
    BOOST_TEST((refusal(world.verifier, 1) == accepted));
}

// promise 10
BOOST_AUTO_TEST_CASE(H_06_a_bad_set_does_not_take_the_place_of_a_good_one) {
    const std::vector<std::string> bodies{
        "<html>",                                             // F10
        "{}",                                                 // F11
        R"({"keys":[]})",                                     // F12
        R"({"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]})",  // F14
        R"({"keys":[)",                                       // cut
        jwks_of_keys(std::vector<std::uint64_t>(101, 2)),     // F15
        "\xEF\xBB\xBF" + jwks_of_keys({2}),                   // F22
    };
    for (const std::string& body : bodies) {
        World world;
        world.transport.answer(url, body);
        world.pass(300);
        BOOST_TEST(world.transport.fetches(url) == 2u);
        BOOST_TEST((refusal(world.verifier, 1) == accepted));
        BOOST_TEST((refusal(world.verifier, 2) != accepted));
    }
    World world;
    world.serve({1, 2});
    world.pass(300);
    BOOST_TEST((refusal(world.verifier, 2) == accepted));
}

// promise 14
BOOST_AUTO_TEST_CASE(H_07_a_key_that_was_removed_verifies_nothing_from_the_next_refresh_on) {
    World world;
    const VerifierOf<Source, vouch::VerifiedTokens<>> with_cache{world.source};
    const auto both = [&](std::uint64_t key) {
        const auto error = refusal(world.verifier, key);
        BOOST_TEST((refusal(with_cache, key) == error));
        return error;
    };
    world.serve({1, 2});
    world.pass(300);
    BOOST_TEST((both(1) == accepted));
    world.serve({2});
    BOOST_TEST((both(1) == accepted));
    world.pass(300);
    BOOST_TEST((both(1) != accepted));
    BOOST_TEST((both(2) == accepted));
    // Nor does the key that has its name now verify its tokens.
    world.transport.answer(url, jwks_of({MadeKey{3}.jwk("1")}));
    world.pass(300);
    BOOST_TEST((both(1) == Errc::signature_invalid));
    // Keys that are too old, or of a source that is disabled, let no known token in either.
    world.serve({1});
    world.pass(300);
    BOOST_TEST((both(1) == accepted));
    world.source.disable();
    BOOST_TEST((both(1) == Errc::key_not_found));
    world.source.enable();
    BOOST_TEST((both(1) == accepted));
    world.transport.answer(url, Errc::endpoint_unreachable);
    world.pass(3'600);
    BOOST_TEST((both(1) == Errc::keyset_stale));
}

BOOST_AUTO_TEST_CASE(H_08_what_an_event_starts_does_no_harm) {
    struct Again : vouch::JwksEvents {
        void on_event(const vouch::JwksEvent& event) noexcept override {
            if (++events > 100 || !source) return;
            // Asks for a fetch, makes another one and another source in the middle of this one.
            (void)VerifierOf<Source>{*source}.verify(token(9));
            source->disable();
            source->enable();
            refresher->poll();
            if (event.error) failed = true;
        }
        std::optional<Source> source;
        std::optional<Refresher> refresher;
        int events = 0;
        bool failed = false;
    };
    const ManualClock clock;
    const FakeTransport transport;
    const auto again = std::make_shared<Again>();
    {
        Refresher refresher{{.threads = 0}, clock};
        const auto source = *Source::open(url, {.events = again}, transport, refresher);
        again->source = source;
        again->refresher = refresher;
        for (int passed = 0; passed < 20; ++passed) {
            refresher.poll();
            clock.advance(1);
            if (passed == 10) transport.answer(url, jwks_of_keys({1}));
        }
        BOOST_TEST(again->failed);
        BOOST_TEST((refusal(VerifierOf<Source>{source}, 1) == accepted));
        BOOST_TEST(transport.fetches(url) <= 100u);
    }
    again->source.reset();
    again->refresher.reset();
}

BOOST_AUTO_TEST_CASE(H_09_sources_can_go_while_they_fetch) {
    using Live = vouch::JwksSource<FakeTransport>;
    const FakeTransport transport;
    for (int i = 0; i < 20; ++i) {
        transport.answer("https://" + std::to_string(i) + ".example.com/", jwks_of_keys({1}));
    }
    const vouch::JwksRefresher<> shared{{.threads = 4}};
    for (int round = 0; round < 10; ++round) {
        transport.hold();
        const std::size_t before = transport.fetches();
        std::vector<Live> sources;
        for (int i = 0; i < 20; ++i) {
            const std::string at = "https://" + std::to_string(i) + ".example.com/";
            const auto source =
                i % 4 == 0 ? Live::open(at, {}, transport) : Live::open(at, {}, transport, shared);
            sources.push_back(*source);
        }
        while (transport.fetches() < before + 4) std::this_thread::yield();
        std::thread other{
            [half = std::vector(sources.begin() + 10, sources.end())]() mutable { half.clear(); }};
        sources.erase(sources.begin() + 5, sources.end());
        transport.release();
        other.join();
        for (const Live& source : sources) BOOST_TEST(source.wait_until_ready(100'000));
    }
}

BOOST_AUTO_TEST_CASE(H_10_a_clock_that_is_set_during_a_fetch_changes_nothing) {
    using Odd = vouch::JwksSource<Interrupted, ManualClock>;
    for (const std::int64_t jump : {-86'400, 86'400}) {
        const ManualClock clock{{1'800'000'000, 0}};
        const Interrupted interrupted;
        interrupted.transport.answer(url, jwks_of_keys({1}));
        Refresher refresher{{.threads = 0}, clock};
        const auto source = *Odd::open(url, {}, interrupted, refresher);
        const VerifierOf<Odd> verifier{source};
        refresher.poll();
        *interrupted.during = [&] { clock.set({clock.now().seconds + jump, 0}); };
        for (std::size_t fetches = 1; fetches <= 3; ++fetches) {
            BOOST_TEST(interrupted.transport.fetches(url) == fetches);
            BOOST_TEST((source.state() == Odd::State::fresh));
            BOOST_TEST((refusal(verifier, 1) == accepted));
            clock.advance(215);  // not yet 72 % of the lifetime
            refresher.poll();
            BOOST_TEST(interrupted.transport.fetches(url) == fetches);
            clock.advance(50);  // and 88 %
            refresher.poll();
        }
        *interrupted.during = {};
        interrupted.transport.answer(url, Errc::endpoint_unreachable);
        for (int passed = 0; passed < 3'600; passed += 100) {
            BOOST_TEST((refusal(verifier, 1) == accepted));
            clock.advance(100);
            refresher.poll();
        }
        BOOST_TEST((refusal(verifier, 1) == Errc::keyset_stale));
    }
}

BOOST_AUTO_TEST_CASE(H_10_a_fork_of_a_program_that_fetches_can_verify) {
    using Live = vouch::JwksSource<FakeTransport>;
    const FakeTransport transport;
    transport.answer(url, jwks_of_keys({1}));
    const auto source = *Live::open(url, {.wait_milliseconds = 10}, transport);
    const VerifierOf<Live> verifier{source};
    BOOST_TEST_REQUIRE(source.wait_until_ready(100'000));
    transport.hold();
    source.disable();
    source.enable();
    while (transport.fetches(url) < 2) std::this_thread::yield();  // it is fetching
    const std::string good = token(1), unknown = token(2);
    const pid_t child = fork();
    if (child == 0) {
        alarm(60);
        const bool verifies = verifier.verify(good).has_value();
        const auto refused = verifier.verify(unknown);  // no thread is there to fetch its key
        _exit(verifies && !refused && refused.error() == Errc::keys_pending ? 0 : 1);
    }
    int status = -1;
    BOOST_TEST(waitpid(child, &status, 0) == child);
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
    transport.release();
    BOOST_TEST((refusal(verifier, 1) == accepted));  // nor does the parent notice
}

BOOST_AUTO_TEST_CASE(H_10_signals_end_no_wait) {
    using Live = vouch::JwksSource<FakeTransport>;
    const FakeTransport transport;
    transport.answer(url, jwks_of_keys({1}));
    transport.hold();
    const VerifierOf<Live> verifier{*Live::open(url, {.wait_milliseconds = 100'000}, transport)};
    while (transport.fetches(url) < 1) std::this_thread::yield();

    struct sigaction nothing = {};
    struct sigaction before = {};
    nothing.sa_handler = [](int) {};  // without SA_RESTART
    BOOST_TEST_REQUIRE(sigaction(SIGUSR1, &nothing, &before) == 0);
    std::atomic<bool> answered = false, good = false;
    std::thread waits{[&] {
        good = refusal(verifier, 1) == accepted;
        answered = true;
    }};
    for (int i = 0; i < 100; ++i) {
        pthread_kill(waits.native_handle(), SIGUSR1);
        kill(getpid(), SIGUSR1);
        std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    BOOST_TEST(!answered);
    transport.release();
    waits.join();
    BOOST_TEST(good);
    sigaction(SIGUSR1, &before, nullptr);
}

namespace {

/// Sources that were opened at the same moment, each of a host of its own.
struct Herd {
    /// Each fetch is one event.
    struct Counts : vouch::JwksEvents {
        void on_event(const vouch::JwksEvent&) noexcept override { ++fetches; }
        std::size_t fetches = 0;
    };

    Herd() {
        for (std::size_t i = 0; i < ::sources(); ++i) {
            urls.push_back("https://" + std::to_string(i) + ".example.com/jwks");
            sources.push_back(*Source::open(urls.back(), {.events = counts}, transport, refresher));
        }
        serve(jwks_of_keys({1}));
    }
    void serve(const vouch::Result<std::string>& body) const {
        for (const std::string& each : urls) {
            if (body) {
                transport.answer(each, *body);
            } else {
                transport.answer(each, body.error());
            }
        }
    }
    /// How many fetches began in each of so many seconds.
    std::vector<std::size_t> fetches_in(int seconds) {
        std::vector<std::size_t> each;
        for (int i = 0; i < seconds; ++i) {
            counts->fetches = 0;
            refresher.poll();
            each.push_back(counts->fetches);
            clock.advance(1);
        }
        return each;
    }

    ManualClock clock;
    FakeTransport transport;
    Refresher refresher{{.threads = 0}, clock};
    std::shared_ptr<Counts> counts = std::make_shared<Counts>();
    std::vector<std::string> urls;
    std::vector<Source> sources;
};

/// The most in one of these seconds.
std::size_t most_of(const std::vector<std::size_t>& each) {
    return *std::max_element(each.begin(), each.end());
}
std::size_t sum_of(const std::vector<std::size_t>& each) {
    std::size_t sum = 0;
    for (const std::size_t one : each) sum += one;
    return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(sources_that_are_opened_at_once_do_not_fetch_at_once) {
    Herd herd;
    const std::size_t count = herd.sources.size();
    const auto first = herd.fetches_in(11);
    BOOST_TEST(sum_of(first) == count);
    BOOST_TEST(most_of(first) <= count * 2 / 10);  // twice the mean
    BOOST_TEST(sum_of(herd.fetches_in(216 - 11)) == 0u);
    // 16 % of five minutes, and the ten seconds from before.
    const auto refreshes = herd.fetches_in(59);
    BOOST_TEST(sum_of(refreshes) == count);
    BOOST_TEST(most_of(refreshes) <= count * 5 / 59);
    // After some more of this they have nothing in common any more.
    (void)herd.fetches_in(2'400);
    const auto later = herd.fetches_in(240);
    BOOST_TEST(most_of(later) <= sum_of(later) * 5 / 240);
}

BOOST_AUTO_TEST_CASE(an_outage_that_ends_for_all_makes_no_herd) {
    Herd herd;
    (void)herd.fetches_in(11);
    herd.serve(Errc::endpoint_unreachable);
    (void)herd.fetches_in(1'800);
    herd.serve(jwks_of_keys({1}));
    const auto after = herd.fetches_in(300);  // by then each has tried again
    BOOST_TEST(sum_of(after) >= herd.sources.size());
    BOOST_TEST(most_of(after) <= sum_of(after) * 5 / 300);
}

BOOST_AUTO_TEST_SUITE_END()
