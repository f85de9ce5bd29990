// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_ROCA_FINGERPRINT_HPP
#define VOUCH_CRYPTO_ROCA_FINGERPRINT_HPP

#include <vouch/crypto/builtin/big_endian.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>

namespace vouch::inline v1::detail {

/// Small primes whose product is short enough that four more octets can be shifted into a
/// remainder.
struct RocaPrimes {
    std::uint8_t primes[6];  // 1 fills up: every remainder modulo 1 is a power

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
        // One division by a product instead of one by each of its primes. Hardly any modulus gets
        // past the first.
        for (const RocaPrimes& group : groups) {
            const std::uint64_t product = group.product();
            const std::size_t uneven = modulus.size() % 4;
            std::uint64_t rest = 0;
            for (const std::uint8_t octet : modulus.first(uneven)) rest = rest << 8 | octet;
            for (std::size_t i = uneven; i < modulus.size(); i += 4) {
                const auto word = builtin::load_big_endian<std::uint32_t>(modulus.data() + i);
                rest = (rest << 32 | word) % product;
            }
            for (const std::uint8_t prime : group.primes) {
                if (!is_power(rest % prime, prime)) return false;
            }
        }
        return true;
    }

private:
    static constexpr RocaPrimes groups[] = {{{11, 13, 17, 19, 37, 53}},
                                            {{61, 71, 73, 79, 97, 1}},
                                            {{103, 107, 109, 127, 1, 1}},
                                            {{151, 157, 1, 1, 1, 1}}};

    static_assert(std::all_of(std::begin(groups), std::end(groups),
                              [](const RocaPrimes& group) { return group.product() >> 32 == 0; }));

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
