// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_source.hpp>

#include <vouch/jwks.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <support/endpoint_faults.hpp>
#include <support/fetching.hpp>
#include <support/good_token.hpp>
#include <support/resolver.hpp>
#include <support/tls_server.hpp>

// Whatever an endpoint does, tokens of known keys go on to be verified, what happened has its name,
// and the fetches are those that the schedule and its back-off say.

BOOST_AUTO_TEST_SUITE(jwks_faults)

namespace {

using namespace vouch_tests;
using vouch::Curl;
using vouch::Errc;
using vouch::JwksEventKind;
using vouch::testing::jwks;
using vouch::testing::ManualClock;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

using Source = vouch::JwksSource<Curl, ManualClock>;
using Verifier = vouch::Verifier<vouch::RS256, Issuer, Source, Now>;

TlsServer& server = tls_server();
const std::string good = answer_text(jwks({rsa_2048.jwk("a")}));

struct LastEvent : vouch::JwksEvents {
    void on_event(const vouch::JwksEvent& event) noexcept override {
        kind = event.kind;
        error = event.error ? event.error->code() : Errc{};
        skipped.clear();
        for (const vouch::SkippedKey& key : event.skipped) skipped.push_back(key.error.code());
        ++count;
    }
    JwksEventKind kind{};
    Errc error{};
    std::vector<Errc> skipped;
    int count = 0;
};

/// A source that has the good keys, fetched over TLS. Time passes when a test says so.
class World {
public:
    explicit World(std::string path, vouch::http::FetchLimits limits = {},
                   std::string_view listener = "good")
        : path_{std::move(path)},
          source_{open(server.url(path_, listener), limits)},
          verifier_{source_} {
        server.answer(path_, Script{}.send(good));
    }

    /// Lets time pass and fetches what is due then.
    void pass(std::int64_t seconds) {
        clock_.advance(seconds);
        refresher_.poll();
    }
    std::optional<Errc> refusal(std::string_view header = good_header,
                                const vouch::testing::KeyPair& pair = rsa_2048) const {
        const auto who = verifier_.verify(token(header, good_claims, pair));
        return who ? std::nullopt : std::optional{who.error().code()};
    }
    bool verifies() const { return !refusal(); }
    int requests() const { return server.requests(path_); }
    const std::string& path() const { return path_; }
    const LastEvent& event() const { return *event_; }
    const Source& source() const { return source_; }

private:
    Source open(const std::string& url, const vouch::http::FetchLimits& limits) {
        vouch::JwksOptions options{.fetch = limits, .events = event_};
        options.url.ports = {url_of(url).port()};
        return *Source::open(url, std::move(options), Curl{loopback_options()}, refresher_);
    }

    const std::string path_;
    const ManualClock clock_{{1'800'000'000, 0}};
    const std::shared_ptr<LastEvent> event_ = std::make_shared<LastEvent>();
    vouch::JwksRefresher<ManualClock> refresher_{
        {.threads = 0, .budget = {.host_interval_milliseconds = 0}}, clock_};
    const Source source_;
    const Verifier verifier_;
};

/// Keys are there; then the endpoint does this until it is well again. libcurl tries once more
/// where a connection that was used before breaks without an answer.
void survives(World& world, const Script& script, JwksEventKind kind, Errc error) {
    const int requests = error == Errc::endpoint_unreachable ? 2 : 1;
    world.pass(0);
    BOOST_TEST_REQUIRE(world.verifies());
    const int before = world.requests();
    server.answer(world.path(), script);
    world.pass(280);
    BOOST_TEST((world.event().kind == kind));
    BOOST_TEST((world.event().error == error));
    BOOST_TEST(world.verifies());
    BOOST_TEST(world.requests() == before + requests);
    server.answer(world.path(), Script{}.send(good));
    world.pass(300);
    BOOST_TEST((world.event().kind == JwksEventKind::fetched));
    BOOST_TEST(world.requests() == before + requests + 1);
    BOOST_TEST(world.verifies());
}
void fails(std::string_view name, const Script& script, Errc error,
           const vouch::http::FetchLimits& limits = {}) {
    BOOST_TEST_CONTEXT(name) {
        World world{"/" + std::to_string(std::hash<std::string_view>{}(name)), limits};
        survives(world, script, JwksEventKind::failed, error);
    }
}
void fails(std::string_view name, std::string_view body, Errc error) {
    fails(name, Script{}.send(answer_text(body)), error);
}

}  // namespace

// F2, F4 to F9, F21, F31, F32
BOOST_AUTO_TEST_CASE(survives_each_answer_that_is_none) {
    for (const EndpointFault& fault : endpoint_faults()) {
        // The good fetches need more time than the shortest limit on a slow machine.
        auto limits = fault.limits();
        if (fault.error == Errc::endpoint_timeout) limits.total_milliseconds = 700;
        fails(fault.name, fault.script, fault.error, limits);
    }
}

// F10, F11, F15, F22
BOOST_AUTO_TEST_CASE(survives_each_body_that_is_no_key_set) {
    fails("HTML", "<html></html>", Errc::keyset_json);
    fails("nothing", "", Errc::keyset_json);
    fails("no keys", "{}", Errc::keyset_no_keys);
    fails("keys of another type", R"({"keys":{}})", Errc::keyset_no_keys);
    fails("a byte order mark", "\xEF\xBB\xBF" + jwks({rsa_2048.jwk("a")}), Errc::keyset_json);
    std::string utf_16;
    for (const char c : jwks({rsa_2048.jwk("a")})) utf_16.append({'\0', c});
    fails("UTF-16", utf_16, Errc::keyset_json);
    for (const std::size_t count : {101u, 10'000u}) {
        std::string keys;
        for (std::size_t i = 0; i < count; ++i) keys += keys.empty() ? "{}" : ",{}";
        fails(std::to_string(count) + " keys", R"({"keys":[)" + keys + "]}",
              Errc::keyset_too_many_keys);
    }
}

// F18, F19
BOOST_AUTO_TEST_CASE(survives_each_status_but_200) {
    for (const std::string_view status : {"301 Moved", "302 Found", "307 So", "308 So"}) {
        fails(status, Script{}.send(answer_text("", "Location: /good\r\n", status)),
              Errc::endpoint_redirect);
    }
    const std::string set = jwks({rsa_2048_second.jwk("b")});
    for (const std::string_view status :
         {"201 So", "204 So", "206 So", "304 So", "400 So", "401 So", "403 So", "404 So", "410 So",
          "429 So", "500 So", "502 So", "503 So", "504 So"}) {
        const bool bodiless = status.starts_with("204") || status.starts_with("304");
        const std::string text = bodiless ? "HTTP/1.1 " + std::string{status} + "\r\n\r\n"
                                          : answer_text(set, "", status);
        fails(status, Script{}.send(text), Errc::endpoint_status);
    }
}

// F12, F14: only a second such answer counts.
BOOST_AUTO_TEST_CASE(survives_an_empty_set_that_is_not_confirmed) {
    World none{"/none"};
    survives(none, Script{}.send(answer_text(R"({"keys":[]})")), JwksEventKind::empty, Errc{});
    World bad{"/bad"};
    survives(bad, Script{}.send(answer_text(R"({"keys":[{"kty":"RSA"},{"kty":"oct"}]})")),
             JwksEventKind::empty, Errc{});
}

// F13, F16, F17
BOOST_AUTO_TEST_CASE(a_bad_key_does_not_harm_the_others) {
    World world{"/mixed"};
    world.pass(0);
    const auto serve = [&](std::initializer_list<std::string> keys) {
        server.answer(world.path(), jwks(keys));
        world.pass(300);
        BOOST_TEST((world.event().kind == JwksEventKind::rotated));
    };
    const std::string private_key = R"({"kty":"RSA","kid":"p","n":"AQ","e":"AQAB","d":"AQ"})";
    serve({private_key, rsa_2048_second.jwk("b"), rsa_2048.jwk("a")});
    BOOST_TEST((world.event().skipped == std::vector{Errc::key_private_material}));
    BOOST_TEST(world.verifies());

    serve({rsa_2048.jwk("a"), rsa_2048_second.jwk("b"), rsa_2048_second.jwk("a")});
    BOOST_TEST((world.refusal() == Errc::key_ambiguous));
    BOOST_TEST((world.refusal(R"({"alg":"RS256","kid":"b"})", rsa_2048_second) == std::nullopt));
}

// F1, F3, F23: what is there when the keys are there already, and when they are not.
BOOST_AUTO_TEST_CASE(fetches_nothing_over_a_connection_that_is_not_secure) {
    const std::pair<std::string_view, Errc> listeners[] = {
        {"expired", Errc::endpoint_tls},       {"wrong_host", Errc::endpoint_tls},
        {"wrong_usage", Errc::endpoint_tls},   {"untrusted", Errc::endpoint_tls},
        {"self_signed", Errc::endpoint_tls},   {"tls_1_1", Errc::endpoint_tls},
        {"no_encryption", Errc::endpoint_tls}, {"plain", Errc::endpoint_tls},
        {"silent", Errc::endpoint_timeout},    {"closed", Errc::endpoint_unreachable}};
    for (const auto& [listener, error] : listeners) {
        BOOST_TEST_CONTEXT(listener) {
            World world{"/" + std::string{listener}, short_limits, listener};
            world.pass(0);
            BOOST_TEST((world.event().kind == JwksEventKind::failed));
            BOOST_TEST((world.event().error == error));
            BOOST_TEST((world.refusal() == Errc::keys_pending));
            BOOST_TEST(world.requests() == 0);
        }
    }
    World good_one{"/secure"};
    good_one.pass(0);
    BOOST_TEST(good_one.verifies());
}

// F19: Retry-After holds back the schedule and fetches for unknown keys.
BOOST_AUTO_TEST_CASE(an_endpoint_that_asks_for_time_gets_it) {
    World world{"/busy"};
    world.pass(0);
    server.answer(world.path(),
                  Script{}.send(answer_text("", "Retry-After: 1200\r\n", "429 Too Many Requests")));
    world.pass(300);
    BOOST_TEST(world.requests() == 2);
    for (int i = 0; i < 19; ++i) {
        world.pass(60);
        BOOST_TEST((world.refusal(R"({"alg":"RS256","kid":"b"})") == Errc::key_not_found));
    }
    BOOST_TEST(world.requests() == 2);
    BOOST_TEST(world.verifies());
    world.pass(60);
    BOOST_TEST(world.requests() == 3);
}

// F20: good and 500 by turns, each second for two minutes.
BOOST_AUTO_TEST_CASE(an_endpoint_that_flaps_is_fetched_no_more_than_one_that_does_not) {
    World world{"/flapping"};
    world.pass(0);
    for (int i = 0; i < 1'200; ++i) {
        server.answer(world.path(),
                      Script{}.send(i % 2 != 0 ? good : answer_text("", "", "500 Oops")));
        world.pass(1);
        if (i % 100 == 0) BOOST_TEST(world.verifies());
    }
    BOOST_TEST(world.requests() <= 1 + 1'200 / 216 * 3);  // a good one lasts 216 seconds at least
}

// F20, H-02: an endpoint that is dead is asked less and less, whatever tokens come.
BOOST_AUTO_TEST_CASE(an_endpoint_that_is_dead_is_asked_less_and_less) {
    World world{"/dead"};
    world.pass(0);
    server.answer(world.path(), Script{}.close());
    for (int second = 0; second < 3'500; ++second) {
        world.pass(1);
        if (second % 500 == 0) BOOST_TEST(world.verifies());
    }
    const int after_an_hour = world.requests();
    BOOST_TEST(after_an_hour < 60);
    for (int second = 0; second < 600; second += 5) {
        (void)world.refusal(R"({"alg":"RS256","kid":"b"})");
        world.pass(5);
    }
    BOOST_TEST((world.refusal() == Errc::keyset_stale));
    BOOST_TEST((world.event().kind == JwksEventKind::stale));
    BOOST_TEST(world.requests() <= after_an_hour + 600 / 30 + 600 / 10);
}

// G-05, F24: a name that leads elsewhere at the next fetch is not followed, and the keys stay.
BOOST_AUTO_TEST_CASE(a_name_that_comes_to_lead_inside_is_not_followed) {
    resolver::set("rebinding.endpoint.test", {"127.0.0.1"}, {"10.0.0.1", "169.254.169.254"});
    const ManualClock clock;
    const auto event = std::make_shared<LastEvent>();
    vouch::JwksRefresher<ManualClock> refresher{{.threads = 0}, clock};
    const std::string url = server.url("/rebinding", "good", "rebinding.endpoint.test");
    server.answer("/rebinding", Script{}.send(good).close());
    vouch::JwksOptions options{.events = event};
    options.url.ports = {url_of(url).port()};
    const auto source = Source::open(url, std::move(options), Curl{loopback_options()}, refresher);
    const Verifier verifier{*source};
    refresher.poll();
    BOOST_TEST_REQUIRE(verifier.verify(token()).has_value());
    (void)resolver::connected_to();
    clock.advance(300);
    refresher.poll();
    BOOST_TEST((event->error == Errc::endpoint_address));
    for (const std::string& address : resolver::connected_to()) BOOST_TEST(address == "127.0.0.1");
    BOOST_TEST(server.requests("/rebinding") == 1);
    BOOST_TEST(verifier.verify(token()).has_value());
}

// The whole with threads and the clock of the system: a rotation that a token asks for.
BOOST_AUTO_TEST_CASE(a_rotation_over_tls_is_seen_by_the_first_token) {
    server.answer("/live", Script{}.send(good));
    vouch::JwksOptions options{.wait_milliseconds = 30'000};
    const std::string url = server.url("/live");
    options.url.ports = {url_of(url).port()};
    const auto source =
        vouch::JwksSource<Curl>::open(url, std::move(options), Curl{loopback_options()});
    const vouch::Verifier<vouch::RS256, Issuer, vouch::JwksSource<Curl>, Now> verifier{*source};
    BOOST_TEST_REQUIRE(source->wait_until_ready(30'000));
    BOOST_TEST(verifier.verify(token()).has_value());
    server.answer("/live", jwks({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}));
    const std::string of_new_key =
        token(R"({"alg":"RS256","kid":"b"})", good_claims, rsa_2048_second);
    BOOST_TEST(verifier.verify(of_new_key).has_value());
    BOOST_TEST(server.requests("/live") == 2);
}

BOOST_AUTO_TEST_SUITE_END()
