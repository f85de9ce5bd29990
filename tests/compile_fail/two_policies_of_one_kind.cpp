// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-140
// Two leeways.
#include <vouch/vouch.hpp>

#ifdef FIXED
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, vouch::Leeway<30>>;
#else
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, vouch::Leeway<30>, vouch::Leeway<60>>;
#endif

int main() {}
