// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_ways_out)

using vouch::messaging::EndUser;
using namespace vouch_tests;

namespace {

constexpr TokenText brief{.expires = 10 * minute};

}  // namespace

// row T9
BOOST_AUTO_TEST_CASE(a_log_out_ends_the_session_and_tells_all_clients) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab"));
    const std::string phone = key_of(acme.open("phone", {}, "App"));
    const std::string bob = key_of(acme.open("bob", {.subject = "bob"}));
    acme.must(acme.exchange.clear(tab));
    BOOST_TEST(acme.clients.told() == "ended tab cleared;logged_out phone verified;");
    BOOST_TEST(acme.touch(tab) == "session_cleared");
    BOOST_TEST(acme.touch(phone) == "verified");
    BOOST_TEST(acme.touch(bob) == "verified");
    BOOST_TEST(verdict(acme.exchange.clear(tab)) == "session_cleared");
    BOOST_TEST(acme.clients.told() == "");
}

// row T9
BOOST_AUTO_TEST_CASE(a_client_that_waits_for_a_token_is_told_of_a_log_out_too) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", brief));
    const std::string phone = key_of(acme.open("phone", brief, "App"));
    acme.clock.advance(hour);
    (void)acme.touch(tab);
    (void)acme.touch(phone);
    (void)acme.clients.told();
    acme.must(acme.exchange.clear(tab));
    BOOST_TEST(acme.clients.told() == "ended tab cleared;logged_out phone renewal_pending;");
    BOOST_TEST(acme.touch(phone) == "renewal_pending");
}

BOOST_AUTO_TEST_CASE(an_unverified_user_logs_out_as_well) {
    Acme acme;
    acme.turn_verification_off();
    const std::string tab = key_of(acme.open_unverified());
    acme.must(acme.exchange.clear(tab));
    BOOST_TEST(acme.clients.told() == "ended tab cleared;");
    BOOST_TEST(acme.touch(tab) == "session_cleared");
}

// row T3
BOOST_AUTO_TEST_CASE(a_client_without_a_token_lets_its_session_expire) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", brief));
    acme.clock.advance(hour);
    (void)acme.touch(tab);
    (void)acme.clients.told();
    acme.must(acme.exchange.let_expire(tab));
    BOOST_TEST(acme.clients.told() == "ended tab expired;");
    BOOST_TEST(verdict(acme.exchange.let_expire(tab)) == "session_expired");
    BOOST_TEST(acme.touch(tab) == "session_expired");
}

BOOST_AUTO_TEST_CASE(a_session_that_nobody_asked_about_is_not_let_expire) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", {.expires = 3 * hour}));
    acme.must(acme.exchange.let_expire(tab));
    BOOST_TEST(acme.touch(tab) == "verified");
    // Nor one that needs no new token.
    acme.clock.advance(hour);
    acme.must(acme.exchange.let_expire(tab));
    BOOST_TEST(acme.touch(tab) == "verified");
}

BOOST_AUTO_TEST_CASE(one_session_is_revoked) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab"));
    const std::string other = key_of(acme.open("other"));
    acme.must(acme.exchange.revoke(tab));
    BOOST_TEST(acme.clients.told() == "ended tab revoked;");
    BOOST_TEST(acme.touch(tab) == "session_revoked");
    BOOST_TEST(acme.touch(other) == "verified");
    BOOST_TEST(verdict(acme.exchange.revoke(tab)) == "session_revoked");
    BOOST_TEST(verdict(acme.exchange.clear(tab)) == "session_revoked");
}

BOOST_AUTO_TEST_CASE(all_sessions_of_an_end_user_are_revoked) {
    Acme acme;
    const Opening tab = acme.open("tab", brief);
    const std::string phone = key_of(acme.open("phone", brief, "App"));
    const std::string cleared = key_of(acme.open("cleared", brief));
    const std::string bob = key_of(acme.open("bob", {.subject = "bob"}));
    acme.must(acme.exchange.clear(cleared));
    acme.clock.advance(hour);
    (void)acme.touch(phone);
    (void)acme.clients.told();
    const EndUser alice = tab->session.end_user();
    BOOST_TEST(acme.exchange.revoke(alice).value() == 2U);
    BOOST_TEST(acme.clients.told() == "ended tab revoked;ended phone revoked;");
    BOOST_TEST(acme.touch(key_of(tab)) == "session_revoked");
    BOOST_TEST(acme.touch(phone) == "session_revoked");
    BOOST_TEST(acme.touch(cleared) == "session_cleared");
    BOOST_TEST(acme.touch(bob) == "verified");
    BOOST_TEST(acme.exchange.revoke(alice).value() == 0U);
    BOOST_TEST(acme.exchange.revoke(EndUser::verified("Acme", "Customers", "carol")).value() == 0U);
    // Who was revoked is not locked out: that is what revocations by time are for.
    BOOST_TEST(verdict(acme.open("tab", {.issued = hour, .expires = 2 * hour})) == "accepted");
}

BOOST_AUTO_TEST_CASE(a_session_that_outlived_its_first_times_is_still_one_of_its_end_user) {
    Acme acme;
    acme.set_verified_minutes(4320);
    const Opening tab = acme.open("tab", {.expires = 4320 * minute + 1});
    acme.clock.advance(4320 * minute);
    BOOST_TEST(acme.touch(key_of(tab)) == "verified");
    acme.clock.advance(4320 * minute + hour);
    acme.store.forget(acme.clock.now());
    BOOST_TEST(acme.touch(key_of(tab)) == "renewal_pending");
    const std::int64_t now = acme.clock.now().seconds - start;
    BOOST_TEST(acme.renew(key_of(tab), {.issued = now, .expires = now + hour}) == "verified");
    BOOST_TEST(acme.exchange.revoke(tab->session.end_user()).value() == 1U);
}

// row T10
BOOST_AUTO_TEST_CASE(the_end_of_a_session_is_not_the_end_of_a_conversation) {
    Acme acme;
    const Opening before = acme.open();
    acme.must(acme.exchange.clear(key_of(before)));
    const Opening after = acme.open();
    BOOST_TEST(
        (before->session.participant->conversation == after->session.participant->conversation));
}

// row T10
BOOST_AUTO_TEST_CASE(a_new_conversation_is_begun_on_request) {
    Acme acme;
    const Opening tab = acme.open("tab");
    const std::string other = key_of(acme.open("other"));
    const auto begun = acme.exchange.begin_conversation(key_of(tab));
    BOOST_TEST(begun->participant->conversation.generation == 1U);
    BOOST_TEST((begun->end_user() == tab->session.end_user()));
    BOOST_TEST((begun->expires_at == tab->session.expires_at));
    const auto generation = [&](const std::string& key) {
        return acme.exchange.touch(key)->participant->conversation.generation;
    };
    BOOST_TEST(generation(key_of(tab)) == 1U);
    BOOST_TEST(generation(other) == 0U);
    BOOST_TEST(generation(key_of(acme.open("new"))) == 1U);
    BOOST_TEST(generation(key_of(acme.exchange.continuation(other, {}))) == 1U);
    BOOST_TEST(acme.exchange.begin_conversation(other)->participant->conversation.generation == 2U);
    BOOST_TEST(generation(key_of(acme.open("bob", {.subject = "bob"}))) == 0U);
}

// row T10
BOOST_AUTO_TEST_CASE(a_generation_survives_the_end_of_all_sessions) {
    Acme acme;
    const std::string tab = key_of(acme.open());
    (void)acme.exchange.begin_conversation(tab).value();
    acme.must(acme.exchange.clear(tab));
    const std::int64_t year = 365 * 24 * hour;
    acme.clock.advance(year);
    acme.store.forget(acme.clock.now());
    BOOST_TEST(acme.touch(tab) == "session_unknown");
    const Opening after = acme.open("tab", {.issued = year, .expires = year + hour});
    BOOST_TEST(after->session.participant->conversation.generation == 1U);
}

BOOST_AUTO_TEST_CASE(conversations_of_unverified_users_are_forgotten) {
    Acme acme;
    acme.turn_verification_off();
    const std::string tab = key_of(acme.open_unverified());
    BOOST_TEST(acme.exchange.begin_conversation(tab)->participant->conversation.generation == 1U);
    acme.clock.advance(30 * 24 * hour);
    acme.store.forget(acme.clock.now());
    BOOST_TEST(acme.store.size() <= 64U);  // what `forget` left behind itself
}

BOOST_AUTO_TEST_CASE(only_in_a_live_session_is_a_conversation_begun) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", brief));
    acme.clock.advance(hour);
    BOOST_TEST(verdict(acme.exchange.begin_conversation(tab)) == "renewal_pending");
    acme.must(acme.exchange.clear(tab));
    BOOST_TEST(verdict(acme.exchange.begin_conversation(tab)) == "session_cleared");
}

BOOST_AUTO_TEST_SUITE_END()
