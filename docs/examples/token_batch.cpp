// SPDX-License-Identifier: BSL-1.0
// Many tokens at once: what waits in a queue, say, verified together.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/token_batch.cpp -o token_batch
//     ./token_batch
// prints: customer-1
// prints: customer-2
// prints: the signature does not hold
// prints: customer-4
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using Verifier =
    vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, vouch::StaticKeys>;

// [batch]
/// Verifies all that waits, and says who it is from.
void verify_all(const Verifier& verifier, const std::vector<std::string_view>& tokens) {
    std::vector<vouch::Result<vouch::Identity>> results;
    results.reserve(tokens.size());
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        results.emplace_back(vouch::Errc::backend_failed);  // until it is known
    }

    verifier.verify(tokens, results);

    for (const vouch::Result<vouch::Identity>& result : results) {
        std::cout << (result ? std::string{result->subject()} : result.error().message()) << '\n';
    }
}
// [batch]

int main() {
    const vouch::testing::KeyPair& issuer = vouch::testing::rsa_2048;
    auto keys = vouch::StaticKeys::from_jwk(issuer.jwk("2026-01", "RS256"));
    if (!keys) return 1;
    const Verifier verifier{*std::move(keys)};

    std::vector<std::string> received;
    for (const char* number : {"1", "2", "3", "4"}) {
        received.push_back(issuer.token<vouch::RS256>(
            R"({"alg":"RS256","kid":"2026-01"})",
            R"({"iss":"https://login.example.com","exp":4102444800,"sub":"customer-)" +
                std::string{number} + "\"}"));
    }
    char& changed = received[2][received[2].size() - 100];  // on the way
    changed = changed == 'A' ? 'B' : 'A';
    verify_all(verifier, {received.begin(), received.end()});
}
