// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-103
// A public key could be taken for the secret of HS256.
#include <vouch/vouch.hpp>

struct HS256 {
    static constexpr std::string_view name = "HS256";
    static constexpr std::string_view key_type = "oct";
    static constexpr vouch::Symmetry symmetry = vouch::Symmetry::symmetric;
    using public_key = vouch::RsaPublicKey;
};

#ifdef FIXED
using Algorithms = vouch::AnyOf<vouch::RS256, vouch::RS512>;
#else
using Algorithms = vouch::AnyOf<vouch::RS256, HS256>;
#endif
template class vouch::Verifier<Algorithms, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys>;

int main() {}
