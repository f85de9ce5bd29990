// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/sha1.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <support/hex.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_sha1)

namespace {

constexpr std::array<std::uint8_t, 20> sha1_of(std::string_view text) {
    const std::vector<std::uint8_t> octets(text.begin(), text.end());
    return vouch::builtin::sha1(octets);
}

constexpr bool is(const std::array<std::uint8_t, 20>& digest, std::string_view hex) {
    const std::vector<std::uint8_t> octets = vouch_tests::from_hex(hex);
    return std::equal(digest.begin(), digest.end(), octets.begin(), octets.end());
}

struct Answer {
    std::string_view text;
    std::string_view digest;
};
// FIPS 180-2, appendix A, and the empty text.
constexpr Answer answers[] = {
    {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
    {"abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "84983e441c3bd26ebaae4aa1f95129e5e54670f1"},
};
static_assert(is(sha1_of(answers[0].text), answers[0].digest));
static_assert(is(sha1_of(answers[1].text), answers[1].digest));
static_assert(is(sha1_of(answers[2].text), answers[2].digest));

}  // namespace

BOOST_AUTO_TEST_CASE(gives_the_published_answers) {
    for (const auto& [text, digest] : answers) {
        BOOST_TEST(vouch_tests::to_hex(sha1_of(text)) == digest);
    }
    BOOST_TEST(vouch_tests::to_hex(sha1_of(std::string(1'000'000, 'a'))) ==
               "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
}

BOOST_AUTO_TEST_CASE(pads_texts_of_every_length) {
    // The digests of 0, 1 ... 130 times 'x', hashed together.
    std::string all;
    for (std::size_t size = 0; size <= 130; ++size) {
        all += vouch_tests::to_hex(sha1_of(std::string(size, 'x')));
    }
    BOOST_TEST(vouch_tests::to_hex(sha1_of(all)) == "264556ac95806d1e869b3f1fad8691f6633bcdfa");
}

BOOST_AUTO_TEST_SUITE_END()
