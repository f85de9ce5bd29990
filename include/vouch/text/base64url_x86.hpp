// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_BASE64URL_X86_HPP
#define VOUCH_TEXT_BASE64URL_X86_HPP

#include <vouch/text/base64_alphabet.hpp>
#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Base64url decoders for x86-64 processors, with 16 or 32 characters in a vector: the algorithm of
// Muła and Lemire, "Faster Base64 Encoding and Decoding Using AVX2 Instructions", ACM Transactions
// on the Web 12(3), 2018. A character is a low and a high half of four bits, which index tables of
// 16 entries that the instruction PSHUFB looks up, 16 or 32 at a time.
//
// - Alphabet: the tables have one bit for each high half. The entry of a low half has the bits of
//   those high halves with which it makes no character of the alphabet; a character is wrong where
//   both its entries have a bit in common.
// - Value: characters of one high half follow each other, so one addition makes values of all, but
//   for `_`, which stands behind `Z` and has the value 63.
// - Packing: two multiply-and-add instructions make four values of six bits one of 24.
//
// The last vector is the last 16 or 32 characters, also where that makes it overlap the one before:
// the bytes that are written twice are the same.

namespace vouch::inline v1::detail {

/// The fewest characters that the decoders take.
inline constexpr std::size_t base64url_ssse3_characters = 16;
inline constexpr std::size_t base64url_avx2_characters = 32;

#if defined(__x86_64__) && defined(__GNUC__)

/// What the decoders look up by half a character; twice, since each half of an AVX2 vector has
/// look-ups of its own.
struct Base64urlTables {
    char wrong_with_low_half[32] = {};   // a bit for each high half
    char wrong_with_high_half[32] = {};  // the bit
    char to_value[32] = {};              // by the high half: what to add to a character
    unsigned char more_for_underscore = 0;

    consteval Base64urlTables() noexcept {
        for (unsigned half = 0; half < 16; ++half) {
            unsigned wrong = 0;
            unsigned lowest = 0;  // of the characters with this high half
            for (unsigned other = 0; other < 8; ++other) {
                if (!is_symbol(other << 4 | half)) wrong |= 1U << other;
            }
            for (unsigned other = 16; other-- > 0;) {
                if (is_symbol(half << 4 | other)) lowest = half << 4 | other;
            }
            // The high half 0 makes no symbol, so all entries have its bit: that of those beyond
            // ASCII as well.
            set(wrong_with_low_half, half, wrong);
            set(wrong_with_high_half, half, half < 8 ? 1U << half : 1U);
            set(to_value, half, value(lowest) - lowest);
        }
        more_for_underscore = static_cast<unsigned char>(value('_') - (value('Z') + '_' - 'Z'));
    }

private:
    static consteval unsigned value(unsigned character) noexcept {
        return base64url_alphabet.value(static_cast<char>(character));
    }
    static consteval bool is_symbol(unsigned character) noexcept {
        return character < 128 && value(character) < 64;
    }
    static consteval void set(char (&table)[32], unsigned index, unsigned entry) noexcept {
        table[index] = table[index + 16] = static_cast<char>(entry & 0xFF);
    }
};
inline constexpr Base64urlTables base64url_tables{};

// The compiler's own vectors and functions, because <immintrin.h> is slow to compile.

/// Decodes whole groups of four characters into three bytes each, 16 characters at a time, and says
/// whether all were in the alphabet.
/// \pre processor().has_ssse3, at least base64url_ssse3_characters
[[gnu::target("ssse3")]] inline bool decode_base64url_ssse3(std::string_view text,
                                                            void* out) noexcept {
    using Chars [[gnu::vector_size(16)]] = char;
    using Octets [[gnu::vector_size(16)]] = unsigned char;
    using Pairs [[gnu::vector_size(16)]] = short;
    using Groups [[gnu::vector_size(16)]] = int;
    using Eights [[gnu::vector_size(16)]] = long long;
    Chars wrong_with_low_half, wrong_with_high_half, to_value;
    std::memcpy(&wrong_with_low_half, base64url_tables.wrong_with_low_half, 16);
    std::memcpy(&wrong_with_high_half, base64url_tables.wrong_with_high_half, 16);
    std::memcpy(&to_value, base64url_tables.to_value, 16);
    const Chars big_endian = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1};

    Chars wrong = {};
    const std::size_t last = text.size() - 16;
    for (std::size_t next = 0; next < text.size(); next += 16) {
        const std::size_t at = next < last ? next : last;
        Octets characters;
        std::memcpy(&characters, text.data() + at, 16);
        const Chars low_halves = reinterpret_cast<Chars>(characters & 0x0F);
        const Chars high_halves = reinterpret_cast<Chars>(characters >> 4);
        wrong |= __builtin_ia32_pshufb128(wrong_with_low_half, low_halves) &
                 __builtin_ia32_pshufb128(wrong_with_high_half, high_halves);
        const Octets values =
            characters + reinterpret_cast<Octets>(__builtin_ia32_pshufb128(to_value, high_halves)) +
            (reinterpret_cast<Octets>(characters == '_') & base64url_tables.more_for_underscore);
        const Pairs pairs = __builtin_ia32_pmaddubsw128(reinterpret_cast<Chars>(values),
                                                        reinterpret_cast<Chars>(Pairs{} + 0x0140));
        const Groups groups =
            __builtin_ia32_pmaddwd128(pairs, reinterpret_cast<Pairs>(Groups{} + 0x1'1000));
        const Chars decoded = __builtin_ia32_pshufb128(reinterpret_cast<Chars>(groups), big_endian);
        const long long first_eight = reinterpret_cast<Eights>(decoded)[0];
        const int last_four = reinterpret_cast<Groups>(decoded)[2];
        char* const to = static_cast<char*>(out) + at / 4 * 3;
        std::memcpy(to, &first_eight, 8);
        std::memcpy(to + 8, &last_four, 4);
    }
    return __builtin_ia32_pmovmskb128(reinterpret_cast<Chars>(wrong == 0)) == 0xFFFF;
}

/// The same, 32 characters at a time.
/// \pre processor().has_avx2, at least base64url_avx2_characters
[[gnu::target("avx2")]] inline bool decode_base64url_avx2(std::string_view text,
                                                          void* out) noexcept {
    using Chars [[gnu::vector_size(32)]] = char;
    using Octets [[gnu::vector_size(32)]] = unsigned char;
    using Pairs [[gnu::vector_size(32)]] = short;
    using Groups [[gnu::vector_size(32)]] = int;
    using Eights [[gnu::vector_size(32)]] = long long;
    using FirstEights [[gnu::vector_size(16)]] = long long;
    Chars wrong_with_low_half, wrong_with_high_half, to_value;
    std::memcpy(&wrong_with_low_half, base64url_tables.wrong_with_low_half, 32);
    std::memcpy(&wrong_with_high_half, base64url_tables.wrong_with_high_half, 32);
    std::memcpy(&to_value, base64url_tables.to_value, 32);
    const Chars big_endian = {2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1,
                              2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1};
    const Groups without_gaps = {0, 1, 2, 4, 5, 6, 3, 7};  // after each half of 12 bytes

    Chars wrong = {};
    const std::size_t last = text.size() - 32;
    for (std::size_t next = 0; next < text.size(); next += 32) {
        const std::size_t at = next < last ? next : last;
        Octets characters;
        std::memcpy(&characters, text.data() + at, 32);
        const Chars low_halves = reinterpret_cast<Chars>(characters & 0x0F);
        const Chars high_halves = reinterpret_cast<Chars>(characters >> 4);
        wrong |= __builtin_ia32_pshufb256(wrong_with_low_half, low_halves) &
                 __builtin_ia32_pshufb256(wrong_with_high_half, high_halves);
        const Octets values =
            characters + reinterpret_cast<Octets>(__builtin_ia32_pshufb256(to_value, high_halves)) +
            (reinterpret_cast<Octets>(characters == '_') & base64url_tables.more_for_underscore);
        const Pairs pairs = __builtin_ia32_pmaddubsw256(reinterpret_cast<Chars>(values),
                                                        reinterpret_cast<Chars>(Pairs{} + 0x0140));
        const Groups groups =
            __builtin_ia32_pmaddwd256(pairs, reinterpret_cast<Pairs>(Groups{} + 0x1'1000));
        const Chars halves = __builtin_ia32_pshufb256(reinterpret_cast<Chars>(groups), big_endian);
        const Eights decoded = reinterpret_cast<Eights>(
            __builtin_ia32_permvarsi256(reinterpret_cast<Groups>(halves), without_gaps));
        const FirstEights first_sixteen = {decoded[0], decoded[1]};
        const long long last_eight = decoded[2];
        char* const to = static_cast<char*>(out) + at / 4 * 3;
        std::memcpy(to, &first_sixteen, 16);
        std::memcpy(to + 16, &last_eight, 8);
    }
    return __builtin_ia32_pmovmskb256(reinterpret_cast<Chars>(wrong == 0)) == -1;
}

#else

/// Never called: processor() says that it has neither.
inline bool decode_base64url_ssse3(std::string_view, void*) noexcept { return false; }
inline bool decode_base64url_avx2(std::string_view, void*) noexcept { return false; }

#endif

}  // namespace vouch::inline v1::detail

#endif
