// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_EXCHANGE_HPP
#define VOUCH_MESSAGING_EXCHANGE_HPP

#include <vouch/config.hpp>
#include <vouch/messaging/admission.hpp>
#include <vouch/messaging/authorization_token.hpp>
#include <vouch/messaging/client_api.hpp>
#include <vouch/messaging/decision.hpp>
#include <vouch/messaging/end_users.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/messaging/name.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/session_rules.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/messaging/sessions.hpp>
#include <vouch/messaging/setup.hpp>
#include <vouch/result.hpp>
#include <vouch/verify/identity.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1::messaging {

namespace detail {

template <class P>
struct CheckExchangePolicy {
    static constexpr bool ok = [] {
        constexpr bool taken = policy_of<P, client_api_policy> || policy_of<P, random_policy> ||
                               policy_of<P, decision_sink_policy>;
        static_assert(taken,
                      "[VOUCH-185] an Exchange takes a client API, a random source and a decision "
                      "sink as policies; others belong to its Setup. "
                      "See docs/reference/diagnostics.md");
        return taken;
    }();
};

}  // namespace detail

/// Exchanges identity tokens for sessions, for one tenant: opens, continues, renews and ends them.
///
/// The policies, in any order, are a client API, a random source and a sink for decisions.
///
/// \code
/// MemorySessions store;
/// Exchange exchange{setup, store};
/// auto opened = exchange.open("Support", token, {.id = "tab 1"});
/// auto session = exchange.touch(opened->authorization.text());
/// \endcode
///
/// Where a session is not live, the answer is the Errc of its state: `renewal_pending`,
/// `session_expired`, `session_cleared`, `session_revoked`; `session_unknown` where there is none,
/// or it is another tenant's. The store adds `store_full` and `store_failed`. A client whose name
/// is over limits::client_bytes is `record_name`, before all else.
///
/// \par Thread safety
/// May be used by any number of threads, and with a store that is shared by any number of
/// processes.
template <class SetupType, session_store Store, class... Policies>
class Exchange {
    template <class Kind, class Default>
    using slot = typename detail::Slot<detail::OfKind<Kind, Policies...>, Default>::type;
    using Clients = slot<client_api_policy, NoClients>;
    using Random = slot<random_policy, SystemRandom>;
    using Sink = slot<decision_sink_policy, NoDecisions>;
    static_assert(client_api<Clients> && random_source<Random> && decision_sink<Sink>);
    static_assert((detail::CheckExchangePolicy<Policies>::ok && ...));

public:
    /// The store is referred to and must outlive the exchange.
    Exchange(std::shared_ptr<SetupType> setup, Store& store, Policies... policies)
        : setup_{std::move(setup)},
          sessions_{setup_, store, vouch::detail::take<Clients>(policies...)},
          random_{vouch::detail::take<Random>(policies...)},
          sink_{vouch::detail::take<Sink>(policies...)} {}

    // --- Ways in ----------------------------------------------------------------------------

    /// Opens a session for the user that an identity token vouches for.
    ///
    /// \return what `admit` says; `token_replayed`; `too_many_sessions`; `random_failed`.
    Result<Opened> open(std::string_view channel, std::string_view token, Client client) {
        if (auto checked = check_client(client); !checked) return checked.error();
        const auto snapshot = setup_->snapshot();
        Decision decision = begin_decision("open", *snapshot, channel);
        Result<Admission> admission = admit(*snapshot, channel, token, decision);
        if (!admission) return decided(decision, admission.error());
        name_subject(decision, *admission);
        if (auto first = use_once(*snapshot, *admission); !first) {
            return decided(decision, first.error());
        }
        return decided(decision,
                       open_verified(*snapshot, channel, *std::move(admission), std::move(client)));
    }

    /// Opens a session for somebody who shows no token.
    ///
    /// \return what find_way_in says; `random_failed`.
    Result<Opened> open_unverified(std::string_view channel, Client client) {
        if (auto checked = check_client(client); !checked) return checked.error();
        const auto snapshot = setup_->snapshot();
        Decision decision = begin_decision("open_unverified", *snapshot, channel);
        const auto way_in = find_way_in(*snapshot, channel, WayIn::unverified);
        if (!way_in) return decided(decision, way_in.error());
        const Result<AuthorizationToken> id = AuthorizationToken::make(random_);
        if (!id) return decided(decision, id.error());
        const ExpirationTime time = (*way_in)->settings->unverified_expiration;
        return decided(decision,
                       sessions_.enter(
                           random_,
                           Participant{{EndUser::unverified(setup_->tenant(), channel, id->text())},
                                       std::string{channel},
                                       std::move(client)},
                           Session{.state = SessionState::unverified,
                                   .expires_at = sessions_.now().plus_seconds(time.seconds()),
                                   .snapshot = snapshot->number()},
                           NewToken::no));
    }

    /// Opens a session for another tab or device of the same end user. It ends when this one does.
    ///
    /// \return `too_many_sessions`, `random_failed`, or the Errc of a session that is not live.
    Result<Opened> continuation(std::string_view authorization, Client client) {
        if (auto checked = check_client(client); !checked) return checked.error();
        Result<Current> current = sessions_.settle(authorization, Announce::yes);
        if (!current) return current.error();
        const Session& session = current->record;
        if (const auto refusal = refusal_of(session.state)) return *refusal;
        Participant participant = *session.participant;
        participant.client = std::move(client);
        return sessions_.enter(random_, std::move(participant), session, NewToken::no);
    }

    /// Lets the unverified user of a session become a verified one. The unverified session ends,
    /// and the new one is of another end user: messages do not move by themselves.
    ///
    /// \return what `open` says; `identity_changed` where the session is another verified user's,
    /// and `session_verified` where it is this one's; or the Errc of a session that is not live.
    Result<Opened> upgrade(std::string_view authorization, std::string_view token) {
        const auto snapshot = setup_->snapshot();
        Result<Current> current = sessions_.settle(authorization, Announce::yes);
        if (!current) return current.error();
        const Session& session = current->record;
        if (const auto refusal = refusal_of(session.state)) return *refusal;
        const std::string& channel = session.participant->channel;
        Decision decision = begin_decision("upgrade", *snapshot, channel);
        Result<Admission> admission = admit(*snapshot, channel, token, decision);
        if (!admission) return decided(decision, admission.error());
        name_subject(decision, *admission);
        if (session.state != SessionState::unverified) {
            const bool same = admission->end_user == session.end_user();
            return decided(decision, same ? Errc::session_verified : Errc::identity_changed);
        }
        if (auto first = use_once(*snapshot, *admission); !first) {
            return decided(decision, first.error());
        }
        // The old one first: of two upgrades at once one finds it over.
        for (;;) {
            const Result<bool> ended = sessions_.end(*current, SessionState::cleared);
            if (!ended.has_value()) return decided(decision, ended.error());
            if (*ended) break;
            current = sessions_.settle(authorization, Announce::yes);
            if (!current) return decided(decision, current.error());
            if (const auto refusal = refusal_of(current->record.state)) {
                return decided(decision, *refusal);
            }
        }
        const Participant& participant = *current->record.participant;
        return decided(decision, open_verified(*snapshot, participant.channel,
                                               *std::move(admission), participant.client));
    }

    // --- Use --------------------------------------------------------------------------------

    /// The session of an authorization token, at each use. Where its time is over, it is renewed
    /// without a word if that needs no new token, and its client is challenged if it does.
    ///
    /// \return the Errc of a session that is not live.
    Result<Session> touch(std::string_view authorization) {
        Result<Current> current = sessions_.settle(authorization, Announce::yes);
        if (!current) return current.error();
        if (const auto refusal = refusal_of(current->record.state)) return *refusal;
        return std::move(current->record);
    }

    /// Gives a session of a verified user its full time again, for a new identity token. It may
    /// come before anybody asked for it. One that is refused leaves the session as it was; while a
    /// challenge is open it counts as an attempt, and the last attempt ends the session. One that
    /// comes while the keys of an endpoint are missing (`keys_pending`, `keyset_stale`) does not
    /// count.
    ///
    /// \return what `admit` says; `identity_changed`; `renewal_not_newer` for a token that does not
    /// end later than the session's last, or was issued before it; `token_replayed`;
    /// `session_unverified`; or the Errc of a session that is over.
    Result<Session> renew(std::string_view authorization, std::string_view token) {
        const auto snapshot = setup_->snapshot();
        Result<Current> current = sessions_.settle(authorization, Announce::no);
        if (!current) return current.error();
        if (current->record.is_over()) return *refusal_of(current->record.state);
        if (current->record.state == SessionState::unverified) return Errc::session_unverified;

        const std::string& channel = current->record.participant->channel;
        Decision decision = begin_decision("renew", *snapshot, channel);
        Result<Admission> admission = admit(*snapshot, channel, token, decision);
        Result<void> accepted = admission ? Result<void>{} : Result<void>{admission.error()};
        if (accepted) {
            name_subject(decision, *admission);
            accepted = check_renewal(current->record, *admission);
        }
        if (accepted) accepted = use_once(*snapshot, *admission);
        while (accepted) {
            const auto renewed = renew_with(*snapshot, *current, *admission);
            if (!renewed) return decided(decision, renewed.error());
            if (renewed->has_value()) return decided(decision, Result<Session>{**renewed});
            // Somebody else was faster: the same questions to the session as it is now.
            current = sessions_.settle(authorization, Announce::no);
            if (!current) return decided(decision, current.error());
            if (const auto refusal = refusal_of(current->record.state);
                refusal && refusal != Errc::renewal_pending) {
                return decided(decision, *refusal);
            }
            accepted = check_renewal(current->record, *admission);
        }
        if (auto counted = sessions_.count_attempt(*current, accepted.error()); !counted) {
            return decided(decision, counted.error());
        }
        return decided(decision, accepted.error());
    }

    /// Begins a new conversation: the messages of the old one are of the generation before.
    ///
    /// \return the session, of the new generation; or the Errc of one that is not live.
    Result<Session> begin_conversation(std::string_view authorization) {
        for (;;) {
            Result<Current> current = sessions_.settle(authorization, Announce::yes);
            if (!current) return current.error();
            Session next = current->record;
            if (const auto refusal = refusal_of(next.state)) return *refusal;
            const auto generation = sessions_.end_users().begin_conversation(next, sessions_.now());
            if (!generation) return generation.error();
            Participant participant = *next.participant;
            participant.conversation.generation = *generation;
            next.participant = std::make_shared<const Participant>(std::move(participant));
            const Result<bool> written = sessions_.write(*current, next);
            if (!written.has_value()) return written.error();
            if (*written) return next;
        }
    }

    // --- Ways out ---------------------------------------------------------------------------

    /// The client has no new token: a session that waits for one is over.
    ///
    /// \return success also where it is live; or the Errc of one that was over already.
    Result<void> let_expire(std::string_view authorization) {
        return leave(authorization, [](const Session& session) {
            return session.is_live() ? session.state : SessionState::expired;
        });
    }

    /// The end user logs out: the authorization token is void, and all clients of that end user are
    /// told.
    ///
    /// \return the Errc of a session that was over already.
    Result<void> clear(std::string_view authorization) {
        return leave(authorization, [](const Session&) { return SessionState::cleared; });
    }

    /// Ends one session for a reason of ours.
    ///
    /// \return the Errc of a session that was over already.
    Result<void> revoke(std::string_view authorization) {
        return leave(authorization, [](const Session&) { return SessionState::revoked; });
    }

    /// Ends all sessions of an end user.
    ///
    /// \return how many there were.
    Result<std::size_t> revoke(const EndUser& end_user) {
        if (end_user.tenant() != setup_->tenant()) return std::size_t{0};
        const auto sessions = sessions_.end_users().sessions(end_user);
        if (!sessions) return sessions.error();
        std::size_t count = 0;
        for (const SessionId& id : *sessions) {
            Result<bool> ended = false;
            do {
                const auto found = sessions_.store().find(id);
                if (!found) return found.error();
                if (!*found || (*found)->record.is_over()) break;
                ended =
                    sessions_.end({id, (*found)->record, (*found)->version}, SessionState::revoked);
                if (!ended.has_value()) return ended.error();
                if (*ended) ++count;
            } while (!*ended);
        }
        return count;
    }

private:
    using Snapshot = typename SetupType::Snapshot;
    using Current = typename Sessions<SetupType, Store, Clients>::Current;

    // --- Decisions --------------------------------------------------------------------------

    /// A name that no channel can have is not kept: it may be of any length, or no text at all.
    Decision begin_decision(std::string_view operation, const Snapshot& snapshot,
                            std::string_view channel) const {
        const std::string_view kept = check_record_name(channel) ? channel : std::string_view{};
        return {operation, sessions_.now(), snapshot.settings().tenant, std::string{kept},
                snapshot.number()};
    }

    void name_subject(Decision& decision, const Admission& admission) const {
        if constexpr (!std::is_same_v<Sink, NoDecisions>) {
            decision.subject = hash_subject(sink_.salt(), admission.identity.subject());
        }
    }

    /// Hands the decision on, and the result of it.
    template <class T>
    Result<T> decided(Decision& decision, Result<T> result) {
        if (!result) decision.error = result.error().code();
        sink_.record(decision);
        return result;
    }
    Error decided(Decision& decision, Error error) {
        decision.error = error.code();
        sink_.record(decision);
        return error;
    }

    /// \return `record_name` for a client that gives itself too long a name.
    static Result<void> check_client(const Client& client) noexcept {
        if (client.id.size() > limits::client_bytes) return Errc::record_name;
        return {};
    }

    // --- Letting in -------------------------------------------------------------------------

    /// \return `token_replayed` where tokens are for single use, and this one was used or cannot be
    /// told from others.
    Result<void> use_once(const Snapshot& snapshot, const Admission& admission) {
        if (!snapshot.settings().policy.single_use_tokens) return {};
        const Result<std::string_view> jti = admission.identity.claims().string("jti");
        if (!jti) return Errc::token_replayed;
        std::string name;
        detail::append_field(snapshot.settings().tenant, name);
        detail::append_field(admission.identity.issuer(), name);
        detail::append_field(*jti, name);
        const NumericDate until =
            admission.proof->expires_at.plus_seconds(vouch::limits::leeway_seconds_cap);
        const Result<bool> first = sessions_.store().use_token_id(name, {sessions_.now(), until});
        if (!first.has_value()) return first.error();
        if (!*first) return Errc::token_replayed;
        return {};
    }

    Result<Opened> open_verified(const Snapshot& snapshot, std::string_view channel,
                                 Admission admission, Client client) {
        const ExpirationTime time = snapshot.find_channel(channel)->settings->verified_expiration;
        Result<Opened> opened = sessions_.enter(
            random_,
            Participant{{std::move(admission.end_user)}, std::string{channel}, std::move(client)},
            Session{.proof = std::move(admission.proof),
                    .state = SessionState::verified,
                    .expires_at = sessions_.now().plus_seconds(time.seconds()),
                    .snapshot = snapshot.number()},
            NewToken::yes);
        if (opened) opened->identity = std::move(admission.identity);
        return opened;
    }

    // --- Renewal ----------------------------------------------------------------------------

    /// \return the session as it was written, or nothing where somebody else was faster.
    Result<std::optional<Session>> renew_with(const Snapshot& snapshot, const Current& current,
                                              const Admission& admission) {
        const NumericDate now = sessions_.now();
        Session next = renewed(snapshot, current.record, now);
        next.proof = admission.proof;
        const Result<bool> written = sessions_.write(current, next);
        if (!written.has_value()) return written.error();
        if (!*written) return std::optional<Session>{};
        if (auto told = sessions_.end_users().answered(next, current.id, now); !told)
            return told.error();
        return std::optional<Session>{std::move(next)};
    }

    // --- Ends -------------------------------------------------------------------------------

    /// Ends a session in the state that `choose` says, where that is another.
    template <class Choose>
    Result<void> leave(std::string_view authorization, Choose choose) {
        for (;;) {
            const Result<Current> current = sessions_.settle(authorization, Announce::leaving);
            if (!current) return current.error();
            const Session& session = current->record;
            if (session.is_over()) return *refusal_of(session.state);
            const SessionState state = choose(session);
            if (state == session.state) return {};
            const Result<bool> written = sessions_.end(*current, state);
            if (!written.has_value()) return written.error();
            if (*written) return {};
        }
    }

    std::shared_ptr<SetupType> setup_;
    Sessions<SetupType, Store, Clients> sessions_;
    [[no_unique_address]] Random random_;
    [[no_unique_address]] Sink sink_;
};

template <class... SetupPolicies, class Store, class... Policies>
Exchange(std::shared_ptr<Setup<SetupPolicies...>>, Store&, Policies...)
    -> Exchange<Setup<SetupPolicies...>, Store, Policies...>;

}  // namespace vouch::inline v1::messaging

#endif
