// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_LIFETIME_HPP
#define VOUCH_RULES_LIFETIME_HPP

#include <vouch/rules/claim_rule.hpp>

#include <cstdint>
#include <optional>

namespace vouch::inline v1 {

/// The token lives at most so many seconds: from `iat` to `exp`, and from now where there is no
/// `iat`. A token without `exp` lives for ever.
///
/// \return `claim_type`, `claim_range` or `lifetime_too_long`.
template <std::int64_t Seconds>
struct MaxLifetime {
    using policy_kind = lifetime_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = Seconds > 0 && Seconds <= NumericDate::last_second;
        static_assert(fits,
                      "[VOUCH-161] MaxLifetime takes a number of seconds that is over 0, such as "
                      "MaxLifetime<3600>. See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        const Result<std::optional<NumericDate>> exp = claims.optional_date("exp");
        if (!exp) return exp.error();
        const Result<std::optional<NumericDate>> iat = claims.optional_date("iat");
        if (!iat) return iat.error();
        const NumericDate start = iat->value_or(moment.now);
        if (!*exp || **exp > start.plus_seconds(Seconds)) {
            return Error{Errc::lifetime_too_long, "exp"};
        }
        return {};
    }
};

/// The default: a token may live as long as its `exp` says.
struct AnyLifetime {
    using policy_kind = lifetime_policy;

    constexpr Result<void> check(const Claims&, const Moment&) const noexcept { return {}; }
};

static_assert(checks_claims<MaxLifetime<3600>> && checks_claims<AnyLifetime>);

}  // namespace vouch::inline v1

#endif
