// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_RSA_HPP
#define VOUCH_CRYPTO_BUILTIN_RSA_HPP

#include <vouch/crypto/builtin/emsa_pkcs1.hpp>
#include <vouch/crypto/builtin/limbs.hpp>
#include <vouch/crypto/builtin/r_squared.hpp>
#include <vouch/crypto/builtin/rsa_key.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/result.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::inline v1::builtin {

/// Verifies RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2) with the products of `Arithmetic`: Montgomery, or
/// another with its functions.
///
/// The signature s holds if s^e = EM modulo n, EM being the encoded message of all k octets. This
/// is encode-then-compare: each bit of EM has to be as it must be, and nothing is ever decoded.
///
/// A product of a and b is a b / R. Where a key is used once, s is multiplied by R first, so that
/// all products keep that factor. For a key that is used again it pays to do without: products of s
/// alone give s^e R^(1-e), so both sides are compared times that power of R. EM is A - c, where
/// A = 00 01 FF ... FF is the key's and c, the complement of EM's tail, is short. With
/// x = s^(e-1) R^(2-e) and
///
///     power = 1^(e-1) R^(2-e)   and   expected = A power / R,   computed once for a key,
///
/// the signature holds if and only if (x s + c power) / R = expected.
template <class Arithmetic>
class RsaVerifier {
public:
    using Limb = typename Arithmetic::Limb;
    using Key = RsaKey<Limb>;
    static constexpr unsigned limb_bits = Arithmetic::limb_bits;

    /// \return `out_of_memory`.
    static constexpr Result<Key> import(const RsaPublicKey& key) noexcept {
        const std::size_t octets = key.modulus().size();
        const std::size_t limbs = Arithmetic::limbs_for(octets);
        Key imported{octets, key.exponent(), limbs, Arithmetic::modulus_limbs(limbs)};
        if (!imported.has_memory()) return Errc::out_of_memory;
        Arithmetic::load_modulus(imported.modulus(), limbs, key.modulus());
        return imported;
    }

    /// Whether `signature` is one over a message with this digest, by a key that this imported.
    /// Several threads may ask at once.
    template <Hash H>
    static constexpr bool holds(const Key& key, const Digest<H>& digest,
                                std::span<const std::uint8_t> signature) noexcept {
        return signature.size() == key.octets() &&
               Verification{key}.template holds<H>(digest, signature);
    }

private:
    /// One verification, and what it works in.
    class Verification {
    public:
        constexpr explicit Verification(const Key& key) noexcept
            : key_{key},
              arithmetic_{key.modulus(), key.limbs()},
              base_{memory_},
              times_r_{base_ + key.limbs()},
              rooms_{times_r_ + key.limbs(),
                     times_r_ + key.limbs() + Arithmetic::room_limbs(key.limbs())} {}

        template <Hash H>
        constexpr bool holds(const Digest<H>& digest,
                             std::span<const std::uint8_t> signature) noexcept {
            const bool prepared =
                key_.is_prepared([this](Limb* power, Limb* expected) { prepare(power, expected); });
            load(base_, signature);
            if (!is_less(base_, key_.modulus(), key_.limbs())) return false;
            const auto tail = emsa_pkcs1_tail<H>(digest);
            return prepared ? equals_expected(tail) : equals_encoded(tail);
        }

    private:
        /// Whether base_^e = EM, by the numbers of the key.
        template <class Tail>
        constexpr bool equals_expected(Tail tail) noexcept {
            for (std::uint8_t& octet : tail) octet = static_cast<std::uint8_t>(~octet);
            constexpr std::size_t block_bits = Arithmetic::limb_bits * Arithmetic::block;
            constexpr std::size_t tail_limbs =
                (8 * std::tuple_size_v<Tail> + block_bits - 1) / block_bits * Arithmetic::block;
            Limb complement[tail_limbs];
            to_limbs<Arithmetic::limb_bits>(complement, tail_limbs, tail);

            const Limb* const x = raise(base_);
            return is_congruent(arithmetic_.template multiply_add<tail_limbs>(
                                    next_room(), x, base_, key_.power(), complement),
                                key_.expected());
        }

        /// The same without them.
        template <class Tail>
        constexpr bool equals_encoded(const Tail& tail) noexcept {
            const Limb* const r_r = r_squared(arithmetic_, key_.modulus(), key_.limbs(), times_r_,
                                              [this] { return next_room(); });
            std::copy_n(arithmetic_.multiply(next_room(), base_, r_r), key_.limbs(), times_r_);
            const Limb* const x = raise(times_r_);
            const Limb* const result = arithmetic_.multiply(next_room(), x, base_);

            std::uint8_t encoded[Arithmetic::max_octets];
            encode_empty(encoded);
            std::copy(tail.begin(), tail.end(),
                      encoded + (key_.octets() - std::tuple_size_v<Tail>));
            load(times_r_, {encoded, key_.octets()});
            return is_congruent(result, times_r_);
        }

        constexpr void prepare(Limb* power, Limb* expected) noexcept {
            std::fill_n(base_, key_.limbs(), Limb{0});
            base_[0] = 1;
            arithmetic_.make_canonical(power, raise(base_));

            std::uint8_t a[Arithmetic::max_octets];
            encode_empty(a);
            load(base_, {a, key_.octets()});
            arithmetic_.make_canonical(expected, arithmetic_.multiply(next_room(), base_, power));
        }

        /// x^(e-1) R^(2-e): a product of k numbers is divided by R^(k-1).
        constexpr const Limb* raise(const Limb* x) noexcept {
            const std::uint64_t exponent = key_.exponent() - 1;
            const Limb* power = x;
            for (std::uint64_t bit = std::bit_floor(exponent) >> 1; bit != 0; bit >>= 1) {
                power = arithmetic_.square(next_room(), power);
                if ((exponent & bit) != 0) power = arithmetic_.multiply(next_room(), power, x);
            }
            return power;
        }

        /// Whether a result is `number`, which is under n, modulo n.
        constexpr bool is_congruent(const Limb* result, const Limb* number) noexcept {
            arithmetic_.make_canonical(base_, result);
            return std::equal(number, number + key_.limbs(), base_);
        }

        /// An encoded message without its end: 00 01 FF ... FF.
        constexpr void encode_empty(std::uint8_t* octets) const noexcept {
            octets[0] = 0x00;
            octets[1] = 0x01;
            std::fill(octets + 2, octets + key_.octets(), std::uint8_t{0xff});
        }

        constexpr void load(Limb* number, std::span<const std::uint8_t> octets) const noexcept {
            to_limbs<Arithmetic::limb_bits>(number, key_.limbs(), octets);
        }

        /// Room for a result; the room before the last stays as it is.
        constexpr Limb* next_room() noexcept { return rooms_[turn_ ^= 1]; }

        static constexpr std::size_t max_limbs = Arithmetic::limbs_for(Arithmetic::max_octets);

        const Key& key_;
        const Arithmetic arithmetic_;
        unsigned turn_ = 0;
        // All that is in use lies together: within one page of 4 KiB, for keys of up to 4096 bits,
        // no two addresses are a multiple of it apart, and wait for each other.
        alignas(64) Limb memory_[2 * max_limbs + 2 * Arithmetic::room_limbs(max_limbs)];
        Limb* const base_;
        Limb* const times_r_;
        Limb* const rooms_[2];
    };
};

}  // namespace vouch::inline v1::builtin

#endif
