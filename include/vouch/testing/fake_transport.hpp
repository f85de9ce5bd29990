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
/// An endpoint that nothing was said of is `endpoint_unresolved`. Copies are one.
///
/// \par Thread safety
/// All members may be called by several threads at once.
class FakeTransport {
public:
    /// What the endpoint at `url` answers from now on.
    void answer(std::string_view url, Result<http::Response> with) const {
        const std::lock_guard lock{state_->mutex};
        state_->endpoints[std::string{url}].answer = std::move(with);
    }
    /// It answers 200 with this body from now on.
    void answer(std::string_view url, std::string_view body) const {
        answer(url, http::Response{.status = 200, .body = std::string{body}});
    }

    /// From now on fetches wait, until `release`.
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
        std::unique_lock lock{state_->mutex};
        Endpoint& endpoint = state_->endpoints[std::string{request.url.text()}];
        ++endpoint.fetches;
        endpoint.last_etag = request.etag;
        while (state_->held) {
            if (request.cancelled != nullptr && *request.cancelled) return Errc::endpoint_timeout;
            state_->changed.wait_for(lock, std::chrono::milliseconds{10});
        }
        return endpoint.answer;
    }

private:
    struct Endpoint {
        Result<http::Response> answer = Errc::endpoint_unresolved;
        std::size_t fetches = 0;
        std::string last_etag = {};
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
