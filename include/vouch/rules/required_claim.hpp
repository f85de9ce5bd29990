// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_REQUIRED_CLAIM_HPP
#define VOUCH_RULES_REQUIRED_CLAIM_HPP

#include <vouch/detail/fixed_string.hpp>
#include <vouch/rules/claim_rule.hpp>

#include <optional>

namespace vouch::inline v1 {

/// A claim of this name is there and is not null; any number of these may be given.
///
/// \return `claim_missing`.
template <detail::fixed_string Name>
struct RequiredClaim {
    using policy_kind = claim_rule_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = !Name.view().empty();
        static_assert(fits,
                      "[VOUCH-164] RequiredClaim<\"\"> names no claim: write its name, such as "
                      "RequiredClaim<\"tenant\">. See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const std::optional<json::Value> value = claims.find(Name.view());
        if (!value || value->is_null()) return Error{Errc::claim_missing, Name.view()};
        return {};
    }
};

static_assert(claim_rule<RequiredClaim<"tenant">>);

}  // namespace vouch::inline v1

#endif
