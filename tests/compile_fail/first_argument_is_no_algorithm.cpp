// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-101
// expect-text: CheckAlgorithm<int>
// The algorithm is forgotten, so the issuer stands first.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Algorithm = vouch::RS256;
#else
using Algorithm = int;
#endif
template class vouch::Verifier<Algorithm, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys>;

int main() {}
