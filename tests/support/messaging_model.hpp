// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MESSAGING_MODEL_HPP
#define VOUCH_TESTS_SUPPORT_MESSAGING_MODEL_HPP

#include <vouch/messaging/challenge.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/messaging_records.hpp"

// Messaging once more, as slow and as plain as it can be said: one tenant, no versions, no hashes,
// no snapshots, no retries.

namespace vouch_tests::messaging_model {

class Tenant {
public:
    explicit Tenant(TenantPolicy policy) : settings{policy} {}

    Settings settings;
    std::int64_t wall = 0;               ///< what the clock shows: by that tokens are judged
    std::int64_t now = 0;                ///< never goes back: by that sessions end
    std::deque<Session> sessions = {};   ///< in the order in which they were opened
    std::vector<std::string> told = {};  ///< what clients were told, by the operation

    template <class Edit>
    Failure change(bool permitted, Edit edit) {
        if (!permitted) return Errc::permission_denied;
        Settings next = settings;
        if (Failure failure = edit(next)) return failure;
        if (Failure failure = next.flaw()) return failure;
        ++next.number;
        settings = next;
        return {};
    }

    // --- Ways in --------------------------------------------------------------------------

    Answer open(const std::string& channel, const Token& token, const std::string& client) {
        Failure failure;
        const auto proof = verify(channel, token, failure);
        if (!proof) return answer(failure);
        if (!use_once(token)) return answer(Errc::token_replayed);
        return enter_verified(channel, *proof, client);
    }

    Answer open_unverified(const std::string& channel, const std::string& client) {
        if (Failure failure = way_in(channel, false)) return answer(failure);
        const std::string nobody_else = std::to_string(users_.size());
        User& user = user_of({false, channel, nobody_else, {}});
        const std::int64_t minutes = named(settings.channels, channel)->unverified_minutes;
        return enter({&user, channel, client, SessionState::unverified, now + 60 * minutes});
    }

    Answer continuation(std::size_t at, const std::string& client) {
        if (!is_known(at)) return answer(Errc::session_unknown);
        settle(sessions[at], Asks::yes);
        if (!sessions[at].is_live()) return refusal(sessions[at]);
        Session session = sessions[at];
        session.client = client;
        return enter(session);
    }

    Answer upgrade(std::size_t at, const Token& token) {
        if (!is_known(at)) return answer(Errc::session_unknown);
        Session& session = sessions[at];
        settle(session, Asks::yes);
        if (!session.is_live()) return refusal(session);
        Failure failure;
        const auto proof = verify(session.channel, token, failure);
        if (!proof) return answer(failure);
        if (session.state == SessionState::verified) {
            const bool same = key_of(session.channel, *proof) == session.user->key;
            return answer(same ? Errc::session_verified : Errc::identity_changed);
        }
        if (!use_once(token)) return answer(Errc::token_replayed);
        end(session, SessionState::cleared);
        return enter_verified(session.channel, *proof, std::string{session.client});
    }

    // --- Use ------------------------------------------------------------------------------

    Answer touch(std::size_t at) {
        if (!is_known(at)) return answer(Errc::session_unknown);
        settle(sessions[at], Asks::yes);
        return state_of(sessions[at]);
    }

    Answer renew(std::size_t at, const Token& token) {
        if (!is_known(at)) return answer(Errc::session_unknown);
        Session& session = sessions[at];
        settle(session, Asks::silently);
        if (session.is_over()) return refusal(session);
        if (!session.user->key.verified) return answer(Errc::session_unverified);

        Failure failure;
        const auto proof = verify(session.channel, token, failure);
        if (proof) {
            const Proof& last = *session.proof;
            if (key_of(session.channel, *proof) != session.user->key ||
                proof->issuer != last.issuer) {
                failure = Errc::identity_changed;
            } else if (proof->expires <= last.expires ||
                       (last.issued && (!proof->issued || *proof->issued < *last.issued))) {
                failure = Errc::renewal_not_newer;
            } else if (!use_once(token)) {
                failure = Errc::token_replayed;
            }
        }
        if (failure) {
            refuse(session, *failure);
            return answer(failure);
        }
        session.proof = *proof;
        refresh(session);
        show(*session.user, *proof);
        return state_of(session);
    }

    Answer begin_conversation(std::size_t at) {
        if (!is_known(at)) return answer(Errc::session_unknown);
        settle(sessions[at], Asks::yes);
        if (!sessions[at].is_live()) return refusal(sessions[at]);
        sessions[at].generation = ++sessions[at].user->generation;
        return state_of(sessions[at]);
    }

    // --- Ways out -------------------------------------------------------------------------

    Answer let_expire(std::size_t at) { return leave(at, SessionState::expired, false); }
    Answer clear(std::size_t at) { return leave(at, SessionState::cleared, true); }
    Answer revoke(std::size_t at) { return leave(at, SessionState::revoked, true); }

    Answer revoke(const User& user) {
        std::int64_t count = 0;
        for (Session& session : sessions) {
            if (session.user != &user || !is_there(session)) continue;
            end(session, SessionState::revoked);
            ++count;
        }
        return {"done", count};
    }

    // --- What there is --------------------------------------------------------------------

    /// A session is kept until it could not be renewed for three days, over or not.
    bool is_kept(const Session& session) const {
        const std::int64_t last = session.proof ? session.proof->expires : 0;
        return now < std::max(session.expires, last) + 72 * 60 * 60;
    }
    /// Whether it was used once, and when the store may forget that.
    bool was_used(const Token& token) const { return use_of(token) != nullptr; }
    bool may_be_forgotten(const Token& token) const {
        const Use* use = use_of(token);
        return use != nullptr && now >= use->until;
    }

    /// The check of section 5, up to and with the revocations: who the token speaks of, or
    /// nothing and why.
    std::optional<Proof> verify(const std::string& channel_name, const Token& token,
                                Failure& failure) const {
        constexpr std::int64_t leeway = 60;
        const auto refuse = [&](Errc code) {
            failure = code;
            return std::optional<Proof>{};
        };
        if ((failure = way_in(channel_name, true))) return {};
        bool any_active = false;
        const Keyset* keyset = nullptr;
        for (const Configuration& configuration :
             named(settings.channels, channel_name)->configurations) {
            if (!configuration.active) continue;
            any_active = true;
            if (settings.issuer_of(configuration) == token.issuer) {
                keyset = named(settings.keysets, configuration.keyset);
            }
        }
        if (!any_active) return refuse(Errc::no_active_configuration);
        if (token.flaw) return refuse(*token.flaw);
        if (keyset == nullptr) return refuse(Errc::issuer_mismatch);
        const Key* key = active_key(*keyset, token.kid);
        if (key == nullptr) return refuse(Errc::key_not_found);
        if (!key->algorithm.empty() && key->algorithm != token.algorithm) {
            return refuse(Errc::key_alg_mismatch);
        }
        if (key->material != token.material || !token.signature_holds) {
            return refuse(Errc::signature_invalid);
        }
        if (!token.expires) return refuse(Errc::claim_missing);
        if (wall >= *token.expires + leeway) return refuse(Errc::expired);
        if (token.not_before && wall < *token.not_before - leeway) {
            return refuse(Errc::not_yet_valid);
        }
        if (token.issued && *token.issued > wall + leeway) return refuse(Errc::issued_in_future);
        if (!token.subject) return refuse(Errc::claim_missing);
        if (token.subject->empty()) return refuse(Errc::claim_value);
        const Proof proof{token.issuer,   *token.subject, token.kid,
                          token.material, token.issued,   *token.expires};
        if (is_void(proof)) return refuse(Errc::token_revoked);
        return proof;
    }

private:
    struct Use {
        std::string issuer;
        std::string id;
        std::int64_t until;
    };
    /// Whether the client is asked for a token: not where it has just shown one, and there is
    /// nobody to be asked where it leaves.
    enum class Asks { yes, silently, nobody };
    enum class Standing { holds, gone, voided };

    // --- Letting in -----------------------------------------------------------------------

    Failure way_in(const std::string& name, bool verified) const {
        if (!settings.enabled) return Errc::tenant_disabled;
        const Channel* channel = named(settings.channels, name);
        if (channel == nullptr) return Errc::channel_unknown;
        if (!for_verified_users(channel->kind)) return Errc::channel_kind;
        if (channel->switched_on && !verified) return Errc::verification_required;
        if (!channel->switched_on && verified) return Errc::verification_off;
        return {};
    }

    const Key* active_key(const Keyset& keyset, const std::string& kid) const {
        for (const std::string& name : keyset.keys) {
            const Key* key = named(settings.keys, name);
            if (key->active && key->kid == kid) return key;
        }
        return nullptr;
    }

    bool is_void(const Proof& proof) const {
        for (const Revocation& revocation : settings.revocations) {
            if (revocation.issuer != proof.issuer) continue;
            if (revocation.of == Revocation::Of::key && revocation.name != proof.kid) continue;
            if (revocation.of == Revocation::Of::subject && revocation.name != proof.subject) {
                continue;
            }
            if (!proof.issued || *proof.issued < revocation.moment) return true;
        }
        return false;
    }

    /// Of a user who was let in at this channel.
    UserKey key_of(const std::string& channel, const Proof& proof) const {
        for (const Configuration& configuration :
             named(settings.channels, channel)->configurations) {
            if (!configuration.active || settings.issuer_of(configuration) != proof.issuer) {
                continue;
            }
            const bool with_issuer =
                settings.policy.continuity == vouch::messaging::Continuity::by_name_and_issuer;
            return {true, configuration.name, proof.subject,
                    with_issuer ? proof.issuer : std::string{}};
        }
        return {};
    }

    User& user_of(const UserKey& key) {
        for (User& user : users_) {
            if (user.key == key) return user;
        }
        return users_.emplace_back(User{key});
    }

    const Use* use_of(const Token& token) const {
        for (const Use& use : uses_) {
            if (use.issuer == token.issuer && use.id == token.id) return &use;
        }
        return nullptr;
    }

    bool use_once(const Token& token) {
        if (!settings.policy.single_use_tokens) return true;
        if (!token.id) return false;
        std::erase_if(uses_, [&](const Use& use) { return now >= use.until; });
        if (use_of(token) != nullptr) return false;
        uses_.push_back({token.issuer, *token.id, *token.expires + 600});
        return true;
    }

    Answer enter_verified(const std::string& channel, const Proof& proof,
                          const std::string& client) {
        User& user = user_of(key_of(channel, proof));
        const std::int64_t minutes = named(settings.channels, channel)->verified_minutes;
        Session session{&user, channel, client, SessionState::verified, now + 60 * minutes};
        session.proof = proof;
        const Answer entered = enter(session);
        if (entered.verdict == to_string(SessionState::verified)) show(user, proof);
        return entered;
    }

    Answer enter(Session session) {
        if (count_of(*session.user) >= 64) make_room(*session.user);
        if (count_of(*session.user) >= 64) return answer(Errc::too_many_sessions);
        session.generation = session.user->generation;
        sessions.push_back(session);
        return state_of(session);
    }

    std::size_t count_of(const User& user) const {
        std::size_t count = 0;
        for (const Session& session : sessions) {
            if (session.user == &user && is_there(session)) ++count;
        }
        return count;
    }

    /// Ends what was left alone when its time or its challenge was over, without a word.
    void make_room(const User& user) {
        for (Session& session : sessions) {
            if (session.user != &user || !is_there(session)) continue;
            if (now < session.expires || now < session.deadline) continue;
            session.state = SessionState::expired;
            session.proof.reset();
        }
    }

    /// A token that was accepted answers the challenge.
    void show(User& user, const Proof& proof) const {
        user.newest = proof;
        user.newest_at = now;
        user.challenge.reset();
    }

    // --- What becomes of a session --------------------------------------------------------

    Standing standing_of(const Session& session, const Proof& proof) const {
        if (!settings.enabled || is_void(proof)) return Standing::voided;
        if (way_in(session.channel, true)) return Standing::gone;
        const Configuration* configuration = named(
            named(settings.channels, session.channel)->configurations, session.user->key.scope);
        if (configuration == nullptr || !configuration->active) return Standing::gone;
        const Keyset* keyset = named(settings.keysets, configuration->keyset);
        if (keyset->issuer != proof.issuer) return Standing::gone;
        const Key* key = active_key(*keyset, proof.kid);
        if (key == nullptr || key->material != proof.material) return Standing::gone;
        return Standing::holds;
    }
    Standing standing_of(const Session& session) const {
        if (session.proof) return standing_of(session, *session.proof);
        if (!settings.enabled) return Standing::voided;
        return way_in(session.channel, false) ? Standing::gone : Standing::holds;
    }

    bool is_valid(const Session& session, const Proof& proof) const {
        return now < proof.expires && standing_of(session, proof) == Standing::holds;
    }
    bool is_open(const Challenge& challenge) const {
        return now < challenge.deadline && challenge.attempts < 3;
    }

    void settle(Session& session, Asks asks) {
        if (session.is_over()) return;
        const Standing standing = standing_of(session);
        const OnDeactivation policy = settings.policy.on_deactivation;
        const bool gone = standing == Standing::gone;
        if (standing == Standing::voided || (gone && policy == OnDeactivation::end_now)) {
            return end(session, SessionState::revoked);
        }
        if (session.state == SessionState::unverified) {
            if (gone && policy == OnDeactivation::challenge) {
                return end(session, SessionState::revoked);
            }
            if (now < session.expires) return;
            const bool renews = !gone && named(settings.channels, session.channel)->kind ==
                                             ChannelKind::enhanced_in_app_chat;
            return renews ? refresh(session) : end(session, SessionState::expired);
        }
        const bool waits = session.state == SessionState::renewal_pending;
        if (!waits && gone && policy == OnDeactivation::challenge) {
            return challenge(session, ChallengeReason::renew, asks);
        }
        if (!waits && now < session.expires) return;
        if (!waits && is_valid(session, *session.proof)) return refresh(session);

        // What another tab has shown serves this one too, if it came in time.
        User& user = *session.user;
        if (!gone && user.newest && is_valid(session, *user.newest) &&
            (!waits || user.newest_at < session.deadline)) {
            return refresh(session);
        }
        if (!waits) return challenge(session, ChallengeReason::expired, asks);
        const bool closed = user.challenge && !is_open(*user.challenge);
        if (now >= session.deadline || closed) end(session, SessionState::expired);
    }

    void refresh(Session& session) const {
        const Channel& channel = *named(settings.channels, session.channel);
        const bool verified = session.user->key.verified;
        session.state = verified ? SessionState::verified : SessionState::unverified;
        session.expires =
            now + 60 * (verified ? channel.verified_minutes : channel.unverified_minutes);
        session.deadline = 0;
    }

    void challenge(Session& session, ChallengeReason reason, Asks asks) {
        session.state = SessionState::renewal_pending;
        if (asks == Asks::nobody) return;
        User& user = *session.user;
        const bool is_new = !user.challenge || !is_open(*user.challenge);
        if (is_new) user.challenge = Challenge{now + 30};
        session.deadline = user.challenge->deadline;
        if (is_new && asks == Asks::yes) tell_challenged(session, reason);
    }

    /// A token was refused: where one was asked for, that is an attempt.
    void refuse(Session& session, Errc code) {
        if (session.state != SessionState::renewal_pending) return;
        User& user = *session.user;
        if (!user.challenge) user.challenge = Challenge{session.deadline};
        ++user.challenge->attempts;
        if (!is_open(*user.challenge)) return end(session, SessionState::expired);
        switch (code) {
            case Errc::verification_required:
                return tell_challenged(session, ChallengeReason::initial);
            case Errc::expired:
                return tell_challenged(session, ChallengeReason::expired);
            case Errc::key_not_found:
            case Errc::token_revoked:
            case Errc::renewal_not_newer:
                return tell_challenged(session, ChallengeReason::renew);
            default:
                return tell_challenged(session, ChallengeReason::malformed);
        }
    }

    void tell_challenged(const Session& session, ChallengeReason reason) {
        told.push_back("challenged " + session.client + ' ' + std::string{to_string(reason)} + ' ' +
                       std::to_string(session.user->challenge->deadline) + ' ' +
                       std::to_string(session.user->challenge->attempts));
    }

    void end(Session& session, SessionState state) {
        session.state = state;
        session.proof.reset();
        told.push_back("ended " + session.client + ' ' + std::string{to_string(state)});
        bool is_last = true;
        for (const Session& other : sessions) {
            if (other.user != session.user || !is_there(other)) continue;
            is_last = false;
            if (state == SessionState::cleared) told.push_back("logged_out " + other.client);
        }
        if (is_last) {
            session.user->newest.reset();
            session.user->challenge.reset();
        }
    }

    /// Ends a session, a live one only where `always`.
    Answer leave(std::size_t at, SessionState state, bool always) {
        if (!is_known(at)) return answer(Errc::session_unknown);
        settle(sessions[at], Asks::nobody);
        if (sessions[at].is_over()) return refusal(sessions[at]);
        if (always || !sessions[at].is_live()) end(sessions[at], state);
        return {"done"};
    }

    bool is_known(std::size_t at) const { return at < sessions.size() && is_kept(sessions[at]); }
    bool is_there(const Session& session) const { return !session.is_over() && is_kept(session); }

    static Answer refusal(const Session& session) {
        switch (session.state) {
            case SessionState::renewal_pending:
                return answer(Errc::renewal_pending);
            case SessionState::expired:
                return answer(Errc::session_expired);
            case SessionState::cleared:
                return answer(Errc::session_cleared);
            default:
                return answer(Errc::session_revoked);
        }
    }
    static Answer state_of(const Session& session) {
        if (!session.is_live()) return refusal(session);
        return {to_string(session.state), session.expires, session.generation};
    }

    std::deque<User> users_;
    std::vector<Use> uses_;
};

}  // namespace vouch_tests::messaging_model

#endif
