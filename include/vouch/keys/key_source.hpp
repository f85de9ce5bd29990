// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_KEY_SOURCE_HPP
#define VOUCH_KEYS_KEY_SOURCE_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/result.hpp>

#include <concepts>

namespace vouch::inline v1 {

namespace detail {

template <class Source, class Crypto, class Json>
struct BoundKeySource {
    using type = Source;
};

template <class Source, class Crypto, class Json>
    requires requires { typename Source::template bound<Crypto, Json>; }
struct BoundKeySource<Source, Crypto, Json> {
    using type = typename Source::template bound<Crypto, Json>;
};

}  // namespace detail

/// What a Verifier with this crypto backend and JSON reader holds for a key source: the source
/// itself, or its `bound<Crypto, Json>`, made from the source, where it has one.
template <class Source, class Crypto, class Json>
using bound_key_source = typename detail::BoundKeySource<Source, Crypto, Json>::type;

/// Where keys come from.
///
/// \par Exemplar
/// \code
/// struct Keys {
///     using policy_kind = vouch::key_source_policy;
///     std::shared_ptr<const vouch::KeySet<vouch::Builtin>> keys() const noexcept;
/// };
/// \endcode
/// \par Semantics
/// `keys()` gives something that points to the KeySet of this moment and keeps it as it is while it
/// lives; never null. It may be called by several threads at once, and never waits for a key to be
/// fetched or imported. A source that does not know its backend has a member template
/// `bound<Crypto, Json>` with this `keys()` and a constructor from `(Source, Crypto, Json)`, of
/// which it keeps no reference. `vouch::testing::key_source_laws` checks this.
/// \par Models
/// StaticKeys, EmbeddedKeys, JwksSource
template <class S, class Crypto, class Json>
concept key_source =
    policy_of<S, key_source_policy> && crypto_backend<Crypto> && json_reader<Json> &&
    requires(const bound_key_source<S, Crypto, Json>& source) {
        { source.keys() } noexcept;
        { *source.keys() } -> std::convertible_to<const KeySet<Crypto>&>;
    };

/// A key source that may get keys which it does not have yet.
///
/// \par Exemplar
/// \code
/// struct Keys {
///     using policy_kind = vouch::key_source_policy;
///     using Snapshot = std::shared_ptr<const vouch::KeySet<vouch::Builtin>>;
///     Snapshot keys() const noexcept;
///     vouch::Result<Snapshot> newer_keys(const Snapshot& seen) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// A verifier calls `newer_keys` where no key of `seen` is the one that a token names. It gives a
/// later set, for which it may wait a bounded time, or why there is none: `key_not_found`,
/// `keys_pending` or `keyset_stale`. However often it is called, it makes no more fetches than the
/// source allows itself.
/// \par Models
/// JwksSource
template <class S, class Crypto, class Json>
concept renewable_key_source =
    key_source<S, Crypto, Json> && requires(const bound_key_source<S, Crypto, Json>& source) {
        {
            source.newer_keys(source.keys())
        } noexcept -> std::same_as<Result<decltype(source.keys())>>;
    };

}  // namespace vouch::inline v1

#endif
