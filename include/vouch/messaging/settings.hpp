// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SETTINGS_HPP
#define VOUCH_MESSAGING_SETTINGS_HPP

#include <vouch/messaging/channel.hpp>
#include <vouch/messaging/key.hpp>
#include <vouch/messaging/keyset.hpp>
#include <vouch/messaging/revocations.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::inline v1::messaging {

/// What becomes of a live session when that by which it was let in is gone: its key was
/// deactivated, its configuration too, or the switch of its channel was turned.
enum class OnDeactivation : std::uint8_t {
    end_now,    ///< it ends at its next use
    run_out,    ///< it lasts until its time is over, and is then challenged
    challenge,  ///< its client is challenged at its next use; an unverified session ends
};

/// What names an end user.
enum class Continuity : std::uint8_t {
    by_name,             ///< tenant, configuration name and subject
    by_name_and_issuer,  ///< the issuer as well, so that a name may be shared by several issuers
};

/// What is decided for a tenant once.
struct TenantPolicy {
    OnDeactivation on_deactivation = OnDeactivation::end_now;
    Continuity continuity = Continuity::by_name;
    /// Whether an identity token opens or renews one session only; it then needs a `jti`. What it
    /// has shown still answers a challenge for all tabs and devices of its end user.
    bool single_use_tokens = false;
};

/// The whole set-up of a tenant at one moment.
struct Settings {
    std::string tenant;
    TenantPolicy policy = {};
    std::uint64_t number = 0;  ///< one more with each change
    bool enabled = true;       ///< of a tenant that is not, nothing is verified
    std::vector<Key> keys = {};
    std::vector<Keyset> keysets = {};
    std::vector<ChannelSettings> channels = {};
    Revocations revocations = {};
};

/// The record of this name, or null.
template <class Records>
constexpr auto find_record(Records& records, std::string_view name) noexcept {
    const auto found = std::find_if(records.begin(), records.end(),
                                    [&](const auto& record) { return record.name == name; });
    return found == records.end() ? nullptr : &*found;
}

}  // namespace vouch::inline v1::messaging

#endif
