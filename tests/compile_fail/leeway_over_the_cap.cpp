// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-160
// A leeway of an hour.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Leeway = vouch::Leeway<600>;
#else
using Leeway = vouch::Leeway<3600>;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Leeway>;

int main() {}
