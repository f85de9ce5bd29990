// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_DETAIL_POLICY_HPP
#define VOUCH_DETAIL_POLICY_HPP

#include <vouch/version.hpp>

#include <concepts>

namespace vouch::inline v1 {

/// \name The kinds of policy
/// A policy names its kind itself: `using policy_kind = vouch::clock_policy;`. A Verifier takes one
/// policy of each kind, and any number of the last two.
/// \{
struct issuer_policy {};       ///< which `iss` is accepted: Issuer, RuntimeIssuer
struct key_source_policy {};   ///< where keys come from: StaticKeys, EmbeddedKeys
struct crypto_policy {};       ///< who checks signatures: Builtin, OpenSsl
struct json_policy {};         ///< who reads JSON: StrictJson, NlohmannJson
struct clock_policy {};        ///< what time it is: SystemClock
struct token_size_policy {};   ///< how long a token may be: MaxTokenSize
struct type_policy {};         ///< which `typ` is accepted: TokenType, AnyTokenType
struct kid_policy {};          ///< whether a token must name its key: OptionalKid, RequireKid
struct leeway_policy {};       ///< how far clocks may differ: Leeway, RuntimeLeeway
struct expiry_policy {};       ///< what is asked of `exp`: Expiry, OptionalExpiry
struct not_before_policy {};   ///< what is asked of `nbf`: NotBefore
struct issued_at_policy {};    ///< what is asked of `iat`: IssuedAt
struct lifetime_policy {};     ///< how long a token may live: AnyLifetime, MaxLifetime
struct subject_policy {};      ///< what is asked of `sub`: SubjectLength, OptionalSubject
struct audience_policy {};     ///< which `aud` is accepted: NoAudience, Audience, AnyAudience
struct token_id_policy {};     ///< what is asked of `jti`: TokenId
struct token_cache_policy {};  ///< where verified tokens are kept: NoTokenCache, VerifiedTokens
struct header_rule_policy {};  ///< anything else about the header
struct claim_rule_policy {};   ///< anything else about the claims: RequiredClaim
/// \}

/// Whether `P` says of itself that it is a policy of this kind.
template <class P, class Kind>
concept policy_of =
    requires { typename P::policy_kind; } && std::same_as<typename P::policy_kind, Kind>;

}  // namespace vouch::inline v1

#endif
