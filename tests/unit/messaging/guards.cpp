// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/guards.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string>

#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(messaging_guards)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Jwk;
using vouch::messaging::ChannelKind;
using vouch::messaging::check_settings;
using vouch::messaging::Continuity;
using vouch::messaging::Key;
using vouch::messaging::Keyset;
using vouch::messaging::Settings;
using vouch::messaging::UserVerification;
using vouch::testing::rsa_2048;
namespace limits = vouch::messaging::limits;

Key key(std::string name, std::string_view kid) {
    static const vouch::RsaPublicKey material = rsa_2048.public_key();
    return {.name = std::move(name), .jwk = *Jwk::from_key(material, kid)};
}

/// Two channels that share the configuration "Main", and an issuer more.
Settings good() {
    return {.tenant = "Example",
            .keys = {key("A", "a"), key("B", "b")},
            .keysets = {{.name = "One", .issuer = "https://one", .keys = {"A", "B"}},
                        {.name = "Two", .issuer = "https://two", .keys = {"A"}}},
            .channels = {{.name = "Web",
                          .kind = ChannelKind::enhanced_web_chat,
                          .user_verification = true,
                          .configurations = {{"Main", "One", true}, {"Partner", "Two", true}}},
                         {.name = "App",
                          .kind = ChannelKind::enhanced_in_app_chat,
                          .configurations = {{"Main", "One"}}},
                         {.name = "LINE", .kind = ChannelKind::enhanced_line}}};
}

/// What is said of the good set-up after a change.
template <class Change>
vouch::Result<void> after(Change change) {
    Settings settings = good();
    change(settings);
    return check_settings(settings);
}
template <class Change>
bool is_refused(const Error& error, Change change) {
    const auto checked = after(change);
    return !checked && checked.error() == error;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_set_up_without_faults_is_allowed) {
    BOOST_TEST(check_settings(good()).has_value());
    BOOST_TEST(check_settings({.tenant = "Example"}).has_value());
}

BOOST_AUTO_TEST_CASE(names_are_unique_among_records_of_one_sort) {
    BOOST_TEST(is_refused({Errc::record_exists, "key"},
                          [](Settings& s) { s.keys.push_back(key("A", "c")); }));
    BOOST_TEST(is_refused({Errc::record_exists, "keyset"},
                          [](Settings& s) { s.keysets.push_back(s.keysets[1]); }));
    BOOST_TEST(is_refused({Errc::record_exists, "channel"},
                          [](Settings& s) { s.channels.push_back(s.channels[2]); }));
    BOOST_TEST(is_refused({Errc::record_exists, "configuration"}, [](Settings& s) {
        s.channels[0].configurations.push_back({"Main", "One"});
    }));
    // Names of different sorts or channels do not meet, and case counts.
    BOOST_TEST(after([](Settings& s) {
                   s.keys.push_back(key("One", "c"));
                   s.keys.push_back(key("a", "d"));
                   s.keysets.push_back({.name = "A", .issuer = "https://a"});
                   s.channels.push_back({.name = "A", .kind = ChannelKind::enhanced_sms});
                   s.channels[1].configurations.push_back({"main", "Two"});
               }).has_value());
}

// row K9
BOOST_AUTO_TEST_CASE(there_are_only_so_many_records_of_each_sort) {
    const auto with_keys = [](std::size_t count) {
        return [count](Settings& s) {
            while (s.keys.size() < count) s.keys.push_back(key(std::to_string(s.keys.size()), "k"));
        };
    };
    BOOST_TEST(after(with_keys(limits::keys)).has_value());
    BOOST_TEST(is_refused({Errc::too_many_records, "key"}, with_keys(limits::keys + 1)));

    const auto with_keysets = [](std::size_t count) {
        return [count](Settings& s) {
            while (s.keysets.size() < count) {
                s.keysets.push_back({.name = std::to_string(s.keysets.size()), .issuer = "i"});
            }
        };
    };
    BOOST_TEST(after(with_keysets(limits::keysets)).has_value());
    BOOST_TEST(is_refused({Errc::too_many_records, "keyset"}, with_keysets(limits::keysets + 1)));

    const auto with_channels = [](std::size_t count) {
        return [count](Settings& s) {
            while (s.channels.size() < count) {
                s.channels.push_back(
                    {.name = std::to_string(s.channels.size()), .kind = ChannelKind::enhanced_sms});
            }
        };
    };
    BOOST_TEST(after(with_channels(limits::channels)).has_value());
    BOOST_TEST(
        is_refused({Errc::too_many_records, "channel"}, with_channels(limits::channels + 1)));

    const auto with_configurations = [](std::size_t count) {
        return [count](Settings& s) {
            auto& all = s.channels[1].configurations;
            while (all.size() < count) all.push_back({"c" + std::to_string(all.size()), "One"});
        };
    };
    BOOST_TEST(after(with_configurations(limits::configurations)).has_value());
    BOOST_TEST(is_refused({Errc::too_many_records, "configuration"},
                          with_configurations(limits::configurations + 1)));

    const auto with_revocations = [](std::size_t count) {
        return [count](Settings& s) {
            using vouch::messaging::RevocationScope;
            for (std::size_t i = 0; i < count; ++i) {
                s.revocations.revoke(RevocationScope::of_subject("i", std::to_string(i)), {1});
            }
        };
    };
    BOOST_TEST(after(with_revocations(limits::revocations)).has_value());
    BOOST_TEST(is_refused({Errc::too_many_records, "revocation"},
                          with_revocations(limits::revocations + 1)));
}

// row K5
// row K9
BOOST_AUTO_TEST_CASE(a_keyset_has_keys_that_exist_and_a_kid_for_each) {
    BOOST_TEST(is_refused({Errc::record_not_found, "key"},
                          [](Settings& s) { s.keysets[1].keys.push_back("C"); }));
    BOOST_TEST(
        is_refused(Errc::keyset_kid_taken, [](Settings& s) { s.keysets[0].keys.push_back("A"); }));
    const auto with_second_a = [](bool active) {
        return [active](Settings& s) {
            s.keys.push_back(key("Also a", "a"));
            s.keys.back().active = active;
            s.keysets[0].keys.push_back("Also a");
        };
    };
    BOOST_TEST(is_refused(Errc::keyset_kid_taken, with_second_a(true)));
    BOOST_TEST(is_refused(Errc::keyset_kid_taken, with_second_a(false)));
    const auto with_keys = [](int count) {
        return [count](Settings& s) {
            s.keysets[1].keys.clear();
            for (int i = 0; i < count; ++i) {
                const std::string name = std::to_string(i);
                s.keys.push_back(key(name, name));
                s.keysets[1].keys.push_back(name);
            }
        };
    };
    BOOST_TEST(after(with_keys(100)).has_value());
    BOOST_TEST(is_refused(Errc::keyset_too_many_keys, with_keys(101)));
}

// row A2
BOOST_AUTO_TEST_CASE(only_channels_whose_clients_hold_tokens_verify_users) {
    BOOST_TEST(is_refused({Errc::channel_kind, "Enhanced LINE"},
                          [](Settings& s) { s.channels[2].user_verification = true; }));
    BOOST_TEST(is_refused({Errc::channel_kind, "Enhanced LINE"}, [](Settings& s) {
        s.channels[2].configurations = {{"Main", "One"}};
    }));
}

BOOST_AUTO_TEST_CASE(a_configuration_has_a_keyset) {
    BOOST_TEST(is_refused({Errc::record_not_found, "keyset"},
                          [](Settings& s) { s.channels[1].configurations[0].keyset = "Three"; }));
}

// row V5
BOOST_AUTO_TEST_CASE(one_name_has_one_issuer_on_all_channels) {
    const auto conflict = [](Settings& s) { s.channels[1].configurations[0].keyset = "Two"; };
    BOOST_TEST(is_refused(Errc::configuration_issuer_conflict, conflict));
    // Also where neither is active: what is saved can be activated.
    BOOST_TEST(is_refused(Errc::configuration_issuer_conflict, [&](Settings& s) {
        conflict(s);
        s.channels[0].configurations[0].active = false;
    }));
    BOOST_TEST(after([&](Settings& s) {
                   conflict(s);
                   s.policy.continuity = Continuity::by_name_and_issuer;
               }).has_value());
    BOOST_TEST(after([&](Settings& s) {
                   conflict(s);
                   s.keysets[1].issuer = "https://one";
                   s.channels[0].configurations[1].active = false;
               }).has_value());
    // The same but for a slash, or for case, is another.
    for (const std::string issuer : {"https://one/", "https://One", "https://one "}) {
        BOOST_TEST(is_refused(Errc::configuration_issuer_conflict, [&](Settings& s) {
            conflict(s);
            s.keysets[1].issuer = issuer;
        }));
    }
}

// row V6
BOOST_AUTO_TEST_CASE(an_issuer_has_one_active_configuration_of_a_channel) {
    const auto same_issuer = [](Settings& s) { s.keysets[1].issuer = "https://one"; };
    BOOST_TEST(is_refused(Errc::configuration_issuer_ambiguous, same_issuer));
    for (const std::size_t inactive : {0U, 1U}) {
        BOOST_TEST(after([&](Settings& s) {
                       same_issuer(s);
                       s.channels[0].configurations[inactive].active = false;
                   }).has_value());
    }
    BOOST_TEST(is_refused(Errc::configuration_issuer_ambiguous, [](Settings& s) {
        s.channels[0].configurations.push_back({"Third", "One", true});
    }));
    // The policy for shared names does not make it clear who is meant.
    BOOST_TEST(is_refused(Errc::configuration_issuer_ambiguous, [&](Settings& s) {
        same_issuer(s);
        s.policy.continuity = Continuity::by_name_and_issuer;
    }));
}

BOOST_AUTO_TEST_SUITE_END()
