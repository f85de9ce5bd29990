// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/base64url_x86.hpp>

#include <vouch/text/base64url.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <support/base64url_decoders.hpp>

BOOST_AUTO_TEST_SUITE(text_base64url_x86)

namespace {

using vouch_tests::Base64urlDecoder;
using vouch_tests::decode_base64url_anywhere;

/// Calls `test` with each decoder that this processor can execute.
template <class Test>
void with_each_decoder(Test test) {
    for (const Base64urlDecoder& decoder : vouch_tests::base64url_decoders) {
        if (decoder.is_here()) {
            BOOST_TEST_CONTEXT(decoder.name) { test(decoder); }
        } else {
            BOOST_TEST_MESSAGE("skipped: this processor has no " << decoder.name);
        }
    }
}

/// Any characters of the alphabet; at the end the one whose unused bits are zero.
std::string some_text(std::size_t size, unsigned seed) {
    std::minstd_rand random{seed};
    std::string text(size, 'A');
    for (char& c : text) c = vouch::detail::base64url_alphabet.symbol(random() >> 8 & 0x3F);
    if (size % 4 != 0) text.back() = 'A';
    return text;
}

}  // namespace

// rules 3, 4
BOOST_AUTO_TEST_CASE(each_decoder_sees_each_character_at_each_place_of_each_size) {
    with_each_decoder([](const Base64urlDecoder& decoder) {
        if (decoder.decode == decode_base64url_anywhere) return;  // the others are compared with it
        for (std::size_t size = 0; size <= 200; ++size) {
            std::string text = some_text(size, static_cast<unsigned>(size) + 1);
            const std::size_t bytes = vouch::base64url::decoded_size(size);
            std::string expected(bytes, '\0'), decoded(bytes, '\0');
            const bool possible = decode_base64url_anywhere(text, expected).has_value();
            BOOST_REQUIRE(possible == (size % 4 != 1));
            BOOST_REQUIRE(decoder.decode(text, decoded).has_value() == possible);
            BOOST_REQUIRE(decoded == expected || !possible);

            for (std::size_t place = 0; place < size; ++place) {
                // Only the group that it stands in can change.
                const std::size_t first = place / 4 * 4;
                const std::string_view group = std::string_view{text}.substr(first, 4);
                const std::span<char> changed = std::span{expected}.subspan(
                    first / 4 * 3, vouch::base64url::decoded_size(group.size()));
                const char was = text[place];
                for (int c = 0; c < 256; ++c) {
                    text[place] = static_cast<char>(c);
                    const bool good = possible && decode_base64url_anywhere(group, changed);
                    const bool taken = decoder.decode(text, decoded).has_value();
                    if (taken != good || (good && decoded != expected)) {
                        BOOST_ERROR("size " << size << ", place " << place << ", character " << c);
                    }
                }
                text[place] = was;
                (void)decode_base64url_anywhere(group, changed);
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(each_decoder_makes_the_bytes_that_were_encoded) {
    with_each_decoder([](const Base64urlDecoder& decoder) {
        for (std::size_t size = 0; size <= 1200; ++size) {
            const std::string text = some_text(size / 3 * 4, static_cast<unsigned>(size) + 7);
            std::vector<char> decoded(vouch::base64url::decoded_size(text.size()));
            BOOST_REQUIRE(decoder.decode(text, decoded) == decoded.size());
            BOOST_REQUIRE(vouch::base64url::encode({decoded.data(), decoded.size()}) == text);
        }
    });
}

BOOST_AUTO_TEST_CASE(no_decoder_touches_what_is_beside_its_bytes) {
    with_each_decoder([](const Base64urlDecoder& decoder) {
        constexpr std::size_t margin = 64;
        for (std::size_t size = 0; size <= 200; ++size) {
            const std::size_t bytes = vouch::base64url::decoded_size(size);
            // A block of its own for the text, so that AddressSanitizer sees what is read.
            const auto text = std::make_unique<char[]>(size);
            std::fill_n(text.get(), size, 'A');
            std::vector<char> decoded(margin + bytes + margin, '\xAA');
            decoder.decode({text.get(), size}, std::span{decoded}.subspan(margin, bytes));
            BOOST_TEST(std::count(decoded.begin(), decoded.begin() + margin, '\xAA') == margin);
            BOOST_TEST(std::count(decoded.end() - margin, decoded.end(), '\xAA') == margin);
        }
    });
}

BOOST_AUTO_TEST_SUITE_END()
