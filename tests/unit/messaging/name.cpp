// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/name.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_name)

namespace {

using vouch::Errc;
using vouch::messaging::check_configuration_name;
using vouch::messaging::check_record_name;

constexpr bool is_record_name(std::string_view name) {
    const auto checked = check_record_name(name);
    return checked || checked.error() != Errc::record_name;
}
constexpr bool is_configuration_name(std::string_view name) {
    const auto checked = check_configuration_name(name);
    return checked || checked.error() != Errc::configuration_name;
}

static_assert(is_record_name("Key of 2026"));
static_assert(!is_record_name(""));
static_assert(is_configuration_name("Customers_2"));
static_assert(!is_configuration_name(""));

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_record_name_has_80_characters_whatever_their_bytes) {
    for (const char* const character :
         {"a", " ", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x94\x91", "\xF4\x8F\xBF\xBF"}) {
        BOOST_TEST(is_record_name(character), character);
        BOOST_TEST(is_record_name(repeated(character, 80)), character);
        BOOST_TEST(!is_record_name(repeated(character, 81)), character);
    }
    // What looks like one may be several: an `e` and its accent are two.
    BOOST_TEST(is_record_name(repeated("e\xCC\x81", 40)));
    BOOST_TEST(!is_record_name(repeated("e\xCC\x81", 40) + 'e'));
}

BOOST_AUTO_TEST_CASE(a_record_name_has_no_control_characters) {
    for (int code = 0; code < 0x80; ++code) {
        const bool control = code < 0x20 || code == 0x7F;
        const std::string name = std::string{"a"} + static_cast<char>(code) + "b";
        BOOST_TEST(is_record_name(name) != control, code);
    }
}

BOOST_AUTO_TEST_CASE(a_record_name_is_utf8) {
    for (const char* const name : {"\xFF", "\x80", "a\xC3", "\xC0\xAF", "\xED\xA0\x80",
                                   "\xF4\x90\x80\x80", "\xE2\x82", "M\xFCnchen"}) {
        BOOST_TEST(!is_record_name(name), name);
    }
    BOOST_TEST(is_record_name("M\xC3\xBCnchen"));
}

BOOST_AUTO_TEST_CASE(a_configuration_name_begins_with_a_letter) {
    for (int code = 0; code < 0x100; ++code) {
        const char c = static_cast<char>(code);
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        const bool digit = c >= '0' && c <= '9';
        BOOST_TEST(is_configuration_name(std::string{c}) == letter, code);
        BOOST_TEST(
            is_configuration_name(std::string{"a"} + c + 'b') == (letter || digit || c == '_'),
            code);
    }
}

BOOST_AUTO_TEST_CASE(a_configuration_name_is_of_ascii_and_has_80_characters) {
    BOOST_TEST(is_configuration_name(std::string(80, 'a')));
    BOOST_TEST(!is_configuration_name(std::string(81, 'a')));
    for (const char* const name : {"\xC3\xA4", "a\xC3\xA4", "a\xD0\xB0", "a\xEF\xBC\x91", "a b",
                                   "a-b", "a.b", " a", "a ", "_a", "1a"}) {
        BOOST_TEST(!is_configuration_name(name), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
