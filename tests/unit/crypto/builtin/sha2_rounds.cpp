// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/sha2_rounds.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

BOOST_AUTO_TEST_SUITE(crypto_builtin_sha2_rounds)

namespace {

template <class Word>
using Family = vouch::builtin::Sha2Family<Word>;

// The constants of SHA-256 are the first halves of those of SHA-512, which has more.
static_assert(std::size(Family<std::uint32_t>::constants) == 64);
static_assert(std::size(Family<std::uint64_t>::constants) == 80);
static_assert(std::equal(std::begin(Family<std::uint32_t>::constants),
                         std::end(Family<std::uint32_t>::constants),
                         std::begin(Family<std::uint64_t>::constants),
                         [](std::uint32_t half, std::uint64_t whole) {
                             return half == whole >> 32;
                         }));

/// FIPS 180-4 §6.2.2, step 3, to the letter; `keys` are the sums of K and W.
template <class Word>
constexpr void slowly(Word (&v)[8], const Word (&keys)[16]) {
    for (const Word key : keys) {
        const Word a = v[0], b = v[1], c = v[2], e = v[4], f = v[5], g = v[6];
        const Word t1 = v[7] + Family<Word>::big_sigma_1(e) + ((e & f) ^ (~e & g)) + key;
        const Word t2 = Family<Word>::big_sigma_0(a) + ((a & b) ^ (a & c) ^ (b & c));
        std::copy_backward(v, v + 7, v + 8);
        v[4] += t1;
        v[0] = t1 + t2;
    }
}

template <class Word>
constexpr bool agrees() {
    Word state = 1;
    const auto next = [&state] { return state = state * 0x915F'77F5 + 0x9E37'79B9; };
    for (int repeat = 0; repeat < 20; ++repeat) {
        Word keys[16] = {}, fast[8] = {}, slow[8] = {};
        for (Word& key : keys) key = next();
        for (std::size_t i = 0; i < 8; ++i) fast[i] = slow[i] = next();
        std::size_t asked = 0;
        bool in_order = true;
        vouch::builtin::sha2_sixteen_rounds(fast, [&](std::size_t i) {
            in_order = in_order && i == asked++;
            return keys[i];
        });
        slowly(slow, keys);
        if (!in_order || asked != 16 || !std::equal(fast, fast + 8, slow)) return false;
    }
    return true;
}
static_assert(agrees<std::uint32_t>() && agrees<std::uint64_t>());

}  // namespace

BOOST_AUTO_TEST_CASE(sixteen_rounds_are_those_of_the_standard) {
    BOOST_TEST(agrees<std::uint32_t>());
    BOOST_TEST(agrees<std::uint64_t>());
}

BOOST_AUTO_TEST_SUITE_END()
