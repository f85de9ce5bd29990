// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-162
// An audience without a name.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Audience = vouch::Audience<"chat">;
#else
using Audience = vouch::Audience<"">;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Audience>;

int main() {}
