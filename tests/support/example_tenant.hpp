// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_EXAMPLE_TENANT_HPP
#define VOUCH_TESTS_SUPPORT_EXAMPLE_TENANT_HPP

#include <vouch/messaging/setup_editor.hpp>
#include <vouch/testing/key_pair.hpp>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "support/good_token.hpp"

// A tenant with a record of each sort, and what tests of set-ups share.

namespace vouch_tests {

inline const vouch::messaging::Actor administrator{"Ada", {"Customize Application"}};
inline const vouch::messaging::Actor visitor{"Vic", {"View Setup", "customize application"}};

inline constexpr std::string_view main_issuer = "https://login.example.com";
inline constexpr std::string_view other_issuer = "https://other.example.com";
inline constexpr std::string_view endpoint_url = "https://keys.example.com/jwks";

/// Opens `endpoint_url`, which has one key, and nothing else.
struct OneEndpoint {
    using policy_kind = vouch::messaging::endpoint_policy;
    using Source = vouch::StaticKeys;

    vouch::Result<Source> open(std::string_view url) const {
        if (url != endpoint_url) return vouch::Error{vouch::Errc::endpoint_unsupported, "url"};
        return keys({vouch::testing::rsa_2048_third.jwk("e")});
    }
};

/// A token that is valid at `Now`.
template <class Algorithm = vouch::RS256>
std::string token_of(const vouch::testing::KeyPair& pair, std::string_view kid,
                     std::string_view issuer = main_issuer) {
    std::string header = R"({"alg":")" + std::string{Algorithm::name} + '"';
    if (!kid.empty()) header.append(R"(,"kid":")").append(kid).append(1, '"');
    return pair.token<Algorithm>(header + '}', R"({"iss":")" + std::string{issuer} +
                                                   R"(","sub":"customer-4711","exp":1800000300})");
}

/// All that can be seen of a set-up, to compare two by.
inline std::string describe(const vouch::messaging::Settings& settings) {
    std::string text = settings.tenant + (settings.enabled ? " enabled " : " disabled ") +
                       std::to_string(settings.number);
    const auto add = [&](std::string_view field) { text.append(1, '\n').append(field); };
    for (const auto& key : settings.keys) {
        add(key.name);
        add(key.kid());
        add(key.active ? "active" : "inactive");
        add(std::to_string(vouch::messaging::fingerprint(key.jwk.public_key())));
    }
    for (const auto& keyset : settings.keysets) {
        add(keyset.name);
        add(keyset.issuer);
        add(std::to_string(static_cast<int>(keyset.type)) + keyset.endpoint_url);
        for (const std::string& key : keyset.keys) add("- " + key);
    }
    for (const auto& channel : settings.channels) {
        add(channel.name);
        add(vouch::messaging::to_string(channel.kind));
        add(channel.user_verification ? "on" : "off");
        add(std::to_string(channel.verified_expiration.minutes()));
        add(std::to_string(channel.unverified_expiration.minutes()));
        for (const auto& configuration : channel.configurations) {
            add("- " + configuration.name + (configuration.active ? " active " : " inactive ") +
                configuration.keyset);
        }
    }
    add(std::to_string(settings.revocations.size()));
    return text;
}

/// The tenant. Its channel "Web" verifies users; "App" is about to; "LINE" cannot.
inline auto example_tenant(vouch::messaging::TenantPolicy policy = {}) {
    using vouch::messaging::ChannelKind;
    using vouch::testing::rsa_2048;
    using vouch::testing::rsa_2048_second;
    using vouch::testing::rsa_2048_third;
    using Setup = vouch::messaging::Setup<Now, OneEndpoint>;
    const std::shared_ptr<Setup> setup = *Setup::create("Example", policy);
    auto editor = setup->as(administrator);
    const auto must = [](const vouch::Result<void>& done) {
        if (!done) std::abort();
    };
    must(editor.upload_key("Key A", rsa_2048.jwk("a")));
    must(editor.upload_key("Key B", rsa_2048_second.jwk("b")));
    must(editor.upload_key("Spare", rsa_2048_third.jwk("c")));
    must(editor.add_keyset("Main keys", main_issuer, {"Key A", "Key B"}));
    must(editor.add_keyset("Other keys", other_issuer, {"Key A"}));
    must(editor.add_endpoint_keyset("Endpoint keys", "https://endpoint.example.com", endpoint_url));
    must(editor.add_keyset("Unused keys", "https://unused.example.com", {"Key B"}));
    must(editor.add_channel("Web", ChannelKind::enhanced_web_chat));
    must(editor.add_channel("App", ChannelKind::enhanced_in_app_chat));
    must(editor.add_channel("LINE", ChannelKind::enhanced_line));
    must(editor.set_user_verification("Web", true));
    must(editor.add_configuration("Web", "Main", "Main keys"));
    must(editor.activate_configuration("Web", "Main"));
    must(editor.add_configuration("Web", "Partner", "Other keys"));
    must(editor.add_configuration("App", "Main", "Main keys"));
    must(editor.revoke(vouch::messaging::RevocationScope::of_issuer(main_issuer), {1'700'000'000}));
    return setup;
}
using ExampleSetup = vouch::messaging::Setup<Now, OneEndpoint>;
using ExampleEditor = vouch::messaging::SetupEditor<Now, OneEndpoint>;

}  // namespace vouch_tests

#endif
