// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/acme.hpp"

// Section I of the attack corpus: attacks on sessions, each beside the same thing done rightly.
// They are programs, as a session is not one token; each case has the number of its attack.

using vouch::messaging::EndUser;
using vouch::messaging::Exchange;
using vouch::messaging::MemorySessions;
using vouch::messaging::OnDeactivation;
using namespace vouch_tests;

namespace {

constexpr TokenText newer{.issued = minute, .expires = 3 * hour};

/// What a session must not lose by an attack that was refused.
struct Before {
    explicit Before(const Opening& opened) : session{opened.value().session} {}

    bool holds(Acme& acme, const Opening& opened) const {
        const auto now = acme.exchange.touch(key_of(opened));
        return now && now->state == session.state && now->expires_at == session.expires_at &&
               *now->participant == *session.participant && *now->proof == *session.proof;
    }

    vouch::messaging::Session session;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(session_attacks)

BOOST_AUTO_TEST_CASE(I_01_renewal_as_another_subject) {
    Acme acme;
    const Opening alice = acme.open();
    const Before before{alice};
    for (const std::string_view subject : {"bob", "Alice", "alice ", "alic"}) {
        BOOST_TEST(acme.renew(key_of(alice),
                              {.subject = subject, .issued = minute, .expires = 3 * hour}) ==
                   "identity_changed");
        BOOST_TEST(before.holds(acme, alice));
    }
    BOOST_TEST(acme.clients.told() == "");
    BOOST_TEST(acme.renew(key_of(alice), newer) == "verified");
}

BOOST_AUTO_TEST_CASE(I_01_renewal_of_another_issuer) {
    Acme acme;
    acme.must(acme.admin.add_keyset("Partners", "https://partners.example", {"a"}));
    acme.must(acme.admin.add_configuration("Website", "Partners", "Partners"));
    acme.must(acme.admin.activate_configuration("Website", "Partners"));
    const TokenText theirs{
        .issued = minute, .expires = 3 * hour, .issuer = "https://partners.example"};
    const Opening alice = acme.open();
    const Before before{alice};
    BOOST_TEST(acme.renew(key_of(alice), theirs) == "identity_changed");
    BOOST_TEST(acme.renew(key_of(alice), {.issued = minute,
                                          .expires = 3 * hour,
                                          .issuer = "https://login.acme.example/"}) ==
               "issuer_mismatch");
    BOOST_TEST(before.holds(acme, alice));
    BOOST_TEST(verdict(acme.open("tab", theirs)) == "accepted");
    BOOST_TEST(acme.renew(key_of(alice), newer) == "verified");
}

BOOST_AUTO_TEST_CASE(I_01_renewal_at_another_tenant) {
    Acme acme;
    AcmeTenant tenant{{}, "Other"};  // with the same keys, issuer and names
    Exchange other{tenant.setup, acme.store};
    const Opening alice = acme.open();
    const Before before{alice};
    BOOST_TEST(verdict(other.renew(key_of(alice), token_of(newer))) == "session_unknown");
    BOOST_TEST(before.holds(acme, alice));
    const Opening theirs = other.open("Website", token_of({}), {});
    BOOST_TEST((theirs->session.end_user() != alice->session.end_user()));
    BOOST_TEST(verdict(other.renew(key_of(theirs), token_of(newer))) == "accepted");
    BOOST_TEST(before.holds(acme, alice));
}

BOOST_AUTO_TEST_CASE(I_02_renewal_by_an_older_token) {
    Acme acme;
    const Opening alice = acme.open("tab", {.issued = -10, .expires = hour});
    const Before before{alice};
    for (const TokenText& text :
         {TokenText{.issued = -11, .expires = 2 * hour}, TokenText{.issued = -9, .expires = hour},
          TokenText{.issued = -9, .expires = hour - 1}}) {
        BOOST_TEST(acme.renew(key_of(alice), text) == "renewal_not_newer");
        BOOST_TEST(before.holds(acme, alice));
    }
    // Nor by one that does not say when it was issued.
    const std::string undated =
        signed_token(vouch::testing::rsa_2048, "RS256", R"({"alg":"RS256","kid":"a"})",
                     R"({"iss":"https://login.acme.example","sub":"alice","exp":1800010800})");
    BOOST_TEST(verdict(acme.exchange.renew(key_of(alice), undated)) == "renewal_not_newer");
    BOOST_TEST(verdict(acme.exchange.open("Website", undated, {})) == "accepted");
    BOOST_TEST(acme.renew(key_of(alice), {.issued = -10, .expires = hour + 1}) == "verified");
}

BOOST_AUTO_TEST_CASE(I_03_renewal_by_a_used_token) {
    Acme acme{{.single_use_tokens = true}};
    const Opening one = acme.open("one", {.more = R"("jti":"1")"});
    const Opening two = acme.open("two", {.more = R"("jti":"2")"});
    const TokenText third{.issued = minute, .expires = 3 * hour, .more = R"("jti":"3")"};
    BOOST_TEST(acme.renew(key_of(one), third) == "verified");
    const Before before{two};
    BOOST_TEST(acme.renew(key_of(two), third) == "token_replayed");
    BOOST_TEST(before.holds(acme, two));
    BOOST_TEST(verdict(acme.open("three", third)) == "token_replayed");
    BOOST_TEST(acme.renew(key_of(one), third) == "renewal_not_newer");
    BOOST_TEST(
        acme.renew(key_of(two), {.issued = minute, .expires = 3 * hour, .more = R"("jti":"4")"}) ==
        "verified");
}

BOOST_AUTO_TEST_CASE(I_03_one_token_at_once_in_many_places) {
    AcmeTenant acme{{.single_use_tokens = true}};
    MemorySessions store;
    Exchange exchange{acme.setup, store};
    const std::string token = token_of({.more = R"("jti":"1")"});
    std::atomic<int> opened = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 16; ++i) {
        threads.emplace_back([&] {
            if (exchange.open("Website", token, {})) ++opened;
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(opened == 1);
}

BOOST_AUTO_TEST_CASE(I_04_renewal_after_the_time_to_answer) {
    for (const bool late : {false, true}) {
        Acme acme;
        const std::string alice = key_of(acme.open("tab", {.expires = 10 * minute}));
        acme.clock.advance(hour);
        BOOST_TEST(acme.touch(alice) == "renewal_pending");
        acme.clock.advance(late ? 30 : 29);
        BOOST_TEST(acme.renew(alice, newer) == (late ? "session_expired" : "verified"));
        // What is over stays so.
        BOOST_TEST(acme.renew(alice, {.issued = hour, .expires = 4 * hour}) ==
                   (late ? "session_expired" : "verified"));
        BOOST_TEST(acme.touch(alice) == (late ? "session_expired" : "verified"));
    }
}

BOOST_AUTO_TEST_CASE(I_05_fixation_of_an_unverified_session) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    acme.turn_verification_off();
    // The attacker's session, which the victim is made to upgrade.
    const Opening attacker = acme.open_unverified();
    acme.must(acme.admin.set_user_verification("Website", true));
    const Opening victim = acme.exchange.upgrade(key_of(attacker), token_of({}));
    BOOST_TEST(verdict(victim) == "accepted");
    BOOST_TEST(key_of(victim) != key_of(attacker));
    BOOST_TEST((victim->authorization.id() != attacker->authorization.id()));
    BOOST_TEST(acme.touch(key_of(attacker)) == "session_cleared");
    BOOST_TEST(verdict(acme.exchange.continuation(key_of(attacker), {})) == "session_cleared");
    BOOST_TEST(
        (victim->session.participant->conversation != attacker->session.participant->conversation));
    BOOST_TEST(acme.touch(key_of(victim)) == "verified");
    // A name that the client chose makes no session.
    BOOST_TEST(acme.touch(std::string(43, 'A')) == "session_unknown");
}

BOOST_AUTO_TEST_CASE(I_06_second_upgrade_by_another_subject) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    acme.turn_verification_off();
    const std::string before = key_of(acme.open_unverified());
    acme.must(acme.admin.set_user_verification("Website", true));
    const Opening alice = acme.exchange.upgrade(before, token_of({}));
    const Before state{alice};
    const std::string bob = token_of({.subject = "bob", .issued = minute, .expires = 3 * hour});
    BOOST_TEST(verdict(acme.exchange.upgrade(key_of(alice), bob)) == "identity_changed");
    BOOST_TEST(verdict(acme.exchange.upgrade(before, bob)) == "session_cleared");
    BOOST_TEST(state.holds(acme, alice));
    BOOST_TEST(verdict(acme.exchange.open("Website", bob, {})) == "accepted");
}

BOOST_AUTO_TEST_CASE(I_07_live_sessions_of_what_was_taken_away) {
    struct Row {
        OnDeactivation policy;
        std::string_view deactivated, removed;
    };
    for (const Row& row : {Row{OnDeactivation::end_now, "session_revoked", "session_revoked"},
                           Row{OnDeactivation::run_out, "verified", "verified"},
                           Row{OnDeactivation::challenge, "renewal_pending", "renewal_pending"}}) {
        Acme acme{{.on_deactivation = row.policy}};
        const std::string alice = key_of(acme.open());
        const std::string bob = key_of(acme.open(
            "bob", {.subject = "bob", .kid = "b", .key = &vouch::testing::rsa_2048_second}));
        acme.must(acme.admin.deactivate_key("a"));
        BOOST_TEST(acme.touch(alice) == row.deactivated);
        BOOST_TEST(acme.touch(bob) == "verified");
        BOOST_TEST(verdict(acme.open()) == "key_not_found");
        acme.must(acme.admin.set_keyset_keys("Customers", {"a"}));
        acme.must(acme.admin.remove_key("b"));
        BOOST_TEST(acme.touch(bob) == row.removed);

        acme.must(acme.admin.activate_key("a"));
        const std::string carol = key_of(acme.open("carol", {.subject = "carol"}));
        BOOST_TEST(acme.touch(carol) == "verified");
        acme.must(acme.admin.set_enabled(false));
        BOOST_TEST(acme.touch(carol) == "session_revoked");
        BOOST_TEST(verdict(acme.open()) == "tenant_disabled");
    }
}

BOOST_AUTO_TEST_CASE(I_07_live_sessions_of_a_key_that_left_the_endpoint) {
    Acme acme;
    acme.use_endpoint();
    acme.endpoints.source.publish({vouch::testing::rsa_2048.jwk("a")});
    const std::string alice = key_of(acme.open("tab", {.expires = 3 * hour}));
    acme.endpoints.source.publish({vouch::testing::rsa_2048_second.jwk("b")});
    acme.clock.advance(hour - 1);
    BOOST_TEST(acme.touch(alice) == "verified");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(alice) == "renewal_pending");
}

BOOST_AUTO_TEST_CASE(I_08_wall_clock_set_back) {
    Acme acme;
    acme.turn_verification_off();
    const std::string one = key_of(acme.open_unverified());
    acme.clock.set({start - hour, 0});
    const std::string two = key_of(acme.open_unverified());
    acme.clock.advance(6 * hour - 1);
    BOOST_TEST(acme.touch(one) == "unverified");
    BOOST_TEST(acme.touch(two) == "unverified");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(one) == "session_expired");
    BOOST_TEST(acme.touch(two) == "session_expired");
    acme.clock.set({start - hour, 0});
    BOOST_TEST(acme.touch(one) == "session_expired");
}

BOOST_AUTO_TEST_CASE(I_08_wall_clock_set_forward) {
    Acme acme;
    acme.turn_verification_off();
    const std::string one = key_of(acme.open_unverified());
    // Forward counts: who set it may have been right.
    acme.clock.set({start + hour, 0});
    BOOST_TEST(acme.touch(one) == "unverified");
    // Back again takes nothing of that away, and gives no time.
    acme.clock.set({start, 0});
    acme.clock.advance(5 * hour - 1);
    BOOST_TEST(acme.touch(one) == "unverified");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(one) == "session_expired");
}

BOOST_AUTO_TEST_CASE(I_08_wall_clock_set_back_during_a_challenge) {
    Acme acme;
    const std::string alice = key_of(acme.open("tab", {.expires = 10 * minute}));
    acme.clock.advance(hour);
    BOOST_TEST(acme.touch(alice) == "renewal_pending");
    acme.clock.set({start, 0});
    acme.clock.advance(29);
    BOOST_TEST(acme.touch(alice) == "renewal_pending");
    acme.clock.advance(1);
    BOOST_TEST(acme.touch(alice) == "session_expired");
}

BOOST_AUTO_TEST_CASE(I_09_leeway_as_time_of_a_session) {
    // A token is accepted for 60 s after its end; that is for clocks that differ, and no time for
    // a session that is there.
    Acme acme;
    acme.set_verified_minutes(1);
    const TokenText text{.issued = -hour, .expires = 61};
    const std::string alice = key_of(acme.open("tab", text));
    acme.clock.advance(minute);
    BOOST_TEST(acme.touch(alice) == "verified");  // a second before the end of its token
    acme.clock.advance(minute);
    BOOST_TEST(verdict(acme.open("bob", {.subject = "bob", .issued = -hour, .expires = 61})) ==
               "accepted");
    BOOST_TEST(acme.touch(alice) == "renewal_pending");
    BOOST_TEST(acme.renew(alice, text) == "renewal_not_newer");
    BOOST_TEST(acme.touch(alice) == "renewal_pending");
    BOOST_TEST(acme.renew(alice, newer) == "verified");
}

BOOST_AUTO_TEST_CASE(I_10_a_thousand_renewals_at_once_by_one_token) {
    AcmeTenant acme;
    MemorySessions store;
    Clients clients;
    Exchange exchange{acme.setup, store, clients};
    const std::string key = key_of(exchange.open("Website", token_of({}), {}));
    const std::string token = token_of(newer);
    std::atomic<int> renewed = 0;
    std::atomic<int> not_newer = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 125; ++j) {
                const std::string_view answer = verdict(exchange.renew(key, token));
                if (answer == "accepted") ++renewed;
                if (answer == "renewal_not_newer") ++not_newer;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(renewed == 1);
    BOOST_TEST(not_newer == 999);
    BOOST_TEST(state_of(exchange.touch(key)) == "verified");
    BOOST_TEST(clients.told() == "");
}

BOOST_AUTO_TEST_CASE(I_10_a_thousand_renewals_at_once_by_many_tokens) {
    // In whatever order they win, each is newer than the one before, and the newest always wins.
    AcmeTenant acme;
    MemorySessions store;
    Exchange exchange{acme.setup, store};
    const Opening opened = exchange.open("Website", token_of({}), {});
    const std::string key = key_of(opened);
    std::vector<std::string> tokens;
    for (int i = 1; i <= 10; ++i) tokens.push_back(token_of({.expires = 2 * hour + i}));
    std::vector<std::vector<std::int64_t>> won(8);
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < won.size(); ++i) {
        threads.emplace_back([&, i] {
            for (std::size_t j = 0; j < 125; ++j) {
                const auto session = exchange.renew(key, tokens[(3 * i + 7 * j) % tokens.size()]);
                if (session) {
                    won[i].push_back(session->proof->expires_at.seconds);
                } else if (verdict(session) != "renewal_not_newer") {
                    ++wrong;
                }
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::set<std::int64_t> ends;
    std::size_t wins = 0;
    for (const auto& of_thread : won) {
        for (std::size_t i = 0; i < of_thread.size(); ++i) {
            BOOST_TEST((i == 0 || of_thread[i - 1] < of_thread[i]));
            ends.insert(of_thread[i]);
            ++wins;
        }
    }
    BOOST_TEST(wrong == 0);
    BOOST_TEST(wins == ends.size());  // no token won twice
    BOOST_TEST(wins >= 1U);
    const auto session = exchange.touch(key);
    BOOST_TEST(session->proof->expires_at.seconds == start + 2 * hour + 10);
    BOOST_TEST(store.find(opened->authorization.id()).value()->version == wins + 1);
}

BOOST_AUTO_TEST_SUITE_END()
