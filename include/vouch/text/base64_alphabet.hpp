// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_BASE64_ALPHABET_HPP
#define VOUCH_TEXT_BASE64_ALPHABET_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vouch::inline v1::detail {

/// One of the two alphabets of RFC 4648 (§4, §5), for writing and for reading.
struct Base64Alphabet {
    char symbols[64] = {};
    std::uint32_t values[256] = {};  // by character

    consteval Base64Alphabet(char symbol62, char symbol63) noexcept {
        std::size_t count = 0;
        for (char c = 'A'; c <= 'Z'; ++c) symbols[count++] = c;
        for (char c = 'a'; c <= 'z'; ++c) symbols[count++] = c;
        for (char c = '0'; c <= '9'; ++c) symbols[count++] = c;
        symbols[62] = symbol62;
        symbols[63] = symbol63;
        for (std::uint32_t& value : values) value = 0xFFFF'FFFF;
        for (std::uint32_t i = 0; i < 64; ++i) values[static_cast<unsigned char>(symbols[i])] = i;
    }

    /// The six bits of a character. One outside the alphabet has all 32 bits set, so that a mistake
    /// shows above the 24 bits of a group wherever in the group it is.
    constexpr std::uint32_t value(char c) const noexcept {
        return values[static_cast<unsigned char>(c)];
    }
    constexpr char symbol(std::uint32_t value) const noexcept { return symbols[value & 0x3F]; }
};

inline constexpr Base64Alphabet base64_alphabet{'+', '/'};
inline constexpr Base64Alphabet base64url_alphabet{'-', '_'};

/// Whether none of the characters that went into these groups was outside the alphabet.
constexpr bool base64_groups_are_valid(std::uint32_t groups) noexcept { return groups >> 24 == 0; }

/// Decodes whole groups of four characters into three bytes each, and says whether all characters
/// were in the alphabet. What decoding costs, it costs here.
template <class Byte>
constexpr bool decode_base64_groups(const Base64Alphabet& alphabet, std::string_view text,
                                    Byte* out) noexcept {
    std::uint32_t all = 0;
    for (std::size_t i = 0; i < text.size(); i += 4, out += 3) {
        const std::uint32_t group = alphabet.value(text[i]) << 18 |
                                    alphabet.value(text[i + 1]) << 12 |
                                    alphabet.value(text[i + 2]) << 6 | alphabet.value(text[i + 3]);
        all |= group;
        out[0] = static_cast<Byte>(group >> 16 & 0xFF);
        out[1] = static_cast<Byte>(group >> 8 & 0xFF);
        out[2] = static_cast<Byte>(group & 0xFF);
    }
    return base64_groups_are_valid(all);
}

/// The bytes that unpadded text of this size stands for.
constexpr std::size_t base64_decoded_size(std::size_t text_size) noexcept {
    return text_size / 4 * 3 + text_size % 4 * 3 / 4;
}

/// Decodes text without padding; nothing where it is malformed or `out` is too small. The whole
/// groups are left to `decode_groups`, which does what decode_base64_groups does.
template <class Byte, class DecodeGroups>
constexpr std::optional<std::size_t> decode_base64(const Base64Alphabet& alphabet,
                                                   std::string_view text, std::span<Byte> out,
                                                   DecodeGroups decode_groups) noexcept {
    static_assert(sizeof(Byte) == 1);
    const std::size_t size = base64_decoded_size(text.size());
    const std::size_t rest = text.size() % 4;
    if (rest == 1 || out.size() < size) return {};

    const std::size_t whole = text.size() - rest;
    if (!decode_groups(std::string_view{text.data(), whole}, out.data())) return {};
    if (rest == 0) return size;

    const std::uint32_t third = rest == 3 ? alphabet.value(text[whole + 2]) << 6 : 0;
    const std::uint32_t group =
        alphabet.value(text[whole]) << 18 | alphabet.value(text[whole + 1]) << 12 | third;
    const std::uint32_t unused_bits = rest == 3 ? 0xFF : 0xFFFF;
    if (!base64_groups_are_valid(group) || (group & unused_bits) != 0) return {};
    const std::size_t written = whole / 4 * 3;
    out[written] = static_cast<Byte>(group >> 16 & 0xFF);
    if (rest == 3) out[written + 1] = static_cast<Byte>(group >> 8 & 0xFF);
    return size;
}

/// The same, on any machine.
template <class Byte>
constexpr std::optional<std::size_t> decode_base64(const Base64Alphabet& alphabet,
                                                   std::string_view text,
                                                   std::span<Byte> out) noexcept {
    return decode_base64(alphabet, text, out, [&](std::string_view groups, Byte* bytes) {
        return decode_base64_groups(alphabet, groups, bytes);
    });
}

/// The characters that so many bytes take without padding.
constexpr std::size_t base64_encoded_size(std::size_t size) noexcept {
    return size / 3 * 4 + (size % 3 * 4 + 2) / 3;
}

/// Encodes without padding into `out`, which has room for it. Returns the characters written.
template <class Byte>
constexpr std::size_t encode_base64(const Base64Alphabet& alphabet, std::span<const Byte> bytes,
                                    std::span<char> out) noexcept {
    static_assert(sizeof(Byte) == 1);
    std::size_t written = 0;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t index) -> std::uint32_t {
            return index < bytes.size() ? static_cast<unsigned char>(bytes[index]) : 0;
        };
        const std::uint32_t group = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        out[written++] = alphabet.symbol(group >> 18);
        out[written++] = alphabet.symbol(group >> 12);
        if (i + 1 < bytes.size()) out[written++] = alphabet.symbol(group >> 6);
        if (i + 2 < bytes.size()) out[written++] = alphabet.symbol(group);
    }
    return written;
}

}  // namespace vouch::inline v1::detail

#endif
