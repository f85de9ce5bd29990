// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-170
// expect-text: CheckArgument<Permissions
// A permission policy that is given and not named, so that it would not be asked.
#include <vouch/messaging.hpp>

struct Permissions {
    using policy_kind = vouch::messaging::permission_policy;
    using Actor = int;
    bool may_change_setup(const Actor&) const noexcept { return false; }
};
#ifdef FIXED
using Setup = vouch::messaging::Setup<Permissions>;
#else
using Setup = vouch::messaging::Setup<>;
#endif

int main() { return Setup::create("Acme", {}, Permissions{}).has_value() ? 0 : 1; }
