// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_CHALLENGE_HPP
#define VOUCH_MESSAGING_CHALLENGE_HPP

#include <vouch/error.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/time/numeric_date.hpp>

#include <cstdint>
#include <string_view>

namespace vouch::inline v1::messaging {

/// Why a client is asked for an identity token. All that it hears of an error.
enum class ChallengeReason : std::uint8_t {
    initial,    ///< there is none yet
    renew,      ///< what the last one was verified with is gone
    expired,    ///< the authorization token and the last identity token are over
    malformed,  ///< the last one was refused
};

constexpr std::string_view to_string(ChallengeReason reason) noexcept {
    switch (reason) {
        case ChallengeReason::initial:
            return "initial";
        case ChallengeReason::renew:
            return "renew";
        case ChallengeReason::expired:
            return "expired";
        case ChallengeReason::malformed:
            return "malformed";
    }
    return "unknown";
}

/// What the client of an end user may know of why its token was refused.
constexpr ChallengeReason reason_for_client(Errc code) noexcept {
    switch (code) {
        case Errc::verification_required:
            return ChallengeReason::initial;
        case Errc::expired:
        case Errc::session_expired:
        case Errc::renewal_pending:
            return ChallengeReason::expired;
        case Errc::key_not_found:
        case Errc::keys_pending:
        case Errc::keyset_stale:
        case Errc::token_revoked:
        case Errc::renewal_not_newer:
        case Errc::session_revoked:
            return ChallengeReason::renew;
        default:
            return ChallengeReason::malformed;
    }
}

/// Whether a refusal says something of the token. One for want of keys does not: the client may
/// show the same token again, and none of its attempts is lost.
constexpr bool is_attempt(Errc code) noexcept {
    return code != Errc::keys_pending && code != Errc::keyset_stale;
}

/// A request for a valid identity token. One is open for an end user at a time, for all tabs and
/// devices.
struct Challenge {
    ChallengeReason reason;
    NumericDate deadline;        ///< from then on there is no answer
    std::uint32_t attempts = 0;  ///< tokens that were refused

    constexpr std::uint32_t attempts_left() const noexcept {
        return attempts < limits::challenge_attempts ? limits::challenge_attempts - attempts : 0;
    }
    /// Whether an answer at `now` still counts.
    constexpr bool is_open(NumericDate now) const noexcept {
        return now < deadline && attempts_left() != 0;
    }

    friend constexpr bool operator==(const Challenge&, const Challenge&) noexcept = default;
};

}  // namespace vouch::inline v1::messaging

#endif
