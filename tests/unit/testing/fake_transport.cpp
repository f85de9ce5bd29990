// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/fake_transport.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <thread>

BOOST_AUTO_TEST_SUITE(testing_fake_transport)

namespace {

using vouch::Errc;
using vouch::http::Request;
using vouch::http::Url;
using vouch::testing::FakeTransport;

const Url here = *Url::parse("https://here.example/jwks");
const Url there = *Url::parse("https://there.example/jwks");

}  // namespace

BOOST_AUTO_TEST_CASE(an_endpoint_answers_what_it_was_told_and_counts) {
    const FakeTransport transport;
    transport.answer(here.text(), "{}");
    const FakeTransport copy = transport;
    const auto response = copy.get({.url = here, .etag = "\"1\""});
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 200);
    BOOST_TEST(response->body == "{}");
    BOOST_TEST((copy.get({.url = there}).error().code() == Errc::endpoint_unresolved));
    transport.answer(here.text(), Errc::endpoint_timeout);
    BOOST_TEST((copy.get({.url = here}).error().code() == Errc::endpoint_timeout));
    BOOST_TEST(transport.fetches(here.text()) == 2u);
    BOOST_TEST(transport.fetches() == 3u);
    BOOST_TEST(transport.fetches("https://nowhere.example/") == 0u);
    BOOST_TEST(transport.last_etag(here.text()) == "");
    (void)copy.get({.url = here, .etag = "\"2\""});
    BOOST_TEST(transport.last_etag(here.text()) == "\"2\"");
}

BOOST_AUTO_TEST_CASE(a_held_fetch_waits_until_it_is_released_or_cancelled) {
    const FakeTransport transport;
    transport.answer(here.text(), "{}");
    transport.hold();
    std::atomic<bool> cancelled{false}, done{false};
    const auto fetch = [&](const std::atomic<bool>* flag) {
        const bool answered = transport.get({.url = here, .cancelled = flag}).has_value();
        done = true;
        return answered;
    };
    bool answered = true;
    std::thread cancels{[&] { answered = fetch(&cancelled); }};
    while (transport.fetches() < 1) std::this_thread::yield();
    BOOST_TEST(!done);
    cancelled = true;
    cancels.join();
    BOOST_TEST(!answered);

    std::thread waits{[&] { answered = fetch(nullptr); }};
    while (transport.fetches() < 2) std::this_thread::yield();
    transport.release();
    waits.join();
    BOOST_TEST(answered);
}

BOOST_AUTO_TEST_CASE(a_silent_endpoint_takes_all_the_time_that_there_is) {
    const FakeTransport transport;
    transport.keep_silent(here.text());
    const auto silent = transport.get({.url = here, .limits = {.total_milliseconds = 20}});
    BOOST_TEST((silent.error().code() == Errc::endpoint_timeout));
    BOOST_TEST(transport.fetches(here.text()) == 1u);
    transport.answer(here.text(), "{}");
    BOOST_TEST(transport.get({.url = here, .limits = {.total_milliseconds = 20}}).has_value());
}

BOOST_AUTO_TEST_CASE(an_answer_is_within_the_limits) {
    const FakeTransport transport;
    transport.answer(here.text(),
                     vouch::http::Response{
                         .status = 200, .body = "12345", .cache_control = "1234", .etag = "567"});
    const auto get = [&](std::size_t body_bytes, std::size_t header_bytes) {
        const auto response = transport.get(
            {.url = here, .limits = {.body_bytes = body_bytes, .header_bytes = header_bytes}});
        return response ? Errc{} : response.error().code();
    };
    BOOST_TEST((get(5, 7) == Errc{}));
    BOOST_TEST((get(4, 7) == Errc::endpoint_too_large));
    BOOST_TEST((get(5, 6) == Errc::endpoint_too_large));
}

BOOST_AUTO_TEST_CASE(what_is_cancelled_gets_no_answer) {
    const FakeTransport transport;
    transport.answer(here.text(), "{}");
    const std::atomic<bool> cancelled{true}, not_cancelled{false};
    BOOST_TEST((transport.get({.url = here, .cancelled = &cancelled}).error().code() ==
                Errc::endpoint_timeout));
    BOOST_TEST(transport.get({.url = here, .cancelled = &not_cancelled}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
