// SPDX-License-Identifier: BSL-1.0
// Verifies the token that is given as the argument:
//     c++ -std=c++20 -O2 -Iinclude docs/examples/quick_start.cpp -o quick_start
//     ./quick_start "$(cat docs/examples/token.txt)"
// prints: hello, customer-4711
#include <vouch/vouch.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>

using CustomerVerifier =
    vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>,
                    vouch::Issuer<"https://login.example.com">, vouch::StaticKeys>;

int main(int argc, char** argv) {
    std::ifstream file{"docs/examples/keyset.json"};
    const std::string jwks{std::istreambuf_iterator<char>{file}, {}};

    vouch::Result<vouch::StaticKeys> keys = vouch::StaticKeys::from_jwks(jwks);
    if (!keys) {
        std::cerr << keys.error().message() << '\n';
        return 2;
    }
    const CustomerVerifier verifier{*std::move(keys)};

    const vouch::Result<vouch::Identity> who = verifier.verify(argc > 1 ? argv[1] : "");
    if (!who) {
        std::cerr << who.error().message() << '\n';
        return 1;
    }
    std::cout << "hello, " << who->subject() << '\n';
}
