// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-140
// A second issuer among the other policies.
#include <vouch/vouch.hpp>

#ifdef FIXED
template class vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys>;
#else
template class vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys,
                               vouch::Issuer<"https://login.example.com">>;
#endif

int main() {}
