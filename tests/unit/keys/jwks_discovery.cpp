// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_discovery.hpp>
#include <vouch/keys/jwks_source.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

BOOST_AUTO_TEST_SUITE(keys_jwks_discovery)

namespace {

using vouch::Discovery;
using vouch::Errc;
using vouch::Result;
using vouch::http::Request;
using vouch::http::Response;
using vouch::http::Url;
using vouch::testing::FakeTransport;
using vouch::testing::ManualClock;

static_assert(vouch::http::transport<Discovery<FakeTransport>>);

constexpr std::string_view issuer = "https://login.example";
constexpr std::string_view configuration = "https://login.example/.well-known/openid-configuration";
constexpr std::string_view here = "https://keys.example/jwks";
constexpr std::string_view there = "https://keys.example/moved";

/// The endpoints of an issuer, and who asks them.
struct World {
    FakeTransport net;
    ManualClock clock;
    Discovery<FakeTransport, ManualClock> discovery =
        *Discovery<FakeTransport, ManualClock>::of(issuer, {}, net, clock);
    const std::string jwks = vouch::testing::jwks({vouch::testing::rsa_2048.jwk("a")});

    World() {
        publish(here);
        serve(here);
    }

    void publish(std::string_view jwks_uri, std::string_view named = issuer) const {
        net.answer(configuration, R"({"issuer":")" + std::string{named} + R"(","jwks_uri":")" +
                                      std::string{jwks_uri} + R"("})");
    }
    void serve(std::string_view url, std::string_view etag = "",
               std::string_view last_modified = "") const {
        net.answer(url, Response{.status = 200,
                                 .body = jwks,
                                 .etag = std::string{etag},
                                 .last_modified = std::string{last_modified}});
    }
    Result<Response> get(std::string_view etag = {}, std::string_view last_modified = {}) const {
        return discovery.get(
            {.url = discovery.configuration_url(), .etag = etag, .last_modified = last_modified});
    }
    /// The error of a fetch; `Errc{}` where there is none.
    Errc error() const {
        const auto response = get();
        return response ? Errc{} : response.error().code();
    }
};

/// Remembers what it was asked, and takes its time.
struct Recorder {
    struct Asked {
        std::string url, etag, last_modified;
        vouch::http::FetchLimits limits;
        const std::atomic<bool>* cancelled;
    };
    FakeTransport net;
    ManualClock clock;
    std::int64_t seconds = 0;
    std::shared_ptr<std::vector<Asked>> asked = std::make_shared<std::vector<Asked>>();

    Result<Response> get(const Request& request) const {
        asked->push_back({std::string{request.url.text()}, std::string{request.etag},
                          std::string{request.last_modified}, request.limits, request.cancelled});
        clock.advance(seconds);
        return net.get(request);
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(keys_come_from_where_the_metadata_say) {
    const World world;
    BOOST_TEST(world.discovery.configuration_url().text() == configuration);
    const auto response = world.get();
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 200);
    BOOST_TEST(response->body == world.jwks);
    BOOST_TEST(world.get().has_value());
    BOOST_TEST(world.net.fetches(configuration) == 1u, "the metadata are kept");
    BOOST_TEST(world.net.fetches(here) == 2u);
    const auto copy = world.discovery;
    BOOST_TEST(copy.get({.url = copy.configuration_url()}).has_value());
    BOOST_TEST(world.net.fetches(configuration) == 1u, "copies share them");
}

BOOST_AUTO_TEST_CASE(metadata_of_rfc_8414_are_elsewhere) {
    const World world;
    const auto oauth = Discovery<FakeTransport>::of(
        "https://login.example/one", {.kind = vouch::http::DiscoveryKind::oauth}, world.net);
    BOOST_TEST_REQUIRE(oauth.has_value());
    world.net.answer(
        "https://login.example/.well-known/oauth-authorization-server/one",
        R"({"issuer":"https://login.example/one","jwks_uri":")" + std::string{here} + R"("})");
    BOOST_TEST(oauth->get({.url = oauth->configuration_url()}).has_value());
}

BOOST_AUTO_TEST_CASE(an_issuer_that_is_no_url_is_refused) {
    const auto error = [](std::string_view name) {
        return Discovery<FakeTransport>::of(name).error().code();
    };
    BOOST_TEST((error("http://login.example") == Errc::endpoint_scheme));
    BOOST_TEST((error("https://login.example?a") == Errc::endpoint_url));
    const auto other_port =
        Discovery<FakeTransport>::of("https://login.example:8443", {.url = {.ports = {443, 8443}}});
    BOOST_TEST(other_port.has_value());
}

BOOST_AUTO_TEST_CASE(metadata_of_another_issuer_lead_nowhere) {
    const World world;
    for (const std::string_view other : {"https://login.example/", "https://evil.example"}) {
        world.publish(here, other);
        BOOST_TEST((world.error() == Errc::discovery_issuer), other);
    }
    BOOST_TEST(world.net.fetches(here) == 0u);
    world.publish(here);
    BOOST_TEST((world.error() == Errc{}), "they are asked for again");

    // The twin: an issuer with the slash has the same metadata URL, and needs the slash.
    const auto slash = *Discovery<FakeTransport>::of("https://login.example/", {}, world.net);
    const Request request{.url = slash.configuration_url()};
    BOOST_TEST(slash.configuration_url().text() == configuration);
    BOOST_TEST((slash.get(request).error() == Errc::discovery_issuer));
    world.publish(here, "https://login.example/");
    BOOST_TEST(slash.get(request).has_value());
}

BOOST_AUTO_TEST_CASE(the_jwks_uri_is_guarded_as_any_url) {
    const World world;
    world.publish("http://keys.example/jwks");
    BOOST_TEST((world.error() == Errc::endpoint_scheme));
    world.publish("https://keys.example:6379/");
    BOOST_TEST((world.error() == Errc::endpoint_port));
    world.net.answer(configuration, "{}");
    BOOST_TEST((world.error() == Errc::discovery_metadata));
    BOOST_TEST(world.net.fetches() == 3u, "nothing but the metadata was asked for");

    // Addresses are the transport's to refuse: it is asked, and its word is given on.
    world.publish("https://169.254.169.254/latest/meta-data");
    world.net.answer("https://169.254.169.254/latest/meta-data", Errc::endpoint_address);
    BOOST_TEST((world.error() == Errc::endpoint_address));
}

BOOST_AUTO_TEST_CASE(the_rules_hold_for_the_jwks_uri_too) {
    const World world;
    const auto strict = *Discovery<FakeTransport>::of(
        issuer, {.url = {.refused_domains = {"keys.example"}}}, world.net);
    BOOST_TEST((strict.get({.url = strict.configuration_url()}).error() == Errc::endpoint_host));
    BOOST_TEST(world.net.fetches(here) == 0u);
}

BOOST_AUTO_TEST_CASE(metadata_that_do_not_come_are_an_error) {
    const World world;
    world.net.answer(configuration, Errc::endpoint_too_large);
    BOOST_TEST((world.error() == Errc::endpoint_too_large));
    for (const int redirect : {300, 301, 302, 303, 304, 307, 308}) {
        world.net.answer(configuration, Response{.status = redirect});
        BOOST_TEST((world.error() == Errc::endpoint_redirect), redirect);
    }
    for (const int other : {0, 100, 201, 204, 206}) {
        world.net.answer(configuration, Response{.status = other});
        BOOST_TEST((world.error() == Errc::endpoint_status), other);
    }
    for (const int refusal : {400, 404, 429, 500, 503}) {
        world.net.answer(configuration, Response{.status = refusal, .retry_after = "120"});
        const auto response = world.get();
        BOOST_TEST_REQUIRE(response.has_value(), refusal);
        BOOST_TEST(response->status == refusal);
        BOOST_TEST(response->retry_after == "120");
    }
    BOOST_TEST(world.net.fetches(here) == 0u);
    world.publish(here);
    BOOST_TEST((world.error() == Errc{}));
}

BOOST_AUTO_TEST_CASE(old_metadata_are_fetched_again) {
    const World world;
    BOOST_TEST(world.get().has_value());
    world.publish(there);
    world.serve(there);
    world.clock.advance(24 * 60 * 60 - 1);
    BOOST_TEST(world.get().has_value());
    BOOST_TEST(world.net.fetches(configuration) == 1u);
    BOOST_TEST(world.net.fetches(there) == 0u);
    world.clock.advance(1);
    BOOST_TEST(world.get().has_value());
    BOOST_TEST(world.net.fetches(configuration) == 2u);
    BOOST_TEST(world.net.fetches(there) == 1u);
    world.clock.advance(24 * 60 * 60 - 1);
    BOOST_TEST(world.get().has_value());
    BOOST_TEST(world.net.fetches(configuration) == 2u);
}

BOOST_AUTO_TEST_CASE(after_a_fetch_without_a_usable_key_the_set_may_have_moved) {
    const World world;
    const std::vector<Result<Response>> failures{
        Errc::endpoint_unreachable,
        Response{.status = 404},
        Response{.status = 301},
        Response{.status = 503},
        Response{.status = 200, .body = "<!DOCTYPE html>"},
        Response{.status = 200, .body = R"({"keys":[]})"},
        Response{.status = 200, .body = R"({"keys":[{"kty":"EC"}]})"},
    };
    for (const auto& failure : failures) {
        world.publish(here);
        world.serve(here);
        BOOST_TEST((world.error() == Errc{}));
        world.publish(there);
        world.serve(there);
        const std::size_t before = world.net.fetches(there);
        world.net.answer(here, failure);
        const auto answer = world.get();
        BOOST_TEST(answer.has_value() == failure.has_value());
        if (answer) BOOST_TEST(answer->status == failure->status);
        BOOST_TEST(world.net.fetches(there) == before);
        BOOST_TEST((world.error() == Errc{}));
        BOOST_TEST(world.net.fetches(there) == before + 1);
        world.net.answer(there, Errc::endpoint_unreachable);
        BOOST_TEST((world.error() == Errc::endpoint_unreachable));
    }
}

BOOST_AUTO_TEST_CASE(validators_go_where_they_came_from) {
    const Recorder recorder{.net = {}, .clock = ManualClock{}};
    const auto discovery =
        *Discovery<Recorder, ManualClock>::of(issuer, {}, recorder, recorder.clock);
    World world;
    world.net = recorder.net;
    world.publish(here);
    world.serve(here, "\"1\"", "Sun, 06 Nov 1994 08:49:37 GMT");
    const auto ask = [&](std::string_view etag, std::string_view last_modified) {
        return discovery.get(
            {.url = discovery.configuration_url(), .etag = etag, .last_modified = last_modified});
    };
    const auto last = [&] { return recorder.asked->back(); };

    (void)ask("\"1\"", "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(last().url == here);
    BOOST_TEST(last().etag == "", "of a time before this one");
    BOOST_TEST(recorder.asked->front().etag == "", "never with the metadata");

    (void)ask("\"1\"", "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(last().etag == "\"1\"");
    BOOST_TEST(last().last_modified == "Sun, 06 Nov 1994 08:49:37 GMT");

    (void)ask("\"0\"", "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(last().etag == "", "not the last set");
    BOOST_TEST(last().last_modified == "");

    // Old metadata that say the same change nothing.
    recorder.clock.advance(24 * 60 * 60);
    (void)ask("\"1\"", "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(recorder.net.fetches(configuration) == 2u);
    BOOST_TEST(last().etag == "\"1\"");

    // The set moves: another server's validators mean nothing there.
    recorder.clock.advance(24 * 60 * 60);
    world.publish(there);
    world.serve(there, "\"1\"");
    (void)ask("\"1\"", "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(last().url == there);
    BOOST_TEST(last().etag == "");
    BOOST_TEST(last().last_modified == "");
    (void)ask("\"1\"", "");
    BOOST_TEST(last().etag == "\"1\"");
}

BOOST_AUTO_TEST_CASE(an_answer_that_nothing_changed_is_for_who_asked_that) {
    const World world;
    world.serve(here, "\"1\"");
    BOOST_TEST((world.error() == Errc{}));
    world.net.answer(here, Response{.status = 304});
    const auto unchanged = world.get("\"1\"");
    BOOST_TEST_REQUIRE(unchanged.has_value());
    BOOST_TEST(unchanged->status == 304);
    BOOST_TEST(world.get("\"1\"").has_value());
    BOOST_TEST(world.net.fetches(configuration) == 1u);

    const auto unasked = world.get("\"2\"");
    BOOST_TEST_REQUIRE(!unasked.has_value());
    BOOST_TEST((unasked.error() == Errc::endpoint_status));
    BOOST_TEST((world.error() == Errc::endpoint_status), "without validators there is no 304");
    BOOST_TEST(world.net.fetches(configuration) == 2u);
}

BOOST_AUTO_TEST_CASE(both_answers_come_within_one_time_and_the_same_limits) {
    std::atomic<bool> cancelled{false};
    Recorder recorder{.net = {}, .clock = ManualClock{}, .seconds = 2};
    World world;
    world.net = recorder.net;
    world.publish(here);
    world.serve(here);
    const auto discovery =
        *Discovery<Recorder, ManualClock>::of(issuer, {}, recorder, recorder.clock);
    Request request{.url = discovery.configuration_url(),
                    .limits = {.body_bytes = 1000,
                               .header_bytes = 500,
                               .connect_milliseconds = 4000,
                               .total_milliseconds = 5000},
                    .cancelled = &cancelled};
    BOOST_TEST(discovery.get(request).has_value());
    BOOST_TEST_REQUIRE(recorder.asked->size() == 2u);
    for (const auto& asked : *recorder.asked) {
        BOOST_TEST(asked.limits.body_bytes == 1000u);
        BOOST_TEST(asked.limits.header_bytes == 500u);
        BOOST_TEST(asked.cancelled == &cancelled);
    }
    BOOST_TEST(recorder.asked->front().limits.connect_milliseconds == 4000);
    BOOST_TEST(recorder.asked->front().limits.total_milliseconds == 5000);
    BOOST_TEST(recorder.asked->back().limits.connect_milliseconds == 3000);
    BOOST_TEST(recorder.asked->back().limits.total_milliseconds == 3000);

    const auto another =
        *Discovery<Recorder, ManualClock>::of(issuer, {}, recorder, recorder.clock);
    request.limits.total_milliseconds = 2000;
    BOOST_TEST((another.get(request).error() == Errc::endpoint_timeout));
    BOOST_TEST(recorder.asked->size() == 3u, "no time was left for the keys");
    BOOST_TEST(another.get(request).has_value(), "what came is kept all the same");
}

BOOST_AUTO_TEST_CASE(a_source_fetches_through_it) {
    const World world;
    const auto login = *Discovery<FakeTransport>::of(issuer, {}, world.net);
    const auto keys = vouch::JwksSource<Discovery<FakeTransport>>::open(
        login.configuration_url().text(), {}, login);
    BOOST_TEST_REQUIRE(keys.has_value());
    BOOST_TEST(keys->wait_until_ready(30'000));
    BOOST_TEST(world.net.fetches(configuration) == 1u);
    BOOST_TEST(world.net.fetches(here) == 1u);
}

BOOST_AUTO_TEST_CASE(other_urls_are_not_asked) {
    const World world;
    const Url other = *Url::parse("https://other.example/");
    BOOST_TEST((world.discovery.get({.url = other}).error() == Errc::endpoint_url));
    BOOST_TEST(world.net.fetches() == 0u);
}

BOOST_AUTO_TEST_CASE(threads_ask_at_once_while_the_set_moves) {
    const World world;
    world.serve(there);
    const auto forgetful =
        *Discovery<FakeTransport>::of(issuer, {.metadata_seconds = 0}, world.net);
    std::atomic<std::size_t> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int turn = 0; turn < 50; ++turn) {
                if (forgetful.get({.url = forgetful.configuration_url()})) ++good;
            }
        });
    }
    for (int turn = 0; turn < 50; ++turn) world.publish(turn % 2 == 0 ? there : here);
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(good == 200u);
}

BOOST_AUTO_TEST_SUITE_END()
