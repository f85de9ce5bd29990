// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_ISSUED_AT_HPP
#define VOUCH_RULES_ISSUED_AT_HPP

#include <vouch/rules/claim_rule.hpp>

#include <optional>

namespace vouch::inline v1 {

/// The time of `iat`, where there is one, does not lie ahead by more than the leeway (RFC 7519
/// §4.1.6 gives the claim; that a token from the future is refused is ours).
///
/// \return `claim_type`, `claim_range` or `issued_in_future`.
struct IssuedAt {
    using policy_kind = issued_at_policy;

    constexpr Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        const Result<std::optional<NumericDate>> iat = claims.optional_date("iat");
        if (!iat) return iat.error();
        if (*iat && **iat > moment.now.plus_seconds(moment.leeway_seconds)) {
            return Error{Errc::issued_in_future, "iat"};
        }
        return {};
    }
};

static_assert(checks_claims<IssuedAt>);

}  // namespace vouch::inline v1

#endif
