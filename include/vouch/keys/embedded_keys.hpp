// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_EMBEDDED_KEYS_HPP
#define VOUCH_KEYS_EMBEDDED_KEYS_HPP

#include <vouch/detail/fixed_string.hpp>
#include <vouch/keys/static_keys.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1 {

namespace detail {

/// What is wrong with an embedded key set: named by the compiler in the line of the error.
template <Errc Reason, std::size_t KeyIndex>
struct EmbeddedKeySetIs {
    static constexpr bool good = Reason == Errc{};
    static_assert(
        good,
        "[VOUCH-150] the embedded key set cannot be used: the line that mentions "
        "EmbeddedKeySetIs<Reason, KeyIndex> names the reason (an Errc) and the key's place; "
        "correct or remove that key. See docs/reference/diagnostics.md");
};

struct EmbeddedKeySetFault {
    Errc reason{};
    std::size_t index = 0;
};

/// The first fault of a key set; unlike at run time, one bad key is a fault of the whole, and so
/// are two of one name.
constexpr EmbeddedKeySetFault embedded_key_set_fault(std::string_view text) {
    const Result<JwkSet> set = JwkSet::from_json(text);
    if (!set) return {set.error().code()};
    if (!set->skipped.empty()) return {set->skipped[0].error.code(), set->skipped[0].index};
    if (set->keys.empty()) return {Errc::keyset_no_usable_key};
    for (std::size_t i = 0; i < set->keys.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Jwk &key = set->keys[i], &other = set->keys[j];
            if (key.kid() && key.kid() == other.kid() && key.key_type() == other.key_type()) {
                return {Errc::key_ambiguous, i};
            }
        }
    }
    return {};
}

}  // namespace detail

/// A JWK Set written into the program, as JSON in a string literal, and checked by the compiler.
template <detail::fixed_string Jwks>
struct EmbeddedKeys {
    using policy_kind = key_source_policy;

    static constexpr detail::EmbeddedKeySetFault fault =
        detail::embedded_key_set_fault(Jwks.view());
    static_assert(detail::EmbeddedKeySetIs<fault.reason, fault.index>::good);

    /// These keys, prepared by one crypto backend.
    template <crypto_backend Crypto, json_reader Json>
    class bound : public StaticKeys::bound<Crypto, Json> {
    public:
        constexpr bound(EmbeddedKeys, const Crypto& crypto, const Json& json)
            : StaticKeys::bound<Crypto, Json>{*StaticKeys::from_jwks(Jwks.view()), crypto, json} {}
    };
};

}  // namespace vouch::inline v1

#endif
