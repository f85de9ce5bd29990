// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/sha256_x86.hpp>

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/detail/processor.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(crypto_builtin_sha256_x86)

namespace {

using vouch::Hash;
using HashValue = std::array<std::uint32_t, 8>;

/// The hash value after whole blocks, by the code that runs on any machine.
template <class Octet>
constexpr HashValue anywhere(const HashValue& before, const Octet* blocks, std::size_t count) {
    vouch::builtin::Sha2State<std::uint32_t> state{};
    std::copy(before.begin(), before.end(), state.words);
    for (std::size_t i = 0; i < count; ++i) state.compress(blocks + i * state.block_octets);
    HashValue after{};
    std::copy(state.words, state.words + 8, after.begin());
    return after;
}

HashValue with_extensions(HashValue value, const void* blocks, std::size_t count) {
    using Family = vouch::builtin::Sha2Family<std::uint32_t>;
    vouch::builtin::compress_with_sha_extensions(value.data(), Family::constants, blocks, count);
    return value;
}

/// The initial value, FIPS 180-4 §5.3.3.
constexpr HashValue initial = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                               0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

struct Answer {
    std::string_view blocks;  // padded
    HashValue value;
};
using namespace std::string_view_literals;
// FIPS 180-2, appendix B: "abc", and the text of 56 characters, whose padding needs a second block.
constexpr Answer answers[] = {
    {"abc\x80"
     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
     "\0\0"
     "\0\0\0\0\0\0\0\0\0\0\0\x18"sv,
     {0xba7816bf, 0x8f01cfea, 0x414140de, 0x5dae2223, 0xb00361a3, 0x96177a9c, 0xb410ff61,
      0xf20015ad}},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq\x80\0\0\0\0\0\0\0"
     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
     "\0\0"
     "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\xc0"sv,
     {0x248d6a61, 0xd20638b8, 0xe5c02693, 0x0c3e6039, 0xa33ce459, 0x64ff2167, 0xf6ecedd4,
      0x19db06c1}},
};
static_assert(answers[0].blocks.size() == 64 && answers[1].blocks.size() == 128);
static_assert(anywhere(initial, answers[0].blocks.data(), 1) == answers[0].value);
static_assert(anywhere(initial, answers[1].blocks.data(), 2) == answers[1].value);

/// Whether there is anything to test; says so where there is not.
bool can_run() {
    const bool has = vouch::detail::processor().has_sha_extensions;
    if (!has) BOOST_TEST_MESSAGE("skipped: this processor has no SHA extensions");
    return has;
}

}  // namespace

BOOST_AUTO_TEST_CASE(gives_the_published_answers) {
    if (!can_run()) return;
    for (const Answer& expected : answers) {
        const std::string_view blocks = expected.blocks;
        BOOST_TEST(with_extensions(initial, blocks.data(), blocks.size() / 64) == expected.value,
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(agrees_with_the_portable_code_wherever_the_blocks_begin) {
    if (!can_run()) return;
    std::mt19937 random{20240607};
    for (std::size_t count = 0; count <= 5; ++count) {
        for (std::size_t offset = 0; offset < 16; ++offset) {
            // Room for these octets and no more, so that a sanitizer sees any other that is read.
            std::vector<std::uint8_t> octets(offset + 64 * count);
            std::generate(octets.begin(), octets.end(),
                          [&random] { return static_cast<std::uint8_t>(random()); });
            HashValue before;
            std::generate(before.begin(), before.end(),
                          [&random] { return static_cast<std::uint32_t>(random()); });
            const std::uint8_t* const blocks = octets.data() + offset;
            BOOST_TEST(with_extensions(before, blocks, count) == anywhere(before, blocks, count),
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(two_at_once_get_what_each_gets_alone) {
    if (!can_run()) return;
    using Family = vouch::builtin::Sha2Family<std::uint32_t>;
    std::mt19937 random{20240608};
    for (std::size_t count = 0; count <= 5; ++count) {
        std::vector<std::uint8_t> first(64 * count), second(64 * count);
        HashValue first_before, second_before;
        const auto any_octet = [&random] { return static_cast<std::uint8_t>(random()); };
        const auto any_word = [&random] { return static_cast<std::uint32_t>(random()); };
        std::generate(first.begin(), first.end(), any_octet);
        std::generate(second.begin(), second.end(), any_octet);
        std::generate(first_before.begin(), first_before.end(), any_word);
        std::generate(second_before.begin(), second_before.end(), any_word);
        HashValue first_after = first_before, second_after = second_before;
        vouch::builtin::compress_two_with_sha_extensions(first_after.data(), second_after.data(),
                                                         Family::constants, first.data(),
                                                         second.data(), count);
        BOOST_TEST(first_after == anywhere(first_before, first.data(), count),
                   boost::test_tools::per_element());
        BOOST_TEST(second_after == anywhere(second_before, second.data(), count),
                   boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(adds_without_regard_to_signs) {
    if (!can_run()) return;
    const std::vector<std::uint8_t> octets(128, 0xff);
    HashValue before;
    before.fill(0xffffffff);
    BOOST_TEST(with_extensions(before, octets.data(), 2) == anywhere(before, octets.data(), 2),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(hashes_of_run_time_and_of_constant_evaluation_agree) {
    // 187 characters: two whole blocks, and two of what is left and the padding.
    constexpr std::string_view text =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrl"
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlm"
        "nopqrstu";
    constexpr auto compiled = vouch::builtin::hash<Hash::sha256>(text);
    BOOST_TEST((vouch::builtin::hash<Hash::sha256>(text) == compiled));
    const std::vector<std::uint8_t> octets(text.begin(), text.end());
    BOOST_TEST((vouch::builtin::hash<Hash::sha256>(octets) == compiled));
}

BOOST_AUTO_TEST_SUITE_END()
