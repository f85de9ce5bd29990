// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-183
// expect-text: CheckPolicy<Permissions>
// A permission policy that may throw.
#include <vouch/messaging.hpp>

struct Permissions {
    using policy_kind = vouch::messaging::permission_policy;
    using Actor = int;
#ifdef FIXED
    bool may_change_setup(const Actor&) const noexcept { return true; }
#else
    bool may_change_setup(const Actor&) const { return true; }
#endif
};
template class vouch::messaging::Setup<Permissions>;

int main() {}
