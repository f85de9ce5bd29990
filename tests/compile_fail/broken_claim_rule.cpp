// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-137
// expect-text: CheckPolicy<Rule>
// A rule about the claims that forgets the moment.
#include <vouch/vouch.hpp>

struct Rule {
    using policy_kind = vouch::claim_rule_policy;
#ifdef FIXED
    vouch::Result<void> check(const vouch::Claims&, const vouch::Moment&) const noexcept {
#else
    vouch::Result<void> check(const vouch::Claims&) const noexcept {
#endif
        return {};
}
}
;
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Rule>;

int main() {}
