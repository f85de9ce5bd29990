// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_PLAIN_TEXT_HPP
#define VOUCH_JSON_PLAIN_TEXT_HPP

#include <vouch/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace vouch::inline v1::json::detail {

/// Whether a character stands for itself in a JSON string and is ASCII: all but quotes, backslashes
/// and control characters (RFC 8259 §7).
constexpr bool is_plain(char character) noexcept {
    const auto byte = static_cast<unsigned char>(character);
    return byte != '"' && byte != '\\' && byte >= 0x20 && byte < 0x80;
}

/// Looks at eight characters as one integer, on little-endian machines.
struct EightCharacters {
    static constexpr std::size_t count = 8;

    /// How many of them are plain, from the first on.
    static std::size_t plain_length(const char* characters) noexcept {
        constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
        constexpr std::uint64_t tops = 0x8080'8080'8080'8080;
        std::uint64_t text = 0;
        std::memcpy(&text, characters, sizeof text);
        // The top bit of a byte says that it is not plain. A borrow may put a false one behind a
        // true one, never before, and only the first counts.
        const std::uint64_t quotes = (text ^ ones * '"') - ones;
        const std::uint64_t backslashes = (text ^ ones * '\\') - ones;
        const std::uint64_t controls = text - ones * 0x20;
        const std::uint64_t ends = (quotes | backslashes | controls | text) & tops;
        return static_cast<std::size_t>(std::countr_zero(ends)) / 8;
    }
};

#if defined(__SSE2__) && defined(__GNUC__)

/// The same for sixteen, with the vectors that every x86-64 processor has.
struct SixteenCharacters {
    static constexpr std::size_t count = 16;

    static std::size_t plain_length(const char* characters) noexcept {
        using Signed [[gnu::vector_size(16)]] = signed char;
        using Chars [[gnu::vector_size(16)]] = char;
        Signed text;
        std::memcpy(&text, characters, sizeof text);
        // Those beyond ASCII are less than the space, too: negative.
        const auto ends = (text == '"') | (text == '\\') | (text < ' ');
        const int bits = __builtin_ia32_pmovmskb128(reinterpret_cast<Chars>(ends));
        return static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(bits) | 0x1'0000));
    }
};
using PlainBlock = SixteenCharacters;

#else

using PlainBlock = EightCharacters;

#endif

/// Copies the plain characters at the start of `text`, as many as there is room for, and returns
/// their number. What lies behind them in `room` is of no meaning then.
template <class Block = PlainBlock>
[[gnu::always_inline]] constexpr std::size_t copy_plain(std::string_view text,
                                                        std::span<char> room) noexcept {
    const std::size_t most = text.size() < room.size() ? text.size() : room.size();
    std::size_t at = 0;
    if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
        for (; most - at >= Block::count; at += Block::count) {
            std::memcpy(room.data() + at, text.data() + at, Block::count);
            const std::size_t length = Block::plain_length(text.data() + at);
            if (length != Block::count) return at + length;
        }
    }
    for (; at < most && is_plain(text[at]); ++at) room[at] = text[at];
    return at;
}

}  // namespace vouch::inline v1::json::detail

#endif
