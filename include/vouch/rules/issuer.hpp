// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_ISSUER_HPP
#define VOUCH_RULES_ISSUER_HPP

#include <vouch/detail/fixed_string.hpp>
#include <vouch/rules/claim_rule.hpp>

#include <string>
#include <string_view>

namespace vouch::inline v1 {

namespace detail {

/// `iss` is there and is `issuer`, byte for byte: no case folding, no forgiving slash (RFC 7519
/// §4.1.1, RFC 8725 §3.8).
constexpr Result<void> check_issuer(const Claims& claims, std::string_view issuer) noexcept {
    const Result<std::string_view> claimed = claims.string("iss");
    if (!claimed) return claimed.error();
    if (*claimed != issuer) return Error{Errc::issuer_mismatch, "iss"};
    return {};
}

}  // namespace detail

/// Accepts the tokens of one issuer, known when the program is built.
///
/// \return `claim_missing`, `claim_type` or `issuer_mismatch`.
template <detail::fixed_string Name>
struct Issuer {
    using policy_kind = issuer_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = !Name.view().empty();
        static_assert(
            fits,
            "[VOUCH-112] Issuer<\"\"> accepts no token: write the exact `iss` of the tokens, "
            "such as Issuer<\"https://login.example.com\">. "
            "See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        return detail::check_issuer(claims, Name.view());
    }
};

/// Accepts the tokens of one issuer, known when the program runs; one verifier for each tenant.
///
/// \return `claim_missing`, `claim_type` or `issuer_mismatch`. An empty name accepts no token.
class RuntimeIssuer {
public:
    using policy_kind = issuer_policy;

    explicit RuntimeIssuer(std::string_view name) : name_{name} {}

    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        if (name_.empty()) return Error{Errc::issuer_mismatch, "iss"};
        return detail::check_issuer(claims, name_);
    }

private:
    std::string name_;
};

static_assert(checks_claims<Issuer<"https://login.example.com">> && checks_claims<RuntimeIssuer>);

}  // namespace vouch::inline v1

#endif
