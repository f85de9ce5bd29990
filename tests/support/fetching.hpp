// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_FETCHING_HPP
#define VOUCH_TESTS_SUPPORT_FETCHING_HPP

#include <vouch/http/curl.hpp>

#include <atomic>
#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <support/tls_server.hpp>

// A Curl that may connect to loopback, and fetches with it.

namespace vouch_tests {

inline vouch::http::AddressPolicy loopback_allowed() {
    return {
        {*vouch::http::Network::from_text("127.0.0.1"), *vouch::http::Network::from_text("::1")}};
}

inline vouch::http::CurlOptions loopback_options() {
    return {.addresses = loopback_allowed(), .ca_file = tls_server().ca_file()};
}

/// A URL on any port.
inline vouch::http::Url url_of(std::string_view text) {
    std::uint16_t port = 443;
    const std::string_view host =
        text.substr(0, text.find('/', std::string_view{"https://"}.size()));
    const std::size_t colon = host.rfind(':');
    std::from_chars(host.data() + colon + 1, host.data() + host.size(), port);
    return *vouch::http::Url::parse(text, {.ports = {443, port}});
}

struct Fetching {
    std::string_view etag = {};
    std::string_view last_modified = {};
    vouch::http::FetchLimits limits = {};
    const std::atomic<bool>* cancelled = nullptr;
};

template <vouch::http::transport Transport>
vouch::Result<vouch::http::Response> fetch(const Transport& transport, std::string_view text,
                                           const Fetching& how = {}) {
    const vouch::http::Url url = url_of(text);
    return transport.get({.url = url,
                          .etag = how.etag,
                          .last_modified = how.last_modified,
                          .limits = how.limits,
                          .cancelled = how.cancelled});
}

/// Why there is no answer; `Errc{}` where there is one.
template <vouch::http::transport Transport>
vouch::Errc error_of(const Transport& transport, std::string_view text, const Fetching& how = {}) {
    const auto response = fetch(transport, text, how);
    return response ? vouch::Errc{} : response.error().code();
}

}  // namespace vouch_tests

#endif
