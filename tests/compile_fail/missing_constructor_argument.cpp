// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-171
// The issuer that is known at run time is not given.
#include <vouch/vouch.hpp>

using Verifier = vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys>;
const Verifier* verifier(vouch::StaticKeys keys) {
#ifdef FIXED
    return new Verifier{std::move(keys), vouch::RuntimeIssuer{"https://login.example.com"}};
#else
    return new Verifier{std::move(keys)};
#endif
}

int main() {}
