// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/curl.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

// What can be seen of it without a server; tests/integration has one.

BOOST_AUTO_TEST_SUITE(http_curl)

namespace {

using vouch::Curl;
using vouch::Errc;
using vouch::http::CurlOptions;
using vouch::http::Network;
using vouch::http::Url;

static_assert(vouch::http::transport<Curl>);
static_assert(std::is_same_v<Curl, vouch::http::Curl>);
static_assert(std::is_copy_constructible_v<Curl> && std::is_copy_assignable_v<Curl>);
static_assert(std::is_default_constructible_v<Curl>);

/// A port of this machine that refuses connections as long as this lives.
class ClosedPort {
public:
    ClosedPort() {
        const sockaddr_in loopback{.sin_family = AF_INET,
                                   .sin_port = 0,
                                   .sin_addr = {htonl(INADDR_LOOPBACK)},
                                   .sin_zero = {}};
        sockaddr_in bound{};
        socklen_t size = sizeof bound;
        BOOST_REQUIRE(
            bind(socket_, reinterpret_cast<const sockaddr*>(&loopback), sizeof loopback) == 0);
        BOOST_REQUIRE(getsockname(socket_, reinterpret_cast<sockaddr*>(&bound), &size) == 0);
        number_ = ntohs(bound.sin_port);
    }
    ClosedPort(const ClosedPort&) = delete;
    ClosedPort& operator=(const ClosedPort&) = delete;
    ~ClosedPort() { close(socket_); }

    std::uint16_t number() const { return number_; }

private:
    int socket_ = socket(AF_INET, SOCK_STREAM, 0);
    std::uint16_t number_ = 0;
};

Errc error_of(const Curl& curl, std::string_view url, std::uint16_t port = 443,
              const std::atomic<bool>* cancelled = nullptr) {
    const Url parsed = *Url::parse(url, {.ports = {port}});
    const auto response =
        curl.get({.url = parsed, .limits = {.total_milliseconds = 2000}, .cancelled = cancelled});
    return response ? Errc{} : response.error().code();
}

}  // namespace

// rule 89
BOOST_AUTO_TEST_CASE(does_not_connect_to_an_address_that_may_not_be_connected_to) {
    const Curl curl;
    for (const std::string_view url :
         {"https://127.0.0.1/", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data/",
          "https://[::1]/", "https://[fe80::1]/", "https://[::ffff:127.0.0.1]/"}) {
        BOOST_TEST_CONTEXT(url) { BOOST_TEST((error_of(curl, url) == Errc::endpoint_address)); }
    }
}

// rule 89
BOOST_AUTO_TEST_CASE(does_not_connect_to_a_name_of_such_an_address) {
    const Curl curl{
        {.resolve = {"one.test:443:127.0.0.1", "two.test:443:10.0.0.1,[::1],[fc00::1]"}}};
    BOOST_TEST((error_of(curl, "https://one.test/") == Errc::endpoint_address));
    BOOST_TEST((error_of(curl, "https://two.test/") == Errc::endpoint_address));
    BOOST_TEST((error_of(curl, "https://localhost/") == Errc::endpoint_address));
}

BOOST_AUTO_TEST_CASE(connects_to_an_address_that_is_allowed_by_name) {
    const ClosedPort port;
    const std::string number = std::to_string(port.number());
    CurlOptions options{
        .addresses = {{*Network::from_text("127.0.0.1")}},
        .resolve = {"one.test:" + number + ":127.0.0.1", "two.test:" + number + ":127.0.0.2"}};
    const Curl curl{options};
    // Refused by the machine, not by us.
    const Errc unreachable = Errc::endpoint_unreachable;
    BOOST_TEST((error_of(curl, "https://127.0.0.1:" + number, port.number()) == unreachable));
    BOOST_TEST((error_of(curl, "https://one.test:" + number, port.number()) == unreachable));
    BOOST_TEST(
        (error_of(curl, "https://two.test:" + number, port.number()) == Errc::endpoint_address));
}

BOOST_AUTO_TEST_CASE(the_address_of_a_proxy_is_checked_like_that_of_an_endpoint) {
    const ClosedPort port;
    const std::string proxy = "http://127.0.0.1:" + std::to_string(port.number());
    const Curl refused{{.proxy = proxy}};
    BOOST_TEST((error_of(refused, "https://endpoint.example/") == Errc::endpoint_address));
    const Curl allowed{{.addresses = {{*Network::from_text("127.0.0.1")}}, .proxy = proxy}};
    BOOST_TEST((error_of(allowed, "https://endpoint.example/") == Errc::endpoint_unreachable));
    // Here nobody but us looks at the address.
    BOOST_TEST((error_of(allowed, "https://10.0.0.1/") == Errc::endpoint_address));
}

BOOST_AUTO_TEST_CASE(does_nothing_where_it_is_cancelled) {
    const ClosedPort port;
    const std::string url = "https://127.0.0.1:" + std::to_string(port.number());
    const Curl curl{{.addresses = {{*Network::from_text("127.0.0.1")}}}};
    std::atomic<bool> cancelled{false};
    BOOST_TEST((error_of(curl, url, port.number(), &cancelled) == Errc::endpoint_unreachable));
    cancelled = true;
    BOOST_TEST((error_of(curl, url, port.number(), &cancelled) == Errc::endpoint_timeout));
}

BOOST_AUTO_TEST_CASE(a_copy_outlives_the_first_and_serves_many_threads) {
    const ClosedPort port;
    const std::string url = "https://127.0.0.1:" + std::to_string(port.number());
    auto first = std::make_unique<Curl>(CurlOptions{{{*Network::from_text("127.0.0.1")}}});
    const Curl copy = *first;
    first.reset();
    std::atomic<int> wrong = 0;
    // More threads than sessions are kept.
    std::vector<std::thread> threads;
    for (int i = 0; i < 24; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 5; ++j) {
                wrong += error_of(copy, url, port.number()) != Errc::endpoint_unreachable;
                wrong += error_of(copy, "https://10.0.0.1/") != Errc::endpoint_address;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
