// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_SUBJECT_HPP
#define VOUCH_RULES_SUBJECT_HPP

#include <vouch/fwd.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/text/control_characters.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1 {

/// `sub` is there and has `Min` to `Max` bytes, none of them of a control character (RFC 7519
/// §4.1.2). The default is `SubjectLength<1, 255>`.
///
/// \return `claim_missing`, `claim_type` or `claim_value`.
template <std::size_t Min, std::size_t Max>
struct SubjectLength {
    using policy_kind = subject_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = Min >= 1 && Min <= Max;
        static_assert(
            fits,
            "[VOUCH-163] SubjectLength<Min, Max> takes 1 <= Min <= Max; for tokens without a "
            "subject write OptionalSubject. See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const Result<std::string_view> sub = claims.string("sub");
        if (!sub) return sub.error();
        if (sub->size() < Min || sub->size() > Max || has_control_characters(*sub)) {
            return Error{Errc::claim_value, "sub"};
        }
        return {};
    }
};

/// Accepts tokens without `sub`, for machines; where there is one it is checked.
///
/// \return `claim_type` or `claim_value`.
struct OptionalSubject {
    using policy_kind = subject_policy;

    constexpr Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        if (!claims.contains("sub")) return {};
        return SubjectLength<1, limits::subject_bytes>{}.check(claims, moment);
    }
};

static_assert(checks_claims<SubjectLength<1, 255>> && checks_claims<OptionalSubject>);

}  // namespace vouch::inline v1

#endif
