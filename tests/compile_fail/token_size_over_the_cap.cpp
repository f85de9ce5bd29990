// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-166
// Tokens of a megabyte.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Size = vouch::MaxTokenSize<16384>;
#else
using Size = vouch::MaxTokenSize<1048576>;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Size>;

int main() {}
