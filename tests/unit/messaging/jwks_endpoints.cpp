// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/jwks_endpoints.hpp>

#include <vouch/crypto/builtin.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/testing/fake_transport.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_jwks_endpoints)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::JwksEventKind;
using vouch::messaging::ChannelKind;
using vouch::messaging::JwksEndpoints;
using vouch::messaging::LintCode;
using vouch::messaging::TenantPolicy;
using vouch::testing::FakeTransport;
using vouch::testing::jwks;
using vouch::testing::ManualClock;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using vouch::testing::rsa_2048_third;

constexpr std::string_view url = "https://acme.example/jwks";
constexpr std::string_view other_url = "https://keys.acme.example/";

template <class Clock>
using FakeEndpoints = JwksEndpoints<FakeTransport, Clock>;

static_assert(vouch::messaging::endpoints<FakeEndpoints<ManualClock>>);
static_assert(vouch::renewable_key_source<FakeEndpoints<ManualClock>::Source, vouch::Builtin,
                                          vouch::StrictJson>);
static_assert(std::same_as<JwksEndpoints<FakeTransport>, FakeEndpoints<vouch::SystemClock>>);
// Threads are not started by a default.
static_assert(!std::default_initializable<JwksEndpoints<FakeTransport>>);

/// The last event, from one thread.
struct Log : vouch::JwksEvents {
    void on_event(const vouch::JwksEvent& event) noexcept override {
        kind = event.kind;
        error = event.error ? std::optional{event.error->code()} : std::nullopt;
    }
    std::optional<JwksEventKind> kind;
    std::optional<Errc> error;
};

/// Endpoints that are fetched from by hand, for any number of tenants.
struct Platform {
    /// Lets time pass, and fetches what is due then.
    void pass(std::int64_t seconds) {
        clock.advance(seconds);
        refresher.poll();
    }
    void serve(std::initializer_list<std::string> keys, std::string_view at = url) const {
        transport.answer(at, jwks(keys));
    }
    std::size_t fetches(std::string_view at = url) const { return transport.fetches(at); }

    ManualClock clock{{start, 0}};
    FakeTransport transport;
    std::shared_ptr<Log> log = std::make_shared<Log>();
    vouch::JwksRefresher<ManualClock> refresher{{.threads = 0}, clock};
    FakeEndpoints<ManualClock> endpoints{
        refresher, transport, {.url = {.refused_domains = {"platform.example"}}, .events = log}};
};

/// A tenant with one keyset, of an endpoint, for its channel "Website".
template <class Clock>
struct TenantOf {
    using Setup =
        vouch::messaging::Setup<Clock, FakeEndpoints<Clock>, vouch::MaxLifetime<30 * 24 * hour>>;

    TenantOf(const Clock& clock, const FakeEndpoints<Clock>& endpoints, std::string_view at = url,
             std::string_view name = "Acme", TenantPolicy policy = {})
        : setup{Setup::create(name, policy, clock, endpoints).value()} {
        must(admin.add_endpoint_keyset("Keys", acme_issuer, at));
        must(admin.add_channel("Website", ChannelKind::enhanced_web_chat));
        must(admin.add_configuration("Website", "Customers", "Keys"));
        must(admin.activate_configuration("Website", "Customers"));
        must(admin.set_user_verification("Website", true));
    }

    static void must(const vouch::Result<void>& done) { AcmeTenant::must(done); }

    Opening open(const TokenText& text = {}, std::string_view client = "tab") {
        return exchange.open("Website", token_of(text), {.id = std::string{client}});
    }
    std::string_view refusal(const TokenText& text = {}) { return verdict(open(text)); }
    std::string_view touch(std::string_view authorization) {
        return state_of(exchange.touch(authorization));
    }
    std::string_view renew(std::string_view authorization, const TokenText& text) {
        return state_of(exchange.renew(authorization, token_of(text)));
    }
    /// What a lint finds, the codes only.
    std::vector<LintCode> lint() const {
        std::vector<LintCode> codes;
        for (const auto& finding : vouch::messaging::lint(*setup->snapshot(), {start})) {
            codes.push_back(finding.code);
        }
        return codes;
    }
    vouch::messaging::Check explain_key(const TokenText& text) const {
        const auto explanation = vouch::messaging::explain(*setup->snapshot(), "Website",
                                                           token_of(text), setup->clock().now());
        for (const auto& check : explanation.checks()) {
            if (check.name == "key") return check;
        }
        return {};
    }

    std::shared_ptr<Setup> setup;
    decltype(setup->as({})) admin = setup->as({"dana", {"Customize Application"}});
    TestStore store;
    Clients clients;
    Decisions decisions;
    vouch::messaging::Exchange<Setup, TestStore, Clients, Decisions> exchange{setup, store, clients,
                                                                              decisions};
};

struct Tenant : TenantOf<ManualClock> {
    explicit Tenant(const Platform& platform, std::string_view at = url,
                    std::string_view name = "Acme", TenantPolicy policy = {})
        : TenantOf{platform.clock, platform.endpoints, at, name, policy} {}
};

constexpr TokenText of_a{.expires = 12 * hour};
constexpr TokenText of_b{.expires = 12 * hour, .kid = "b", .key = &rsa_2048_second};
/// One that nobody has a key for.
constexpr TokenText of_nobody{.expires = 12 * hour, .kid = "c", .key = &rsa_2048_third};
/// The same of any `kid`, without a signature that would hold.
std::string of_kid(std::string_view kid) {
    const std::string header = R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})";
    const std::string token = token_of(of_nobody);
    return vouch::base64url::encode(header) + token.substr(token.find('.'));
}

}  // namespace

// --- What is saved --------------------------------------------------------------------------

// row K6
BOOST_AUTO_TEST_CASE(a_url_that_may_not_be_fetched_is_not_saved_and_says_why) {
    Platform platform;
    Tenant tenant{platform};
    struct Row {
        std::string_view url;
        Errc refusal;
    };
    const Row rows[] = {
        {"http://acme.example/jwks", Errc::endpoint_scheme},
        {"file:///etc/passwd", Errc::endpoint_scheme},
        {"", Errc::endpoint_scheme},
        {"https://acme.example:8443/jwks", Errc::endpoint_port},
        {"https://acme.example@inside.example/", Errc::endpoint_url},
        {"https://acme.example/#keys", Errc::endpoint_url},
        {"https://2130706433/", Errc::endpoint_url},
        {"https://platform.example/jwks", Errc::endpoint_host},
        {"https://API.Platform.example/jwks", Errc::endpoint_host},
        {"https://127.0.0.1/jwks", Errc::endpoint_address},
        {"https://169.254.169.254/latest/meta-data", Errc::endpoint_address},
        {"https://10.0.0.1/", Errc::endpoint_address},
        {"https://[::1]/", Errc::endpoint_address},
        {"https://[::ffff:127.0.0.1]/", Errc::endpoint_address},
    };
    const std::uint64_t number = tenant.setup->number();
    for (const Row& row : rows) {
        BOOST_TEST_CONTEXT(row.url) {
            const auto added =
                tenant.admin.add_endpoint_keyset("New", "https://new.example", row.url);
            BOOST_TEST((!added && added.error() == row.refusal));
            const auto changed = tenant.admin.set_keyset_endpoint("Keys", row.url);
            BOOST_TEST((!changed && changed.error() == row.refusal));
        }
    }
    BOOST_TEST(tenant.setup->number() == number);
    platform.pass(0);
    BOOST_TEST(platform.transport.fetches() == 1u);  // of what was there before
    BOOST_TEST(
        tenant.admin.add_endpoint_keyset("New", "https://new.example", "https://8.8.8.8/jwks")
            .has_value());
    BOOST_TEST(
        tenant.admin.set_keyset_endpoint("Keys", "https://notplatform.example/").has_value());
}

BOOST_AUTO_TEST_CASE(a_private_deployment_names_its_networks) {
    const Platform platform;
    const FakeEndpoints<ManualClock> endpoints{platform.refresher,
                                               platform.transport,
                                               {},
                                               {{*vouch::http::Network::from_text("10.0.0.0/8")}}};
    BOOST_TEST(endpoints.open("https://10.0.0.1/").has_value());
    BOOST_TEST((endpoints.open("https://127.0.0.1/").error() == Errc::endpoint_address));
}

// row K6
BOOST_AUTO_TEST_CASE(the_form_of_an_answer_is_checked_and_the_operator_hears_what_is_wrong) {
    using vouch::http::Response;
    struct Row {
        vouch::Result<Response> answer;
        Errc error;
    };
    const Row rows[] = {
        {Errc::endpoint_address, Errc::endpoint_address},
        {Response{.status = 301}, Errc::endpoint_redirect},
        {Response{.status = 404}, Errc::endpoint_status},
        {Response{.status = 200, .body = "<html>"}, Errc::keyset_json},
        {Response{.status = 200, .body = "{}"}, Errc::keyset_no_keys},
        {Response{.status = 200, .body = std::string(300'000, ' ')}, Errc::endpoint_too_large},
    };
    for (const Row& row : rows) {
        Platform platform;
        Tenant tenant{platform};
        platform.transport.answer(url, row.answer);
        platform.pass(0);
        BOOST_TEST((platform.log->kind == JwksEventKind::failed));
        BOOST_TEST((platform.log->error == row.error));
        BOOST_TEST(tenant.refusal() == "keys_pending");
        platform.serve({rsa_2048.jwk("a")});
        platform.pass(300);
        BOOST_TEST(tenant.refusal() == "accepted");
    }
}

// row K5
BOOST_AUTO_TEST_CASE(a_keyset_is_saved_without_waiting_for_its_endpoint) {
    Platform platform;
    Tenant tenant{platform};
    BOOST_TEST(platform.fetches() == 0u);
    BOOST_TEST(tenant.refusal() == "keys_pending");
    platform.serve({rsa_2048.jwk("a")});
    platform.pass(0);
    BOOST_TEST(platform.fetches() == 1u);
    BOOST_TEST(tenant.refusal() == "accepted");
}

BOOST_AUTO_TEST_CASE(stored_keys_are_of_one_endpoint_and_not_taken_for_all) {
    const Platform platform;
    const FakeEndpoints<ManualClock> endpoints{
        platform.refresher, platform.transport, {.stored = "no stored keys"}};
    BOOST_TEST(endpoints.open(url).has_value());
}

// --- How long an endpoint is asked ----------------------------------------------------------

// row K5
BOOST_AUTO_TEST_CASE(a_change_elsewhere_fetches_nothing_anew) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    tenant.must(tenant.admin.add_channel("App", ChannelKind::enhanced_in_app_chat));
    tenant.must(tenant.admin.upload_key("spare", rsa_2048_third.jwk("spare")));
    tenant.must(tenant.admin.add_endpoint_keyset("More", "https://more.example", other_url));
    tenant.must(tenant.admin.set_keyset_issuer("Keys", "https://new.example"));
    tenant.must(tenant.admin.set_keyset_issuer("Keys", acme_issuer));
    tenant.must(tenant.admin.set_keyset_endpoint("Keys", url));
    BOOST_TEST(tenant.refusal() == "accepted");
    platform.pass(0);
    BOOST_TEST(platform.fetches() == 1u);
    BOOST_TEST(platform.fetches(other_url) == 1u);
}

BOOST_AUTO_TEST_CASE(an_endpoint_that_no_keyset_has_any_more_is_asked_no_more) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    platform.serve({rsa_2048_second.jwk("b")}, other_url);
    Tenant tenant{platform};
    platform.pass(0);
    tenant.must(tenant.admin.set_keyset_endpoint("Keys", other_url));
    // Not for a moment is a key of the old endpoint used as one of the new.
    BOOST_TEST(tenant.refusal(of_a) == "keys_pending");
    platform.pass(0);
    BOOST_TEST(tenant.refusal(of_a) == "keys_pending");  // it may have a newer key
    platform.pass(0);
    BOOST_TEST(tenant.refusal(of_a) == "key_not_found");
    BOOST_TEST(tenant.refusal(of_b) == "accepted");
    for (int i = 0; i < 10; ++i) platform.pass(300);
    BOOST_TEST(platform.fetches() == 1u);
    BOOST_TEST(platform.fetches(other_url) > 10u);

    const std::size_t before = platform.fetches(other_url);
    tenant.must(tenant.admin.remove_channel("Website"));
    tenant.must(tenant.admin.remove_keyset("Keys"));
    for (int i = 0; i < 10; ++i) platform.pass(300);
    BOOST_TEST(platform.fetches(other_url) == before);
    BOOST_TEST(!platform.refresher.poll().has_value());
}

BOOST_AUTO_TEST_CASE(who_holds_a_snapshot_goes_on_with_its_endpoints) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    auto held = tenant.setup->snapshot();
    tenant.must(tenant.admin.set_keyset_endpoint("Keys", other_url));
    platform.pass(0);
    BOOST_TEST(platform.fetches() == 1u);
    BOOST_TEST(held->find_channel("Website")
                   ->find("Customers")
                   ->verifier.verify(token_of(of_a))
                   .has_value());
    held.reset();
    platform.pass(300);
    BOOST_TEST(platform.fetches() == 1u);
}

BOOST_AUTO_TEST_CASE(of_a_tenant_that_is_disabled_nothing_is_fetched) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    tenant.must(tenant.admin.set_enabled(false));
    for (int i = 0; i < 10; ++i) platform.pass(300);
    BOOST_TEST(platform.fetches() == 1u);
    BOOST_TEST(tenant.refusal(of_a) == "tenant_disabled");
    BOOST_TEST(tenant.lint().empty());
    // What is saved meanwhile is checked all the same.
    const auto refused = tenant.admin.set_keyset_endpoint("Keys", "https://10.0.0.1/");
    BOOST_TEST((!refused && refused.error() == Errc::endpoint_address));
    tenant.must(tenant.admin.set_keyset_endpoint("Keys", other_url));
    tenant.must(tenant.admin.set_keyset_endpoint("Keys", url));
    platform.pass(300);
    BOOST_TEST(platform.transport.fetches() == 1u);
    tenant.must(tenant.admin.set_enabled(true));
    BOOST_TEST(tenant.refusal(of_a) == "keys_pending");
    platform.pass(0);
    BOOST_TEST(platform.fetches() == 2u);
    BOOST_TEST(tenant.refusal(of_a) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_configuration_that_is_not_active_lets_nobody_in_whatever_is_served) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    tenant.must(tenant.admin.deactivate_configuration("Website", "Customers"));
    BOOST_TEST(tenant.refusal() == "no_active_configuration");
    tenant.must(tenant.admin.activate_configuration("Website", "Customers"));
    BOOST_TEST(tenant.refusal() == "accepted");  // its keyset was there all the time
    BOOST_TEST(platform.fetches() == 1u);
}

// --- A rotation -----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_key_that_has_just_been_published_lets_in_after_one_fetch) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    platform.serve({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")});
    for (int i = 0; i < 3; ++i) BOOST_TEST(tenant.refusal(of_b) == "keys_pending");
    BOOST_TEST(tenant.refusal(of_a) == "accepted");
    platform.pass(1);
    BOOST_TEST(tenant.refusal(of_b) == "accepted");
    BOOST_TEST(tenant.refusal(of_a) == "accepted");
    BOOST_TEST(platform.fetches() == 2u);
}

BOOST_AUTO_TEST_CASE(sessions_of_a_key_that_is_gone_go_on_to_their_renewal) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    const std::string tab = key_of(tenant.open(of_a));
    platform.serve({rsa_2048_second.jwk("b")});
    platform.pass(300);
    BOOST_TEST(tenant.refusal(of_a) == "keys_pending");
    platform.pass(0);
    BOOST_TEST(tenant.refusal(of_a) == "key_not_found");
    BOOST_TEST(tenant.touch(tab) == "verified");
    tenant.must(tenant.admin.add_channel("App", ChannelKind::enhanced_in_app_chat));
    BOOST_TEST(tenant.touch(tab) == "verified");  // and no other change ends it
    platform.pass(hour);
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    BOOST_TEST(tenant.clients.told() == "challenged tab expired;");
    BOOST_TEST(
        tenant.renew(tab,
                     {.issued = hour, .expires = 13 * hour, .kid = "b", .key = &rsa_2048_second}) ==
        "verified");
}

BOOST_AUTO_TEST_CASE(sessions_of_a_key_that_is_there_are_renewed_without_a_word) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    const std::string tab = key_of(tenant.open(of_a));
    for (int i = 0; i < 12; ++i) platform.pass(300);
    BOOST_TEST(tenant.touch(tab) == "verified");
    BOOST_TEST(tenant.clients.told() == "");
}

// --- Where there are no keys ----------------------------------------------------------------

// row T8
BOOST_AUTO_TEST_CASE(a_renewal_that_comes_while_keys_are_missing_is_no_attempt) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    const std::string tab = key_of(tenant.open({.expires = 30 * minute}));
    for (int i = 0; i < 12; ++i) platform.pass(300);
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    (void)tenant.clients.told();
    (void)tenant.decisions.lines();

    const TokenText newer{
        .issued = hour, .expires = 13 * hour, .kid = "b", .key = &rsa_2048_second};
    for (int i = 0; i < 5; ++i) BOOST_TEST(tenant.renew(tab, newer) == "keys_pending");
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    BOOST_TEST(tenant.clients.told() == "");
    BOOST_TEST(tenant.decisions.lines().size() == 5u);
    const vouch::messaging::Decision decision = tenant.decisions.last();
    BOOST_TEST((decision.error == Errc::keys_pending));
    BOOST_TEST((vouch::messaging::stage_of(Errc::keys_pending) == vouch::messaging::Stage::key));
    BOOST_TEST(decision.operation == "renew");
    BOOST_TEST(decision.configuration == "Customers");
    BOOST_TEST(decision.kid == "b");

    platform.serve({rsa_2048_second.jwk("b")});
    platform.pass(1);
    BOOST_TEST(tenant.renew(tab, newer) == "verified");
}

// row T8
BOOST_AUTO_TEST_CASE(a_renewal_that_comes_while_keys_are_too_old_is_no_attempt) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    const std::string tab = key_of(tenant.open({.expires = 30 * minute}));
    platform.transport.answer(url, Errc::endpoint_unreachable);
    platform.pass(2 * hour);
    BOOST_TEST(tenant.refusal(of_a) == "keyset_stale");
    BOOST_TEST((platform.log->kind == JwksEventKind::stale));
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    for (int i = 0; i < 5; ++i) BOOST_TEST(tenant.renew(tab, of_a) == "keyset_stale");
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    BOOST_TEST((tenant.decisions.last().error == Errc::keyset_stale));
    platform.clock.advance(29);
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    BOOST_TEST(tenant.renew(tab, of_a) == "keyset_stale");
    platform.clock.advance(1);  // the deadline holds, or an outage would let sessions wait for ever
    BOOST_TEST(tenant.touch(tab) == "session_expired");
}

BOOST_AUTO_TEST_CASE(an_early_renewal_and_an_upgrade_end_nothing_where_keys_are_missing) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    const std::string tab = key_of(tenant.open());
    const TokenText newer{.issued = 1, .expires = 13 * hour, .kid = "b", .key = &rsa_2048_second};
    for (int i = 0; i < 5; ++i) BOOST_TEST(tenant.renew(tab, newer) == "keys_pending");
    BOOST_TEST(tenant.touch(tab) == "verified");

    tenant.must(tenant.admin.set_user_verification("Website", false));
    const std::string guest = key_of(tenant.exchange.open_unverified("Website", {.id = "guest"}));
    tenant.must(tenant.admin.set_user_verification("Website", true));
    BOOST_TEST(tenant.touch(guest) != "unverified");  // its way in is closed

    Tenant open{
        platform, url, "Open", {.on_deactivation = vouch::messaging::OnDeactivation::run_out}};
    open.must(open.admin.set_user_verification("Website", false));
    const std::string visitor = key_of(open.exchange.open_unverified("Website", {.id = "visitor"}));
    open.must(open.admin.set_user_verification("Website", true));
    BOOST_TEST(verdict(open.exchange.upgrade(visitor, token_of(of_a))) == "keys_pending");
    BOOST_TEST(open.touch(visitor) == "unverified");
    platform.pass(0);
    BOOST_TEST(verdict(open.exchange.upgrade(visitor, token_of(of_a))) == "accepted");
}

/// A session that waits for its keys to come is served by what its user has shown before.
BOOST_AUTO_TEST_CASE(a_session_goes_on_when_the_keys_have_come_back) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant tenant{platform};
    platform.pass(0);
    const std::string tab = key_of(tenant.open(of_a));
    platform.transport.answer(url, Errc::endpoint_unreachable);
    platform.pass(2 * hour);
    BOOST_TEST(tenant.touch(tab) == "renewal_pending");
    platform.serve({rsa_2048.jwk("a")});
    platform.pass(300);
    BOOST_TEST(tenant.touch(tab) == "verified");  // also after its deadline: nobody has asked since
    BOOST_TEST(tenant.clients.told() == "challenged tab expired;");
}

BOOST_AUTO_TEST_CASE(an_explanation_has_the_verdict_of_the_exchange_and_names_the_keyset) {
    Platform platform;
    Tenant tenant{platform};
    const auto expect = [&](const TokenText& text, Errc error, std::string_view hint) {
        const auto check = tenant.explain_key(text);
        BOOST_TEST((check.error == error));
        BOOST_TEST(check.hint.find(hint) != std::string::npos, check.hint);
        BOOST_TEST(check.hint.find("\"Keys\"") != std::string::npos, check.hint);
        BOOST_TEST(tenant.refusal(text) == to_string(error));
    };
    expect(of_a, Errc::keys_pending, "is being asked");
    platform.serve({rsa_2048.jwk("a")});
    platform.pass(0);
    BOOST_TEST((tenant.explain_key(of_a).outcome == vouch::messaging::Outcome::passed));
    expect(of_nobody, Errc::keys_pending, "is being asked");  // an explanation may ask, too
    platform.pass(1);
    BOOST_TEST(platform.fetches() == 2u);
    expect(of_nobody, Errc::key_not_found, "did not serve it");
    platform.transport.answer(url, Errc::endpoint_unreachable);
    platform.pass(2 * hour);
    expect(of_a, Errc::keyset_stale, "its events say why");
    tenant.must(tenant.admin.set_enabled(false));
    BOOST_TEST((tenant.explain_key(of_a).outcome == vouch::messaging::Outcome::not_reached));
}

BOOST_AUTO_TEST_CASE(a_lint_finds_endpoints_that_have_given_no_keys) {
    Platform platform;
    Tenant tenant{platform};
    const std::vector<LintCode> clean, found{LintCode::no_endpoint_key};
    BOOST_TEST((tenant.lint() == found));
    platform.serve({rsa_2048.jwk("a")});
    platform.pass(0);
    BOOST_TEST((tenant.lint() == clean));
    platform.transport.answer(url, Errc::endpoint_unreachable);
    platform.pass(2 * hour);
    BOOST_TEST((tenant.lint() == found));

    tenant.must(tenant.admin.add_keyset("Spare", "https://spare.example", {}));
    tenant.must(tenant.admin.add_channel("App", ChannelKind::enhanced_in_app_chat));
    tenant.must(tenant.admin.set_user_verification("App", true));
    BOOST_TEST(
        (tenant.lint() == std::vector{LintCode::no_active_configuration, LintCode::no_active_key,
                                      LintCode::no_endpoint_key, LintCode::unused_keyset}));
}

// --- Many tenants ---------------------------------------------------------------------------

// promise 4, rule 86
BOOST_AUTO_TEST_CASE(a_flood_of_unknown_keys_at_one_tenant_costs_another_nothing) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    platform.serve({rsa_2048_second.jwk("b")}, other_url);
    Tenant flooded{platform, url, "Flooded"};
    Tenant quiet{platform, other_url, "Quiet"};
    platform.pass(0);
    // A key of one tenant's endpoint is no key of another's.
    BOOST_TEST(quiet.refusal(of_b) == "accepted");
    BOOST_TEST(flooded.refusal(of_a) == "accepted");
    const std::size_t before = platform.fetches();
    for (int second = 1; second <= 60; ++second) {
        for (int i = 0; i < 20; ++i) {
            const std::string token = of_kid(std::to_string(20 * second + i));
            BOOST_TEST(!flooded.exchange.open("Website", token, {.id = "tab"}));
        }
        BOOST_TEST(quiet.refusal(of_b) == "accepted");
        if (second == 30) platform.serve({rsa_2048.jwk("a")}, other_url);
        platform.pass(1);
    }
    BOOST_TEST(platform.fetches() - before <= 2u + 60 / 30);
    BOOST_TEST(platform.fetches(other_url) == 1u);
    // The other's first token of an unknown key has its fetch at once.
    BOOST_TEST(quiet.refusal(of_a) == "keys_pending");
    platform.pass(0);
    BOOST_TEST(platform.fetches(other_url) == 2u);
    BOOST_TEST(quiet.refusal(of_a) == "accepted");
}

BOOST_AUTO_TEST_CASE(tenants_with_one_url_have_a_source_each) {
    Platform platform;
    platform.serve({rsa_2048.jwk("a")});
    Tenant one{platform, url, "One"}, two{platform, url, "Two"};
    platform.pass(0);
    BOOST_TEST(platform.fetches() == 2u);
    one.must(one.admin.set_enabled(false));
    BOOST_TEST(one.refusal(of_a) == "tenant_disabled");
    BOOST_TEST(two.refusal(of_a) == "accepted");
    platform.pass(300);
    BOOST_TEST(platform.fetches() == 3u);
}

// --- With threads ---------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(sessions_are_opened_while_keys_rotate_and_endpoints_change) {
    const FakeTransport transport;
    transport.answer(url, jwks({rsa_2048.jwk("a")}));
    transport.answer(other_url, jwks({rsa_2048.jwk("a")}));
    struct Clock : ManualClock {
        Clock() : ManualClock{{start, 0}} {}
        std::int64_t elapsed_nanoseconds() const noexcept {
            return vouch::SystemClock{}.elapsed_nanoseconds();
        }
    };
    const Clock clock;
    const vouch::JwksRefresher<Clock> refresher{{.threads = 2, .budget = {.host_burst = 1000}},
                                                clock};
    const FakeEndpoints<Clock> endpoints{refresher, transport, {.wait_milliseconds = 10'000}};
    TenantOf<Clock> tenant{clock, endpoints};
    vouch::messaging::MemorySessions store;
    vouch::messaging::Exchange exchange{tenant.setup, store};
    const auto is_in = [&](const TokenText& text, int number) {
        return exchange.open("Website", token_of(text), {.id = std::to_string(number)}).has_value();
    };
    BOOST_TEST(is_in({.subject = "first"}, 0));
    transport.answer(url, jwks({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}));
    transport.answer(other_url, jwks({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}));

    std::atomic<int> in = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            const std::string subject = "user " + std::to_string(t);
            for (int i = 0; i < 10; ++i) {
                if (is_in({.subject = subject}, i)) ++in;
                if (is_in({.subject = subject, .kid = "b", .key = &rsa_2048_second}, i)) ++in;
            }
        });
    }
    for (int i = 0; i < 10; ++i) {
        tenant.must(tenant.admin.set_keyset_endpoint("Keys", i % 2 == 0 ? other_url : url));
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(in == 80);
}

BOOST_AUTO_TEST_SUITE_END()
