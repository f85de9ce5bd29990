// SPDX-License-Identifier: BSL-1.0
// Verifies with keys that an endpoint serves. The one here is of no real issuer.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/fetched_keys.cpp -o fetched_keys -lcurl
//     ./fetched_keys "$(cat docs/examples/token.txt)"
// prints: the keys are being fetched; the token may be accepted in a moment
#include <vouch/http/curl.hpp>
#include <vouch/jwks.hpp>

#include <iostream>

int main(int argc, char** argv) {
    // [keys]
    using Keys = vouch::JwksSource<vouch::Curl>;
    const vouch::Result<Keys> keys = Keys::open("https://login.example.com/jwks.json");
    if (!keys) {
        std::cerr << keys.error().message() << '\n';
        return 2;
    }
    const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Keys> verifier{
        *keys};
    // [keys]

    const vouch::Result<vouch::Identity> who = verifier.verify(argc > 1 ? argv[1] : "");
    std::cout << (who ? "accepted" : who.error().message()) << '\n';
}
