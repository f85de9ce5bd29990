// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_JWKS_ENDPOINTS_HPP
#define VOUCH_MESSAGING_JWKS_ENDPOINTS_HPP

#include <vouch/fwd.hpp>
#include <vouch/http/address_policy.hpp>
#include <vouch/http/url.hpp>
#include <vouch/keys/jwks_endpoint.hpp>
#include <vouch/keys/jwks_refresher.hpp>
#include <vouch/keys/jwks_source.hpp>
#include <vouch/messaging/endpoint.hpp>
#include <vouch/result.hpp>

#include <string_view>
#include <utility>

namespace vouch::inline v1::messaging {

/// Opens the endpoints of keysets as sources that fetch and rotate: each keyset has one of its own,
/// and all share the threads and the budget of one refresher.
///
/// \code
/// const vouch::JwksRefresher<> refresher;
/// const JwksEndpoints<vouch::Curl> endpoints{
///     refresher, {}, {.url = {.refused_domains = {"chat.example"}}}};
/// auto setup = Setup<JwksEndpoints<vouch::Curl>>::create("Acme", {}, endpoints);
/// \endcode
/// Give one to the Setup of each tenant. UrlRules::refused_domains are the domains of the platform
/// itself; the names that it points to must outlive this policy and its copies.
///
/// A source fetches from the moment when its keyset is saved. It goes on, with the keys that it
/// has, when another record is changed. It ends when the URL of the keyset is changed, the keyset
/// is removed or the tenant is disabled, and nobody holds a snapshot any more in which that was
/// not so.
///
/// \par Thread safety
/// May be used by any number of threads.
template <class Transport, class Clock>
class JwksEndpoints {
public:
    using policy_kind = endpoint_policy;
    using Source = JwksSource<Transport, Clock>;

    /// `addresses` is for hosts that are written as an address, which can be refused at once; the
    /// transport looks at the address of every host at each fetch. JwksOptions::stored is left
    /// aside: it is of one endpoint.
    explicit JwksEndpoints(JwksRefresher<Clock> refresher, Transport transport = Transport{},
                           JwksOptions options = {}, http::AddressPolicy addresses = {})
        : refresher_{std::move(refresher)},
          transport_{std::move(transport)},
          options_{std::move(options)},
          addresses_{std::move(addresses)} {
        options_.stored.clear();
    }

    /// Opens an endpoint, and does not wait for what it answers.
    ///
    /// \return what http::Url::parse says: `endpoint_url`, `endpoint_scheme`, `endpoint_port`, or
    /// `endpoint_host` for one inside of the platform; `endpoint_address`.
    Result<Source> open(std::string_view url) const {
        const Result<http::Url> parsed = http::Url::parse(url, options_.url);
        if (!parsed) return parsed.error();
        if (const auto& address = parsed->address()) {
            if (auto checked = addresses_.check(*address); !checked) return checked.error();
        }
        return Source::open(url, options_, transport_, refresher_);
    }

private:
    JwksRefresher<Clock> refresher_;
    Transport transport_;
    JwksOptions options_;
    http::AddressPolicy addresses_;
};

}  // namespace vouch::inline v1::messaging

#endif
