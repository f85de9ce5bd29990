// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_CURL_HPP
#define VOUCH_HTTP_CURL_HPP

#include <vouch/http/address_policy.hpp>
#include <vouch/http/ip_address.hpp>
#include <vouch/http/response_reader.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/http/url.hpp>
#include <vouch/result.hpp>
#include <vouch/text/control_characters.hpp>
#include <vouch/version.hpp>

#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

static_assert(LIBCURL_VERSION_NUM >= 0x075500, "vouch/http/curl.hpp needs libcurl 7.85 or newer");

namespace vouch::inline v1 {
namespace http {

/// What a Curl does otherwise than by default.
struct CurlOptions {
    /// Which addresses may be connected to. One that may not is passed over where the host has
    /// others.
    AddressPolicy addresses = {};
    /// A file with the certificates, in PEM, that are trusted in place of those of the system.
    std::string ca_file = {};
    /// Addresses for which no name server is asked, each entry `host:port:address` with one address
    /// or several, parted by commas (`CURLOPT_RESOLVE`). They are checked like all others.
    std::vector<std::string> resolve = {};
    /// An HTTP proxy, `http://host:port`, through which every connection is made. None is taken
    /// from the environment.
    ///
    /// With a proxy, `addresses` is asked for the address of the *proxy*, which therefore has to be
    /// allowed there where it is a private one, and not for those of endpoints: the proxy finds
    /// them and has to refuse what is not for strangers. Only a host that is written as an address
    /// is still checked here.
    std::string proxy = {};
};

/// The transport over libcurl (7.85 or newer): HTTP/1.1 over TLS 1.2 or later (RFC 9325 §3.1.1).
/// Link with libcurl.
///
/// What the environment and the files of a user say to other programs (proxies, `.netrc`) changes
/// nothing here. A connection is used again for the same URL only, for five minutes at most; its
/// address is checked at each fetch all the same. A few are kept, for this object and all its
/// copies.
///
/// HTTP/1.1 and not 2, because one small answer gains nothing from 2, and has more faults in it.
///
/// \par Thread safety
/// All members may be called by several threads at once, also the first time: libcurl is
/// initialized once, and never cleaned up. A program that may run with a libcurl before 7.88 should
/// ignore SIGPIPE; before 7.87, a name server that does not answer can hold a fetch for longer than
/// its time.
class Curl {
public:
    Curl() : Curl(CurlOptions{}) {}
    explicit Curl(CurlOptions options) : shared_{std::make_shared<Shared>(std::move(options))} {}

    /// \return as said at the concept `transport`; `out_of_memory` also where libcurl cannot be had
    /// with what is needed here.
    Result<Response> get(const Request& request) const;

private:
    template <class Object, auto Free>
    struct Deleter {
        void operator()(Object* object) const noexcept { Free(object); }
    };
    template <class Object, auto Free>
    using Owned = std::unique_ptr<Object, Deleter<Object, Free>>;
    using List = Owned<curl_slist, curl_slist_free_all>;

    class Fetch;
    class Session;
    struct Shared;

    std::shared_ptr<Shared> shared_;
};

/// One fetch, as what libcurl calls back sees it.
class Curl::Fetch {
public:
    Fetch(const Request& request, const AddressPolicy& addresses) noexcept
        : reader_{request.limits}, addresses_{addresses} {}

    static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self) noexcept {
        return of(self).keep(of(self).reader_.header_line({bytes, size})) ? size : 0;
    }
    static std::size_t on_body(char* bytes, std::size_t, std::size_t size, void* self) noexcept {
        // What 0 means where nothing was to be written is not for us to say.
        return of(self).keep(of(self).reader_.body({bytes, size})) ? size : size + 1;
    }
    /// Makes the socket for an address that libcurl is about to connect to, or does not.
    static curl_socket_t on_socket(void* self, curlsocktype, curl_sockaddr* to) noexcept {
        if (!of(self).may_connect(address_of(*to))) return CURL_SOCKET_BAD;
        return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    }
    /// Looks at the connection, new or used before, once more before anything is sent.
    static int on_connection(void* self, char* remote, char*, int, int) noexcept {
        auto address = IpAddress::from_v4(remote);
        if (!address) address = IpAddress::from_v6(remote);
        of(self).connected_ = of(self).may_connect(address);
        return of(self).connected_ ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
    }

    /// How many addresses were passed over.
    int refused() const noexcept { return refused_; }

    /// What came of it.
    Result<Response> outcome(CURLcode code) && noexcept {
        if (code == CURLE_OK) return std::move(reader_).finish();
        return failure_ ? *failure_ : meaning(code);
    }

private:
    static Fetch& of(void* self) noexcept { return *static_cast<Fetch*>(self); }

    bool keep(const Result<void>& done) noexcept {
        if (!done) failure_ = done.error().code();
        return done.has_value();
    }
    bool may_connect(const std::optional<IpAddress>& address) noexcept {
        const bool may = address && addresses_.check(*address);
        refused_ += !may;
        return may;
    }

    /// Nothing for one of another family, or with a zone.
    static std::optional<IpAddress> address_of(const curl_sockaddr& to) noexcept {
        const void* const bytes = &to.addr;
        if (to.family == AF_INET && to.addrlen >= sizeof(sockaddr_in)) {
            sockaddr_in v4;
            std::memcpy(&v4, bytes, sizeof v4);
            std::array<std::uint8_t, 4> octets;
            std::memcpy(octets.data(), &v4.sin_addr, octets.size());
            return IpAddress::v4(octets);
        }
        if (to.family == AF_INET6 && to.addrlen >= sizeof(sockaddr_in6)) {
            sockaddr_in6 v6;
            std::memcpy(&v6, bytes, sizeof v6);
            if (v6.sin6_scope_id != 0) return {};
            std::array<std::uint8_t, 16> octets;
            std::memcpy(octets.data(), &v6.sin6_addr, octets.size());
            return IpAddress::v6(octets);
        }
        return {};
    }

    Errc meaning(CURLcode code) const noexcept {
        switch (code) {
            case CURLE_COULDNT_RESOLVE_HOST:
            case CURLE_COULDNT_RESOLVE_PROXY:
                return Errc::endpoint_unresolved;
            case CURLE_COULDNT_CONNECT:
            case CURLE_ABORTED_BY_CALLBACK:
                return refused_ != 0 ? Errc::endpoint_address : Errc::endpoint_unreachable;
            case CURLE_SSL_CONNECT_ERROR:
            case CURLE_PEER_FAILED_VERIFICATION:
            case CURLE_SSL_CACERT_BADFILE:
            case CURLE_SSL_CERTPROBLEM:
            case CURLE_SSL_CIPHER:
            case CURLE_SSL_ISSUER_ERROR:
            case CURLE_SSL_INVALIDCERTSTATUS:
                return Errc::endpoint_tls;
            case CURLE_OPERATION_TIMEDOUT:
                return Errc::endpoint_timeout;
            case CURLE_FILESIZE_EXCEEDED:
                return Errc::endpoint_too_large;
            case CURLE_UNSUPPORTED_PROTOCOL:
            case CURLE_WEIRD_SERVER_REPLY:
            case CURLE_BAD_CONTENT_ENCODING:
                return Errc::endpoint_encoding;
            case CURLE_OUT_OF_MEMORY:
                // Or a header line of 100 KiB, which older ones of libcurl call so.
                return connected_ && !reader_.is_complete() ? Errc::endpoint_too_large
                                                            : Errc::out_of_memory;
            default:
                constexpr int too_large = 100;  // CURLE_TOO_LARGE, of libcurl 8.6
                if (code == too_large) return Errc::endpoint_too_large;
                return reader_.has_begun() ? Errc::endpoint_truncated : Errc::endpoint_unreachable;
        }
    }

    ResponseReader reader_;
    const AddressPolicy& addresses_;
    std::optional<Errc> failure_ = {};  // of what came
    int refused_ = 0;                   // addresses
    bool connected_ = false;
};

/// What libcurl needs for one fetch at a time, and the connections that it keeps for the next.
class Curl::Session {
public:
    Session() noexcept = default;
    Session(const CurlOptions& options, curl_slist* resolve) noexcept
        : multi_{curl_multi_init()}, easy_{curl_easy_init()} {
        good_ = easy_ != nullptr && multi_ != nullptr &&
                curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, 1L) == CURLM_OK;
        set(CURLOPT_PROTOCOLS_STR, "https");
        set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
        set(CURLOPT_HTTP09_ALLOWED, 0L);
        set(CURLOPT_USERAGENT, "vouch");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PATH_AS_IS, 1L);
        set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
        set(CURLOPT_HTTP_CONTENT_DECODING, 0L);
        set(CURLOPT_NOSIGNAL, 1L);
        // What is set, if only to nothing, is not looked for in the environment.
        set(CURLOPT_PROXY, options.proxy.c_str());
        set(CURLOPT_NOPROXY, "");
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);

        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_SSL_VERIFYPEER, 1L);
        set(CURLOPT_SSL_VERIFYHOST, 2L);
        // A session of TLS that goes on shows no certificate.
        set(CURLOPT_SSL_SESSIONID_CACHE, 0L);
        if (!options.ca_file.empty()) {
            set(CURLOPT_CAINFO, options.ca_file.c_str());
            set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
        }

        set(CURLOPT_MAXLIFETIME_CONN, 300L);
        set(CURLOPT_DNS_CACHE_TIMEOUT, 0L);
        if (resolve != nullptr) set(CURLOPT_RESOLVE, resolve);
#if LIBCURL_VERSION_NUM >= 0x075700
        set(CURLOPT_QUICK_EXIT, 1L);  // does not wait for a name server after the time is over
#endif
        set(CURLOPT_OPENSOCKETFUNCTION, &Fetch::on_socket);
        set(CURLOPT_PREREQFUNCTION, &Fetch::on_connection);
        set(CURLOPT_HEADERFUNCTION, &Fetch::on_header);
        set(CURLOPT_WRITEFUNCTION, &Fetch::on_body);
    }

    bool is_good() const noexcept { return good_; }
    /// What its connection is for.
    std::string_view url() const noexcept { return url_.data(); }

    Result<Response> get(const Request& request, const AddressPolicy& addresses) noexcept {
        // What an endpoint says unasked, after an answer, would be taken for the next one: that
        // must not be another tenant's.
        set(CURLOPT_FRESH_CONNECT, url() == request.url.text() && is_quiet() ? 0L : 1L);
        url_ = {};
        request.url.text().copy(url_.data(), Url::most_bytes);
        List headers;
        add(headers, "Accept-Encoding: ", "identity");
        add(headers, "If-None-Match: ", request.etag);
        add(headers, "If-Modified-Since: ", request.last_modified);

        Fetch fetch{request, addresses};
        set(CURLOPT_URL, url_.data());
        set(CURLOPT_HTTPHEADER, headers.get());
        set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.limits.body_bytes));
        set(CURLOPT_TIMEOUT_MS, milliseconds(request.limits.total_milliseconds));
        set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(request.limits.connect_milliseconds));
        set(CURLOPT_OPENSOCKETDATA, &fetch);
        set(CURLOPT_PREREQDATA, &fetch);
        set(CURLOPT_HEADERDATA, &fetch);
        set(CURLOPT_WRITEDATA, &fetch);
        if (!good_ || curl_multi_add_handle(multi_.get(), easy_.get()) != CURLM_OK) {
            good_ = false;
            return Errc::out_of_memory;
        }
        const std::optional<CURLcode> code = run(fetch, request.cancelled);
        connection_ = CURL_SOCKET_BAD;
        curl_easy_getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &connection_);
        curl_multi_remove_handle(multi_.get(), easy_.get());
        return code ? std::move(fetch).outcome(*code) : Errc::endpoint_timeout;
    }

private:
    /// Nothing where it was cancelled.
    std::optional<CURLcode> run(const Fetch& fetch, const std::atomic<bool>* cancelled) noexcept {
        constexpr int look_milliseconds = 20;
        while (cancelled == nullptr || !cancelled->load(std::memory_order_relaxed)) {
            const int refused = fetch.refused();
            int running = 0, left = 0;
            if (curl_multi_perform(multi_.get(), &running) != CURLM_OK) return CURLE_OUT_OF_MEMORY;
            if (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
                return message->data.result;
            }
            // Where an address was passed over there is nothing to wait for.
            if (fetch.refused() == refused) {
                curl_multi_poll(multi_.get(), nullptr, 0, look_milliseconds, nullptr);
            }
        }
        return {};
    }

    /// Whether the connection is there, and nothing came on it since the last answer.
    bool is_quiet() const noexcept {
        char byte = 0;
        return connection_ != CURL_SOCKET_BAD &&
               ::recv(connection_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
    }

    template <class Value>
    void set(CURLoption option, Value value) noexcept {
        good_ = good_ && curl_easy_setopt(easy_.get(), option, value) == CURLE_OK;
    }

    /// Leaves out what nobody has to send: an endpoint that says such a thing does not get it back.
    void add(List& headers, std::string_view name, std::string_view value) noexcept {
        std::array<char, 64 + 1024> line{};
        if (value.empty() || value.size() > 1000 || has_control_characters(value)) return;
        name.copy(line.data(), name.size());
        value.copy(line.data() + name.size(), value.size());
        curl_slist* const longer = curl_slist_append(headers.get(), line.data());
        good_ = good_ && longer != nullptr;
        if (longer == nullptr) return;
        static_cast<void>(headers.release());
        headers.reset(longer);
    }

    /// 0 would be no limit.
    static long milliseconds(std::int64_t value) noexcept {
        return static_cast<long>(std::clamp<std::int64_t>(value, 1, INT_MAX));
    }

    Owned<CURLM, curl_multi_cleanup> multi_ = {};
    Owned<CURL, curl_easy_cleanup> easy_ = {};
    std::array<char, Url::most_bytes + 1> url_ = {};
    curl_socket_t connection_ = CURL_SOCKET_BAD;
    bool good_ = false;
};

/// What all copies of a Curl share.
struct Curl::Shared {
    explicit Shared(CurlOptions with) : options{std::move(with)} {
        idle.reserve(most_idle);
        for (const std::string& entry : options.resolve) {
            curl_slist* const longer = curl_slist_append(resolve.get(), entry.c_str());
            if (longer == nullptr) return;
            static_cast<void>(resolve.release());
            resolve.reset(longer);
        }
    }

    /// One that has a connection for this URL, or a new one, or the one that was not used for the
    /// longest time.
    Session take(std::string_view url) noexcept {
        {
            const std::lock_guard lock{mutex};
            auto found = std::find_if(idle.begin(), idle.end(), [url](const Session& session) {
                return session.url() == url;
            });
            if (found == idle.end() && idle.size() == most_idle) found = idle.begin();
            if (found != idle.end()) {
                Session session = std::move(*found);
                idle.erase(found);
                return session;
            }
        }
        return is_libcurl_ready() ? Session{options, resolve.get()} : Session{};
    }
    void give_back(Session session) noexcept {
        const std::lock_guard lock{mutex};
        if (session.is_good() && idle.size() < most_idle) idle.push_back(std::move(session));
    }

    static bool is_libcurl_ready() noexcept {
        static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
        return ready;
    }

    static constexpr std::size_t most_idle = 16;

    CurlOptions options;
    List resolve;
    std::mutex mutex;
    std::vector<Session> idle;
};

inline Result<Response> Curl::get(const Request& request) const {
    if (request.url.address()) {
        // With a proxy nobody else would ask.
        const Result<void> may = shared_->options.addresses.check(*request.url.address());
        if (!may) return may.error();
    }
    Session session = shared_->take(request.url.text());
    if (!session.is_good()) return Errc::out_of_memory;
    Result<Response> response = session.get(request, shared_->options.addresses);
    shared_->give_back(std::move(session));
    return response;
}

static_assert(transport<Curl>);

}  // namespace http

using http::Curl;

}  // namespace vouch::inline v1

#endif
