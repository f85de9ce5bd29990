// SPDX-License-Identifier: BSL-1.0
// A verifier that remembers the tokens which it has verified:
//     c++ -std=c++20 -O2 -Iinclude docs/examples/token_cache.cpp -o token_cache
//     ./token_cache
// prints: alice
// prints: alice
// prints: a rule of this service refuses a claim: session
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <atomic>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

// [rule]
/// Refuses the tokens of sessions that were ended. It is asked each time.
struct NotEnded {
    using policy_kind = vouch::claim_rule_policy;

    vouch::Result<void> check(const vouch::Claims& claims, const vouch::Moment&) const noexcept {
        const vouch::Result<std::int64_t> session = claims.integer("session");
        if (!session) return session.error();
        if (*session <= *last_ended) return vouch::Error{vouch::Errc::claim_refused, "session"};
        return {};
    }

    std::shared_ptr<std::atomic<std::int64_t>> last_ended;
};
// [rule]

// [verifier]
using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                                 vouch::StaticKeys, vouch::VerifiedTokens<>, NotEnded>;
// [verifier]

int main() {
    const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048;
    const auto last_ended = std::make_shared<std::atomic<std::int64_t>>(6);
    const Verifier verifier{*vouch::StaticKeys::from_jwk(pair.jwk("2026-01")),
                            NotEnded{last_ended}};
    const std::string token = pair.token<vouch::RS256>(
        R"({"alg":"RS256","kid":"2026-01"})",
        R"({"iss":"https://login.example.com","sub":"alice","exp":4102444800,"session":7})");

    const auto show = [&] {
        const vouch::Result<vouch::Identity> who = verifier.verify(token);
        std::cout << (who ? std::string{who->subject()} : who.error().message()) << '\n';
    };
    show();
    show();  // without the signature, which was good a moment ago
    *last_ended = 7;
    show();
}
