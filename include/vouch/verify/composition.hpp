// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_COMPOSITION_HPP
#define VOUCH_VERIFY_COMPOSITION_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin.hpp>
#include <vouch/fwd.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/rules/audience.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/rules/expiry.hpp>
#include <vouch/rules/issued_at.hpp>
#include <vouch/rules/issuer.hpp>
#include <vouch/rules/kid.hpp>
#include <vouch/rules/leeway.hpp>
#include <vouch/rules/lifetime.hpp>
#include <vouch/rules/not_before.hpp>
#include <vouch/rules/subject.hpp>
#include <vouch/rules/token_id.hpp>
#include <vouch/rules/token_size.hpp>
#include <vouch/rules/token_type.hpp>
#include <vouch/time/clock.hpp>
#include <vouch/verify/token_cache.hpp>

#include <concepts>
#include <cstddef>
#include <tuple>
#include <type_traits>

// How the arguments of a Verifier become its parts, and what the compiler says where they do not
// fit. Each check is a template of its own, so that the message names the culprit, and asks for one
// concept alone, so that it says which requirement is not met.

namespace vouch::inline v1::detail {

template <class... Types>
struct TypeList {};

// --- Algorithms ---------------------------------------------------------------------------------

template <class Algorithms>
struct AlgorithmList {
    using type = TypeList<Algorithms>;
};
template <class... Algorithms>
struct AlgorithmList<AnyOf<Algorithms...>> {
    using type = TypeList<Algorithms...>;
};

template <class A>
struct CheckAlgorithm {
    static constexpr bool ok = [] {
        static_assert(
            signature_algorithm<A>,
            "[VOUCH-101] the first argument of a Verifier is a signature algorithm: write "
            "Verifier<RS256, ...> or Verifier<AnyOf<RS256, RS512>, ...>. "
            "See docs/reference/diagnostics.md");
        return signature_algorithm<A>;
    }();
};

template <class Backend, class A>
struct CheckBackendCan {
    static constexpr bool ok = [] {
        static_assert(
            verifies_with<Backend, A>,
            "[VOUCH-104] this crypto backend cannot verify this algorithm: choose another "
            "backend (a policy such as OpenSsl) or another algorithm. "
            "See docs/reference/diagnostics.md");
        return verifies_with<Backend, A>;
    }();
};

template <class Backend, class... As>
constexpr bool backend_can(TypeList<As...>) {
    return (CheckBackendCan<Backend, As>::ok && ...);
}

template <class A, class... As>
inline constexpr std::size_t count_of = (std::size_t{0} + ... + (std::same_as<A, As> ? 1 : 0));

template <class List>
struct CheckAlgorithms;

template <class... As>
struct CheckAlgorithms<TypeList<As...>> {
    static constexpr bool ok = [] {
        constexpr bool different = ((count_of<As, As...> == 1) && ...);
        static_assert(sizeof...(As) > 0 && different,
                      "[VOUCH-102] AnyOf names at least one algorithm, and none twice: write "
                      "AnyOf<RS256, RS512>. See docs/reference/diagnostics.md");
        if constexpr ((CheckAlgorithm<As>::ok && ...)) {
            constexpr std::size_t symmetric =
                (std::size_t{0} + ... + (As::symmetry == Symmetry::symmetric ? 1 : 0));
            static_assert(symmetric == 0 || symmetric == sizeof...(As),
                          "[VOUCH-103] symmetric and asymmetric algorithms cannot be accepted "
                          "together: a public key could be taken for a secret. Use two verifiers. "
                          "See docs/reference/diagnostics.md");
            return sizeof...(As) > 0 && different && (symmetric == 0 || symmetric == sizeof...(As));
        } else {
            return false;
        }
    }();
};

// --- Policies -----------------------------------------------------------------------------------

template <class P, class... Kinds>
inline constexpr bool is_one_of = (policy_of<P, Kinds> || ...);

template <class P>
inline constexpr bool is_header_policy = is_one_of<P, type_policy, kid_policy, header_rule_policy>;

template <class P>
inline constexpr bool is_claims_policy =
    is_one_of<P, issuer_policy, expiry_policy, not_before_policy, issued_at_policy, lifetime_policy,
              subject_policy, audience_policy, token_id_policy, claim_rule_policy>;

/// What a policy of the library says about a header follows from that alone; nobody knows what one
/// of a user looks at.
template <class P>
inline constexpr bool is_own_header_policy =
    std::same_as<P, PlainTokenType> || std::same_as<P, AnyTokenType> ||
    std::same_as<P, OptionalKid> || std::same_as<P, RequireKid>;
template <fixed_string... Types>
inline constexpr bool is_own_header_policy<TokenType<Types...>> = true;

/// The arguments of a policy that is a template make sense; it asserts that itself.
template <class P>
inline constexpr bool is_well_formed = [] {
    if constexpr (requires { P::well_formed; }) {
        return P::well_formed;
    } else {
        return true;
    }
}();

/// A policy that says what it is, and is that.
template <class P>
struct CheckPolicy {
    static constexpr bool ok = [] {
        if constexpr (!is_well_formed<P>) {
            return false;
        } else if constexpr (policy_of<P, clock_policy>) {
            static_assert(clock<P>,
                          "[VOUCH-131] this policy says that it is a clock and does not model "
                          "vouch::clock: write NumericDate now() const noexcept. "
                          "See docs/reference/diagnostics.md");
            return clock<P>;
        } else if constexpr (policy_of<P, crypto_policy>) {
            static_assert(crypto_backend<P>,
                          "[VOUCH-132] this policy says that it is a crypto backend and does not "
                          "model vouch::crypto_backend: give it a movable type Key, import_key and "
                          "verify. See docs/reference/diagnostics.md");
            return crypto_backend<P>;
        } else if constexpr (policy_of<P, json_policy>) {
            static_assert(
                json_reader<P>,
                "[VOUCH-133] this policy says that it is a JSON reader and does not model "
                "vouch::json_reader: write bool read(std::string_view, json::Builder&) "
                "const noexcept. See docs/reference/diagnostics.md");
            return json_reader<P>;
        } else if constexpr (policy_of<P, leeway_policy>) {
            static_assert(leeway<P>,
                          "[VOUCH-134] this policy says that it is a leeway and does not model "
                          "vouch::leeway: write std::int64_t seconds() const noexcept, or use "
                          "Leeway<60>. See docs/reference/diagnostics.md");
            return leeway<P>;
        } else if constexpr (policy_of<P, token_size_policy>) {
            static_assert(
                token_size<P>,
                "[VOUCH-135] this policy says that it bounds the size of a token and does "
                "not model vouch::token_size: use MaxTokenSize<8192>. "
                "See docs/reference/diagnostics.md");
            return token_size<P>;
        } else if constexpr (policy_of<P, token_cache_policy>) {
            static_assert(
                token_cache<P>,
                "[VOUCH-138] this policy says that it is a token cache and does not model "
                "vouch::token_cache: write std::optional<Identity> find(const TokenFingerprint&) "
                "const noexcept and void keep(const TokenFingerprint&, const Identity&) const "
                "noexcept. See docs/reference/diagnostics.md");
            return token_cache<P>;
        } else if constexpr (is_header_policy<P>) {
            static_assert(
                checks_header<P>,
                "[VOUCH-136] this policy says that it checks the header and does not model "
                "vouch::checks_header: write Result<void> check(const Header&) const "
                "noexcept. See docs/reference/diagnostics.md");
            return checks_header<P>;
        } else if constexpr (is_claims_policy<P>) {
            static_assert(checks_claims<P>,
                          "[VOUCH-137] this policy says that it checks claims and does not model "
                          "vouch::checks_claims: write Result<void> check(const Claims&, const "
                          "Moment&) const noexcept. See docs/reference/diagnostics.md");
            return checks_claims<P>;
        } else {
            static_assert(policy_of<P, key_source_policy>,
                          "[VOUCH-130] this argument of a Verifier is not a policy: a policy says "
                          "what it is, as in using policy_kind = vouch::clock_policy. "
                          "See docs/reference/diagnostics.md");
            return policy_of<P, key_source_policy>;
        }
    }();
};

template <class I>
struct CheckIssuer {
    static constexpr bool ok = [] {
        static_assert(
            policy_of<I, issuer_policy>,
            "[VOUCH-111] the second argument of a Verifier says which issuer is accepted: "
            "write Issuer<\"https://login.example.com\"> or RuntimeIssuer. "
            "See docs/reference/diagnostics.md");
        if constexpr (policy_of<I, issuer_policy>) {
            return CheckPolicy<I>::ok;
        } else {
            return false;
        }
    }();
};

template <class Keys>
struct CheckIsKeySource {
    static constexpr bool ok = [] {
        static_assert(policy_of<Keys, key_source_policy>,
                      "[VOUCH-121] the third argument of a Verifier says where its keys come from: "
                      "write StaticKeys, EmbeddedKeys<\"...\"> or a source of your own. "
                      "See docs/reference/diagnostics.md");
        return policy_of<Keys, key_source_policy>;
    }();
};

template <class Keys, class Crypto, class Json>
struct CheckKeySource {
    static constexpr bool ok = [] {
        static_assert(
            key_source<Keys, Crypto, Json>,
            "[VOUCH-122] this policy says that it is a key source and does not model "
            "vouch::key_source for this crypto backend: give it keys() const noexcept that "
            "points to a KeySet of that backend. See docs/reference/diagnostics.md");
        return key_source<Keys, Crypto, Json>;
    }();
};

template <class... Lists>
struct Joined {
    using type = TypeList<>;
};
template <class... As>
struct Joined<TypeList<As...>> {
    using type = TypeList<As...>;
};
template <class... As, class... Bs, class... Lists>
struct Joined<TypeList<As...>, TypeList<Bs...>, Lists...>
    : Joined<TypeList<As..., Bs...>, Lists...> {};

/// Those of the policies that are of one kind.
template <class Kind, class... Policies>
using OfKind = typename Joined<
    std::conditional_t<policy_of<Policies, Kind>, TypeList<Policies>, TypeList<>>...>::type;

/// The policy of one kind, or the default.
template <class Found, class Default>
struct Slot {
    using type = Default;
};
template <class First, class... Others, class Default>
struct Slot<TypeList<First, Others...>, Default> {
    using type = First;
};

template <class Kind, class Found>
struct CheckSingle;

template <class Kind, class... Found>
struct CheckSingle<Kind, TypeList<Found...>> {
    static constexpr bool ok = [] {
        constexpr bool may_repeat =
            std::same_as<Kind, claim_rule_policy> || std::same_as<Kind, header_rule_policy>;
        constexpr bool single = may_repeat || sizeof...(Found) <= 1;
        static_assert(
            single,
            "[VOUCH-140] two policies of one kind: a Verifier takes one of each, so remove all "
            "but one. See docs/reference/diagnostics.md");
        return single;
    }();
};

// --- The whole ----------------------------------------------------------------------------------

template <class List>
struct AsTuple;
template <class... Types>
struct AsTuple<TypeList<Types...>> {
    using type = std::tuple<Types...>;
};

/// Every part of a Verifier, by name.
template <class Algorithms, class IssuerPolicy, class KeySource, class... Policies>
struct Composition {
    template <class Kind>
    using of_kind = OfKind<Kind, IssuerPolicy, KeySource, Policies...>;
    template <class Kind, class Default>
    using slot = Slot<of_kind<Kind>, Default>;

    using algorithms = typename AlgorithmList<Algorithms>::type;
    using issuer = IssuerPolicy;
    using key_source = KeySource;
    using crypto = typename slot<crypto_policy, Builtin>::type;
    using json = typename slot<json_policy, StrictJson>::type;
    using clock = typename slot<clock_policy, SystemClock>::type;
    using token_size = typename slot<token_size_policy, MaxTokenSize<limits::token_bytes>>::type;
    using token_type = typename slot<type_policy, PlainTokenType>::type;
    using kid = typename slot<kid_policy, OptionalKid>::type;
    using leeway = typename slot<leeway_policy, Leeway<limits::leeway_seconds>>::type;
    using expiry = typename slot<expiry_policy, Expiry>::type;
    using not_before = typename slot<not_before_policy, NotBefore>::type;
    using issued_at = typename slot<issued_at_policy, IssuedAt>::type;
    using lifetime = typename slot<lifetime_policy, AnyLifetime>::type;
    using subject = typename slot<subject_policy, SubjectLength<>>::type;
    using audience = typename slot<audience_policy, NoAudience>::type;
    using token_id = typename slot<token_id_policy, TokenId>::type;
    using token_cache = typename slot<token_cache_policy, NoTokenCache>::type;
    using header_rules = typename AsTuple<of_kind<header_rule_policy>>::type;
    using claim_rules = typename AsTuple<of_kind<claim_rule_policy>>::type;

    /// Whether the rules about the header say of one token always the same.
    static constexpr bool header_is_decided_once = is_own_header_policy<token_type> &&
                                                   is_own_header_policy<kid> &&
                                                   std::same_as<header_rules, std::tuple<>>;

    /// One fault at a time: what follows from a fault is not reported with it.
    static constexpr bool ok = [] {
        if constexpr (!CheckAlgorithms<algorithms>::ok) {
            return false;
        } else if constexpr (!CheckIssuer<issuer>::ok) {
            return false;
        } else if constexpr (!CheckIsKeySource<key_source>::ok) {
            return false;
        } else if constexpr (!(CheckPolicy<Policies>::ok && ...)) {
            return false;
        } else if constexpr (!(CheckSingle<typename Policies::policy_kind,
                                           of_kind<typename Policies::policy_kind>>::ok &&
                               ...)) {
            return false;
        } else if constexpr (!backend_can<crypto>(algorithms{})) {
            return false;
        } else {
            return CheckKeySource<key_source, crypto, json>::ok;
        }
    }();
};

}  // namespace vouch::inline v1::detail

#endif
