// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_NOT_BEFORE_HPP
#define VOUCH_RULES_NOT_BEFORE_HPP

#include <vouch/rules/claim_rule.hpp>

#include <optional>

namespace vouch::inline v1 {

/// The time of `nbf`, where there is one, has come, leeway included: accepted only when
/// `now >= nbf - leeway` (RFC 7519 §4.1.5).
///
/// \return `claim_type`, `claim_range` or `not_yet_valid`.
struct NotBefore {
    using policy_kind = not_before_policy;

    constexpr Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        const Result<std::optional<NumericDate>> nbf = claims.optional_date("nbf");
        if (!nbf) return nbf.error();
        if (*nbf && moment.now < (*nbf)->plus_seconds(-moment.leeway_seconds)) {
            return Error{Errc::not_yet_valid, "nbf"};
        }
        return {};
    }
};

static_assert(checks_claims<NotBefore>);

}  // namespace vouch::inline v1

#endif
