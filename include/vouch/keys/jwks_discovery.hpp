// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_DISCOVERY_HPP
#define VOUCH_KEYS_JWKS_DISCOVERY_HPP

#include <vouch/fwd.hpp>
#include <vouch/http/discovery.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/http/url.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/result.hpp>
#include <vouch/time/clock.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1 {

/// How an issuer's metadata are asked for.
struct DiscoveryOptions {
    http::DiscoveryKind kind = http::DiscoveryKind::openid_connect;
    /// Hold for the issuer and for its `jwks_uri`.
    http::UrlRules url = {};
    /// How long metadata are used before they are fetched again.
    std::int64_t metadata_seconds = 24 * 60 * 60;
};

/// A transport over a transport, for key sets that are known by their issuer: it finds the URL of
/// the set in the metadata (OpenID Connect Discovery 1.0, RFC 8414) and fetches from there.
///
/// Both are fetched under the limits of the request, within one total time. The metadata are
/// fetched again when they are old, and after a fetch that brought no usable key, so that a set may
/// move.
///
/// \code
/// auto login = vouch::Discovery<vouch::http::Curl>::of("https://login.example.com");
/// if (!login) return report(login.error());
/// auto keys = vouch::JwksSource<vouch::Discovery<vouch::http::Curl>>::open(
///     login->configuration_url().text(), {}, *login);
/// \endcode
/// Copies share what they know.
///
/// \par Thread safety
/// `get` may be called by several threads at once; none waits for the fetch of another.
template <class Transport, class Clock>
class Discovery {
    static_assert(http::transport<Transport> && measures_elapsed_time<Clock>);

public:
    /// `issuer` is compared with the one of the metadata byte for byte.
    /// \return What http::configuration_url says.
    static Result<Discovery> of(std::string_view issuer, DiscoveryOptions options = {},
                                Transport transport = {}, Clock clock = {}) {
        Result<http::Url> url = http::configuration_url(issuer, options.kind, options.url);
        if (!url) return url.error();
        return Discovery{std::make_shared<Shared>(*std::move(url), issuer, std::move(options),
                                                  std::move(transport), std::move(clock))};
    }

    /// Where the metadata are. This is the URL to ask for keys.
    const http::Url& configuration_url() const noexcept { return shared_->configuration_url; }

    /// Fetches the key set, and before it the metadata where that is due. The validators of the
    /// request are sent where they are those of the set that came last, and from the same URL.
    ///
    /// \return What the transport and http::jwks_uri_of say. `endpoint_redirect` and
    /// `endpoint_status` for metadata of another status than 200, but from 400 on the answer as it
    /// is, for its `Retry-After`. `endpoint_status` for a 304 that was not asked for, and
    /// `endpoint_url` where the request is not for `configuration_url`.
    Result<http::Response> get(const http::Request& request) const {
        if (request.url.text() != configuration_url().text()) return Errc::endpoint_url;
        const std::int64_t start = shared_->clock.elapsed_nanoseconds();
        std::optional<Known> known = recall(start);
        if (!known) {
            Result<http::Response> metadata = shared_->transport.get(
                {.url = request.url, .limits = request.limits, .cancelled = request.cancelled});
            if (!metadata || metadata->status >= 400) return metadata;
            if (metadata->status >= 300) return Errc::endpoint_redirect;
            if (metadata->status != 200) return Errc::endpoint_status;
            const Result<http::Url> jwks_uri =
                http::jwks_uri_of(shared_->issuer, metadata->body, shared_->options.url);
            if (!jwks_uri) return jwks_uri.error();
            known = learn(*jwks_uri, start);
        }
        const http::FetchLimits limits = what_is_left(request.limits, start);
        if (limits.total_milliseconds <= 0) return Errc::endpoint_timeout;
        const bool conditional = known->gave(request.etag, request.last_modified);
        Result<http::Response> keys =
            shared_->transport.get({.url = known->jwks_uri,
                                    .etag = conditional ? request.etag : "",
                                    .last_modified = conditional ? request.last_modified : "",
                                    .limits = limits,
                                    .cancelled = request.cancelled});
        if (keys && keys->status == 304 && !conditional) keys = Errc::endpoint_status;
        note(known->jwks_uri, keys);
        return keys;
    }

private:
    struct Known {
        http::Url jwks_uri;
        std::int64_t learned_at = 0;
        /// The validators of the set that came last.
        std::string etag = {};
        std::string last_modified = {};

        bool gave(std::string_view tag, std::string_view date) const noexcept {
            return !(tag.empty() && date.empty()) && tag == etag && date == last_modified;
        }
    };
    struct Shared {
        Shared(http::Url url, std::string_view name, DiscoveryOptions how, Transport what_fetches,
               Clock what_measures)
            : configuration_url{std::move(url)},
              issuer{name},
              options{std::move(how)},
              transport{std::move(what_fetches)},
              clock{std::move(what_measures)} {}

        const http::Url configuration_url;
        const std::string issuer;
        const DiscoveryOptions options;
        const Transport transport;
        const Clock clock;
        std::mutex mutex;
        std::optional<Known> known;
    };

    explicit Discovery(std::shared_ptr<Shared> shared) noexcept : shared_{std::move(shared)} {}

    std::optional<Known> recall(std::int64_t now) const {
        const std::int64_t most = shared_->options.metadata_seconds;
        const std::lock_guard lock{shared_->mutex};
        const bool old = shared_->known && (now - shared_->known->learned_at) / second >= most;
        return old ? std::nullopt : shared_->known;
    }
    Known learn(const http::Url& jwks_uri, std::int64_t now) const {
        const std::lock_guard lock{shared_->mutex};
        std::optional<Known>& known = shared_->known;
        if (!known || known->jwks_uri.text() != jwks_uri.text()) known = Known{jwks_uri};
        known->learned_at = now;
        return *known;
    }
    void note(const http::Url& jwks_uri, const Result<http::Response>& keys) const {
        const bool has_keys = keys && keys->status == 200 && has_usable_key(keys->body);
        const std::lock_guard lock{shared_->mutex};
        std::optional<Known>& known = shared_->known;
        if (!known || known->jwks_uri.text() != jwks_uri.text()) return;
        if (has_keys) {
            known->etag = keys->etag;
            known->last_modified = keys->last_modified;
        } else if (!keys || keys->status != 304) {
            known.reset();
        }
    }
    static bool has_usable_key(std::string_view text) {
        const Result<JwkSet> set = JwkSet::from_json(text);
        return set && !set->keys.empty();
    }
    http::FetchLimits what_is_left(http::FetchLimits limits, std::int64_t start) const {
        const std::int64_t passed = shared_->clock.elapsed_nanoseconds() - start;
        limits.total_milliseconds -= passed / millisecond;
        limits.connect_milliseconds =
            std::min(limits.connect_milliseconds, limits.total_milliseconds);
        return limits;
    }

    static constexpr std::int64_t millisecond = 1'000'000;
    static constexpr std::int64_t second = 1'000 * millisecond;

    std::shared_ptr<Shared> shared_;
};

}  // namespace vouch::inline v1

#endif
