// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-164
// A required claim without a name.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Claim = vouch::RequiredClaim<"tenant">;
#else
using Claim = vouch::RequiredClaim<"">;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Claim>;

int main() {}
