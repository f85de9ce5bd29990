// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-111
// The issuer is forgotten.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Verifier = vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys>;
#else
using Verifier = vouch::Verifier<vouch::RS256, vouch::StaticKeys>;
#endif
const Verifier* verifier(vouch::StaticKeys keys) {
    return new Verifier{std::move(keys), vouch::RuntimeIssuer{"https://login.example.com"}};
}

int main() {}
