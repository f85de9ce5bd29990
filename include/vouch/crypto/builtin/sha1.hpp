// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_SHA1_HPP
#define VOUCH_CRYPTO_BUILTIN_SHA1_HPP

#include <vouch/crypto/builtin/big_endian.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::inline v1::builtin {

/// The SHA-1 of `message` (FIPS 180-4 §6.1), to compare with the `x5t` of a key (RFC 7517 §4.8).
///
/// SHA-1 is broken: two messages with one value can be made. An `x5t` is only a label, so a wrong
/// one gains nobody anything; for all else there is `hash`.
constexpr std::array<std::uint8_t, 20> sha1(std::span<const std::uint8_t> message) noexcept {
    std::uint32_t state[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    const auto compress = [&state](const std::uint8_t* block) {
        std::uint32_t w[80]{};
        for (std::size_t t = 0; t < 16; ++t) w[t] = load_big_endian<std::uint32_t>(block + 4 * t);
        for (std::size_t t = 16; t < 80; ++t) {
            w[t] = std::rotl(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        }
        auto [a, b, c, d, e] = state;
        for (std::size_t t = 0; t < 80; ++t) {
            const std::uint32_t mixed = t < 20   ? (b & c) + (~b & d) + 0x5a827999
                                        : t < 40 ? (b ^ c ^ d) + 0x6ed9eba1
                                        : t < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc
                                                 : (b ^ c ^ d) + 0xca62c1d6;
            const std::uint32_t next = std::rotl(a, 5) + mixed + e + w[t];
            e = d;
            d = c;
            c = std::rotl(b, 30);
            b = a;
            a = next;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    };

    std::span<const std::uint8_t> rest = message;
    for (; rest.size() >= 64; rest = rest.subspan(64)) compress(rest.data());

    // 1 bit, zeros, and the length in bits.
    std::uint8_t end[128] = {};
    std::copy(rest.begin(), rest.end(), end);
    end[rest.size()] = 0x80;
    const std::size_t end_octets = rest.size() < 56 ? 64 : 128;
    store_big_endian(end + end_octets - 8, std::uint64_t{message.size()} * 8);
    compress(end);
    if (end_octets == 128) compress(end + 64);

    std::array<std::uint8_t, 20> digest{};
    for (std::size_t i = 0; i < 5; ++i) store_big_endian(digest.data() + 4 * i, state[i]);
    return digest;
}

}  // namespace vouch::inline v1::builtin

#endif
