// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-102
// One algorithm twice.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Algorithms = vouch::AnyOf<vouch::RS256, vouch::RS384>;
#else
using Algorithms = vouch::AnyOf<vouch::RS256, vouch::RS256>;
#endif
template class vouch::Verifier<Algorithms, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys>;

int main() {}
