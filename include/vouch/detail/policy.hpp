// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_DETAIL_POLICY_HPP
#define VOUCH_DETAIL_POLICY_HPP

#include <vouch/version.hpp>

#include <concepts>

namespace vouch::inline v1 {

/// \name The kinds of policy
/// A policy names its kind itself: `using policy_kind = vouch::clock_policy;`. A Verifier takes one
/// policy of each kind, and any number of claim rules.
/// \{
struct issuer_policy {};      ///< which `iss` is accepted: Issuer, RuntimeIssuer
struct key_source_policy {};  ///< where keys come from: StaticKeys, EmbeddedKeys
struct crypto_policy {};      ///< who checks signatures: Builtin, OpenSsl
struct json_policy {};        ///< who reads JSON: StrictJson
struct clock_policy {};       ///< what time it is: SystemClock
struct token_size_policy {};  ///< how long a token may be: MaxTokenSize
struct type_policy {};        ///< which `typ` is accepted: TokenType
struct kid_policy {};         ///< whether a token must name its key: RequireKid
struct leeway_policy {};      ///< how far clocks may differ: Leeway
struct expiry_policy {};      ///< whether `exp` must be there: RequireExpiry, OptionalExpiry
struct lifetime_policy {};    ///< how long a token may live: MaxLifetime
struct subject_policy {};     ///< which `sub` is accepted: SubjectLength, OptionalSubject
struct audience_policy {};    ///< which `aud` is accepted: Audience, AnyAudience
struct rule_policy {};        ///< anything else about the claims; any number of these
/// \}

/// Whether `P` says of itself that it is a policy of this kind.
template <class P, class Kind>
concept policy_of =
    requires { typename P::policy_kind; } && std::same_as<typename P::policy_kind, Kind>;

}  // namespace vouch::inline v1

#endif
