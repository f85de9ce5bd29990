// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/session_rules.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_session_rules)

using vouch::Errc;
using vouch::NumericDate;
using vouch::messaging::Admission;
using vouch::messaging::Challenge;
using vouch::messaging::ChallengeReason;
using vouch::messaging::check_renewal;
using vouch::messaging::Decision;
using vouch::messaging::EndUserRecord;
using vouch::messaging::forgotten_at;
using vouch::messaging::is_served_by;
using vouch::messaging::is_unchanged;
using vouch::messaging::may_wait;
using vouch::messaging::OnDeactivation;
using vouch::messaging::Participant;
using vouch::messaging::Proof;
using vouch::messaging::Session;
using vouch::messaging::SessionState;
using vouch::messaging::Step;
using vouch::messaging::step_of;
using namespace vouch_tests;

namespace {

constexpr SessionState all_states[] = {SessionState::unverified,      SessionState::verified,
                                       SessionState::renewal_pending, SessionState::expired,
                                       SessionState::cleared,         SessionState::revoked};

NumericDate at(std::int64_t seconds) { return {start + seconds, 0}; }

Admission admission_of(const AcmeTenant& acme, const TokenText& text) {
    Decision decision{};
    return vouch::messaging::admit(*acme.setup->snapshot(), "Website", token_of(text), decision)
        .value();
}

/// A verified session until the first hour, as it was opened, with a token for 90 minutes.
Session verified_session(const AcmeTenant& acme, std::string_view channel = "Website",
                         const TokenText& text = {}) {
    Admission admission = admission_of(acme, text);
    return {.participant = std::make_shared<const Participant>(
                Participant{{admission.end_user}, std::string{channel}, {}}),
            .proof = admission.proof,
            .state = SessionState::verified,
            .expires_at = at(hour),
            .snapshot = acme.setup->number()};
}
Session waiting_session(const AcmeTenant& acme, const TokenText& text = {}) {
    Session session = verified_session(acme, "Website", text);
    session.state = SessionState::renewal_pending;
    session.deadline = at(hour + 30);
    return session;
}
Session unverified_session(std::string_view channel) {
    return {.participant = std::make_shared<const Participant>(
                Participant{{vouch::messaging::EndUser::unverified("Acme", channel, "id")},
                            std::string{channel},
                            {}}),
            .expires_at = at(hour)};
}

Step step(const AcmeTenant& acme, const Session& session, std::int64_t time) {
    return step_of(*acme.setup->snapshot(), session, at(time));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_live_session_is_unchanged_before_its_end_and_in_its_set_up) {
    for (const SessionState state : all_states) {
        const Session session{.state = state, .expires_at = at(hour), .snapshot = 7};
        const bool over = session.is_over();
        BOOST_TEST(is_unchanged(session, at(hour - 1), 7) == (over || session.is_live()));
        BOOST_TEST(is_unchanged(session, at(hour), 7) == over);
        BOOST_TEST(is_unchanged(session, at(hour - 1), 8) == over);
    }
    const Session session{.expires_at = at(hour), .snapshot = 7};
    BOOST_TEST(is_unchanged(session, {start + hour - 1, 999'999'999}, 7));
}

// row T1
BOOST_AUTO_TEST_CASE(unverified_on_the_web_expires) {
    AcmeTenant acme;
    acme.turn_verification_off();
    BOOST_TEST((step(acme, unverified_session("Website"), hour - 1) == Step::none));
    BOOST_TEST((step(acme, unverified_session("Website"), hour) == Step::expire));
}

// row T2
BOOST_AUTO_TEST_CASE(unverified_in_an_app_renews_itself) {
    AcmeTenant acme;
    acme.turn_verification_off();
    BOOST_TEST((step(acme, unverified_session("App"), hour - 1) == Step::none));
    BOOST_TEST((step(acme, unverified_session("App"), hour) == Step::renew));
}

// row T5
BOOST_AUTO_TEST_CASE(verified_renews_by_a_token_that_holds_and_asks_by_one_that_does_not) {
    AcmeTenant acme;
    const Session session = verified_session(acme);
    BOOST_TEST((step(acme, session, hour - 1) == Step::none));
    BOOST_TEST((step(acme, session, hour) == Step::renew));
    BOOST_TEST((step(acme, session, 90 * minute - 1) == Step::renew));
    BOOST_TEST((step(acme, session, 90 * minute) == Step::ask_end_user));
    BOOST_TEST((step(acme, waiting_session(acme), hour) == Step::ask_end_user));
}

BOOST_AUTO_TEST_CASE(what_is_gone_ends_runs_out_or_asks) {
    struct Row {
        OnDeactivation policy;
        Step before, after, unverified_before, unverified_after;
    };
    for (const Row& row :
         {Row{OnDeactivation::end_now, Step::revoke, Step::revoke, Step::revoke, Step::revoke},
          Row{OnDeactivation::run_out, Step::none, Step::ask_end_user, Step::none, Step::expire},
          Row{OnDeactivation::challenge, Step::challenge, Step::challenge, Step::revoke,
              Step::revoke}}) {
        AcmeTenant acme{{.on_deactivation = row.policy}};
        const Session verified = verified_session(acme);
        const Session waiting = waiting_session(acme);
        acme.must(acme.admin.deactivate_key("a"));
        BOOST_TEST((step(acme, verified, hour - 1) == row.before));
        BOOST_TEST((step(acme, verified, hour) == row.after));
        const bool ends = row.policy == OnDeactivation::end_now;
        BOOST_TEST((step(acme, waiting, hour) == (ends ? Step::revoke : Step::ask_end_user)));
        // The switch is on, so who came without a token would not get in today.
        for (const std::string_view channel : {"Website", "App"}) {
            BOOST_TEST((step(acme, unverified_session(channel), 0) == row.unverified_before));
            BOOST_TEST((step(acme, unverified_session(channel), hour) == row.unverified_after));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_void_ends_whatever_the_policy) {
    for (const OnDeactivation policy :
         {OnDeactivation::end_now, OnDeactivation::run_out, OnDeactivation::challenge}) {
        AcmeTenant acme{{.on_deactivation = policy}};
        const Session verified = verified_session(acme);
        const Session waiting = waiting_session(acme);
        acme.must(acme.admin.set_enabled(false));
        BOOST_TEST((step(acme, verified, 0) == Step::revoke));
        BOOST_TEST((step(acme, waiting, hour) == Step::revoke));
        BOOST_TEST((step(acme, unverified_session("App"), 0) == Step::revoke));
    }
}

// row T8
BOOST_AUTO_TEST_CASE(the_newest_token_of_the_end_user_serves_who_may_be_served) {
    AcmeTenant acme{{.on_deactivation = OnDeactivation::challenge}};
    const Session live = verified_session(acme, "Website", {.expires = 10 * minute});
    const Session waiting = waiting_session(acme, {.expires = 10 * minute});
    const TokenText text{
        .issued = 1, .expires = 3 * hour, .kid = "b", .key = &vouch::testing::rsa_2048_second};
    EndUserRecord record;
    const auto served = [&](const Session& session, std::int64_t time) {
        return is_served_by(*acme.setup->snapshot(), session, record, at(time));
    };
    BOOST_TEST(!served(live, hour));  // there is none
    record.proof = admission_of(acme, text).proof;
    record.proof_at = at(hour + 29);
    BOOST_TEST(served(live, hour + 29));
    BOOST_TEST(served(waiting, hour + 29));
    BOOST_TEST(served(waiting, 3 * hour - 1));
    BOOST_TEST(!served(waiting, 3 * hour));  // it is over
    record.proof_at = at(hour + 30);
    BOOST_TEST(!served(waiting, hour + 30));  // it came too late
    BOOST_TEST(served(live, hour + 30));
    record.proof_at = at(hour);
    acme.must(acme.admin.deactivate_key("b"));
    BOOST_TEST(!served(live, hour));  // of a key that is gone
    acme.must(acme.admin.activate_key("b"));
    BOOST_TEST(served(live, hour));
    acme.must(acme.admin.deactivate_key("a"));
    BOOST_TEST(!served(live, hour));  // who came by a key that is gone shows one themselves
    BOOST_TEST(!served(waiting, hour));
}

// row T7
BOOST_AUTO_TEST_CASE(a_renewal_is_by_a_newer_token_of_the_same_end_user) {
    AcmeTenant acme;
    acme.must(acme.admin.add_keyset("Partners", "https://partners.example", {"a"}));
    acme.must(acme.admin.add_configuration("Website", "Partners", "Partners"));
    acme.must(acme.admin.activate_configuration("Website", "Partners"));
    const Session session = verified_session(acme, "Website", {.issued = -5, .expires = hour});
    const auto check = [&](const TokenText& text) {
        return verdict(check_renewal(session, admission_of(acme, text)));
    };
    BOOST_TEST(check({.issued = -5, .expires = hour + 1}) == "accepted");
    BOOST_TEST(check({.issued = -5, .expires = hour}) == "renewal_not_newer");
    BOOST_TEST(check({.issued = -6, .expires = hour + 1}) == "renewal_not_newer");
    BOOST_TEST(check({.subject = "bob", .expires = hour + 1}) == "identity_changed");
    BOOST_TEST(check({.subject = "bob", .expires = hour}) == "identity_changed");
    BOOST_TEST(check({.expires = hour + 1, .issuer = "https://partners.example"}) ==
               "identity_changed");
    BOOST_TEST(check({.expires = hour + 1, .kid = "b", .key = &vouch::testing::rsa_2048_second}) ==
               "accepted");
}

// row T7
BOOST_AUTO_TEST_CASE(another_issuer_under_the_same_name_is_another_identity) {
    AcmeTenant acme;
    const Session session = verified_session(acme);
    acme.must(acme.admin.set_keyset_issuer("Customers", "https://new.example"));
    const Admission admission =
        admission_of(acme, {.expires = 2 * hour, .issuer = "https://new.example"});
    BOOST_TEST((admission.end_user == session.end_user()));
    BOOST_TEST(verdict(check_renewal(session, admission)) == "identity_changed");
}

BOOST_AUTO_TEST_CASE(who_was_let_in_by_an_undated_token_may_show_any) {
    AcmeTenant acme;
    Session session = verified_session(acme);
    Proof undated = *session.proof;
    undated.issued_at = {};
    session.proof = std::make_shared<const Proof>(undated);
    BOOST_TEST(
        verdict(check_renewal(session, admission_of(acme, {.issued = -9, .expires = 2 * hour}))) ==
        "accepted");
    Admission admission = admission_of(acme, {.expires = 2 * hour});
    Proof later = *admission.proof;
    later.issued_at = {};
    admission.proof = std::make_shared<const Proof>(later);
    BOOST_TEST(verdict(check_renewal(session, admission)) == "accepted");
    BOOST_TEST(verdict(check_renewal(verified_session(acme), admission)) == "renewal_not_newer");
}

// row T5
BOOST_AUTO_TEST_CASE(a_session_waits_until_its_deadline_or_the_end_of_the_attempts) {
    const Session session{.state = SessionState::renewal_pending, .deadline = at(30)};
    EndUserRecord record;
    BOOST_TEST(may_wait(session, record, at(29)));  // another session has answered
    BOOST_TEST(!may_wait(session, record, at(30)));
    record.challenge = Challenge{ChallengeReason::expired, at(30), 2};
    BOOST_TEST(may_wait(session, record, at(29)));
    BOOST_TEST(!may_wait(session, record, at(30)));
    record.challenge->attempts = 3;
    BOOST_TEST(!may_wait(session, record, at(0)));
}

BOOST_AUTO_TEST_CASE(a_renewed_session_has_the_time_of_its_channel_now) {
    AcmeTenant acme;
    const Session waiting = waiting_session(acme);
    acme.set_verified_minutes(7);
    const Session renewed =
        vouch::messaging::renewed(*acme.setup->snapshot(), waiting, at(hour + 3));
    BOOST_TEST((renewed.state == SessionState::verified));
    BOOST_TEST((renewed.expires_at == at(hour + 3 + 7 * minute)));
    BOOST_TEST((renewed.deadline == NumericDate{}));
    BOOST_TEST(renewed.snapshot == acme.setup->number());
    BOOST_TEST((renewed.proof == waiting.proof));
    const Session phone =
        vouch::messaging::renewed(*acme.setup->snapshot(), unverified_session("App"), at(hour));
    BOOST_TEST((phone.state == SessionState::unverified));
    BOOST_TEST((phone.expires_at == at(7 * hour)));
}

BOOST_AUTO_TEST_CASE(an_ended_session_shows_nothing_of_its_token) {
    AcmeTenant acme;
    const Session session = verified_session(acme);
    for (const SessionState state :
         {SessionState::expired, SessionState::cleared, SessionState::revoked}) {
        const Session ended = vouch::messaging::ended(session, state);
        BOOST_TEST((ended.state == state));
        BOOST_TEST((ended.proof == nullptr));
        BOOST_TEST((ended.participant == session.participant));
    }
}

BOOST_AUTO_TEST_CASE(a_session_is_forgotten_72_hours_after_it_could_be_renewed_by_itself) {
    AcmeTenant acme;
    const Session session = verified_session(acme);
    BOOST_TEST((forgotten_at(session) == at(90 * minute + 72 * hour)));
    const Session ended = vouch::messaging::ended(session, SessionState::cleared);
    BOOST_TEST((forgotten_at(ended) == at(hour + 72 * hour)));
    BOOST_TEST((vouch::messaging::after(session, 99).snapshot == 99U));
}

BOOST_AUTO_TEST_SUITE_END()
