// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_ROCA_FINGERPRINT_HPP
#define VOUCH_CRYPTO_ROCA_FINGERPRINT_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace vouch::inline v1::detail {

/// Small primes whose product is short enough that one more octet can be shifted into a remainder.
struct RocaPrimes {
    std::uint8_t primes[9];  // 1 fills up: every remainder modulo 1 is a power

    constexpr std::uint64_t product() const noexcept {
        std::uint64_t result = 1;
        for (const std::uint8_t prime : primes) result *= prime;
        return result;
    }
};

/// The mark of RSA moduli from the generator of CVE-2017-15361 ("ROCA").
///
/// Its primes are k M + (65537^a mod M), where M is a product of the first primes. Hence modulo
/// each of these small primes the modulus is a power of 65537. That says something only where 65537
/// does not generate every residue; below 170 these are 17 primes, and a modulus without the fault
/// passes all of them once in 240 million times (Nemec, Sys, Svenda, Klinec, Matyas: "The Return of
/// Coppersmith's Attack", CCS 2017).
class RocaFingerprint {
public:
    /// Whether the big-endian `modulus` has the mark.
    static constexpr bool marks(std::span<const std::uint8_t> modulus) noexcept {
        // One division by a product instead of one by each of its primes.
        for (const RocaPrimes& group : groups) {
            const std::uint64_t product = group.product();
            std::uint64_t rest = 0;
            for (const std::uint8_t octet : modulus) rest = (rest << 8 | octet) % product;
            for (const std::uint8_t prime : group.primes) {
                if (!is_power(rest % prime, prime)) return false;
            }
        }
        return true;
    }

private:
    static constexpr RocaPrimes groups[] = {{{11, 13, 17, 19, 37, 53, 61, 71, 73}},
                                            {{79, 97, 103, 107, 109, 127, 151, 157, 1}}};

    static_assert(groups[0].product() >> 56 == 0 && groups[1].product() >> 56 == 0);

    /// Whether `residue` is a power of 65537 modulo `prime`.
    static constexpr bool is_power(std::uint64_t residue, std::uint64_t prime) noexcept {
        const std::uint64_t generator = 65537 % prime;
        std::uint64_t power = 1 % prime;
        do {
            if (power == residue) return true;
            power = power * generator % prime;
        } while (power != 1 % prime);
        return false;
    }
};

}  // namespace vouch::inline v1::detail

#endif
