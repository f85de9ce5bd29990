// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/snapshot.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/example_tenant.hpp"

BOOST_AUTO_TEST_SUITE(messaging_snapshot)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::Error;
using vouch::Jwk;
using vouch::messaging::ChannelKind;
using vouch::messaging::KeysetType;
using vouch::messaging::Settings;
using vouch::testing::KeyPair;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using vouch::testing::rsa_2048_third;

using Parts = vouch::messaging::detail::Composition<Now, OneEndpoint>;
using Snapshot = vouch::messaging::Snapshot<Parts>;
using Held = std::shared_ptr<const Snapshot>;

vouch::Result<Held> try_make(Settings settings, const Snapshot* previous = nullptr) {
    return Snapshot::make(std::move(settings), previous, {}, {}, {}, {});
}
Held make(Settings settings, const Snapshot* previous = nullptr) {
    return *try_make(std::move(settings), previous);
}

vouch::messaging::Key key(std::string name, const KeyPair& pair, std::string_view kid,
                          std::optional<std::string_view> algorithm = {}) {
    return {.name = std::move(name), .jwk = *Jwk::from_key(pair.public_key(), kid, algorithm)};
}

/// A channel with three configurations, the third of which is not active.
Settings example() {
    return {.tenant = "Example",
            .number = 5,
            .keys = {key("A", rsa_2048, "a"), key("B", rsa_2048_second, "b"),
                     key("C", rsa_2048_third, "c")},
            .keysets = {{.name = "Main keys",
                         .issuer = std::string{main_issuer},
                         .keys = {"A", "B", "C"}},
                        {.name = "Other keys", .issuer = std::string{other_issuer}, .keys = {"C"}},
                        {.name = "Endpoint keys",
                         .issuer = "https://endpoint.example.com",
                         .type = KeysetType::endpoint_url,
                         .endpoint_url = std::string{endpoint_url}}},
            .channels = {{.name = "Web",
                          .kind = ChannelKind::enhanced_web_chat,
                          .configurations = {{"Main", "Main keys", true},
                                             {"Partner", "Other keys", true},
                                             {"Remote", "Endpoint keys", false}}},
                         {.name = "SMS", .kind = ChannelKind::enhanced_sms}}};
}

const Snapshot::Configuration& find(const Held& snapshot, std::string_view name) {
    const auto* const configuration = snapshot->find_channel("Web")->find(name);
    BOOST_REQUIRE(configuration != nullptr);
    return *configuration;
}
auto keys_of(const Held& snapshot, std::string_view configuration) {
    return find(snapshot, configuration).keys.keys();
}

struct Candidate {
    std::string token;
    int key;  // by which it may be verified; -1 for none
};
const std::vector<Candidate>& candidates() {
    static const std::vector<Candidate> all{
        {token_of(rsa_2048, "a"), 0},
        {token_of<vouch::RS512>(rsa_2048, "a"), 0},
        {token_of(rsa_2048_second, "b"), 1},
        {token_of(rsa_2048_third, "c"), 2},
        {token_of(rsa_2048, "b"), -1},
        {token_of(rsa_2048_second, "a"), -1},
        {token_of(rsa_2048, ""), -1},
        {token_of(rsa_2048, "d"), -1},
        {token_of<vouch::RS384>(rsa_2048, "a"), -1},
        {token_of(rsa_2048, "a", other_issuer), -1},
        {token_of(rsa_2048, "A"), -1},
    };
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(finds_channels_and_what_is_active_in_them) {
    const Held snapshot = make(example());
    BOOST_TEST(snapshot->number() == 5U);
    BOOST_TEST(describe(snapshot->settings()) == describe(example()));
    for (const char* const name : {"", "web", "Web ", "App", "Main"}) {
        BOOST_TEST(snapshot->find_channel(name) == nullptr, name);
    }
    BOOST_REQUIRE(snapshot->find_channel("SMS") != nullptr);
    BOOST_TEST(snapshot->find_channel("SMS")->configurations.empty());

    const Snapshot::Channel* const web = snapshot->find_channel("Web");
    BOOST_REQUIRE(web != nullptr);
    BOOST_TEST(web->settings == &snapshot->settings().channels[0]);
    BOOST_REQUIRE(web->configurations.size() == 2U);
    BOOST_TEST(web->find("Main") == &web->configurations[0]);
    BOOST_TEST(web->find("Partner") == &web->configurations[1]);
    BOOST_TEST(web->find("Main")->keyset == &snapshot->settings().keysets[0]);
    BOOST_TEST(web->of_issuer(main_issuer) == web->find("Main"));
    BOOST_TEST(web->of_issuer(other_issuer) == web->find("Partner"));
    for (const char* const name : {"", "main", "Remote", "Main keys"}) {
        BOOST_TEST(web->find(name) == nullptr, name);
    }
}

// row K4
BOOST_AUTO_TEST_CASE(finds_a_configuration_by_its_issuer_byte_for_byte) {
    const Held snapshot = make(example());
    const Snapshot::Channel* const web = snapshot->find_channel("Web");
    for (const std::string& issuer :
         {std::string{}, std::string{main_issuer} + '/', std::string{main_issuer} + '\0',
          std::string{main_issuer.substr(0, main_issuer.size() - 1)},
          std::string{"HTTPS://login.example.com"}, std::string{"https://endpoint.example.com"}}) {
        BOOST_TEST(web->of_issuer(issuer) == nullptr, issuer);
    }
}

// row V2
BOOST_AUTO_TEST_CASE(only_active_configurations_have_a_verifier) {
    Settings settings = example();
    settings.channels[0].configurations[0].active = false;
    settings.channels[0].configurations[2].active = true;
    const Held snapshot = make(settings);
    const Snapshot::Channel* const web = snapshot->find_channel("Web");
    BOOST_TEST(web->find("Main") == nullptr);
    BOOST_TEST(web->of_issuer(main_issuer) == nullptr);
    const std::string remote = token_of(rsa_2048_third, "e", "https://endpoint.example.com");
    BOOST_TEST(find(snapshot, "Remote").verifier.verify(remote).has_value());
}

// row K8
BOOST_AUTO_TEST_CASE(a_token_is_verified_by_its_active_key_alone) {
    std::array<std::vector<bool>, 8> accepted;  // by the set of active keys
    for (std::size_t active = 0; active < 8; ++active) {
        Settings settings = example();
        for (std::size_t i = 0; i < 3; ++i) settings.keys[i].active = (active >> i & 1) != 0;
        const Held snapshot = make(settings);
        for (const Candidate& candidate : candidates()) {
            const bool expected = candidate.key >= 0 && (active >> candidate.key & 1) != 0;
            const bool verified =
                find(snapshot, "Main").verifier.verify(candidate.token).has_value();
            BOOST_TEST(verified == expected, "keys " << active << ", " << candidate.token);
            accepted[active].push_back(verified);
        }
    }
    // Deactivating is monotone: no token is accepted with fewer keys that is not with more.
    for (std::size_t fewer = 0; fewer < 8; ++fewer) {
        for (std::size_t more = 0; more < 8; ++more) {
            if ((fewer & ~more) != 0) continue;
            for (std::size_t i = 0; i < candidates().size(); ++i) {
                BOOST_TEST((!accepted[fewer][i] || accepted[more][i]));
            }
        }
    }
}

// row K8
BOOST_AUTO_TEST_CASE(what_was_prepared_before_keeps_no_key_alive) {
    const std::string of_a = token_of(rsa_2048, "a");
    const Held before = make(example());
    BOOST_TEST(find(before, "Main").verifier.verify(of_a).has_value());
    Settings settings = example();
    settings.keys[0].active = false;
    const Held without = make(settings, before.get());
    const auto refused = find(without, "Main").verifier.verify(of_a);
    BOOST_TEST((!refused && refused.error() == Errc::key_not_found));
    settings.keys[0].active = true;
    const Held again = make(settings, without.get());
    BOOST_TEST(find(again, "Main").verifier.verify(of_a).has_value());
}

BOOST_AUTO_TEST_CASE(takes_keysets_that_are_as_they_were_from_before) {
    Settings settings = example();
    settings.channels[0].configurations[2].active = true;
    const Held before = make(settings);

    // What is not of the keys leaves all of them.
    Settings other = settings;
    ++other.number;
    other.channels[0].user_verification = true;
    other.channels[0].configurations.pop_back();
    other.channels[0].configurations.push_back({"Far", "Endpoint keys", true});
    other.keysets[0].issuer = "https://new";
    other.keys.push_back(key("D", rsa_2048, "d"));
    std::swap(other.keysets[0], other.keysets[1]);
    const Held after = make(other, before.get());
    BOOST_TEST((keys_of(after, "Main") == keys_of(before, "Main")));
    BOOST_TEST((keys_of(after, "Partner") == keys_of(before, "Partner")));
    BOOST_TEST((keys_of(after, "Far") == keys_of(before, "Remote")));

    // A key of one leaves the others.
    other.keys[0].active = false;
    const Held third = make(other, after.get());
    BOOST_TEST((keys_of(third, "Main") != keys_of(after, "Main")));
    BOOST_TEST((keys_of(third, "Partner") == keys_of(after, "Partner")));
    BOOST_TEST((keys_of(third, "Far") == keys_of(after, "Far")));
    // What is inactive does not count.
    other.keysets[1].keys.erase(other.keysets[1].keys.begin());
    BOOST_TEST((keys_of(make(other, third.get()), "Main") == keys_of(third, "Main")));
}

BOOST_AUTO_TEST_CASE(prepares_a_keyset_anew_where_any_of_its_keys_is_another) {
    const Held before = make(example());
    const auto is_kept = [&](const auto& change) {
        Settings settings = example();
        change(settings);
        return keys_of(make(settings, before.get()), "Main") == keys_of(before, "Main");
    };
    BOOST_TEST(is_kept([](Settings&) {}));
    BOOST_TEST(!is_kept([](Settings& s) { s.keys[0].active = false; }));
    BOOST_TEST(!is_kept([](Settings& s) { s.keys[0] = key("A", rsa_2048, "x"); }));
    BOOST_TEST(!is_kept([](Settings& s) { s.keys[0] = key("A", rsa_2048_second, "a"); }));
    BOOST_TEST(!is_kept([](Settings& s) { s.keys[0] = key("A", rsa_2048, "a", "RS512"); }));
    BOOST_TEST(!is_kept([](Settings& s) { s.keysets[0].keys.pop_back(); }));
    BOOST_TEST(!is_kept([](Settings& s) {
        s.keysets[0] = {.name = "Main keys",
                        .issuer = std::string{main_issuer},
                        .type = KeysetType::endpoint_url,
                        .endpoint_url = std::string{endpoint_url}};
    }));
}

BOOST_AUTO_TEST_CASE(no_kid_passes_for_another_key) {
    // One key whose kid continues like a record of the second.
    const std::string second =
        std::to_string(vouch::messaging::fingerprint(rsa_2048_second.public_key()));
    for (const std::string& between : {" " + second + "  ", "," + second + ",,", second}) {
        Settings two = example();
        two.keysets[0].keys = {"A", "B"};
        const Held before = make(two);
        Settings one = example();
        one.keysets[0].keys = {"A"};
        one.keys[0] = key("A", rsa_2048, "a" + between + "b");
        const auto refused =
            find(make(one, before.get()), "Main").verifier.verify(token_of(rsa_2048_second, "b"));
        BOOST_TEST((!refused && refused.error() == Errc::key_not_found), between);
    }
}

BOOST_AUTO_TEST_CASE(finds_the_keys_of_a_keyset) {
    const Held snapshot = make(example());
    for (const char* const name : {"", "main keys", "Main"}) {
        BOOST_TEST(snapshot->find_keys(name) == nullptr, name);
    }
    BOOST_REQUIRE(snapshot->find_keys("Main keys") != nullptr);
    BOOST_TEST((snapshot->find_keys("Main keys")->keys() == keys_of(snapshot, "Main")));
    BOOST_TEST(snapshot->find_keys("Endpoint keys")->keys()->entries().size() == 1U);
}

// row K5
BOOST_AUTO_TEST_CASE(of_a_tenant_that_is_disabled_no_endpoint_is_open) {
    const auto endpoint_keys = [](const Held& snapshot) {
        return snapshot->find_keys("Endpoint keys")->keys()->entries().size();
    };
    Settings settings = example();
    const Held enabled = make(settings);
    settings.enabled = false;
    for (const Held& disabled : {make(settings, enabled.get()), make(settings)}) {
        BOOST_TEST(endpoint_keys(disabled) == 0U);
        BOOST_TEST((keys_of(disabled, "Main")->entries().size() == 3U));
        Settings again = settings;
        again.enabled = true;
        BOOST_TEST(endpoint_keys(make(again, disabled.get())) == 1U);
    }
    settings.keysets[2].endpoint_url = "https://inside.example.com";
    BOOST_TEST(!try_make(settings, enabled.get()));
}

// row K5
BOOST_AUTO_TEST_CASE(is_not_made_with_an_endpoint_that_is_refused) {
    Settings settings = example();
    settings.keysets[2].endpoint_url = "https://inside.example.com";
    const auto refused = try_make(settings);
    BOOST_TEST((!refused && refused.error() == Error{Errc::endpoint_unsupported, "url"}));
    // Nor where another was opened before.
    const Held before = make(example());
    BOOST_TEST(!try_make(settings, before.get()));
}

BOOST_AUTO_TEST_SUITE_END()
