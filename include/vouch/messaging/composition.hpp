// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_COMPOSITION_HPP
#define VOUCH_MESSAGING_COMPOSITION_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin.hpp>
#include <vouch/fwd.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/messaging/endpoint.hpp>
#include <vouch/messaging/keyset_keys.hpp>
#include <vouch/messaging/permission.hpp>
#include <vouch/rules/issuer.hpp>
#include <vouch/rules/kid.hpp>
#include <vouch/time/clock.hpp>
#include <vouch/verify/composition.hpp>
#include <vouch/verify/verifier.hpp>

#include <tuple>
#include <type_traits>
#include <utility>

namespace vouch::inline v1::messaging::detail {

using vouch::detail::Joined;
using vouch::detail::OfKind;
using vouch::detail::Slot;
using vouch::detail::TypeList;

/// A policy of a Setup: one of messaging, or one that its verifiers take.
template <class P>
struct CheckPolicy {
    static constexpr bool ok = [] {
        constexpr bool chosen_by_setup =
            policy_of<P, issuer_policy> || policy_of<P, key_source_policy>;
        static_assert(!chosen_by_setup,
                      "[VOUCH-182] a Setup takes no issuer and no keys as policies: they are those "
                      "of its keysets. See docs/reference/diagnostics.md");
        constexpr bool is_cache = policy_of<P, token_cache_policy>;
        static_assert(
            !is_cache,
            "[VOUCH-186] a Setup takes no token cache: a token is verified when a session "
            "is opened or renewed with it, and not again while the session is used. "
            "See docs/reference/diagnostics.md");
        if constexpr (policy_of<P, permission_policy>) {
            static_assert(permissions<P>,
                          "[VOUCH-183] this policy says that it knows permissions and does not "
                          "model vouch::messaging::permissions: write a type Actor and bool "
                          "may_change_setup(const Actor&) const noexcept. "
                          "See docs/reference/diagnostics.md");
            return permissions<P>;
        } else if constexpr (policy_of<P, endpoint_policy>) {
            static_assert(endpoints<P>,
                          "[VOUCH-184] this policy says that it opens endpoints and does not model "
                          "vouch::messaging::endpoints: write a type Source and Result<Source> "
                          "open(std::string_view) const. See docs/reference/diagnostics.md");
            return endpoints<P>;
        } else if constexpr (chosen_by_setup || is_cache) {
            return false;
        } else {
            return vouch::detail::CheckPolicy<P>::ok;
        }
    }();
};

/// Those of the policies that a Verifier takes; a token names its key unless one says otherwise.
template <class... Policies>
using VerifierPolicies =
    typename Joined<std::conditional_t<std::is_same_v<OfKind<kid_policy, Policies...>, TypeList<>>,
                                       TypeList<RequireKid>, TypeList<>>,
                    std::conditional_t<policy_of<Policies, permission_policy> ||
                                           policy_of<Policies, endpoint_policy>,
                                       TypeList<>, TypeList<Policies>>...>::type;

template <class Keys, class List>
struct VerifierOf;
template <class Keys, class... Policies>
struct VerifierOf<Keys, TypeList<Policies...>> {
    /// RS256 and RS512 are the algorithms of this room, whatever else a Verifier can do.
    using type = Verifier<AnyOf<RS256, RS512>, RuntimeIssuer, Keys, Policies...>;

    template <class Given>
    static type make(RuntimeIssuer issuer, Keys keys, const Given& given) {
        return std::apply(
            [&](const auto&... policies) {
                return type{std::move(issuer), std::move(keys), policies...};
            },
            given);
    }
};

/// Every part of a Setup, by name.
template <class... Policies>
struct Composition {
    static_assert((CheckPolicy<Policies>::ok && ...));
    static_assert(
        vouch::detail::CheckSingle<permission_policy, OfKind<permission_policy, Policies...>>::ok);
    static_assert(
        vouch::detail::CheckSingle<endpoint_policy, OfKind<endpoint_policy, Policies...>>::ok);

    template <class Kind, class Default>
    using slot = typename Slot<OfKind<Kind, Policies...>, Default>::type;

    using permissions = slot<permission_policy, CustomizeApplication>;
    using endpoints = slot<endpoint_policy, NoEndpoints>;
    using crypto = slot<crypto_policy, Builtin>;
    using json = slot<json_policy, StrictJson>;
    using clock = slot<clock_policy, SystemClock>;
    using keys = KeysetKeys<crypto, json, endpoints>;
    using verifier_policies = VerifierPolicies<Policies...>;
    using verifier_of = VerifierOf<keys, verifier_policies>;
    using verifier = typename verifier_of::type;
    using given = typename vouch::detail::AsTuple<verifier_policies>::type;
};

}  // namespace vouch::inline v1::messaging::detail

#endif
