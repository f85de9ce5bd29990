// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/base64_alphabet.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string_view>

using vouch::detail::Base64Alphabet;

constexpr Base64Alphabet alphabet{'-', '_'};

// RFC 4648 §5, table 2.
static_assert(alphabet.value('A') == 0 && alphabet.value('Z') == 25);
static_assert(alphabet.value('a') == 26 && alphabet.value('z') == 51);
static_assert(alphabet.value('0') == 52 && alphabet.value('9') == 61);
static_assert(alphabet.value('-') == 62 && alphabet.value('_') == 63);

BOOST_AUTO_TEST_SUITE(text_base64_alphabet)

BOOST_AUTO_TEST_CASE(reads_what_it_writes) {
    for (std::uint32_t value = 0; value < 64; ++value) {
        BOOST_TEST(alphabet.value(alphabet.symbol(value)) == value);
    }
}

BOOST_AUTO_TEST_CASE(marks_the_192_other_characters_wherever_they_stand_in_a_group) {
    constexpr std::string_view symbols{alphabet.symbols, 64};
    int others = 0;
    for (int c = 0; c < 256; ++c) {
        if (symbols.find(static_cast<char>(c)) != std::string_view::npos) continue;
        ++others;
        for (const unsigned shift : {0U, 6U, 12U, 18U}) {
            const std::uint32_t group = alphabet.value(static_cast<char>(c)) << shift;
            BOOST_TEST(!vouch::detail::base64_groups_are_valid(group), c << " at " << shift);
        }
    }
    BOOST_TEST(others == 192);
}

BOOST_AUTO_TEST_SUITE_END()
