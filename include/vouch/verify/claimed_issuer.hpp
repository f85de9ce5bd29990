// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_CLAIMED_ISSUER_HPP
#define VOUCH_VERIFY_CLAIMED_ISSUER_HPP

#include <vouch/jose/claims.hpp>
#include <vouch/json/value.hpp>
#include <vouch/result.hpp>
#include <vouch/verify/verifier.hpp>
#include <vouch/verify/verifier_parts.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace vouch::inline v1::detail {

/// What a token says of itself, which nobody has vouched for yet: good for choosing whom to ask.
struct ClaimedIssuer {
    std::string issuer;  ///< `iss` of the payload
    std::string kid;     ///< of the header; empty where there is none

    /// Makes all checks of `verifier` that need no key, then reads who the token says that it is
    /// of.
    ///
    /// \return what Verifier::verify says of the form and the header of a token; then what it says
    /// of the payload as JSON and of the type of `iss`.
    template <class Verifier>
    static Result<ClaimedIssuer> of(const Verifier& verifier, std::string_view token) {
        const auto& parts = VerifierParts<Verifier>::of(verifier);
        Workspace<VerifierParts<Verifier>::Composition::token_size::bytes> workspace;
        const Result<OpenedToken> opened = open(parts, token, workspace);
        if (!opened) return opened.error();

        char document[json::detail::encoded_size(decltype(workspace)::decoded_bytes)];
        std::size_t size = 0;
        const Result<Claims> claims =
            ClaimsReader::read(parts.json, opened->segments.payload, document, size);
        if (!claims) return claims.error();
        const Result<std::string_view> issuer = claims->string("iss");
        if (!issuer) return issuer.error();
        return ClaimedIssuer{std::string{*issuer}, std::string{opened->header.kid().value_or("")}};
    }
};

}  // namespace vouch::inline v1::detail

#endif
