// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_CHANNEL_KIND_HPP
#define VOUCH_MESSAGING_CHANNEL_KIND_HPP

#include <vouch/version.hpp>

#include <cstdint>
#include <string_view>

namespace vouch::inline v1::messaging {

/// What a channel connects to.
enum class ChannelKind : std::uint8_t {
    enhanced_in_app_chat,
    enhanced_web_chat,
    enhanced_whatsapp,
    standard_facebook_messenger,
    enhanced_facebook_messenger,
    standard_sms,
    enhanced_sms,
    enhanced_apple_messages_for_business,
    enhanced_line,
    bring_your_own_channel,
};

/// The name that people know a kind by, such as `"Enhanced LINE"`.
constexpr std::string_view to_string(ChannelKind kind) noexcept {
    switch (kind) {
        case ChannelKind::enhanced_in_app_chat:
            return "Enhanced In-App Chat";
        case ChannelKind::enhanced_web_chat:
            return "Enhanced Web Chat";
        case ChannelKind::enhanced_whatsapp:
            return "Enhanced WhatsApp";
        case ChannelKind::standard_facebook_messenger:
            return "Standard Facebook Messenger";
        case ChannelKind::enhanced_facebook_messenger:
            return "Enhanced Facebook Messenger";
        case ChannelKind::standard_sms:
            return "Standard SMS";
        case ChannelKind::enhanced_sms:
            return "Enhanced SMS";
        case ChannelKind::enhanced_apple_messages_for_business:
            return "Enhanced Apple Messages for Business";
        case ChannelKind::enhanced_line:
            return "Enhanced LINE";
        case ChannelKind::bring_your_own_channel:
            return "Bring Your Own Channel";
    }
    return "unknown";
}

/// Whether users can be verified on channels of this kind: their clients can hold a token.
constexpr bool can_verify_users(ChannelKind kind) noexcept {
    return kind == ChannelKind::enhanced_in_app_chat || kind == ChannelKind::enhanced_web_chat;
}

}  // namespace vouch::inline v1::messaging

#endif
