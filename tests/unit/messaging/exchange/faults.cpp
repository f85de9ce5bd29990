// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_faults)

using vouch::Errc;
using vouch::messaging::OnDeactivation;
using namespace vouch_tests;

namespace {

/// One of all operations on a session, and the state of that session after it.
struct Operation {
    std::string_view name;
    std::function<std::string_view(Acme&, const std::string&)> run;
    std::string_view success = "accepted";
    std::string_view after;
    std::string_view before = "verified";
};

constexpr TokenText newer{.issued = hour, .expires = 3 * hour};

std::vector<Operation> operations() {
    const auto end_all = [](Acme& acme, const std::string& key) {
        const auto id = vouch::messaging::AuthorizationToken::id_of(key);
        const auto end_user = vouch::messaging::EndUser::verified("Acme", "Customers", "alice");
        return id ? verdict(acme.exchange.revoke(end_user)) : "";
    };
    return {
        {"open", [](Acme& acme, const std::string&) { return verdict(acme.open("b", newer)); },
         "accepted", "verified"},
        {"continuation",
         [](Acme& acme, const std::string& key) {
             return verdict(acme.exchange.continuation(key, {.id = "c"}));
         },
         "accepted", "verified"},
        {"touch", [](Acme& acme, const std::string& key) { return acme.touch(key); }, "verified",
         "verified"},
        {"touch what waits", [](Acme& acme, const std::string& key) { return acme.touch(key); },
         "renewal_pending", "renewal_pending", "expired"},
        {"renew", [](Acme& acme, const std::string& key) { return acme.renew(key, newer); },
         "verified", "verified"},
        {"renew what waits",
         [](Acme& acme, const std::string& key) { return acme.renew(key, newer); }, "verified",
         "verified", "expired"},
        {"renew wrongly",
         [](Acme& acme, const std::string& key) {
             return acme.renew(key, {.subject = "bob", .issued = hour, .expires = 3 * hour});
         },
         "identity_changed", "renewal_pending", "expired"},
        {"begin a conversation",
         [](Acme& acme, const std::string& key) {
             return verdict(acme.exchange.begin_conversation(key));
         },
         "accepted", "verified"},
        {"let expire",
         [](Acme& acme, const std::string& key) { return verdict(acme.exchange.let_expire(key)); },
         "accepted", "session_expired", "expired"},
        {"clear",
         [](Acme& acme, const std::string& key) { return verdict(acme.exchange.clear(key)); },
         "accepted", "session_cleared"},
        {"revoke",
         [](Acme& acme, const std::string& key) { return verdict(acme.exchange.revoke(key)); },
         "accepted", "session_revoked"},
        {"revoke all", end_all, "accepted", "session_revoked"},
    };
}

/// A session of alice's an hour after its opening, with a token that still holds or not.
std::string prepare(Acme& acme, std::string_view before) {
    const std::string key =
        key_of(acme.open("tab", {.expires = before == "verified" ? 2 * hour : 10 * minute}));
    (void)acme.open("other", {.expires = 10 * minute});
    acme.clock.advance(hour);
    return key;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_operation_does_what_it_says_where_nothing_fails) {
    for (const Operation& operation : operations()) {
        BOOST_TEST_INFO(operation.name);
        Acme acme;
        const std::string key = prepare(acme, operation.before);
        BOOST_TEST(operation.run(acme, key) == operation.success);
        BOOST_TEST(acme.touch(key) == operation.after);
    }
}

BOOST_AUTO_TEST_CASE(where_the_store_fails_each_operation_says_so_and_can_be_done_again) {
    for (const Errc error : {Errc::store_failed, Errc::store_full}) {
        for (const Operation& operation : operations()) {
            BOOST_TEST_CONTEXT(operation.name) {
                bool succeeded = false;
                for (std::size_t calls = 0; !succeeded && calls < 100; ++calls) {
                    Acme acme;
                    const std::string key = prepare(acme, operation.before);
                    acme.store.fail_after(calls, error);
                    const std::string_view answer = operation.run(acme, key);
                    succeeded = answer == operation.success;
                    if (!succeeded) BOOST_TEST(answer == to_string(error));
                    acme.store.heal();
                    // What was not done before it failed is done now, once.
                    const std::string_view again = operation.run(acme, key);
                    const bool ends = operation.after.starts_with("session_");
                    const bool known = again == operation.success ||
                                       (ends && again == operation.after) ||
                                       again == "renewal_not_newer";
                    BOOST_TEST(known, "then it says " << again);
                    BOOST_TEST(acme.touch(key) == operation.after);
                }
                BOOST_TEST(succeeded);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_store_that_fails_opens_nothing_that_anybody_can_use) {
    Acme acme;
    for (std::size_t calls = 0; calls < 3; ++calls) {
        acme.store.fail_after(calls);
        BOOST_TEST(verdict(acme.open()) == "store_failed");
        BOOST_TEST(verdict(acme.exchange.touch(std::string(43, 'A'))) == "store_failed");
        acme.store.heal();
    }
    const auto end_user = acme.open()->session.end_user();
    BOOST_TEST(acme.exchange.revoke(end_user).value() == 1U);
}

BOOST_AUTO_TEST_CASE(a_store_that_fails_uses_no_token_up_for_ever) {
    Acme acme{{.single_use_tokens = true}};
    acme.store.fail_after(0);
    BOOST_TEST(verdict(acme.open("tab", {.more = R"("jti":"1")"})) == "store_failed");
    acme.store.heal();
    BOOST_TEST(verdict(acme.open("tab", {.more = R"("jti":"1")"})) == "accepted");
}

BOOST_AUTO_TEST_CASE(each_operation_holds_where_somebody_else_always_writes_first) {
    for (const Operation& operation : operations()) {
        BOOST_TEST_CONTEXT(operation.name) {
            Acme acme;
            const std::string key = prepare(acme, operation.before);
            acme.store.lose_each_first_write(true);
            BOOST_TEST(operation.run(acme, key) == operation.success);
            BOOST_TEST(acme.touch(key) == operation.after);
            const std::string told = acme.clients.told();
            acme.store.lose_each_first_write(false);
            BOOST_TEST(acme.touch(key) == operation.after);

            Acme calm;
            const std::string same = prepare(calm, operation.before);
            (void)operation.run(calm, same);
            (void)calm.touch(same);
            BOOST_TEST(told == calm.clients.told());
        }
    }
}

BOOST_AUTO_TEST_CASE(an_upgrade_holds_where_somebody_else_always_writes_first) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    acme.turn_verification_off();
    const std::string tab = key_of(acme.open_unverified());
    acme.must(acme.admin.set_user_verification("Website", true));
    acme.store.lose_each_first_write(true);
    const Opening upgraded = acme.exchange.upgrade(tab, token_of({}));
    BOOST_TEST(verdict(upgraded) == "accepted");
    BOOST_TEST(acme.touch(tab) == "session_cleared");
    BOOST_TEST(acme.touch(key_of(upgraded)) == "verified");
}

BOOST_AUTO_TEST_CASE(an_upgrade_that_fails_leaves_no_two_sessions) {
    for (std::size_t calls = 0; calls < 10; ++calls) {
        Acme acme{{.on_deactivation = OnDeactivation::run_out}};
        acme.turn_verification_off();
        const std::string tab = key_of(acme.open_unverified());
        acme.must(acme.admin.set_user_verification("Website", true));
        acme.store.fail_after(calls);
        const Opening upgraded = acme.exchange.upgrade(tab, token_of({}));
        acme.store.heal();
        if (upgraded) {
            BOOST_TEST(acme.touch(tab) == "session_cleared");
        } else {
            BOOST_TEST(verdict(upgraded) == "store_failed");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
