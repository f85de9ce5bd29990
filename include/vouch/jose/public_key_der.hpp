// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_PUBLIC_KEY_DER_HPP
#define VOUCH_JOSE_PUBLIC_KEY_DER_HPP

#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/result.hpp>
#include <vouch/text/der.hpp>

#include <algorithm>
#include <cstdint>
#include <span>

namespace vouch::inline v1 {

/// Reads an RSAPublicKey in DER (RFC 8017 appendix A.1.1, PKCS #1).
///
/// \return `der_malformed`, or what RsaPublicKey::from_octets says.
constexpr Result<RsaPublicKey> read_rsa_public_key(std::span<const std::uint8_t> octets,
                                                   const RsaLimits& limits = {}) {
    der::Fault fault = der::Fault::none;
    der::Reader key{octets, der::Tag::sequence, fault};
    const der::Octets modulus = key.unsigned_integer();
    const der::Octets exponent = key.unsigned_integer();
    key.end();
    if (fault != der::Fault::none) return Errc::der_malformed;
    return RsaPublicKey::from_octets(modulus, exponent, limits);
}

/// Reads a SubjectPublicKeyInfo in DER (RFC 5280 §4.1.2.7) that holds an RSA key: its algorithm is
/// rsaEncryption with the parameters NULL (RFC 3279 §2.3.1).
///
/// \return `key_type` for other algorithms, id-RSASSA-PSS among them; `der_malformed`, or what
/// RsaPublicKey::from_octets says.
constexpr Result<RsaPublicKey> read_subject_public_key_info(std::span<const std::uint8_t> octets,
                                                            const RsaLimits& limits = {}) {
    constexpr std::uint8_t rsa_encryption[] = {0x2A, 0x86, 0x48, 0x86, 0xF7,
                                               0x0D, 0x01, 0x01, 0x01};  // 1.2.840.113549.1.1.1

    der::Fault fault = der::Fault::none;
    der::Reader info{octets, der::Tag::sequence, fault};
    der::Reader algorithm = info.enter(der::Tag::sequence);
    const der::Octets name = algorithm.read(der::Tag::object_identifier);
    if (fault != der::Fault::none) return Errc::der_malformed;
    if (!std::equal(name.begin(), name.end(), std::begin(rsa_encryption),
                    std::end(rsa_encryption))) {
        return Errc::key_type;
    }
    algorithm.null();
    algorithm.end();
    const der::Octets key = info.octets_of_bit_string();
    info.end();
    if (fault != der::Fault::none) return Errc::der_malformed;
    return read_rsa_public_key(key, limits);
}

}  // namespace vouch::inline v1

#endif
