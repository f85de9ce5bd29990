// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-167
// expect-text: VerifiedTokens<4096, 1024>
// Memory for four entries, of which the cache itself takes a part.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Cache = vouch::VerifiedTokens<5 * 1024, 1024>;
#else
using Cache = vouch::VerifiedTokens<4 * 1024, 1024>;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Cache>;

int main() {}
