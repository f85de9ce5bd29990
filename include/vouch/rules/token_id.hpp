// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_TOKEN_ID_HPP
#define VOUCH_RULES_TOKEN_ID_HPP

#include <vouch/rules/claim_rule.hpp>
#include <vouch/text/control_characters.hpp>

#include <optional>
#include <string_view>

namespace vouch::inline v1 {

/// `jti`, where there is one, is a string without control characters (RFC 7519 §4.1.7). That it is
/// used once only is not checked here.
///
/// \return `claim_type` or `claim_value`.
struct TokenId {
    using policy_kind = token_id_policy;

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const std::optional<json::Value> claim = claims.find("jti");
        if (!claim) return {};
        const std::optional<std::string_view> jti = claim->as_string();
        if (!jti) return Error{Errc::claim_type, "jti"};
        if (has_control_characters(*jti)) return Error{Errc::claim_value, "jti"};
        return {};
    }
};

static_assert(checks_claims<TokenId>);

}  // namespace vouch::inline v1

#endif
