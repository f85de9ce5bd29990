// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_TOKEN_TYPE_HPP
#define VOUCH_RULES_TOKEN_TYPE_HPP

#include <vouch/detail/fixed_string.hpp>
#include <vouch/rules/claim_rule.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1 {

namespace detail {

/// Whether two media types are one: without case, and with `application/` understood where a value
/// has no slash (RFC 7515 §4.1.9).
constexpr bool same_media_type(std::string_view a, std::string_view b) noexcept {
    constexpr std::string_view understood = "application/";
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const auto same = [lower](std::string_view x, std::string_view y) {
        if (x.size() != y.size()) return false;
        for (std::size_t i = 0; i < x.size(); ++i) {
            if (lower(x[i]) != lower(y[i])) return false;
        }
        return true;
    };
    const auto strip = [same, understood](std::string_view type) {
        const bool stated = same(type.substr(0, understood.size()), understood);
        const std::string_view rest = stated ? type.substr(understood.size()) : type;
        return stated && rest.find('/') == std::string_view::npos ? rest : type;
    };
    return same(strip(a), strip(b));
}

/// A nested token says so in `cty` (RFC 7519 §5.2); there is no way to read one here, whatever the
/// policies are.
constexpr Result<void> check_not_nested(const Header& header) noexcept {
    if (header.content_type() && same_media_type(*header.content_type(), "JWT")) {
        return Error{Errc::type_mismatch, "cty"};
    }
    return {};
}

}  // namespace detail

/// `typ` is there and is one of these (RFC 8725 §3.11): keeps one kind of token of an issuer from
/// being used as another.
///
/// \return `type_mismatch`.
template <detail::fixed_string... Types>
struct TokenType {
    using policy_kind = type_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = sizeof...(Types) > 0 && (!Types.view().empty() && ...);
        static_assert(
            fits,
            "[VOUCH-165] a TokenType names no type: write the `typ` that the tokens must have, "
            "such as TokenType<\"at+jwt\">, or AnyTokenType to accept every type. "
            "See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr Result<void> check(const Header& header) const noexcept {
        if (!header.type() || !(detail::same_media_type(*header.type(), Types.view()) || ...)) {
            return Error{Errc::type_mismatch, "typ"};
        }
        return {};
    }
};

/// The default: `typ` is absent or `JWT` (RFC 7519 §5.1), so that tokens which say that they are
/// something else are refused.
///
/// \return `type_mismatch`.
struct PlainTokenType {
    using policy_kind = type_policy;

    constexpr Result<void> check(const Header& header) const noexcept {
        if (header.type() && !detail::same_media_type(*header.type(), "JWT")) {
            return Error{Errc::type_mismatch, "typ"};
        }
        return {};
    }
};

/// Accepts every `typ`: **an access token passes for an identity token**, if the claims allow it.
struct AnyTokenType {
    using policy_kind = type_policy;

    constexpr Result<void> check(const Header&) const noexcept { return {}; }
};

static_assert(checks_header<TokenType<"at+jwt">> && checks_header<PlainTokenType> &&
              checks_header<AnyTokenType>);

}  // namespace vouch::inline v1

#endif
