// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_source.hpp>

#include <vouch/jwks.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(keys_jwks_source)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::JwksEventKind;
using vouch::JwksOptions;
using vouch::http::Response;
using vouch::testing::FakeTransport;
using vouch::testing::jwks;
using vouch::testing::ManualClock;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

constexpr std::string_view url = "https://login.example.com/jwks";
constexpr std::string_view header_b = R"({"alg":"RS256","kid":"b"})";

using Source = vouch::JwksSource<FakeTransport, ManualClock>;
using Refresher = vouch::JwksRefresher<ManualClock>;
using Verifier = vouch::Verifier<vouch::RS256, Issuer, Source, ManualClock>;

/// The kinds of events in the order in which they came.
struct Log : vouch::JwksEvents {
    void on_event(const vouch::JwksEvent& event) noexcept override {
        const std::lock_guard lock{mutex};
        kinds.push_back(event.kind);
        last_error = event.error ? std::optional{event.error->code()} : std::nullopt;
        skipped = event.skipped.size();
        BOOST_TEST(event.url == url);
    }

    std::mutex mutex;
    std::vector<JwksEventKind> kinds;
    std::optional<Errc> last_error;
    std::size_t skipped = 0;
};

/// An endpoint that is fetched by hand, and a verifier with its keys.
struct World {
    explicit World(JwksOptions options = {}) : source{open(std::move(options))} {}

    Source open(JwksOptions options) {
        options.events = log;
        return *Source::open(url, std::move(options), transport, refresher);
    }
    void serve(std::initializer_list<std::string> keys) { transport.answer(url, jwks(keys)); }
    /// Lets time pass and fetches what is due then.
    void pass(std::int64_t seconds) {
        clock.advance(seconds);
        refresher.poll();
    }
    std::size_t fetches() const { return transport.fetches(url); }

    std::optional<Errc> refusal(std::string_view header = good_header,
                                const vouch::testing::KeyPair& pair = rsa_2048) const {
        const auto who = verifier.verify(token(header, good_claims, pair));
        return who ? std::nullopt : std::optional{who.error().code()};
    }

    ManualClock clock{{1'800'000'000, 0}};
    FakeTransport transport;
    std::shared_ptr<Log> log = std::make_shared<Log>();
    Refresher refresher{{.threads = 0}, clock};
    Source source;
    Verifier verifier{source, ManualClock{{1'800'000'000, 0}}};  // the tokens do not end
};

const std::optional<Errc> accepted;

}  // namespace

BOOST_AUTO_TEST_CASE(keys_are_fetched_and_verify) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    BOOST_TEST((world.source.state() == Source::State::empty));
    BOOST_TEST((world.refusal() == Errc::keys_pending));
    BOOST_TEST(!world.source.wait_until_ready(0));
    world.pass(0);
    BOOST_TEST((world.source.state() == Source::State::fresh));
    BOOST_TEST(world.source.wait_until_ready(0));
    BOOST_TEST((world.refusal() == accepted));
    BOOST_TEST((world.refusal(good_header, rsa_2048_second) == Errc::signature_invalid));
    BOOST_TEST(world.fetches() == 1u);
    BOOST_TEST(world.source.url() == url);
}

BOOST_AUTO_TEST_CASE(a_url_that_is_refused_opens_nothing) {
    const auto refusal = [](std::string_view where) {
        return Source::open(where, {}, FakeTransport{}, Refresher{{.threads = 0}}).error().code();
    };
    BOOST_TEST((refusal("http://login.example.com/jwks") == Errc::endpoint_scheme));
    BOOST_TEST((refusal("https://login.example.com:8443/jwks") == Errc::endpoint_port));
    BOOST_TEST((refusal("https://a@login.example.com/jwks") == Errc::endpoint_url));
}

BOOST_AUTO_TEST_CASE(keys_rotate_ahead_of_need) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.serve({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")});
    world.pass(100);
    BOOST_TEST(world.fetches() == 1u);
    world.pass(200);  // at 80 % of five minutes it is due
    BOOST_TEST(world.fetches() == 2u);
    BOOST_TEST((world.refusal(header_b, rsa_2048_second) == accepted));
    BOOST_TEST((world.log->kinds == std::vector{JwksEventKind::rotated, JwksEventKind::rotated}));
}

// promise 14, H-07
BOOST_AUTO_TEST_CASE(a_key_that_is_gone_verifies_nothing) {
    World world;
    world.serve({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")});
    world.pass(0);
    BOOST_TEST((world.refusal(header_b, rsa_2048_second) == accepted));
    world.serve({rsa_2048.jwk("a")});
    world.pass(300);
    BOOST_TEST((world.refusal(header_b, rsa_2048_second) == Errc::keys_pending));  // one is due
    world.pass(0);
    BOOST_TEST((world.refusal(header_b, rsa_2048_second) == Errc::key_not_found));
    BOOST_TEST((world.refusal() == accepted));
}

// rule 94
BOOST_AUTO_TEST_CASE(an_unknown_kid_makes_one_fetch_due) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.serve({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")});
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST((world.refusal(header_b, rsa_2048_second) == Errc::keys_pending));
    }
    world.pass(1);
    BOOST_TEST(world.fetches() == 2u);
    BOOST_TEST((world.refusal(header_b, rsa_2048_second) == accepted));
    BOOST_TEST((world.refusal(R"({"alg":"RS256","kid":"c"})") == Errc::key_not_found));
    world.pass(1);
    BOOST_TEST(world.fetches() == 2u);  // the cool-down
}

// promise 10, H-06
BOOST_AUTO_TEST_CASE(a_bad_answer_replaces_nothing) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    const auto refuses = [&](vouch::Result<Response> answer, Errc error) {
        world.transport.answer(url, std::move(answer));
        const std::size_t before = world.fetches();
        world.pass(300);
        BOOST_TEST(world.fetches() == before + 1);
        BOOST_TEST((world.log->kinds.back() == JwksEventKind::failed));
        BOOST_TEST((world.log->last_error == error));
        BOOST_TEST((world.refusal() == accepted));
    };
    refuses(Errc::endpoint_timeout, Errc::endpoint_timeout);
    refuses(Response{.status = 500}, Errc::endpoint_status);
    refuses(Response{.status = 302}, Errc::endpoint_redirect);
    refuses(Response{.status = 304}, Errc::endpoint_status);
    refuses(Response{.status = 200, .body = "<html>"}, Errc::keyset_json);
    refuses(Response{.status = 200, .body = "{}"}, Errc::keyset_no_keys);
    world.serve({rsa_2048.jwk("a")});
    world.pass(300);
    BOOST_TEST((world.log->kinds.back() == JwksEventKind::fetched));
}

// F12, F14
BOOST_AUTO_TEST_CASE(an_empty_set_counts_when_it_is_confirmed) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.serve({R"({"kty":"RSA"})"});
    world.pass(300);
    BOOST_TEST((world.log->kinds.back() == JwksEventKind::empty));
    BOOST_TEST(world.log->skipped == 1u);
    BOOST_TEST((world.refusal() == accepted));
    world.pass(31);
    BOOST_TEST(world.fetches() == 3u);
    BOOST_TEST((world.log->kinds.back() == JwksEventKind::empty));
    BOOST_TEST((world.refusal() != accepted));
    world.serve({rsa_2048.jwk("a")});
    world.pass(300);
    BOOST_TEST((world.refusal() == accepted));
}

BOOST_AUTO_TEST_CASE(an_empty_set_that_is_not_confirmed_changes_nothing) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.serve({});
    world.pass(300);
    world.serve({rsa_2048.jwk("a")});
    world.pass(31);
    BOOST_TEST(world.fetches() == 3u);
    BOOST_TEST((world.refusal() == accepted));
}

// H-05: promise 11
// rule 93
BOOST_AUTO_TEST_CASE(keys_that_are_too_old_are_not_used) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.transport.answer(url, Errc::endpoint_unreachable);
    const std::int64_t bound = JwksOptions{}.refresh.stale;
    for (std::int64_t passed = 0; passed + 60 < bound; passed += 60) world.pass(60);
    BOOST_TEST((world.refusal() == accepted));
    for (int i = 0; i < 12; ++i) world.pass(60);
    BOOST_TEST((world.refusal() == Errc::keyset_stale));
    BOOST_TEST((world.source.state() == Source::State::expired));
    BOOST_TEST((world.log->kinds.back() == JwksEventKind::stale));
    world.serve({rsa_2048.jwk("a")});
    world.pass(300);
    BOOST_TEST((world.refusal() == accepted));
}

BOOST_AUTO_TEST_CASE(keys_that_nobody_refreshes_are_not_used_for_ever) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.clock.advance(86'400);  // no poll
    BOOST_TEST((world.refusal() == Errc::keyset_stale));
}

BOOST_AUTO_TEST_CASE(a_set_that_is_the_same_is_not_prepared_again) {
    World world;
    world.transport.answer(
        url, Response{.status = 200, .body = jwks({rsa_2048.jwk("a")}), .etag = "\"v1\""});
    world.pass(0);
    BOOST_TEST(world.transport.last_etag(url) == "");
    const Source::bound<vouch::Builtin, vouch::StrictJson> bound{world.source, {}, {}};
    const auto before = bound.keys();
    world.pass(300);
    BOOST_TEST(world.transport.last_etag(url) == "\"v1\"");
    world.transport.answer(url, Response{.status = 304});
    for (int i = 0; i < 20; ++i) world.pass(300);
    BOOST_TEST(world.fetches() == 22u);
    BOOST_TEST((bound.keys() == before));
    BOOST_TEST((world.refusal() == accepted));
    BOOST_TEST((world.log->kinds.back() == JwksEventKind::fetched));
}

BOOST_AUTO_TEST_CASE(a_restart_goes_on_with_stored_keys_that_are_no_fresher_than_they_were) {
    std::string stored;
    {
        World world;
        BOOST_TEST(world.source.stored() == "");
        world.serve({rsa_2048.jwk("a")});
        world.pass(0);
        stored = world.source.stored();
    }
    {
        World world{{.stored = stored}};  // the endpoint is down
        BOOST_TEST((world.refusal() == accepted));
        world.pass(0);
        BOOST_TEST((world.refusal() == accepted));
        world.clock.advance(86'400);
        BOOST_TEST((world.refusal() == Errc::keyset_stale));
    }
    const ManualClock later{{1'800'086'400, 0}};
    const auto old =
        Source::open(url, {.stored = stored}, FakeTransport{}, Refresher{{.threads = 0}, later});
    BOOST_TEST((old->state() == Source::State::expired));
    const ManualClock earlier{{1'799'999'999, 0}};
    BOOST_TEST(
        (Source::open(url, {.stored = stored}, FakeTransport{}, Refresher{{.threads = 0}, earlier})
             .error()
             .code() == Errc::stored_keys));
}

// rule 91
BOOST_AUTO_TEST_CASE(what_must_not_be_stored_is_not_but_is_used_for_a_moment) {
    World world;
    world.transport.answer(
        url,
        Response{.status = 200, .body = jwks({rsa_2048.jwk("a")}), .cache_control = "no-store"});
    world.pass(0);
    BOOST_TEST((world.refusal() == accepted));
    BOOST_TEST(world.source.stored() == "");
    world.pass(59);
    BOOST_TEST(world.fetches() == 2u);  // the least lifetime
    world.serve({rsa_2048.jwk("a")});
    world.pass(60);
    BOOST_TEST(world.source.stored() != "");
}

BOOST_AUTO_TEST_CASE(a_source_that_is_disabled_lets_nobody_in_and_fetches_nothing) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.source.disable();
    BOOST_TEST((world.refusal() == Errc::key_not_found));
    world.pass(3'000);
    BOOST_TEST(world.fetches() == 1u);
    BOOST_TEST((world.source.state() == Source::State::disabled));
    world.source.enable();
    world.pass(0);
    BOOST_TEST(world.fetches() == 2u);
    BOOST_TEST((world.refusal() == accepted));
}

BOOST_AUTO_TEST_CASE(many_verifiers_share_one_source_and_its_fetches) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    const Verifier later{world.source, ManualClock{{1'800'000'000, 0}}};
    BOOST_TEST(later.verify(token()).has_value());
    BOOST_TEST(world.fetches() == 1u);
    world.serve({rsa_2048_second.jwk("a")});
    world.pass(300);
    for (const Verifier* verifier :
         std::initializer_list<const Verifier*>{&world.verifier, &later}) {
        BOOST_TEST(!verifier->verify(token()).has_value());
        BOOST_TEST(verifier->verify(token(good_header, good_claims, rsa_2048_second)).has_value());
    }
    BOOST_TEST(world.fetches() == 2u);
}

// --- With threads ---------------------------------------------------------------------------

using LiveSource = vouch::JwksSource<FakeTransport>;
using LiveVerifier = vouch::Verifier<vouch::RS256, Issuer, LiveSource, Now>;

BOOST_AUTO_TEST_CASE(a_thread_fetches_at_once) {
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    const LiveVerifier verifier{*LiveSource::open(url, {}, transport)};
    BOOST_TEST(verifier.verify(token()).has_value());  // it waits for the first fetch
    BOOST_TEST(transport.fetches(url) == 1u);
}

BOOST_AUTO_TEST_CASE(tokens_with_an_unknown_kid_wait_for_one_fetch) {
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    const auto source = *LiveSource::open(url, {.wait_milliseconds = 10'000}, transport);
    const LiveVerifier verifier{source};
    BOOST_TEST_REQUIRE(source.wait_until_ready(10'000));
    transport.answer(url, jwks({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}));
    transport.hold();
    const std::string of_new_key = token(header_b, good_claims, rsa_2048_second);
    std::atomic<int> good{0}, waiting{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            ++waiting;
            if (verifier.verify(of_new_key)) ++good;
        });
    }
    while (waiting < 8 || transport.fetches(url) < 2) std::this_thread::yield();
    BOOST_TEST(verifier.verify(token()).has_value());  // who has a known key does not wait
    transport.release();
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(good == 8);
    BOOST_TEST(transport.fetches(url) == 2u);
}

BOOST_AUTO_TEST_CASE(a_token_waits_no_longer_than_it_may) {
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    transport.hold();
    const LiveVerifier verifier{*LiveSource::open(url, {.wait_milliseconds = 1}, transport)};
    BOOST_TEST((verifier.verify(token()).error().code() == Errc::keys_pending));
}

BOOST_AUTO_TEST_CASE(who_waits_for_ever_waits_until_there_are_keys) {
    constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    transport.hold();
    const auto source = *LiveSource::open(url, {.wait_milliseconds = for_ever}, transport);
    const LiveVerifier verifier{source};
    const std::string good = token();
    std::thread later{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        transport.release();
    }};
    BOOST_TEST(verifier.verify(good).has_value());
    BOOST_TEST(source.wait_until_ready(for_ever));
    later.join();
}

BOOST_AUTO_TEST_CASE(who_waits_for_keys_hears_of_those_that_are_enabled) {
    World world;
    world.serve({rsa_2048.jwk("a")});
    world.pass(0);
    world.source.disable();
    const auto start = std::chrono::steady_clock::now();
    std::thread later{[&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
        world.source.enable();
    }};
    BOOST_TEST(world.source.wait_until_ready(60'000));
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds{30}));
    later.join();
}

BOOST_AUTO_TEST_CASE(a_token_waits_for_a_fetch_whose_answer_counts) {
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    transport.hold();
    const auto source = *LiveSource::open(url, {.wait_milliseconds = 10'000}, transport);
    const LiveVerifier verifier{source};
    const std::string good = token();
    while (transport.fetches(url) < 1) std::this_thread::yield();
    std::thread waits{[&] { BOOST_TEST(verifier.verify(good).has_value()); }};
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    source.disable();  // nobody wants the answer that is on its way
    source.enable();
    transport.release();
    waits.join();
    BOOST_TEST(transport.fetches(url) == 2u);
}

BOOST_AUTO_TEST_CASE(a_token_that_waited_for_a_fetch_that_fails_may_come_again) {
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    const auto source = *LiveSource::open(url, {.wait_milliseconds = 10'000}, transport);
    const LiveVerifier verifier{source};
    BOOST_TEST_REQUIRE(source.wait_until_ready(10'000));
    transport.answer(url, Errc::endpoint_unreachable);
    const std::string unknown = token(header_b, good_claims, rsa_2048_second);
    BOOST_TEST((verifier.verify(unknown).error().code() == Errc::keys_pending));
    BOOST_TEST((verifier.verify(unknown).error().code() == Errc::key_not_found));  // the cool-down
    BOOST_TEST(verifier.verify(token()).has_value());
    BOOST_TEST(transport.fetches(url) == 2u);
}

BOOST_AUTO_TEST_CASE(a_token_that_waited_for_an_empty_set_may_come_again) {
    const FakeTransport transport;
    transport.answer(url, jwks({}));
    transport.hold();
    const LiveVerifier verifier{*LiveSource::open(url, {.wait_milliseconds = 10'000}, transport)};
    const std::string good = token();
    while (transport.fetches(url) < 1) std::this_thread::yield();
    std::thread waits{
        [&] { BOOST_TEST((verifier.verify(good).error().code() == Errc::keys_pending)); }};
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
    transport.release();
    waits.join();
}

/// A clock that tells a test when a thread reads it.
struct ToldClock {
    using policy_kind = vouch::clock_policy;

    vouch::NumericDate now() const noexcept { return clock.now(); }
    std::int64_t elapsed_nanoseconds() const noexcept {
        if (on_reading) on_reading();
        return clock.elapsed_nanoseconds();
    }

    ManualClock clock{{1'800'000'000, 0}};
    static inline thread_local std::function<void()> on_reading;
};

// promise 12
BOOST_AUTO_TEST_CASE(keys_that_come_while_a_token_asks_for_them_are_there) {
    using ToldSource = vouch::JwksSource<FakeTransport, ToldClock>;
    const FakeTransport transport;
    const ToldClock clock;
    vouch::JwksRefresher<ToldClock> refresher{{.threads = 0}, clock};
    const auto source = *ToldSource::open(url, {}, transport, refresher);
    const ToldSource::bound<vouch::Builtin, vouch::StrictJson> bound{source, {}, {}};
    transport.answer(url, jwks({rsa_2048.jwk("1")}));
    refresher.poll();
    // A thread that is slow to come to the lock sees the new keys at once: it may come too late.
    for (const std::string_view kid : {"2", "3", "4", "5", "6"}) {
        const auto seen = bound.keys();
        const std::size_t before = transport.fetches(url);
        transport.answer(url, jwks({rsa_2048.jwk(kid)}));
        clock.clock.advance(300);
        std::atomic<bool> publishes = false, asked = false;
        std::thread fetches{[&] {
            ToldClock::on_reading = [&] {
                if (transport.fetches(url) == before || publishes) return;
                publishes = true;
                while (!asked) std::this_thread::yield();
                std::this_thread::sleep_for(std::chrono::milliseconds{50});
            };
            refresher.poll();
        }};
        while (!publishes) std::this_thread::yield();
        ToldClock::on_reading = [&] { asked = true; };
        const auto newer = bound.newer_keys(seen);
        ToldClock::on_reading = nullptr;
        fetches.join();
        BOOST_TEST_REQUIRE(newer.has_value());
        BOOST_TEST((*newer)->entries().at(0).jwk.kid().value() == kid);
    }
}

// H-09
BOOST_AUTO_TEST_CASE(a_source_can_go_while_it_fetches) {
    const FakeTransport transport;
    transport.hold();
    {
        const auto source = *LiveSource::open(url, {}, transport);
        while (transport.fetches(url) < 1) std::this_thread::yield();
    }
    BOOST_TEST(transport.fetches(url) == 1u);
}

// H-09
BOOST_AUTO_TEST_CASE(a_source_that_goes_while_it_fetches_makes_room_for_others) {
    constexpr std::string_view other_url = "https://other.example.com/jwks";
    const FakeTransport transport;
    transport.hold();
    const vouch::JwksRefresher<> refresher{{.threads = 1}};
    std::optional source{*LiveSource::open(url, {}, transport, refresher)};
    while (transport.fetches(url) < 1) std::this_thread::yield();
    const auto other = *LiveSource::open(other_url, {}, transport, refresher);
    source.reset();
    while (transport.fetches(other_url) < 1) std::this_thread::yield();
    BOOST_TEST(transport.fetches(url) == 1u);
}

// H-08: an event can ask the source, make a verifier and even be where the last copy of it goes.
BOOST_AUTO_TEST_CASE(an_event_may_use_the_source) {
    struct Asks : vouch::JwksEvents {
        void on_event(const vouch::JwksEvent& event) noexcept override {
            const std::lock_guard lock{mutex};
            if (!source) return;
            BOOST_TEST(source->stored() != "");
            const LiveVerifier verifier{*source};
            source->disable();
            source->enable();
            if (event.kind == JwksEventKind::rotated) source.reset();
            done = true;
        }
        std::mutex mutex;
        std::optional<LiveSource> source;
        std::atomic<bool> done = false;
    };
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    transport.hold();
    const auto asks = std::make_shared<Asks>();
    asks->source = *LiveSource::open(url, {.events = asks}, transport);
    transport.release();
    while (!asks->done) std::this_thread::yield();
}

BOOST_AUTO_TEST_SUITE_END()
