// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/end_users.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_end_users)

using vouch::Errc;
using vouch::NumericDate;
using vouch::messaging::ChallengeReason;
using vouch::messaging::EndUser;
using vouch::messaging::EndUserRecord;
using vouch::messaging::EndUsers;
using vouch::messaging::MemorySessions;
using vouch::messaging::NewToken;
using vouch::messaging::Participant;
using vouch::messaging::Proof;
using vouch::messaging::Retention;
using vouch::messaging::Session;
using vouch::messaging::SessionId;
using vouch::messaging::SessionState;
using namespace vouch_tests;

namespace {

NumericDate at(std::int64_t seconds) { return {start + seconds, 0}; }

SessionId id(std::uint8_t number) {
    SessionId made;
    made.sha256[0] = number;
    return made;
}

const EndUser alice = EndUser::verified("Acme", "Customers", "alice");

Session session(std::int64_t expires = hour, const EndUser& end_user = alice) {
    return {
        .participant = std::make_shared<const Participant>(Participant{{end_user}, "Website", {}}),
        .proof =
            std::make_shared<const Proof>(Proof{"issuer", "alice", "a", 1, at(0), at(expires)}),
        .state = SessionState::verified,
        .expires_at = at(hour)};
}

struct Store : TestStore {
    EndUserRecord record() { return EndUsers{*this}.find(alice).value(); }
    /// Puts the session itself into the store, too.
    void put(const SessionId& number, const Session& put) {
        (void)replace(number, 0, put, {at(0), at(1000 * hour)}).value();
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(an_end_user_that_is_not_there_has_an_empty_record) {
    Store store;
    EndUsers end_users{store};
    BOOST_TEST(end_users.sessions(alice)->empty());
    BOOST_TEST(end_users.find(alice)->generation == 0U);
    BOOST_TEST(store.size() == 0U);
}

BOOST_AUTO_TEST_CASE(who_joins_with_a_token_shows_it_and_answers) {
    Store store;
    EndUsers end_users{store};
    const Session first = session();
    BOOST_TEST(end_users.join(alice, id(1), first, NewToken::yes, at(1)).value() == 0U);
    BOOST_TEST((store.record().proof == first.proof));
    BOOST_TEST((store.record().proof_at == at(1)));
    (void)end_users.challenge(first, ChallengeReason::expired, at(2)).value();
    const Session second = session();
    (void)end_users.join(alice, id(2), second, NewToken::no, at(3)).value();
    BOOST_TEST((store.record().proof == first.proof));
    BOOST_TEST(store.record().challenge.has_value());
    (void)end_users.join(alice, id(3), second, NewToken::yes, at(4)).value();
    BOOST_TEST((store.record().proof == second.proof));
    BOOST_TEST(!store.record().challenge.has_value());
    BOOST_TEST((store.record().sessions == std::vector{id(1), id(2), id(3)}));
}

BOOST_AUTO_TEST_CASE(sixty_four_join_and_those_that_are_over_make_room) {
    Store store;
    EndUsers end_users{store};
    for (std::uint8_t i = 0; i < 64; ++i) {
        store.put(id(i), session());
        BOOST_TEST(verdict(end_users.join(alice, id(i), session(), NewToken::no, at(0))) ==
                   "accepted");
    }
    const auto join = [&](std::uint8_t number, std::int64_t time) {
        store.put(id(number), session(2 * hour));
        return verdict(end_users.join(alice, id(number), session(), NewToken::no, at(time)));
    };
    BOOST_TEST(join(100, hour - 1) == "too_many_sessions");
    const auto found = store.find(id(7)).value().value();
    (void)store.replace(id(7), found.version,
                        vouch::messaging::ended(found.record, SessionState::cleared),
                        {at(0), at(1000 * hour)});
    BOOST_TEST(join(101, hour - 1) == "accepted");
    BOOST_TEST(join(102, hour - 1) == "too_many_sessions");
    // Their time is over, and nobody came.
    BOOST_TEST(join(103, hour) == "accepted");
    BOOST_TEST((store.find(id(1)).value()->record.state == SessionState::expired));
    BOOST_TEST((store.record().sessions == std::vector{id(103)}));
}

BOOST_AUTO_TEST_CASE(a_session_that_was_never_written_makes_room) {
    Store store;
    EndUsers end_users{store};
    for (std::uint8_t i = 0; i < 64; ++i) {
        (void)end_users.join(alice, id(i), session(), NewToken::no, at(0)).value();
    }
    BOOST_TEST(verdict(end_users.join(alice, id(64), session(), NewToken::no, at(0))) ==
               "accepted");
}

// row T8
BOOST_AUTO_TEST_CASE(one_challenge_is_open_at_a_time) {
    Store store;
    EndUsers end_users{store};
    const auto ask = [&](std::int64_t time) {
        return end_users.challenge(session(), ChallengeReason::expired, at(time)).value();
    };
    BOOST_TEST(ask(0).is_new);
    BOOST_TEST(!ask(1).is_new);
    BOOST_TEST((ask(29).challenge.deadline == at(30)));
    BOOST_TEST(!ask(29).is_new);
    BOOST_TEST(ask(30).is_new);
    BOOST_TEST((ask(31).challenge.deadline == at(60)));
}

// row T8
BOOST_AUTO_TEST_CASE(attempts_are_counted_up_to_three) {
    Store store;
    EndUsers end_users{store};
    (void)end_users.challenge(session(), ChallengeReason::expired, at(0)).value();
    const auto count = [&](std::int64_t time) {
        const auto counted =
            end_users.count_attempt(session(), ChallengeReason::malformed, at(time)).value();
        return counted ? static_cast<int>(counted->attempts_left()) : -1;
    };
    BOOST_TEST(count(1) == 2);
    BOOST_TEST((store.record().challenge->reason == ChallengeReason::malformed));
    BOOST_TEST(count(2) == 1);
    BOOST_TEST(count(3) == 0);
    BOOST_TEST(count(4) == -1);
    (void)end_users.challenge(session(), ChallengeReason::expired, at(5)).value();
    BOOST_TEST(count(34) == 2);
    BOOST_TEST(count(35) == -1);
}

BOOST_AUTO_TEST_CASE(who_waits_after_an_answer_that_did_not_serve_them_has_attempts_of_their_own) {
    Store store;
    EndUsers end_users{store};
    Session waiting = session();
    waiting.state = SessionState::renewal_pending;
    waiting.deadline = at(30);
    const auto counted =
        end_users.count_attempt(waiting, ChallengeReason::malformed, at(10)).value();
    BOOST_TEST(counted->attempts_left() == 2U);
    BOOST_TEST((counted->deadline == at(30)));
}

BOOST_AUTO_TEST_CASE(an_answer_shows_its_token_and_closes_the_challenge) {
    Store store;
    EndUsers end_users{store};
    const Session renewed = session(3 * hour);
    (void)end_users.join(alice, id(1), session(), NewToken::yes, at(0)).value();
    (void)end_users.challenge(session(), ChallengeReason::expired, at(1)).value();
    BOOST_TEST(verdict(end_users.answered(renewed, id(1), at(2))) == "accepted");
    BOOST_TEST((store.record().proof == renewed.proof));
    BOOST_TEST((store.record().proof_at == at(2)));
    BOOST_TEST(!store.record().challenge.has_value());
    BOOST_TEST((store.record().sessions == std::vector{id(1)}));
}

BOOST_AUTO_TEST_CASE(a_session_that_gets_time_is_in_the_list_for_as_long) {
    Store store;
    EndUsers end_users{store};
    (void)end_users.join(alice, id(1), session(), NewToken::no, at(0)).value();
    BOOST_TEST((store.record().kept_until == at(hour + 72 * hour)));
    Session later = session();
    later.expires_at = at(9 * hour);
    BOOST_TEST(verdict(end_users.keep(later, id(1), at(8 * hour))) == "accepted");
    BOOST_TEST((store.record().kept_until == at(9 * hour + 72 * hour)));
    BOOST_TEST(verdict(end_users.keep(session(), id(2), at(8 * hour))) == "accepted");
    BOOST_TEST((store.record().kept_until == at(9 * hour + 72 * hour)));
    BOOST_TEST((store.record().sessions == std::vector{id(1), id(2)}));
}

// row T10
BOOST_AUTO_TEST_CASE(a_generation_counts_up_and_stays) {
    Store store;
    EndUsers end_users{store};
    (void)end_users.join(alice, id(1), session(), NewToken::yes, at(0)).value();
    BOOST_TEST(end_users.begin_conversation(session(), at(0)).value() == 1U);
    BOOST_TEST(end_users.begin_conversation(session(), at(0)).value() == 2U);
    BOOST_TEST(end_users.leave(session(), id(1), at(0))->empty());
    store.forget(at(100'000 * hour));
    BOOST_TEST(end_users.join(alice, id(2), session(), NewToken::yes, at(0)).value() == 2U);

    const EndUser nobody = EndUser::unverified("Acme", "Website", "1");
    BOOST_TEST(end_users.begin_conversation(session(hour, nobody), at(0)).value() == 1U);
    store.forget(at(100'000 * hour));
    BOOST_TEST(end_users.find(nobody)->generation == 0U);
}

BOOST_AUTO_TEST_CASE(with_the_last_session_goes_what_tokens_have_shown) {
    Store store;
    EndUsers end_users{store};
    (void)end_users.join(alice, id(1), session(), NewToken::yes, at(0)).value();
    (void)end_users.join(alice, id(2), session(), NewToken::yes, at(0)).value();
    BOOST_TEST((end_users.leave(session(), id(1), at(0)).value() == std::vector{id(2)}));
    BOOST_TEST((store.record().proof != nullptr));
    (void)end_users.challenge(session(), ChallengeReason::expired, at(0)).value();
    BOOST_TEST(end_users.leave(session(), id(2), at(0))->empty());
    BOOST_TEST((store.record().proof == nullptr));
    BOOST_TEST(!store.record().challenge.has_value());
}

BOOST_AUTO_TEST_CASE(a_store_that_fails_is_told_of) {
    for (const Errc error : {Errc::store_full, Errc::store_failed}) {
        for (const std::size_t calls : {std::size_t{0}, std::size_t{1}}) {
            Store store;
            EndUsers end_users{store};
            store.fail_after(calls, error);
            const std::string_view said = to_string(error);
            BOOST_TEST(verdict(end_users.join(alice, id(1), session(), NewToken::yes, at(0))) ==
                       said);
            store.fail_after(calls, error);
            BOOST_TEST(verdict(end_users.answered(session(), id(1), at(0))) == said);
            store.fail_after(calls, error);
            BOOST_TEST(verdict(end_users.keep(session(), id(1), at(0))) == said);
            store.fail_after(calls, error);
            BOOST_TEST(verdict(end_users.challenge(session(), ChallengeReason::expired, at(0))) ==
                       said);
            store.fail_after(calls, error);
            BOOST_TEST(verdict(end_users.begin_conversation(session(), at(0))) == said);
            store.fail_after(calls, error);
            BOOST_TEST(verdict(end_users.leave(session(), id(1), at(0))) == said);
            store.fail_after(0, error);
            BOOST_TEST(verdict(end_users.sessions(alice)) == said);
            BOOST_TEST(store.size() == 0U);
        }
    }
}

BOOST_AUTO_TEST_CASE(changes_that_come_at_once_are_all_made) {
    MemorySessions store;
    EndUsers end_users{store};
    std::vector<std::thread> threads;
    std::atomic<int> is_new = 0;
    for (std::uint8_t i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            (void)end_users.join(alice, id(i), session(), NewToken::no, at(0));
            if (end_users.challenge(session(), ChallengeReason::expired, at(0))->is_new) ++is_new;
            for (int j = 0; j < 10; ++j) (void)end_users.begin_conversation(session(), at(0));
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(end_users.sessions(alice)->size() == 8U);
    BOOST_TEST(is_new == 1);
    BOOST_TEST(end_users.find(alice)->generation == 80U);
}

BOOST_AUTO_TEST_SUITE_END()
