// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-102
// No algorithm at all.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Algorithms = vouch::AnyOf<vouch::RS256>;
#else
using Algorithms = vouch::AnyOf<>;
#endif
template class vouch::Verifier<Algorithms, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys>;

int main() {}
