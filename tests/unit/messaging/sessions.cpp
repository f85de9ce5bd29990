// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/sessions.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_sessions)

using vouch::Errc;
using vouch::messaging::Announce;
using vouch::messaging::AuthorizationToken;
using vouch::messaging::NewToken;
using vouch::messaging::Participant;
using vouch::messaging::Session;
using vouch::messaging::Sessions;
using vouch::messaging::SessionState;
using namespace vouch_tests;

namespace {

using Current = Sessions<AcmeSetup, TestStore, Clients>::Current;

/// The sessions of the tenant, without an exchange before them.
struct SessionsOfAcme : AcmeTenant {
    using AcmeTenant::AcmeTenant;

    /// Puts a verified session of alice's into the store, which lasts an hour.
    AuthorizationToken put(std::string_view client, const TokenText& text = {}) {
        vouch::messaging::Decision decision{};
        const auto admission =
            vouch::messaging::admit(*setup->snapshot(), "Website", token_of(text), decision)
                .value();
        const auto token = AuthorizationToken::make(vouch::messaging::SystemRandom{}).value();
        const Session session{.participant = std::make_shared<const Participant>(Participant{
                                  {admission.end_user}, "Website", {.id = std::string{client}}}),
                              .proof = admission.proof,
                              .state = SessionState::verified,
                              .expires_at = sessions.now().plus_seconds(hour),
                              .snapshot = setup->number()};
        (void)sessions.end_users()
            .join(session.end_user(), token.id(), session, NewToken::yes, sessions.now())
            .value();
        (void)store.replace(token.id(), 0, session, sessions.retention(session)).value();
        return token;
    }
    Current settle(const AuthorizationToken& token, Announce announce = Announce::yes) {
        return sessions.settle(token.text(), announce).value();
    }
    std::uint64_t version(const AuthorizationToken& token) {
        return store.find(token.id()).value().value().version;
    }

    TestStore store;
    Clients clients;
    Sessions<AcmeSetup, TestStore, Clients> sessions{setup, store, clients};
};

}  // namespace

BOOST_AUTO_TEST_CASE(what_has_not_changed_is_not_written) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab");
    const std::size_t calls = acme.store.calls();
    const Current current = acme.settle(token);
    BOOST_TEST(acme.store.calls() == calls + 1);
    BOOST_TEST(current.version == 1U);
    BOOST_TEST((current.id == token.id()));
    BOOST_TEST((current.record.state == SessionState::verified));
}

BOOST_AUTO_TEST_CASE(a_changed_set_up_is_noted_once) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab");
    acme.must(acme.admin.deactivate_key("b"));
    BOOST_TEST(acme.settle(token).version == 2U);
    BOOST_TEST(acme.settle(token).version == 2U);
    BOOST_TEST(acme.settle(token).record.snapshot == acme.setup->number());
}

BOOST_AUTO_TEST_CASE(what_is_given_is_what_was_written) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab", {.expires = 3 * hour});
    acme.clock.advance(hour);
    const Current renewed = acme.settle(token);
    BOOST_TEST(renewed.version == acme.version(token));
    BOOST_TEST(renewed.record.expires_at.seconds == start + 2 * hour);
    BOOST_TEST(
        (acme.store.find(token.id()).value()->record.expires_at == renewed.record.expires_at));
}

BOOST_AUTO_TEST_CASE(what_is_given_is_what_was_written_where_somebody_else_was_faster_too) {
    for (const TokenText& text : {TokenText{.expires = 3 * hour}, TokenText{.expires = minute}}) {
        SessionsOfAcme acme;
        const auto token = acme.put("tab", text);
        acme.clock.advance(hour);
        acme.store.lose_each_first_write(true);
        const Current current = acme.settle(token);
        const auto stored = acme.store.find(token.id()).value().value();
        BOOST_TEST(stored.version == 3U);
        BOOST_TEST(current.version == 3U);
        BOOST_TEST((stored.record.state == current.record.state));
        BOOST_TEST((stored.record.expires_at == current.record.expires_at));
        BOOST_TEST((stored.record.deadline == current.record.deadline));
    }
}

BOOST_AUTO_TEST_CASE(what_is_over_is_found_as_it_is) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab");
    BOOST_TEST(*acme.sessions.end(acme.settle(token), SessionState::cleared));
    acme.clock.advance(2 * hour);
    const Current current = acme.settle(token);
    BOOST_TEST((current.record.state == SessionState::cleared));
    BOOST_TEST(current.version == 2U);
}

BOOST_AUTO_TEST_CASE(a_challenge_is_told_where_that_is_wanted) {
    for (const Announce announce : {Announce::yes, Announce::no}) {
        SessionsOfAcme acme;
        const auto token = acme.put("tab", {.expires = 10 * minute});
        acme.clock.advance(hour);
        const Current current = acme.settle(token, announce);
        BOOST_TEST((current.record.state == SessionState::renewal_pending));
        BOOST_TEST(current.record.deadline.seconds == start + hour + 30);
        BOOST_TEST(acme.clients.told() ==
                   (announce == Announce::yes ? "challenged tab expired;" : ""));
    }
}

BOOST_AUTO_TEST_CASE(who_leaves_is_not_challenged) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab", {.expires = 10 * minute});
    acme.clock.advance(hour);
    const Current current = acme.settle(token, Announce::leaving);
    BOOST_TEST((current.record.state == SessionState::renewal_pending));
    BOOST_TEST(acme.version(token) == 1U);
    BOOST_TEST(!acme.sessions.end_users().find(current.record.end_user())->challenge.has_value());
    BOOST_TEST(*acme.sessions.end(current, SessionState::expired));
    BOOST_TEST(acme.clients.told() == "ended tab expired;");
}

BOOST_AUTO_TEST_CASE(what_was_written_meanwhile_is_not_written_over) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab");
    const Current old = acme.settle(token);
    BOOST_TEST(*acme.sessions.write(old, old.record));
    BOOST_TEST(!*acme.sessions.write(old, old.record));
    BOOST_TEST(!*acme.sessions.end(old, SessionState::revoked));
    BOOST_TEST(acme.clients.told() == "");
    BOOST_TEST((acme.settle(token).record.state == SessionState::verified));
}

// row T9
BOOST_AUTO_TEST_CASE(an_end_is_told_and_a_log_out_to_all) {
    for (const SessionState state :
         {SessionState::expired, SessionState::revoked, SessionState::cleared}) {
        SessionsOfAcme acme;
        const auto token = acme.put("tab");
        (void)acme.put("phone");
        BOOST_TEST(*acme.sessions.end(acme.settle(token), state));
        const std::string own = "ended tab " + std::string{to_string(state)} + ';';
        const bool all = state == SessionState::cleared;
        BOOST_TEST(acme.clients.told() == own + (all ? "logged_out phone verified;" : ""));
        BOOST_TEST((acme.store.find(token.id()).value()->record.proof == nullptr));
    }
}

// row T8
BOOST_AUTO_TEST_CASE(an_attempt_counts_while_a_challenge_is_open) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab", {.expires = 10 * minute});
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(verdict(acme.sessions.count_attempt(acme.settle(token),
                                                       Errc::signature_invalid)) == "accepted");
    }
    BOOST_TEST(acme.clients.told() == "");
    acme.clock.advance(hour);
    (void)acme.settle(token);
    (void)acme.clients.told();
    const auto count = [&](Errc error) {
        (void)acme.sessions.count_attempt(acme.settle(token), error);
        return acme.clients.told();
    };
    BOOST_TEST(count(Errc::signature_invalid) == "challenged tab malformed;");
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(count(Errc::keys_pending) == "");
        BOOST_TEST(count(Errc::keyset_stale) == "");
    }
    BOOST_TEST(count(Errc::expired) == "challenged tab expired;");
    BOOST_TEST(count(Errc::key_not_found) == "ended tab expired;");
    BOOST_TEST((acme.settle(token).record.state == SessionState::expired));
}

BOOST_AUTO_TEST_CASE(a_store_keeps_a_session_72_hours_after_its_token) {
    SessionsOfAcme acme;
    const auto token = acme.put("tab");
    const auto retention = acme.sessions.retention(acme.settle(token).record);
    BOOST_TEST(retention.now.seconds == start);
    BOOST_TEST(retention.until.seconds == start + 90 * minute + 72 * hour);
}

BOOST_AUTO_TEST_CASE(a_token_that_is_none_of_ours_is_not_looked_for) {
    SessionsOfAcme acme;
    const std::size_t calls = acme.store.calls();
    for (const std::string& text : {std::string{}, std::string(42, 'A'), std::string(44, 'A'),
                                    std::string(43, '*'), std::string(42, 'A') + 'B'}) {
        BOOST_TEST(verdict(acme.sessions.settle(text, Announce::yes)) == "session_unknown");
    }
    BOOST_TEST(acme.store.calls() == calls);
    BOOST_TEST(verdict(acme.sessions.settle(std::string(43, 'A'), Announce::yes)) ==
               "session_unknown");
    BOOST_TEST(acme.store.calls() == calls + 1);
}

BOOST_AUTO_TEST_SUITE_END()
