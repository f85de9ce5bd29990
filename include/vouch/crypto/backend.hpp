// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BACKEND_HPP
#define VOUCH_CRYPTO_BACKEND_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/result.hpp>

#include <concepts>
#include <cstdint>
#include <span>
#include <string_view>

namespace vouch::inline v1 {

/// Whether backend `B` can check signatures of algorithm `A`.
template <class B, class A>
concept verifies_with =
    signature_algorithm<A> &&
    requires(const B& backend, const typename A::public_key& public_key, const typename B::Key& key,
             std::string_view message, std::span<const std::uint8_t> signature) {
        { backend.import_key(public_key) } noexcept -> std::same_as<Result<typename B::Key>>;
        {
            backend.template verify<A>(key, message, signature)
        } noexcept -> std::same_as<Result<void>>;
    };

/// Checks signatures.
///
/// \par Exemplar
/// \code
/// struct Backend {
///     using policy_kind = vouch::crypto_policy;
///     class Key;  // movable; what is worth computing once for a key
///     vouch::Result<Key> import_key(const vouch::RsaPublicKey&) const noexcept;
///     template <vouch::rsa_pkcs1_algorithm A>
///     vouch::Result<void> verify(const Key&, std::string_view message,
///                                std::span<const std::uint8_t> signature) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// `import_key` fails with `out_of_memory` or `backend_failed` only: every RsaPublicKey is within
/// the limits. `verify` fails with `signature_invalid`, or with `backend_failed` or `out_of_memory`
/// where it could not tell. It may be called by several threads at once with one key.
/// `vouch::testing::crypto_backend_laws` checks this.
/// \par Models
/// Builtin, OpenSsl
template <class B>
concept crypto_backend =
    policy_of<B, crypto_policy> && std::copy_constructible<B> && std::movable<typename B::Key>;

/// One of several signatures that a backend is to verify.
template <class Key>
struct SignatureCheck {
    const Key* key = nullptr;
    std::string_view message = {};
    std::span<const std::uint8_t> signature = {};
    Result<void> verdict = Errc::backend_failed;  ///< what `verify` says about it
};

/// Whether backend `B` has a faster way for several signatures of algorithm `A` than one by one.
///
/// \par Exemplar
/// \code
/// template <vouch::rsa_pkcs1_algorithm A>
/// void verify_batch(std::span<vouch::SignatureCheck<Key>>) const noexcept;
/// \endcode
/// \par Semantics
/// `verify_batch` sets each verdict to what `verify` would return for it, for any number of checks,
/// by any keys. `vouch::testing::crypto_backend_laws` checks this.
/// \par Models
/// Builtin
template <class B, class A>
concept verifies_batch_with =
    verifies_with<B, A> &&
    requires(const B& backend, std::span<SignatureCheck<typename B::Key>> checks) {
        { backend.template verify_batch<A>(checks) } noexcept -> std::same_as<void>;
    };

}  // namespace vouch::inline v1

#endif
