// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-112
// An issuer without a name.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Issuer = vouch::Issuer<"https://login.example.com">;
#else
using Issuer = vouch::Issuer<"">;
#endif
template class vouch::Verifier<vouch::RS256, Issuer, vouch::StaticKeys>;

int main() {}
