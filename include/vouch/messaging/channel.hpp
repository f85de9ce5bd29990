// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_CHANNEL_HPP
#define VOUCH_MESSAGING_CHANNEL_HPP

#include <vouch/messaging/channel_kind.hpp>
#include <vouch/messaging/expiration_time.hpp>
#include <vouch/messaging/user_verification.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace vouch::inline v1::messaging {

/// Names a channel whose kind is known when the program is built, so that the compiler refuses what
/// a channel of this kind cannot have: `Channel<ChannelKind::enhanced_web_chat>{"Support"}`.
template <ChannelKind Kind>
struct Channel {
    static constexpr ChannelKind kind = Kind;

    std::string_view name;
};

namespace detail {

template <ChannelKind Kind>
struct CheckCanVerifyUsers {
    static constexpr bool ok = [] {
        static_assert(can_verify_users(Kind),
                      "[VOUCH-180] user verification applies to Enhanced In-App Chat and Enhanced "
                      "Web Chat only: the clients of other channels cannot hold a token. "
                      "See docs/reference/diagnostics.md");
        return can_verify_users(Kind);
    }();
};

}  // namespace detail

/// What is set up for a channel.
struct ChannelSettings {
    std::string name;
    ChannelKind kind;
    /// The switch *Add User Verification*. On: the unverified way in is refused. Off: the verified
    /// one.
    bool user_verification = false;
    /// How long a session of an unverified user lasts.
    ExpirationTime unverified_expiration = minutes<360>;
    /// After how long a verified user's client has to show that its user is still that one.
    ExpirationTime verified_expiration = minutes<60>;
    std::vector<UserVerification> configurations = {};

    /// The one of the two that the switch picks.
    constexpr ExpirationTime expiration() const noexcept {
        return user_verification ? verified_expiration : unverified_expiration;
    }
    /// What the effective expiration time is called.
    constexpr std::string_view expiration_label() const noexcept {
        return user_verification ? "Authorization Token Expiration Time for Verified Users"
                                 : "Authorization Token Expiration Time for Unverified Users";
    }
};

}  // namespace vouch::inline v1::messaging

#endif
