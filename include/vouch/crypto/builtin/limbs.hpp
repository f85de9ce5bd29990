// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_LIMBS_HPP
#define VOUCH_CRYPTO_BUILTIN_LIMBS_HPP

#include <vouch/crypto/builtin/big_endian.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::inline v1::builtin {

// Whole numbers are little-endian arrays of limbs: limb 0 is the least significant. A limb has
// `Bits` bits, which may be fewer than its type has: the others are 0.

/// Writes the big-endian `octets` as `limbs` limbs, which must be enough.
template <unsigned Bits, class Limb>
constexpr void to_limbs(Limb* number, std::size_t limbs,
                        std::span<const std::uint8_t> octets) noexcept {
    constexpr unsigned room = 8 * sizeof(Limb);
    static_assert(Bits == room || Bits + 7 <= room, "a limb lies within as many octets as a Limb");
    constexpr Limb mask = static_cast<Limb>(~Limb{0}) >> (room - Bits);
    const std::size_t size = octets.size();
    for (std::size_t i = 0; i < limbs; ++i) {
        const std::size_t low = i * Bits / 8;  // octets below the one in which this limb begins
        Limb limb = 0;
        if (low + sizeof(Limb) <= size) {
            limb = load_big_endian<Limb>(octets.data() + size - low - sizeof(Limb));
        } else {
            for (std::size_t j = low; j < size; ++j) {
                limb = static_cast<Limb>(limb | Limb{octets[size - 1 - j]} << 8 * (j - low));
            }
        }
        number[i] = static_cast<Limb>(limb >> (i * Bits % 8)) & mask;
    }
}

/// -1/n modulo 2^Bits. An odd n is its own inverse modulo 8, and each step of Newton's iteration
/// doubles the bits that are right.
template <unsigned Bits, class Limb>
constexpr Limb negative_inverse(Limb n) noexcept {
    Limb inverse = n;
    for (unsigned bits = 3; bits < Bits; bits *= 2) {
        inverse = static_cast<Limb>(inverse * (2 - n * inverse));
    }
    return static_cast<Limb>(0 - inverse) &
           (static_cast<Limb>(~Limb{0}) >> (8 * sizeof(Limb) - Bits));
}

/// Whether a < b.
template <class Limb>
constexpr bool is_less(const Limb* a, const Limb* b, std::size_t limbs) noexcept {
    for (std::size_t i = limbs; i-- > 0;) {
        if (a[i] != b[i]) return a[i] < b[i];
    }
    return false;
}

/// a -= b. \return the borrow, 0 or 1.
template <unsigned Bits, class Limb>
constexpr Limb subtract(Limb* a, const Limb* b, std::size_t limbs) noexcept {
    constexpr Limb mask = static_cast<Limb>(~Limb{0}) >> (8 * sizeof(Limb) - Bits);
    Limb borrow = 0;
    for (std::size_t i = 0; i < limbs; ++i) {
        const Limb difference = static_cast<Limb>(a[i] - b[i]);
        const bool borrows = a[i] < b[i] || difference < borrow;
        a[i] = static_cast<Limb>(difference - borrow) & mask;
        borrow = borrows;
    }
    return borrow;
}

/// `to` = `from` times 2^`count`, which must fit.
template <unsigned Bits, class Limb>
constexpr void shift_left(Limb* to, const Limb* from, std::size_t limbs,
                          std::size_t count) noexcept {
    constexpr Limb mask = static_cast<Limb>(~Limb{0}) >> (8 * sizeof(Limb) - Bits);
    const std::size_t whole = count / Bits;
    const auto part = static_cast<unsigned>(count % Bits);
    for (std::size_t i = limbs; i-- > 0;) {
        const Limb high = i < whole ? Limb{0} : from[i - whole];
        const Limb low = i < whole + 1 ? Limb{0} : from[i - whole - 1];
        const Limb carried = part == 0 ? Limb{0} : static_cast<Limb>(low >> (Bits - part));
        to[i] = static_cast<Limb>(high << part | carried) & mask;
    }
}

/// The number of bits up to and with the highest that is 1.
template <unsigned Bits, class Limb>
constexpr std::size_t bit_width(const Limb* number, std::size_t limbs) noexcept {
    while (limbs > 0 && number[limbs - 1] == 0) --limbs;
    std::size_t bits = limbs * Bits;
    while (bits > 0 && (number[(bits - 1) / Bits] >> (bits - 1) % Bits & 1) == 0) --bits;
    return bits;
}

}  // namespace vouch::inline v1::builtin

#endif
