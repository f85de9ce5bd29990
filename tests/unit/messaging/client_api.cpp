// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/client_api.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

BOOST_AUTO_TEST_SUITE(messaging_client_api)

namespace {

using vouch::messaging::Challenge;
using vouch::messaging::ChallengeReason;
using vouch::messaging::client_api;
using vouch::messaging::client_api_policy;
using vouch::messaging::NoClients;
using vouch::messaging::Session;

/// A client API with one requirement taken away; `whole` is one.
enum class Without { whole, kind, challenged, ended, logged_out, noexcept_call };

template <Without Missing>
struct Archetype {
    using policy_kind = std::conditional_t<Missing == Without::kind, void, client_api_policy>;
    void challenged(const Session&, const Challenge&) noexcept
        requires(Missing != Without::challenged);
    void ended(const Session&) noexcept(Missing != Without::noexcept_call)
        requires(Missing != Without::ended);
    void logged_out(const Session&) noexcept
        requires(Missing != Without::logged_out);
};

static_assert(client_api<Archetype<Without::whole>>);
static_assert(!client_api<Archetype<Without::kind>>);
static_assert(!client_api<Archetype<Without::challenged>>);
static_assert(!client_api<Archetype<Without::ended>>);
static_assert(!client_api<Archetype<Without::logged_out>>);
static_assert(!client_api<Archetype<Without::noexcept_call>>);
static_assert(std::is_empty_v<NoClients>);

}  // namespace

BOOST_AUTO_TEST_CASE(clients_that_ask_are_told_nothing) {
    Session session{};  // without a participant: nothing of it is read
    NoClients clients;
    clients.challenged(session, Challenge{ChallengeReason::renew, {}});
    clients.ended(session);
    clients.logged_out(session);
    BOOST_TEST(session.participant == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
