// SPDX-License-Identifier: BSL-1.0
// Verifies the token that is given as the argument:
//     c++ -std=c++20 -O2 -Iinclude docs/examples/quick_start.cpp -o quick_start
//     ./quick_start "$(cat docs/examples/token.txt)"
#include <vouch/vouch.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <utility>

using CustomerVerifier =
    vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>,
                    vouch::Issuer<"https://login.example.com">, vouch::StaticKeys>;

int main(int argc, char** argv) {
    std::ostringstream jwks;
    jwks << std::ifstream{"docs/examples/keyset.json"}.rdbuf();

    vouch::Result<vouch::StaticKeys> keys = vouch::StaticKeys::from_jwks(jwks.str());
    if (!keys) return std::puts(keys.error().message().c_str()), 2;

    const CustomerVerifier verifier{std::move(*keys)};
    const vouch::Result<vouch::Identity> who = verifier.verify(argc > 1 ? argv[1] : "");
    if (!who) return std::puts(who.error().message().c_str()), 1;
    std::printf("hello, %.*s\n", static_cast<int>(who->subject().size()), who->subject().data());
}
