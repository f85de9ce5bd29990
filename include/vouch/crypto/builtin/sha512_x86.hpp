// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_SHA512_X86_HPP
#define VOUCH_CRYPTO_BUILTIN_SHA512_X86_HPP

#include <vouch/crypto/builtin/big_endian.hpp>
#include <vouch/crypto/builtin/sha2_rounds.hpp>
#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vouch::inline v1::builtin {

#if defined(__x86_64__) && defined(__GNUC__)

/// Takes `count` blocks of 128 octets into the hash value of SHA-512 (FIPS 180-4 §6.4.2), on x86-64
/// processors with AVX2 and BMI2.
///
/// The rounds keep the units for integers busy. So the message schedule is left to those for
/// vectors, two words at a time, each as soon as the rounds have used the two that it replaces.
/// (Of four words in a vector the last two would have to wait for the first two.)
///
/// `hash` is its 8 words. Nothing need be aligned.
/// \pre detail::processor().has_avx2
[[gnu::target("avx2,bmi,bmi2")]] inline void compress_sha512_with_avx2(std::uint64_t* hash,
                                                                       const void* blocks,
                                                                       std::size_t count) noexcept {
    using TwoWords [[gnu::vector_size(16)]] = std::uint64_t;
    const auto* block = static_cast<const std::uint8_t*>(blocks);
    for (; count > 0; --count, block += 128) {
        TwoWords w[8];           // the schedule's last 16 words, as a ring
        std::uint64_t keys[16];  // and with the constants of their rounds
        const auto make_keys = [&](std::size_t two, std::size_t t) __attribute__((always_inline)) {
            TwoWords sum;
            std::memcpy(&sum, Sha2Family<std::uint64_t>::constants + t, sizeof sum);
            sum += w[two];
            std::memcpy(keys + 2 * two, &sum, sizeof sum);
        };
#pragma GCC unroll 8
        for (std::size_t two = 0; two < 8; ++two) {
            w[two] = TwoWords{load_big_endian<std::uint64_t>(block + 16 * two),
                              load_big_endian<std::uint64_t>(block + 16 * two + 8)};
            make_keys(two, 2 * two);
        }
        std::uint64_t v[8];
        std::memcpy(v, hash, sizeof v);
        for (std::size_t t = 16; t < 80; t += 16) {
            const auto extend = [&](std::size_t two) __attribute__((always_inline)) {
                const TwoWords w1 = __builtin_shufflevector(w[two], w[(two + 1) % 8], 1, 2);
                const TwoWords w9 =
                    __builtin_shufflevector(w[(two + 4) % 8], w[(two + 5) % 8], 1, 2);
                const TwoWords w14 = w[(two + 7) % 8];
                w[two] += ((w1 >> 1 | w1 << 63) ^ (w1 >> 8 | w1 << 56) ^ w1 >> 7) + w9 +
                          ((w14 >> 19 | w14 << 45) ^ (w14 >> 61 | w14 << 3) ^ w14 >> 6);
                make_keys(two, t + 2 * two);
            };
            sha2_sixteen_rounds(
                v, [&](std::size_t i) __attribute__((always_inline)) {
                    if (i != 0 && i % 2 == 0) extend(i / 2 - 1);
                    return keys[i];
                });
            extend(7);
        }
        sha2_sixteen_rounds(v, [&](std::size_t i) { return keys[i]; });
        for (std::size_t i = 0; i < 8; ++i) hash[i] += v[i];
    }
}

#else

/// Never called: processor() says that there is none.
inline void compress_sha512_with_avx2(std::uint64_t*, const void*, std::size_t) noexcept {}

#endif

}  // namespace vouch::inline v1::builtin

#endif
