// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_FAKE_TRANSPORT_HPP
#define VOUCH_TESTING_FAKE_TRANSPORT_HPP

#include <vouch/http/transport.hpp>
#include <vouch/result.hpp>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace vouch::inline v1::testing {

/// Endpoints that exist only in a test: it says what each answers and sees how often it was asked.
/// An endpoint that nothing was said of is `endpoint_unresolved`. It keeps the limits of a request
/// as any transport does. Copies are one.
///
/// \par Thread safety
/// All members may be called by several threads at once.
class FakeTransport {
public:
    /// What the endpoint at `url` answers from now on.
    void answer(std::string_view url, Result<http::Response> with) const {
        const std::lock_guard lock{state_->mutex};
        Endpoint& endpoint = state_->endpoints[std::string{url}];
        endpoint.answer = std::move(with);
        endpoint.silent = false;
    }
    /// It answers 200 with this body from now on.
    void answer(std::string_view url, std::string_view body) const {
        answer(url, http::Response{.status = 200, .body = std::string{body}});
    }
    /// From now on it takes requests and does not answer, until it is told an answer.
    void keep_silent(std::string_view url) const {
        const std::lock_guard lock{state_->mutex};
        state_->endpoints[std::string{url}].silent = true;
    }

    /// From now on fetches wait, for however long, until `release`.
    void hold() const {
        const std::lock_guard lock{state_->mutex};
        state_->held = true;
    }
    void release() const {
        {
            const std::lock_guard lock{state_->mutex};
            state_->held = false;
        }
        state_->changed.notify_all();
    }

    /// How often the endpoint at `url` was asked.
    std::size_t fetches(std::string_view url) const {
        const std::lock_guard lock{state_->mutex};
        const auto found = state_->endpoints.find(url);
        return found == state_->endpoints.end() ? 0 : found->second.fetches;
    }
    /// How often any endpoint was asked.
    std::size_t fetches() const {
        const std::lock_guard lock{state_->mutex};
        std::size_t sum = 0;
        for (const auto& [url, endpoint] : state_->endpoints) sum += endpoint.fetches;
        return sum;
    }
    /// The entity tag that the last request for `url` had.
    std::string last_etag(std::string_view url) const {
        const std::lock_guard lock{state_->mutex};
        const auto found = state_->endpoints.find(url);
        return found == state_->endpoints.end() ? std::string{} : found->second.last_etag;
    }

    Result<http::Response> get(const http::Request& request) const {
        const auto end = std::chrono::steady_clock::now() +
                         std::chrono::milliseconds{request.limits.total_milliseconds};
        std::unique_lock lock{state_->mutex};
        Endpoint& endpoint = state_->endpoints[std::string{request.url.text()}];
        ++endpoint.fetches;
        endpoint.last_etag = request.etag;
        while (true) {
            if (request.cancelled != nullptr && *request.cancelled) return Errc::endpoint_timeout;
            if (!state_->held && !endpoint.silent) break;
            if (!state_->held && std::chrono::steady_clock::now() >= end) {
                return Errc::endpoint_timeout;
            }
            state_->changed.wait_for(lock, std::chrono::milliseconds{10});
        }
        if (endpoint.answer && !fits(*endpoint.answer, request.limits)) {
            return Errc::endpoint_too_large;
        }
        return endpoint.answer;
    }

private:
    static bool fits(const http::Response& response, const http::FetchLimits& limits) noexcept {
        std::size_t header_bytes = 0;
        for (const std::string* header :
             {&response.cache_control, &response.age, &response.date, &response.expires,
              &response.etag, &response.last_modified, &response.retry_after}) {
            header_bytes += header->size();
        }
        return response.body.size() <= limits.body_bytes && header_bytes <= limits.header_bytes;
    }

    struct Endpoint {
        Result<http::Response> answer = Errc::endpoint_unresolved;
        std::size_t fetches = 0;
        std::string last_etag = {};
        bool silent = false;
    };
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        bool held = false;
        std::map<std::string, Endpoint, std::less<>> endpoints;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

static_assert(http::transport<FakeTransport>);

}  // namespace vouch::inline v1::testing

#endif
