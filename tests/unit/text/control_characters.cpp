// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/control_characters.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(text_control_characters)

namespace {

using vouch::has_control_characters;

constexpr bool finds_exactly_c0_and_del() {
    for (int byte = 0; byte < 256; ++byte) {
        const char text[] = {'a', static_cast<char>(byte), 'b'};
        if (has_control_characters({text, 3}) != (byte < 0x20 || byte == 0x7F)) return false;
    }
    return true;
}
static_assert(finds_exactly_c0_and_del());
static_assert(!has_control_characters(""));

}  // namespace

// rule 58
BOOST_AUTO_TEST_CASE(finds_a_control_character_wherever_it_stands) {
    BOOST_TEST(finds_exactly_c0_and_del());
    for (std::size_t at = 0; at < 20; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text(20, byte % 2 == 0 ? ' ' : '\x80');  // those next to control characters
            BOOST_TEST(!has_control_characters(text));
            text[at] = static_cast<char>(byte);
            BOOST_TEST(has_control_characters(text) == (byte < 0x20 || byte == 0x7F));
        }
    }
    BOOST_TEST(!has_control_characters("Zo\xC3\xAB \xF0\x9F\x98\x80"));
}

BOOST_AUTO_TEST_SUITE_END()
