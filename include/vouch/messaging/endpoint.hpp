// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_ENDPOINT_HPP
#define VOUCH_MESSAGING_ENDPOINT_HPP

#include <vouch/detail/policy.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/keys/static_keys.hpp>
#include <vouch/result.hpp>

#include <concepts>
#include <string_view>

namespace vouch::inline v1::messaging {

/// The kind of a policy that opens the endpoints of keysets.
struct endpoint_policy {};

/// Makes the key source of a keyset of type Endpoint URL.
///
/// \par Exemplar
/// \code
/// struct Endpoints {
///     using policy_kind = vouch::messaging::endpoint_policy;
///     using Source = MyKeySource;  // models vouch::key_source
///     vouch::Result<Source> open(std::string_view url) const;
/// };
/// \endcode
/// \par Semantics
/// `open` is called when such a keyset is saved; what it refuses is not saved. It checks the form
/// of the URL and that its host is outside of the platform; it need not wait for the first
/// response. The source lives as long as a keyset with this URL does.
/// \par Models
/// NoEndpoints, JwksEndpoints
template <class E>
concept endpoints = policy_of<E, endpoint_policy> && requires(const E& e, std::string_view url) {
    { e.open(url) } -> std::same_as<Result<typename E::Source>>;
};

/// Refuses every endpoint: for programs that fetch nothing.
struct NoEndpoints {
    using policy_kind = endpoint_policy;
    using Source = StaticKeys;

    /// \return `endpoint_unsupported`.
    Result<Source> open(std::string_view) const noexcept { return Errc::endpoint_unsupported; }
};

static_assert(endpoints<NoEndpoints>);

}  // namespace vouch::inline v1::messaging

#endif
