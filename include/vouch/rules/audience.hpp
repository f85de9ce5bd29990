// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_AUDIENCE_HPP
#define VOUCH_RULES_AUDIENCE_HPP

#include <vouch/detail/fixed_string.hpp>
#include <vouch/rules/claim_rule.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

namespace detail {

/// Whether `is_ours` says yes to one of the audiences; `claim_type` where `aud` is not a string or
/// an array of at least one string and nothing else (RFC 7519 §4.1.3, CVE-2020-26160).
template <class IsOurs>
constexpr Result<bool> any_audience(json::Value aud, IsOurs is_ours) noexcept {
    bool found = false;
    const json::Array audiences = aud.as_list();
    if (audiences.empty()) return Error{Errc::claim_type, "aud"};
    for (const json::Value value : audiences) {
        const std::optional<std::string_view> name = value.as_string();
        if (!name) return Error{Errc::claim_type, "aud"};
        found = found || is_ours(*name);
    }
    return found;
}

/// `aud` is there and names one of ours.
template <class IsOurs>
constexpr Result<void> check_audience(const Claims& claims, IsOurs is_ours) noexcept {
    const std::optional<json::Value> aud = claims.find("aud");
    if (!aud) return Error{Errc::claim_missing, "aud"};
    const Result<bool> found = any_audience(*aud, is_ours);
    if (!found.has_value()) return found.error();
    if (!*found) return Error{Errc::audience_mismatch, "aud"};
    return {};
}

}  // namespace detail

/// Accepts tokens that have one of these names in `aud`, byte for byte (RFC 7519 §4.1.3).
///
/// \return `claim_missing`, `claim_type` or `audience_mismatch`.
template <detail::fixed_string... Names>
struct Audience {
    using policy_kind = audience_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = sizeof...(Names) > 0 && (!Names.view().empty() && ...);
        static_assert(
            fits,
            "[VOUCH-162] an Audience names no one: write the names that this service goes by, "
            "such as Audience<\"chat\">, or AnyAudience to accept every audience. "
            "See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        return detail::check_audience(
            claims, [](std::string_view name) { return ((name == Names.view()) || ...); });
    }
};

/// The same with names that are known when the program runs.
///
/// \return `claim_missing`, `claim_type` or `audience_mismatch`. No name accepts no token.
class RuntimeAudience {
public:
    using policy_kind = audience_policy;

    explicit RuntimeAudience(std::vector<std::string> names) noexcept : names_{std::move(names)} {}

    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        return detail::check_audience(claims, [this](std::string_view name) {
            for (const std::string& ours : names_) {
                if (name == ours) return true;
            }
            return false;
        });
    }

private:
    std::vector<std::string> names_;
};

/// The default: accepts tokens that are for nobody in particular, and refuses those that name an
/// audience, because a service that has no name of its own is none of them.
///
/// \return `claim_type` or `audience_mismatch`.
struct NoAudience {
    using policy_kind = audience_policy;

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const std::optional<json::Value> aud = claims.find("aud");
        if (!aud) return {};
        const Result<bool> found =
            detail::any_audience(*aud, [](std::string_view) { return false; });
        if (!found.has_value()) return found.error();
        return Error{Errc::audience_mismatch, "aud"};
    }
};

/// Accepts every audience: **a token that was made for another service passes**. For gateways that
/// check the audience elsewhere.
///
/// \return `claim_type` where `aud` is there and malformed.
struct AnyAudience {
    using policy_kind = audience_policy;

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const std::optional<json::Value> aud = claims.find("aud");
        if (!aud) return {};
        const Result<bool> found =
            detail::any_audience(*aud, [](std::string_view) { return true; });
        if (!found.has_value()) return found.error();
        return {};
    }
};

static_assert(checks_claims<Audience<"chat">> && checks_claims<RuntimeAudience> &&
              checks_claims<NoAudience> && checks_claims<AnyAudience>);

}  // namespace vouch::inline v1

#endif
