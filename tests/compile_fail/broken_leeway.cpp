// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-134
// expect-text: CheckPolicy<Tolerance>
// A leeway in a floating-point number.
#include <vouch/vouch.hpp>

struct Tolerance {
    using policy_kind = vouch::leeway_policy;
#ifdef FIXED
    std::int64_t seconds() const noexcept { return 5; }
#else
    double seconds() const noexcept { return 5; }
#endif
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Tolerance>;

int main() {}
