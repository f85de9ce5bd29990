// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_DER_WRITER_HPP
#define VOUCH_TESTS_SUPPORT_DER_WRITER_HPP

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace vouch_tests::der {

using Octets = std::vector<std::uint8_t>;

constexpr Octets join(std::initializer_list<Octets> parts) {
    Octets joined;
    for (const Octets& part : parts) joined.insert(joined.end(), part.begin(), part.end());
    return joined;
}

/// An element with the shortest length (X.690 §10.1).
constexpr Octets element(std::uint8_t tag, const Octets& content) {
    Octets head{tag};
    if (content.size() < 0x80) {
        head.push_back(static_cast<std::uint8_t>(content.size()));
    } else {
        Octets length;
        for (std::size_t rest = content.size(); rest != 0; rest >>= 8) {
            length.insert(length.begin(), static_cast<std::uint8_t>(rest & 0xFF));
        }
        head.push_back(static_cast<std::uint8_t>(0x80 + length.size()));
        head.insert(head.end(), length.begin(), length.end());
    }
    return join({head, content});
}
constexpr Octets element(std::uint8_t tag, std::string_view content) {
    Octets octets;
    for (const char c : content) octets.push_back(static_cast<std::uint8_t>(c));
    return element(tag, octets);
}

constexpr Octets sequence(std::initializer_list<Octets> parts) {
    return element(0x30, join(parts));
}

/// A number that is not negative, given without leading zeros.
constexpr Octets integer(std::span<const std::uint8_t> magnitude) {
    Octets content(magnitude.begin(), magnitude.end());
    if (content.empty() || content[0] >= 0x80) content.insert(content.begin(), std::uint8_t{0});
    return element(0x02, content);
}
constexpr Octets integer(std::uint64_t value) {
    Octets magnitude;
    for (; value != 0; value >>= 8) {
        magnitude.insert(magnitude.begin(), static_cast<std::uint8_t>(value & 0xFF));
    }
    return integer(std::span<const std::uint8_t>{magnitude});
}

constexpr Octets bit_string(const Octets& octets) {
    return element(0x03, join({Octets{0}, octets}));
}

inline constexpr std::uint8_t rsa_encryption_name[] = {0x2A, 0x86, 0x48, 0x86, 0xF7,
                                                       0x0D, 0x01, 0x01, 0x01};

/// RSAPublicKey (RFC 8017 appendix A.1.1).
constexpr Octets rsa_public_key(std::span<const std::uint8_t> modulus, std::uint64_t exponent) {
    return sequence({integer(modulus), integer(exponent)});
}

/// SubjectPublicKeyInfo with rsaEncryption (RFC 3279 §2.3.1).
constexpr Octets subject_public_key_info(const Octets& key) {
    const Octets name(std::begin(rsa_encryption_name), std::end(rsa_encryption_name));
    return sequence({sequence({element(0x06, name), element(0x05, Octets{})}), bit_string(key)});
}

}  // namespace vouch_tests::der

#endif
