// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_VERIFIER_PARTS_HPP
#define VOUCH_VERIFY_VERIFIER_PARTS_HPP

#include <vouch/verify/verifier.hpp>

namespace vouch::inline v1::detail {

/// The parts of a Verifier, for code that makes its checks one by one.
template <class Algorithms, class IssuerPolicy, class KeySource, class... Policies>
struct VerifierParts<Verifier<Algorithms, IssuerPolicy, KeySource, Policies...>> {
    using Composition = detail::Composition<Algorithms, IssuerPolicy, KeySource, Policies...>;

    static constexpr const Parts<Composition>& of(
        const Verifier<Algorithms, IssuerPolicy, KeySource, Policies...>& verifier) noexcept {
        return verifier.parts_;
    }
};

}  // namespace vouch::inline v1::detail

#endif
