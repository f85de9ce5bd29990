// SPDX-License-Identifier: BSL-1.0
// Why three tokens are refused: the tree of all checks, for the operator of a platform.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/explain.cpp -o explain
//     ./explain
// prints: refused: the token is of another issuer: iss
// prints:   channel: passed
// prints:   configuration: passed
// prints:   token: passed
// prints:   header: passed
// prints:   payload: passed
// prints:   issuer: failed: the token is of another issuer: iss
// prints:     hint: it differs from the issuer of keyset "Customers" by a slash at its end only
// prints:   key: not reached
// prints:   signature: not reached
// prints:   claims: failed
// prints:     exp: failed: a time claim is outside the years 1970 to 9999: exp
// prints:       hint: it looks like milliseconds; it must be in seconds
// prints:     nbf: passed
// prints:     iat: passed
// prints:     lifetime: passed
// prints:     sub: passed
// prints:     aud: passed
// prints:     jti: passed
// prints:   revocation: not reached
// prints: refused: no usable key of the key set is the one that the token names
// prints:   channel: passed
// prints:   configuration: passed
// prints:   token: passed
// prints:   header: passed
// prints:   payload: passed
// prints:   issuer: passed
// prints:   key: failed: no usable key of the key set is the one that the token names
// prints:     hint: the key "spring" is there but inactive
// prints:   signature: not reached
// prints:   claims: failed
// prints:     exp: failed: the token has expired: exp
// prints:       hint: it is so by less than five minutes; the clocks may differ
// prints:     nbf: passed
// prints:     iat: passed
// prints:     lifetime: passed
// prints:     sub: passed
// prints:     aud: passed
// prints:     jti: passed
// prints:   revocation: passed
// prints: refused: the tenant has no channel of this name
// prints:   channel: failed
// prints:     tenant enabled: passed
// prints:     known: failed: the tenant has no channel of this name
// prints:       hint: the name differs from that of channel "Website" by letter case only
// prints:     kind: not reached
// prints:     switch: not reached
// prints:   configuration: not reached
// prints:   token: failed: a part of the token is not strict base64url without padding: header
// prints:     hint: it begins with "Bearer "
// prints:   header: not reached
// prints:   payload: passed
// prints:   issuer: not reached
// prints:   key: not reached
// prints:   signature: not reached
// prints:   claims: passed
// prints:   revocation: not reached
// prints: key: key_not_found
// prints: claims: expired
#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

using vouch::testing::KeyPair;
using vouch::testing::ManualClock;
using AcmeSetup = vouch::messaging::Setup<ManualClock>;

std::string sign(const KeyPair& key, std::string_view header, std::string_view claims) {
    return key.token<vouch::RS256>(header, claims);
}

vouch::Result<std::shared_ptr<AcmeSetup>> make_setup(const ManualClock& clock) {
    using namespace vouch::messaging;
    auto setup = AcmeSetup::create("Acme", TenantPolicy{}, clock).value();
    auto admin = setup->as(Actor{.name = "dana", .permissions = {"Customize Application"}});
    constexpr Channel<ChannelKind::enhanced_web_chat> website{"Website"};
    vouch::Result<void> done = admin.upload_key("spring", vouch::testing::rsa_2048.jwk("2026-a"));
    if (done) done = admin.upload_key("autumn", vouch::testing::rsa_2048_second.jwk("2026-b"));
    if (done) done = admin.deactivate_key("spring");
    if (done) {
        done = admin.add_keyset("Customers", "https://login.acme.example", {"spring", "autumn"});
    }
    if (done) done = admin.add_channel(website);
    if (done) done = admin.add_configuration(website, "Customers", "Customers");
    if (done) done = admin.activate_configuration("Website", "Customers");
    if (done) done = admin.set_user_verification(website, true);
    if (!done) return done.error();
    return setup;
}

int main() {
    const ManualClock clock{{1'800'000'000, 0}};  // a real program leaves the clock away
    const std::shared_ptr<AcmeSetup> setup = make_setup(clock).value();

    const std::string hasty =
        sign(vouch::testing::rsa_2048_second, R"({"alg":"RS256","kid":"2026-b"})",
             R"({"iss":"https://login.acme.example/","sub":"alice","exp":1800000300000})");
    const std::string retired =
        sign(vouch::testing::rsa_2048, R"({"alg":"RS256","kid":"2026-a"})",
             R"({"iss":"https://login.acme.example","sub":"alice","exp":1799999900})");
    const std::string good =
        sign(vouch::testing::rsa_2048_second, R"({"alg":"RS256","kid":"2026-b"})",
             R"({"iss":"https://login.acme.example","sub":"alice","exp":1800000300})");

    // [explain]
    const auto snapshot = setup->snapshot();
    const auto explain = [&](std::string_view channel, std::string_view token) {
        return vouch::messaging::explain(*snapshot, channel, token, clock.now());
    };
    std::cout << explain("Website", hasty).to_text();
    // [explain]
    std::cout << explain("Website", retired).to_text();
    std::cout << explain("website", "Bearer " + good).to_text();

    // [tree]
    const vouch::messaging::Explanation explanation = explain("Website", retired);
    for (const vouch::messaging::Check& check : explanation.checks()) {
        if (check.error) std::cout << check.name << ": " << to_string(check.error->code()) << '\n';
    }
    const bool would_be_let_in = explanation.verdict().has_value();
    // [tree]
    return would_be_let_in ? 1 : 0;
}
