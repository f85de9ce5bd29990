// SPDX-License-Identifier: BSL-1.0
// A crypto backend of your own: here one that counts what another one does.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/custom_backend.cpp -o custom_backend
//     ./custom_backend
// prints: customer-4711, 1 public-key operation
// prints: 0 laws broken
#include <vouch/testing/laws/crypto_backend.hpp>
#include <vouch/vouch.hpp>

#include <atomic>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

// [backend]
/// Verifies with Builtin and counts the public-key operations, for a dashboard.
class Counting {
public:
    using policy_kind = vouch::crypto_policy;
    using Key = vouch::Builtin::Key;

    /// Counts in `operations`, which has to live as long as the verifier.
    explicit Counting(std::atomic<int>& operations) noexcept : operations_{&operations} {}

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return backend_.import_key(key);
    }

    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        operations_->fetch_add(1, std::memory_order_relaxed);
        return backend_.verify<A>(key, message, signature);
    }

private:
    std::atomic<int>* operations_;
    vouch::Builtin backend_;
};
static_assert(vouch::crypto_backend<Counting> && vouch::verifies_with<Counting, vouch::RS256>);
// [backend]

std::string read(const char* path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

int main() {
    auto keys = vouch::StaticKeys::from_jwks(read("docs/examples/keyset.json"));
    if (!keys) return 2;
    std::string token = read("docs/examples/token.txt");
    token.pop_back();  // the end of the line

    // [verifier]
    using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                                     vouch::StaticKeys, Counting>;
    std::atomic<int> operations = 0;
    const Verifier verifier{*std::move(keys), Counting{operations}};
    // [verifier]
    const vouch::Result<vouch::Identity> who = verifier.verify(token);
    if (!who) return 1;
    std::cout << who->subject() << ", " << operations << " public-key operation\n";

    // [laws]
    const vouch::testing::LawReport report =
        vouch::testing::crypto_backend_laws(Counting{operations});
    for (const std::string_view law : report.broken) std::cout << "broken: " << law << '\n';
    // [laws]
    std::cout << report.broken.size() << " laws broken\n";
    return report.broken.empty() ? 0 : 1;
}
