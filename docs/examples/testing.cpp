// SPDX-License-Identifier: BSL-1.0
// How to test a service that takes tokens: a clock that the test sets, and keys that it signs with.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/testing.cpp -o testing
//     ./testing
// prints: a new token: ok
// prints: in its last second: ok
// prints: when its time is over: the token has expired: exp
// prints: signed by a stranger: the signature does not hold
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <utility>

// [service]
/// What a service does with a token; the clock is a parameter, so that a test can bring its own.
template <vouch::clock Clock = vouch::SystemClock>
class Service {
public:
    explicit Service(vouch::StaticKeys keys, Clock clock = {})
        : verifier_{std::move(keys), std::move(clock)} {}

    std::string answer(std::string_view token) const {
        const vouch::Result<vouch::Identity> who = verifier_.verify(token);
        return who ? "ok" : who.error().message();
    }

private:
    vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, vouch::StaticKeys,
                    Clock>
        verifier_;
};
// [service]

int main() {
    // [keys]
    const vouch::testing::KeyPair& issuer = vouch::testing::rsa_2048;
    const std::string jwks = vouch::testing::jwks({issuer.jwk("test-key")});
    const std::string header = R"({"alg":"RS256","kid":"test-key"})";
    const std::string claims =
        R"({"iss":"https://login.example.com","sub":"alice","iat":1000,"exp":1300})";
    const std::string token = issuer.token<vouch::RS256>(header, claims);
    // [keys]

    // [clock]
    const vouch::testing::ManualClock clock{{1000, 0}};  // seconds and nanoseconds since 1970
    const Service service{*vouch::StaticKeys::from_jwks(jwks), clock};
    std::cout << "a new token: " << service.answer(token) << '\n';

    clock.set({1300 + 59, 0});  // `exp`, and of the minute of leeway all but a second
    std::cout << "in its last second: " << service.answer(token) << '\n';
    clock.advance(1);
    std::cout << "when its time is over: " << service.answer(token) << '\n';
    // [clock]

    // [stranger]
    clock.set({1000, 0});
    const std::string forged = vouch::testing::rsa_2048_second.token<vouch::RS256>(header, claims);
    std::cout << "signed by a stranger: " << service.answer(forged) << '\n';
    // [stranger]
}
