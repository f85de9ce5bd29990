// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SESSION_RULES_HPP
#define VOUCH_MESSAGING_SESSION_RULES_HPP

#include <vouch/messaging/admission.hpp>
#include <vouch/messaging/channel_kind.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/snapshot.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstdint>
#include <utility>

// What becomes of a session with time, and with its set-up. Pure: nothing is read, written or told.

namespace vouch::inline v1::messaging {

/// Whether a session is as it was written last; the usual case, which needs no snapshot.
inline bool is_unchanged(const Session& session, NumericDate now, std::uint64_t snapshot) noexcept {
    return session.is_over() ||
           (session.is_live() && now < session.expires_at && session.snapshot == snapshot);
}

/// What a session needs next.
enum class Step : std::uint8_t {
    none,
    renew,         ///< its time is over, and it needs no new token
    challenge,     ///< its client has to show a new token, whatever others have shown
    ask_end_user,  ///< what its end user has shown elsewhere decides
    expire,
    revoke,
};

/// Whether a proof serves a session now: its token is not over (no leeway), and what it was
/// verified with is in use.
template <class Composition>
bool is_valid(const Snapshot<Composition>& snapshot, const Participant& participant,
              const Proof& proof, NumericDate now) {
    return now < proof.expires_at &&
           standing_of(snapshot, participant, proof, true) == Standing::holds;
}

template <class Composition>
Step step_of_unverified(const Snapshot<Composition>& snapshot, const Session& session,
                        NumericDate now) {
    const Standing standing = standing_of(snapshot, *session.participant);
    if (standing == Standing::voided) return Step::revoke;
    const bool runs_out = snapshot.settings().policy.on_deactivation == OnDeactivation::run_out;
    if (standing == Standing::gone && !runs_out) return Step::revoke;
    if (now < session.expires_at) return Step::none;
    if (standing == Standing::gone) return Step::expire;
    const auto* channel = snapshot.find_channel(session.participant->channel);
    const bool in_app = channel->settings->kind == ChannelKind::enhanced_in_app_chat;
    return in_app ? Step::renew : Step::expire;
}

template <class Composition>
Step step_of_verified(const Snapshot<Composition>& snapshot, const Session& session,
                      NumericDate now) {
    const Participant& participant = *session.participant;
    const Standing standing = standing_of(snapshot, participant, *session.proof, false);
    if (standing == Standing::voided) return Step::revoke;
    const bool waits = session.state == SessionState::renewal_pending;
    if (standing == Standing::gone) {
        const OnDeactivation policy = snapshot.settings().policy.on_deactivation;
        if (policy == OnDeactivation::end_now) return Step::revoke;
        if (policy == OnDeactivation::challenge && !waits) return Step::challenge;
    }
    if (waits) return Step::ask_end_user;
    if (now < session.expires_at) return Step::none;
    return is_valid(snapshot, participant, *session.proof, now) ? Step::renew : Step::ask_end_user;
}

/// What a session that is not over needs at `now`.
template <class Composition>
Step step_of(const Snapshot<Composition>& snapshot, const Session& session, NumericDate now) {
    return session.state == SessionState::unverified ? step_of_unverified(snapshot, session, now)
                                                     : step_of_verified(snapshot, session, now);
}

/// Whether the newest token of the end user serves this session too. It does not where the
/// session's own token would not stand any more, apart from its time: who was let in by a key that
/// is out of use shows a token themselves. Nor does one that came after the deadline.
template <class Composition>
bool is_served_by(const Snapshot<Composition>& snapshot, const Session& session,
                  const EndUserRecord& record, NumericDate now) {
    const Participant& participant = *session.participant;
    if (!record.proof || !is_valid(snapshot, participant, *record.proof, now)) return false;
    if (standing_of(snapshot, participant, *session.proof, false) != Standing::holds) return false;
    return session.state == SessionState::verified || record.proof_at < session.deadline;
}

/// Whether a verified user's token may renew a session.
///
/// \return `identity_changed`, `renewal_not_newer`.
inline Result<void> check_renewal(const Session& session, const Admission& admission) {
    if (!(admission.end_user == session.end_user())) return Errc::identity_changed;
    if (session.proof->issuer != admission.proof->issuer) return Errc::identity_changed;
    if (admission.proof->expires_at <= session.proof->expires_at) return Errc::renewal_not_newer;
    if (session.proof->issued_at &&
        (!admission.proof->issued_at || *admission.proof->issued_at < *session.proof->issued_at)) {
        return Errc::renewal_not_newer;
    }
    return {};
}

/// Whether a session that waits for a token still may. That another session of the end user has
/// answered the challenge does not end it.
inline bool may_wait(const Session& session, const EndUserRecord& record,
                     NumericDate now) noexcept {
    return now < session.deadline && (!record.challenge || record.challenge->is_open(now));
}

/// The session, compared with a snapshot.
inline Session after(Session session, std::uint64_t snapshot) noexcept {
    session.snapshot = snapshot;
    return session;
}

/// The session with its full time again.
template <class Composition>
Session renewed(const Snapshot<Composition>& snapshot, Session session, NumericDate now) {
    const ChannelSettings& settings =
        *snapshot.find_channel(session.participant->channel)->settings;
    const bool verified = session.end_user().is_verified();
    session.state = verified ? SessionState::verified : SessionState::unverified;
    session.expires_at = now.plus_seconds(
        (verified ? settings.verified_expiration : settings.unverified_expiration).seconds());
    session.deadline = {};
    session.snapshot = snapshot.number();
    return session;
}

/// The session, over for good. What its token has shown is wiped.
inline Session ended(Session session, SessionState state) noexcept {
    session.state = state;
    session.proof = nullptr;
    return session;
}

/// When a store may forget a session.
inline NumericDate forgotten_at(const Session& session) noexcept {
    NumericDate last = session.expires_at;
    if (session.proof) last = std::max(last, session.proof->expires_at);
    return last.plus_seconds(limits::forgotten_after_seconds);
}

}  // namespace vouch::inline v1::messaging

#endif
