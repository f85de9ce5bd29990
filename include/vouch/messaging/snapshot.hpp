// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SNAPSHOT_HPP
#define VOUCH_MESSAGING_SNAPSHOT_HPP

#include <vouch/keys/key_set.hpp>
#include <vouch/messaging/composition.hpp>
#include <vouch/messaging/key.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/result.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

/// A set-up as it is used: numbered, with its keys prepared and a verifier for each active
/// configuration. Immutable, so any number of threads may read it.
template <class Composition>
class Snapshot {
public:
    using Keys = typename Composition::keys;
    using Verifier = typename Composition::verifier;

    /// An active configuration of a channel.
    struct Configuration {
        std::string name;
        const Keyset* keyset;
        Keys keys;
        Verifier verifier;
    };

    /// A channel, with those of its configurations that are active.
    struct Channel {
        const ChannelSettings* settings;
        std::vector<Configuration> configurations;

        /// The one whose tokens have this issuer, or null.
        const Configuration* of_issuer(std::string_view issuer) const noexcept {
            for (const Configuration& configuration : configurations) {
                if (configuration.keyset->issuer == issuer) return &configuration;
            }
            return nullptr;
        }
        /// The one of this name, or null.
        const Configuration* find(std::string_view name) const noexcept {
            return find_record(configurations, name);
        }
    };

    /// Prepares `settings`; keysets that are as they were in `previous` are taken from there. Of a
    /// tenant that is disabled, no endpoint stays open.
    ///
    /// \return what the endpoints say of the URL of a keyset.
    static Result<std::shared_ptr<const Snapshot>> make(
        Settings settings, const Snapshot* previous, const typename Composition::crypto& crypto,
        const typename Composition::json& json, const typename Composition::endpoints& endpoints,
        const typename Composition::given& given) {
        const std::shared_ptr<Snapshot> made{new Snapshot{std::move(settings)}};
        for (const Keyset& keyset : made->settings_.keysets) {
            Result<Prepared> prepared = made->prepare(keyset, previous, crypto, json, endpoints);
            if (!prepared) return prepared.error();
            made->keysets_.emplace(keyset.name, *std::move(prepared));
        }
        for (const ChannelSettings& channel : made->settings_.channels) {
            made->enter(channel, given);
        }
        return std::shared_ptr<const Snapshot>{made};
    }

    const Settings& settings() const noexcept { return settings_; }
    std::uint64_t number() const noexcept { return settings_.number; }

    /// The channel of this name, or null.
    const Channel* find_channel(std::string_view name) const noexcept {
        const auto found = channels_.find(name);
        return found == channels_.end() ? nullptr : &found->second;
    }

    /// The keys of the keyset of this name, or null.
    const Keys* find_keys(std::string_view keyset) const noexcept {
        const auto found = keysets_.find(keyset);
        return found == keysets_.end() ? nullptr : &found->second.keys;
    }

private:
    /// The keys of a keyset, and what they were made from.
    struct Prepared {
        std::string origin;
        Keys keys;
    };

    explicit Snapshot(Settings settings) : settings_{std::move(settings)} {}

    Result<Prepared> prepare(const Keyset& keyset, const Snapshot* previous,
                             const typename Composition::crypto& crypto,
                             const typename Composition::json& json,
                             const typename Composition::endpoints& endpoints) const {
        std::string origin = origin_of(keyset);
        if (previous != nullptr) {
            const auto before = previous->keysets_.find(keyset.name);
            if (before != previous->keysets_.end() && before->second.origin == origin) {
                return before->second;
            }
        }
        using Set = KeySet<typename Composition::crypto>;
        const auto uploaded = [&] {
            return Prepared{std::move(origin),
                            Keys{std::make_shared<const Set>(crypto, active_keys(keyset))}};
        };
        if (keyset.type == KeysetType::keys) return uploaded();
        const bool was_checked = previous != nullptr && previous->has_endpoint(keyset);
        if (!settings_.enabled && was_checked) return uploaded();  // which are none
        using Endpoint = typename Keys::Endpoint;
        auto source = endpoints.open(keyset.endpoint_url);
        if (!source) return source.error();
        if (!settings_.enabled) return uploaded();
        if constexpr (std::is_same_v<Endpoint, typename Composition::endpoints::Source>) {
            return Prepared{std::move(origin),
                            Keys{std::make_shared<const Endpoint>(*std::move(source))}};
        } else {
            return Prepared{std::move(origin), Keys{std::make_shared<const Endpoint>(
                                                   *std::move(source), crypto, json)}};
        }
    }

    std::vector<Jwk> active_keys(const Keyset& keyset) const {
        std::vector<Jwk> active;
        for (const std::string& name : keyset.keys) {
            const Key* key = find_record(settings_.keys, name);
            if (key->active) active.push_back(key->jwk);
        }
        return active;
    }

    /// Whether it has a keyset of this name and this endpoint.
    bool has_endpoint(const Keyset& keyset) const noexcept {
        const Keyset* known = find_record(settings_.keysets, keyset.name);
        return known != nullptr && known->type == keyset.type &&
               known->endpoint_url == keyset.endpoint_url;
    }

    /// All that the prepared keys of a keyset follow from. Its parts have no control characters.
    std::string origin_of(const Keyset& keyset) const {
        if (keyset.type == KeysetType::endpoint_url) {
            return (settings_.enabled ? "endpoint\n" : "closed\n") + keyset.endpoint_url;
        }
        std::string origin = "keys";
        for (const std::string& name : keyset.keys) {
            const Key* key = find_record(settings_.keys, name);
            if (!key->active) continue;
            origin.append(1, '\n').append(std::to_string(fingerprint(key->jwk.public_key())));
            origin.append(1, '\n').append(key->jwk.algorithm().value_or(""));
            origin.append(1, '\n').append(key->kid());
        }
        return origin;
    }

    void enter(const ChannelSettings& channel, const typename Composition::given& given) {
        Channel entered{&channel, {}};
        for (const UserVerification& configuration : channel.configurations) {
            if (!configuration.active) continue;
            const Keyset* keyset = find_record(settings_.keysets, configuration.keyset);
            const Keys& keys = keysets_.find(keyset->name)->second.keys;
            entered.configurations.push_back(
                {configuration.name, keyset, keys,
                 Composition::verifier_of::make(RuntimeIssuer{keyset->issuer}, keys, given)});
        }
        channels_.emplace(channel.name, std::move(entered));
    }

    const Settings settings_;  // records are pointed to
    std::map<std::string, Prepared, std::less<>> keysets_;
    std::map<std::string, Channel, std::less<>> channels_;
};

}  // namespace vouch::inline v1::messaging

#endif
