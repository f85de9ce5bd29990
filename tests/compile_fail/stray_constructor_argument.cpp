// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-170
// A policy is given to the constructor and not named in the type.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Verifier =
    vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys, vouch::RuntimeLeeway>;
#else
using Verifier = vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys>;
#endif
const Verifier* verifier(vouch::StaticKeys keys) {
    return new Verifier{std::move(keys), vouch::RuntimeIssuer{"https://login.example.com"},
                        vouch::RuntimeLeeway{5}};
}

int main() {}
