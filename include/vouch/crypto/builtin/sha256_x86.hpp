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

/// One hash value of SHA-256 (FIPS 180-4 §6.2.2) in registers, and the block that it takes in, with
/// the SHA extensions of x86-64 processors (Intel SDM, volume 2: SHA256RNDS2, SHA256MSG1,
/// SHA256MSG2), which do two rounds, or four words of the schedule, at a time.
class ShaExtensionsState {
public:
    [[gnu::target("sha,sse4.1,ssse3")]] explicit ShaExtensionsState(
        const std::uint32_t* hash) noexcept {
        const FourWords abcd = load_words(hash);
        const FourWords efgh = load_words(hash + 4);
        // The instructions want the words in this order.
        feba_ = __builtin_shufflevector(abcd, efgh, 5, 4, 1, 0);
        hgdc_ = __builtin_shufflevector(abcd, efgh, 7, 6, 3, 2);
    }
    [[gnu::target("sha,sse4.1,ssse3")]] void store(std::uint32_t* hash) const noexcept {
        const FourWords abcd = __builtin_shufflevector(feba_, hgdc_, 3, 2, 7, 6);
        const FourWords efgh = __builtin_shufflevector(feba_, hgdc_, 1, 0, 5, 4);
        std::memcpy(hash, &abcd, sizeof abcd);
        std::memcpy(hash + 4, &efgh, sizeof efgh);
    }

    [[gnu::target("sha,sse4.1,ssse3")]] void begin(const std::uint8_t* block) noexcept {
        old_feba_ = feba_;
        old_hgdc_ = hgdc_;
        w0_ = load_swapped(block);  // the schedule's last 16 words
        w4_ = load_swapped(block + 16);
        w8_ = load_swapped(block + 32);
        w12_ = load_swapped(block + 48);
    }
    [[gnu::target("sha,sse4.1,ssse3")]] void do_four_rounds(
        const std::uint32_t* constants) noexcept {
        const FourWords key = add_words(load_words(constants), w0_);
        // (f, e, b, a) are (h, g, d, c) two rounds later: only the others are computed.
        hgdc_ = __builtin_ia32_sha256rnds2(hgdc_, feba_, key);
        feba_ =
            __builtin_ia32_sha256rnds2(feba_, hgdc_, __builtin_shufflevector(key, key, 2, 3, 2, 3));
        const FourWords w9 = __builtin_shufflevector(w8_, w12_, 1, 2, 3, 4);
        const FourWords w16 =
            __builtin_ia32_sha256msg2(add_words(__builtin_ia32_sha256msg1(w0_, w4_), w9), w12_);
        w0_ = w4_;
        w4_ = w8_;
        w8_ = w12_;
        w12_ = w16;
    }
    [[gnu::target("sha,sse4.1,ssse3")]] void end() noexcept {
        feba_ = add_words(feba_, old_feba_);
        hgdc_ = add_words(hgdc_, old_hgdc_);
    }

private:
    FourWords feba_, hgdc_, old_feba_, old_hgdc_, w0_, w4_, w8_, w12_;
};

/// Takes `count` blocks of 64 octets into a hash value of 8 words. `constants` are the 64 of FIPS
/// 180-4 §4.2.2. Nothing need be aligned.
/// \pre detail::processor().has_sha_extensions
[[gnu::target("sha,sse4.1,ssse3")]] inline void compress_with_sha_extensions(
    std::uint32_t* hash, const std::uint32_t* constants, const void* blocks,
    std::size_t count) noexcept {
    ShaExtensionsState state{hash};
    const auto* block = static_cast<const std::uint8_t*>(blocks);
    for (; count > 0; --count, block += 64) {
        state.begin(block);
#pragma GCC unroll 16
        for (std::size_t t = 0; t < 64; t += 4) state.do_four_rounds(constants + t);
        state.end();
    }
    state.store(hash);
}

/// The same for two hash values at once, which takes less than twice the time: an instruction waits
/// for the one before it in its own hash only.
[[gnu::target("sha,sse4.1,ssse3")]] inline void compress_two_with_sha_extensions(
    std::uint32_t* first_hash, std::uint32_t* second_hash, const std::uint32_t* constants,
    const void* first_blocks, const void* second_blocks, std::size_t count) noexcept {
    ShaExtensionsState first{first_hash};
    ShaExtensionsState second{second_hash};
    const auto* first_block = static_cast<const std::uint8_t*>(first_blocks);
    const auto* second_block = static_cast<const std::uint8_t*>(second_blocks);
    for (; count > 0; --count, first_block += 64, second_block += 64) {
        first.begin(first_block);
        second.begin(second_block);
#pragma GCC unroll 16
        for (std::size_t t = 0; t < 64; t += 4) {
            first.do_four_rounds(constants + t);
            second.do_four_rounds(constants + t);
        }
        first.end();
        second.end();
    }
    first.store(first_hash);
    second.store(second_hash);
}

#else

/// Never called: processor() says that there are none.
inline void compress_with_sha_extensions(std::uint32_t*, const std::uint32_t*, const void*,
                                         std::size_t) noexcept {}
inline void compress_two_with_sha_extensions(std::uint32_t*, std::uint32_t*, const std::uint32_t*,
                                             const void*, const void*, std::size_t) noexcept {}

#endif

}  // namespace vouch::inline v1::builtin

#endif
