// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/curl.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <string>
#include <string_view>

#include <support/endpoint_faults.hpp>
#include <support/fetching.hpp>
#include <support/resolver.hpp>
#include <support/tls_server.hpp>

// Who the endpoint is, and what it speaks.

BOOST_AUTO_TEST_SUITE(curl_certificates)

namespace {

using namespace vouch_tests;
using vouch::Curl;
using vouch::Errc;
using vouch::http::CurlOptions;

TlsServer& server = tls_server();

}  // namespace

// rule 87
BOOST_AUTO_TEST_CASE(takes_the_certificate_of_the_host) {
    server.answer("/good", "{}");
    resolver::set("endpoint.test", {"127.0.0.1"});
    resolver::set("one.endpoint.test", {"127.0.0.1"});
    const Curl curl{loopback_options()};
    for (const std::string_view host :
         {"localhost", "LOCALHOST", "127.0.0.1", "endpoint.test", "one.endpoint.test"}) {
        BOOST_TEST((error_of(curl, server.url("/good", "good", host)) == Errc{}), host);
    }
}

// rule 87
BOOST_AUTO_TEST_CASE(refuses_other_certificates) {
    server.answer("/good", "{}");
    const Curl curl{loopback_options()};
    const int before = server.requests("/good");
    for (const std::string_view listener :
         {"expired", "wrong_host", "wrong_usage", "untrusted", "self_signed"}) {
        BOOST_TEST_CONTEXT(listener) {
            const int connections = server.connections(listener);
            BOOST_TEST((error_of(curl, server.url("/good", listener)) == Errc::endpoint_tls));
            BOOST_TEST(server.connections(listener) == connections + 1);
        }
    }
    BOOST_TEST(server.requests("/good") == before);
}

// rule 87
BOOST_AUTO_TEST_CASE(a_certificate_is_good_for_its_names_and_its_authority_only) {
    server.answer("/good", "{}");
    // The one that is refused for this host is good for its own.
    resolver::set("elsewhere.test", {"127.0.0.1"});
    resolver::set("one.two.endpoint.test", {"127.0.0.1"});
    const Curl curl{loopback_options()};
    const auto url = [](std::string_view listener, std::string_view host) {
        return server.url("/good", listener, host);
    };
    BOOST_TEST((error_of(curl, url("wrong_host", "elsewhere.test")) == Errc{}));
    BOOST_TEST((error_of(curl, url("good", "elsewhere.test")) == Errc::endpoint_tls));
    BOOST_TEST((error_of(curl, url("good", "one.two.endpoint.test")) == Errc::endpoint_tls));

    CurlOptions options = loopback_options();
    options.ca_file = server.other_ca_file();
    const Curl of_others{options};
    BOOST_TEST((error_of(of_others, url("untrusted", "localhost")) == Errc{}));
    BOOST_TEST((error_of(of_others, url("good", "localhost")) == Errc::endpoint_tls));

    options.ca_file = "";
    const Curl of_the_system{options};
    BOOST_TEST((error_of(of_the_system, url("good", "localhost")) == Errc::endpoint_tls));
    options.ca_file = "/nowhere/ca.pem";
    BOOST_TEST((error_of(Curl{options}, url("good", "localhost")) == Errc::endpoint_tls));
}

// rule 88
BOOST_AUTO_TEST_CASE(speaks_tls_1_2_or_later) {
    server.answer("/good", "{}");
    const Curl curl{loopback_options()};
    BOOST_TEST(server.handshake("good").starts_with("TLSv1.3 "));
    BOOST_TEST((error_of(curl, server.url("/good")) == Errc{}));
    BOOST_TEST(server.handshake("tls_1_2").starts_with("TLSv1.2 "));
    BOOST_TEST((error_of(curl, server.url("/good", "tls_1_2")) == Errc{}));

    // A client that takes anything gets a connection, and the openssl.cnf beside this file would
    // let us have one.
    BOOST_TEST(server.handshake("tls_1_1").starts_with("TLSv1.1 "));
    BOOST_TEST((error_of(curl, server.url("/good", "tls_1_1")) == Errc::endpoint_tls));
}

// rule 88
BOOST_AUTO_TEST_CASE(does_without_nothing_that_makes_tls_secure) {
    server.answer("/good", "{}");
    const Curl curl{loopback_options()};
    BOOST_TEST(server.handshake("no_encryption").find("NULL") != std::string::npos);
    BOOST_TEST((error_of(curl, server.url("/good", "no_encryption")) == Errc::endpoint_tls));
    BOOST_TEST((error_of(curl, server.url("/good", "plain")) == Errc::endpoint_tls));
}

BOOST_AUTO_TEST_CASE(a_handshake_that_stalls_ends_in_time) {
    const Curl curl{loopback_options()};
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST((error_of(curl, server.url("/", "silent"), {.limits = short_limits}) ==
                Errc::endpoint_timeout));
    BOOST_TEST((error_of(curl, server.url("/", "silent"),
                         {.limits = {.connect_milliseconds = 100, .total_milliseconds = 60'000}}) ==
                Errc::endpoint_timeout));
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds{4}));
    BOOST_TEST((error_of(curl, server.url("/", "closed")) == Errc::endpoint_unreachable));
}

BOOST_AUTO_TEST_SUITE_END()
