// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_USER_VERIFICATION_HPP
#define VOUCH_MESSAGING_USER_VERIFICATION_HPP

#include <vouch/version.hpp>

#include <string>

namespace vouch::inline v1::messaging {

/// A configuration by which a channel verifies its users.
struct UserVerification {
    /// Channels with a configuration of the same name share their end users: a customer goes on
    /// with a conversation from one on the other.
    std::string name;
    std::string keyset;   ///< whose issuer and keys count, by its name
    bool active = false;  ///< takes part only when this is set
};

}  // namespace vouch::inline v1::messaging

#endif
