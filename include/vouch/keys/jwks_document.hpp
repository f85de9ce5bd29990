// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_DOCUMENT_HPP
#define VOUCH_KEYS_JWKS_DOCUMENT_HPP

#include <vouch/http/cache_control.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/json/writer.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1 {

/// A key set as an endpoint gave it: its text, what it says, and how to ask for the next.
struct JwksDocument {
    std::string text;
    JwkSet set;
    std::string etag = {};
    std::string last_modified = {};
    NumericDate fetched_at = {};
    std::optional<std::int64_t> lifetime_seconds = {};  ///< that the response allowed
    bool no_store = false;  ///< it must not outlive the program (RFC 9111 §5.2.2.5)

    /// Reads an answer; `now` is when it came. 304 (RFC 9110 §15.4.5) is no document.
    ///
    /// \return `endpoint_redirect`, `endpoint_status`, or what JwkSet::from_json says.
    static Result<JwksDocument> from_response(http::Response response, NumericDate now,
                                              const KeysetLimits& limits) {
        const bool redirect = response.status / 100 == 3 && response.status != 304;
        if (redirect) return Errc::endpoint_redirect;
        if (response.status != 200) return Errc::endpoint_status;
        Result<JwkSet> set = JwkSet::from_json(response.body, limits);
        if (!set) return set.error();
        const http::Freshness freshness = http::freshness(response);
        return JwksDocument{std::move(response.body),
                            *std::move(set),
                            validator(std::move(response.etag)),
                            validator(std::move(response.last_modified)),
                            now,
                            freshness.lifetime_seconds,
                            freshness.no_store};
    }

    /// One line of JSON, from which `from_stored` reads the document again. It holds public keys
    /// only, but who can write it decides which tokens are good: keep it where only the service
    /// writes.
    std::string to_stored(std::string_view url) const {
        std::string line;
        json::ObjectWriter writer{line};
        writer.string("jwks_uri", url).integer("fetched_at", fetched_at.seconds);
        if (lifetime_seconds) writer.integer("lifetime", *lifetime_seconds);
        if (!etag.empty()) writer.string("etag", etag);
        if (!last_modified.empty()) writer.string("last_modified", last_modified);
        writer.string("jwks", text).end();
        return line;
    }

    /// Reads what `to_stored` wrote.
    ///
    /// \return `stored_keys` where it is malformed, of another URL, of a time after `now` or
    /// without a usable key.
    static Result<JwksDocument> from_stored(std::string_view line, std::string_view url,
                                            NumericDate now, const KeysetLimits& limits) {
        // Each byte of the text is one of the line, or an escape of at most six.
        const KeysetLimits line_limits{.bytes = 6 * limits.bytes + 16 * 1024};
        Result<JwksDocument> document = detail::with_key_object<JwksDocument>(
            StrictJson{}, line, line_limits, Errc::stored_keys,
            [&](json::Object members) { return from_members(members, url, now, limits); });
        if (!document) return Errc::stored_keys;
        return document;
    }

private:
    /// A validator that can be sent back as it is, or none: what a stranger puts into a header must
    /// not become another.
    static std::string validator(std::string text) {
        constexpr std::size_t most_bytes = 1024;
        const bool plain =
            std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
        return plain && text.size() <= most_bytes ? std::move(text) : std::string{};
    }

    static Result<JwksDocument> from_members(json::Object members, std::string_view url,
                                             NumericDate now, const KeysetLimits& limits) {
        const auto text = [&](std::string_view name) -> std::optional<std::string_view> {
            const std::optional<json::Value> value = members.find(name);
            return value ? value->as_string() : std::nullopt;
        };
        const auto seconds = [&](std::string_view name) -> std::optional<std::int64_t> {
            const std::optional<json::Value> value = members.find(name);
            return value ? value->as_integer() : std::nullopt;
        };
        const auto fetched_at = seconds("fetched_at");
        const auto jwks = text("jwks");
        if (members.has_duplicates() || text("jwks_uri") != url || !fetched_at || !jwks ||
            *fetched_at < 0 || now < NumericDate{*fetched_at, 0}) {
            return Errc::stored_keys;
        }
        Result<JwkSet> set = JwkSet::from_json(*jwks, limits);
        if (!set || set->keys.empty()) return Errc::stored_keys;
        return JwksDocument{std::string{*jwks},
                            *std::move(set),
                            std::string{text("etag").value_or("")},
                            std::string{text("last_modified").value_or("")},
                            NumericDate{*fetched_at, 0},
                            seconds("lifetime")};
    }
};

}  // namespace vouch::inline v1

#endif
