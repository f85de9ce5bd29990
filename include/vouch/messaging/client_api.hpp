// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_CLIENT_API_HPP
#define VOUCH_MESSAGING_CLIENT_API_HPP

#include <vouch/detail/policy.hpp>
#include <vouch/messaging/challenge.hpp>
#include <vouch/messaging/session.hpp>

#include <concepts>

namespace vouch::inline v1::messaging {

/// The kind of a policy that tells clients what became of their session.
struct client_api_policy {};

/// How clients are reached.
///
/// \par Exemplar
/// \code
/// struct Clients {
///     using policy_kind = vouch::messaging::client_api_policy;
///     void challenged(const Session&, const Challenge&) noexcept;
///     void ended(const Session&) noexcept;
///     void logged_out(const Session&) noexcept;
/// };
/// \endcode
/// \par Semantics
/// `challenged`: the client of the session is asked for a valid identity token, which it gives to
/// `renew`, or else lets the session expire. `session.participant->client.platform` says how: a
/// client on the web has one event for this, those on iOS and Android are asked with the reason.
/// `ended`: the session is over, `session.state` says how; the client clears what it holds.
/// `logged_out`: another client of the same end user has logged out; this session goes on.
/// They are called by several threads at once, with no lock held, and may call the Exchange.
/// \par Models
/// NoClients
template <class C>
concept client_api = policy_of<C, client_api_policy> &&
                     requires(C& clients, const Session& session, const Challenge& challenge) {
                         { clients.challenged(session, challenge) } noexcept;
                         { clients.ended(session) } noexcept;
                         { clients.logged_out(session) } noexcept;
                     };

/// For clients that ask: they see from the answer to their next action what they have to know.
struct NoClients {
    using policy_kind = client_api_policy;

    void challenged(const Session&, const Challenge&) noexcept {}
    void ended(const Session&) noexcept {}
    void logged_out(const Session&) noexcept {}
};

static_assert(client_api<NoClients>);

}  // namespace vouch::inline v1::messaging

#endif
