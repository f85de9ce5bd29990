// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-165
// A token type without a name.
#include <vouch/vouch.hpp>

#ifdef FIXED
using Type = vouch::TokenType<"at+jwt">;
#else
using Type = vouch::TokenType<>;
#endif
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Type>;

int main() {}
