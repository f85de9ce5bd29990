// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_SHA2_HPP
#define VOUCH_CRYPTO_BUILTIN_SHA2_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/big_endian.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/sha256_x86.hpp>
#include <vouch/crypto/builtin/sha2_rounds.hpp>
#include <vouch/crypto/builtin/sha512_x86.hpp>
#include <vouch/detail/processor.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <type_traits>

namespace vouch::inline v1::builtin {

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
        if constexpr (std::is_same_v<Word, std::uint64_t>) {
            if (!std::is_constant_evaluated() && detail::processor().has_avx2) {
                compress_sha512_with_avx2(words, blocks, count);
                return;
            }
        }
        for (; count > 0; --count, blocks += block_octets) compress(blocks);
    }

    /// Takes in one block (FIPS 180-4 §6.2.2, §6.4.2), on any machine.
    template <class Octet>
    constexpr void compress(const Octet* block) noexcept {
        using Family = Sha2Family<Word>;
        Word w[16];  // the schedule's last 16 words, as a ring
        for (std::size_t t = 0; t < 16; ++t) {
            w[t] = load_big_endian<Word>(block + t * sizeof(Word));
        }
        Word v[8];
        for (std::size_t i = 0; i < 8; ++i) v[i] = words[i];
        sha2_sixteen_rounds(v, [&](std::size_t i) { return Family::constants[i] + w[i]; });
        for (std::size_t t = 16; t < std::size(Family::constants); t += 16) {
            sha2_sixteen_rounds(v, [&](std::size_t i) {
                w[i] += Family::small_sigma_0(w[(i + 1) % 16]) + w[(i + 9) % 16] +
                        Family::small_sigma_1(w[(i + 14) % 16]);
                return Family::constants[t + i] + w[i];
            });
        }
        for (std::size_t i = 0; i < 8; ++i) words[i] += v[i];
    }

    /// The end of a message: what its whole blocks leave over, padded (FIPS 180-4 §5.1).
    struct End {
        std::uint8_t blocks[2 * block_octets] = {};
        std::size_t count;

        template <class Octet>
        constexpr End(const Octet* message, std::size_t size) noexcept {
            // 1 bit, zeros, and the length in bits as an integer of two words.
            const std::size_t left = size % block_octets;
            for (std::size_t i = 0; i < left; ++i)
                blocks[i] = static_cast<std::uint8_t>(message[size - left + i]);
            blocks[left] = 0x80;
            const bool fits = left < block_octets - 2 * sizeof(Word);
            count = fits ? 1 : 2;
            store_big_endian(blocks + count * block_octets - 8, std::uint64_t{size} * 8);
        }
    };

    /// Takes in the whole message, padded.
    template <class Octet>
    constexpr void absorb(const Octet* message, std::size_t size) noexcept {
        compress(message, size / block_octets);
        const End end{message, size};
        compress(end.blocks, end.count);
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

/// The hash value as octets.
template <Hash H, class Word>
constexpr Digest<H> sha2_digest(const Sha2State<Word>& state) noexcept {
    // SHA-384 is cut short: fewer words than the state has.
    Digest<H> digest{};
    for (std::size_t i = 0; i < digest.size() / sizeof(Word); ++i) {
        store_big_endian(digest.data() + i * sizeof(Word), state.words[i]);
    }
    return digest;
}

/// The digest of some octets, as `char` or `std::uint8_t`.
template <Hash H, class Octet>
constexpr Digest<H> hash(const Octet* message, std::size_t size) noexcept {
    auto state = sha2_initial_state<H>();
    state.absorb(message, size);
    return sha2_digest<H>(state);
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
