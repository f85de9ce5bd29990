// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_exchange_threads)

using vouch::messaging::Exchange;
using vouch::messaging::MemorySessions;
using namespace vouch_tests;

namespace {

/// The tenant, with a store that any number of threads may use.
struct SharedAcme : AcmeTenant {
    using AcmeTenant::AcmeTenant;

    Opening open(const std::string& token, std::string_view client = "tab") {
        return exchange.open("Website", token, {.id = std::string{client}});
    }

    MemorySessions store;
    Clients clients;
    Exchange<AcmeSetup, MemorySessions, Clients> exchange{setup, store, clients};
};

/// Runs `work(i)` in as many threads, all at once.
template <class Work>
void in_threads(int count, Work work) {
    std::atomic<int> ready = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            ++ready;
            while (ready.load() < count) std::this_thread::yield();
            work(i);
        });
    }
    for (std::thread& thread : threads) thread.join();
}

constexpr TokenText brief{.expires = 10 * minute};

}  // namespace

// row T8
BOOST_AUTO_TEST_CASE(tabs_that_come_at_once_are_asked_once) {
    SharedAcme acme;
    std::vector<std::string> keys;
    for (int i = 0; i < 8; ++i) keys.push_back(key_of(acme.open(token_of(brief))));
    acme.clock.advance(hour);
    std::atomic<int> wrong = 0;
    in_threads(8, [&](int i) {
        for (int j = 0; j < 20; ++j) {
            const auto& key = keys[static_cast<std::size_t>(i + j) % keys.size()];
            if (verdict(acme.exchange.touch(key)) != "renewal_pending") ++wrong;
        }
    });
    BOOST_TEST(wrong == 0);
    BOOST_TEST(acme.clients.told() == "challenged tab expired;");
}

// row T8
BOOST_AUTO_TEST_CASE(attempts_that_come_at_once_are_counted_each) {
    SharedAcme acme;
    const std::string key = key_of(acme.open(token_of(brief)));
    const std::string wrong = token_of({.subject = "bob", .issued = hour, .expires = 3 * hour});
    acme.clock.advance(hour);
    (void)acme.exchange.touch(key);
    (void)acme.clients.told();
    in_threads(8, [&](int) { (void)acme.exchange.renew(key, wrong); });
    BOOST_TEST(verdict(acme.exchange.touch(key)) == "session_expired");
    const std::string told = acme.clients.told();
    BOOST_TEST(told.find("ended tab expired;") != std::string::npos);
    BOOST_TEST(told.find("ended", told.find("ended") + 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_end_user_has_64_sessions_however_they_come) {
    SharedAcme acme;
    const std::string token = token_of({});
    std::atomic<int> opened = 0;
    std::atomic<int> wrong = 0;
    in_threads(8, [&](int) {
        for (int i = 0; i < 10; ++i) {
            const Opening opening = acme.open(token);
            if (opening) ++opened;
            if (!opening && verdict(opening) != "too_many_sessions") ++wrong;
        }
    });
    BOOST_TEST(opened == 64);
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_session_ends_once) {
    SharedAcme acme;
    const std::string key = key_of(acme.open(token_of({})));
    std::atomic<int> ended = 0;
    in_threads(8, [&](int i) {
        const auto done = i % 2 == 0 ? acme.exchange.clear(key) : acme.exchange.revoke(key);
        if (done) ++ended;
    });
    BOOST_TEST(ended == 1);
    const std::string told = acme.clients.told();
    BOOST_TEST(std::count(told.begin(), told.end(), ';') == 1);
}

BOOST_AUTO_TEST_CASE(of_two_upgrades_at_once_one_opens_a_session) {
    for (int round = 0; round < 10; ++round) {
        SharedAcme acme{{.on_deactivation = vouch::messaging::OnDeactivation::run_out}};
        acme.turn_verification_off();
        const std::string key = key_of(acme.exchange.open_unverified("Website", {}));
        acme.must(acme.admin.set_user_verification("Website", true));
        const std::string tokens[] = {token_of({}), token_of({.subject = "bob"})};
        std::atomic<int> upgraded = 0;
        in_threads(4, [&](int i) {
            if (acme.exchange.upgrade(key, tokens[i % 2])) ++upgraded;
        });
        BOOST_TEST(upgraded == 1);
    }
}

BOOST_AUTO_TEST_CASE(each_begun_conversation_is_another) {
    SharedAcme acme;
    const std::string key = key_of(acme.open(token_of({})));
    std::atomic<std::uint64_t> sum = 0;
    in_threads(4, [&](int) {
        for (int i = 0; i < 5; ++i) {
            if (acme.exchange.begin_conversation(key)) ++sum;
        }
    });
    BOOST_TEST(sum == 20U);
    BOOST_TEST(acme.exchange.touch(key)->participant->conversation.generation >= 20U);
}

BOOST_AUTO_TEST_CASE(sessions_are_used_while_the_set_up_changes) {
    SharedAcme acme;
    const std::string token = token_of({.kid = "b", .key = &vouch::testing::rsa_2048_second});
    const std::string gone = key_of(acme.open(token_of({.subject = "bob"})));
    std::atomic<int> wrong = 0;
    in_threads(4, [&](int i) {
        if (i == 0) {
            for (int j = 0; j < 20; ++j) {
                acme.must(acme.admin.deactivate_key("a"));
                acme.must(acme.admin.activate_key("a"));
            }
            acme.must(acme.admin.deactivate_key("a"));
            return;
        }
        for (int j = 0; j < 20; ++j) {
            const Opening opened = acme.open(token);
            if (!opened || state_of(acme.exchange.touch(key_of(opened))) != "verified" ||
                !acme.exchange.clear(key_of(opened))) {
                ++wrong;
            }
        }
    });
    BOOST_TEST(wrong == 0);
    BOOST_TEST(verdict(acme.exchange.touch(gone)) == "session_revoked");
}

BOOST_AUTO_TEST_CASE(a_client_may_call_the_exchange_when_it_is_told) {
    // With a lock held, this would never end.
    struct Answering {
        using policy_kind = vouch::messaging::client_api_policy;
        void challenged(const vouch::messaging::Session&,
                        const vouch::messaging::Challenge&) noexcept {
            ++*calls;
            (void)(*answer)();
        }
        void ended(const vouch::messaging::Session&) noexcept {
            ++*calls;
            (void)(*answer)();
        }
        void logged_out(const vouch::messaging::Session&) noexcept {}
        std::function<void()>* answer;
        int* calls;
    };
    AcmeTenant tenant;
    MemorySessions store;
    std::function<void()> answer;
    int calls = 0;
    Exchange exchange{tenant.setup, store, Answering{&answer, &calls}};
    const std::string key = key_of(exchange.open("Website", token_of(brief), {}));
    answer = [&] { (void)exchange.renew(key, token_of({.issued = hour, .expires = 3 * hour})); };
    tenant.clock.advance(hour);
    (void)exchange.touch(key);
    BOOST_TEST(calls == 1);
    BOOST_TEST(state_of(exchange.touch(key)) == "verified");
    answer = [&] { (void)exchange.touch(key); };
    tenant.must(exchange.clear(key));
    BOOST_TEST(calls == 2);
}

BOOST_AUTO_TEST_SUITE_END()
