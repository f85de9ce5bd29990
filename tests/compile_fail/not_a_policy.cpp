// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-130
// expect-text: CheckPolicy<Clock>
// A policy that does not say what it is.
#include <vouch/vouch.hpp>

struct Clock {
#ifdef FIXED
    using policy_kind = vouch::clock_policy;
#endif
    vouch::NumericDate now() const noexcept { return {}; }
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Clock>;

int main() {}
