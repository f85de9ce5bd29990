// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_ways_in)

using vouch::messaging::ChannelKind;
using vouch::messaging::OnDeactivation;
using vouch::messaging::Platform;
using vouch::messaging::SessionState;
using namespace vouch_tests;

// row A1
BOOST_AUTO_TEST_CASE(a_token_opens_a_session_on_the_web_and_in_an_app) {
    Acme acme;
    for (const std::string_view channel : {"Website", "App"}) {
        const Opening opened =
            acme.exchange.open(channel, token_of({}), {.id = "one", .platform = Platform::android});
        BOOST_TEST(verdict(opened) == "accepted");
        const auto& session = opened->session;
        BOOST_TEST((session.state == SessionState::verified));
        BOOST_TEST(session.participant->channel == channel);
        BOOST_TEST(session.participant->client.id == "one");
        BOOST_TEST((session.participant->client.platform == Platform::android));
        BOOST_TEST(session.end_user().is_verified());
        BOOST_TEST(session.end_user().tenant() == "Acme");
        BOOST_TEST(session.end_user().scope() == "Customers");
        BOOST_TEST(session.end_user().subject() == "alice");
        BOOST_TEST(session.expires_at.seconds == start + hour);
        BOOST_TEST(opened->identity->subject() == "alice");
        BOOST_TEST(acme.touch(opened->authorization.text()) == "verified");
    }
    acme.turn_verification_off();
    for (const std::string_view channel : {"Website", "App"}) {
        const Opening opened = acme.open_unverified(channel);
        BOOST_TEST(verdict(opened) == "accepted");
        BOOST_TEST((opened->session.state == SessionState::unverified));
        BOOST_TEST(!opened->session.end_user().is_verified());
        BOOST_TEST(!opened->identity.has_value());
    }
}

// row A2
BOOST_AUTO_TEST_CASE(channels_of_other_kinds_have_no_way_in_and_are_named) {
    Acme acme;
    for (const ChannelKind kind :
         {ChannelKind::enhanced_whatsapp, ChannelKind::standard_facebook_messenger,
          ChannelKind::enhanced_facebook_messenger, ChannelKind::standard_sms,
          ChannelKind::enhanced_sms, ChannelKind::enhanced_apple_messages_for_business,
          ChannelKind::enhanced_line, ChannelKind::bring_your_own_channel}) {
        const std::string_view name = to_string(kind);
        acme.must(acme.admin.add_channel(name, kind));
        const auto verified = acme.exchange.open(name, token_of({}), {});
        BOOST_TEST(verdict(verified) == "channel_kind");
        BOOST_TEST(verified.error().name() == name);
        const auto unverified = acme.exchange.open_unverified(name, {});
        BOOST_TEST(verdict(unverified) == "channel_kind");
        BOOST_TEST(unverified.error().name() == name);
    }
    BOOST_TEST(acme.store.size() == 0U);
}

// row A4
// row V1
BOOST_AUTO_TEST_CASE(the_switch_opens_one_way_in_and_closes_the_other) {
    Acme acme;
    for (const std::string_view channel : {"Website", "App"}) {
        BOOST_TEST(verdict(acme.open_unverified(channel)) == "verification_required");
        BOOST_TEST(verdict(acme.open("tab", {}, channel)) == "accepted");
        acme.must(acme.admin.set_user_verification(channel, false));
        BOOST_TEST(verdict(acme.open_unverified(channel)) == "accepted");
        BOOST_TEST(verdict(acme.open("tab", {}, channel)) == "verification_off");
    }
}

// row V4
BOOST_AUTO_TEST_CASE(one_configuration_name_on_two_channels_is_one_conversation) {
    Acme acme;
    acme.must(acme.admin.add_keyset("Partners", "https://partners.example", {"a"}));
    acme.add_channel("Partners", ChannelKind::enhanced_web_chat, "Partners", "Partners");
    acme.add_channel("Shop", ChannelKind::enhanced_web_chat, "Shop");
    const auto conversation = [&](std::string_view channel, const TokenText& text = {}) {
        return acme.open("tab", text, channel)->session.participant->conversation;
    };
    BOOST_TEST((conversation("Website") == conversation("App")));
    BOOST_TEST((conversation("Website") != conversation("Website", {.subject = "bob"})));
    BOOST_TEST((conversation("Website") != conversation("Website", {.subject = "Alice"})));
    BOOST_TEST((conversation("Website") != conversation("Shop")));
    BOOST_TEST((conversation("Website") !=
                conversation("Partners", {.issuer = "https://partners.example"})));
    AcmeTenant other{{}, "Other"};
    vouch::messaging::Exchange elsewhere{other.setup, acme.store};
    BOOST_TEST((conversation("Website") !=
                elsewhere.open("Website", token_of({}), {})->session.participant->conversation));
}

// row V7
BOOST_AUTO_TEST_CASE(without_an_active_configuration_nobody_gets_in) {
    Acme acme;
    acme.must(acme.admin.deactivate_configuration("Website", "Customers"));
    BOOST_TEST(verdict(acme.open()) == "no_active_configuration");
    BOOST_TEST(verdict(acme.exchange.open("Website", "rubbish", {})) == "no_active_configuration");
    BOOST_TEST(verdict(acme.open_unverified()) == "verification_required");
    BOOST_TEST(verdict(acme.open("tab", {}, "App")) == "accepted");
    acme.must(acme.admin.activate_configuration("Website", "Customers"));
    BOOST_TEST(verdict(acme.open()) == "accepted");
}

// row V8
BOOST_AUTO_TEST_CASE(a_token_that_is_refused_opens_no_session_of_any_kind) {
    Acme acme;
    for (const bool on : {true, false}) {
        acme.must(acme.admin.set_user_verification("Website", on));
        for (const std::string& token :
             {std::string{}, std::string{"rubbish"}, token_of({.expires = -hour}),
              token_of({.kid = "none"}), token_of({.key = &vouch::testing::rsa_2048_third}),
              token_of({.more = R"("aud":"x")"})}) {
            BOOST_TEST(!acme.exchange.open("Website", token, {}).has_value());
        }
    }
    BOOST_TEST(acme.store.calls() == 0U);
}

// row K7
BOOST_AUTO_TEST_CASE(rs256_and_rs512_are_the_algorithms) {
    Acme acme;
    BOOST_TEST(verdict(acme.open("tab", {.algorithm = "RS256"})) == "accepted");
    BOOST_TEST(verdict(acme.open("tab", {.algorithm = "RS512"})) == "accepted");
    for (const std::string_view algorithm : {"RS384", "PS256", "ES256", "HS256", "none", "rs256"}) {
        BOOST_TEST(verdict(acme.open("tab", {.algorithm = algorithm})) == "alg_not_allowed");
    }
}

// row K8
BOOST_AUTO_TEST_CASE(a_key_that_is_not_active_lets_nobody_in) {
    Acme acme;
    const TokenText of_b{.kid = "b", .key = &vouch::testing::rsa_2048_second};
    acme.must(acme.admin.deactivate_key("a"));
    BOOST_TEST(verdict(acme.open()) == "key_not_found");
    BOOST_TEST(verdict(acme.open("tab", of_b)) == "accepted");
    acme.must(acme.admin.activate_key("a"));
    BOOST_TEST(verdict(acme.open()) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_disabled_tenant_lets_nobody_in) {
    Acme acme;
    acme.must(acme.admin.set_enabled(false));
    BOOST_TEST(verdict(acme.open()) == "tenant_disabled");
    BOOST_TEST(verdict(acme.open_unverified()) == "tenant_disabled");
    acme.must(acme.admin.set_enabled(true));
    BOOST_TEST(verdict(acme.open()) == "accepted");
    BOOST_TEST(verdict(acme.open("tab", {}, "Nowhere")) == "channel_unknown");
    BOOST_TEST(verdict(acme.open_unverified("Nowhere")) == "channel_unknown");
}

BOOST_AUTO_TEST_CASE(a_token_that_was_revoked_lets_nobody_in) {
    using vouch::messaging::RevocationScope;
    for (const RevocationScope& scope :
         {RevocationScope::of_issuer(acme_issuer), RevocationScope::of_key(acme_issuer, "a"),
          RevocationScope::of_subject(acme_issuer, "alice")}) {
        Acme acme;
        acme.clock.advance(10);
        acme.must(acme.admin.revoke(scope, {start + 5, 0}));
        BOOST_TEST(verdict(acme.open("tab", {.issued = 4})) == "token_revoked");
        BOOST_TEST(verdict(acme.open("tab", {.issued = 5})) == "accepted");
        acme.must(acme.admin.undo_revocation(scope));
        BOOST_TEST(verdict(acme.open("tab", {.issued = 4})) == "accepted");
    }
}

BOOST_AUTO_TEST_CASE(a_token_for_single_use_opens_one_session) {
    Acme acme{{.single_use_tokens = true}};
    const TokenText once{.more = R"("jti":"1")"};
    BOOST_TEST(verdict(acme.open("tab", once)) == "accepted");
    BOOST_TEST(verdict(acme.open("tab", once)) == "token_replayed");
    BOOST_TEST(verdict(acme.open("tab", once, "App")) == "token_replayed");
    BOOST_TEST(verdict(acme.open("tab", {.more = R"("jti":"2")"})) == "accepted");
    BOOST_TEST(verdict(acme.open("tab", {})) == "token_replayed");
    BOOST_TEST(verdict(acme.open("tab", {.more = R"("jti":3)"})) == "claim_type");
    // Of another issuer or tenant, and where it is not asked for, the same `jti` is another.
    acme.must(acme.admin.add_keyset("Partners", "https://partners.example", {"a"}));
    acme.add_channel("Partners", ChannelKind::enhanced_web_chat, "Partners", "Partners");
    const TokenText theirs{.issuer = "https://partners.example", .more = R"("jti":"1")"};
    BOOST_TEST(verdict(acme.open("tab", theirs, "Partners")) == "accepted");
    BOOST_TEST(verdict(acme.open("tab", theirs, "Partners")) == "token_replayed");
    AcmeTenant other{{.single_use_tokens = true}, "Other"};
    vouch::messaging::Exchange elsewhere{other.setup, acme.store};
    BOOST_TEST(verdict(elsewhere.open("Website", token_of(once), {})) == "accepted");
    BOOST_TEST(verdict(elsewhere.open("Website", token_of(once), {})) == "token_replayed");
    Acme careless;
    BOOST_TEST(verdict(careless.open("tab", once)) == "accepted");
    BOOST_TEST(verdict(careless.open("tab", once)) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_continuation_is_the_same_end_user_for_no_longer) {
    Acme acme;
    const Opening first = acme.open("first", {.expires = 10 * minute});
    acme.clock.advance(20 * minute);
    const Opening second =
        acme.exchange.continuation(key_of(first), {.id = "second", .platform = Platform::ios});
    BOOST_TEST(verdict(second) == "accepted");
    BOOST_TEST(key_of(second) != key_of(first));
    BOOST_TEST(
        (second->session.participant->conversation == first->session.participant->conversation));
    BOOST_TEST(second->session.participant->client.id == "second");
    BOOST_TEST((second->session.participant->client.platform == Platform::ios));
    BOOST_TEST(second->session.participant->channel == "Website");
    BOOST_TEST(acme.time_left(key_of(second)) == 40 * minute);
    // Each has an end of its own.
    acme.must(acme.exchange.clear(key_of(first)));
    BOOST_TEST(acme.touch(key_of(second)) == "verified");
    acme.clock.advance(40 * minute);
    BOOST_TEST(acme.touch(key_of(second)) == "renewal_pending");
}

BOOST_AUTO_TEST_CASE(only_a_live_session_has_continuations) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", {.expires = 10 * minute}));
    acme.clock.advance(hour);
    BOOST_TEST(verdict(acme.exchange.continuation(tab, {})) == "renewal_pending");
    acme.clock.advance(30);
    BOOST_TEST(verdict(acme.exchange.continuation(tab, {})) == "session_expired");
    acme.turn_verification_off();
    const std::string unverified = key_of(acme.open_unverified());
    BOOST_TEST(verdict(acme.exchange.continuation(unverified, {})) == "accepted");
    acme.must(acme.exchange.clear(unverified));
    BOOST_TEST(verdict(acme.exchange.continuation(unverified, {})) == "session_cleared");
}

BOOST_AUTO_TEST_CASE(an_upgrade_ends_the_unverified_session_and_moves_nothing) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    acme.turn_verification_off();
    const Opening before = acme.open_unverified();
    BOOST_TEST(verdict(acme.exchange.upgrade(key_of(before), token_of({}))) == "verification_off");
    acme.must(acme.admin.set_user_verification("Website", true));
    BOOST_TEST(verdict(acme.exchange.upgrade(key_of(before), "rubbish")) == "token_format");
    BOOST_TEST(acme.touch(key_of(before)) == "unverified");

    const Opening after = acme.exchange.upgrade(key_of(before), token_of({}));
    BOOST_TEST(verdict(after) == "accepted");
    BOOST_TEST(key_of(after) != key_of(before));
    BOOST_TEST(acme.touch(key_of(after)) == "verified");
    BOOST_TEST(acme.touch(key_of(before)) == "session_cleared");
    BOOST_TEST(after->identity->subject() == "alice");
    BOOST_TEST((after->session.participant->client == before->session.participant->client));
    BOOST_TEST((after->session.end_user() != before->session.end_user()));
    BOOST_TEST(verdict(acme.exchange.upgrade(key_of(before), token_of({}))) == "session_cleared");
}

BOOST_AUTO_TEST_CASE(a_verified_session_is_not_upgraded) {
    Acme acme;
    const std::string tab = key_of(acme.open());
    BOOST_TEST(verdict(acme.exchange.upgrade(tab, token_of({}))) == "session_verified");
    BOOST_TEST(verdict(acme.exchange.upgrade(tab, token_of({.subject = "bob"}))) ==
               "identity_changed");
    BOOST_TEST(acme.touch(tab) == "verified");
}

BOOST_AUTO_TEST_CASE(an_end_user_has_64_sessions_and_dead_ones_make_room) {
    Acme acme;
    std::vector<std::string> keys;
    for (int i = 0; i < 64; ++i) keys.push_back(key_of(acme.open()));
    BOOST_TEST(verdict(acme.open()) == "too_many_sessions");
    BOOST_TEST(verdict(acme.exchange.continuation(keys[0], {})) == "too_many_sessions");
    BOOST_TEST(verdict(acme.open("tab", {.subject = "bob"})) == "accepted");
    for (const std::string& key : keys) BOOST_TEST(acme.touch(key) == "verified");
    acme.must(acme.exchange.clear(keys[7]));
    BOOST_TEST(verdict(acme.open()) == "accepted");
    BOOST_TEST(verdict(acme.open()) == "too_many_sessions");
}

BOOST_AUTO_TEST_CASE(tabs_that_were_closed_without_a_log_out_make_room) {
    Acme acme;
    std::vector<std::string> keys;
    for (int i = 0; i < 63; ++i) keys.push_back(key_of(acme.open()));
    acme.must(acme.admin.set_verified_expiration("App", vouch::messaging::minutes<61>));
    const std::string app = key_of(acme.open("app", {}, "App"));
    acme.clock.advance(hour - 1);
    BOOST_TEST(verdict(acme.open("tab", {.expires = 3 * hour})) == "too_many_sessions");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(keys[0]) == "verified");
    BOOST_TEST(verdict(acme.open("tab", {.expires = 3 * hour})) == "accepted");
    BOOST_TEST(acme.touch(keys[0]) == "verified");
    BOOST_TEST(acme.touch(app) == "verified");
    BOOST_TEST(acme.touch(keys[1]) == "session_expired");
}

BOOST_AUTO_TEST_CASE(who_waits_for_a_token_keeps_their_place_for_as_long) {
    Acme acme;
    std::vector<std::string> keys;
    for (int i = 0; i < 64; ++i) keys.push_back(key_of(acme.open("tab", {.expires = minute})));
    acme.clock.advance(hour);
    for (const std::string& key : keys) BOOST_TEST(acme.touch(key) == "renewal_pending");
    acme.clock.advance(29);
    const TokenText text{.issued = hour, .expires = 2 * hour};
    BOOST_TEST(verdict(acme.open("tab", text)) == "too_many_sessions");
    acme.clock.advance(1);
    BOOST_TEST(verdict(acme.open("tab", text)) == "accepted");
    BOOST_TEST(acme.touch(keys[0]) == "session_expired");
}

BOOST_AUTO_TEST_CASE(without_random_numbers_nothing_is_opened) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    const std::string tab = key_of(acme.open());
    const std::size_t records = acme.store.size();
    *acme.random.works = false;
    BOOST_TEST(verdict(acme.open()) == "random_failed");
    BOOST_TEST(verdict(acme.exchange.continuation(tab, {})) == "random_failed");
    BOOST_TEST(acme.touch(tab) == "verified");
    acme.turn_verification_off();
    BOOST_TEST(verdict(acme.open_unverified()) == "random_failed");
    BOOST_TEST(acme.store.size() == records);
}

BOOST_AUTO_TEST_CASE(a_client_does_not_name_itself_at_any_length) {
    Acme acme;
    BOOST_TEST(verdict(acme.open(std::string(256, 'x'))) == "accepted");
    BOOST_TEST(verdict(acme.open(std::string(257, 'x'))) == "record_name");
}

BOOST_AUTO_TEST_SUITE_END()
