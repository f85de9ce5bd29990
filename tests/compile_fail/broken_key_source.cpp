// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-122
// expect-text: CheckKeySource<Keys
// A key source whose keys() may throw.
#include <vouch/vouch.hpp>

struct Keys {
    using policy_kind = vouch::key_source_policy;
#ifdef FIXED
    const vouch::KeySet<vouch::Builtin>* keys() const noexcept { return set; }
#else
    const vouch::KeySet<vouch::Builtin>* keys() const { return set; }
#endif
    const vouch::KeySet<vouch::Builtin>* set = nullptr;
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Keys>;

int main() {}
