// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_CONTROL_CHARACTERS_HPP
#define VOUCH_TEXT_CONTROL_CHARACTERS_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace vouch::inline v1 {

/// Whether `text` has one of U+0000 to U+001F or U+007F, which names of people and keys never need
/// and which cut C strings short and forge lines in logs.
constexpr bool has_control_characters(std::string_view text) noexcept {
    std::size_t at = 0;
    if (!std::is_constant_evaluated()) {
        // The top bit of a byte says that it is below U+0020, or U+007F. A borrow may put a false
        // one beside a true one, never elsewhere.
        constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
        constexpr std::uint64_t tops = 0x8080'8080'8080'8080;
        for (std::uint64_t eight = 0; text.size() - at >= 8; at += 8) {
            std::memcpy(&eight, text.data() + at, 8);
            const std::uint64_t low = (eight - ones * 0x20) | ((eight ^ ones * 0x7F) - ones);
            if ((low & ~eight & tops) != 0) return true;
        }
    }
    for (; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) < 0x20 || text[at] == 0x7F) return true;
    }
    return false;
}

}  // namespace vouch::inline v1

#endif
