// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/transport.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <vouch/testing/fake_transport.hpp>

BOOST_AUTO_TEST_SUITE(testing_laws_transport)

namespace {

using vouch::Errc;
using vouch::Result;
using vouch::http::Request;
using vouch::http::Response;
using vouch::http::Url;
using vouch::testing::FakeTransport;
using vouch::testing::transport_laws;
using vouch::testing::TransportExpectations;
using Laws = std::vector<std::string_view>;

constexpr std::string_view body = R"({"keys":[]})";
const TransportExpectations expected{.url = *Url::parse("https://here.example/jwks"),
                                     .body = body,
                                     .nowhere = *Url::parse("https://nowhere.example/jwks"),
                                     .redirect = *Url::parse("https://here.example/old"),
                                     .silent = *Url::parse("https://silent.example/jwks")};

/// Without the endpoint that takes its time.
const TransportExpectations quick{
    .url = expected.url, .body = body, .nowhere = expected.nowhere, .redirect = expected.redirect};

FakeTransport sound() {
    FakeTransport transport;
    transport.answer(
        expected.url.text(),
        Response{.status = 200, .body = std::string{body}, .cache_control = "max-age=60"});
    transport.answer(expected.redirect->text(), Response{.status = 301});
    transport.keep_silent(expected.silent->text());
    return transport;
}

/// Changes each request, and each answer.
template <class Before, class After>
struct Changed {
    Before before;
    After after;
    FakeTransport transport = sound();

    Result<Response> get(Request request) const {
        return after(transport.get(before(std::move(request))));
    }
};

/// The broken laws of a transport that changes the requests.
template <class Before>
Laws laws_with_requests(Before before, const TransportExpectations& endpoints = quick) {
    const auto same = [](Result<Response> response) { return response; };
    return transport_laws(Changed<Before, decltype(same)>{before, same}, endpoints).broken;
}
/// The broken laws of a transport that changes the answers.
template <class After>
Laws laws_with_answers(After after) {
    const auto same = [](Request request) { return request; };
    return transport_laws(Changed<decltype(same), After>{same, after}, quick).broken;
}

Request with_limits(const Request& request, vouch::http::FetchLimits limits) {
    return {.url = request.url, .limits = limits, .cancelled = request.cancelled};
}

struct FollowsRedirects {
    FakeTransport transport = sound();
    Result<Response> get(const Request& request) const {
        auto response = transport.get(request);
        if (!response || response->status != 301) return response;
        return transport.get({.url = expected.url});
    }
};

struct BreaksWithThreads {
    FakeTransport transport = sound();
    std::thread::id first = std::this_thread::get_id();
    Result<Response> get(const Request& request) const {
        if (std::this_thread::get_id() != first) return Errc::endpoint_unreachable;
        return transport.get(request);
    }
};

struct AnswersOnce {
    FakeTransport transport = sound();
    mutable std::atomic<bool> used{false};
    Result<Response> get(const Request& request) const {
        auto response = transport.get(request);
        if (response && response->status == 200 && used.exchange(true)) response->body.clear();
        return response;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(sound_transports_break_no_law) {
    for (const std::string_view law : transport_laws(sound(), expected).broken) BOOST_ERROR(law);

    // What a test has no endpoint for is not asked.
    const TransportExpectations fewer{
        .url = expected.url, .body = body, .nowhere = expected.nowhere};
    const FakeTransport transport = sound();
    for (const std::string_view law : transport_laws(transport, fewer).broken) BOOST_ERROR(law);
    BOOST_TEST(transport.fetches(expected.silent->text()) == 0u);
    BOOST_TEST(transport.fetches(expected.redirect->text()) == 0u);
}

BOOST_AUTO_TEST_CASE(finds_a_transport_that_loses_the_answer) {
    const Laws none{"gives the answer of the endpoint, whole", "gives it again",
                    "takes a body that is as long as the limit", "serves several threads at once"};
    BOOST_TEST((laws_with_answers([](Result<Response> response) {
                    if (response) response->body.resize(response->body.size() / 2);
                    return response;
                }) == none));
    BOOST_TEST((laws_with_answers([](Result<Response> response) {
                    if (response && response->status == 200) response->status = 206;
                    return response;
                }) == none));
    BOOST_TEST((transport_laws(AnswersOnce{}, quick).broken == Laws{none.begin() + 1, none.end()}));
}

BOOST_AUTO_TEST_CASE(finds_a_transport_that_keeps_no_limits) {
    BOOST_TEST((laws_with_requests([](const Request& request) {
                    auto limits = request.limits;
                    limits.body_bytes = 1'000'000;
                    return with_limits(request, limits);
                }) == Laws{"refuses a body that is longer than the limit"}));
    BOOST_TEST((laws_with_requests([](const Request& request) {
                    auto limits = request.limits;
                    limits.header_bytes = 1'000'000;
                    return with_limits(request, limits);
                }) == Laws{"refuses headers that are longer than the limit"}));
    BOOST_TEST((laws_with_requests([](const Request& request) {
                    auto limits = request.limits;
                    limits.body_bytes -= 1;
                    return with_limits(request, limits);
                }) == Laws{"takes a body that is as long as the limit"}));
    BOOST_TEST((laws_with_requests(
                    [](const Request& request) {
                        auto limits = request.limits;
                        if (limits.total_milliseconds < 2500) limits.total_milliseconds = 2500;
                        return with_limits(request, limits);
                    },
                    expected) == Laws{"ends when its time is over"}));
}

BOOST_AUTO_TEST_CASE(finds_a_transport_that_cuts_a_long_body_off) {
    const auto cuts = [](Result<Response> response) -> Result<Response> {
        if (!response && response.error() == Errc::endpoint_too_large) {
            return Response{.status = 200, .body = "{"};
        }
        return response;
    };
    BOOST_TEST((laws_with_answers(cuts) == Laws{"refuses a body that is longer than the limit",
                                                "refuses headers that are longer than the limit"}));
}

BOOST_AUTO_TEST_CASE(finds_a_transport_that_cannot_be_cancelled) {
    BOOST_TEST((laws_with_requests(
                    [](const Request& request) {
                        return Request{.url = request.url, .limits = request.limits};
                    },
                    expected) ==
                Laws{"gives no answer where that is cancelled", "ends soon when cancelled"}));
}

BOOST_AUTO_TEST_CASE(finds_a_transport_with_errors_of_its_own) {
    const Laws expected_laws{"says why there is no answer", "serves several threads at once"};
    BOOST_TEST((laws_with_answers([](Result<Response> response) -> Result<Response> {
                    if (!response && response.error() == Errc::endpoint_unresolved) {
                        return Errc::key_not_found;
                    }
                    return response;
                }) == expected_laws));
    BOOST_TEST((laws_with_answers([](Result<Response> response) -> Result<Response> {
                    if (!response && response.error() == Errc::endpoint_unresolved) {
                        return Response{};
                    }
                    return response;
                }) == expected_laws));
}

BOOST_AUTO_TEST_CASE(finds_a_transport_that_follows_redirects) {
    BOOST_TEST((transport_laws(FollowsRedirects{}, quick).broken == Laws{"follows no redirect"}));
}

BOOST_AUTO_TEST_CASE(finds_a_transport_for_one_thread) {
    BOOST_TEST((transport_laws(BreaksWithThreads{}, quick).broken ==
                Laws{"serves several threads at once"}));
}

BOOST_AUTO_TEST_SUITE_END()
