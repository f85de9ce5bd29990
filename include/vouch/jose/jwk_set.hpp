// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_JWK_SET_HPP
#define VOUCH_JOSE_JWK_SET_HPP

#include <vouch/config.hpp>
#include <vouch/detail/storage.hpp>
#include <vouch/jose/jwk.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/result.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

/// The bounds of a key set.
struct KeysetLimits {
    std::size_t bytes = limits::keyset_bytes;  ///< of its text
    std::size_t keys = limits::keyset_keys;    ///< usable or not
    RsaLimits rsa = {};
};

/// A key of a set that cannot be used, and why.
struct SkippedKey {
    std::size_t index;  ///< its place in the array `keys`, from 0
    Error error;
};

namespace detail {

/// Reads one JSON object of keys and gives it to `use(json::Object) -> Result<T>`.
template <class T, json_reader Reader, class Use>
constexpr Result<T> with_key_object(const Reader& reader, std::string_view text,
                                    const KeysetLimits& limits, Errc not_json, Use use) {
    if (text.size() > limits.bytes) return Errc::keyset_too_large;
    Storage<1> storage;
    if (!storage.allocate(json::detail::encoded_size(text.size()))) return Errc::out_of_memory;
    const json::Reading reading = json::read(
        reader, text, storage.bytes(),
        {.members = vouch::limits::claims_members, .duplicates = json::DuplicateNames::mark});
    if (reading.fault == json::Fault::limit) return Errc::keyset_limit;
    if (!reading) return not_json;
    const std::optional<json::Object> object = reading.root().as_object();
    if (!object) return not_json;
    return use(*object);
}

}  // namespace detail

/// Reads a lone JWK (RFC 7517 §4).
///
/// \return `keyset_too_large`, `keyset_limit`, `key_json`, or what Jwk::from_members says. A JWK
/// Set is `key_type`.
template <json_reader Reader = StrictJson>
constexpr Result<Jwk> read_jwk(std::string_view text, const KeysetLimits& limits = {},
                               const Reader& reader = {}) {
    return detail::with_key_object<Jwk>(
        reader, text, limits, Errc::key_json,
        [&](json::Object key) { return Jwk::from_members(key, limits.rsa); });
}

/// A JWK Set (RFC 7517 §5): the keys that can be used, and why the others cannot.
struct JwkSet {
    std::vector<Jwk> keys;
    std::vector<SkippedKey> skipped;

    /// Reads a set. A key that cannot be used is skipped and does not harm the others; only what
    /// breaks the bounds of JSON (limits::claims_members, limits::json_depth) spoils the whole.
    ///
    /// \return `keyset_too_large`, `keyset_limit`, `keyset_json`, `keyset_no_keys` or
    /// `keyset_too_many_keys`. A set without a usable key is a good set.
    template <json_reader Reader = StrictJson>
    static constexpr Result<JwkSet> from_json(std::string_view text,
                                              const KeysetLimits& limits = {},
                                              const Reader& reader = {}) {
        return detail::with_key_object<JwkSet>(
            reader, text, limits, Errc::keyset_json,
            [&](json::Object set) { return from_members(set, limits); });
    }

private:
    static constexpr Result<JwkSet> from_members(json::Object members, const KeysetLimits& limits) {
        if (members.has_duplicates()) return Errc::keyset_json;
        const std::optional<json::Value> value = members.find("keys");
        const std::optional<json::Array> keys = value ? value->as_array() : std::nullopt;
        if (!keys) return Errc::keyset_no_keys;
        JwkSet set;
        std::size_t index = 0;
        for (const json::Value member : *keys) {
            if (index == limits.keys) return Errc::keyset_too_many_keys;
            const std::optional<json::Object> key = member.as_object();
            Result<Jwk> jwk = Errc::key_json;
            if (key) jwk = Jwk::from_members(*key, limits.rsa);
            if (jwk) {
                set.keys.push_back(*std::move(jwk));
            } else {
                set.skipped.push_back({index, jwk.error()});
            }
            ++index;
        }
        return set;
    }
};

}  // namespace vouch::inline v1

#endif
