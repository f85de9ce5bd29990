// SPDX-License-Identifier: BSL-1.0
// A key source of your own: key sets that are replaced while other threads verify.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/custom_keys.cpp -o custom_keys
//     ./custom_keys
// prints: before: no usable key of the key set is the one that the token names
// prints: a bad set changes nothing: the key set is not one valid JSON object
// prints: after: ok
// prints: 0 laws broken
#include <vouch/testing/key_pair.hpp>
#include <vouch/testing/laws/key_source.hpp>
#include <vouch/vouch.hpp>

#include <iostream>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// [source]
/// Keys that change while the program runs. Copies share them: give one to the verifier and keep
/// another to call `replace`.
class ChangingKeys {
public:
    using policy_kind = vouch::key_source_policy;
    using Set = vouch::KeySet<vouch::Builtin>;

    /// Has no keys, until `replace` was called.
    ChangingKeys() : state_{std::make_shared<State>()} {}

    /// The keys of this moment. Who holds them may use them, whatever is replaced meanwhile.
    std::shared_ptr<const Set> keys() const noexcept {
        const std::shared_lock lock{state_->mutex};
        return state_->set;
    }

    /// Puts other keys in the place of these, or leaves all as it was and says what is wrong.
    vouch::Result<void> replace(std::string_view jwks) {
        vouch::Result<vouch::JwkSet> read = vouch::JwkSet::from_json(jwks);
        if (!read) return read.error();
        if (read->keys.empty()) return vouch::Errc::keyset_no_usable_key;
        // The work is done before the lock is taken, and the old set ends after it is given back.
        auto next = std::make_shared<const Set>(vouch::Builtin{}, std::move(read->keys));
        const std::unique_lock lock{state_->mutex};
        state_->set.swap(next);
        return {};
    }

private:
    struct State {
        mutable std::shared_mutex mutex;
        std::shared_ptr<const Set> set =
            std::make_shared<const Set>(vouch::Builtin{}, std::vector<vouch::Jwk>{});
    };
    std::shared_ptr<State> state_;
};
static_assert(vouch::key_source<ChangingKeys, vouch::Builtin, vouch::StrictJson>);
// [source]

int main() {
    const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048;
    const std::string token = pair.token<vouch::RS256>(
        R"({"alg":"RS256","kid":"2026-07"})",
        R"({"iss":"https://login.example.com","sub":"alice","exp":4102444800})");

    // [verifier]
    ChangingKeys keys;
    const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, ChangingKeys>
        verifier{keys};
    // [verifier]
    const auto show = [&](std::string_view when) {
        const vouch::Result<vouch::Identity> who = verifier.verify(token);
        std::cout << when << ": " << (who ? "ok" : who.error().message()) << '\n';
    };

    show("before");
    std::cout << "a bad set changes nothing: " << keys.replace("{").error().message() << '\n';
    if (!keys.replace(vouch::testing::jwks({pair.jwk("2026-07")}))) return 1;
    show("after");

    // [laws]
    const vouch::testing::LawReport report =
        vouch::testing::key_source_laws(keys, "2026-07", "2025-01");
    for (const std::string_view law : report.broken) std::cout << "broken: " << law << '\n';
    // [laws]
    std::cout << report.broken.size() << " laws broken\n";
    return report.broken.empty() ? 0 : 1;
}
