// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_CONTROL_CHARACTERS_HPP
#define VOUCH_TEXT_CONTROL_CHARACTERS_HPP

#include <vouch/version.hpp>

#include <string_view>

namespace vouch::inline v1 {

/// Whether `text` has one of U+0000 to U+001F or U+007F, which names of people and keys never need
/// and which cut C strings short and forge lines in logs.
constexpr bool has_control_characters(std::string_view text) noexcept {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return true;
    }
    return false;
}

}  // namespace vouch::inline v1

#endif
