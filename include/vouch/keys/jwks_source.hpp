// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_JWKS_SOURCE_HPP
#define VOUCH_KEYS_JWKS_SOURCE_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/fwd.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/http/url.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/keys/jwks_endpoint.hpp>
#include <vouch/keys/jwks_refresher.hpp>
#include <vouch/keys/key_set.hpp>
#include <vouch/keys/key_source.hpp>
#include <vouch/result.hpp>
#include <vouch/time/clock.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

/// The keys that an endpoint serves as a JWK Set (RFC 7517 §5), fetched ahead of need and replaced
/// as they rotate.
///
/// A fetch that fails changes nothing: the keys that are there go on to be used, for a bounded
/// time. A key that is gone from the set verifies nothing from then on. A token with an unknown
/// `kid` causes a fetch, one for all such tokens and not more often than RefreshRules::cool_down
/// says.
///
/// \code
/// auto keys = vouch::JwksSource<vouch::Curl>::open("https://login.example.com/jwks.json");
/// if (!keys) return report(keys.error());
/// vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
///                 vouch::JwksSource<vouch::Curl>> verifier{*keys};
/// \endcode
/// Copies are one source. It fetches as long as a copy or a Verifier with one lives. The last of
/// them cancels a fetch that is going on and, unless others use the refresher, waits for its end,
/// which takes a second at most.
///
/// A Verifier refuses with `key_not_found` what no key is for, with `keys_pending` where the key
/// may be on its way, and with `keyset_stale` where the keys are too old to be used.
///
/// \par Thread safety
/// All members may be called by several threads at once. Who verifies takes no lock that is held
/// during a fetch or while keys are prepared.
template <class Transport, class Clock>
class JwksSource {
    static_assert(http::transport<Transport>,
                  "[VOUCH-151] a JwksSource fetches with a model of vouch::http::transport: write "
                  "Result<Response> get(const Request&) const, or use Curl. "
                  "See docs/reference/diagnostics.md");
    static_assert(measures_elapsed_time<Clock>,
                  "[VOUCH-152] a JwksSource needs a clock that measures time which nobody can set: "
                  "write std::int64_t elapsed_nanoseconds() const noexcept. "
                  "See docs/reference/diagnostics.md");
    using Endpoint = detail::JwksEndpoint<Transport, Clock>;
    struct Lease;

public:
    using policy_kind = key_source_policy;
    using State = JwksRefresh::State;

    /// Opens an endpoint; a thread of its own fetches at once and then as needed. Many sources
    /// should share a `refresher`.
    ///
    /// \return what http::Url::parse says, or `stored_keys`.
    static Result<JwksSource> open(std::string_view url, JwksOptions options = {},
                                   Transport transport = Transport{}, Clock clock = Clock{}) {
        return open(url, std::move(options), std::move(transport),
                    JwksRefresher<Clock>{{.threads = 1}, std::move(clock)});
    }
    /// The same with a refresher that other sources use too.
    static Result<JwksSource> open(std::string_view url, JwksOptions options, Transport transport,
                                   const JwksRefresher<Clock>& refresher) {
        const Result<http::Url> parsed = http::Url::parse(url, options.url);
        if (!parsed) return parsed.error();
        const auto& core = refresher.owner_->core;
        const auto endpoint =
            std::make_shared<Endpoint>(*parsed, std::move(transport), std::move(options), core);
        if (Result<void> restored = endpoint->restore(); !restored) return restored.error();
        core->add(endpoint);
        return JwksSource{std::make_shared<Lease>(endpoint, refresher)};
    }

    std::string_view url() const noexcept { return lease_->endpoint->url().text(); }
    State state() const noexcept { return lease_->endpoint->state(); }

    /// Waits until there are keys that may be used, a day at most; `false` where there are none in
    /// time.
    bool wait_until_ready(std::int64_t milliseconds) const {
        return lease_->endpoint->wait_until_ready(milliseconds);
    }

    /// What was fetched last, for JwksOptions::stored after a restart: one line of text, empty
    /// where nothing was or where the endpoint says `no-store`. It holds public keys only, but who
    /// can write it decides which tokens are good.
    std::string stored() const { return lease_->endpoint->stored(); }

    /// Fetches no more and lets no token in, until `enable`.
    void disable() const { lease_->endpoint->disable(); }
    void enable() const { lease_->endpoint->enable(); }

    /// These keys, prepared by one crypto backend.
    template <crypto_backend Crypto, json_reader Json>
    class bound {
    public:
        using Keys = std::shared_ptr<const KeySet<Crypto>>;

        bound(const JwksSource& source, const Crypto& crypto, Json)
            : lease_{source.lease_}, prepared_{std::make_shared<Prepared>(crypto)} {
            lease_->endpoint->add(prepared_);
        }

        /// The keys of this moment; none where they are too old or were not fetched yet.
        Keys keys() const noexcept {
            return lease_->endpoint->is_usable() ? prepared_->published() : prepared_->none;
        }

        /// Keys that came after `seen`, for a token that names none of them; waits as long as
        /// JwksOptions::wait_milliseconds says.
        ///
        /// \return `key_not_found`, `keys_pending` or `keyset_stale`.
        Result<Keys> newer_keys(const Keys& seen) const noexcept {
            if (Keys now = keys(); now != seen) return now;
            const Result<void> fetched = lease_->endpoint->wait_for_unknown_kid();
            Keys now = keys();  // of a fetch, maybe, that ended just before
            if (!fetched && now == seen) return fetched.error();
            return now;
        }

    private:
        struct Prepared final : detail::JwksListener {
            explicit Prepared(const Crypto& backend)
                : none{std::make_shared<const KeySet<Crypto>>(backend, std::vector<Jwk>{})},
                  crypto{backend},
                  current{none} {}

            bool prepare(const JwkSet& set) override {
                next = std::make_shared<const KeySet<Crypto>>(crypto, set.keys);
                return std::all_of(next->entries().begin(), next->entries().end(),
                                   [](const auto& entry) { return entry.key.has_value(); });
            }
            void publish() noexcept override {
                {
                    const std::lock_guard lock{mutex};
                    current.swap(next);
                }
                next.reset();
            }
            Keys published() const noexcept {
                const std::lock_guard lock{mutex};
                return current;
            }

            const Keys none;
            const Crypto crypto;
            Keys next;                 // of the thread that prepares
            mutable std::mutex mutex;  // held while a pointer is copied
            Keys current;
        };

        std::shared_ptr<Lease> lease_;
        std::shared_ptr<Prepared> prepared_;
    };

private:
    /// What keeps an endpoint fetching.
    struct Lease {
        Lease(std::shared_ptr<Endpoint> leased, JwksRefresher<Clock> of)
            : refresher{std::move(of)}, endpoint{std::move(leased)} {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        ~Lease() { refresher.owner_->core->remove(*endpoint); }

        const JwksRefresher<Clock> refresher;
        const std::shared_ptr<Endpoint> endpoint;
    };

    explicit JwksSource(std::shared_ptr<Lease> lease) noexcept : lease_{std::move(lease)} {}

    std::shared_ptr<Lease> lease_;
};

}  // namespace vouch::inline v1

#endif
