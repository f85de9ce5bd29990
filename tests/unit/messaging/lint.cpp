// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/lint.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/messaging/guards.hpp>
#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(messaging_lint)

namespace {

using vouch::Jwk;
using vouch::NumericDate;
using vouch::messaging::ChannelKind;
using vouch::messaging::Finding;
using vouch::messaging::Key;
using vouch::messaging::KeysetType;
using vouch::messaging::lint;
using vouch::messaging::LintCode;
using vouch::messaging::RecordName;
using vouch::messaging::Settings;

constexpr NumericDate now{1'800'000'000};
constexpr std::int64_t day = 86'400;

Key key(std::string name, std::string_view kid) {
    static const vouch::RsaPublicKey material = vouch::testing::rsa_2048.public_key();
    return {.name = std::move(name), .jwk = *Jwk::from_key(material, kid)};
}

/// Two channels that share a name, a third that is off; every record has its use.
Settings clean() {
    Settings settings{
        .tenant = "Example",
        .keys = {key("A", "a"), key("B", "b")},
        .keysets = {{.name = "Main keys", .issuer = "https://main", .keys = {"A", "B"}},
                    {.name = "Endpoint keys",
                     .issuer = "https://endpoint",
                     .type = KeysetType::endpoint_url,
                     .endpoint_url = "https://keys.example.com"}},
        .channels = {
            {.name = "Web",
             .kind = ChannelKind::enhanced_web_chat,
             .user_verification = true,
             .configurations = {{"Main", "Main keys", true}, {"Remote", "Endpoint keys", true}}},
            {.name = "App",
             .kind = ChannelKind::enhanced_in_app_chat,
             .user_verification = true,
             .configurations = {{"Main", "Main keys", true}, {"Remote", "Endpoint keys", false}}},
            {.name = "Test",
             .kind = ChannelKind::enhanced_web_chat,
             .configurations = {{"Sandbox", "Main keys", true}}},
            {.name = "SMS", .kind = ChannelKind::enhanced_sms}}};
    settings.keys[0].certificate_ends = now.plus_seconds(30 * day);
    return settings;
}

/// What is found in the clean set-up after a change.
template <class Change>
std::vector<Finding> after(Change change) {
    Settings settings = clean();
    change(settings);
    return lint(settings, now);
}
bool is_only(const std::vector<Finding>& findings, const Finding& finding) {
    return findings.size() == 1 && findings[0] == finding;
}

}  // namespace

BOOST_AUTO_TEST_CASE(finds_nothing_in_a_clean_set_up) {
    BOOST_TEST(vouch::messaging::check_settings(clean()).has_value());
    BOOST_TEST(lint(clean(), now).empty());
    BOOST_TEST(lint({.tenant = "Example"}, now).empty());
}

BOOST_AUTO_TEST_CASE(finds_a_switch_that_lets_nobody_in) {
    const Finding finding{LintCode::no_active_configuration, {{"channel", "Test"}}};
    const auto inactive = [](Settings& s) {
        s.channels[2].user_verification = true;
        s.channels[2].configurations = {{"Main", "Main keys", false}};
    };
    BOOST_TEST(is_only(after(inactive), finding));
    BOOST_TEST(is_only(after([&](Settings& s) {
                           inactive(s);
                           s.channels[2].configurations.clear();
                       }),
                       finding));
    BOOST_TEST(after([&](Settings& s) {
                   inactive(s);
                   s.channels[2].configurations[0].active = true;
               }).empty());
    BOOST_TEST(after([&](Settings& s) {
                   inactive(s);
                   s.channels[2].user_verification = false;
               }).empty());
}

BOOST_AUTO_TEST_CASE(finds_a_keyset_without_an_active_key) {
    const Finding finding{LintCode::no_active_key, {{"keyset", "Main keys"}}};
    const auto all_inactive = [](Settings& s) {
        for (Key& key : s.keys) key.active = false;
    };
    BOOST_TEST(is_only(after(all_inactive), finding));
    BOOST_TEST(is_only(after([](Settings& s) {
                           s.keys.clear();
                           s.keysets[0].keys.clear();
                       }),
                       finding));
    BOOST_TEST(after([&](Settings& s) {
                   all_inactive(s);
                   s.keys[1].active = true;
               }).empty());
}

BOOST_AUTO_TEST_CASE(finds_certificates_that_end) {
    const Finding soon{LintCode::certificate_ends_soon, {{"key", "A"}}};
    const Finding ended{LintCode::certificate_ended, {{"key", "A"}}};
    const auto ends = [](NumericDate end) {
        return [end](Settings& s) { s.keys[0].certificate_ends = end; };
    };
    BOOST_TEST(after(ends({now.seconds + 30 * day})).empty());
    BOOST_TEST(is_only(after(ends({now.seconds + 30 * day - 1})), soon));
    BOOST_TEST(is_only(after(ends(now)), soon));  // its last second
    BOOST_TEST(is_only(after(ends({now.seconds - 1})), ended));
    BOOST_TEST(is_only(after(ends({0})), ended));
    BOOST_TEST(is_only(after(ends({-1})), ended));
    // Of keys that verify nothing it does not matter.
    BOOST_TEST(after([&](Settings& s) {
                   ends({0})(s);
                   s.keys[0].active = false;
               }).empty());
    const Finding unused{LintCode::unused_key, {{"key", "A"}}};
    BOOST_TEST(is_only(after([&](Settings& s) {
                           ends({0})(s);
                           s.keysets[0].keys = {"B"};
                       }),
                       unused));
}

BOOST_AUTO_TEST_CASE(looks_as_many_days_ahead_as_it_is_told) {
    const Settings settings = clean();  // ends in 30 days
    const auto found = [&](std::int64_t days) { return !lint(settings, now, days).empty(); };
    for (const std::int64_t days :
         {INT64_MIN, std::int64_t{-1}, std::int64_t{0}, std::int64_t{1}, std::int64_t{30}}) {
        BOOST_TEST(!found(days), days);
    }
    for (const std::int64_t days : {std::int64_t{31}, std::int64_t{365}, INT64_MAX}) {
        BOOST_TEST(found(days), days);
    }
}

BOOST_AUTO_TEST_CASE(finds_keys_with_one_kid) {
    const auto with_kids = [](std::initializer_list<std::string_view> kids) {
        return after([&](Settings& s) {
            s.keys.clear();
            s.keysets.resize(1);
            s.channels[0].configurations.pop_back();
            s.channels[1].configurations.pop_back();
            s.keysets[0].keys.clear();
            for (const std::string_view kid : kids) {
                s.keys.push_back(key(std::to_string(s.keys.size()), kid));
                s.keysets[0].keys.push_back(s.keys.back().name);
            }
        });
    };
    const auto same = [](std::vector<RecordName> names) {
        return Finding{LintCode::duplicate_kid, std::move(names)};
    };
    BOOST_TEST(with_kids({"x", "y", "X", "x "}).empty());
    BOOST_TEST(is_only(with_kids({"x", "x"}), same({{"key", "0"}, {"key", "1"}})));
    BOOST_TEST(is_only(with_kids({"y", "x", "z", "x", "x"}),
                       same({{"key", "1"}, {"key", "3"}, {"key", "4"}})));
    const auto twice = with_kids({"y", "x", "x", "y"});
    BOOST_REQUIRE(twice.size() == 2U);
    BOOST_TEST((twice[0] == same({{"key", "0"}, {"key", "3"}})));
    BOOST_TEST((twice[1] == same({{"key", "1"}, {"key", "2"}})));
    // Also of keys that are not active: they may become so.
    const auto findings = after([](Settings& s) {
        s.keys.push_back(key("C", "a"));
        s.keys.back().active = false;
        s.keysets[1] = {.name = "Endpoint keys", .issuer = "https://endpoint", .keys = {"B", "C"}};
    });
    BOOST_TEST(is_only(findings, same({{"key", "A"}, {"key", "C"}})));
}

BOOST_AUTO_TEST_CASE(finds_an_issuer_whose_users_are_several) {
    const auto second_name = [](Settings& s) {
        for (auto& channel : {&s.channels[0], &s.channels[1]}) {
            channel->configurations[1].active = false;
            channel->configurations.push_back({"Again", "Same issuer", false});
        }
        s.keysets.push_back({.name = "Same issuer", .issuer = "https://main", .keys = {"B"}});
        s.channels[1].configurations[0].active = false;
        s.channels[1].configurations[2].active = true;
    };
    const Finding finding{LintCode::issuer_under_several_names,
                          {{"configuration", "Main", "Web"}, {"configuration", "Again", "App"}}};
    BOOST_TEST(is_only(after(second_name), finding));
    // The keyset may be the same one.
    BOOST_TEST(is_only(after([&](Settings& s) {
                           second_name(s);
                           s.channels[1].configurations[2].keyset = "Main keys";
                       }),
                       finding));
    BOOST_TEST(after([&](Settings& s) {
                   second_name(s);
                   s.keysets[2].issuer = "https://main/";
               }).empty());
    BOOST_TEST(after([&](Settings& s) {
                   second_name(s);
                   s.channels[1].configurations[2].active = false;
                   s.channels[1].configurations[0].active = true;
               }).empty());
    // Where verification is off, nobody is anybody.
    BOOST_TEST(after([&](Settings& s) {
                   second_name(s);
                   s.channels[1].user_verification = false;
               }).empty());
}

BOOST_AUTO_TEST_CASE(finds_a_name_that_one_channel_has_alone) {
    const auto with_name = [](std::string_view name) {
        return after([&](Settings& s) {
            s.channels[1].configurations[0].name = name;
            s.keysets.push_back({.name = "App keys", .issuer = "https://app", .keys = {"B"}});
            s.channels[1].configurations[0].keyset = "App keys";
            s.channels[2].configurations.push_back({"Main", "Main keys", false});
        });
    };
    const auto once = [](std::string name, std::string channel) {
        return Finding{LintCode::configuration_name_once,
                       {{"configuration", std::move(name), std::move(channel)}}};
    };
    BOOST_TEST(is_only(with_name("Mian"), once("Mian", "App")));
    BOOST_TEST(is_only(with_name("main"), once("main", "App")));
    BOOST_TEST(with_name("Sandbox").empty());  // another channel has it, though not in use
    // Where one channel alone verifies users, there is nobody to share a name with.
    const auto alone = [](Settings& s) {
        s.channels[1].configurations.clear();
        s.channels[1].user_verification = false;
    };
    BOOST_TEST(after(alone).empty());
    BOOST_TEST(is_only(after([&](Settings& s) {
                           alone(s);
                           s.channels[2].configurations[0] = {"Main", "Main keys", true};
                           s.channels[2].user_verification = true;
                       }),
                       once("Remote", "Web")));
}

BOOST_AUTO_TEST_CASE(finds_what_nothing_uses) {
    const auto with_key = [](Settings& s) { s.keys.push_back(key("C", "c")); };
    BOOST_TEST(is_only(after(with_key), {LintCode::unused_key, {{"key", "C"}}}));
    BOOST_TEST(after([&](Settings& s) {
                   with_key(s);
                   s.keysets[0].keys.push_back("C");
               }).empty());

    const auto with_keyset = [](Settings& s) {
        s.keysets.push_back({.name = "More keys", .issuer = "https://more", .keys = {"A"}});
    };
    BOOST_TEST(is_only(after(with_keyset), {LintCode::unused_keyset, {{"keyset", "More keys"}}}));
    BOOST_TEST(after([&](Settings& s) {
                   with_keyset(s);
                   s.channels[0].configurations.push_back({"More", "More keys", false});
               }).empty());
}

BOOST_AUTO_TEST_CASE(orders_what_it_finds) {
    const auto all = after([](Settings& s) {
        s.channels[2].configurations.clear();
        s.channels[2].user_verification = true;
        s.keys[0].certificate_ends = NumericDate{1};
        s.keys[1].certificate_ends = now;
        s.keys.push_back(key("C", "a"));
        s.keysets.push_back({.name = "Empty", .issuer = "https://empty"});
        s.channels[1].configurations[0].name = "Mian";
    });
    const std::vector<LintCode> codes{
        LintCode::no_active_configuration,
        LintCode::no_active_key,
        LintCode::certificate_ended,
        LintCode::certificate_ends_soon,
        LintCode::duplicate_kid,
        LintCode::issuer_under_several_names,
        LintCode::configuration_name_once,
        LintCode::configuration_name_once,
        LintCode::unused_key,
        LintCode::unused_keyset,
    };
    std::vector<LintCode> found;
    for (const Finding& finding : all) found.push_back(finding.code);
    BOOST_TEST((found == codes));
    BOOST_TEST((all[6].records[0] == RecordName{"configuration", "Main", "Web"}));
    BOOST_TEST((all[7].records[0] == RecordName{"configuration", "Mian", "App"}));
}

BOOST_AUTO_TEST_CASE(takes_a_set_up_that_would_not_be_allowed) {
    const auto findings = after([](Settings& s) {
        s.keysets[0].keys = {"nobody"};
        s.channels[0].configurations[0].keyset = "nothing";
        s.channels[3].user_verification = true;
    });
    BOOST_TEST(findings.size() == 4U);  // no configuration, no active key, two unused keys
}

BOOST_AUTO_TEST_CASE(a_finding_is_a_sentence_with_the_names_of_its_records) {
    const Finding finding{LintCode::issuer_under_several_names,
                          {{"configuration", "Main", "Web"}, {"configuration", "Again", "App"}}};
    BOOST_TEST(finding.message() ==
               "configuration \"Main\" of channel \"Web\", configuration \"Again\" of channel "
               "\"App\": they have the same issuer under different names, so a customer is "
               "somebody else on each; give them one name");
    std::vector<std::string> messages;
    for (int i = 0; i <= static_cast<int>(LintCode::unused_keyset); ++i) {
        const Finding one{static_cast<LintCode>(i), {{"key", "A"}}};
        BOOST_TEST(to_string(one.code) != "unknown");
        BOOST_TEST(one.message().rfind("key \"A\": ", 0) == 0U);
        BOOST_TEST(one.message() != "key \"A\": unknown");
        for (const std::string& other : messages) BOOST_TEST(one.message() != other);
        messages.push_back(one.message());
    }
    BOOST_TEST(to_string(LintCode::no_active_configuration) == "no_active_configuration");
    BOOST_TEST(to_string(LintCode::unused_keyset) == "unused_keyset");
    const auto beyond = static_cast<LintCode>(static_cast<int>(LintCode::unused_keyset) + 1);
    BOOST_TEST(to_string(beyond) == "unknown");
    BOOST_TEST((Finding{beyond, {}}.message() == ": unknown"));
}

BOOST_AUTO_TEST_SUITE_END()
