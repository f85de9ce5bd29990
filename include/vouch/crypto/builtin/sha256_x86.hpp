// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_SHA256_X86_HPP
#define VOUCH_CRYPTO_BUILTIN_SHA256_X86_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace vouch::inline v1::builtin {

#if defined(__x86_64__) && defined(__GNUC__)

// The compiler's own vectors and functions, because <immintrin.h> is slow to compile.
using FourWords [[gnu::vector_size(16)]] = int;

/// Sums modulo 2^32.
inline FourWords add_words(FourWords a, FourWords b) noexcept {
    using Unsigned [[gnu::vector_size(16)]] = unsigned;
    return reinterpret_cast<FourWords>(reinterpret_cast<Unsigned>(a) +
                                       reinterpret_cast<Unsigned>(b));
}

/// Four words from memory, which need not be aligned.
inline FourWords load_words(const void* words) noexcept {
    FourWords loaded;
    std::memcpy(&loaded, words, sizeof loaded);
    return loaded;
}

/// Four big-endian words from memory, which need not be aligned.
[[gnu::target("ssse3")]] inline FourWords load_swapped(const void* octets) noexcept {
    using Octets [[gnu::vector_size(16)]] = unsigned char;
    const Octets loaded = reinterpret_cast<Octets>(load_words(octets));
    return reinterpret_cast<FourWords>(__builtin_shufflevector(loaded, loaded, 3, 2, 1, 0, 7, 6, 5,
                                                               4, 11, 10, 9, 8, 15, 14, 13, 12));
}

/// Takes `count` blocks of 64 octets into the hash value of SHA-256 (FIPS 180-4 §6.2.2), with the
/// SHA extensions of x86-64 processors (Intel SDM, volume 2: SHA256RNDS2, SHA256MSG1, SHA256MSG2),
/// which do two rounds, or four words of the schedule, at a time.
///
/// `hash` is its 8 words, `constants` the 64 of FIPS 180-4 §4.2.2. Nothing need be aligned.
/// \pre detail::processor().has_sha_extensions
[[gnu::target("sha,sse4.1,ssse3")]] inline void compress_with_sha_extensions(
    std::uint32_t* hash, const std::uint32_t* constants, const void* blocks,
    std::size_t count) noexcept {
    FourWords abcd = load_words(hash);
    FourWords efgh = load_words(hash + 4);
    // The instructions want the words in this order.
    FourWords feba = __builtin_shufflevector(abcd, efgh, 5, 4, 1, 0);
    FourWords hgdc = __builtin_shufflevector(abcd, efgh, 7, 6, 3, 2);
    const auto* block = static_cast<const std::uint8_t*>(blocks);
    for (; count > 0; --count, block += 64) {
        const FourWords old_feba = feba;
        const FourWords old_hgdc = hgdc;
        FourWords w0 = load_swapped(block);  // the schedule's last 16 words
        FourWords w4 = load_swapped(block + 16);
        FourWords w8 = load_swapped(block + 32);
        FourWords w12 = load_swapped(block + 48);
#pragma GCC unroll 16
        for (std::size_t t = 0; t < 64; t += 4) {
            const FourWords key = add_words(load_words(constants + t), w0);
            // (f, e, b, a) are (h, g, d, c) two rounds later: only the others are computed.
            hgdc = __builtin_ia32_sha256rnds2(hgdc, feba, key);
            feba = __builtin_ia32_sha256rnds2(feba, hgdc,
                                              __builtin_shufflevector(key, key, 2, 3, 2, 3));
            const FourWords w9 = __builtin_shufflevector(w8, w12, 1, 2, 3, 4);
            const FourWords w16 =
                __builtin_ia32_sha256msg2(add_words(__builtin_ia32_sha256msg1(w0, w4), w9), w12);
            w0 = w4;
            w4 = w8;
            w8 = w12;
            w12 = w16;
        }
        feba = add_words(feba, old_feba);
        hgdc = add_words(hgdc, old_hgdc);
    }
    abcd = __builtin_shufflevector(feba, hgdc, 3, 2, 7, 6);
    efgh = __builtin_shufflevector(feba, hgdc, 1, 0, 5, 4);
    std::memcpy(hash, &abcd, sizeof abcd);
    std::memcpy(hash + 4, &efgh, sizeof efgh);
}

#else

/// Never called: processor() says that there are none.
inline void compress_with_sha_extensions(std::uint32_t*, const std::uint32_t*, const void*,
                                         std::size_t) noexcept {}

#endif

}  // namespace vouch::inline v1::builtin

#endif
