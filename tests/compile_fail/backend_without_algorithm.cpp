// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-104
// expect-text: ES256>
// The builtin backend knows nothing of this algorithm.
#include <vouch/vouch.hpp>

struct ES256 {
    static constexpr std::string_view name = "ES256";
    static constexpr std::string_view key_type = "EC";
    static constexpr vouch::Symmetry symmetry = vouch::Symmetry::asymmetric;
    struct public_key {};
};

#ifdef FIXED
using Algorithm = vouch::RS256;
#else
using Algorithm = ES256;
#endif
template class vouch::Verifier<Algorithm, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys>;

int main() {}
