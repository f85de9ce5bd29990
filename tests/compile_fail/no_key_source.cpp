// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-121
// Nothing says where the keys come from.
#include <vouch/vouch.hpp>

#ifdef FIXED
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys>;
#else
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">>;
#endif

int main() {}
