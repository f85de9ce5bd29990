// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MESSAGING_CHANGES_HPP
#define VOUCH_TESTS_SUPPORT_MESSAGING_CHANGES_HPP

#include <vouch/messaging.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/messaging_sides.hpp"

// Random changes of a set-up, in the library and in the model.

namespace vouch_tests::messaging {

using model::Failure;
using model::Token;
using vouch::Errc;
using vouch::messaging::ChannelKind;
using vouch::messaging::RevocationScope;

using Names = std::vector<std::string>;
inline const Names key_names{"a", "b", "c", "d", "e", "f"};
inline const Names kids{"k1", "k2", "k3", "k4"};
inline const Names algorithms{"", "", "RS256", "RS512"};
// "//a.example" after "alice:https" reads as the first after "alice".
inline const Names issuers{"https://a.example", "https://b.example", "https://a.example/",
                           "//a.example"};
inline const Names keyset_names{"one", "two", "three", "four"};
inline const Names configuration_names{"Customers", "Partners", "Web"};
// Two are named as configurations are.
inline const Names channel_names{"Web", "App", "Shop", "Customers", "Line"};
inline const Names no_record_names{"", std::string(81, 'x'), "a\nb", "\xFF"};
inline const Names subjects{"alice", "alice:https", "bob", "5:alice", "u4:Acme"};

class Changes : public Comparison {
public:
    Changes(std::uint64_t seed, const SiteKeys& site, Counts& counts)
        : Comparison{seed, counts}, site_{site} {}

protected:
    const SiteKeys& site_;

    /// What most tenants have, so that most operations meet something.
    void set_up(Side& side) {
        for (std::size_t i = 0; i < 4; ++i) {
            const model::Key key{key_names[i], kids[i], random_.one_of(algorithms),
                                 static_cast<int>(random_.below(SiteKeys::count))};
            upload_key(side, key.name, key, site_.jwk(key.material, key.kid, key.algorithm), {});
        }
        add_keyset(side, "one", issuers[0], {"a", "b"});
        add_keyset(side, "two", issuers[1], {"c", "b"});
        add_keyset(side, "three", issuers[3], {"d"});
        add_channel(side, "Web", ChannelKind::enhanced_web_chat);
        add_channel(side, "App", ChannelKind::enhanced_in_app_chat);
        add_channel(side, "Shop", ChannelKind::enhanced_web_chat);
        add_channel(side, "Customers",
                    random_.one_of(std::array{ChannelKind::enhanced_web_chat,
                                              ChannelKind::enhanced_in_app_chat}));
        // Of another issuer than those of this name below, which Continuity allows or not.
        add_configuration(side, "Customers", "Customers", "three");
        set_configuration_active(side, "Customers", "Customers", true);
        if (random_.percent(50)) set_user_verification(side, "Customers", true);
        for (const char* channel : {"Web", "App", "Shop"}) {
            add_configuration(side, channel, "Customers", "one");
            set_configuration_active(side, channel, "Customers", true);
            if (random_.percent(60)) {
                add_configuration(side, channel, "Partners", "two");
                set_configuration_active(side, channel, "Partners", true);
            }
            if (random_.percent(80)) set_user_verification(side, channel, true);
            set_expiration(side, channel, true, random_.between(1, 90));
        }
    }

    void change_setup(Side& side) {
        const std::string channel = random_.one_of(channel_names);
        const std::string key = random_.one_of(key_names);
        const std::string keyset = random_.one_of(keyset_names);
        const std::string configuration = random_.one_of(configuration_names);
        const std::string issuer = random_.percent(5) ? "" : random_.one_of(issuers);
        switch (random_.below(33)) {
            case 0:
            case 1:
                return upload_key(side);
            case 2:
            case 3:
            case 4:
            case 5:
                return set_key_active(side, key, true);
            case 6:
                return fewer(side, [&] { set_key_active(side, key, false); });
            case 7:
                return fewer(side, [&] { remove_key(side, key); });
            case 8:
                return add_keyset(side, record_name(keyset_names), issuer, some_keys());
            case 9:
            case 10:
                return set_keyset_keys(side, keyset, some_keys());
            case 11:
                return set_keyset_issuer(side, keyset, issuer);
            case 12:
                return remove_keyset(side, keyset);
            case 13:
            case 14:
                return add_channel(
                    side, record_name(channel_names),
                    static_cast<ChannelKind>(random_.below(random_.percent(80) ? 2 : 10)));
            case 15:
                return fewer(side, [&] { remove_channel(side, channel); });
            case 16:
            case 17:
            case 18:
                return set_user_verification(side, channel, true);
            case 19:
                return fewer(side, [&] { set_user_verification(side, channel, false); });
            case 20:
            case 21:
                return set_expiration(
                    side, channel, random_.percent(60),
                    random_.percent(10) ? random_.between(0, 4400) : random_.between(1, 120));
            case 22:
            case 23:
                return add_configuration(side, channel, random_.percent(3) ? "1st" : configuration,
                                         keyset);
            case 24:
                return set_configuration_keyset(side, channel, configuration, keyset);
            case 25:
            case 26:
            case 27:
                return set_configuration_active(side, channel, configuration, true);
            case 28:
                return fewer(
                    side, [&] { set_configuration_active(side, channel, configuration, false); });
            case 29:
                return fewer(side, [&] { remove_configuration(side, channel, configuration); });
            case 30:
                return fewer(side, [&] { revoke_tokens(side, any_revocation()); });
            case 31:
            case 32:
                return undo_revocation(side, side.model.settings.revocations.empty()
                                                 ? any_revocation()
                                                 : random_.one_of(side.model.settings.revocations));
            default:
                return;
        }
    }

    /// A change that takes something away: whoever it lets in was let in before.
    template <class Change>
    void fewer(Side& side, Change change) {
        if (side.tokens.empty()) return change();
        std::vector<std::pair<std::string, Token>> refused;
        for (int i = 0; i < 6; ++i) {
            const std::string channel = random_.one_of(channel_names);
            const Token& token = random_.one_of(side.tokens);
            if (!is_admitted(side, channel, token)) refused.emplace_back(channel, token);
        }
        change();
        for (const auto& [channel, token] : refused) {
            require(!is_admitted(side, channel, token), "deactivating is monotone");
        }
    }
    static bool is_admitted(Side& side, const std::string& channel, const Token& token) {
        vouch::messaging::Decision decision{};
        return admit(*side.setup->snapshot(), channel, token.text, decision).has_value();
    }

    void set_user_verification(Side& side, const std::string& name, bool on) {
        change(
            side, on ? "switch_on" : "switch_off", name,
            [&](auto& editor) { return editor.set_user_verification(name, on); },
            [&](model::Settings& settings) {
                return edit_channel(settings, name,
                                    [&](auto& channel) { channel.switched_on = on; });
            });
    }
    void set_enabled(Side& side, bool enabled) {
        change(
            side, enabled ? "enable" : "disable", "",
            [&](auto& editor) { return editor.set_enabled(enabled); },
            [&](model::Settings& settings) {
                settings.enabled = enabled;
                return Failure{};
            });
    }

private:
    template <class Operation, class Edit>
    void change(Side& side, std::string_view operation, const std::string& about, Operation operate,
                Edit edit) {
        const bool permitted = !random_.percent(2);
        const std::string permission =
            permitted ? "Customize Application" : "customize application";
        begin(side, std::string{operation} + ' ' + about);
        auto editor = side.setup->as({.name = "dana", .permissions = {permission}});
        const Failure failure = side.model.change(permitted, edit);
        compare(side, operation, answer(side, operate(editor)), model::answer(failure));
        compare_settings(side);
    }

    void compare_settings(Side& side) {
        const auto snapshot = side.setup->snapshot();
        const vouch::messaging::Settings& library = snapshot->settings();
        const model::Settings& expected = side.model.settings;
        const auto same = [](const auto& ones, const auto& others, auto equal) {
            return std::equal(ones.begin(), ones.end(), others.begin(), others.end(), equal);
        };
        bool equal = library.number == expected.number && library.enabled == expected.enabled &&
                     library.revocations.size() == expected.revocations.size();
        equal = equal && same(library.keys, expected.keys, [](const auto& a, const auto& b) {
                    return a.name == b.name && a.active == b.active && a.kid() == b.kid;
                });
        equal = equal && same(library.keysets, expected.keysets, [](const auto& a, const auto& b) {
                    return a.name == b.name && a.issuer == b.issuer && a.keys == b.keys;
                });
        equal =
            equal && same(library.channels, expected.channels, [&](const auto& a, const auto& b) {
                return a.name == b.name && a.kind == b.kind &&
                       a.user_verification == b.switched_on &&
                       a.unverified_expiration.minutes() == b.unverified_minutes &&
                       a.verified_expiration.minutes() == b.verified_minutes &&
                       same(a.configurations, b.configurations, [](const auto& c, const auto& d) {
                           return c.name == d.name && c.keyset == d.keyset && c.active == d.active;
                       });
            });
        require(equal, "the set-ups are the same");
        require(!expected.flaw(), "names are unique, and the rest that holds for a whole set-up");
    }

    template <class Records>
    static Failure remove(Records& records, const std::string& name) {
        const auto same = [&](const auto& record) { return record.name == name; };
        return std::erase_if(records, same) == 0 ? Failure{Errc::record_not_found} : Failure{};
    }

    /// What `edit` does to the record of this name.
    template <class Records, class Edit>
    static Failure edit_named(Records& records, const std::string& name, Edit edit) {
        auto* record = model::named(records, name);
        if (record == nullptr) return Errc::record_not_found;
        return edit(*record);
    }

    std::string record_name(const Names& names) {
        return random_.percent(3) ? random_.one_of(no_record_names) : random_.one_of(names);
    }

    void upload_key(Side& side, const std::string& name, const model::Key& key,
                    const std::string& file, Failure flaw) {
        change(
            side, "upload_key", name + ' ' + key.kid + ' ' + key.algorithm,
            [&](auto& editor) { return editor.upload_key(name, file); },
            [&](model::Settings& settings) -> Failure {
                if (std::count(no_record_names.begin(), no_record_names.end(), name) != 0) {
                    return Errc::record_name;
                }
                if (flaw) return flaw;
                settings.keys.push_back(key);
                return {};
            });
    }
    void upload_key(Side& side) {
        const std::string name = record_name(key_names);
        const model::Key key{name, random_.one_of(kids), random_.one_of(algorithms),
                             static_cast<int>(random_.below(SiteKeys::count))};
        std::string file = site_.jwk(key.material, key.kid, key.algorithm);
        Failure flaw;
        switch (random_.below(30)) {
            case 0:
                file = "a key", flaw = Errc::key_file_format;
                break;
            case 1:
                file = R"({"keys":[)" + file + "]}", flaw = Errc::key_several;
                break;
            case 2:
                file.back() = ',', file += R"("d":"AQAB"})", flaw = Errc::key_private_material;
                break;
            case 3:
                file = site_.jwk(key.material, key.kid, "PS256"), flaw = Errc::key_alg;
                break;
            default:
                break;
        }
        upload_key(side, name, key, file, flaw);
    }
    void set_key_active(Side& side, const std::string& name, bool active) {
        change(
            side, active ? "activate_key" : "deactivate_key", name,
            [&](auto& editor) {
                return active ? editor.activate_key(name) : editor.deactivate_key(name);
            },
            [&](model::Settings& settings) {
                return edit_named(settings.keys, name, [&](model::Key& key) {
                    key.active = active;
                    return Failure{};
                });
            });
    }
    void remove_key(Side& side, const std::string& name) {
        change(
            side, "remove_key", name, [&](auto& editor) { return editor.remove_key(name); },
            [&](model::Settings& settings) -> Failure {
                for (const model::Keyset& keyset : settings.keysets) {
                    for (const std::string& key : keyset.keys) {
                        if (key == name) return Errc::record_in_use;
                    }
                }
                return remove(settings.keys, name);
            });
    }

    Names some_keys() {
        Names names;
        for (std::size_t i = random_.below(4); i > 0; --i)
            names.push_back(random_.one_of(key_names));
        return names;
    }
    void add_keyset(Side& side, const std::string& name, const std::string& issuer,
                    const Names& keys) {
        change(
            side, "add_keyset", name + ' ' + issuer + text_of(keys),
            [&](auto& editor) { return editor.add_keyset(name, issuer, keys); },
            [&](model::Settings& settings) -> Failure {
                if (std::count(no_record_names.begin(), no_record_names.end(), name) != 0) {
                    return Errc::record_name;
                }
                if (issuer.empty()) return Errc::keyset_issuer;
                settings.keysets.push_back({name, issuer, keys});
                return {};
            });
    }
    void set_keyset_keys(Side& side, const std::string& name, const Names& keys) {
        change(
            side, "set_keyset_keys", name + text_of(keys),
            [&](auto& editor) { return editor.set_keyset_keys(name, keys); },
            [&](model::Settings& settings) {
                return edit_named(settings.keysets, name, [&](model::Keyset& keyset) {
                    keyset.keys = keys;
                    return Failure{};
                });
            });
    }
    void set_keyset_issuer(Side& side, const std::string& name, const std::string& issuer) {
        change(
            side, "set_keyset_issuer", name + ' ' + issuer,
            [&](auto& editor) { return editor.set_keyset_issuer(name, issuer); },
            [&](model::Settings& settings) {
                return edit_named(settings.keysets, name, [&](model::Keyset& keyset) {
                    keyset.issuer = issuer;
                    return issuer.empty() ? Failure{Errc::keyset_issuer} : Failure{};
                });
            });
    }
    void remove_keyset(Side& side, const std::string& name) {
        change(
            side, "remove_keyset", name, [&](auto& editor) { return editor.remove_keyset(name); },
            [&](model::Settings& settings) -> Failure {
                for (const model::Channel& channel : settings.channels) {
                    for (const model::Configuration& configuration : channel.configurations) {
                        if (configuration.keyset == name) return Errc::record_in_use;
                    }
                }
                return remove(settings.keysets, name);
            });
    }

    void add_channel(Side& side, const std::string& name, ChannelKind kind) {
        change(
            side, "add_channel", name + ' ' + std::string{to_string(kind)},
            [&](auto& editor) { return editor.add_channel(name, kind); },
            [&](model::Settings& settings) -> Failure {
                if (std::count(no_record_names.begin(), no_record_names.end(), name) != 0) {
                    return Errc::record_name;
                }
                settings.channels.push_back({name, kind});
                return {};
            });
    }
    void remove_channel(Side& side, const std::string& name) {
        change(
            side, "remove_channel", name, [&](auto& editor) { return editor.remove_channel(name); },
            [&](model::Settings& settings) { return remove(settings.channels, name); });
    }
    template <class Edit>
    static Failure edit_channel(model::Settings& settings, const std::string& name, Edit edit) {
        return edit_named(settings.channels, name, [&](model::Channel& channel) {
            edit(channel);
            return Failure{};
        });
    }
    void set_expiration(Side& side, const std::string& name, bool verified, std::int64_t minutes) {
        const auto time = vouch::messaging::ExpirationTime::from_minutes(minutes);
        require(time.has_value() == (minutes >= 1 && minutes <= 4320), "1 to 4320 minutes");
        if (!time) return;
        change(
            side, verified ? "set_verified_expiration" : "set_unverified_expiration",
            name + ' ' + std::to_string(minutes),
            [&](auto& editor) {
                return verified ? editor.set_verified_expiration(name, *time)
                                : editor.set_unverified_expiration(name, *time);
            },
            [&](model::Settings& settings) {
                return edit_channel(settings, name, [&](auto& channel) {
                    (verified ? channel.verified_minutes : channel.unverified_minutes) = minutes;
                });
            });
    }

    void add_configuration(Side& side, const std::string& channel, const std::string& name,
                           const std::string& keyset) {
        change(
            side, "add_configuration", channel + ' ' + name + ' ' + keyset,
            [&](auto& editor) { return editor.add_configuration(channel, name, keyset); },
            [&](model::Settings& settings) {
                return edit_named(settings.channels, channel, [&](auto& record) -> Failure {
                    if (name == "1st" || name == "a-b") return Errc::configuration_name;
                    record.configurations.push_back({name, keyset});
                    return {};
                });
            });
    }
    template <class Operation, class Edit>
    void change_configuration(Side& side, std::string_view operation, const std::string& channel,
                              const std::string& name, Operation operate, Edit edit) {
        change(side, operation, channel + ' ' + name, operate, [&](model::Settings& settings) {
            return edit_named(settings.channels, channel, [&](model::Channel& record) {
                return edit_named(record.configurations, name, [&](auto& configuration) {
                    edit(configuration);
                    return Failure{};
                });
            });
        });
    }
    void set_configuration_keyset(Side& side, const std::string& channel, const std::string& name,
                                  const std::string& keyset) {
        change_configuration(
            side, "set_configuration_keyset", channel, name,
            [&](auto& editor) { return editor.set_configuration_keyset(channel, name, keyset); },
            [&](auto& configuration) { configuration.keyset = keyset; });
    }
    void set_configuration_active(Side& side, const std::string& channel, const std::string& name,
                                  bool active) {
        change_configuration(
            side, active ? "activate_configuration" : "deactivate_configuration", channel, name,
            [&](auto& editor) {
                return active ? editor.activate_configuration(channel, name)
                              : editor.deactivate_configuration(channel, name);
            },
            [&](auto& configuration) { configuration.active = active; });
    }
    void remove_configuration(Side& side, const std::string& channel, const std::string& name) {
        change(
            side, "remove_configuration", channel + ' ' + name,
            [&](auto& editor) { return editor.remove_configuration(channel, name); },
            [&](model::Settings& settings) {
                return edit_named(settings.channels, channel, [&](model::Channel& record) {
                    return remove(record.configurations, name);
                });
            });
    }

    model::Revocation any_revocation() {
        using Of = model::Revocation::Of;
        const std::string& issuer = random_.one_of(issuers);
        switch (random_.below(3)) {
            case 0:
                return {Of::issuer, issuer, {}};
            case 1:
                return {Of::key, issuer, random_.one_of(kids)};
            default:
                return {Of::subject, issuer, random_.one_of(subjects)};
        }
    }
    static RevocationScope scope_of(const model::Revocation& revocation) {
        using Of = model::Revocation::Of;
        switch (revocation.of) {
            case Of::issuer:
                return RevocationScope::of_issuer(revocation.issuer);
            case Of::key:
                return RevocationScope::of_key(revocation.issuer, revocation.name);
            default:
                return RevocationScope::of_subject(revocation.issuer, revocation.name);
        }
    }
    static std::size_t remove_revocation(model::Settings& settings,
                                         const model::Revocation& revocation) {
        return std::erase_if(settings.revocations, [&](const model::Revocation& other) {
            return other.of == revocation.of && other.issuer == revocation.issuer &&
                   other.name == revocation.name;
        });
    }
    void revoke_tokens(Side& side, model::Revocation revocation) {
        revocation.moment = side.model.wall + random_.between(-900, 60);
        change(
            side, "revoke_tokens", revocation.issuer + ' ' + revocation.name,
            [&](auto& editor) {
                return editor.revoke(scope_of(revocation), {revocation.moment, 0});
            },
            [&](model::Settings& settings) {
                remove_revocation(settings, revocation);
                settings.revocations.push_back(revocation);
                return Failure{};
            });
    }
    void undo_revocation(Side& side, const model::Revocation& revocation) {
        change(
            side, "undo_revocation", revocation.issuer + ' ' + revocation.name,
            [&](auto& editor) { return editor.undo_revocation(scope_of(revocation)); },
            [&](model::Settings& settings) {
                return remove_revocation(settings, revocation) == 0
                           ? Failure{Errc::record_not_found}
                           : Failure{};
            });
    }
};

}  // namespace vouch_tests::messaging

#endif
