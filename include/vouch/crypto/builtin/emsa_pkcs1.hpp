// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_EMSA_PKCS1_HPP
#define VOUCH_CRYPTO_BUILTIN_EMSA_PKCS1_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/digest.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

namespace vouch::inline v1::builtin {

/// The end of an encoded message of EMSA-PKCS1-v1_5: `00 || DigestInfo` (RFC 8017 §9.2).
///
/// All that comes before, however long the key, is `00 01 FF FF ... FF`.
template <Hash H>
constexpr auto emsa_pkcs1_tail(const Digest<H>& digest) noexcept {
    // 00, then the DER of DigestInfo (RFC 8017 §9.2 note 1) up to the digest. Of the object
    // identifier 2.16.840.1.101.3.4.2.x only the last arc differs, and of the lengths what follows
    // from the digest's.
    constexpr auto size = static_cast<std::uint8_t>(digest_octets(H));
    constexpr std::uint8_t arc = H == Hash::sha256 ? 1 : H == Hash::sha384 ? 2 : 3;
    constexpr std::uint8_t head[] = {0x00, 0x30, 17 + size, 0x30, 0x0d, 0x06, 0x09,
                                     0x60, 0x86, 0x48,      0x01, 0x65, 0x03, 0x04,
                                     0x02, arc,  0x05,      0x00, 0x04, size};
    std::array<std::uint8_t, sizeof head + size> tail{};
    std::copy(digest.begin(), digest.end(),
              std::copy(std::begin(head), std::end(head), tail.begin()));
    return tail;
}

}  // namespace vouch::inline v1::builtin

#endif
