// SPDX-License-Identifier: BSL-1.0
// Tenants that publish their keys: each keyset has the URL of an endpoint.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/tenant_endpoints.cpp -o tenant_endpoints
//     ./tenant_endpoints
// prints: http://login.acme.example/keys: endpoint_scheme
// prints: https://files.chat.example/keys: endpoint_host
// prints: https://169.254.169.254/keys: endpoint_address
// prints: https://login.acme.example/keys: saved
// prints: alice: verified
// prints: bob, by a new key: verified
// prints: the endpoint was asked 2 times
#include <vouch/messaging.hpp>
#include <vouch/messaging/jwks_endpoints.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <iostream>
#include <string>
#include <string_view>

using namespace vouch::messaging;

namespace {

// A stand-in; a program that fetches has vouch::Curl.
using Transport = vouch::testing::FakeTransport;

constexpr std::string_view url = "https://login.acme.example/keys";

std::string token_of(const vouch::testing::KeyPair& pair, std::string_view kid,
                     std::string_view subject) {
    return pair.token<vouch::RS256>(R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})",
                                    R"({"iss":"https://login.acme.example","sub":")" +
                                        std::string{subject} + R"(","exp":4102444800})");
}

}  // namespace

int main() {
    const Transport transport;
    transport.answer(url, vouch::testing::jwks({vouch::testing::rsa_2048.jwk("1")}));

    // [endpoints]
    // One for the process: its threads fetch for all tenants.
    const vouch::JwksRefresher<> refresher;

    vouch::JwksOptions options;
    options.url.refused_domains = {"chat.example"};  // our own
    const JwksEndpoints<Transport> endpoints{refresher, transport, options};

    using TenantSetup = Setup<JwksEndpoints<Transport>>;
    const auto setup = TenantSetup::create("Acme", {}, endpoints);
    // [endpoints]
    if (!setup) return 1;
    auto admin = (*setup)->as(Actor{.name = "dana", .permissions = {"Customize Application"}});

    for (const std::string_view tried : {std::string_view{"http://login.acme.example/keys"},
                                         std::string_view{"https://files.chat.example/keys"},
                                         std::string_view{"https://169.254.169.254/keys"}, url}) {
        // [save]
        const vouch::Result<void> saved =
            admin.add_endpoint_keyset("Keys", "https://login.acme.example", tried);
        // [save]
        std::cout << tried << ": " << (saved ? "saved" : to_string(saved.error().code())) << '\n';
    }

    vouch::Result<void> done = admin.add_channel("Web", ChannelKind::enhanced_web_chat);
    if (done) done = admin.add_configuration("Web", "Customers", "Keys");
    if (done) done = admin.activate_configuration("Web", "Customers");
    if (done) done = admin.set_user_verification("Web", true);
    if (!done) return 1;

    MemorySessions store;
    Exchange exchange{*setup, store};
    const auto tell = [&](std::string_view who, const std::string& token) {
        auto opened = exchange.open("Web", token, {.id = "tab"});
        // A token waits for a second at most; a machine that is slow may need more.
        for (int i = 0; i < 30 && !opened && opened.error() == vouch::Errc::keys_pending; ++i) {
            opened = exchange.open("Web", token, {.id = "tab"});
        }
        std::cout << who << ": " << (opened ? "verified" : opened.error().message()) << '\n';
    };
    tell("alice", token_of(vouch::testing::rsa_2048, "1", "alice"));
    transport.answer(url, vouch::testing::jwks({vouch::testing::rsa_2048.jwk("1"),
                                                vouch::testing::rsa_2048_second.jwk("2")}));
    tell("bob, by a new key", token_of(vouch::testing::rsa_2048_second, "2", "bob"));
    std::cout << "the endpoint was asked " << transport.fetches(url) << " times\n";
}
