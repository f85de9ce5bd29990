// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_KEYSET_HPP
#define VOUCH_MESSAGING_KEYSET_HPP

#include <vouch/messaging/limits.hpp>
#include <vouch/messaging/name.hpp>
#include <vouch/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::inline v1::messaging {

/// Where the keys of a keyset come from.
enum class KeysetType : std::uint8_t {
    keys,          ///< chosen from the uploaded keys
    endpoint_url,  ///< fetched from the URL of a JWKS response
};

/// An issuer and the keys that its tokens are signed with.
struct Keyset {
    std::string name;
    /// The JSON web key issuer: the `iss` of the tokens, byte for byte.
    std::string issuer;
    KeysetType type = KeysetType::keys;
    std::vector<std::string> keys = {};  ///< of type keys: the names of uploaded keys
    std::string endpoint_url = {};       ///< of the other type
};

/// Checks a JSON web key issuer.
///
/// \return `keyset_issuer` where it is empty, over limits::issuer_bytes, not UTF-8 or has control
/// characters.
constexpr Result<void> check_keyset_issuer(std::string_view issuer) noexcept {
    if (issuer.size() > limits::issuer_bytes || !detail::is_plain_text(issuer)) {
        return Errc::keyset_issuer;
    }
    return {};
}

}  // namespace vouch::inline v1::messaging

#endif
