// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/utf8.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(text_utf8)

namespace {

namespace utf8 = vouch::utf8;

static_assert(utf8::sequence_length("") == 0);
static_assert(utf8::sequence_length("a\xFF") == 1);
static_assert(utf8::sequence_length("\xC3\xA9") == 2);
static_assert(utf8::sequence_length("\xE2\x82\xAC!") == 3);
static_assert(utf8::sequence_length("\xF0\x9F\x98\x80") == 4);
static_assert(utf8::sequence_length("\xED\xA0\x80") == 0, "a surrogate");
static_assert(utf8::sequence_length("\xF4\x90\x80\x80") == 0, "over U+10FFFF");
static_assert(utf8::valid("") && utf8::valid("caf\xC3\xA9, eight and more bytes of ASCII"));
static_assert(!utf8::valid("eight and more bytes of ASCII, then \xC3"));

constexpr std::size_t encoded_length(char32_t character) {
    char bytes[4] = {};
    return utf8::encode(character, bytes);
}
static_assert(encoded_length(0x7F) == 1 && encoded_length(0x80) == 2);
static_assert(encoded_length(0x7FF) == 2 && encoded_length(0x800) == 3);
static_assert(encoded_length(0xFFFF) == 3 && encoded_length(0x10000) == 4);
static_assert(encoded_length(0x10FFFF) == 4 && encoded_length(0x110000) == 0);
static_assert(encoded_length(0xD800) == 0 && encoded_length(0xDFFF) == 0);

/// The character at the start of `bytes`, by the arithmetic of RFC 3629 §3 alone.
char32_t character_of(std::string_view bytes) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    char32_t character = bytes.size() == 1 ? byte(0) : byte(0) & (0x7FU >> bytes.size());
    for (std::size_t i = 1; i < bytes.size(); ++i) character = character << 6 | (byte(i) & 0x3FU);
    return character;
}

}  // namespace

// rules 60, 61
BOOST_AUTO_TEST_CASE(every_character_is_written_and_read_as_one_sequence) {
    std::size_t characters = 0;
    for (char32_t character = 0; character <= 0x110000; ++character) {
        char bytes[4] = {};
        const std::size_t length = utf8::encode(character, bytes);
        const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
        BOOST_REQUIRE((length == 0) == (surrogate || character == 0x110000));
        if (length == 0) continue;
        ++characters;
        const std::string_view text{bytes, length};
        BOOST_REQUIRE(utf8::sequence_length(text) == length);
        BOOST_REQUIRE(utf8::valid(text));
        BOOST_REQUIRE(character_of(text) == character);
        for (std::size_t cut = 1; cut < length; ++cut) {
            BOOST_REQUIRE(utf8::sequence_length(text.substr(0, cut)) == 0);
            BOOST_REQUIRE(utf8::sequence_length(text.substr(cut)) == 0);
        }
    }
    BOOST_TEST(characters == 0x110000U - 0x800U);
}

// rule 62
BOOST_AUTO_TEST_CASE(no_sequence_is_well_formed_but_those_that_are_written) {
    // Of the bytes after the second, one that is in bounds and those next to the bounds will do.
    std::size_t well_formed = 0;
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            for (const unsigned third : {0x7FU, 0x80U, 0xBFU, 0xC0U}) {
                for (const unsigned fourth : {0x7FU, 0x80U, 0xBFU, 0xC0U}) {
                    const std::string text{static_cast<char>(first), static_cast<char>(second),
                                           static_cast<char>(third), static_cast<char>(fourth)};
                    const std::size_t length = utf8::sequence_length(text);
                    if (length == 0) continue;
                    ++well_formed;
                    char bytes[4] = {};
                    const std::string_view sequence{text.data(), length};
                    BOOST_REQUIRE(utf8::encode(character_of(sequence), bytes) == length);
                    BOOST_REQUIRE((std::string_view{bytes, length} == sequence));
                }
            }
        }
    }
    // Table 3-7, row by row: of one byte, two, three, four.
    const std::size_t of_three = 32 + 12 * 64 + 32 + 2 * 64;
    const std::size_t of_four = 48 + 3 * 64 + 16;
    BOOST_TEST(well_formed == 128U * 256 * 16 + 30U * 64 * 16 + of_three * 2 * 4 + of_four * 4);
}

// rule 62
BOOST_AUTO_TEST_CASE(finds_a_fault_at_every_place_of_a_text) {
    for (const std::string_view fault :
         {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x9F\xBF", "\xE2\x82",
          "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF", "\xF0\x9F\x98", "\xF4\x90\x80\x80",
          "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xF8\x88\x80\x80\x80"}) {
        for (std::size_t before = 0; before < 20; ++before) {
            for (std::size_t after = 0; after < 20; ++after) {
                const std::string text =
                    std::string(before, 'a').append(fault).append(std::string(after, 'b'));
                BOOST_REQUIRE(!utf8::valid(text));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(takes_every_mixture_of_characters) {
    for (const std::string_view character :
         {"", "a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"}) {
        for (std::size_t before = 0; before < 20; ++before) {
            std::string text(before, 'a');
            for (int i = 0; i < 5; ++i) text.append(character).append(before, 'b');
            BOOST_REQUIRE(utf8::valid(text));
        }
    }
    BOOST_TEST(utf8::valid(std::string_view{"\0", 1}));
    BOOST_TEST(utf8::valid("\xEF\xBB\xBF"), "a byte order mark is a character like others");
}

BOOST_AUTO_TEST_SUITE_END()
