// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_TRANSPORT_HPP
#define VOUCH_HTTP_TRANSPORT_HPP

#include <vouch/http/url.hpp>
#include <vouch/result.hpp>

#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vouch::inline v1::http {

/// What one fetch may cost.
struct FetchLimits {
    std::size_t body_bytes = 256 * 1024;
    std::size_t header_bytes = 16 * 1024;      ///< of all header lines together
    std::int64_t connect_milliseconds = 3000;  ///< until there is a connection: name, TCP and TLS
    std::int64_t total_milliseconds = 5000;    ///< until the answer is complete
};

/// One GET (RFC 9110 §9.3.1). A view: what it shows lives until the answer is there.
struct Request {
    const Url& url;
    /// `If-None-Match` (RFC 9110 §13.1.2); the entity tag as it came, empty for none.
    std::string_view etag = {};
    /// `If-Modified-Since` (RFC 9110 §13.1.3); the date as it came, empty for none.
    std::string_view last_modified = {};
    FetchLimits limits = {};
    /// Once this is true the answer is not wanted any more; null where that never happens.
    const std::atomic<bool>* cancelled = nullptr;
};

/// A complete answer: its status, its body, and those of its headers that matter here. A header
/// that is missing is empty; the lines of one that comes more than once are joined with a comma
/// (RFC 9110 §5.3).
struct Response {
    int status = 0;
    std::string body = {};
    std::string cache_control = {};
    std::string age = {};
    std::string date = {};
    std::string expires = {};
    std::string etag = {};
    std::string last_modified = {};
    std::string retry_after = {};
};

/// Fetches the text of a key set.
///
/// \par Exemplar
/// \code
/// struct Transport {
///     vouch::Result<vouch::http::Response> get(const vouch::http::Request& request) const;
/// };
/// \endcode
/// \par Semantics
/// One bounded GET: it keeps the limits, follows no redirect, asks for no content coding, sends
/// nothing that was not given, and gives an answer of any status as it is. It connects only to
/// addresses that its AddressPolicy allows, checked at each fetch on the address that is connected
/// to. `get` may be called by several threads at once and throws nothing.
///
/// It returns `endpoint_unresolved`, `endpoint_address`, `endpoint_unreachable`, `endpoint_tls`,
/// `endpoint_timeout` (also where it was cancelled), `endpoint_too_large`, `endpoint_truncated` or
/// `endpoint_encoding`. `vouch::testing::transport_laws` checks what can be seen of this from
/// outside. \par Models
/// Curl, Discovery, vouch::testing::FakeTransport
template <class T>
concept transport = requires(const T& t, const Request& request) {
    { t.get(request) } -> std::same_as<Result<Response>>;
};

}  // namespace vouch::inline v1::http

#endif
