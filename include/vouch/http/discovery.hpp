// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_DISCOVERY_HPP
#define VOUCH_HTTP_DISCOVERY_HPP

#include <vouch/config.hpp>
#include <vouch/detail/storage.hpp>
#include <vouch/http/url.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/result.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::inline v1::http {

/// Where an issuer publishes its metadata.
enum class DiscoveryKind : std::uint8_t {
    /// After the issuer: `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §4).
    openid_connect,
    /// Between its host and its path: `/.well-known/oauth-authorization-server` (RFC 8414 §3).
    oauth,
};

/// The URL of the metadata of an issuer. One slash at the end of the issuer does not count.
///
/// \return `endpoint_url` for an issuer with a query or a fragment, and what Url::parse says.
inline Result<Url> configuration_url(std::string_view issuer, DiscoveryKind kind,
                                     const UrlRules& rules = {}) {
    const Result<Url> parsed = Url::parse(issuer, rules);
    if (!parsed) return parsed.error();
    if (issuer.find('?') != std::string_view::npos) return Errc::endpoint_url;
    if (issuer.ends_with('/')) issuer.remove_suffix(1);
    if (kind == DiscoveryKind::openid_connect) {
        return Url::parse(std::string{issuer} + "/.well-known/openid-configuration", rules);
    }
    std::string text{issuer};
    const std::size_t path = text.find('/', std::string_view{"https://"}.size());
    text.insert(path < text.size() ? path : text.size(), "/.well-known/oauth-authorization-server");
    return Url::parse(text, rules);
}

/// The URL of the key set, out of the metadata of `issuer` (OpenID Connect Discovery 1.0 §4.3, RFC
/// 8414 §3.3). It may be on another host than the issuer; the rules hold for it as for any URL.
///
/// \return `discovery_metadata` where the text is not one JSON object without a name that comes
/// twice, within the limits of a key set, or has no `jwks_uri`; `discovery_issuer` where its
/// `issuer` is not the same byte for byte; `out_of_memory`; and what Url::parse says of the
/// `jwks_uri`.
template <json_reader Reader = StrictJson>
Result<Url> jwks_uri_of(std::string_view issuer, std::string_view metadata,
                        const UrlRules& rules = {}, const Reader& reader = {}) {
    if (metadata.size() > limits::keyset_bytes) return Errc::discovery_metadata;
    vouch::detail::Storage<1> storage;
    if (!storage.allocate(json::detail::encoded_size(metadata.size()))) return Errc::out_of_memory;
    const json::Reading reading = json::read(reader, metadata, storage.bytes(), {});
    const std::optional<json::Object> members = reading ? reading.root().as_object() : std::nullopt;
    if (!members) return Errc::discovery_metadata;
    const auto text = [&](std::string_view name) -> std::optional<std::string_view> {
        const std::optional<json::Value> value = members->find(name);
        return value ? value->as_string() : std::nullopt;
    };
    const std::optional<std::string_view> named = text("issuer"), jwks_uri = text("jwks_uri");
    if (!named) return Errc::discovery_metadata;
    if (*named != issuer) return Errc::discovery_issuer;
    if (!jwks_uri) return Errc::discovery_metadata;
    return Url::parse(*jwks_uri, rules);
}

}  // namespace vouch::inline v1::http

#endif
