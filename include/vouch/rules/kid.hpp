// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_KID_HPP
#define VOUCH_RULES_KID_HPP

#include <vouch/rules/claim_rule.hpp>

namespace vouch::inline v1 {

/// Every token must name its key (RFC 7515 §4.1.4); an empty name is none.
///
/// \return `kid_missing`.
struct RequireKid {
    using policy_kind = kid_policy;

    constexpr Result<void> check(const Header& header) const noexcept {
        if (header.kid().value_or("").empty()) return Error{Errc::kid_missing, "kid"};
        return {};
    }
};

/// The default: a token need not name its key where only one can be meant.
struct OptionalKid {
    using policy_kind = kid_policy;

    constexpr Result<void> check(const Header&) const noexcept { return {}; }
};

static_assert(checks_header<RequireKid> && checks_header<OptionalKid>);

}  // namespace vouch::inline v1

#endif
