// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MESSAGING_RECORDS_HPP
#define VOUCH_TESTS_SUPPORT_MESSAGING_RECORDS_HPP

#include <vouch/errc.hpp>
#include <vouch/messaging/channel_kind.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/messaging/settings.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a model of messaging knows: the records of a set-up, tokens, users and sessions. Of the
// library it has only the words: errors, states and kinds.

namespace vouch_tests::messaging_model {

using vouch::Errc;
using vouch::messaging::ChallengeReason;
using vouch::messaging::ChannelKind;
using vouch::messaging::OnDeactivation;
using vouch::messaging::SessionState;
using vouch::messaging::TenantPolicy;

/// Nothing, or why not.
using Failure = std::optional<Errc>;

// --- The records of a set-up -----------------------------------------------------------------

struct Key {
    std::string name;
    std::string kid;
    std::string algorithm;  ///< empty where it is for both
    int material = 0;       ///< which of all keys there are
    bool active = true;
};
struct Keyset {
    std::string name;
    std::string issuer;
    std::vector<std::string> keys;
};
struct Configuration {
    std::string name;
    std::string keyset;
    bool active = false;
};
struct Channel {
    std::string name;
    ChannelKind kind;
    bool switched_on = false;
    std::int64_t unverified_minutes = 360;
    std::int64_t verified_minutes = 60;
    std::vector<Configuration> configurations = {};
};
struct Revocation {
    enum class Of { issuer, key, subject };
    Of of;
    std::string issuer;
    std::string name;
    std::int64_t moment = 0;
};

template <class Records>
auto* named(Records& records, std::string_view name) {
    for (auto& record : records) {
        if (record.name == name) return &record;
    }
    return static_cast<decltype(records.data())>(nullptr);
}

template <class Records>
bool unique_names(const Records& records) {
    for (const auto& one : records) {
        for (const auto& other : records) {
            if (&one != &other && one.name == other.name) return false;
        }
    }
    return true;
}

inline bool for_verified_users(ChannelKind kind) {
    return kind == ChannelKind::enhanced_in_app_chat || kind == ChannelKind::enhanced_web_chat;
}

struct Settings {
    TenantPolicy policy;
    std::uint64_t number = 0;
    bool enabled = true;
    std::vector<Key> keys = {};
    std::vector<Keyset> keysets = {};
    std::vector<Channel> channels = {};
    std::vector<Revocation> revocations = {};

    /// What is wrong with the whole.
    Failure flaw() const {
        if (!unique_names(keys) || !unique_names(keysets) || !unique_names(channels)) {
            return Errc::record_exists;
        }
        for (const Keyset& keyset : keysets) {
            std::vector<std::string> kids;
            for (const std::string& name : keyset.keys) {
                const Key* key = named(keys, name);
                if (key == nullptr) return Errc::record_not_found;
                if (std::count(kids.begin(), kids.end(), key->kid) != 0) {
                    return Errc::keyset_kid_taken;
                }
                kids.push_back(key->kid);
            }
        }
        for (const Channel& channel : channels) {
            if (auto failure = flaw_of(channel)) return failure;
        }
        if (policy.continuity == vouch::messaging::Continuity::by_name_and_issuer) return {};
        for (const Channel& channel : channels) {
            for (const Configuration& mine : channel.configurations) {
                for (const Channel& other : channels) {
                    for (const Configuration& theirs : other.configurations) {
                        if (mine.name == theirs.name && issuer_of(mine) != issuer_of(theirs)) {
                            return Errc::configuration_issuer_conflict;
                        }
                    }
                }
            }
        }
        return {};
    }

    std::string issuer_of(const Configuration& configuration) const {
        return named(keysets, configuration.keyset)->issuer;
    }

private:
    Failure flaw_of(const Channel& channel) const {
        if (!for_verified_users(channel.kind) &&
            (channel.switched_on || !channel.configurations.empty())) {
            return Errc::channel_kind;
        }
        std::vector<std::string> issuers;
        for (const Configuration& configuration : channel.configurations) {
            if (named(keysets, configuration.keyset) == nullptr) return Errc::record_not_found;
            if (!configuration.active) continue;
            const std::string issuer = issuer_of(configuration);
            if (std::count(issuers.begin(), issuers.end(), issuer) != 0) {
                return Errc::configuration_issuer_ambiguous;
            }
            issuers.push_back(issuer);
        }
        if (!unique_names(channel.configurations)) return Errc::record_exists;
        return {};
    }
};

// --- Tokens, users, sessions -----------------------------------------------------------------

/// What a token says, and how it is signed.
struct Token {
    Failure flaw = {};  ///< of its form, its header or of its payload as JSON
    std::string algorithm = "RS256";
    std::string kid = {};
    std::string issuer = {};
    std::optional<std::string> subject = {};
    std::optional<std::int64_t> expires = {};
    std::optional<std::int64_t> not_before = {};
    std::optional<std::int64_t> issued = {};
    std::optional<std::string> id = {};
    int material = 0;  ///< of the key that signed it
    bool signature_holds = true;
    std::string text = {};
};

struct Proof {
    std::string issuer;
    std::string subject;
    std::string kid;
    int material = 0;
    std::optional<std::int64_t> issued;
    std::int64_t expires = 0;
};

struct UserKey {
    bool verified;
    std::string scope;    ///< the configuration, or the channel
    std::string subject;  ///< of one that is not verified: any text that no other has
    std::string issuer;   ///< where Continuity says so

    friend bool operator==(const UserKey&, const UserKey&) = default;
};

struct Challenge {
    std::int64_t deadline = 0;
    int attempts = 0;
};

struct User {
    UserKey key;
    std::uint64_t generation = 0;
    std::optional<Challenge> challenge = {};
    std::optional<Proof> newest = {};  ///< of the token that came last
    std::int64_t newest_at = 0;
};

struct Session {
    User* user;
    std::string channel;
    std::string client;
    SessionState state;
    std::int64_t expires = 0;
    std::int64_t deadline = 0;
    std::uint64_t generation = 0;
    std::optional<Proof> proof = {};

    bool is_live() const {
        return state == SessionState::unverified || state == SessionState::verified;
    }
    bool is_over() const { return !is_live() && state != SessionState::renewal_pending; }
};

/// What an operation came to: the name of an error or of a state, or `done`.
struct Answer {
    std::string_view verdict;
    std::int64_t expires = 0;  ///< or how many there were
    std::uint64_t generation = 0;

    friend bool operator==(const Answer&, const Answer&) = default;
};

inline Answer answer(Failure failure) {
    return {failure ? vouch::to_string(*failure) : std::string_view{"done"}};
}

}  // namespace vouch_tests::messaging_model

#endif
