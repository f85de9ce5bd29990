// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-163
// No subject has this length.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Subject = vouch::SubjectLength<8, 64>;
#else
using Subject = vouch::SubjectLength<64, 8>;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Subject>;

int main() {}
