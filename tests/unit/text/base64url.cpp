// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/base64url.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

BOOST_AUTO_TEST_SUITE(text_base64url)

namespace {

namespace base64url = vouch::base64url;
using Octets = std::vector<std::uint8_t>;

constexpr bool is_valid(std::string_view text) {
    Octets octets(base64url::decoded_size(text.size()), std::uint8_t{0});
    return base64url::decode(text, std::span{octets}).has_value();
}

constexpr bool decodes_to(std::string_view text, const Octets& expected) {
    Octets octets(base64url::decoded_size(text.size()), std::uint8_t{0xAA});
    const auto size = base64url::decode(text, std::span{octets});
    return size == expected.size() && octets == expected;
}

constexpr bool encodes_to(const Octets& octets, std::string_view expected) {
    std::vector<char> text(base64url::encoded_size(octets.size()), '?');
    const std::size_t size =
        base64url::encode(std::span<const std::uint8_t>{octets}, std::span<char>{text});
    return size == text.size() && std::string_view{text.data(), size} == expected;
}

// RFC 7515 appendix C, RFC 4648 §10.
static_assert(decodes_to("A-z_4ME", {3, 236, 255, 224, 193}));
static_assert(encodes_to({3, 236, 255, 224, 193}, "A-z_4ME"));
static_assert(decodes_to("", {}) && encodes_to({}, ""));
static_assert(decodes_to("Zg", {'f'}) && encodes_to({'f'}, "Zg"));
static_assert(decodes_to("Zm8", {'f', 'o'}) && encodes_to({'f', 'o'}, "Zm8"));
static_assert(decodes_to("Zm9v", {'f', 'o', 'o'}) && encodes_to({'f', 'o', 'o'}, "Zm9v"));
static_assert(!is_valid("Zg=="), "padding");
static_assert(!is_valid("Zm9v+/8A"), "the other alphabet");
static_assert(!is_valid("Zh"), "unused bits");
static_assert(!is_valid("Zm9vA"), "an impossible size");

static_assert(base64url::decoded_size(0) == 0 && base64url::decoded_size(1) == 0);
static_assert(base64url::decoded_size(2) == 1 && base64url::decoded_size(3) == 2);
static_assert(base64url::decoded_size(4) == 3 && base64url::decoded_size(342) == 256);
static_assert(base64url::encoded_size(0) == 0 && base64url::encoded_size(1) == 2);
static_assert(base64url::encoded_size(2) == 3 && base64url::encoded_size(256) == 342);

// The longest token decodes within the step limit of constant evaluation.
static_assert(is_valid(std::string_view{[]<std::size_t... I>(std::index_sequence<I...>) {
                                            struct Text {
                                                char text[sizeof...(I)];
                                            };
                                            return Text{{(static_cast<void>(I), 'x')...}};
                                        }(std::make_index_sequence<8 * 1024>{})
                                            .text,
                                        8 * 1024}));

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bit by bit, from the definition: nothing is shared with the decoder under test.
std::optional<Octets> slowly(std::string_view text) {
    std::string bits;
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return {};
        for (int bit = 5; bit >= 0; --bit) bits += (value >> bit & 1) != 0 ? '1' : '0';
    }
    Octets octets;
    while (bits.size() >= 8) {
        octets.push_back(static_cast<std::uint8_t>(std::stoul(bits.substr(0, 8), nullptr, 2)));
        bits.erase(0, 8);
    }
    if (bits.size() >= 6 || bits.find('1') != std::string::npos) return {};
    return octets;
}

bool agrees(std::string_view text) {
    const std::optional<Octets> expected = slowly(text);
    return expected ? decodes_to(text, *expected) : !is_valid(text);
}

}  // namespace

// rules 3, 4
BOOST_AUTO_TEST_CASE(takes_the_64_characters_of_the_alphabet_and_no_other_at_any_place) {
    for (std::size_t size = 2; size <= 12; ++size) {
        for (std::size_t place = 0; place < size; ++place) {
            std::string text(size, 'A');
            int taken = 0;
            for (int c = 0; c < 256; ++c) {
                text[place] = static_cast<char>(c);
                BOOST_REQUIRE_MESSAGE(agrees(text), "size " << size << ", character " << c);
                taken += is_valid(text) ? 1 : 0;
            }
            // The last character has unused bits, four in a rest of two and two in a rest of three.
            const bool last = place == size - 1;
            if (size % 4 != 1) {
                BOOST_TEST(taken == (last && size % 4 == 2 ? 4 : last && size % 4 == 3 ? 16 : 64));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(agrees_with_a_slow_decoder_on_every_text_of_two_bytes) {
    std::string text(2, '\0');
    int taken = 0;
    for (int pair = 0; pair < 65536; ++pair) {
        text[0] = static_cast<char>(pair >> 8);
        text[1] = static_cast<char>(pair & 0xFF);
        BOOST_REQUIRE(agrees(text));
        taken += is_valid(text) ? 1 : 0;
    }
    BOOST_TEST(taken == 256);
}

// rule 4
BOOST_AUTO_TEST_CASE(refuses_padding_and_white_space) {
    BOOST_TEST(is_valid("Zm9vYg"));
    for (const std::string_view text :
         {"Zm9vYg=", "Zm9vYg==", "=", "==", "====", "Zm9v=", "Zm9v====", " Zm9vYg", "Zm9vYg ",
          "Zm9v Yg", "Zm9vYg\n", "Zm9vYg\r\n", "Zm9v\nYg", "\tZm9vYg", "Zm9v.Yg", "Zm9v%3D"}) {
        BOOST_TEST(!is_valid(text), text);
    }
    BOOST_TEST(!is_valid(std::string_view{"Zm9\0", 4}));
    BOOST_TEST(!is_valid("Zm9\xC3\xA9"));
}

// rule 5
BOOST_AUTO_TEST_CASE(refuses_a_size_of_one_more_than_whole_groups) {
    for (std::size_t size = 0; size < 100; ++size) {
        BOOST_TEST(is_valid(std::string(size, 'A')) == (size % 4 != 1), size);
    }
}

// rule 6
BOOST_AUTO_TEST_CASE(refuses_unused_bits_that_are_not_zero) {
    std::string two = "AA";
    std::string three = "AAA";
    for (std::size_t bits = 0; bits < 16; ++bits) {
        two.back() = alphabet[bits];
        BOOST_TEST(is_valid(two) == (bits == 0), two);
    }
    for (std::size_t bits = 0; bits < 4; ++bits) {
        three.back() = alphabet[bits];
        BOOST_TEST(is_valid(three) == (bits == 0), three);
    }
}

BOOST_AUTO_TEST_CASE(writes_what_it_reads) {
    std::string bytes;
    for (std::size_t size = 0; size < 400; ++size) {
        const std::string text = base64url::encode(bytes);
        BOOST_REQUIRE_EQUAL(text.size(), base64url::encoded_size(size));
        BOOST_REQUIRE_EQUAL(base64url::decoded_size(text.size()), size);
        std::vector<char> read(size);
        BOOST_REQUIRE(base64url::decode(text, std::span{read}) == size);
        BOOST_REQUIRE(std::equal(read.begin(), read.end(), bytes.begin(), bytes.end()));
        BOOST_REQUIRE(agrees(text));
        bytes += static_cast<char>(size * 167 + size / 7);
    }
}

BOOST_AUTO_TEST_CASE(writes_nothing_beyond_the_decoded_size) {
    for (std::size_t size = 0; size < 40; ++size) {
        Octets octets(base64url::decoded_size(size) + 8, std::uint8_t{0xAA});
        const std::string text(size, 'A');
        base64url::decode(text, std::span{octets}.first(base64url::decoded_size(size)));
        BOOST_TEST(std::count(octets.end() - 8, octets.end(), std::uint8_t{0xAA}) == 8);
    }
}

BOOST_AUTO_TEST_CASE(decodes_nothing_where_the_room_is_too_small) {
    Octets octets(2);
    BOOST_TEST(!base64url::decode("Zm9v", std::span{octets}).has_value());
    octets.resize(3);
    BOOST_TEST(base64url::decode("Zm9v", std::span{octets}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
