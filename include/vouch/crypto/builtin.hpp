// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_HPP
#define VOUCH_CRYPTO_BUILTIN_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/rsa.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/result.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace vouch::inline v1 {

/// Our own verification of signatures, without any dependency; also at compile time.
///
/// It only ever sees public keys, signatures and messages, so it need not be, and is not,
/// constant-time. It cannot sign.
struct Builtin {
    using policy_kind = crypto_policy;

    /// A key, made ready: n and two numbers modulo n that every verification uses. To import costs
    /// about as much as one verification, and one allocation of three times the modulus.
    class Key {
    private:
        friend Builtin;
        using Rsa = builtin::RsaVerifier<builtin::BlockKernel<builtin::NativeLimb>>;

        constexpr explicit Key(Rsa&& rsa) noexcept : rsa_{std::move(rsa)} {}

        Rsa rsa_;
    };

    /// \return `out_of_memory`.
    constexpr Result<Key> import_key(const RsaPublicKey& key) const noexcept {
        auto rsa = Key::Rsa::import(key);
        if (!rsa) return rsa.error();
        return Key{*std::move(rsa)};
    }

    /// \return `signature_invalid`. Allocates nothing; uses up to 8 KiB of stack.
    template <rsa_pkcs1_algorithm A>
    constexpr Result<void> verify(const Key& key, std::string_view message,
                                  std::span<const std::uint8_t> signature) const noexcept {
        if (!key.rsa_.template holds<A::hash>(builtin::hash<A::hash>(message), signature)) {
            return Errc::signature_invalid;
        }
        return {};
    }
};
static_assert(crypto_backend<Builtin> && verifies_with<Builtin, RS256> &&
              verifies_with<Builtin, RS384> && verifies_with<Builtin, RS512>);

}  // namespace vouch::inline v1

#endif
