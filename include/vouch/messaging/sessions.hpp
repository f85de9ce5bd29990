// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SESSIONS_HPP
#define VOUCH_MESSAGING_SESSIONS_HPP

#include <vouch/error.hpp>
#include <vouch/messaging/authorization_token.hpp>
#include <vouch/messaging/challenge.hpp>
#include <vouch/messaging/client_api.hpp>
#include <vouch/messaging/end_users.hpp>
#include <vouch/messaging/random_source.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/session_rules.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/messaging/timeline.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/verify/identity.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace vouch::inline v1::messaging {

/// What a client gets that was let in.
struct Opened {
    AuthorizationToken authorization;  ///< for the client; it shows this at each use
    Session session;
    /// Who they are, and what their token says; of verified ones.
    std::optional<Identity> identity;
};

/// Whether a client is told of a challenge.
enum class Announce : std::uint8_t {
    no,  ///< it has just answered
    yes,
    leaving,  ///< it is about to go, so there is none
};

/// The sessions of one tenant in a store: finds one, writes what time and the set-up have made of
/// it, and ends it. What an Exchange stands on.
///
/// \return of each function that can fail: `store_full` or `store_failed`, besides what stands with
/// it.
template <class SetupType, session_store Store, client_api Clients>
class Sessions {
public:
    using Snapshot = typename SetupType::Snapshot;

    /// A session as it was read.
    struct Current {
        SessionId id;
        Session record;
        std::uint64_t version;
    };

    Sessions(std::shared_ptr<SetupType> setup, Store& store, Clients clients)
        : setup_{std::move(setup)},
          store_{store},
          end_users_{store},
          timeline_{setup_->clock()},
          clients_{std::move(clients)} {}

    NumericDate now() const noexcept { return timeline_.now(); }
    EndUsers<Store>& end_users() noexcept { return end_users_; }
    Store& store() noexcept { return store_; }

    /// Reads a session and writes what the time and the set-up have made of it.
    Result<Current> settle(std::string_view authorization, Announce announce) {
        const Result<SessionId> id = AuthorizationToken::id_of(authorization);
        if (!id) return id.error();
        for (;;) {
            auto found = store_.find(*id);
            if (!found) return found.error();
            if (!*found || (*found)->record.end_user().tenant() != setup_->tenant()) {
                return Errc::session_unknown;
            }
            Current current{*id, std::move((*found)->record), (*found)->version};
            const NumericDate now = timeline_.now();
            if (is_unchanged(current.record, now, setup_->number())) return current;
            const auto snapshot = setup_->snapshot();
            Result<Session> next = advance(*snapshot, current.record, now, announce);
            if (!next) return next.error();
            if (next->state == current.record.state && next->snapshot == current.record.snapshot &&
                next->expires_at == current.record.expires_at) {
                return current;
            }
            if (next->is_live() && next->expires_at != current.record.expires_at) {
                if (auto kept = end_users_.keep(*next, *id, now); !kept) return kept.error();
            }
            if (announce == Announce::leaving && next->state == SessionState::renewal_pending) {
                current.record = *std::move(next);  // the end is what will be written
                return current;
            }
            const Result<bool> written =
                next->is_over() ? end(current, next->state) : write(current, *next);
            if (!written.has_value()) return written.error();
            if (!*written) continue;
            current.record = *std::move(next);
            ++current.version;
            return current;
        }
    }

    /// Puts a session into the store, under a new authorization token. It is there before its end
    /// user's list names it, and nobody knows its token before both are.
    ///
    /// \return `random_failed`, `too_many_sessions`.
    template <random_source Random>
    Result<Opened> enter(const Random& random, Participant participant, Session session,
                         NewToken token) {
        const Result<AuthorizationToken> authorization = AuthorizationToken::make(random);
        if (!authorization) return authorization.error();
        const EndUser end_user = participant.conversation.end_user;
        const auto record = end_users_.find(end_user);
        if (!record) return record.error();
        participant.conversation.generation = record->generation;
        session.participant = std::make_shared<const Participant>(participant);
        Current current{authorization->id(), session, 0};
        const Result<bool> written = write(current, session);
        if (!written.has_value()) return written.error();
        if (!*written) return Errc::random_failed;  // 256 random bits that were given before
        ++current.version;

        const auto generation =
            end_users_.join(end_user, current.id, session, token, timeline_.now());
        if (!generation) {  // no room: what nobody can use may be forgotten at once
            const NumericDate now = timeline_.now();
            (void)store_.replace(current.id, current.version, ended(session, SessionState::expired),
                                 {now, now});
            return generation.error();
        }
        if (*generation != record->generation) {  // a conversation was begun meanwhile
            participant.conversation.generation = *generation;
            session.participant = std::make_shared<const Participant>(std::move(participant));
            const Result<bool> mended = write(current, session);
            if (!mended.has_value()) return mended.error();
        }
        return Opened{*authorization, std::move(session), {}};
    }

    /// How long the store has to keep a session.
    Retention retention(const Session& session) const {
        return {timeline_.now(), forgotten_at(session)};
    }

    /// \return `false` where the session was written meanwhile.
    Result<bool> write(const Current& current, const Session& next) {
        return store_.replace(current.id, current.version, next, retention(next));
    }

    /// Ends a session for good, and tells the clients that it concerns.
    ///
    /// \return `false` where the session was written meanwhile.
    Result<bool> end(const Current& current, SessionState state) {
        const Session next = ended(current.record, state);
        const Result<bool> written = write(current, next);
        if (!written.has_value() || !*written) return written;
        const auto others = end_users_.leave(next, current.id, timeline_.now());
        if (!others) return others.error();
        clients_.ended(next);
        if (state != SessionState::cleared) return true;
        for (const SessionId& id : *others) {
            const auto other = store_.find(id);
            if (other && *other && !(*other)->record.is_over()) {
                clients_.logged_out((*other)->record);
            }
        }
        return true;
    }

    /// A token was refused: while a challenge is open, that is one attempt less, unless there were
    /// no keys to tell.
    Result<void> count_attempt(const Current& current, const Error& error) {
        if (current.record.state != SessionState::renewal_pending) return {};
        if (!is_attempt(error.code())) return {};
        const auto challenge = end_users_.count_attempt(
            current.record, reason_for_client(error.code()), timeline_.now());
        if (!challenge) return challenge.error();
        if (*challenge && (*challenge)->attempts_left() != 0) {
            clients_.challenged(current.record, **challenge);
            return {};
        }
        const Result<bool> written = end(current, SessionState::expired);
        if (!written.has_value()) return written.error();
        return {};
    }

private:
    /// What has become of a session that is not over.
    Result<Session> advance(const Snapshot& snapshot, const Session& session, NumericDate now,
                            Announce announce) {
        switch (step_of(snapshot, session, now)) {
            case Step::none:
                return after(session, snapshot.number());
            case Step::revoke:
                return ended(session, SessionState::revoked);
            case Step::expire:
                return ended(session, SessionState::expired);
            case Step::renew:
                return renewed(snapshot, session, now);
            case Step::challenge:
                return challenged(snapshot, session, ChallengeReason::renew, now, announce);
            case Step::ask_end_user:
                break;
        }
        // Another tab or device of the same end user may have shown a token since.
        const auto record = end_users_.find(session.end_user());
        if (!record) return record.error();
        if (is_served_by(snapshot, session, *record, now)) {
            return renewed(snapshot, session, now);
        }
        if (session.state == SessionState::verified) {
            return challenged(snapshot, session, ChallengeReason::expired, now, announce);
        }
        if (!may_wait(session, *record, now)) return ended(session, SessionState::expired);
        return after(session, snapshot.number());
    }

    Result<Session> challenged(const Snapshot& snapshot, const Session& session,
                               ChallengeReason reason, NumericDate now, Announce announce) {
        Session next = after(session, snapshot.number());
        next.state = SessionState::renewal_pending;
        if (announce == Announce::leaving) return next;
        const auto challenge = end_users_.challenge(session, reason, now);
        if (!challenge) return challenge.error();
        next.deadline = challenge->challenge.deadline;
        if (challenge->is_new && announce == Announce::yes) {
            clients_.challenged(next, challenge->challenge);
        }
        return next;
    }

    std::shared_ptr<SetupType> setup_;
    Store& store_;
    EndUsers<Store> end_users_;
    Timeline<typename SetupType::Composition::clock> timeline_;
    [[no_unique_address]] Clients clients_;
};

}  // namespace vouch::inline v1::messaging

#endif
