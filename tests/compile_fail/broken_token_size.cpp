// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-135
// expect-text: CheckPolicy<Size>
// A bound for tokens over the cap.
#include <vouch/vouch.hpp>

struct Size {
    using policy_kind = vouch::token_size_policy;
#ifdef FIXED
    static constexpr std::size_t bytes = 64 * 1024;
#else
    static constexpr std::size_t bytes = 64 * 1024 + 1;
#endif
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Size>;

int main() {}
