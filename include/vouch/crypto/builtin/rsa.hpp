// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_RSA_HPP
#define VOUCH_CRYPTO_BUILTIN_RSA_HPP

#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/emsa_pkcs1.hpp>
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/result.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace vouch::inline v1::builtin {

/// Verifies RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2) with one key.
///
/// The signature s holds if s^e = EM modulo n, EM being the encoded message of all k octets.
/// Montgomery products of s alone, without conversions, give s^e R^(1-e), so both sides are
/// compared times that power of R. EM is A - c, where A = 00 01 FF ... FF is the key's and c, the
/// complement of EM's tail, is short. With x = s^(e-1) R^(2-e) and
///
///     power = 1^(e-1) R^(2-e)   and   expected = A power / R,   computed once for a key,
///
/// the signature holds if and only if (x s + c power) / R = expected. This is encode-then-compare:
/// it needs each bit of EM as it must be, and nothing is ever decoded.
template <class Kernel>
class RsaVerifier {
public:
    using Limb = typename Kernel::Limb;

    /// \return `out_of_memory`.
    static constexpr Result<RsaVerifier> import(const RsaPublicKey& key) noexcept {
        RsaVerifier verifier{key.modulus().size(), key.exponent()};
        if (!verifier.allocate()) return Errc::out_of_memory;
        to_limbs(verifier.modulus(), verifier.limbs_, key.modulus());
        if (verifier.octets_ <= small_octets) {
            verifier.template precompute<small_octets>();
        } else {
            verifier.template precompute<max_octets>();
        }
        return verifier;
    }

    constexpr RsaVerifier(RsaVerifier&& other) noexcept
        : octets_{other.octets_},
          limbs_{other.limbs_},
          exponent_{other.exponent_},
          numbers_{std::exchange(other.numbers_, nullptr)} {}
    constexpr RsaVerifier& operator=(RsaVerifier&& other) noexcept {
        std::swap(octets_, other.octets_);
        std::swap(limbs_, other.limbs_);
        std::swap(exponent_, other.exponent_);
        std::swap(numbers_, other.numbers_);
        return *this;
    }
    constexpr ~RsaVerifier() { delete[] numbers_; }

    /// Whether `signature` is one over a message with this digest. Several threads may ask at once.
    template <Hash H>
    constexpr bool holds(const Digest<H>& digest,
                         std::span<const std::uint8_t> signature) const noexcept {
        if (signature.size() != octets_) return false;
        return octets_ <= small_octets ? holds_in<small_octets, H>(digest, signature)
                                       : holds_in<max_octets, H>(digest, signature);
    }

private:
    static constexpr std::size_t small_octets = 4096 / 8;
    static constexpr std::size_t max_octets = 8192 / 8;

    /// What a verification works in, for keys of up to `Octets` octets.
    template <std::size_t Octets>
    class Scratch {
    public:
        Limb base[limbs_for<Kernel>(Octets)];

        /// Room for a wide number; the room before the last stays as it is.
        constexpr Limb* next() noexcept { return wide_[turn_ ^= 1]; }

    private:
        Limb wide_[2][2 * limbs_for<Kernel>(Octets)];
        unsigned turn_ = 0;
    };
    // Within one page, no two addresses of it are a multiple of 4096 apart: such loads and stores
    // would wait for each other.
    static_assert(sizeof(Scratch<small_octets>) <= 4096);

    constexpr RsaVerifier(std::size_t octets, std::uint64_t exponent) noexcept
        : octets_{octets}, limbs_{limbs_for<Kernel>(octets)}, exponent_{exponent} {}

    constexpr bool allocate() noexcept {
        const std::size_t size = 3 * limbs_;
        numbers_ = std::is_constant_evaluated() ? new Limb[size] : new (std::nothrow) Limb[size];
        return numbers_ != nullptr;
    }
    constexpr Limb* modulus() const noexcept { return numbers_; }
    constexpr Limb* power() const noexcept { return numbers_ + limbs_; }
    constexpr Limb* expected() const noexcept { return numbers_ + 2 * limbs_; }

    /// Fills in `power` and `expected`.
    template <std::size_t Octets>
    constexpr void precompute() noexcept {
        const Montgomery<Kernel> montgomery{modulus(), limbs_};
        Scratch<Octets> scratch;
        std::fill_n(scratch.base, limbs_, Limb{0});
        scratch.base[0] = 1;
        montgomery.make_canonical(power(), raise_base(montgomery, scratch));

        // A = 2^(8 k - 15) - 1
        std::uint8_t a[Octets];
        std::fill_n(a, octets_, std::uint8_t{0xff});
        a[0] = 0x00;
        a[1] = 0x01;
        to_limbs(scratch.base, limbs_, {a, octets_});
        montgomery.make_canonical(expected(),
                                  montgomery.multiply(scratch.next(), scratch.base, power()));
    }

    template <std::size_t Octets, Hash H>
    constexpr bool holds_in(const Digest<H>& digest,
                            std::span<const std::uint8_t> signature) const noexcept {
        const Montgomery<Kernel> montgomery{modulus(), limbs_};
        Scratch<Octets> scratch;
        to_limbs(scratch.base, limbs_, signature);
        if (!montgomery.is_less(scratch.base, modulus(), limbs_)) return false;
        const Limb* const x = raise_base(montgomery, scratch);

        auto tail = emsa_pkcs1_tail<H>(digest);
        for (std::uint8_t& octet : tail) octet = static_cast<std::uint8_t>(~octet);
        constexpr std::size_t tail_limbs = limbs_for<Kernel>(tail.size());
        Limb complement[tail_limbs];
        to_limbs(complement, tail_limbs, tail);

        const Limb* const result = montgomery.multiply_add(scratch.next(), x, scratch.base, power(),
                                                           complement, tail_limbs);
        montgomery.make_canonical(scratch.base, result);
        return std::equal(expected(), expected() + limbs_, scratch.base);
    }

    /// base^(e-1) R^(2-e): the products of k numbers from `base` are base^k R^(1-k).
    template <std::size_t Octets>
    constexpr const Limb* raise_base(const Montgomery<Kernel>& montgomery,
                                     Scratch<Octets>& scratch) const noexcept {
        const std::uint64_t exponent = exponent_ - 1;
        const Limb* x = scratch.base;
        for (std::uint64_t bit = std::bit_floor(exponent) >> 1; bit != 0; bit >>= 1) {
            x = montgomery.square(scratch.next(), x);
            if ((exponent & bit) != 0) {
                x = montgomery.multiply(scratch.next(), x, scratch.base);
            }
        }
        return x;
    }

    std::size_t octets_;
    std::size_t limbs_;
    std::uint64_t exponent_;
    Limb* numbers_ = nullptr;  // modulus, power, expected: `limbs_` limbs each
};

}  // namespace vouch::inline v1::builtin

#endif
