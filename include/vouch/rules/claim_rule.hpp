// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_CLAIM_RULE_HPP
#define VOUCH_RULES_CLAIM_RULE_HPP

#include <vouch/detail/policy.hpp>
#include <vouch/jose/claims.hpp>
#include <vouch/jose/header.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <concepts>
#include <cstdint>

namespace vouch::inline v1 {

/// What a rule may know besides the claims.
struct Moment {
    NumericDate now;                  ///< of the verifier's clock, read once for a token
    std::int64_t leeway_seconds = 0;  ///< how far that clock and the issuer's may differ
};

/// Whether `R` can judge the claims of a token whose signature holds.
template <class R>
concept checks_claims = requires(const R& rule, const Claims& claims, const Moment& moment) {
    { rule.check(claims, moment) } noexcept -> std::same_as<Result<void>>;
};

/// Whether `R` can judge the header of a token, before its key is chosen.
template <class R>
concept checks_header = requires(const R& rule, const Header& header) {
    { rule.check(header) } noexcept -> std::same_as<Result<void>>;
};

/// A rule about the claims that a user adds to a Verifier; any number of them.
///
/// \par Exemplar
/// \code
/// struct Rule {
///     using policy_kind = vouch::claim_rule_policy;
///     vouch::Result<void> check(const vouch::Claims&, const vouch::Moment&) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// The verdict follows from the claims and the moment alone. A rule refuses with
/// `Error{Errc::claim_refused, "name"}`, or with a more exact reason. It may be called by several
/// threads at once. `vouch::testing::claim_rule_laws` checks this.
/// \par Models
/// RequiredClaim
template <class R>
concept claim_rule = policy_of<R, claim_rule_policy> && checks_claims<R>;

/// A rule about the header that a user adds to a Verifier; any number of them. It runs after the
/// algorithm was found allowed and before a key is chosen, on text that nobody has signed yet.
///
/// \par Exemplar
/// \code
/// struct Rule {
///     using policy_kind = vouch::header_rule_policy;
///     vouch::Result<void> check(const vouch::Header&) const noexcept;
/// };
/// \endcode
template <class R>
concept header_rule = policy_of<R, header_rule_policy> && checks_header<R>;

}  // namespace vouch::inline v1

#endif
