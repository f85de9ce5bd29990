// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_UTF8_HPP
#define VOUCH_TEXT_UTF8_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace vouch::inline v1 {

/// UTF-8 (RFC 3629).
namespace utf8 {

/// The bytes of the character at the start of `rest`, 1 to 4; 0 where none is there that is
/// well-formed: overlong, a surrogate, over U+10FFFF, cut, or `rest` is empty.
///
/// Well-formed is what table 3-7 of the Unicode Standard lists (RFC 3629 §4).
constexpr std::size_t sequence_length(std::string_view rest) noexcept {
    if (rest.empty()) return 0;
    const auto lead = static_cast<unsigned char>(rest[0]);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (rest.size() < length) return 0;

    // Only the second byte has bounds that depend on the first.
    const auto second = static_cast<unsigned char>(rest[1]);
    const unsigned char lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((static_cast<unsigned char>(rest[i]) & 0xC0) != 0x80) return 0;
    }
    return length;
}

/// Whether the whole of `text` is well-formed.
constexpr bool valid(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

/// Writes the bytes of a character and returns how many there are; 0 for a surrogate or a number
/// over U+10FFFF, which are no characters.
constexpr std::size_t encode(char32_t character, std::span<char, 4> out) noexcept {
    const auto trail = [&](unsigned shift) {
        return static_cast<char>(0x80 | (character >> shift & 0x3F));
    };
    if (character < 0x80) {
        out[0] = static_cast<char>(character);
        return 1;
    }
    if (character < 0x800) {
        out[0] = static_cast<char>(0xC0 | character >> 6);
        out[1] = trail(0);
        return 2;
    }
    if (character < 0x1'0000) {
        if (character >= 0xD800 && character <= 0xDFFF) return 0;
        out[0] = static_cast<char>(0xE0 | character >> 12);
        out[1] = trail(6);
        out[2] = trail(0);
        return 3;
    }
    if (character > 0x10'FFFF) return 0;
    out[0] = static_cast<char>(0xF0 | character >> 18);
    out[1] = trail(12);
    out[2] = trail(6);
    out[3] = trail(0);
    return 4;
}

}  // namespace utf8

}  // namespace vouch::inline v1

#endif
