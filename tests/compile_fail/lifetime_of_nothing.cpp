// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-161
// No token could live.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Lifetime = vouch::MaxLifetime<3600>;
#else
using Lifetime = vouch::MaxLifetime<0>;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Lifetime>;

int main() {}
