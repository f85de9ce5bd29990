// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SETUP_EDITOR_HPP
#define VOUCH_MESSAGING_SETUP_EDITOR_HPP

#include <vouch/messaging/channel.hpp>
#include <vouch/messaging/key_file.hpp>
#include <vouch/messaging/keyset.hpp>
#include <vouch/messaging/name.hpp>
#include <vouch/messaging/revocations.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/messaging/setup.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

/// What somebody does with a Setup. Each operation is a change of its own, with the next number;
/// one that is refused changes nothing.
///
/// \return of each operation: `permission_denied`, before all else; `record_not_found` with the
/// sort of record that is missing; what check_settings says of the set-up that would come of it;
/// and what stands with it.
template <class... Policies>
class SetupEditor {
public:
    // --- Keys -------------------------------------------------------------------------------

    /// Uploads a key, active from the start. `kid` names a key that comes without a JWK around it.
    ///
    /// \return `record_name`, or what read_key_file says.
    Result<void> upload_key(std::string_view name, std::string_view file,
                            std::optional<std::string_view> kid = {}) {
        return change([&](Settings& settings) -> Result<void> {
            if (auto checked = check_record_name(name); !checked) return checked;
            Result<KeyFile> read = read_key_file(file, kid, setup_.clock_.now(), setup_.json_);
            if (!read) return read.error();
            settings.keys.push_back(
                {std::string{name}, true, std::move(read->jwk), read->certificate_ends});
            return {};
        });
    }
    Result<void> activate_key(std::string_view name) { return set_key_active(name, true); }
    /// From now on no token of this key is accepted; its sessions end as OnDeactivation says.
    Result<void> deactivate_key(std::string_view name) { return set_key_active(name, false); }
    /// \return `record_in_use` where a keyset has the key.
    Result<void> remove_key(std::string_view name) {
        return change([&](Settings& settings) -> Result<void> {
            for (const Keyset& keyset : settings.keysets) {
                const auto& keys = keyset.keys;
                if (std::find(keys.begin(), keys.end(), name) != keys.end()) {
                    return Error{Errc::record_in_use, "keyset"};
                }
            }
            return remove(settings.keys, name, "key");
        });
    }

    // --- Keysets ----------------------------------------------------------------------------

    /// Adds a keyset of type Keys.
    ///
    /// \return `record_name`, `keyset_issuer`.
    Result<void> add_keyset(std::string_view name, std::string_view issuer,
                            std::vector<std::string> keys) {
        return add_keyset(
            {std::string{name}, std::string{issuer}, KeysetType::keys, std::move(keys)});
    }
    /// Adds a keyset of type Endpoint URL.
    ///
    /// \return `record_name`, `keyset_issuer`, or what the endpoints say of the URL.
    Result<void> add_endpoint_keyset(std::string_view name, std::string_view issuer,
                                     std::string_view url) {
        return add_keyset({std::string{name},
                           std::string{issuer},
                           KeysetType::endpoint_url,
                           {},
                           std::string{url}});
    }
    /// \return `keyset_type` where it is of type Endpoint URL.
    Result<void> set_keyset_keys(std::string_view name, std::vector<std::string> keys) {
        return with_keyset(name, [&](Keyset& keyset) -> Result<void> {
            if (keyset.type != KeysetType::keys) return Errc::keyset_type;
            keyset.keys = std::move(keys);
            return {};
        });
    }
    /// \return `keyset_type` where it is of type Keys, or what the endpoints say of the URL.
    Result<void> set_keyset_endpoint(std::string_view name, std::string_view url) {
        return with_keyset(name, [&](Keyset& keyset) -> Result<void> {
            if (keyset.type != KeysetType::endpoint_url) return Errc::keyset_type;
            keyset.endpoint_url = url;
            return {};
        });
    }
    /// \return `keyset_issuer`.
    Result<void> set_keyset_issuer(std::string_view name, std::string_view issuer) {
        return with_keyset(name, [&](Keyset& keyset) -> Result<void> {
            keyset.issuer = issuer;
            return check_keyset_issuer(issuer);
        });
    }
    /// \return `record_in_use` where a configuration has the keyset.
    Result<void> remove_keyset(std::string_view name) {
        return change([&](Settings& settings) -> Result<void> {
            for (const ChannelSettings& channel : settings.channels) {
                for (const UserVerification& configuration : channel.configurations) {
                    if (configuration.keyset == name) {
                        return Error{Errc::record_in_use, "configuration"};
                    }
                }
            }
            return remove(settings.keysets, name, "keyset");
        });
    }

    // --- Channels ---------------------------------------------------------------------------

    /// \return `record_name`.
    Result<void> add_channel(std::string_view name, ChannelKind kind) {
        return change([&](Settings& settings) -> Result<void> {
            settings.channels.push_back({std::string{name}, kind});
            return check_record_name(name);
        });
    }
    template <ChannelKind Kind>
    Result<void> add_channel(Channel<Kind> channel) {
        return add_channel(channel.name, Kind);
    }
    Result<void> remove_channel(std::string_view name) {
        return change(
            [&](Settings& settings) { return remove(settings.channels, name, "channel"); });
    }
    /// Turns the switch *Add User Verification*. Nothing else changes: both expiration times and
    /// all configurations are kept.
    ///
    /// \return `channel_kind`.
    Result<void> set_user_verification(std::string_view channel, bool on) {
        return with_channel(channel, [&](ChannelSettings& settings) -> Result<void> {
            settings.user_verification = on;
            return {};
        });
    }
    template <ChannelKind Kind>
    Result<void> set_user_verification(Channel<Kind> channel, bool on) {
        static_assert(detail::CheckCanVerifyUsers<Kind>::ok);
        return set_user_verification(channel.name, on);
    }
    /// Holds for what is issued from now on.
    Result<void> set_verified_expiration(std::string_view channel, ExpirationTime time) {
        return with_channel(channel, [&](ChannelSettings& settings) -> Result<void> {
            settings.verified_expiration = time;
            return {};
        });
    }
    /// Holds for what is issued from now on.
    Result<void> set_unverified_expiration(std::string_view channel, ExpirationTime time) {
        return with_channel(channel, [&](ChannelSettings& settings) -> Result<void> {
            settings.unverified_expiration = time;
            return {};
        });
    }

    // --- Configurations ---------------------------------------------------------------------

    /// Adds a configuration, which is not active until that is set.
    ///
    /// \return `configuration_name`, `channel_kind`.
    Result<void> add_configuration(std::string_view channel, std::string_view name,
                                   std::string_view keyset) {
        return with_channel(channel, [&](ChannelSettings& settings) -> Result<void> {
            settings.configurations.push_back({std::string{name}, std::string{keyset}});
            return check_configuration_name(name);
        });
    }
    template <ChannelKind Kind>
    Result<void> add_configuration(Channel<Kind> channel, std::string_view name,
                                   std::string_view keyset) {
        static_assert(detail::CheckCanVerifyUsers<Kind>::ok);
        return add_configuration(channel.name, name, keyset);
    }
    Result<void> set_configuration_keyset(std::string_view channel, std::string_view name,
                                          std::string_view keyset) {
        return with_configuration(
            channel, name, [&](UserVerification& configuration) { configuration.keyset = keyset; });
    }
    /// \return `configuration_issuer_ambiguous`.
    Result<void> activate_configuration(std::string_view channel, std::string_view name) {
        return with_configuration(
            channel, name, [](UserVerification& configuration) { configuration.active = true; });
    }
    Result<void> deactivate_configuration(std::string_view channel, std::string_view name) {
        return with_configuration(
            channel, name, [](UserVerification& configuration) { configuration.active = false; });
    }
    Result<void> remove_configuration(std::string_view channel, std::string_view name) {
        return with_channel(channel, [&](ChannelSettings& settings) {
            return remove(settings.configurations, name, "configuration");
        });
    }

    // --- The tenant -------------------------------------------------------------------------

    /// Voids the tokens of `scope` that were issued before `moment`, and ends their sessions.
    Result<void> revoke(RevocationScope scope, NumericDate moment) {
        return change([&](Settings& settings) -> Result<void> {
            settings.revocations.revoke(std::move(scope), moment);
            return {};
        });
    }
    /// Takes a revocation back; sessions that it has ended stay so.
    Result<void> undo_revocation(const RevocationScope& scope) {
        return change([&](Settings& settings) -> Result<void> {
            if (!settings.revocations.undo(scope)) {
                return Error{Errc::record_not_found, "revocation"};
            }
            return {};
        });
    }
    /// Of a tenant that is disabled nothing is verified, and its sessions end.
    Result<void> set_enabled(bool enabled) {
        return change([&](Settings& settings) -> Result<void> {
            settings.enabled = enabled;
            return {};
        });
    }

private:
    friend class Setup<Policies...>;
    SetupEditor(Setup<Policies...>& setup, bool permitted) noexcept
        : setup_{setup}, permitted_{permitted} {}

    template <class Change>
    Result<void> change(Change change) {
        if (!permitted_) return Errc::permission_denied;
        return setup_.change(std::move(change));
    }

    /// Changes the record of this name.
    template <class Records, class Change>
    static Result<void> with_record(Records& records, std::string_view name, std::string_view sort,
                                    Change change) {
        auto* record = find_record(records, name);
        if (record == nullptr) return Error{Errc::record_not_found, sort};
        return change(*record);
    }
    template <class Change>
    Result<void> with_keyset(std::string_view name, Change edit) {
        return change([&](Settings& settings) {
            return with_record(settings.keysets, name, "keyset", edit);
        });
    }
    template <class Change>
    Result<void> with_channel(std::string_view name, Change edit) {
        return change([&](Settings& settings) {
            return with_record(settings.channels, name, "channel", edit);
        });
    }
    template <class Change>
    Result<void> with_configuration(std::string_view channel, std::string_view name, Change edit) {
        return with_channel(channel, [&](ChannelSettings& settings) {
            return with_record(settings.configurations, name, "configuration",
                               [&](UserVerification& configuration) -> Result<void> {
                                   edit(configuration);
                                   return {};
                               });
        });
    }

    template <class Records>
    static Result<void> remove(Records& records, std::string_view name, std::string_view sort) {
        const auto removed =
            std::erase_if(records, [&](const auto& record) { return record.name == name; });
        if (removed == 0) return Error{Errc::record_not_found, sort};
        return {};
    }

    Result<void> set_key_active(std::string_view name, bool active) {
        return change([&](Settings& settings) {
            return with_record(settings.keys, name, "key", [&](Key& key) -> Result<void> {
                key.active = active;
                return {};
            });
        });
    }

    Result<void> add_keyset(Keyset keyset) {
        return change([&](Settings& settings) -> Result<void> {
            if (auto checked = check_record_name(keyset.name); !checked) return checked;
            if (auto checked = check_keyset_issuer(keyset.issuer); !checked) return checked;
            settings.keysets.push_back(std::move(keyset));
            return {};
        });
    }

    Setup<Policies...>& setup_;
    bool permitted_;
};

}  // namespace vouch::inline v1::messaging

#endif
