// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_CONVERSATION_HPP
#define VOUCH_MESSAGING_CONVERSATION_HPP

#include <vouch/messaging/end_user.hpp>

#include <cstdint>
#include <string>

namespace vouch::inline v1::messaging {

/// What messages belong to: an end user, and how often they have begun anew.
struct Conversation {
    EndUser end_user;
    std::uint64_t generation = 0;

    /// A text that is equal where the conversations are.
    std::string encode() const {
        std::string text = end_user.encode();
        detail::append_field(std::to_string(generation), text);
        return text;
    }

    friend bool operator==(const Conversation&, const Conversation&) = default;
};

}  // namespace vouch::inline v1::messaging

#endif
