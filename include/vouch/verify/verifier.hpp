// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_VERIFIER_HPP
#define VOUCH_VERIFY_VERIFIER_HPP

#include <vouch/fwd.hpp>
#include <vouch/result.hpp>
#include <vouch/verify/batch.hpp>
#include <vouch/verify/composition.hpp>
#include <vouch/verify/identity.hpp>
#include <vouch/verify/path.hpp>

#include <cstdlib>
#include <span>
#include <string_view>
#include <utility>

namespace vouch::inline v1 {

namespace detail {

template <class Verifier>
struct VerifierParts;

/// An argument of the constructor that is one of the parts.
template <class Argument, class IssuerPolicy, class KeySource, class... Policies>
struct CheckArgument {
    static constexpr bool ok = [] {
        constexpr bool named = count_of<Argument, IssuerPolicy, KeySource, Policies...> == 1;
        static_assert(
            named,
            "[VOUCH-170] this argument of the constructor is none of the Verifier's policies: "
            "name its type among the template arguments, or leave it away. "
            "See docs/reference/diagnostics.md");
        return named;
    }();
};

}  // namespace detail

/// Decides whether a token was signed by an issuer's key and says what it must say.
///
/// Composed from policies that the compiler checks: the algorithm or `AnyOf` several, the issuer,
/// the key source, and then, in any order and only where the default does not suit, policies that
/// say themselves which kind they are.
///
/// \code
/// using CustomerVerifier = vouch::Verifier<
///     vouch::AnyOf<vouch::RS256, vouch::RS512>,
///     vouch::Issuer<"https://login.example.com">,
///     vouch::StaticKeys>;
/// \endcode
///
/// \par Thread safety
/// `verify` may be called by any number of threads at once.
template <class Algorithms, class IssuerPolicy, class KeySource, class... Policies>
class Verifier {
    using Composition = detail::Composition<Algorithms, IssuerPolicy, KeySource, Policies...>;

public:
    /// Takes the key source and those other policies that carry state, in any order. Keys are
    /// prepared here, once; a key that the backend cannot prepare refuses its tokens with
    /// the reason: `backend_failed` or `out_of_memory`.
    template <class... Args>
    constexpr explicit Verifier(Args... policies) : parts_{std::in_place, std::move(policies)...} {
        if constexpr (Composition::ok) {
            static_assert(
                (detail::CheckArgument<Args, IssuerPolicy, KeySource, Policies...>::ok && ...));
        }
    }

    /// Verifies a token in compact form (RFC 7519 §7.2). Cheap checks come first; there is at most
    /// one public-key operation; for a payload of up to
    /// limits::inline_payload_bytes nothing is allocated, above that one block; readers and
    /// backends other than StrictJson and Builtin may allocate for themselves.
    ///
    /// \return the Errc of the first check that fails, in the order in which Errc lists them; of
    /// the claims, what is asked of `iss`, `exp`, `nbf`, `iat`, the lifetime, `sub`, `aud` and
    /// `jti`, in this order, and then of any other.
    constexpr Result<Identity> verify(std::string_view token) const noexcept {
        if constexpr (Composition::ok) {
            return detail::verify(parts_, token);
        } else {
            return Errc::backend_failed;
        }
    }

    /// Verifies several tokens: results[i] becomes what verify(tokens[i]) returns, whatever it was.
    /// Any mixture of keys, of algorithms, and of good tokens and bad ones; any number.
    ///
    /// A backend that verifies several signatures faster than one by one (verifies_batch_with) gets
    /// them together: Builtin, which verifies four or eight at once where the processor can. With
    /// one token, or another backend, this costs what `verify` does. Nothing is allocated beyond
    /// what `verify` allocates; it uses up to 70 KiB of stack, with AVX-512 up to 90 KiB, and with
    /// MaxTokenSize more than that where the largest token needs it.
    ///
    /// Keys and time are asked for once in some 32 tokens. Where a token's key is not there, a
    /// source that may get it is asked, and may wait, once in a call: after all other tokens, for
    /// all that lack their key.
    /// \pre tokens.size() == results.size(); else the program ends (`std::abort`).
    void verify(std::span<const std::string_view> tokens,
                std::span<Result<Identity>> results) const noexcept {
        if (tokens.size() != results.size()) std::abort();
        if constexpr (Composition::ok) detail::verify_batch(parts_, tokens, results);
    }

private:
    template <class>
    friend struct detail::VerifierParts;
    detail::Parts<Composition> parts_;
};

}  // namespace vouch::inline v1

#endif
