// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_LEEWAY_HPP
#define VOUCH_RULES_LEEWAY_HPP

#include <vouch/config.hpp>
#include <vouch/detail/policy.hpp>

#include <concepts>
#include <cstdint>

namespace vouch::inline v1 {

/// How many seconds the issuer's clock and ours may differ (RFC 7519 §4.1.4: "usually no more than
/// a few minutes").
///
/// \par Exemplar
/// \code
/// struct Tolerance {
///     using policy_kind = vouch::leeway_policy;
///     std::int64_t seconds() const noexcept;
/// };
/// \endcode
/// \par Semantics
/// What is outside of 0 to limits::leeway_seconds_cap counts as the nearest of these.
template <class L>
concept leeway = policy_of<L, leeway_policy> && requires(const L& l) {
    { l.seconds() } noexcept -> std::same_as<std::int64_t>;
};

/// A leeway that is known when the program is built.
template <std::int64_t Seconds>
struct Leeway {
    using policy_kind = leeway_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = Seconds >= 0 && Seconds <= limits::leeway_seconds_cap;
        static_assert(
            fits,
            "[VOUCH-160] a leeway is 0 to 600 seconds: with more, expired tokens would live "
            "on; mend the clocks, or let the issuer give tokens that live longer. "
            "See docs/reference/diagnostics.md");
        return fits;
    }();

    constexpr std::int64_t seconds() const noexcept { return Seconds; }
};

/// A leeway that is known when the program runs; outside of 0 to 600 it is the nearest of these.
class RuntimeLeeway {
public:
    using policy_kind = leeway_policy;

    constexpr explicit RuntimeLeeway(std::int64_t seconds) noexcept
        : seconds_{seconds < 0                            ? 0
                   : seconds > limits::leeway_seconds_cap ? limits::leeway_seconds_cap
                                                          : seconds} {}

    constexpr std::int64_t seconds() const noexcept { return seconds_; }

private:
    std::int64_t seconds_;
};

static_assert(leeway<Leeway<60>> && leeway<RuntimeLeeway>);

}  // namespace vouch::inline v1

#endif
