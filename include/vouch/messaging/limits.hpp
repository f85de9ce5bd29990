// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_LIMITS_HPP
#define VOUCH_MESSAGING_LIMITS_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::messaging::limits {

/// Characters of the name of a key, keyset, channel, configuration or tenant.
inline constexpr std::size_t name_characters = 80;
/// Bytes of a JSON web key issuer.
inline constexpr std::size_t issuer_bytes = 2048;
/// Uploaded keys of a tenant.
inline constexpr std::size_t keys = 1000;
/// Keysets of a tenant.
inline constexpr std::size_t keysets = 1000;
/// Channels of a tenant.
inline constexpr std::size_t channels = 1000;
/// Configurations of a channel.
inline constexpr std::size_t configurations = 100;
/// Revocations by time that a tenant has at once.
inline constexpr std::size_t revocations = 10'000;
/// Days for which a certificate must still be valid when it is uploaded.
inline constexpr std::int64_t certificate_days = 10;
/// Seconds that a client has to answer a challenge.
inline constexpr std::int64_t challenge_seconds = 30;
/// Tokens that may be tried for one challenge.
inline constexpr std::uint32_t challenge_attempts = 3;
/// Live sessions of one end user, over all tabs and devices.
inline constexpr std::size_t sessions_of_end_user = 64;
/// Bytes of the name that a client gives itself.
inline constexpr std::size_t client_bytes = 256;
/// Seconds for which the store remembers a session that nobody uses after it could last be renewed
/// without a new token; after that it is unknown.
inline constexpr std::int64_t forgotten_after_seconds = std::int64_t{72} * 60 * 60;

}  // namespace vouch::inline v1::messaging::limits

#endif
