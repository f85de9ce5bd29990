// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_DIGEST_HPP
#define VOUCH_CRYPTO_BUILTIN_DIGEST_HPP

#include <vouch/crypto/algorithm.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::builtin {

/// The octets of a hash's result.
constexpr std::size_t digest_octets(Hash hash) noexcept {
    switch (hash) {
        case Hash::sha256:
            return 32;
        case Hash::sha384:
            return 48;
        case Hash::sha512:
            return 64;
    }
    return 0;
}

/// The result of a hash.
template <Hash H>
using Digest = std::array<std::uint8_t, digest_octets(H)>;

}  // namespace vouch::inline v1::builtin

#endif
