// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_R_SQUARED_HPP
#define VOUCH_CRYPTO_BUILTIN_R_SQUARED_HPP

#include <vouch/crypto/builtin/limbs.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>

namespace vouch::inline v1::builtin {

/// x = 2 x, less as many times `modulus` as leaves a number under it.
template <unsigned Bits, class Limb>
constexpr void double_modulo(Limb* x, const Limb* modulus, std::size_t limbs) noexcept {
    constexpr Limb mask = static_cast<Limb>(~Limb{0}) >> (8 * sizeof(Limb) - Bits);
    Limb carry = 0;
    for (std::size_t i = 0; i < limbs; ++i) {
        const Limb doubled = static_cast<Limb>(x[i] << 1 | carry) & mask;
        carry = static_cast<Limb>(x[i] >> (Bits - 1));
        x[i] = doubled;
    }
    while (carry != 0 || !is_less(x, modulus, limbs)) carry -= subtract<Bits>(x, modulus, limbs);
}

/// Some number under R that is R R modulo n: what brings another number into the form of
/// Montgomery's products. What `next_room` gives by turns is where it works, and the result is in
/// one of these. `multiple` is room for as many limbs as n has.
///
/// Doublings lead to a small power of 2 times R; a product doubles the k of 2^k R, and a doubling
/// adds 1 to it. So the bits of R's width, from the highest to the lowest, lead to R = 2^k itself;
/// there is no division. The doublings are modulo a multiple of n that is nearly R, so that 2^k R
/// is not far from where they begin.
template <class Arithmetic, class Limb, class NextRoom>
constexpr const Limb* r_squared(const Arithmetic& arithmetic, const Limb* n, std::size_t limbs,
                                Limb* multiple, NextRoom&& next_room) noexcept {
    constexpr unsigned bits = Arithmetic::limb_bits;
    const std::size_t r_width = limbs * bits;
    const std::size_t width = r_width - Arithmetic::spare_bits;
    shift_left<bits>(multiple, n, limbs, width - bit_width<bits>(n, limbs));

    // The largest power of 2 under the multiple, times 2 until it is 2^k R.
    Limb* const x = next_room();
    std::fill_n(x, limbs, Limb{0});
    x[(width - 1) / bits] = static_cast<Limb>(Limb{1} << (width - 1) % bits);
    constexpr unsigned cheap_width = 5;  // of k: 16 doublings cost less than a product, 32 more
    const unsigned squarings = static_cast<unsigned>(std::bit_width(r_width)) - cheap_width;
    std::size_t doublings = (r_width >> squarings) + Arithmetic::spare_bits + 1;
    for (; doublings > 0; --doublings) double_modulo<bits>(x, multiple, limbs);

    const Limb* power = x;
    for (unsigned bit = squarings; bit-- > 0;) {
        power = arithmetic.square(next_room(), power);
        if ((r_width >> bit & 1) != 0) {
            Limb* const doubled = next_room();
            std::copy_n(power, limbs, doubled);
            double_modulo<bits>(doubled, multiple, limbs);
            power = doubled;
        }
    }
    return power;
}

}  // namespace vouch::inline v1::builtin

#endif
