// SPDX-License-Identifier: BSL-1.0
// Tokens of strangers, with a backend to which every signature is good: so claims and rules are
// reached, too.
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

namespace {

struct Credulous {
    using policy_kind = vouch::crypto_policy;
    struct Key {};

    vouch::Result<Key> import_key(const vouch::RsaPublicKey&) const noexcept { return Key{}; }
    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key&, std::string_view,
                               std::span<const std::uint8_t>) const noexcept {
        return {};
    }
};

constexpr std::string_view issuer = "https://login.example.com";
using Verifier = vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>, vouch::RuntimeIssuer,
                                 vouch::StaticKeys, Credulous, vouch::AnyAudience>;

Verifier make_verifier() {
    const std::string jwk = vouch::testing::rsa_2048.jwk("2026-01", "RS256");  // as in token.txt
    return Verifier{*vouch::StaticKeys::from_jwk(jwk), vouch::RuntimeIssuer{issuer}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Verifier verifier = make_verifier();
    std::string_view token{reinterpret_cast<const char*>(data), size};
    if (token.ends_with('\n')) token.remove_suffix(1);
    const auto who = verifier.verify(token);
    if (who && (who->subject().empty() || who->issuer() != issuer)) std::abort();
    return 0;
}
