// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_RSA_PUBLIC_KEY_HPP
#define VOUCH_CRYPTO_RSA_PUBLIC_KEY_HPP

#include <vouch/crypto/roca_fingerprint.hpp>
#include <vouch/result.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace vouch::inline v1 {

/// Which RSA keys are taken (RFC 8725 §3.5, RFC 7518 §8.6).
///
/// What a key costs to use grows with its size and its exponent, so a stranger's key has bounds.
struct RsaLimits {
    std::size_t min_bits = 2048;  ///< never under 2048, whatever is written here (RFC 7518 §3.3)
    std::size_t max_bits = 8192;  ///< never over 8192
    std::uint64_t min_exponent = 65537;  ///< never under 3
    std::uint64_t max_exponent = std::uint64_t{1} << 32;
};

/// An RSA public key (RFC 8017 §3.1) that is within the limits: there is no other kind.
class RsaPublicKey {
public:
    /// Takes modulus and exponent as big-endian octets without leading zeros (RFC 7518 §2,
    /// Base64urlUInt).
    ///
    /// \return `key_modulus` (empty, leading zero, even), `key_too_small`, `key_too_large`,
    /// `key_exponent` (empty, leading zero, even, outside the limits) or `key_weak`.
    static constexpr Result<RsaPublicKey> from_octets(std::span<const std::uint8_t> modulus,
                                                      std::span<const std::uint8_t> exponent,
                                                      const RsaLimits& limits = {}) {
        if (!is_minimal_odd(modulus)) return Errc::key_modulus;
        const std::size_t bits = bits_of(modulus);
        if (bits < std::max(limits.min_bits, RsaLimits{}.min_bits)) return Errc::key_too_small;
        if (bits > std::min(limits.max_bits, RsaLimits{}.max_bits)) return Errc::key_too_large;

        if (!is_minimal_odd(exponent) || exponent.size() > sizeof(std::uint64_t)) {
            return Errc::key_exponent;
        }
        std::uint64_t e = 0;
        for (const std::uint8_t octet : exponent) e = e << 8 | octet;
        if (e < 3 || e < limits.min_exponent || e > limits.max_exponent) return Errc::key_exponent;

        if (detail::RocaFingerprint::marks(modulus)) return Errc::key_weak;
        return RsaPublicKey{modulus, e};
    }

    /// The modulus, big-endian, without leading zeros.
    constexpr std::span<const std::uint8_t> modulus() const noexcept { return modulus_; }
    constexpr std::uint64_t exponent() const noexcept { return exponent_; }
    /// The size of the modulus in bits.
    constexpr std::size_t bits() const noexcept { return bits_of(modulus_); }

    friend constexpr bool operator==(const RsaPublicKey&, const RsaPublicKey&) = default;

private:
    constexpr RsaPublicKey(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
        : modulus_(modulus.begin(), modulus.end()), exponent_{exponent} {}

    /// Whether `octets` are an odd number, written without leading zeros.
    static constexpr bool is_minimal_odd(std::span<const std::uint8_t> octets) noexcept {
        return !octets.empty() && octets.front() != 0 && octets.back() % 2 == 1;
    }
    /// The bits of a number without leading zeros.
    static constexpr std::size_t bits_of(std::span<const std::uint8_t> octets) noexcept {
        return octets.size() * 8 - static_cast<std::size_t>(std::countl_zero(octets.front()));
    }

    std::vector<std::uint8_t> modulus_;
    std::uint64_t exponent_;
};

}  // namespace vouch::inline v1

#endif
