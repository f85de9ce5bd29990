// SPDX-License-Identifier: BSL-1.0
// One verifier for each tenant; which one is asked follows from the request, never from the token.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/multi_tenant.cpp -o multi_tenant
//     ./multi_tenant
// prints: acme's token at acme: alice of https://login.acme.example
// prints: acme's token at globex: no usable key of the key set is the one that the token names
// prints: acme's token at nobody: no such tenant
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <string_view>
#include <utility>

using vouch::testing::KeyPair;

// [tenants]
using TenantVerifier = vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS384, vouch::RS512>,
                                       vouch::RuntimeIssuer, vouch::StaticKeys>;

class Tenants {
public:
    /// Adds a tenant, or says what is wrong with its keys.
    vouch::Result<void> add(std::string tenant, std::string_view issuer, std::string_view jwks) {
        vouch::Result<vouch::StaticKeys> keys = vouch::StaticKeys::from_jwks(jwks);
        if (!keys) return keys.error();
        verifiers_.insert_or_assign(std::move(tenant),
                                    TenantVerifier{vouch::RuntimeIssuer{issuer}, *std::move(keys)});
        return {};
    }

    /// The verifier of a tenant; null where there is no such tenant.
    const TenantVerifier* find(std::string_view tenant) const {
        const auto found = verifiers_.find(tenant);
        return found == verifiers_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string, TenantVerifier, std::less<>> verifiers_;
};
// [tenants]

std::string answer(const Tenants& tenants, std::string_view tenant, std::string_view token) {
    const TenantVerifier* verifier = tenants.find(tenant);
    if (verifier == nullptr) return "no such tenant";
    const vouch::Result<vouch::Identity> who = verifier->verify(token);
    if (!who) return who.error().message();
    // A subject is somebody only together with the issuer.
    return std::string{who->subject()} + " of " + std::string{who->issuer()};
}

int main() {
    const KeyPair& acme = vouch::testing::rsa_2048;
    const KeyPair& globex = vouch::testing::rsa_2048_second;
    Tenants tenants;
    if (!tenants.add("acme", "https://login.acme.example",
                     vouch::testing::jwks({acme.jwk("acme-1")})) ||
        !tenants.add("globex", "https://login.globex.example",
                     vouch::testing::jwks({globex.jwk("globex-1")}))) {
        return 2;
    }

    const std::string token = acme.token<vouch::RS256>(
        R"({"alg":"RS256","kid":"acme-1"})",
        R"({"iss":"https://login.acme.example","sub":"alice","exp":4102444800})");
    for (const std::string_view tenant : {"acme", "globex", "nobody"}) {
        std::cout << "acme's token at " << tenant << ": " << answer(tenants, tenant, token) << '\n';
    }
}
