// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-138
// expect-text: CheckPolicy<Cache>
// A cache that hands out what it keeps, and not a copy of it.
#include <vouch/vouch.hpp>

#include <optional>

struct Cache {
    using policy_kind = vouch::token_cache_policy;
#ifdef FIXED
    std::optional<vouch::Identity> find(const vouch::TokenFingerprint&) const noexcept {
        return {};
    }
#else
    const vouch::Identity* find(const vouch::TokenFingerprint&) const noexcept { return nullptr; }
#endif
    void keep(const vouch::TokenFingerprint&, const vouch::Identity&) const noexcept {}
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Cache>;

int main() {}
