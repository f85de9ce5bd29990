// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_renewal)

using namespace vouch_tests;

namespace {

constexpr TokenText brief{.expires = 10 * minute};
constexpr TokenText newer{.issued = hour, .expires = 3 * hour};

/// A session whose client was challenged, an hour after `start`.
std::string challenged_session(Acme& acme, std::string_view client = "tab") {
    const std::string key = key_of(acme.open(client, brief));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(key) == "renewal_pending");
    (void)acme.clients.told();
    return key;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_new_token_gives_a_waiting_session_its_full_time) {
    Acme acme;
    const std::string tab = challenged_session(acme);
    acme.clock.advance(7);
    const auto renewed = acme.exchange.renew(tab, token_of(newer));
    BOOST_TEST(state_of(renewed) == "verified");
    BOOST_TEST(renewed->expires_at.seconds == start + 2 * hour + 7);
    BOOST_TEST(renewed->proof->expires_at.seconds == start + 3 * hour);
    BOOST_TEST(acme.time_left(tab) == hour);
    BOOST_TEST(acme.clients.told() == "");
}

// row T8
BOOST_AUTO_TEST_CASE(a_renewal_may_come_early) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", brief));
    acme.clock.advance(minute);
    BOOST_TEST(acme.renew(tab, {.issued = minute, .expires = 2 * hour}) == "verified");
    BOOST_TEST(acme.time_left(tab) == hour);
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(tab) == "verified");
    BOOST_TEST(acme.clients.told() == "");
}

BOOST_AUTO_TEST_CASE(a_renewal_after_the_time_and_before_anybody_asked_is_not_announced) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", brief));
    acme.clock.advance(hour);
    BOOST_TEST(acme.renew(tab, newer) == "verified");
    BOOST_TEST(acme.clients.told() == "");
}

// row T7
BOOST_AUTO_TEST_CASE(another_subject_changes_nothing_and_is_reported) {
    Acme acme;
    const Opening opened = acme.open();
    const std::string tab = key_of(opened);
    (void)acme.decisions.lines();
    BOOST_TEST(acme.renew(tab, {.subject = "bob", .issued = minute, .expires = 3 * hour}) ==
               "identity_changed");
    const auto after = acme.exchange.touch(tab);
    BOOST_TEST((*after->participant == *opened->session.participant));
    BOOST_TEST((*after->proof == *opened->session.proof));
    BOOST_TEST((after->expires_at == opened->session.expires_at));
    const auto lines = acme.decisions.lines();
    BOOST_TEST(lines.size() == 1U);
    BOOST_TEST(lines.at(0).find("identity_changed") != std::string::npos);
}

// row T7
BOOST_AUTO_TEST_CASE(another_subject_does_not_answer_a_challenge) {
    Acme acme;
    const std::string tab = challenged_session(acme);
    BOOST_TEST(acme.renew(tab, {.subject = "bob", .issued = hour, .expires = 3 * hour}) ==
               "identity_changed");
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
    BOOST_TEST(acme.renew(tab, newer) == "verified");
}

// row T7
BOOST_AUTO_TEST_CASE(a_renewal_must_verify_in_full) {
    struct Row {
        TokenText text;
        std::string_view refusal;
    };
    const Row rows[] = {
        {{.issued = hour, .expires = 3 * hour, .kid = "c"}, "key_not_found"},
        {{.issued = hour, .expires = 3 * hour, .key = &vouch::testing::rsa_2048_third},
         "signature_invalid"},
        {{.issued = hour, .expires = 3 * hour, .issuer = "https://login.acme.example/"},
         "issuer_mismatch"},
        {{.issued = hour, .expires = 3 * hour, .more = R"("nbf":1900000000)"}, "not_yet_valid"},
        {{.expires = 20 * minute}, "expired"},
        {{.issued = hour, .expires = 3 * hour, .more = R"("aud":"x")"}, "audience_mismatch"},
    };
    for (const Row& row : rows) {
        Acme acme;
        const std::string tab = challenged_session(acme);
        BOOST_TEST(acme.renew(tab, row.text) == row.refusal);
        BOOST_TEST(acme.touch(tab) == "renewal_pending");
        BOOST_TEST(acme.renew(tab, newer) == "verified");
    }
}

BOOST_AUTO_TEST_CASE(a_rotated_key_may_renew) {
    Acme acme;
    const std::string tab = challenged_session(acme);
    BOOST_TEST(acme.renew(tab, {.issued = hour,
                                .expires = 3 * hour,
                                .kid = "b",
                                .key = &vouch::testing::rsa_2048_second}) == "verified");
}

BOOST_AUTO_TEST_CASE(a_token_for_a_renewal_is_newer) {
    Acme acme;
    const std::string tab = key_of(acme.open("tab", {.issued = -5, .expires = hour}));
    BOOST_TEST(acme.renew(tab, {.issued = -5, .expires = hour}) == "renewal_not_newer");
    BOOST_TEST(acme.renew(tab, {.issued = -4, .expires = hour}) == "renewal_not_newer");
    BOOST_TEST(acme.renew(tab, {.issued = -4, .expires = hour - 1}) == "renewal_not_newer");
    BOOST_TEST(acme.renew(tab, {.issued = -6, .expires = 2 * hour}) == "renewal_not_newer");
    BOOST_TEST(acme.renew(tab, {.issued = -5, .expires = hour + 1}) == "verified");
    BOOST_TEST(acme.renew(tab, {.issued = -5, .expires = hour + 1}) == "renewal_not_newer");
}

// row T8
BOOST_AUTO_TEST_CASE(a_challenge_has_three_attempts) {
    Acme acme;
    const std::string tab = challenged_session(acme);
    const TokenText wrong{.subject = "bob", .issued = hour, .expires = 3 * hour};
    BOOST_TEST(acme.renew(tab, wrong) == "identity_changed");
    BOOST_TEST(acme.renew(tab, wrong) == "identity_changed");
    BOOST_TEST(acme.clients.told() == "challenged tab malformed;challenged tab malformed;");
    acme.clock.advance(29);
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
    BOOST_TEST(acme.renew(tab, wrong) == "identity_changed");
    BOOST_TEST(acme.clients.told() == "ended tab expired;");
    BOOST_TEST(acme.renew(tab, newer) == "session_expired");
}

// row T8
BOOST_AUTO_TEST_CASE(the_third_attempt_may_be_the_good_one) {
    Acme acme;
    const std::string tab = challenged_session(acme);
    const TokenText wrong{.subject = "bob", .issued = hour, .expires = 3 * hour};
    (void)acme.renew(tab, wrong);
    (void)acme.renew(tab, wrong);
    BOOST_TEST(acme.renew(tab, newer) == "verified");
}

// row T8
BOOST_AUTO_TEST_CASE(the_attempts_of_all_tabs_count_together) {
    Acme acme;
    const TokenText wrong{.subject = "bob", .issued = hour, .expires = 3 * hour};
    const std::string one = key_of(acme.open("one", brief));
    const std::string two = challenged_session(acme, "two");
    BOOST_TEST(acme.touch(one) == "renewal_pending");
    (void)acme.renew(one, wrong);
    (void)acme.renew(two, wrong);
    (void)acme.renew(one, wrong);
    BOOST_TEST(acme.touch(one) == "session_expired");
    BOOST_TEST(acme.touch(two) == "session_expired");
}

// row T8
BOOST_AUTO_TEST_CASE(another_tab_that_is_opened_from_a_live_one_gives_no_attempts_back) {
    Acme acme;
    const TokenText wrong{.subject = "bob", .issued = hour, .expires = 3 * hour};
    acme.must(acme.admin.set_verified_expiration("App", vouch::messaging::minutes<120>));
    const std::string app = key_of(acme.open("app", brief, "App"));
    const std::string tab = key_of(acme.open("tab", {.expires = 20 * minute}));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(acme.renew(tab, wrong) == "identity_changed");
        BOOST_TEST(verdict(acme.exchange.continuation(app, {.id = "another"})) == "accepted");
    }
    BOOST_TEST(acme.touch(tab) == "session_expired");
}

BOOST_AUTO_TEST_CASE(another_tab_that_is_opened_from_a_live_one_brings_no_old_token_back) {
    Acme acme;
    const std::string one = key_of(acme.open("one", brief));
    acme.clock.advance(minute);
    const std::string two = key_of(acme.open("two", {.issued = 1, .expires = 3 * hour}));
    BOOST_TEST(verdict(acme.exchange.continuation(one, {.id = "three"})) == "accepted");
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(one) == "verified");  // by the token of `two`
    BOOST_TEST(acme.touch(two) == "verified");
}

BOOST_AUTO_TEST_CASE(refused_early_renewals_are_not_counted) {
    Acme acme;
    const std::string tab = key_of(acme.open());
    for (int i = 0; i < 5; ++i) {
        BOOST_TEST(acme.renew(tab, {.subject = "bob", .expires = 3 * hour}) == "identity_changed");
    }
    BOOST_TEST(acme.touch(tab) == "verified");
    BOOST_TEST(acme.clients.told() == "");
}

BOOST_AUTO_TEST_CASE(an_unverified_session_is_not_renewed_by_a_token) {
    Acme acme;
    acme.turn_verification_off();
    const std::string tab = key_of(acme.open_unverified());
    BOOST_TEST(acme.renew(tab, {}) == "session_unverified");
    BOOST_TEST(acme.touch(tab) == "unverified");
}

BOOST_AUTO_TEST_CASE(a_session_that_is_over_is_not_renewed) {
    Acme acme;
    const std::string cleared = key_of(acme.open());
    const std::string revoked = key_of(acme.open());
    const std::string expired = key_of(acme.open("tab", brief));
    acme.must(acme.exchange.clear(cleared));
    acme.must(acme.exchange.revoke(revoked));
    acme.clock.advance(hour);
    (void)acme.exchange.let_expire(expired);
    BOOST_TEST(acme.renew(cleared, newer) == "session_cleared");
    BOOST_TEST(acme.renew(revoked, newer) == "session_revoked");
    BOOST_TEST(acme.renew(expired, newer) == "session_expired");
}

BOOST_AUTO_TEST_SUITE_END()
