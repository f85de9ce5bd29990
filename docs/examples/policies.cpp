// SPDX-License-Identifier: BSL-1.0
// A verifier that asks for more than the default one:
//     c++ -std=c++20 -O2 -Iinclude docs/examples/policies.cpp -o policies
//     ./policies "$(cat docs/examples/token.txt)"
// prints: the token lives longer than this verifier accepts: exp
#include <vouch/vouch.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

// [verifier]
using ChatVerifier =
    vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, vouch::StaticKeys,
                    vouch::Audience<"chat">, vouch::MaxLifetime<3600>, vouch::RequireKid>;
// [verifier]

int main(int argc, char** argv) {
    std::ifstream file{"docs/examples/keyset.json"};
    auto keys = vouch::StaticKeys::from_jwks(std::string{std::istreambuf_iterator<char>{file}, {}});
    if (!keys) return 2;

    const ChatVerifier verifier{*std::move(keys)};
    const vouch::Result<vouch::Identity> who = verifier.verify(argc > 1 ? argv[1] : "");
    std::cout << (who ? who->subject() : who.error().message()) << '\n';
}
