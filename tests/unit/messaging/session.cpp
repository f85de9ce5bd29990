// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/session.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <set>
#include <string_view>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(messaging_session)

namespace {

using vouch::Errc;
using vouch::messaging::Client;
using vouch::messaging::EndUser;
using vouch::messaging::Participant;
using vouch::messaging::Platform;
using vouch::messaging::Proof;
using vouch::messaging::refusal_of;
using vouch::messaging::Session;
using vouch::messaging::SessionState;
using vouch::messaging::to_string;

constexpr SessionState states[] = {SessionState::unverified,      SessionState::verified,
                                   SessionState::renewal_pending, SessionState::expired,
                                   SessionState::cleared,         SessionState::revoked};

Session in(SessionState state) {
    Session session{};
    session.state = state;
    return session;
}

static_assert(std::is_nothrow_move_constructible_v<Session>);
static_assert(std::is_nothrow_copy_constructible_v<Session>, "copies are cheap");

static_assert(!refusal_of(SessionState::unverified) && !refusal_of(SessionState::verified));
static_assert(refusal_of(SessionState::renewal_pending) == Errc::renewal_pending);
static_assert(refusal_of(SessionState::expired) == Errc::session_expired);
static_assert(refusal_of(SessionState::cleared) == Errc::session_cleared);
static_assert(refusal_of(SessionState::revoked) == Errc::session_revoked);

}  // namespace

BOOST_AUTO_TEST_CASE(each_state_has_a_name_of_its_own) {
    std::set<std::string_view> names;
    for (const SessionState state : states) names.insert(to_string(state));
    BOOST_TEST(names.size() == 6U);
    BOOST_TEST(!names.contains("unknown"));
    BOOST_TEST(to_string(SessionState{99}) == "unknown");
}

BOOST_AUTO_TEST_CASE(a_session_is_live_or_pending_or_over) {
    for (const SessionState state : states) {
        const bool pending = state == SessionState::renewal_pending;
        BOOST_TEST(in(state).is_live() + in(state).is_over() + pending == 1, to_string(state));
        BOOST_TEST(in(state).is_live() == !refusal_of(state), to_string(state));
    }
    BOOST_TEST((in(SessionState::unverified).is_live() && in(SessionState::verified).is_live()));
    BOOST_TEST((in(SessionState::expired).is_over() && in(SessionState::cleared).is_over() &&
                in(SessionState::revoked).is_over()));
}

BOOST_AUTO_TEST_CASE(a_state_that_does_not_exist_lets_nothing_be_done) {
    BOOST_TEST(!in(SessionState{99}).is_live());
    BOOST_CHECK(refusal_of(SessionState{99}) == Errc::session_unknown);
}

BOOST_AUTO_TEST_CASE(a_session_begins_without_rights_and_knows_its_end_user) {
    Session session{};
    BOOST_CHECK(session.state == SessionState::unverified);
    BOOST_TEST(!session.proof);
    session.participant = std::make_shared<const Participant>(
        Participant{{EndUser::verified("t", "c", "alice"), 0}, "web", {"tab", Platform::web}});
    BOOST_TEST(session.end_user().subject() == "alice");
}

BOOST_AUTO_TEST_CASE(participants_and_proofs_are_equal_by_what_they_say) {
    const Participant one{{EndUser::verified("t", "c", "s"), 1}, "web", {"tab", Platform::web}};
    Participant other = one;
    BOOST_CHECK(one == other);
    other.client.platform = Platform::ios;
    BOOST_CHECK(one != other);
    other = one;
    other.conversation.generation = 2;
    BOOST_CHECK(one != other);
    Proof proof{};
    BOOST_CHECK(proof == Proof{});
    proof.key_fingerprint = 1;
    BOOST_CHECK(proof != Proof{});
}

BOOST_AUTO_TEST_SUITE_END()
