// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_KEY_SOURCE_HPP
#define VOUCH_TESTING_LAWS_KEY_SOURCE_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/testing/laws/report.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace vouch::inline v1::testing {

namespace detail {

/// What can be seen of a set: the names of its keys in order.
template <class Crypto>
std::vector<std::optional<std::string>> names_of(const KeySet<Crypto>& set) {
    std::vector<std::optional<std::string>> names;
    for (const auto& entry : set.entries()) {
        names.emplace_back();
        if (const auto kid = entry.jwk.kid()) names.back().emplace(*kid);
    }
    return names;
}

template <class Crypto>
bool has_key(const KeySet<Crypto>& set, std::string_view kid) {
    for (const auto& entry : set.entries()) {
        if (entry.jwk.kid() == kid) return entry.key.has_value();
    }
    return false;
}

}  // namespace detail

/// Checks what the concept key_source asks and the compiler cannot see, of a source as a Verifier
/// holds it: `bound_key_source<Source, Crypto, Json>`.
///
/// The source must have a key that is named `kid` and none that is named `unknown_kid`, and its
/// keys must not change during the call, not even by a fetch. The broken laws come back by name.
/// Four threads ask it for keys; run it under a thread sanitizer as well.
template <crypto_backend Crypto = Builtin, class Source>
LawReport key_source_laws(const Source& source, std::string_view kid,
                          std::string_view unknown_kid) {
    LawReport report;
    const auto keys = source.keys();
    if constexpr (requires { static_cast<bool>(keys); }) {
        report.require(static_cast<bool>(keys), "points to a set of keys");
        if (!static_cast<bool>(keys)) return report;
    }
    const KeySet<Crypto>& set = *keys;
    const auto names = detail::names_of(set);
    report.require(detail::has_key(set, kid), "has the key that it should have, ready for use");
    report.require(!detail::has_key(set, unknown_kid), "has no key that it should not have");

    const auto points_to_the_set = [&] {
        const auto again = source.keys();
        const KeySet<Crypto>& same = *again;
        return &same == &set;
    };
    constexpr int calls = 1000;
    for (int i = 0; i < calls; ++i) {
        report.require(points_to_the_set(), "points to one set while nothing changes");
    }
    std::atomic<bool> agree{true};
    const auto ask_often = [&] {
        for (int i = 0; i < calls; ++i) {
            if (!points_to_the_set()) agree = false;
        }
    };
    std::array<std::thread, 4> threads;
    for (std::thread& thread : threads) thread = std::thread{ask_often};
    for (std::thread& thread : threads) thread.join();
    report.require(agree, "gives several threads the same set");
    report.require(detail::names_of(set) == names, "keeps a set as it is while it is held");
    return report;
}

}  // namespace vouch::inline v1::testing

#endif
