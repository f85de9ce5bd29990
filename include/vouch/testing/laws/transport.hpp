// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_TRANSPORT_HPP
#define VOUCH_TESTING_LAWS_TRANSPORT_HPP

#include <vouch/http/transport.hpp>
#include <vouch/http/url.hpp>
#include <vouch/result.hpp>
#include <vouch/testing/laws/report.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <thread>

namespace vouch::inline v1::testing {

/// The endpoints that a test has ready for transport_laws.
struct TransportExpectations {
    /// Answers 200 with `body`, and headers of more than one byte.
    http::Url url;
    std::string_view body;  ///< not empty
    /// Nothing can be fetched from there: there is no such host, say, or no such server.
    http::Url nowhere;
    /// Answers with a redirect to `url`; nothing where the test has no such endpoint.
    std::optional<http::Url> redirect = {};
    /// Takes requests and never answers; nothing where the test has no such endpoint.
    std::optional<http::Url> silent = {};
};

namespace detail {

/// Asks a transport, and notes the laws that it breaks.
template <http::transport Transport>
class TransportTrial {
public:
    TransportTrial(const Transport& transport, const TransportExpectations& expected)
        : transport_{transport}, expected_{expected} {}

    LawReport run() {
        report_.require(gets_the_body(), "gives the answer of the endpoint, whole");
        report_.require(gets_the_body(), "gives it again");
        report_.require(gets_the_body({.body_bytes = expected_.body.size()}),
                        "takes a body that is as long as the limit");
        report_.require(
            error_of({.url = expected_.url, .limits = {.body_bytes = expected_.body.size() - 1}}) ==
                Errc::endpoint_too_large,
            "refuses a body that is longer than the limit");
        report_.require(error_of({.url = expected_.url, .limits = {.header_bytes = 1}}) ==
                            Errc::endpoint_too_large,
                        "refuses headers that are longer than the limit");
        report_.require(has_no_answer_from_nowhere(), "says why there is no answer");
        const std::atomic<bool> cancelled{true};
        report_.require(
            error_of({.url = expected_.url, .cancelled = &cancelled}) == Errc::endpoint_timeout,
            "gives no answer where that is cancelled");
        if (expected_.redirect) {
            report_.require(follows_no_redirect(*expected_.redirect), "follows no redirect");
        }
        if (expected_.silent) {
            report_.require(ends_in_time(*expected_.silent), "ends when its time is over");
            report_.require(ends_when_cancelled(*expected_.silent), "ends soon when cancelled");
        }
        report_.require(serves_threads(), "serves several threads at once");
        return report_;
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds soon{2};  // on a machine with much else to do

    bool gets_the_body(const http::FetchLimits& limits = {}) const {
        const auto response = transport_.get({.url = expected_.url, .limits = limits});
        return response && response->status == 200 && response->body == expected_.body;
    }
    /// `Errc{}` where there is an answer.
    Errc error_of(const http::Request& request) const {
        const auto response = transport_.get(request);
        return response ? Errc{} : response.error().code();
    }
    bool has_no_answer_from_nowhere() const {
        switch (error_of({.url = expected_.nowhere})) {
            case Errc::endpoint_unresolved:
            case Errc::endpoint_address:
            case Errc::endpoint_unreachable:
            case Errc::endpoint_tls:
            case Errc::endpoint_timeout:
                return true;
            default:
                return false;
        }
    }
    bool follows_no_redirect(const http::Url& url) const {
        const auto response = transport_.get({.url = url});
        return response && response->status >= 300 && response->status < 400;
    }
    bool ends_in_time(const http::Url& url) const {
        const auto start = Clock::now();
        const http::FetchLimits limits{.connect_milliseconds = 200, .total_milliseconds = 200};
        const Errc error = error_of({.url = url, .limits = limits});
        return error == Errc::endpoint_timeout && Clock::now() - start < soon;
    }
    bool ends_when_cancelled(const http::Url& url) const {
        std::atomic<bool> cancelled{false};
        Clock::time_point start;
        std::thread cancels{[&] {
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
            start = Clock::now();
            cancelled = true;
        }};
        const http::FetchLimits limits{.connect_milliseconds = 3000, .total_milliseconds = 3000};
        const Errc error = error_of({.url = url, .limits = limits, .cancelled = &cancelled});
        const auto end = Clock::now();
        cancels.join();
        return error == Errc::endpoint_timeout && end - start < soon;
    }
    bool serves_threads() const {
        std::atomic<bool> good{true};
        const auto ask = [&] {
            for (int i = 0; i < 5; ++i) {
                if (!gets_the_body() || !has_no_answer_from_nowhere()) good = false;
            }
        };
        std::array<std::thread, 4> threads;
        for (std::thread& thread : threads) thread = std::thread{ask};
        for (std::thread& thread : threads) thread.join();
        return good;
    }

    const Transport& transport_;
    const TransportExpectations& expected_;
    LawReport report_;
};

}  // namespace detail

/// Checks what the concept http::transport asks and can be seen from outside, at endpoints that the
/// test provides. The broken laws come back by name.
///
/// It makes some 50 fetches; with a silent endpoint it takes half a second more, and seconds where
/// its law is broken. Four threads fetch at once: run it under a thread sanitizer as well. It
/// cannot see which addresses a transport connects to, how it checks certificates, or what it
/// sends.
template <http::transport Transport>
LawReport transport_laws(const Transport& transport, const TransportExpectations& expected) {
    return detail::TransportTrial{transport, expected}.run();
}

}  // namespace vouch::inline v1::testing

#endif
