// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_CHECKSUM_SIGNATURES_HPP
#define VOUCH_TESTS_SUPPORT_CHECKSUM_SIGNATURES_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/messaging/key.hpp>
#include <vouch/result.hpp>
#include <vouch/text/base64url.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace vouch_tests {

/// A crypto backend that costs nothing, for tests that need many tokens: the "signature" is a hash
/// of the public key and of what is signed. Anybody can make one.
struct ChecksumSignatures {
    using policy_kind = vouch::crypto_policy;
    using Key = std::uint64_t;
    using Checksum = std::array<std::uint8_t, 32>;

    static vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) noexcept {
        return vouch::messaging::fingerprint(key);
    }

    template <vouch::rsa_pkcs1_algorithm A>
    static vouch::Result<void> verify(Key key, std::string_view signing_input,
                                      std::span<const std::uint8_t> signature) noexcept {
        const Checksum expected = sign(key, signing_input);
        if (signature.size() != expected.size() ||
            std::memcmp(signature.data(), expected.data(), expected.size()) != 0) {
            return vouch::Errc::signature_invalid;
        }
        return {};
    }

    static Checksum sign(Key key, std::string_view signing_input) {
        const std::string text = std::to_string(key) + ' ' + std::string{signing_input};
        return vouch::builtin::hash<vouch::Hash::sha256>(std::string_view{text});
    }

    /// A token of these texts.
    static std::string token(Key key, std::string_view header, std::string_view payload) {
        std::string text =
            vouch::base64url::encode(header) + '.' + vouch::base64url::encode(payload);
        const Checksum checksum = sign(key, text);
        return text + '.' + vouch::base64url::encode(std::string{checksum.begin(), checksum.end()});
    }
};

}  // namespace vouch_tests

#endif
