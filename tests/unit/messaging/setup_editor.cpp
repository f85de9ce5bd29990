// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/setup_editor.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/messaging/end_user.hpp>

#include "support/example_tenant.hpp"

BOOST_AUTO_TEST_SUITE(messaging_setup_editor)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::Error;
using vouch::Result;
using vouch::messaging::Channel;
using vouch::messaging::ChannelKind;
using vouch::messaging::ChannelSettings;
using vouch::messaging::Continuity;
using vouch::messaging::minutes;
using vouch::messaging::RevocationScope;
using vouch::testing::KeyPair;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using vouch::testing::rsa_2048_third;

struct Operation {
    std::string_view name;
    Result<void> (*run)(ExampleEditor&);
};

/// Every operation of an editor, in a form that the example tenant allows.
constexpr Operation operations[] = {
    {"upload_key", [](auto& e) { return e.upload_key("New", rsa_2048.jwk("new")); }},
    {"upload_key with a kid", [](auto& e) { return e.upload_key("New", rsa_2048.pem(), "new"); }},
    {"activate_key", [](auto& e) { return e.activate_key("Key A"); }},
    {"deactivate_key", [](auto& e) { return e.deactivate_key("Key A"); }},
    {"remove_key", [](auto& e) { return e.remove_key("Spare"); }},
    {"add_keyset", [](auto& e) { return e.add_keyset("New", "https://new", {"Key A"}); }},
    {"add_endpoint_keyset",
     [](auto& e) { return e.add_endpoint_keyset("New", "https://new", endpoint_url); }},
    {"set_keyset_keys", [](auto& e) { return e.set_keyset_keys("Main keys", {"Spare"}); }},
    {"set_keyset_endpoint",
     [](auto& e) { return e.set_keyset_endpoint("Endpoint keys", endpoint_url); }},
    {"set_keyset_issuer", [](auto& e) { return e.set_keyset_issuer("Main keys", "https://new"); }},
    {"remove_keyset", [](auto& e) { return e.remove_keyset("Unused keys"); }},
    {"add_channel", [](auto& e) { return e.add_channel("New", ChannelKind::enhanced_sms); }},
    {"add_channel of a kind",
     [](auto& e) { return e.add_channel(Channel<ChannelKind::enhanced_sms>{"New"}); }},
    {"remove_channel", [](auto& e) { return e.remove_channel("Web"); }},
    {"set_user_verification", [](auto& e) { return e.set_user_verification("App", true); }},
    {"set_user_verification of a kind",
     [](auto& e) {
         return e.set_user_verification(Channel<ChannelKind::enhanced_in_app_chat>{"App"}, true);
     }},
    {"set_verified_expiration",
     [](auto& e) { return e.set_verified_expiration("Web", minutes<30>); }},
    {"set_unverified_expiration",
     [](auto& e) { return e.set_unverified_expiration("Web", minutes<30>); }},
    {"add_configuration", [](auto& e) { return e.add_configuration("Web", "New", "Main keys"); }},
    {"add_configuration of a kind",
     [](auto& e) {
         return e.add_configuration(Channel<ChannelKind::enhanced_web_chat>{"Web"}, "New",
                                    "Main keys");
     }},
    {"set_configuration_keyset",
     [](auto& e) { return e.set_configuration_keyset("Web", "Partner", "Unused keys"); }},
    {"activate_configuration", [](auto& e) { return e.activate_configuration("Web", "Partner"); }},
    {"deactivate_configuration", [](auto& e) { return e.deactivate_configuration("Web", "Main"); }},
    {"remove_configuration", [](auto& e) { return e.remove_configuration("Web", "Main"); }},
    {"revoke", [](auto& e) { return e.revoke(RevocationScope::of_key(main_issuer, "a"), {1}); }},
    {"undo_revocation",
     [](auto& e) { return e.undo_revocation(RevocationScope::of_issuer(main_issuer)); }},
    {"set_enabled", [](auto& e) { return e.set_enabled(false); }},
};

struct Refusal {
    Error error;
    Result<void> (*run)(ExampleEditor&);
};

std::string jwk_of_bits(std::size_t bits) {
    const std::string modulus = "\xC7" + std::string(bits / 8 - 1, '\x01');
    return R"({"kty":"RSA","kid":"n","n":")" + vouch::base64url::encode(modulus) +
           R"(","e":"AQAB"})";
}

/// What nobody may do with the example tenant.
const Refusal refusals[] = {
    {Errc::record_name, [](auto& e) { return e.upload_key("", rsa_2048.jwk("n")); }},
    {Errc::record_name, [](auto& e) { return e.upload_key("a\nb", rsa_2048.jwk("n")); }},
    {{Errc::record_exists, "key"},
     [](auto& e) { return e.upload_key("Spare", rsa_2048.jwk("n")); }},
    {Errc::key_file_format, [](auto& e) { return e.upload_key("New", "n"); }},
    {Errc::key_kid, [](auto& e) { return e.upload_key("New", rsa_2048.jwk("n"), "m"); }},
    {{Errc::record_not_found, "key"}, [](auto& e) { return e.activate_key("key a"); }},
    {{Errc::record_not_found, "key"}, [](auto& e) { return e.deactivate_key("New"); }},
    {{Errc::record_not_found, "key"}, [](auto& e) { return e.remove_key("New"); }},
    {{Errc::record_in_use, "keyset"}, [](auto& e) { return e.remove_key("Key B"); }},

    {Errc::record_name, [](auto& e) { return e.add_keyset("", main_issuer, {}); }},
    {Errc::record_name, [](auto& e) { return e.add_endpoint_keyset("", "i", endpoint_url); }},
    {Errc::keyset_issuer, [](auto& e) { return e.add_keyset("New", "", {}); }},
    {Errc::keyset_issuer, [](auto& e) { return e.add_endpoint_keyset("New", "", endpoint_url); }},
    {{Errc::record_exists, "keyset"}, [](auto& e) { return e.add_keyset("Main keys", "i", {}); }},
    {{Errc::record_exists, "keyset"},
     [](auto& e) { return e.add_endpoint_keyset("Main keys", "i", endpoint_url); }},
    {{Errc::record_not_found, "key"}, [](auto& e) { return e.add_keyset("New", "i", {"New"}); }},
    {{Errc::endpoint_unsupported, "url"},
     [](auto& e) { return e.add_endpoint_keyset("New", "i", "https://inside.example.com"); }},
    {Errc::keyset_type, [](auto& e) { return e.set_keyset_keys("Endpoint keys", {"Key A"}); }},
    {{Errc::record_not_found, "key"},
     [](auto& e) { return e.set_keyset_keys("Main keys", {"New"}); }},
    {{Errc::record_not_found, "keyset"}, [](auto& e) { return e.set_keyset_keys("New", {}); }},
    {Errc::keyset_type, [](auto& e) { return e.set_keyset_endpoint("Main keys", endpoint_url); }},
    {{Errc::endpoint_unsupported, "url"},
     [](auto& e) {
         return e.set_keyset_endpoint("Endpoint keys", "http://keys.example.com/jwks");
     }},
    {{Errc::record_not_found, "keyset"},
     [](auto& e) { return e.set_keyset_endpoint("New", endpoint_url); }},
    {Errc::keyset_issuer, [](auto& e) { return e.set_keyset_issuer("Main keys", ""); }},
    {{Errc::record_not_found, "keyset"}, [](auto& e) { return e.set_keyset_issuer("New", "i"); }},
    {{Errc::record_in_use, "configuration"}, [](auto& e) { return e.remove_keyset("Main keys"); }},
    {{Errc::record_not_found, "keyset"}, [](auto& e) { return e.remove_keyset("New"); }},

    {Errc::record_name, [](auto& e) { return e.add_channel("", ChannelKind::enhanced_sms); }},
    {{Errc::record_exists, "channel"},
     [](auto& e) { return e.add_channel("LINE", ChannelKind::enhanced_line); }},
    {{Errc::record_not_found, "channel"}, [](auto& e) { return e.remove_channel("New"); }},
    {{Errc::record_not_found, "channel"},
     [](auto& e) { return e.set_user_verification("New", true); }},
    {{Errc::record_not_found, "channel"},
     [](auto& e) { return e.set_verified_expiration("New", minutes<30>); }},
    {{Errc::record_not_found, "channel"},
     [](auto& e) { return e.set_unverified_expiration("New", minutes<30>); }},

    {{Errc::record_not_found, "channel"},
     [](auto& e) { return e.add_configuration("New", "Main", "Main keys"); }},
    {{Errc::record_not_found, "keyset"},
     [](auto& e) { return e.add_configuration("App", "New", "New"); }},
    {{Errc::record_exists, "configuration"},
     [](auto& e) { return e.add_configuration("App", "Main", "Main keys"); }},
    {{Errc::record_not_found, "configuration"},
     [](auto& e) { return e.set_configuration_keyset("App", "Partner", "Main keys"); }},
    {{Errc::record_not_found, "keyset"},
     [](auto& e) { return e.set_configuration_keyset("App", "Main", "New"); }},
    {{Errc::record_not_found, "configuration"},
     [](auto& e) { return e.activate_configuration("App", "Partner"); }},
    {{Errc::record_not_found, "configuration"},
     [](auto& e) { return e.deactivate_configuration("App", "Partner"); }},
    {{Errc::record_not_found, "configuration"},
     [](auto& e) { return e.remove_configuration("App", "Partner"); }},
    {{Errc::record_not_found, "revocation"},
     [](auto& e) { return e.undo_revocation(RevocationScope::of_issuer("https://new")); }},
};

/// That an operation was refused with this error and that nothing has changed.
void check_refusal(ExampleSetup& setup, const Error& error, Result<void> (*run)(ExampleEditor&),
                   const vouch::messaging::Actor& actor = administrator) {
    const auto before = setup.snapshot();
    const std::string settings = describe(before->settings());
    auto editor = setup.as(actor);
    const Result<void> done = run(editor);
    BOOST_REQUIRE(!done);
    BOOST_TEST((done.error() == error), done.error().message());
    BOOST_TEST((setup.snapshot() == before));
    BOOST_TEST(setup.number() == before->number());
    BOOST_TEST(describe(setup.snapshot()->settings()) == settings);
}

bool is(const Result<void>& done, const Error& error) { return !done && done.error() == error; }

const ChannelSettings& channel_of(const std::shared_ptr<const ExampleSetup::Snapshot>& snapshot,
                                  std::string_view name) {
    return *snapshot->find_channel(name)->settings;
}

/// Whether a channel accepts a token by its configuration of this name.
bool accepts(const ExampleSetup& setup, std::string_view channel, std::string_view configuration,
             std::string_view token) {
    const auto snapshot = setup.snapshot();
    const auto* const active = snapshot->find_channel(channel)->find(configuration);
    return active != nullptr && active->verifier.verify(token).has_value();
}

}  // namespace

// row A3
BOOST_AUTO_TEST_CASE(nothing_is_changed_without_the_permission) {
    const auto setup = example_tenant();
    for (const Operation& operation : operations) {
        BOOST_TEST_CONTEXT(operation.name) {
            check_refusal(*setup, Errc::permission_denied, operation.run, visitor);
            check_refusal(*setup, Errc::permission_denied, operation.run, {});
        }
    }
    // Nor is anything found out.
    for (const Refusal& refusal : refusals) {
        check_refusal(*setup, Errc::permission_denied, refusal.run, visitor);
    }
}

// row A3
BOOST_AUTO_TEST_CASE(each_operation_is_one_change_and_one_number) {
    for (const Operation& operation : operations) {
        BOOST_TEST_CONTEXT(operation.name) {
            const auto setup = example_tenant();
            const auto before = setup->snapshot();
            const std::string settings = describe(before->settings());
            auto editor = setup->as(administrator);
            BOOST_TEST(operation.run(editor).has_value());
            BOOST_TEST(setup->number() == before->number() + 1);
            BOOST_TEST((setup->snapshot() != before));
            BOOST_TEST(setup->snapshot()->number() == setup->number());
            BOOST_TEST(describe(setup->snapshot()->settings()) != settings);
            // Who holds a set-up keeps it as it was.
            BOOST_TEST(describe(before->settings()) == settings);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_refused_changes_nothing) {
    const auto setup = example_tenant();
    int row = 0;
    for (const Refusal& refusal : refusals) {
        BOOST_TEST_CONTEXT("row " << row++ << ": " << refusal.error.message()) {
            check_refusal(*setup, refusal.error, refusal.run);
        }
    }
}

// row A2
BOOST_AUTO_TEST_CASE(users_are_verified_on_two_kinds_of_channel_only) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    for (int i = 0; i <= static_cast<int>(ChannelKind::bring_your_own_channel); ++i) {
        const auto kind = static_cast<ChannelKind>(i);
        const std::string name{to_string(kind)};
        BOOST_TEST(editor.add_channel(name, kind).has_value());
        const auto turned_on = editor.set_user_verification(name, true);
        const auto configured = editor.add_configuration(name, "Main", "Main keys");
        if (kind == ChannelKind::enhanced_in_app_chat || kind == ChannelKind::enhanced_web_chat) {
            BOOST_TEST(turned_on.has_value(), name);
            BOOST_TEST(configured.has_value(), name);
        } else {
            BOOST_TEST(is(turned_on, {Errc::channel_kind, name}), name);
            BOOST_TEST(is(configured, {Errc::channel_kind, name}), name);
            BOOST_TEST(!channel_of(setup->snapshot(), name).user_verification);
            BOOST_TEST(editor.set_user_verification(name, false).has_value());
        }
    }
}

// row K1
BOOST_AUTO_TEST_CASE(keys_are_uploaded_one_at_a_time) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    const std::string several[] = {
        vouch::testing::jwks({rsa_2048.jwk("x"), rsa_2048_second.jwk("y")}),
        vouch::testing::jwks({rsa_2048.jwk("x")}), '[' + rsa_2048.jwk("x") + ']'};
    for (const std::string& file : several) {
        BOOST_TEST(is(editor.upload_key("New", file), Errc::key_several), file);
    }
    BOOST_TEST(editor.upload_key("X", rsa_2048.jwk("x")).has_value());
    BOOST_TEST(editor.upload_key("Y", rsa_2048_second.pem(), "y").has_value());
    const auto& keys = setup->snapshot()->settings().keys;
    BOOST_REQUIRE(keys.size() == 5U);
    BOOST_TEST((keys[3].name == "X" && keys[3].kid() == "x" && keys[3].active));
    BOOST_TEST((keys[4].name == "Y" && keys[4].kid() == "y" && keys[4].active));
}

// row K4
BOOST_AUTO_TEST_CASE(the_issuer_of_a_keyset_is_that_of_its_tokens_byte_for_byte) {
    const auto setup = example_tenant();
    BOOST_TEST(accepts(*setup, "Web", "Main", token_of(rsa_2048, "a", main_issuer)));
    for (const std::string_view issuer :
         {"https://login.example.com/", "https://Login.example.com", "HTTPS://login.example.com",
          "https://login.example.com ", " https://login.example.com", "login.example.com",
          "http://login.example.com", "https://login.example.co", "https://login.example.com."}) {
        const auto snapshot = setup->snapshot();
        const auto* const channel = snapshot->find_channel("Web");
        BOOST_TEST(channel->of_issuer(issuer) == nullptr, issuer);
        const auto refused =
            channel->find("Main")->verifier.verify(token_of(rsa_2048, "a", issuer));
        BOOST_TEST((!refused && refused.error() == Errc::issuer_mismatch), issuer);
    }
    // Where the slash belongs to the name, it is asked for.
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.set_keyset_issuer("Main keys", "https://login.example.com/").has_value());
    BOOST_TEST(
        accepts(*setup, "Web", "Main", token_of(rsa_2048, "a", "https://login.example.com/")));
    BOOST_TEST(!accepts(*setup, "Web", "Main", token_of(rsa_2048, "a", main_issuer)));
}

// row K5
BOOST_AUTO_TEST_CASE(a_keyset_has_uploaded_keys_or_an_endpoint) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    // Key A is in two keysets: it verifies the tokens of both.
    BOOST_TEST(editor.activate_configuration("Web", "Partner").has_value());
    BOOST_TEST(accepts(*setup, "Web", "Main", token_of(rsa_2048, "a", main_issuer)));
    BOOST_TEST(accepts(*setup, "Web", "Partner", token_of(rsa_2048, "a", other_issuer)));
    BOOST_TEST(!accepts(*setup, "Web", "Partner", token_of(rsa_2048_second, "b", other_issuer)));

    BOOST_TEST(editor.add_configuration("Web", "Remote", "Endpoint keys").has_value());
    BOOST_TEST(editor.activate_configuration("Web", "Remote").has_value());
    const std::string_view issuer = "https://endpoint.example.com";
    BOOST_TEST(accepts(*setup, "Web", "Remote", token_of(rsa_2048_third, "e", issuer)));
    BOOST_TEST(!accepts(*setup, "Web", "Remote", token_of(rsa_2048, "a", issuer)));
}

// row K5
BOOST_AUTO_TEST_CASE(without_a_policy_for_endpoints_no_such_keyset_is_saved) {
    const auto setup = *vouch::messaging::Setup<Now>::create("Example");
    auto editor = setup->as(administrator);
    BOOST_TEST(
        is(editor.add_endpoint_keyset("New", "i", endpoint_url), Errc::endpoint_unsupported));
    BOOST_TEST(setup->number() == 0U);
}

// row K7
BOOST_AUTO_TEST_CASE(rs256_and_rs512_are_the_algorithms) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(accepts(*setup, "Web", "Main", token_of<vouch::RS256>(rsa_2048, "a")));
    BOOST_TEST(accepts(*setup, "Web", "Main", token_of<vouch::RS512>(rsa_2048, "a")));
    const auto snapshot = setup->snapshot();
    const auto refused = snapshot->find_channel("Web")->find("Main")->verifier.verify(
        token_of<vouch::RS384>(rsa_2048, "a"));
    BOOST_TEST((!refused && refused.error() == Errc::alg_not_allowed));
    for (const std::string_view algorithm : {"RS384", "PS256", "ES256", "HS256", "none"}) {
        BOOST_TEST(is(editor.upload_key("New", rsa_2048.jwk("n", algorithm)), Errc::key_alg),
                   algorithm);
    }
    BOOST_TEST(editor.upload_key("256", rsa_2048.jwk("n", "RS256")).has_value());
    BOOST_TEST(editor.upload_key("512", rsa_2048.jwk("m", "RS512")).has_value());
}

// row K8
BOOST_AUTO_TEST_CASE(a_key_verifies_while_it_is_active) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    const std::string of_a = token_of(rsa_2048, "a");
    const std::string of_b = token_of(rsa_2048_second, "b");
    BOOST_TEST(accepts(*setup, "Web", "Main", of_a));
    BOOST_TEST(editor.deactivate_key("Key A").has_value());
    BOOST_TEST(!accepts(*setup, "Web", "Main", of_a));
    BOOST_TEST(accepts(*setup, "Web", "Main", of_b));
    BOOST_TEST(editor.deactivate_key("Key B").has_value());
    BOOST_TEST(!accepts(*setup, "Web", "Main", of_a));
    BOOST_TEST(!accepts(*setup, "Web", "Main", of_b));
    BOOST_TEST(editor.activate_key("Key A").has_value());
    BOOST_TEST(accepts(*setup, "Web", "Main", of_a));
    BOOST_TEST(!accepts(*setup, "Web", "Main", of_b));
}

// row K9
BOOST_AUTO_TEST_CASE(a_keyset_has_at_most_100_keys) {
    const auto setup = *vouch::messaging::Setup<Now>::create("Example");
    auto editor = setup->as(administrator);
    std::vector<std::string> names;
    for (int i = 0; i <= 100; ++i) {
        names.push_back("Key " + std::to_string(i));
        BOOST_TEST(
            editor.upload_key(names.back(), rsa_2048.jwk("kid " + std::to_string(i))).has_value());
    }
    BOOST_TEST(is(editor.add_keyset("All", main_issuer, names), Errc::keyset_too_many_keys));
    const std::vector<std::string> fewer(names.begin(), names.end() - 1);
    BOOST_TEST(editor.add_keyset("All", main_issuer, fewer).has_value());
    BOOST_TEST(is(editor.set_keyset_keys("All", names), Errc::keyset_too_many_keys));
    BOOST_TEST(setup->snapshot()->settings().keysets[0].keys.size() == 100U);
}

// row K9
BOOST_AUTO_TEST_CASE(names_have_80_characters_at_most_and_keys_2048_to_8192_bits) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    const std::string longest(80, 'n');
    const std::string over(81, 'n');
    const auto kind = ChannelKind::enhanced_web_chat;
    BOOST_TEST(is(editor.upload_key(over, rsa_2048.jwk("n")), Errc::record_name));
    BOOST_TEST(editor.upload_key(longest, rsa_2048.jwk("n")).has_value());
    BOOST_TEST(is(editor.add_keyset(over, "i", {}), Errc::record_name));
    BOOST_TEST(editor.add_keyset(longest, "i", {}).has_value());
    BOOST_TEST(is(editor.add_channel(over, kind), Errc::record_name));
    BOOST_TEST(editor.add_channel(longest, kind).has_value());
    BOOST_TEST(is(editor.add_configuration(longest, over, longest), Errc::configuration_name));
    BOOST_TEST(editor.add_configuration(longest, longest, longest).has_value());

    BOOST_TEST(is(editor.upload_key("New", jwk_of_bits(2040)), Errc::key_too_small));
    BOOST_TEST(is(editor.upload_key("New", jwk_of_bits(8200)), Errc::key_too_large));
    BOOST_TEST(editor.upload_key("8192", jwk_of_bits(8192)).has_value());
}

BOOST_AUTO_TEST_CASE(no_two_keys_of_a_keyset_have_one_kid) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.upload_key("Also a", rsa_2048_third.jwk("a")).has_value());
    BOOST_TEST(is(editor.add_keyset("New", "i", {"Key A", "Also a"}), Errc::keyset_kid_taken));
    BOOST_TEST(
        is(editor.set_keyset_keys("Main keys", {"Also a", "Key A"}), Errc::keyset_kid_taken));
    // Not even when one of them is inactive.
    BOOST_TEST(editor.deactivate_key("Also a").has_value());
    BOOST_TEST(is(editor.add_keyset("New", "i", {"Key A", "Also a"}), Errc::keyset_kid_taken));
    BOOST_TEST(is(editor.add_keyset("New", "i", {"Key A", "Key A"}), Errc::keyset_kid_taken));
    BOOST_TEST(editor.add_keyset("New", "i", {"Also a", "Key B"}).has_value());
}

// row V2
BOOST_AUTO_TEST_CASE(a_configuration_takes_part_when_it_is_made_active) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    const std::string token = token_of(rsa_2048, "a", other_issuer);
    BOOST_TEST(!accepts(*setup, "Web", "Partner", token));
    BOOST_TEST(setup->snapshot()->find_channel("Web")->of_issuer(other_issuer) == nullptr);
    BOOST_TEST(editor.activate_configuration("Web", "Partner").has_value());
    BOOST_TEST(accepts(*setup, "Web", "Partner", token));
    BOOST_TEST(accepts(*setup, "Web", "Main", token_of(rsa_2048, "a")));
    BOOST_TEST(editor.deactivate_configuration("Web", "Partner").has_value());
    BOOST_TEST(!accepts(*setup, "Web", "Partner", token));
    BOOST_TEST(editor.remove_configuration("Web", "Partner").has_value());
    BOOST_TEST(channel_of(setup->snapshot(), "Web").configurations.size() == 1U);
}

// row V3
BOOST_AUTO_TEST_CASE(the_name_of_a_configuration_is_an_identifier) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    for (const std::string_view name :
         {"", "1", "_a", "a b", "a-b", "a.b", "a\n", "\xC3\xA9", "a\xC3\xA9", " a", "a:b"}) {
        BOOST_TEST(is(editor.add_configuration("App", name, "Main keys"), Errc::configuration_name),
                   name);
    }
    for (const std::string_view name : {"a", "Z", "a_", "B2_b"}) {
        BOOST_TEST(editor.add_configuration("App", name, "Main keys").has_value(), name);
    }
}

// row V4
BOOST_AUTO_TEST_CASE(channels_that_share_a_name_share_their_end_users) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.set_user_verification("App", true).has_value());
    BOOST_TEST(editor.activate_configuration("App", "Main").has_value());
    const auto snapshot = setup->snapshot();
    const std::string token = token_of(rsa_2048, "a");
    const auto end_user = [&](std::string_view channel) {
        const auto* const configuration = snapshot->find_channel(channel)->of_issuer(main_issuer);
        const auto identity = configuration->verifier.verify(token);
        return vouch::messaging::EndUser::verified(snapshot->settings().tenant, configuration->name,
                                                   identity->subject());
    };
    BOOST_TEST((end_user("Web") == end_user("App")));
    BOOST_TEST(end_user("Web").encode() == end_user("App").encode());
    BOOST_TEST(end_user("Web").encode().find("Web") == std::string::npos);
}

// row V5
BOOST_AUTO_TEST_CASE(no_issuer_speaks_for_the_users_of_another) {
    const auto setup = example_tenant();
    const Errc conflict = Errc::configuration_issuer_conflict;
    check_refusal(*setup, conflict,
                  [](auto& e) { return e.add_configuration("App", "Partner", "Main keys"); });
    check_refusal(*setup, conflict,
                  [](auto& e) { return e.set_configuration_keyset("App", "Main", "Other keys"); });
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.add_keyset("Same issuer", main_issuer, {"Spare"}).has_value());
    BOOST_TEST(editor.set_configuration_keyset("App", "Main", "Same issuer").has_value());
    check_refusal(*setup, conflict,
                  [](auto& e) { return e.set_keyset_issuer("Same issuer", "https://new"); });
    check_refusal(*setup, conflict,
                  [](auto& e) { return e.set_keyset_issuer("Main keys", "https://new"); });
    // A keyset that both have takes both along.
    BOOST_TEST(editor.set_configuration_keyset("App", "Main", "Main keys").has_value());
    BOOST_TEST(editor.set_keyset_issuer("Main keys", "https://new").has_value());
    BOOST_TEST(editor.add_configuration("App", "Partner", "Other keys").has_value());
}

// row V5
BOOST_AUTO_TEST_CASE(issuers_share_a_name_where_the_policy_has_them_in_the_key) {
    const auto setup = example_tenant({.continuity = Continuity::by_name_and_issuer});
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.add_configuration("App", "Partner", "Main keys").has_value());
    BOOST_TEST(editor.set_configuration_keyset("App", "Main", "Other keys").has_value());
    BOOST_TEST(editor.set_keyset_issuer("Other keys", "https://new").has_value());
}

// row V6
BOOST_AUTO_TEST_CASE(no_two_active_configurations_of_a_channel_have_one_issuer) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    const Errc ambiguous = Errc::configuration_issuer_ambiguous;
    // Two of them may be there while one is not active.
    BOOST_TEST(editor.add_configuration("Web", "Second", "Main keys").has_value());
    check_refusal(*setup, ambiguous,
                  [](auto& e) { return e.activate_configuration("Web", "Second"); });
    BOOST_TEST(editor.deactivate_configuration("Web", "Main").has_value());
    BOOST_TEST(editor.activate_configuration("Web", "Second").has_value());
    check_refusal(*setup, ambiguous,
                  [](auto& e) { return e.activate_configuration("Web", "Main"); });
    // Another keyset with the same issuer is no way around it, at any time.
    BOOST_TEST(editor.activate_configuration("Web", "Partner").has_value());
    check_refusal(*setup, ambiguous,
                  [](auto& e) { return e.set_keyset_issuer("Other keys", main_issuer); });
    check_refusal(*setup, ambiguous, [](auto& e) {
        return e.set_configuration_keyset("Web", "Partner", "Main keys");
    });
    // On another channel the issuer is free.
    BOOST_TEST(editor.activate_configuration("App", "Main").has_value());
}

// row T1
// row T3
BOOST_AUTO_TEST_CASE(expiration_times_have_their_defaults_and_bounds) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(channel_of(setup->snapshot(), "App").unverified_expiration.minutes() == 360);
    BOOST_TEST(channel_of(setup->snapshot(), "App").verified_expiration.minutes() == 60);
    using vouch::messaging::ExpirationTime;
    for (const std::int64_t refused : {-1, 0, 4321}) {
        const auto time = ExpirationTime::from_minutes(refused);
        BOOST_TEST((!time && time.error() == Errc::expiration_time));
    }
    for (const std::int64_t allowed : {1, 4320}) {
        const ExpirationTime time = *ExpirationTime::from_minutes(allowed);
        BOOST_TEST(editor.set_unverified_expiration("App", time).has_value());
        BOOST_TEST(editor.set_verified_expiration("App", time).has_value());
        BOOST_TEST((channel_of(setup->snapshot(), "App").unverified_expiration == time));
        BOOST_TEST((channel_of(setup->snapshot(), "App").verified_expiration == time));
    }
}

// row T4
BOOST_AUTO_TEST_CASE(the_switch_picks_a_time_and_its_label_and_loses_neither) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.set_unverified_expiration("Web", minutes<100>).has_value());
    BOOST_TEST(editor.set_verified_expiration("Web", minutes<30>).has_value());
    const std::string token = token_of(rsa_2048, "a");
    for (const bool on : {false, true, true, false, true}) {
        BOOST_TEST(editor.set_user_verification("Web", on).has_value());
        const auto snapshot = setup->snapshot();
        const ChannelSettings& web = channel_of(snapshot, "Web");
        BOOST_TEST(web.user_verification == on);
        BOOST_TEST(web.expiration().minutes() == (on ? 30 : 100));
        BOOST_TEST(web.expiration_label() ==
                   (on ? "Authorization Token Expiration Time for Verified Users"
                       : "Authorization Token Expiration Time for Unverified Users"));
        BOOST_TEST(web.unverified_expiration.minutes() == 100);
        BOOST_TEST(web.verified_expiration.minutes() == 30);
        BOOST_TEST(web.configurations.size() == 2U);
        BOOST_TEST(accepts(*setup, "Web", "Main", token));
    }
}

BOOST_AUTO_TEST_CASE(a_name_is_free_again_when_its_record_is_gone) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.remove_channel("App").has_value());
    BOOST_TEST(editor.remove_channel("Web").has_value());
    BOOST_TEST(editor.remove_keyset("Main keys").has_value());
    BOOST_TEST(editor.remove_keyset("Other keys").has_value());
    BOOST_TEST(editor.remove_key("Key A").has_value());
    BOOST_TEST(editor.upload_key("Key A", rsa_2048_third.jwk("a")).has_value());
    BOOST_TEST(editor.add_keyset("Main keys", main_issuer, {"Key A"}).has_value());
    BOOST_TEST(editor.add_channel("Web", ChannelKind::enhanced_web_chat).has_value());
    BOOST_TEST(!channel_of(setup->snapshot(), "Web").user_verification);
    BOOST_TEST(editor.add_configuration("Web", "Main", "Main keys").has_value());
    BOOST_TEST(editor.activate_configuration("Web", "Main").has_value());
    // The key of that name is another one now.
    BOOST_TEST(accepts(*setup, "Web", "Main", token_of(rsa_2048_third, "a")));
    BOOST_TEST(!accepts(*setup, "Web", "Main", token_of(rsa_2048, "a")));
}

BOOST_AUTO_TEST_CASE(revocations_are_made_moved_and_taken_back) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    const auto is_void = [&](std::int64_t issued_at) {
        return setup->snapshot()->settings().revocations.void_token(
            main_issuer, "a", "customer-4711", vouch::NumericDate{issued_at});
    };
    BOOST_TEST((is_void(1'699'999'999) && !is_void(1'700'000'000)));
    BOOST_TEST(editor.revoke(RevocationScope::of_issuer(main_issuer), {1'800'000'000}).has_value());
    BOOST_TEST((is_void(1'799'999'999) && !is_void(1'800'000'000)));
    BOOST_TEST(editor.undo_revocation(RevocationScope::of_issuer(main_issuer)).has_value());
    BOOST_TEST(!is_void(0));
}

BOOST_AUTO_TEST_SUITE_END()
