// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/big_endian.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>

BOOST_AUTO_TEST_SUITE(crypto_builtin_big_endian)

namespace {

using vouch::builtin::load_big_endian;
using vouch::builtin::store_big_endian;

constexpr std::uint8_t octets[] = {0x80, 0x01, 0x02, 0xff, 0x7f, 0x10, 0x20, 0xfe};
constexpr char characters[] = {'\x80', '\x01', '\x02', '\xff', '\x7f', '\x10', '\x20', '\xfe'};

static_assert(load_big_endian<std::uint32_t>(octets) == 0x800102ff);
static_assert(load_big_endian<std::uint64_t>(octets) == 0x800102ff7f1020fe);
static_assert(load_big_endian<std::uint32_t>(characters) == 0x800102ff);
static_assert(load_big_endian<std::uint64_t>(characters) == 0x800102ff7f1020fe);

template <class Word>
constexpr auto stored(Word word) {
    std::array<std::uint8_t, sizeof(Word)> result{};
    store_big_endian(result.data(), word);
    return result;
}
static_assert(stored(std::uint32_t{0x800102ff}) == std::array<std::uint8_t, 4>{0x80, 1, 2, 0xff});

}  // namespace

BOOST_AUTO_TEST_CASE(a_stored_word_is_loaded_again) {
    for (std::uint64_t word = 1; word != 0; word <<= 1) {
        BOOST_TEST(load_big_endian<std::uint64_t>(stored(word).data()) == word);
        const auto half = static_cast<std::uint32_t>(word);
        BOOST_TEST(load_big_endian<std::uint32_t>(stored(half).data()) == half);
    }
}

BOOST_AUTO_TEST_SUITE_END()
