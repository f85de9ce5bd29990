// SPDX-License-Identifier: BSL-1.0
// Rules of your own, about the claims and about the header:
//     c++ -std=c++20 -O2 -Iinclude docs/examples/custom_rule.cpp -o custom_rule
//     ./custom_rule
// prints: verified in acme: ok
// prints: not verified: a rule of this service refuses a claim: email_verified
// prints: of another tenant: a rule of this service refuses a claim: tenant
// prints: without a tenant: a required claim is missing: tenant
// prints: retired key: a member of the token's header has a value that is not allowed: kid
// prints: 0 laws broken
#include <vouch/testing/key_pair.hpp>
#include <vouch/testing/laws/claim_rule.hpp>
#include <vouch/vouch.hpp>

#include <iostream>
#include <string>
#include <string_view>
#include <utility>

// [rule]
/// The issuer has made sure that the user's `email` is the user's.
struct VerifiedEmail {
    using policy_kind = vouch::claim_rule_policy;

    vouch::Result<void> check(const vouch::Claims& claims, const vouch::Moment&) const noexcept {
        const vouch::Result<bool> verified = claims.boolean("email_verified");
        if (!verified.has_value()) return verified.error();
        if (!*verified) return vouch::Error{vouch::Errc::claim_refused, "email_verified"};
        return {};
    }
};
// [rule]

// [rule with state]
/// The token is of one tenant, whose name is known when the program runs.
struct OfTenant {
    using policy_kind = vouch::claim_rule_policy;

    vouch::Result<void> check(const vouch::Claims& claims, const vouch::Moment&) const noexcept {
        const vouch::Result<std::string_view> tenant = claims.string("tenant");
        if (!tenant) return tenant.error();
        if (*tenant != name) return vouch::Error{vouch::Errc::claim_refused, "tenant"};
        return {};
    }

    std::string name;
};
// [rule with state]

// [header rule]
/// No token is signed with a key that was retired before it is gone from the key set.
struct NotRetired {
    using policy_kind = vouch::header_rule_policy;

    vouch::Result<void> check(const vouch::Header& header) const noexcept {
        if (header.kid() == "2025-01") return vouch::Error{vouch::Errc::header_value, "kid"};
        return {};
    }
};
// [header rule]

// [verifier]
using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                                 vouch::StaticKeys, VerifiedEmail, OfTenant, NotRetired>;

Verifier make_verifier(vouch::StaticKeys keys, std::string tenant) {
    return Verifier{std::move(keys), OfTenant{std::move(tenant)}};
}
// [verifier]

int main() {
    const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048;
    const std::string jwks = vouch::testing::jwks({pair.jwk("2025-01"), pair.jwk("2026-01")});
    const Verifier verifier = make_verifier(*vouch::StaticKeys::from_jwks(jwks), "acme");

    const auto show = [&](std::string_view what, std::string_view claims,
                          std::string_view kid = "2026-01") {
        const std::string token = pair.token<vouch::RS256>(
            R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})",
            R"({"iss":"https://login.example.com","sub":"alice","exp":4102444800,)" +
                std::string{claims} + "}");
        const vouch::Result<vouch::Identity> who = verifier.verify(token);
        std::cout << what << ": " << (who ? "ok" : who.error().message()) << '\n';
    };
    show("verified in acme", R"("email_verified":true,"tenant":"acme")");
    show("not verified", R"("email_verified":false,"tenant":"acme")");
    show("of another tenant", R"("email_verified":true,"tenant":"globex")");
    show("without a tenant", R"("email_verified":true)");
    show("retired key", R"("email_verified":true,"tenant":"acme")", "2025-01");

    // [laws]
    const std::string_view accepted = R"({"email":"alice@acme.example","email_verified":true})";
    const vouch::testing::LawReport report =
        vouch::testing::claim_rule_laws(VerifiedEmail{}, accepted);
    for (const std::string_view law : report.broken) std::cout << "broken: " << law << '\n';
    // [laws]
    std::cout << report.broken.size() << " laws broken\n";
    return report.broken.empty() ? 0 : 1;
}
