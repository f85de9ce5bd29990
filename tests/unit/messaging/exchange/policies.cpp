// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_policies)

using vouch::messaging::Continuity;
using vouch::messaging::OnDeactivation;
using vouch::messaging::RevocationScope;
using namespace vouch_tests;

namespace {

constexpr TokenText of_b{
    .issued = minute, .expires = 4 * hour, .kid = "b", .key = &vouch::testing::rsa_2048_second};

/// What an administrator may take away from a live session.
enum class Gone { key, key_of_keyset, configuration, switch_, issuer };
constexpr Gone all_of_these[] = {Gone::key, Gone::key_of_keyset, Gone::configuration, Gone::switch_,
                                 Gone::issuer};

void take_away(Acme& acme, Gone what) {
    switch (what) {
        case Gone::key:
            return acme.must(acme.admin.deactivate_key("a"));
        case Gone::key_of_keyset:
            return acme.must(acme.admin.set_keyset_keys("Customers", {"b"}));
        case Gone::configuration:
            return acme.must(acme.admin.deactivate_configuration("Website", "Customers"));
        case Gone::switch_:
            return acme.must(acme.admin.set_user_verification("Website", false));
        case Gone::issuer:
            return acme.must(acme.admin.set_keyset_issuer("Customers", "https://new.example"));
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(by_default_a_session_ends_when_what_let_it_in_is_gone) {
    for (const Gone what : all_of_these) {
        Acme acme;
        const std::string tab = key_of(acme.open());
        take_away(acme, what);
        BOOST_TEST(acme.touch(tab) == "session_revoked");
        BOOST_TEST(acme.clients.told() == "ended tab revoked;");
        BOOST_TEST(acme.renew(tab, of_b) == "session_revoked");
    }
}

// row K8
BOOST_AUTO_TEST_CASE(sessions_of_other_keys_go_on) {
    Acme acme;
    const std::string by_a = key_of(acme.open("a"));
    const std::string by_b = key_of(acme.open("b", {.kid = "b", .key = of_b.key}));
    acme.must(acme.admin.deactivate_key("a"));
    BOOST_TEST(acme.touch(by_b) == "verified");
    BOOST_TEST(acme.touch(by_a) == "session_revoked");
    // To activate it again brings no session back.
    acme.must(acme.admin.activate_key("a"));
    BOOST_TEST(acme.touch(by_a) == "session_revoked");
}

BOOST_AUTO_TEST_CASE(another_key_of_the_same_name_is_another_key) {
    Acme acme;
    const std::string tab = key_of(acme.open());
    acme.must(acme.admin.upload_key("a2", vouch::testing::rsa_2048_third.jwk("a")));
    acme.must(acme.admin.set_keyset_keys("Customers", {"a2", "b"}));
    BOOST_TEST(acme.touch(tab) == "session_revoked");
    BOOST_TEST(verdict(acme.open("tab", {.key = &vouch::testing::rsa_2048_third})) == "accepted");
}

BOOST_AUTO_TEST_CASE(changes_that_are_about_others_change_nothing) {
    Acme acme;
    const std::string tab = key_of(acme.open());
    acme.must(acme.admin.deactivate_key("b"));
    acme.must(acme.admin.deactivate_configuration("App", "Customers"));
    acme.must(acme.admin.set_user_verification("App", false));
    acme.must(acme.admin.remove_channel("App"));
    BOOST_TEST(acme.touch(tab) == "verified");
    acme.must(acme.admin.remove_channel("Website"));
    BOOST_TEST(acme.touch(tab) == "session_revoked");
}

BOOST_AUTO_TEST_CASE(what_is_gone_may_run_out) {
    for (const Gone what : all_of_these) {
        Acme acme{{.on_deactivation = OnDeactivation::run_out}};
        const std::string tab = key_of(acme.open("tab", {.expires = 3 * hour}));
        take_away(acme, what);
        acme.clock.advance(hour - 1);
        BOOST_TEST(acme.touch(tab) == "verified");
        // Its token would still be good, but not what it was verified with.
        acme.clock.advance(1);
        BOOST_TEST(acme.touch(tab) == "renewal_pending");
        BOOST_TEST(acme.clients.told() == "challenged tab expired;");
        acme.clock.advance(30);
        BOOST_TEST(acme.touch(tab) == "session_expired");
    }
}

BOOST_AUTO_TEST_CASE(what_is_gone_may_be_a_reason_to_ask) {
    for (const Gone what : all_of_these) {
        Acme acme{{.on_deactivation = OnDeactivation::challenge}};
        const std::string tab = key_of(acme.open("tab", {.expires = 3 * hour}));
        take_away(acme, what);
        BOOST_TEST(acme.touch(tab) == "renewal_pending");
        BOOST_TEST(acme.clients.told() == "challenged tab renew;");
        const bool answered = what == Gone::key || what == Gone::key_of_keyset;
        BOOST_TEST((acme.renew(tab, of_b) == "verified") == answered);
        acme.clock.advance(30);
        BOOST_TEST(acme.touch(tab) == (answered ? "verified" : "session_expired"));
    }
}

// row T8
BOOST_AUTO_TEST_CASE(who_was_let_in_by_a_key_that_is_gone_shows_a_token_themselves) {
    Acme acme{{.on_deactivation = OnDeactivation::challenge}};
    const std::string one = key_of(acme.open("one", {.expires = 3 * hour}));
    const std::string two = key_of(acme.open("two", {.expires = 3 * hour}));
    acme.must(acme.admin.deactivate_key("a"));
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    BOOST_TEST(acme.touch(two) == "renewal_pending");
    BOOST_TEST(acme.clients.told() == "challenged one renew;");
    BOOST_TEST(acme.renew(one, of_b) == "verified");
    BOOST_TEST(acme.touch(two) == "renewal_pending");
    // That the challenge was answered leaves the other its own time and attempts.
    const TokenText wrong{
        .subject = "bob", .issued = minute, .expires = 4 * hour, .kid = "b", .key = of_b.key};
    BOOST_TEST(acme.renew(two, wrong) == "identity_changed");
    BOOST_TEST(acme.renew(two, wrong) == "identity_changed");
    BOOST_TEST(acme.touch(two) == "renewal_pending");
    BOOST_TEST(acme.renew(two, wrong) == "identity_changed");
    BOOST_TEST(acme.touch(two) == "session_expired");
    BOOST_TEST(acme.touch(one) == "verified");
}

BOOST_AUTO_TEST_CASE(an_unverified_session_ends_with_the_switch_or_runs_out) {
    for (const OnDeactivation policy :
         {OnDeactivation::end_now, OnDeactivation::run_out, OnDeactivation::challenge}) {
        Acme acme{{.on_deactivation = policy}};
        acme.turn_verification_off();
        const std::string tab = key_of(acme.open_unverified("Website", "tab"));
        const std::string phone = key_of(acme.open_unverified("App", "phone"));
        acme.must(acme.admin.set_user_verification("Website", true));
        acme.must(acme.admin.set_user_verification("App", true));
        const bool runs_out = policy == OnDeactivation::run_out;
        acme.clock.advance(6 * hour - 1);
        BOOST_TEST(acme.touch(tab) == (runs_out ? "unverified" : "session_revoked"));
        BOOST_TEST(acme.touch(phone) == (runs_out ? "unverified" : "session_revoked"));
        acme.clock.advance(1);
        BOOST_TEST(acme.touch(tab) == (runs_out ? "session_expired" : "session_revoked"));
        BOOST_TEST(acme.touch(phone) == (runs_out ? "session_expired" : "session_revoked"));
    }
}

BOOST_AUTO_TEST_CASE(a_key_that_left_the_endpoint_lets_its_sessions_run_to_their_renewal) {
    Acme acme;
    acme.use_endpoint();
    acme.endpoints.source.publish({vouch::testing::rsa_2048.jwk("a")});
    const std::string tab = key_of(acme.open("tab", {.expires = 3 * hour}));
    const std::string other = key_of(acme.open("other", {.expires = 3 * hour}));
    acme.clock.advance(30 * minute);
    acme.endpoints.source.publish({vouch::testing::rsa_2048_second.jwk("b")});
    BOOST_TEST(verdict(acme.open("new", {.expires = 3 * hour})) == "key_not_found");
    BOOST_TEST(acme.touch(tab) == "verified");
    acme.clock.advance(30 * minute - 1);
    BOOST_TEST(acme.touch(tab) == "verified");
    // Their token has not ended, but cannot be verified any more.
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
    BOOST_TEST(acme.renew(tab, {.issued = 1, .expires = 4 * hour}) == "key_not_found");
    BOOST_TEST(acme.renew(tab, of_b) == "verified");
    BOOST_TEST(acme.touch(other) == "verified");
    // An endpoint keyset that is taken away is the administrator's deed.
    acme.must(acme.admin.deactivate_configuration("Website", "Customers"));
    BOOST_TEST(acme.touch(tab) == "session_revoked");
}

BOOST_AUTO_TEST_CASE(a_key_that_stays_at_the_endpoint_renews_without_a_word) {
    Acme acme;
    acme.use_endpoint();
    acme.endpoints.source.publish({vouch::testing::rsa_2048.jwk("a")});
    const std::string tab = key_of(acme.open("tab", {.expires = 3 * hour}));
    acme.endpoints.source.publish(
        {vouch::testing::rsa_2048_second.jwk("b"), vouch::testing::rsa_2048.jwk("a")});
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(tab) == "verified");
    // Another key under its name is not the one that it was verified with.
    acme.endpoints.source.publish({vouch::testing::rsa_2048_third.jwk("a")});
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
}

BOOST_AUTO_TEST_CASE(a_revocation_by_time_ends_the_sessions_of_older_tokens) {
    for (const OnDeactivation policy :
         {OnDeactivation::end_now, OnDeactivation::run_out, OnDeactivation::challenge}) {
        Acme acme{{.on_deactivation = policy}};
        acme.clock.advance(10);
        const std::string older = key_of(acme.open("older", {.issued = 4}));
        const std::string newer = key_of(acme.open("newer", {.issued = 5}));
        const std::string bob = key_of(acme.open("bob", {.subject = "bob"}));
        const auto scope = RevocationScope::of_subject(acme_issuer, "alice");
        acme.must(acme.admin.revoke(scope, {start + 5, 0}));
        BOOST_TEST(acme.touch(older) == "session_revoked");
        BOOST_TEST(acme.touch(newer) == "verified");
        BOOST_TEST(acme.touch(bob) == "verified");
        acme.must(acme.admin.undo_revocation(scope));
        BOOST_TEST(acme.touch(older) == "session_revoked");
    }
}

BOOST_AUTO_TEST_CASE(all_sessions_of_a_disabled_tenant_end) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    const std::string tab = key_of(acme.open());
    const std::string waiting = key_of(acme.open("waiting", {.expires = minute}));
    acme.must(acme.admin.set_user_verification("App", false));
    const std::string phone = key_of(acme.open_unverified("App", "phone"));
    const std::string unused = key_of(acme.open("unused"));
    acme.must(acme.admin.set_enabled(false));
    for (const std::string& key : {tab, waiting, phone}) {
        BOOST_TEST(acme.touch(key) == "session_revoked");
    }
    // Who did not come by meanwhile has not noticed.
    acme.must(acme.admin.set_enabled(true));
    BOOST_TEST(acme.touch(tab) == "session_revoked");
    BOOST_TEST(acme.touch(unused) == "verified");
}

BOOST_AUTO_TEST_CASE(an_issuer_in_the_end_user_keeps_the_users_of_two_apart) {
    Acme acme{{.continuity = Continuity::by_name_and_issuer}};
    acme.must(acme.admin.add_keyset("Partners", "https://partners.example", {"a"}));
    acme.add_channel("Partners", vouch::messaging::ChannelKind::enhanced_web_chat, "Customers",
                     "Partners");
    const Opening ours = acme.open();
    const Opening app = acme.open("phone", {}, "App");
    const Opening theirs = acme.open("tab", {.issuer = "https://partners.example"}, "Partners");
    BOOST_TEST((ours->session.end_user() == app->session.end_user()));
    BOOST_TEST((ours->session.end_user() != theirs->session.end_user()));
    BOOST_TEST(theirs->session.end_user().issuer() == "https://partners.example");
    BOOST_TEST(acme.exchange.revoke(ours->session.end_user()).value() == 2U);
    BOOST_TEST(acme.touch(key_of(theirs)) == "verified");
}

BOOST_AUTO_TEST_CASE(a_token_for_single_use_renews_once) {
    Acme acme{{.single_use_tokens = true}};
    const std::string one = key_of(acme.open("one", {.more = R"("jti":"1")"}));
    const std::string two = key_of(acme.open("two", {.more = R"("jti":"2")"}));
    const TokenText third{.expires = 3 * hour, .more = R"("jti":"3")"};
    // A token that is refused is not used up.
    acme.must(acme.admin.deactivate_key("a"));
    acme.must(acme.admin.activate_key("a"));
    BOOST_TEST(acme.renew(one, {.subject = "bob", .more = R"("jti":"4")"}) == "identity_changed");
    BOOST_TEST(verdict(acme.open("bob", {.subject = "bob", .more = R"("jti":"4")"})) == "accepted");
    BOOST_TEST(acme.renew(one, third) == "verified");
    BOOST_TEST(acme.renew(two, third) == "token_replayed");
    BOOST_TEST(acme.touch(two) == "verified");
}

BOOST_AUTO_TEST_SUITE_END()
