// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/base64.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(text_base64)

namespace {

namespace base64 = vouch::base64;

constexpr bool is_valid(std::string_view text) {
    std::vector<std::uint8_t> octets(base64::decoded_size(text.size()), std::uint8_t{0});
    return base64::decode(text, std::span{octets}).has_value();
}

constexpr bool are_one(std::string_view bytes, std::string_view text) {
    std::vector<char> decoded(base64::decoded_size(text.size()), char{0});
    const auto size = base64::decode(text, std::span{decoded});
    if (!size || std::string_view{decoded.data(), *size} != bytes) return false;
    std::vector<char> encoded(base64::encoded_size(bytes.size()), '?');
    const std::size_t written = base64::encode(std::span<const char>{bytes}, std::span{encoded});
    return written == encoded.size() && std::string_view{encoded.data(), written} == text;
}

// RFC 4648 §10.
static_assert(are_one("", ""));
static_assert(are_one("f", "Zg=="));
static_assert(are_one("fo", "Zm8="));
static_assert(are_one("foo", "Zm9v"));
static_assert(are_one("foob", "Zm9vYg=="));
static_assert(are_one("fooba", "Zm9vYmE="));
static_assert(are_one("foobar", "Zm9vYmFy"));
static_assert(are_one("\xFB\xFF\xBF", "+/+/"));
static_assert(!is_valid("Zg"), "no padding");
static_assert(!is_valid("Zh=="), "unused bits");
static_assert(!is_valid("-_-_"), "the other alphabet");

}  // namespace

BOOST_AUTO_TEST_CASE(writes_and_reads_the_examples_of_the_rfc) {
    for (const auto& [bytes, text] : {std::pair{"", ""},
                                      {"f", "Zg=="},
                                      {"fo", "Zm8="},
                                      {"foo", "Zm9v"},
                                      {"foob", "Zm9vYg=="},
                                      {"fooba", "Zm9vYmE="},
                                      {"foobar", "Zm9vYmFy"}}) {
        BOOST_TEST(are_one(bytes, text), text);
        BOOST_TEST(base64::encode(bytes) == text);
    }
}

BOOST_AUTO_TEST_CASE(wants_padding_as_much_as_is_needed_and_at_the_end) {
    BOOST_TEST(is_valid("AA=="));
    BOOST_TEST(is_valid("AAA="));
    BOOST_TEST(is_valid("AAAA"));
    for (const std::string_view text :
         {"A",    "AA",   "AAA",   "AA=",      "A===",     "====",    "===",
          "==",   "=",    "AAAA=", "AAAA==",   "AAAA====", "AAA==",   "A=AA",
          "AA=A", "=AAA", "==AA",  "AA==AAAA", "AAA=AAAA", "AA======"}) {
        BOOST_TEST(!is_valid(text), text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_every_other_character_at_every_place) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (std::size_t place = 0; place < 8; ++place) {
        for (int c = 0; c < 256; ++c) {
            std::string text(8, 'A');
            text[place] = static_cast<char>(c);
            const bool padding = c == '=' && place == 7;
            const bool expected = padding || alphabet.find(text[place]) != std::string_view::npos;
            BOOST_TEST(is_valid(text) == expected, "character " << c << " at " << place);
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_white_space) {
    for (const std::string_view text :
         {"Zm9v\n", "Zm9v\r\n", " Zm9v", "Zm 9v", "Zg==\n", "Zm9v   \n"}) {
        BOOST_TEST(!is_valid(text), text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_unused_bits_that_are_not_zero) {
    for (char c = 'B'; c <= 'P'; ++c) BOOST_TEST(!is_valid(std::string{'A', c, '=', '='}));
    for (char c = 'B'; c <= 'D'; ++c) BOOST_TEST(!is_valid(std::string{'A', 'A', c, '='}));
    BOOST_TEST(is_valid("AQ=="));
    BOOST_TEST(is_valid("AAE="));
}

BOOST_AUTO_TEST_CASE(decodes_nothing_where_the_room_is_too_small) {
    std::vector<std::uint8_t> octets(2);
    BOOST_TEST(!base64::decode("Zm9v", std::span{octets}).has_value());
    BOOST_TEST(!base64::decode("Zg==", std::span{octets}).has_value());
    octets.resize(3);
    BOOST_TEST((base64::decode("Zm9v", std::span{octets}) == 3U));
    BOOST_TEST((base64::decode("Zg==", std::span{octets}) == 1U));
}

BOOST_AUTO_TEST_SUITE_END()
