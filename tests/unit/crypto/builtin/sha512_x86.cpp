// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/sha512_x86.hpp>

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

BOOST_AUTO_TEST_SUITE(crypto_builtin_sha512_x86)

namespace {

using vouch::Hash;
using HashValue = std::array<std::uint64_t, 8>;

/// The hash value after whole blocks, by the code that runs on any machine.
template <class Octet>
constexpr HashValue anywhere(const HashValue& before, const Octet* blocks, std::size_t count) {
    vouch::builtin::Sha2State<std::uint64_t> state{};
    std::copy(before.begin(), before.end(), state.words);
    for (std::size_t i = 0; i < count; ++i) state.compress(blocks + i * state.block_octets);
    HashValue after{};
    std::copy(state.words, state.words + 8, after.begin());
    return after;
}

HashValue with_avx2(HashValue value, const void* blocks, std::size_t count) {
    vouch::builtin::compress_sha512_with_avx2(value.data(), blocks, count);
    return value;
}

/// Whether there is anything to test; says so where there is not.
bool can_run() {
    const bool has = vouch::detail::processor().has_avx2;
    if (!has) BOOST_TEST_MESSAGE("skipped: this processor has no AVX2");
    return has;
}

}  // namespace

BOOST_AUTO_TEST_CASE(agrees_with_the_portable_code_wherever_the_blocks_begin) {
    if (!can_run()) return;
    std::mt19937_64 random{20240607};
    for (std::size_t count = 0; count <= 5; ++count) {
        for (std::size_t offset = 0; offset < 16; ++offset) {
            // Room for these octets and no more, so that a sanitizer sees any other that is read.
            std::vector<std::uint8_t> octets(offset + 128 * count);
            std::generate(octets.begin(), octets.end(),
                          [&random] { return static_cast<std::uint8_t>(random()); });
            HashValue before;
            std::generate(before.begin(), before.end(), [&random] { return random(); });
            const std::uint8_t* const blocks = octets.data() + offset;
            BOOST_TEST(with_avx2(before, blocks, count) == anywhere(before, blocks, count),
                       boost::test_tools::per_element());
        }
    }
}

BOOST_AUTO_TEST_CASE(adds_modulo_the_size_of_a_word) {
    if (!can_run()) return;
    const std::vector<std::uint8_t> octets(256, 0xff);
    HashValue before;
    before.fill(~std::uint64_t{0});
    BOOST_TEST(with_avx2(before, octets.data(), 2) == anywhere(before, octets.data(), 2),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(hashes_of_run_time_and_of_constant_evaluation_agree) {
    // FIPS 180-2, appendix C.2: 112 characters, whose padding needs a second block.
    constexpr std::string_view text =
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlm"
        "nopqrsmnopqrstnopqrstu";
    constexpr auto compiled = vouch::builtin::hash<Hash::sha512>(text);
    static_assert(compiled[0] == 0x8e && compiled[1] == 0x95 && compiled[63] == 0x09);
    BOOST_TEST((vouch::builtin::hash<Hash::sha512>(text) == compiled));
    constexpr auto shorter = vouch::builtin::hash<Hash::sha384>(text);
    BOOST_TEST((vouch::builtin::hash<Hash::sha384>(text) == shorter));
}

BOOST_AUTO_TEST_SUITE_END()
