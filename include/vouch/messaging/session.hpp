// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SESSION_HPP
#define VOUCH_MESSAGING_SESSION_HPP

#include <vouch/config.hpp>
#include <vouch/error.hpp>
#include <vouch/messaging/conversation.hpp>
#include <vouch/text/bounded_text.hpp>
#include <vouch/time/numeric_date.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::inline v1::messaging {

/// Where a client runs.
enum class Platform : std::uint8_t { web, ios, android };

/// One tab or device of an end user.
struct Client {
    std::string id;  ///< as the user of the library names it, at most limits::client_bytes
    Platform platform = Platform::web;

    friend bool operator==(const Client&, const Client&) = default;
};

/// Whose session it is and where. Does not change.
struct Participant {
    Conversation conversation;
    std::string channel;
    Client client;

    friend bool operator==(const Participant&, const Participant&) = default;
};

/// What an identity token has shown. The token itself is not kept.
struct Proof {
    std::string issuer;
    std::string subject;
    std::string kid;
    std::uint64_t key_fingerprint;  ///< of the key that it was signed with
    std::optional<NumericDate> issued_at;
    NumericDate expires_at;
    BoundedText<vouch::limits::algorithm_bytes> algorithm = {};  ///< `alg`

    friend bool operator==(const Proof&, const Proof&) = default;
};

enum class SessionState : std::uint8_t {
    unverified,
    verified,
    renewal_pending,  ///< a challenge is open; nothing may be done in the session
    expired,
    cleared,
    revoked,
};

constexpr std::string_view to_string(SessionState state) noexcept {
    switch (state) {
        case SessionState::unverified:
            return "unverified";
        case SessionState::verified:
            return "verified";
        case SessionState::renewal_pending:
            return "renewal_pending";
        case SessionState::expired:
            return "expired";
        case SessionState::cleared:
            return "cleared";
        case SessionState::revoked:
            return "revoked";
    }
    return "unknown";
}

/// A chat session, as a store keeps it: a value whose copies are cheap.
struct Session {
    std::shared_ptr<const Participant> participant = {};  ///< never null
    std::shared_ptr<const Proof> proof = {};              ///< null where there is none, or no more
    SessionState state = SessionState::unverified;
    NumericDate expires_at = {};  ///< of the authorization token: from then on it is over
    NumericDate deadline = {};    ///< of the challenge, where one is open
    std::uint64_t snapshot = 0;   ///< the number of the set-up that it was last compared with

    const EndUser& end_user() const noexcept { return participant->conversation.end_user; }
    /// Whether it is `unverified` or `verified`, whatever the time.
    bool is_live() const noexcept {
        return state == SessionState::unverified || state == SessionState::verified;
    }
    /// Whether nothing brings it back.
    bool is_over() const noexcept { return !is_live() && state != SessionState::renewal_pending; }
};

/// The Errc of a state in which nothing may be done: `renewal_pending`, `session_expired`,
/// `session_cleared` or `session_revoked`; nothing for a live one.
constexpr std::optional<Errc> refusal_of(SessionState state) noexcept {
    switch (state) {
        case SessionState::unverified:
        case SessionState::verified:
            return {};
        case SessionState::renewal_pending:
            return Errc::renewal_pending;
        case SessionState::expired:
            return Errc::session_expired;
        case SessionState::cleared:
            return Errc::session_cleared;
        case SessionState::revoked:
            return Errc::session_revoked;
    }
    return Errc::session_unknown;
}

}  // namespace vouch::inline v1::messaging

#endif
