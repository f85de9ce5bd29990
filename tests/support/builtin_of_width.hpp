// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_BUILTIN_OF_WIDTH_HPP
#define VOUCH_TESTS_SUPPORT_BUILTIN_OF_WIDTH_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/rsa.hpp>
#include <vouch/crypto/builtin/sha2.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace vouch_tests {

/// vouch::Builtin with limbs of a stated width, so that one program tests both.
template <class Limb>
struct BuiltinOfWidth {
    using policy_kind = vouch::crypto_policy;
    using Key = vouch::builtin::RsaVerifier<vouch::builtin::BlockKernel<Limb>>;

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return Key::import(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        if (key.template holds<A::hash>(vouch::builtin::hash<A::hash>(message), signature)) {
            return {};
        }
        return vouch::Errc::signature_invalid;
    }
};

}  // namespace vouch_tests

#endif
