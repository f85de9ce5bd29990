// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_GUARDS_HPP
#define VOUCH_MESSAGING_GUARDS_HPP

#include <vouch/config.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/messaging/name.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/result.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>

// What holds for a set-up as a whole. It is asked after each change, whichever record was changed.

namespace vouch::inline v1::messaging {

namespace detail {

/// Names are unique, and their number has a bound.
template <class Records>
Result<void> check_names(const Records& records, std::size_t most, std::string_view sort) {
    if (records.size() > most) return Error{Errc::too_many_records, sort};
    std::set<std::string_view> names;
    for (const auto& record : records) {
        if (!names.insert(record.name).second) return Error{Errc::record_exists, sort};
    }
    return {};
}

/// The keys of a keyset exist, and each has a `kid` of its own: else the deactivation of one could
/// let in tokens that two had made ambiguous.
inline Result<void> check_keyset(const Keyset& keyset, const Settings& settings) {
    if (keyset.keys.size() > vouch::limits::keyset_keys) return Errc::keyset_too_many_keys;
    std::set<std::string_view> kids;
    for (const std::string& name : keyset.keys) {
        const Key* key = find_record(settings.keys, name);
        if (key == nullptr) return Error{Errc::record_not_found, "key"};
        if (!kids.insert(key->kid()).second) return Errc::keyset_kid_taken;
    }
    return {};
}

/// A configuration has a keyset, and no two active ones of a channel have one issuer.
inline Result<void> check_channel(const ChannelSettings& channel, const Settings& settings) {
    const bool verifies = channel.user_verification || !channel.configurations.empty();
    if (verifies && !can_verify_users(channel.kind)) {
        return Error{Errc::channel_kind, to_string(channel.kind)};
    }
    std::set<std::string_view> issuers;
    for (const UserVerification& configuration : channel.configurations) {
        const Keyset* keyset = find_record(settings.keysets, configuration.keyset);
        if (keyset == nullptr) return Error{Errc::record_not_found, "keyset"};
        if (configuration.active && !issuers.insert(keyset->issuer).second) {
            return Errc::configuration_issuer_ambiguous;
        }
    }
    return check_names(channel.configurations, limits::configurations, "configuration");
}

/// A configuration name means one issuer on all channels, as it names end users.
inline Result<void> check_continuity(const Settings& settings) {
    if (settings.policy.continuity == Continuity::by_name_and_issuer) return {};
    std::map<std::string_view, std::string_view> issuers;
    for (const ChannelSettings& channel : settings.channels) {
        for (const UserVerification& configuration : channel.configurations) {
            const std::string& issuer = find_record(settings.keysets, configuration.keyset)->issuer;
            if (issuers.try_emplace(configuration.name, issuer).first->second != issuer) {
                return Errc::configuration_issuer_conflict;
            }
        }
    }
    return {};
}

}  // namespace detail

/// Whether a set-up may be as it is.
///
/// \return `too_many_records` or `record_exists`, with the sort of record; `keyset_too_many_keys`,
/// `record_not_found`, `keyset_kid_taken`; `channel_kind` with the kind;
/// `configuration_issuer_ambiguous` or `configuration_issuer_conflict`.
inline Result<void> check_settings(const Settings& settings) {
    Result<void> checked = detail::check_names(settings.keys, limits::keys, "key");
    if (checked) checked = detail::check_names(settings.keysets, limits::keysets, "keyset");
    if (checked) checked = detail::check_names(settings.channels, limits::channels, "channel");
    for (const Keyset& keyset : settings.keysets) {
        if (checked) checked = detail::check_keyset(keyset, settings);
    }
    for (const ChannelSettings& channel : settings.channels) {
        if (checked) checked = detail::check_channel(channel, settings);
    }
    if (checked) checked = detail::check_continuity(settings);
    if (checked && settings.revocations.size() > limits::revocations) {
        checked = Error{Errc::too_many_records, "revocation"};
    }
    return checked;
}

}  // namespace vouch::inline v1::messaging

#endif
