// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-131
// expect-text: CheckPolicy<Clock>
// A clock that may throw.
#include <vouch/vouch.hpp>

struct Clock {
    using policy_kind = vouch::clock_policy;
#ifdef FIXED
    vouch::NumericDate now() const noexcept { return {}; }
#else
    vouch::NumericDate now() const { return {}; }
#endif
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Clock>;

int main() {}
