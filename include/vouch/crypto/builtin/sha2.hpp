// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_SHA2_HPP
#define VOUCH_CRYPTO_BUILTIN_SHA2_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/big_endian.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/sha256_x86.hpp>
#include <vouch/detail/processor.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <type_traits>

namespace vouch::inline v1::builtin {

/// What differs between SHA-256 and SHA-512 (FIPS 180-4 §4.1, §4.2).
template <class Word>
struct Sha2Family;

template <>
struct Sha2Family<std::uint32_t> {
    using Word = std::uint32_t;
    static constexpr Word constants[] = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2};

    static constexpr Word big_sigma_0(Word x) noexcept {
        return std::rotr(x, 2) ^ std::rotr(x, 13) ^ std::rotr(x, 22);
    }
    static constexpr Word big_sigma_1(Word x) noexcept {
        return std::rotr(x, 6) ^ std::rotr(x, 11) ^ std::rotr(x, 25);
    }
    static constexpr Word small_sigma_0(Word x) noexcept {
        return std::rotr(x, 7) ^ std::rotr(x, 18) ^ x >> 3;
    }
    static constexpr Word small_sigma_1(Word x) noexcept {
        return std::rotr(x, 17) ^ std::rotr(x, 19) ^ x >> 10;
    }
};

template <>
struct Sha2Family<std::uint64_t> {
    using Word = std::uint64_t;
    static constexpr Word constants[] = {
        0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
        0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
        0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
        0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
        0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
        0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
        0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
        0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
        0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
        0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
        0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
        0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
        0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
        0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
        0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
        0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
        0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
        0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
        0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
        0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

    static constexpr Word big_sigma_0(Word x) noexcept {
        return std::rotr(x, 28) ^ std::rotr(x, 34) ^ std::rotr(x, 39);
    }
    static constexpr Word big_sigma_1(Word x) noexcept {
        return std::rotr(x, 14) ^ std::rotr(x, 18) ^ std::rotr(x, 41);
    }
    static constexpr Word small_sigma_0(Word x) noexcept {
        return std::rotr(x, 1) ^ std::rotr(x, 8) ^ x >> 7;
    }
    static constexpr Word small_sigma_1(Word x) noexcept {
        return std::rotr(x, 19) ^ std::rotr(x, 61) ^ x >> 6;
    }
};

/// The hash value so far: eight words.
template <class Word>
struct Sha2State {
    static constexpr std::size_t block_octets = 16 * sizeof(Word);
    Word words[8];

    /// Takes in `count` blocks, the fastest way that there is.
    template <class Octet>
    constexpr void compress(const Octet* blocks, std::size_t count) noexcept {
        if constexpr (std::is_same_v<Word, std::uint32_t>) {
            if (!std::is_constant_evaluated() && detail::processor().has_sha_extensions) {
                compress_with_sha_extensions(words, Sha2Family<Word>::constants, blocks, count);
                return;
            }
        }
        for (; count > 0; --count, blocks += block_octets) compress(blocks);
    }

    /// Takes in one block (FIPS 180-4 §6.2.2, §6.4.2), on any machine.
    template <class Octet>
    constexpr void compress(const Octet* block) noexcept {
        using Family = Sha2Family<Word>;
        constexpr std::size_t rounds = std::size(Family::constants);
        Word w[16];  // the schedule's last 16 words, as a ring
        for (std::size_t t = 0; t < 16; ++t) {
            w[t] = load_big_endian<Word>(block + t * sizeof(Word));
        }
        Word a = words[0], b = words[1], c = words[2], d = words[3];
        Word e = words[4], f = words[5], g = words[6], h = words[7];
        for (std::size_t t = 0; t < rounds; t += 16) {
            const Word* const k = Family::constants + t;
            // The names move by one place from round to round, instead of the values.
            round(a, b, c, d, e, f, g, h, k[0] + w[0]);
            round(h, a, b, c, d, e, f, g, k[1] + w[1]);
            round(g, h, a, b, c, d, e, f, k[2] + w[2]);
            round(f, g, h, a, b, c, d, e, k[3] + w[3]);
            round(e, f, g, h, a, b, c, d, k[4] + w[4]);
            round(d, e, f, g, h, a, b, c, k[5] + w[5]);
            round(c, d, e, f, g, h, a, b, k[6] + w[6]);
            round(b, c, d, e, f, g, h, a, k[7] + w[7]);
            round(a, b, c, d, e, f, g, h, k[8] + w[8]);
            round(h, a, b, c, d, e, f, g, k[9] + w[9]);
            round(g, h, a, b, c, d, e, f, k[10] + w[10]);
            round(f, g, h, a, b, c, d, e, k[11] + w[11]);
            round(e, f, g, h, a, b, c, d, k[12] + w[12]);
            round(d, e, f, g, h, a, b, c, k[13] + w[13]);
            round(c, d, e, f, g, h, a, b, k[14] + w[14]);
            round(b, c, d, e, f, g, h, a, k[15] + w[15]);
            if (t + 16 == rounds) break;
#pragma GCC unroll 16
            for (std::size_t i = 0; i < 16; ++i) {
                w[i] += Family::small_sigma_0(w[(i + 1) % 16]) + w[(i + 9) % 16] +
                        Family::small_sigma_1(w[(i + 14) % 16]);
            }
        }
        words[0] += a;
        words[1] += b;
        words[2] += c;
        words[3] += d;
        words[4] += e;
        words[5] += f;
        words[6] += g;
        words[7] += h;
    }

    /// Takes in the whole message, padded (FIPS 180-4 §5.1).
    template <class Octet>
    constexpr void absorb(const Octet* message, std::size_t size) noexcept {
        const std::size_t left = size % block_octets;
        compress(message, size / block_octets);

        // 1 bit, zeros, and the length in bits as an integer of two words.
        std::uint8_t end[2 * block_octets] = {};
        for (std::size_t i = 0; i < left; ++i)
            end[i] = static_cast<std::uint8_t>(message[size - left + i]);
        end[left] = 0x80;
        const bool fits = left < block_octets - 2 * sizeof(Word);
        const std::size_t end_blocks = fits ? 1 : 2;
        store_big_endian(end + end_blocks * block_octets - 8, std::uint64_t{size} * 8);
        compress(end, end_blocks);
    }

private:
    static constexpr void round(Word a, Word b, Word c, Word& d, Word e, Word f, Word g, Word& h,
                                Word key) noexcept {
        const Word choice = g ^ (e & (f ^ g));
        const Word majority = b ^ ((a ^ b) & (b ^ c));  // the next round's b ^ c is a ^ b
        const Word t = h + Sha2Family<Word>::big_sigma_1(e) + choice + key;
        d += t;
        h = t + Sha2Family<Word>::big_sigma_0(a) + majority;
    }
};

/// The initial value of a hash (FIPS 180-4 §5.3).
template <Hash H>
constexpr auto sha2_initial_state() noexcept {
    if constexpr (H == Hash::sha256) {
        return Sha2State<std::uint32_t>{{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                         0x9b05688c, 0x1f83d9ab, 0x5be0cd19}};
    } else if constexpr (H == Hash::sha384) {
        return Sha2State<std::uint64_t>{{0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                         0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                         0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4}};
    } else {
        static_assert(H == Hash::sha512);
        return Sha2State<std::uint64_t>{{0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                         0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                         0x1f83d9abfb41bd6b, 0x5be0cd19137e2179}};
    }
}

/// The digest of some octets, as `char` or `std::uint8_t`.
template <Hash H, class Octet>
constexpr Digest<H> hash(const Octet* message, std::size_t size) noexcept {
    auto state = sha2_initial_state<H>();
    state.absorb(message, size);
    // SHA-384 is cut short: fewer words than the state has.
    constexpr std::size_t word_octets = sizeof state.words[0];
    Digest<H> digest{};
    for (std::size_t i = 0; i < digest.size() / word_octets; ++i) {
        store_big_endian(digest.data() + i * word_octets, state.words[i]);
    }
    return digest;
}

/// The digest of a message by SHA-256, SHA-384 or SHA-512 (FIPS 180-4 §6.2, §6.5, §6.4).
template <Hash H>
constexpr Digest<H> hash(std::string_view message) noexcept {
    return hash<H>(message.data(), message.size());
}
template <Hash H>
constexpr Digest<H> hash(std::span<const std::uint8_t> message) noexcept {
    return hash<H>(message.data(), message.size());
}

}  // namespace vouch::inline v1::builtin

#endif
