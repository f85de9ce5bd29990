// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_END_USERS_HPP
#define VOUCH_MESSAGING_END_USERS_HPP

#include <vouch/messaging/authorization_token.hpp>
#include <vouch/messaging/challenge.hpp>
#include <vouch/messaging/end_user.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/session_rules.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

/// Whether a session is opened by a token that was just verified, or from another session.
enum class NewToken : std::uint8_t { no, yes };

/// What the sessions of an end user have in common: each function is one compare-and-swap on the
/// record of that end user, repeated until it holds.
///
/// \return of each: `store_full` or `store_failed`, besides what stands with it.
template <session_store Store>
class EndUsers {
public:
    explicit EndUsers(Store& store) noexcept : store_{store} {}

    /// A challenge, and whether this call opened it.
    struct Asked {
        Challenge challenge;
        bool is_new;
    };

    /// The record as it is; an empty one where there is none.
    Result<EndUserRecord> find(const EndUser& end_user) {
        auto found = store_.find(end_user.encode());
        if (!found) return found.error();
        return *found ? std::move((*found)->record) : EndUserRecord{};
    }

    Result<std::vector<SessionId>> sessions(const EndUser& end_user) {
        Result<EndUserRecord> record = find(end_user);
        if (!record) return record.error();
        return std::move(record->sessions);
    }

    /// Adds a session that is about to be opened. A new token answers an open challenge as well.
    ///
    /// \return the generation of its conversation, or `too_many_sessions`.
    Result<std::uint64_t> join(const EndUser& end_user, const SessionId& id, const Session& session,
                               NewToken token, NumericDate now) {
        return change<std::uint64_t>(
            end_user, session, now, [&](EndUserRecord& record) -> Result<std::uint64_t> {
                if (record.sessions.size() >= limits::sessions_of_end_user) {
                    if (auto left = make_room(record, now); !left) return left.error();
                }
                if (record.sessions.size() >= limits::sessions_of_end_user) {
                    return Errc::too_many_sessions;
                }
                record.sessions.push_back(id);
                if (token == NewToken::yes) show(record, session, now);
                return record.generation;
            });
    }

    /// Notes the token that a session was renewed with, which answers an open challenge.
    Result<void> answered(const Session& session, const SessionId& id, NumericDate now) {
        const auto done = change<std::uint64_t>(
            session.end_user(), session, now, [&](EndUserRecord& record) -> Result<std::uint64_t> {
                hold(record, id);
                show(record, session, now);
                return record.generation;
            });
        return done ? Result<void>{} : Result<void>{done.error()};
    }

    /// Sees to it that the record outlives a session that is about to get more time.
    Result<void> keep(const Session& session, const SessionId& id, NumericDate now) {
        const auto done = change<std::uint64_t>(
            session.end_user(), session, now, [&](EndUserRecord& record) -> Result<std::uint64_t> {
                hold(record, id);
                return record.generation;
            });
        return done ? Result<void>{} : Result<void>{done.error()};
    }

    /// The open challenge of an end user, or a new one.
    Result<Asked> challenge(const Session& session, ChallengeReason reason, NumericDate now) {
        return change<
            Asked>(session.end_user(), session, now, [&](EndUserRecord& record) -> Result<Asked> {
            const bool is_new = !record.challenge || !record.challenge->is_open(now);
            if (is_new) {
                record.challenge = Challenge{reason, now.plus_seconds(limits::challenge_seconds)};
            }
            return Asked{*record.challenge, is_new};
        });
    }

    /// Counts a refused token for the open challenge.
    ///
    /// \return the challenge, or nothing where none is open any more.
    Result<std::optional<Challenge>> count_attempt(const Session& session, ChallengeReason reason,
                                                   NumericDate now) {
        return change<std::optional<Challenge>>(
            session.end_user(), session, now,
            [&](EndUserRecord& record) -> Result<std::optional<Challenge>> {
                // There is none where another session has answered, which did not serve this one.
                if (!record.challenge) record.challenge = Challenge{reason, session.deadline};
                if (!record.challenge->is_open(now)) return std::optional<Challenge>{};
                record.challenge->reason = reason;
                ++record.challenge->attempts;
                return record.challenge;
            });
    }

    /// \return the generation that new sessions are of from now on.
    Result<std::uint64_t> begin_conversation(const Session& session, NumericDate now) {
        return change<std::uint64_t>(
            session.end_user(), session, now,
            [](EndUserRecord& record) -> Result<std::uint64_t> { return ++record.generation; });
    }

    /// Takes a session out that is over. With the last one goes what tokens have shown.
    ///
    /// \return the others.
    Result<std::vector<SessionId>> leave(const Session& session, const SessionId& id,
                                         NumericDate now) {
        return change<std::vector<SessionId>>(
            session.end_user(), session, now,
            [&](EndUserRecord& record) -> Result<std::vector<SessionId>> {
                std::erase(record.sessions, id);
                if (record.sessions.empty()) {
                    record.proof = nullptr;
                    record.challenge = {};
                }
                return record.sessions;
            });
    }

private:
    /// Where the record was forgotten, the session is not in it any more.
    static void hold(EndUserRecord& record, const SessionId& id) {
        const auto& ids = record.sessions;
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) record.sessions.push_back(id);
    }

    static void show(EndUserRecord& record, const Session& session, NumericDate now) {
        record.proof = session.proof;
        record.proof_at = now;
        record.challenge = {};
    }

    /// Takes the sessions out that are over. If that is not enough, those end here that nobody has
    /// used since their time was over, or who let a challenge pass: tabs that were closed without a
    /// log-out.
    Result<void> make_room(EndUserRecord& record, NumericDate now) {
        std::vector<SessionId> live;
        for (const SessionId& id : record.sessions) {
            const auto found = store_.find(id);
            if (!found) return found.error();
            if (*found && !(*found)->record.is_over()) live.push_back(id);
        }
        record.sessions = std::exchange(live, {});
        if (record.sessions.size() < limits::sessions_of_end_user) return {};

        for (const SessionId& id : record.sessions) {
            const auto found = store_.find(id);
            if (!found) return found.error();
            if (!*found || (*found)->record.is_over()) continue;
            const Session& session = (*found)->record;
            if (now < session.expires_at || now < session.deadline) {
                live.push_back(id);
                continue;
            }
            const Session over = ended(session, SessionState::expired);
            const auto left =
                store_.replace(id, (*found)->version, over, {now, forgotten_at(over)});
            if (!left.has_value()) return left.error();
            if (!*left) live.push_back(id);
        }
        record.sessions = std::move(live);
        return {};
    }

    template <class T, class Change>
    Result<T> change(const EndUser& end_user, const Session& session, NumericDate now,
                     Change change) {
        const std::string key = end_user.encode();
        for (;;) {
            auto found = store_.find(key);
            if (!found) return found.error();
            EndUserRecord record = *found ? std::move((*found)->record) : EndUserRecord{};
            const std::uint64_t version = *found ? (*found)->version : 0;
            Result<T> result = change(record);
            if (!result) return result;
            record.kept_until = std::max(record.kept_until, forgotten_at(session));
            // A generation is never forgotten: the one before it would come back to life. Nobody
            // comes back as an unverified end user.
            const bool forever = record.generation != 0 && end_user.is_verified();
            const NumericDate until = forever ? Retention::forever : record.kept_until;
            const Result<bool> written = store_.replace(key, version, record, {now, until});
            if (!written.has_value()) return written.error();
            if (*written) return result;
        }
    }

    Store& store_;
};

}  // namespace vouch::inline v1::messaging

#endif
