// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_BIG_ENDIAN_HPP
#define VOUCH_CRYPTO_BUILTIN_BIG_ENDIAN_HPP

#include <vouch/version.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace vouch::inline v1::builtin {

/// The big-endian `Word` whose octets begin at `octets`; compilers make one load and a swap of it.
template <class Word, class Octet>
constexpr Word load_big_endian(const Octet* octets) noexcept {
    static_assert(sizeof(Octet) == 1 && std::is_unsigned_v<Word>);
    const auto at = [octets](std::size_t i) { return Word{static_cast<std::uint8_t>(octets[i])}; };
    if constexpr (sizeof(Word) == 8) {
        return at(0) << 56 | at(1) << 48 | at(2) << 40 | at(3) << 32 | at(4) << 24 | at(5) << 16 |
               at(6) << 8 | at(7);
    } else {
        static_assert(sizeof(Word) == 4);
        return at(0) << 24 | at(1) << 16 | at(2) << 8 | at(3);
    }
}

/// Writes `word` to `octets`, the most significant octet first.
template <class Word>
constexpr void store_big_endian(std::uint8_t* octets, Word word) noexcept {
    if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
        // g++ makes much worse of the loop below.
        if constexpr (sizeof(Word) == 8) {
            word = __builtin_bswap64(word);
        } else {
            static_assert(sizeof(Word) == 4);
            word = __builtin_bswap32(word);
        }
        std::memcpy(octets, &word, sizeof word);
        return;
    }
#pragma GCC unroll 8
    for (std::size_t i = 0; i < sizeof(Word); ++i) {
        octets[i] = static_cast<std::uint8_t>(word >> 8 * (sizeof(Word) - 1 - i));
    }
}

}  // namespace vouch::inline v1::builtin

#endif
