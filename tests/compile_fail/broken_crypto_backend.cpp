// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-132
// expect-text: CheckPolicy<Crypto>
// A crypto backend whose keys cannot be moved.
#include <vouch/vouch.hpp>

struct Crypto : vouch::Builtin {
#ifndef FIXED
    struct Key {
        Key(const Key&) = delete;
    };
#endif
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Crypto>;

int main() {}
