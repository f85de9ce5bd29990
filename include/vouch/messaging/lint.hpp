// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_LINT_HPP
#define VOUCH_MESSAGING_LINT_HPP

#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/snapshot.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

/// What may be meant otherwise in a set-up that is allowed, the gravest first.
enum class LintCode : std::uint8_t {
    /// User verification is on, but no configuration of the channel is active: nobody comes in.
    no_active_configuration,
    /// A keyset of type Keys has no active key: its tokens are all refused.
    no_active_key,
    /// No key from the endpoint of a keyset can be used now: its tokens are all refused. Found
    /// where
    /// a snapshot is looked at.
    no_endpoint_key,
    /// The certificate of an active key of a keyset has ended.
    certificate_ended,
    /// The certificate of an active key of a keyset ends within the days that were asked about.
    certificate_ends_soon,
    /// Uploaded keys have the same `kid`: no keyset can have two of them.
    duplicate_kid,
    /// Active configurations of different names have the same issuer: a customer is somebody else
    /// on each.
    issuer_under_several_names,
    /// Several channels verify users, but an active configuration has a name that no other channel
    /// knows: often a typing error, and its customers cannot go on elsewhere.
    configuration_name_once,
    /// No keyset has the key.
    unused_key,
    /// No configuration has the keyset.
    unused_keyset,
};

/// The stable name of a code: its enumerator's, such as `"no_active_key"`. For logs and for
/// machines.
constexpr std::string_view to_string(LintCode code) noexcept {
    switch (code) {
        case LintCode::no_active_configuration:
            return "no_active_configuration";
        case LintCode::no_active_key:
            return "no_active_key";
        case LintCode::no_endpoint_key:
            return "no_endpoint_key";
        case LintCode::certificate_ended:
            return "certificate_ended";
        case LintCode::certificate_ends_soon:
            return "certificate_ends_soon";
        case LintCode::duplicate_kid:
            return "duplicate_kid";
        case LintCode::issuer_under_several_names:
            return "issuer_under_several_names";
        case LintCode::configuration_name_once:
            return "configuration_name_once";
        case LintCode::unused_key:
            return "unused_key";
        case LintCode::unused_keyset:
            return "unused_keyset";
    }
    return "unknown";
}

/// Names a record of a set-up.
struct RecordName {
    std::string_view sort;  ///< `"key"`, `"keyset"`, `"channel"` or `"configuration"`
    std::string name;
    std::string channel = {};  ///< of a configuration

    friend bool operator==(const RecordName&, const RecordName&) = default;
};

/// Something that may be meant otherwise.
struct Finding {
    LintCode code;
    std::vector<RecordName> records;  ///< those that it is about, in the order of the set-up

    /// A sentence for people, with the names of the records. They are shown as they are: text, not
    /// HTML.
    std::string message() const {
        std::string text;
        for (const RecordName& record : records) {
            text += text.empty() ? "" : ", ";
            text.append(record.sort).append(" \"").append(record.name).append("\"");
            if (!record.channel.empty()) {
                text.append(" of channel \"").append(record.channel).append("\"");
            }
        }
        return text.append(": ").append(sentence());
    }

    friend bool operator==(const Finding&, const Finding&) = default;

private:
    constexpr std::string_view sentence() const noexcept {
        switch (code) {
            case LintCode::no_active_configuration:
                return "user verification is on, but no configuration is active, so nobody comes "
                       "in; activate one";
            case LintCode::no_active_key:
                return "no key is active, so all tokens are refused; choose or activate one";
            case LintCode::no_endpoint_key:
                return "its endpoint has given no key that can be used now, so all tokens are "
                       "refused; look at its events for the reason";
            case LintCode::certificate_ended:
                return "its certificate has ended; upload a new key";
            case LintCode::certificate_ends_soon:
                return "its certificate ends soon; upload a new key beside it";
            case LintCode::duplicate_kid:
                return "they have the same kid, so no keyset can have two of them";
            case LintCode::issuer_under_several_names:
                return "they have the same issuer under different names, so a customer is somebody "
                       "else on each; give them one name";
            case LintCode::configuration_name_once:
                return "no other channel has this name, so conversations do not continue there; "
                       "look for a typing error";
            case LintCode::unused_key:
                return "no keyset has it; add it to one or remove it";
            case LintCode::unused_keyset:
                return "no configuration has it; choose it in one or remove it";
        }
        return "unknown";
    }
};

namespace detail {

inline RecordName name_of(const Key& key) { return {"key", key.name}; }
inline RecordName name_of(const Keyset& keyset) { return {"keyset", keyset.name}; }

/// Calls `look(channel, configuration)` for each active one of the channels that verify users.
template <class Look>
void for_each_in_use(const Settings& settings, Look look) {
    for (const ChannelSettings& channel : settings.channels) {
        for (const UserVerification& configuration : channel.configurations) {
            if (channel.user_verification && configuration.active) look(channel, configuration);
        }
    }
}

inline std::set<std::string_view> names_of_used_keys(const Settings& settings) {
    std::set<std::string_view> names;
    for (const Keyset& keyset : settings.keysets) {
        if (keyset.type == KeysetType::keys) names.insert(keyset.keys.begin(), keyset.keys.end());
    }
    return names;
}

inline void lint_switches(const Settings& settings, std::vector<Finding>& findings) {
    for (const ChannelSettings& channel : settings.channels) {
        const auto& all = channel.configurations;
        const bool has_active =
            std::any_of(all.begin(), all.end(), [](const auto& one) { return one.active; });
        if (channel.user_verification && !has_active) {
            findings.push_back({LintCode::no_active_configuration, {{"channel", channel.name}}});
        }
    }
}

inline void lint_keysets(const Settings& settings, std::vector<Finding>& findings) {
    for (const Keyset& keyset : settings.keysets) {
        const auto is_active = [&](const std::string& name) {
            const Key* key = find_record(settings.keys, name);
            return key != nullptr && key->active;
        };
        if (keyset.type == KeysetType::keys &&
            std::none_of(keyset.keys.begin(), keyset.keys.end(), is_active)) {
            findings.push_back({LintCode::no_active_key, {name_of(keyset)}});
        }
    }
}

inline void lint_certificates(const Settings& settings, NumericDate now, std::int64_t days,
                              std::vector<Finding>& findings) {
    constexpr std::int64_t century = 36'525;
    constexpr std::int64_t day = std::int64_t{24} * 60 * 60;
    const NumericDate soon = now.plus_seconds(std::clamp(days, std::int64_t{0}, century) * day);
    const std::set<std::string_view> used = names_of_used_keys(settings);
    const auto report = [&](LintCode code, NumericDate from, NumericDate until) {
        for (const Key& key : settings.keys) {
            const auto ends = key.certificate_ends;
            if (key.active && used.contains(key.name) && ends && *ends >= from && *ends < until) {
                findings.push_back({code, {name_of(key)}});
            }
        }
    };
    report(LintCode::certificate_ended, {INT64_MIN}, now);
    report(LintCode::certificate_ends_soon, now, soon);
}

inline void lint_kids(const Settings& settings, std::vector<Finding>& findings) {
    std::map<std::string_view, std::vector<RecordName>> keys;
    for (const Key& key : settings.keys) keys[key.kid()].push_back(name_of(key));
    for (const Key& key : settings.keys) {
        std::vector<RecordName>& same = keys[key.kid()];
        if (same.size() > 1) findings.push_back({LintCode::duplicate_kid, std::move(same)});
        same.clear();  // reported with the first of them
    }
}

inline void lint_issuers(const Settings& settings, std::vector<Finding>& findings) {
    struct Use {
        std::set<std::string_view> names;
        std::vector<RecordName> records;
    };
    std::map<std::string_view, Use> uses;
    for_each_in_use(settings, [&](const auto& channel, const auto& configuration) {
        const Keyset* keyset = find_record(settings.keysets, configuration.keyset);
        if (keyset == nullptr) return;
        Use& use = uses[keyset->issuer];
        use.names.insert(configuration.name);
        use.records.push_back({"configuration", configuration.name, channel.name});
    });
    for (auto& [issuer, use] : uses) {
        if (use.names.size() > 1) {
            findings.push_back({LintCode::issuer_under_several_names, std::move(use.records)});
        }
    }
}

inline void lint_names(const Settings& settings, std::vector<Finding>& findings) {
    std::map<std::string_view, std::size_t> channels_with;
    for (const ChannelSettings& channel : settings.channels) {
        for (const auto& configuration : channel.configurations) {
            ++channels_with[configuration.name];
        }
    }
    std::set<std::string_view> verifying;
    for_each_in_use(settings,
                    [&](const auto& channel, const auto&) { verifying.insert(channel.name); });
    if (verifying.size() < 2) return;
    for_each_in_use(settings, [&](const auto& channel, const auto& configuration) {
        if (channels_with[configuration.name] == 1) {
            findings.push_back({LintCode::configuration_name_once,
                                {{"configuration", configuration.name, channel.name}}});
        }
    });
}

inline void lint_unused(const Settings& settings, std::vector<Finding>& findings) {
    const std::set<std::string_view> keys = names_of_used_keys(settings);
    for (const Key& key : settings.keys) {
        if (!keys.contains(key.name)) findings.push_back({LintCode::unused_key, {name_of(key)}});
    }
    std::set<std::string_view> keysets;
    for (const ChannelSettings& channel : settings.channels) {
        for (const auto& configuration : channel.configurations) {
            keysets.insert(configuration.keyset);
        }
    }
    for (const Keyset& keyset : settings.keysets) {
        if (!keysets.contains(keyset.name)) {
            findings.push_back({LintCode::unused_keyset, {name_of(keyset)}});
        }
    }
}

}  // namespace detail

/// Looks for what may be meant otherwise: in the order of LintCode, and of one code in the order of
/// the set-up (of `issuer_under_several_names`, of the issuers). The same set-up has the same
/// findings. It need not be one that check_settings allows.
///
/// A certificate ends soon where it is not valid for `certificate_days` more, a century at most.
inline std::vector<Finding> lint(const Settings& settings, NumericDate now,
                                 std::int64_t certificate_days = 30) {
    std::vector<Finding> findings;
    detail::lint_switches(settings, findings);
    detail::lint_keysets(settings, findings);
    detail::lint_certificates(settings, now, certificate_days, findings);
    detail::lint_kids(settings, findings);
    detail::lint_issuers(settings, findings);
    detail::lint_names(settings, findings);
    detail::lint_unused(settings, findings);
    return findings;
}

/// The same of a set-up as it is used, and which of its endpoints have given no keys. Just after a
/// keyset was saved none has.
template <class Composition>
std::vector<Finding> lint(const Snapshot<Composition>& snapshot, NumericDate now,
                          std::int64_t certificate_days = 30) {
    const Settings& settings = snapshot.settings();
    std::vector<Finding> findings = lint(settings, now, certificate_days);
    if (!settings.enabled) return findings;  // no endpoint is open
    const auto is_later = [](LintCode code, const Finding& finding) { return code < finding.code; };
    for (const Keyset& keyset : settings.keysets) {
        if (keyset.type != KeysetType::endpoint_url) continue;
        const auto keys = snapshot.find_keys(keyset.name)->keys();
        if (!keys->entries().empty()) continue;
        constexpr LintCode code = LintCode::no_endpoint_key;
        findings.insert(std::upper_bound(findings.begin(), findings.end(), code, is_later),
                        {code, {detail::name_of(keyset)}});
    }
    return findings;
}

}  // namespace vouch::inline v1::messaging

#endif
