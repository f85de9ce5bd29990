// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_RADIX52_MONTGOMERY_HPP
#define VOUCH_CRYPTO_BUILTIN_RADIX52_MONTGOMERY_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/limbs.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace vouch::inline v1::builtin {

#if VOUCH_HAS_INT128

/// What Montgomery does, with limbs of 52 bits, in the sizes of Radix52 that RSA of 2048, 3072 and
/// 4096 bits needs; a modulus of another size takes the next of these.
///
/// Operands are under R / 2, and so are results, since n < R / 4: (R/2 R/2 + R n) / R < R / 2.
template <class Kernel>
class Radix52Montgomery {
public:
    using Limb = std::uint64_t;
    static constexpr unsigned limb_bits = 52;
    static constexpr std::size_t block = 8;
    static constexpr unsigned spare_bits = 2;                              ///< n < R / 4
    static constexpr std::size_t max_octets = (80 * 52 - spare_bits) / 8;  ///< of a modulus

    static constexpr std::size_t limbs_for(std::size_t octets) noexcept {
        for (const std::size_t vectors : {5U, 8U}) {
            if (8 * octets + spare_bits <= 8 * vectors * limb_bits) return 8 * vectors;
        }
        return 8 * 10;
    }
    /// The modulus, and what reduce calls n_rotated.
    static constexpr std::size_t modulus_limbs(std::size_t limbs) noexcept { return 9 * limbs; }
    static constexpr std::size_t room_limbs(std::size_t limbs) noexcept { return 2 * limbs; }

    static constexpr void load_modulus(Limb* modulus, std::size_t limbs,
                                       std::span<const std::uint8_t> octets) noexcept {
        to_limbs<limb_bits>(modulus, limbs, octets);
        for (std::size_t lanes = 0; lanes < 8; ++lanes) {
            Limb* const rotated = modulus + (1 + lanes) * limbs;
            std::rotate_copy(modulus, modulus + limbs - lanes, modulus + limbs, rotated);
            rotated[lanes] = 0;
        }
    }

    /// `modulus` was loaded by load_modulus, and outlives this.
    constexpr Radix52Montgomery(const Limb* modulus, std::size_t limbs) noexcept
        : n_{modulus}, limbs_{limbs}, inverse_{negative_inverse<limb_bits>(modulus[0])} {}

    /// a a / R, in a part of `room`, where a must not be.
    const Limb* square(Limb* room, const Limb* a) const noexcept {
        with_vectors([=]<std::size_t V>(Vectors<V>) { Kernel::template square<V>(room, a); });
        return reduce(room);
    }

    /// a b / R, in a part of `room`, where neither a nor b may be.
    const Limb* multiply(Limb* room, const Limb* a, const Limb* b) const noexcept {
        std::fill_n(room, 2 * limbs_, Limb{0});
        add_product(room, a, b);
        return reduce(room);
    }

    /// (a b + c d) / R, in a part of `room`, where none of them may be. d has 8 or 16 limbs.
    template <std::size_t DLimbs>
    const Limb* multiply_add(Limb* room, const Limb* a, const Limb* b, const Limb* c,
                             const Limb* d) const noexcept {
        std::fill_n(room, 2 * limbs_, Limb{0});
        with_vectors([=]<std::size_t V>(Vectors<V>) {
            Kernel::template add_product<V, DLimbs / 8>(room, c, d);
        });
        add_product(room, a, b);
        return reduce(room);
    }

    /// `to` = the number under n that is congruent to `from`, which exceeds n a few times at most.
    /// Results of operands under 2 n are under 2 n.
    constexpr void make_canonical(Limb* to, const Limb* from) const noexcept {
        std::copy_n(from, limbs_, to);
        while (!is_less(to, n_, limbs_)) subtract<limb_bits>(to, n_, limbs_);
    }

private:
    template <std::size_t V>
    using Vectors = std::integral_constant<std::size_t, V>;

    template <class Use>
    void with_vectors(Use&& use) const noexcept {
        switch (limbs_) {
            case 40:
                return use(Vectors<5>{});
            case 64:
                return use(Vectors<8>{});
            default:
                return use(Vectors<10>{});
        }
    }

    void add_product(Limb* room, const Limb* a, const Limb* b) const noexcept {
        with_vectors(
            [=]<std::size_t V>(Vectors<V>) { Kernel::template add_product<V, V>(room, a, b); });
    }

    const Limb* reduce(Limb* room) const noexcept {
        with_vectors([=, this]<std::size_t V>(Vectors<V>) {
            Kernel::template reduce<V>(room, n_, n_ + limbs_, inverse_);
        });
        return room + limbs_;
    }

    const Limb* n_;
    std::size_t limbs_;
    Limb inverse_;
};

#endif

}  // namespace vouch::inline v1::builtin

#endif
