// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_CHECKSUM_SIGNATURES_HPP
#define VOUCH_TESTS_SUPPORT_CHECKSUM_SIGNATURES_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/result.hpp>
#include <vouch/text/base64url.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace vouch_tests {

/// FNV-1a.
inline std::uint64_t checksum(std::string_view text, std::uint64_t from = 0xCBF2'9CE4'8422'2325) {
    for (const char c : text) from = (from ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
    return from;
}

/// A crypto backend whose signatures are checksums over the key, the algorithm and the text. The
/// "private" key is the public one, which is all the same where nobody but the test signs.
struct ChecksumCrypto {
    using policy_kind = vouch::crypto_policy;
    using Signature = std::array<std::uint8_t, 8>;
    struct Key {
        std::uint64_t modulus;
    };

    static Signature sign(std::uint64_t modulus, std::string_view algorithm,
                          std::string_view text) noexcept {
        std::uint64_t sum = checksum(text, checksum(algorithm, modulus));
        Signature signature{};
        for (std::uint8_t& octet : signature) {
            octet = static_cast<std::uint8_t>(sum & 0xFF);
            sum >>= 8;
        }
        return signature;
    }

    static Key key_of(const vouch::RsaPublicKey& key) noexcept {
        const auto modulus = key.modulus();
        return {checksum({reinterpret_cast<const char*>(modulus.data()), modulus.size()})};
    }

    /// A token of these texts.
    static std::string token(std::uint64_t modulus, std::string_view algorithm,
                             std::string_view header, std::string_view payload) {
        std::string text = vouch::base64url::encode(header);
        text.append(1, '.').append(vouch::base64url::encode(payload));
        const Signature signature = sign(modulus, algorithm, text);
        return text + '.' +
               vouch::base64url::encode(std::string{signature.begin(), signature.end()});
    }

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return key_of(key);
    }

    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view text,
                               std::span<const std::uint8_t> signature) const noexcept {
        const Signature right = sign(key.modulus, A::name, text);
        if (!std::equal(right.begin(), right.end(), signature.begin(), signature.end())) {
            return vouch::Errc::signature_invalid;
        }
        return {};
    }
};
static_assert(vouch::crypto_backend<ChecksumCrypto> &&
              vouch::verifies_with<ChecksumCrypto, vouch::RS512>);

}  // namespace vouch_tests

#endif
