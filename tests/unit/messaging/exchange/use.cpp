// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_use)

using vouch::messaging::ExpirationTime;
using namespace vouch_tests;

// row T1
BOOST_AUTO_TEST_CASE(an_unverified_web_session_ends_to_the_second_after_six_hours) {
    Acme acme;
    acme.turn_verification_off();
    const std::string tab = key_of(acme.open_unverified());
    BOOST_TEST(acme.time_left(tab) == 360 * minute);
    acme.clock.advance(360 * minute - 1);
    BOOST_TEST(acme.touch(tab) == "unverified");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(tab) == "session_expired");
    BOOST_TEST(acme.clients.told() == "ended tab expired;");
    BOOST_TEST(acme.touch(tab) == "session_expired");
    BOOST_TEST(acme.clients.told() == "");
}

// row T1
BOOST_AUTO_TEST_CASE(an_unverified_web_session_lasts_up_to_72_hours) {
    Acme acme;
    acme.turn_verification_off();
    for (const std::int64_t minutes : {1, 4320}) {
        acme.must(acme.admin.set_unverified_expiration(
            "Website", ExpirationTime::from_minutes(minutes).value()));
        const std::string tab = key_of(acme.open_unverified());
        acme.clock.advance(minutes * minute - 1);
        BOOST_TEST(acme.touch(tab) == "unverified");
        acme.clock.advance(1);
        BOOST_TEST(acme.touch(tab) == "session_expired");
    }
}

// row T2
BOOST_AUTO_TEST_CASE(an_unverified_session_in_an_app_renews_itself) {
    Acme acme;
    acme.turn_verification_off();
    const std::string phone = key_of(acme.open_unverified("App", "phone"));
    for (int i = 0; i < 30; ++i) {
        acme.clock.advance(6 * hour);
        acme.store.forget(acme.clock.now());
        BOOST_TEST(acme.touch(phone) == "unverified");
        BOOST_TEST(acme.time_left(phone) == 6 * hour);
    }
    BOOST_TEST(acme.clients.told() == "");
    // It is still one of its end user's: whoever ends all of those ends this one.
    const auto end_user = acme.exchange.touch(phone)->end_user();
    BOOST_TEST(acme.exchange.revoke(end_user).value() == 1U);
    BOOST_TEST(acme.touch(phone) == "session_revoked");
}

// row T3
BOOST_AUTO_TEST_CASE(a_verified_session_is_asked_for_a_token_after_an_hour) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", {.expires = 10 * minute}));
    BOOST_TEST(acme.time_left(tab) == 60 * minute);
    acme.clock.advance(60 * minute - 1);
    BOOST_TEST(acme.touch(tab) == "verified");
    BOOST_TEST(acme.clients.told() == "");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
    BOOST_TEST(acme.clients.told() == "challenged tab expired;");
}

// row T3
BOOST_AUTO_TEST_CASE(a_changed_expiration_time_holds_for_what_is_issued_after) {
    Acme acme;
    const std::string before = key_of(acme.open("before", {.expires = 3 * hour}));
    acme.set_verified_minutes(5);
    const std::string after = key_of(acme.open("after", {.expires = 3 * hour}));
    BOOST_TEST(acme.time_left(before) == 60 * minute);
    BOOST_TEST(acme.time_left(after) == 5 * minute);
    acme.clock.advance(60 * minute);
    BOOST_TEST(acme.time_left(before) == 5 * minute);
}

// row T4
BOOST_AUTO_TEST_CASE(the_switch_picks_which_of_both_times_counts_and_loses_none) {
    Acme acme;
    acme.set_verified_minutes(7);
    acme.must(acme.admin.set_unverified_expiration("Website", vouch::messaging::minutes<9>));
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(acme.time_left(key_of(acme.open())) == 7 * minute);
        acme.turn_verification_off();
        BOOST_TEST(acme.time_left(key_of(acme.open_unverified())) == 9 * minute);
        acme.must(acme.admin.set_user_verification("Website", true));
    }
}

// row T5
BOOST_AUTO_TEST_CASE(a_session_whose_identity_token_is_still_good_is_renewed_without_a_word) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", {.expires = 2 * hour + 1}));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(tab) == "verified");
    BOOST_TEST(acme.time_left(tab) == hour);
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(tab) == "verified");
    acme.clock.advance(hour);
    BOOST_TEST(acme.clients.told() == "");
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
}

// row T5
BOOST_AUTO_TEST_CASE(an_identity_token_ends_to_the_second_without_leeway) {
    for (const std::int64_t early : {0, 1}) {
        Acme acme;
        const std::string tab = key_of(acme.open("tab", {.expires = hour}));
        acme.set_verified_minutes(1);
        const std::string other = key_of(acme.open("other", {.expires = hour}));
        acme.clock.advance(hour - early);
        BOOST_TEST(acme.touch(other) == (early == 1 ? "verified" : "renewal_pending"));
        BOOST_TEST(acme.touch(tab) == (early == 1 ? "verified" : "renewal_pending"));
    }
}

// row T5
BOOST_AUTO_TEST_CASE(who_is_challenged_has_30_seconds) {
    for (const std::int64_t late : {0, 1}) {
        Acme acme;
        const std::string tab = key_of(acme.open("tab", {.expires = 10 * minute}));
        // Asked at the next action of the user, however late that is.
        acme.clock.advance(5 * hour);
        BOOST_TEST(acme.touch(tab) == "renewal_pending");
        acme.clock.advance(29);
        BOOST_TEST(acme.touch(tab) == "renewal_pending");
        BOOST_TEST(acme.clients.told() == "challenged tab expired;");
        acme.clock.advance(late);
        const std::string_view answer = acme.renew(tab, {.issued = 5 * hour, .expires = 7 * hour});
        BOOST_TEST(answer == (late == 0 ? "verified" : "session_expired"));
        BOOST_TEST(acme.clients.told() == (late == 0 ? "" : "ended tab expired;"));
    }
}

// row T5
BOOST_AUTO_TEST_CASE(what_is_over_holds_nothing_of_the_token) {
    Acme acme;
    const Opening opened = acme.open("tab", {.expires = 10 * minute});
    acme.clock.advance(hour);
    (void)acme.touch(key_of(opened));
    const auto waiting = acme.store.find(opened->authorization.id());
    BOOST_TEST(((*waiting)->record.proof != nullptr));
    acme.clock.advance(30);
    BOOST_TEST(acme.touch(key_of(opened)) == "session_expired");
    const auto over = acme.store.find(opened->authorization.id());
    BOOST_TEST(((*over)->record.proof == nullptr));
    const auto record = acme.store.find(opened->session.end_user().encode());
    BOOST_TEST(((*record)->record.proof == nullptr));
    BOOST_TEST(!(*record)->record.challenge.has_value());
}

// row T8
BOOST_AUTO_TEST_CASE(one_challenge_is_for_all_tabs_and_told_once) {
    Acme acme;
    const std::string one = key_of(acme.open("one", {.expires = 10 * minute}));
    const std::string two = key_of(acme.open("two", {.expires = 10 * minute}));
    const std::string app = key_of(acme.open("app", {.expires = 10 * minute}, "App"));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    acme.clock.advance(10);
    BOOST_TEST(acme.touch(two) == "renewal_pending");
    BOOST_TEST(acme.touch(app) == "renewal_pending");
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    BOOST_TEST(acme.clients.told() == "challenged one expired;");
    // All have the time of the first.
    acme.clock.advance(20);
    for (const std::string& key : {one, two, app}) BOOST_TEST(acme.touch(key) == "session_expired");
    BOOST_TEST(acme.clients.told() == "ended one expired;ended two expired;ended app expired;");
}

// row T8
BOOST_AUTO_TEST_CASE(an_answer_in_one_tab_serves_the_others) {
    Acme acme;
    const std::string one = key_of(acme.open("one", {.expires = 10 * minute}));
    const std::string two = key_of(acme.open("two", {.expires = 10 * minute}));
    const std::string app = key_of(acme.open("app", {.expires = 10 * minute}, "App"));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    BOOST_TEST(acme.touch(two) == "renewal_pending");
    BOOST_TEST(acme.renew(one, {.issued = hour, .expires = 3 * hour}) == "verified");
    // One that waits, also after its deadline, and one that did not know yet.
    acme.clock.advance(minute);
    BOOST_TEST(acme.touch(two) == "verified");
    BOOST_TEST(acme.touch(app) == "verified");
    BOOST_TEST(acme.time_left(app) == hour);
    BOOST_TEST(acme.clients.told() == "challenged one expired;");
}

// row T8
BOOST_AUTO_TEST_CASE(a_new_tab_answers_the_challenge_too) {
    Acme acme;
    const std::string one = key_of(acme.open("one", {.expires = 10 * minute}));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    BOOST_TEST(verdict(acme.open("two", {.issued = hour, .expires = 3 * hour})) == "accepted");
    BOOST_TEST(acme.touch(one) == "verified");
}

// row T8
BOOST_AUTO_TEST_CASE(an_answer_after_the_deadline_serves_nobody_who_waited) {
    Acme acme;
    const std::string one = key_of(acme.open("one", {.expires = 10 * minute}));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    acme.clock.advance(30);
    BOOST_TEST(verdict(acme.open("two", {.issued = hour, .expires = 3 * hour})) == "accepted");
    BOOST_TEST(acme.touch(one) == "session_expired");
}

// row T8
BOOST_AUTO_TEST_CASE(other_end_users_are_not_asked) {
    Acme acme;
    const std::string alice = key_of(acme.open("alice", {.expires = 10 * minute}));
    const std::string bob = key_of(acme.open("bob", {.subject = "bob", .expires = 10 * minute}));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(alice) == "renewal_pending");
    BOOST_TEST(acme.touch(bob) == "renewal_pending");
    BOOST_TEST(acme.clients.told() == "challenged alice expired;challenged bob expired;");
    BOOST_TEST(acme.renew(alice, {.issued = hour, .expires = 3 * hour}) == "verified");
    BOOST_TEST(acme.touch(bob) == "renewal_pending");
}

// row T6
BOOST_AUTO_TEST_CASE(a_challenge_says_why) {
    Acme acme{{.on_deactivation = vouch::messaging::OnDeactivation::challenge}};
    const std::string tab = key_of(acme.open("tab", {.expires = 10 * minute}));
    acme.clock.advance(hour);
    (void)acme.touch(tab);
    BOOST_TEST(acme.clients.told() == "challenged tab expired;");
    (void)acme.renew(tab, {.subject = "mallory", .issued = hour, .expires = 3 * hour});
    BOOST_TEST(acme.clients.told() == "challenged tab malformed;");
    (void)acme.renew(tab, {.expires = 10 * minute});
    BOOST_TEST(acme.clients.told() == "challenged tab expired;");
    BOOST_TEST(acme.renew(tab, {.issued = hour, .expires = 3 * hour}) == "verified");
    acme.must(acme.admin.deactivate_key("a"));
    (void)acme.touch(tab);
    BOOST_TEST(acme.clients.told() == "challenged tab renew;");
    // Who shows nothing has not begun.
    const auto reason = vouch::messaging::reason_for_client(
        acme.exchange.open("Website", "", {.id = "tab"}).error().code());
    BOOST_TEST(to_string(reason) == "initial");
}

BOOST_AUTO_TEST_CASE(a_clock_that_goes_back_revives_nothing) {
    Acme acme;
    acme.turn_verification_off();
    const std::string tab = key_of(acme.open_unverified());
    acme.clock.advance(6 * hour);
    acme.clock.set({start, 0});
    BOOST_TEST(acme.touch(tab) == "session_expired");
}

BOOST_AUTO_TEST_CASE(an_unknown_authorization_token_has_no_session) {
    Acme acme;
    const std::string tab = key_of(acme.open());
    std::string other = tab;
    other.front() = other.front() == 'A' ? 'B' : 'A';
    for (const std::string& text : {std::string{}, std::string{"tab"}, other, tab + "=", tab + "A",
                                    std::string(43, '?'), std::string(43, '\0')}) {
        BOOST_TEST(verdict(acme.exchange.touch(text)) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.renew(text, token_of({}))) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.continuation(text, {})) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.upgrade(text, token_of({}))) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.begin_conversation(text)) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.let_expire(text)) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.clear(text)) == "session_unknown");
        BOOST_TEST(verdict(acme.exchange.revoke(text)) == "session_unknown");
    }
    BOOST_TEST(acme.touch(tab) == "verified");
}

BOOST_AUTO_TEST_SUITE_END()
