// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-136
// expect-text: CheckPolicy<Rule>
// A rule about the header that gives no Result.
#include <vouch/vouch.hpp>

struct Rule {
    using policy_kind = vouch::header_rule_policy;
#ifdef FIXED
    vouch::Result<void> check(const vouch::Header&) const noexcept { return {}; }
#else
    bool check(const vouch::Header&) const noexcept { return true; }
#endif
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Rule>;

int main() {}
