// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_EXPIRY_HPP
#define VOUCH_RULES_EXPIRY_HPP

#include <vouch/rules/claim_rule.hpp>

namespace vouch::inline v1 {

/// The default: `exp` must be there, and its time must not have come, leeway included: accepted
/// only while `now < exp + leeway` (RFC 7519 §4.1.4).
///
/// \return `claim_missing`, `claim_type`, `claim_range` or `expired`.
struct Expiry {
    using policy_kind = expiry_policy;

    constexpr Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        const Result<NumericDate> exp = claims.date("exp");
        if (!exp) return exp.error();
        if (moment.now >= exp->plus_seconds(moment.leeway_seconds)) {
            return Error{Errc::expired, "exp"};
        }
        return {};
    }
};

/// Accepts tokens without `exp`, **which are good for ever**; where there is one it holds.
///
/// \return `claim_type`, `claim_range` or `expired`.
struct OptionalExpiry {
    using policy_kind = expiry_policy;

    constexpr Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        if (!claims.contains("exp")) return {};
        return Expiry{}.check(claims, moment);
    }
};

static_assert(checks_claims<Expiry> && checks_claims<OptionalExpiry>);

}  // namespace vouch::inline v1

#endif
