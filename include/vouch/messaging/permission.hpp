// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_PERMISSION_HPP
#define VOUCH_MESSAGING_PERMISSION_HPP

#include <vouch/detail/policy.hpp>

#include <concepts>
#include <string>
#include <vector>

namespace vouch::inline v1::messaging {

/// The kind of a policy that says who may change a set-up.
struct permission_policy {};

/// Who may change a set-up.
///
/// \par Exemplar
/// \code
/// struct Permissions {
///     using policy_kind = vouch::messaging::permission_policy;
///     using Actor = MyUser;
///     bool may_change_setup(const Actor&) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// Asked by Setup::as, for all that is done with the editor, and by several threads at once.
/// Verifying a token needs no permission.
/// \par Models
/// CustomizeApplication
template <class P>
concept permissions =
    policy_of<P, permission_policy> && requires(const P& p, const typename P::Actor& actor) {
        { p.may_change_setup(actor) } noexcept -> std::same_as<bool>;
    };

/// Somebody who works with a set-up, and what they may do.
struct Actor {
    std::string name;
    std::vector<std::string> permissions;
};

/// Asks for the permission *Customize Application*.
struct CustomizeApplication {
    using policy_kind = permission_policy;
    using Actor = messaging::Actor;

    bool may_change_setup(const Actor& actor) const noexcept {
        for (const std::string& permission : actor.permissions) {
            if (permission == "Customize Application") return true;
        }
        return false;
    }
};

static_assert(permissions<CustomizeApplication>);

}  // namespace vouch::inline v1::messaging

#endif
