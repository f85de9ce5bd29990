// SPDX-License-Identifier: BSL-1.0
// Thousands of tenants in one process: each with a set-up of its own, all with one store.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/many_tenants.cpp -o many_tenants
//     ./many_tenants
// prints: 2000 tenants
// prints: alice of tenant 7 at tenant 7: verified
// prints: alice of tenant 7 at tenant 8: the token is of another issuer: iss
// prints: her session at tenant 8: there is no such session
// prints: after tenant 8 was disabled, at tenant 7: verified
#include <vouch/messaging.hpp>
#include <vouch/testing/key_pair.hpp>

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

using namespace vouch::messaging;

// [tenant]
struct Tenant {
    Tenant(std::shared_ptr<Setup<>> its_setup, MemorySessions& store)
        : setup{its_setup}, exchange{its_setup, store} {}

    std::shared_ptr<Setup<>> setup;
    Exchange<Setup<>, MemorySessions> exchange;
};

// Adds a tenant, with a web channel that verifies the users of one issuer.
vouch::Result<void> add(Tenants<Tenant>& tenants, MemorySessions& store, std::string_view name,
                        std::string_view issuer, std::string_view key_file) {
    const auto setup = Setup<>::create(name);
    if (!setup) return setup.error();
    auto admin = (*setup)->as(Actor{.name = "import", .permissions = {"Customize Application"}});
    vouch::Result<void> done = admin.upload_key("key", key_file);
    if (done) done = admin.add_keyset("keys", issuer, {"key"});
    if (done) done = admin.add_channel("Web", ChannelKind::enhanced_web_chat);
    if (done) done = admin.add_configuration("Web", "Customers", "keys");
    if (done) done = admin.activate_configuration("Web", "Customers");
    if (done) done = admin.set_user_verification("Web", true);
    if (!done) return done;
    const auto added = tenants.add(name, std::make_shared<Tenant>(*setup, store));
    return added ? vouch::Result<void>{} : added.error();
}
// [tenant]

std::string issuer_of(int i) { return "https://" + std::to_string(i) + ".example"; }

template <class T>
void tell(std::string_view step, const vouch::Result<T>& result) {
    std::cout << step << ": " << (result ? "verified" : result.error().message()) << '\n';
}

int main() {
    Tenants<Tenant> tenants;
    MemorySessions store;
    const std::string key = vouch::testing::rsa_2048.jwk("1");
    for (int i = 0; i < 2000; ++i) {
        if (!add(tenants, store, "tenant " + std::to_string(i), issuer_of(i), key)) return 1;
    }
    std::cout << tenants.size() << " tenants\n";

    const std::string token = vouch::testing::rsa_2048.token<vouch::RS256>(
        R"({"alg":"RS256","kid":"1"})",
        R"({"iss":")" + issuer_of(7) + R"(","sub":"alice","exp":4102444800})");
    // [use]
    // The name comes from the request: its host, or its path; never from the token.
    const std::shared_ptr<Tenant> seven = tenants.find("tenant 7");
    const auto opened = seven->exchange.open("Web", token, {.id = "tab"});
    // [use]
    tell("alice of tenant 7 at tenant 7", opened);
    if (!opened) return 1;

    const std::shared_ptr<Tenant> eight = tenants.find("tenant 8");
    tell("alice of tenant 7 at tenant 8", eight->exchange.open("Web", token, {.id = "tab"}));
    tell("her session at tenant 8", eight->exchange.touch(opened->authorization.text()));

    const Actor admin{.name = "admin", .permissions = {"Customize Application"}};
    if (!eight->setup->as(admin).set_enabled(false)) return 1;
    tell("after tenant 8 was disabled, at tenant 7",
         seven->exchange.touch(opened->authorization.text()));
}
