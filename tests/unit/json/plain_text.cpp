// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/plain_text.hpp>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(json_plain_text)

namespace {

using vouch::json::detail::copy_plain;
using vouch::json::detail::EightCharacters;
using vouch::json::detail::is_plain;
using vouch::json::detail::PlainBlock;

constexpr bool copies(std::string_view text, std::string_view plain, std::size_t room) {
    char copy[32] = {};
    return copy_plain(text, {copy, room}) == plain.size() &&
           std::string_view{copy, plain.size()} == plain;
}
constexpr bool copies_up_to_what_is_special() {
    return copies("", "", 0) && copies("a", "a", 1) && copies("abc\"", "abc", 32) &&
           copies("\\u", "", 32) && copies("\xC3\xA9", "", 32) && copies("a\n", "a", 32) &&
           copies("a\x7F", "a\x7F", 32) && copies("more than the room", "more than", 9) &&
           copies("a text of two blocks and more\"\"", "a text of two blocks and more", 32);
}
static_assert(copies_up_to_what_is_special());

/// Copies into room of exactly `room` bytes, so that sanitizers see what is written behind it.
template <class Block>
std::string copy_of(std::string_view text, std::size_t room) {
    std::vector<char> copy(room);
    const std::size_t size = copy_plain<Block>(text, copy);
    BOOST_REQUIRE_LE(size, room);
    return {copy.data(), size};
}

/// Tries what ends a string at every place of some blocks, beside characters of all kinds.
template <class Block>
void finds_what_is_special_at_every_place() {
    constexpr std::size_t size = 40;
    for (std::size_t at = 0; at < size; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text(size, 'x');
            text[at] = static_cast<char>(byte);
            const std::string expected = text.substr(0, is_plain(text[at]) ? size : at);
            BOOST_REQUIRE_EQUAL(copy_of<Block>(text, size), expected);
            for (std::size_t behind = at + 1; behind < size; ++behind) {
                text[behind] = '!';  // next to a quote, in case a borrow ran on
            }
            BOOST_REQUIRE_EQUAL(copy_of<Block>(text, size),
                                text.substr(0, is_plain(text[at]) ? size : at));
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(copies_at_run_time_as_at_compile_time) {
    BOOST_CHECK(copies_up_to_what_is_special());
}

BOOST_AUTO_TEST_CASE(plain_is_ascii_but_quotes_backslashes_and_control_characters) {
    for (int byte = 0; byte < 256; ++byte) {
        const bool special = byte < 0x20 || byte == '"' || byte == '\\' || byte >= 0x80;
        BOOST_CHECK_EQUAL(is_plain(static_cast<char>(byte)), !special);
    }
}

BOOST_AUTO_TEST_CASE(finds_what_is_special_at_every_place_of_a_string) {
    finds_what_is_special_at_every_place<PlainBlock>();
    if constexpr (std::endian::native == std::endian::little) {
        finds_what_is_special_at_every_place<EightCharacters>();
    }
}

BOOST_AUTO_TEST_CASE(writes_no_more_than_there_is_room_for) {
    const std::string text(70, 'x');
    for (std::size_t size = 0; size <= text.size(); ++size) {
        for (std::size_t room = 0; room <= text.size(); ++room) {
            // A text that ends where its memory ends.
            const std::vector<char> exact(text.begin(),
                                          text.begin() + static_cast<std::ptrdiff_t>(size));
            const std::string_view view{exact.data(), exact.size()};
            BOOST_REQUIRE_EQUAL(copy_of<PlainBlock>(view, room).size(), size < room ? size : room);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
