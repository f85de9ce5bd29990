// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-140
// expect-text: CheckSingle<vouch::
// Two policies that say who may change a set-up.
#include <vouch/messaging.hpp>

struct Permissions {
    using policy_kind = vouch::messaging::permission_policy;
    using Actor = int;
    bool may_change_setup(const Actor&) const noexcept { return true; }
};
#ifdef FIXED
template class vouch::messaging::Setup<Permissions>;
#else
template class vouch::messaging::Setup<Permissions, vouch::messaging::CustomizeApplication>;
#endif

int main() {}
