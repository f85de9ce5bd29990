// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_KEY_HPP
#define VOUCH_MESSAGING_KEY_HPP

#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/jose/jwk.hpp>
#include <vouch/time/numeric_date.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::inline v1::messaging {

/// Tells the keys of one tenant apart, also where two have had one `kid` after each other.
///
/// FNV-1a of modulus and exponent: quick, and no defence against who makes keys on purpose, who is
/// the tenant's own administrator.
constexpr std::uint64_t fingerprint(const RsaPublicKey& key) noexcept {
    std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
    const auto add = [&](std::uint8_t octet) { hash = (hash ^ octet) * 0x100'0000'01B3; };
    for (const std::uint8_t octet : key.modulus()) add(octet);
    for (std::uint64_t rest = key.exponent(); rest != 0; rest >>= 8) {
        add(static_cast<std::uint8_t>(rest & 0xFF));
    }
    return hash;
}

/// A key that was uploaded.
struct Key {
    std::string name;
    bool active = true;  ///< an inactive key verifies nothing
    Jwk jwk;             ///< with a `kid`
    std::optional<NumericDate> certificate_ends = {};

    constexpr std::string_view kid() const noexcept { return *jwk.kid(); }
};

}  // namespace vouch::inline v1::messaging

#endif
