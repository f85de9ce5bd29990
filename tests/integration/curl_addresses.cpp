// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/curl.hpp>

#include <boost/test/unit_test.hpp>

#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <support/endpoint_faults.hpp>
#include <support/fetching.hpp>
#include <support/resolver.hpp>
#include <support/tls_server.hpp>

// Which addresses are connected to, whatever a name, its name servers, a redirect or the
// environment say. Two witnesses: a listener on loopback that counts, and all calls of connect().

BOOST_AUTO_TEST_SUITE(curl_addresses)

namespace {

using namespace vouch_tests;
using vouch::Curl;
using vouch::Errc;
using vouch::http::CurlOptions;
using Addresses = std::vector<std::string>;

TlsServer& server = tls_server();

/// One address of each class that is refused, and the edges of some.
const char* const refused[] = {
    // IPv4: this network, private, shared, loopback, link local, metadata
    "0.0.0.0", "0.255.255.255", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
    "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1",
    "172.31.255.255",
    // protocol assignments, documentation, AS112, AMT, 6to4 relays, private, benchmarking
    "192.0.0.1", "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.0.1",
    "192.175.48.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1",
    // multicast, reserved, broadcast
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    // IPv6: unspecified, loopback, mapped, compatible, NAT64, discard only
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b:1::1", "100::1",
    // Teredo, ORCHID, benchmarking, documentation, 6to4, AS112
    "2001::1", "2001:20::1", "2001:2::1", "2001:db8::1", "2002:7f00:1::1", "2620:4f:8000::1",
    "3fff::1",
    // segment routing, private, metadata, link local, site local, multicast
    "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1"};

bool is_v6(std::string_view address) { return address.find(':') != std::string_view::npos; }

/// Whether an address can be tried on this machine, which may be without IPv6.
bool can_try(std::string_view address) {
    if (!is_v6(address)) return true;
    const int file = socket(AF_INET6, SOCK_STREAM, 0);
    if (file >= 0) close(file);
    return file >= 0;
}

std::string in_url(std::string_view address) {
    return is_v6(address) ? "[" + std::string{address} + "]" : std::string{address};
}

/// With all the certificates that are needed, and no address allowed.
CurlOptions strict_options() { return {.ca_file = server.ca_file()}; }

void expect_no_connection(int canaries) {
    BOOST_TEST(resolver::connected_to() == Addresses{}, boost::test_tools::per_element());
    BOOST_TEST(server.connections("canary") == canaries);
}

}  // namespace

// rule 89
BOOST_AUTO_TEST_CASE(connects_to_no_name_of_an_address_inside) {
    const Curl curl{strict_options()};
    const int canaries = server.connections("canary");
    (void)resolver::connected_to();
    for (const char* const address : refused) {
        if (!can_try(address)) continue;
        BOOST_TEST_CONTEXT(address) {
            resolver::set("inside.test", {address});
            const std::string url = server.url("/", "canary", "inside.test");
            BOOST_TEST((error_of(curl, url) == Errc::endpoint_address));
            expect_no_connection(canaries);
        }
    }
    BOOST_TEST((error_of(curl, server.url("/", "canary", "localhost")) == Errc::endpoint_address));
    expect_no_connection(canaries);
}

// rule 89
BOOST_AUTO_TEST_CASE(connects_to_no_address_inside) {
    const Curl curl{strict_options()};
    const int canaries = server.connections("canary");
    (void)resolver::connected_to();
    for (const char* const address : refused) {
        BOOST_TEST_CONTEXT(address) {
            const std::string url = server.url("/", "canary", in_url(address));
            BOOST_TEST((error_of(curl, url) == Errc::endpoint_address));
            expect_no_connection(canaries);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_witnesses_see_connections_that_are_allowed) {
    const Curl curl{loopback_options()};
    for (const std::string address : {"127.0.0.1", "::1"}) {
        if (!can_try(address)) continue;
        const int canaries = server.connections("canary");
        resolver::set("inside.test", {address});
        (void)resolver::connected_to();
        const Errc by_name =
            error_of(curl, server.url("/", "canary", "inside.test"), {.limits = short_limits});
        const Errc by_address =
            error_of(curl, server.url("/", "canary", in_url(address)), {.limits = short_limits});
        BOOST_TEST((resolver::connected_to() == Addresses{address, address}));
        if (is_v6(address) && by_name == Errc::endpoint_unreachable) continue;  // there is no ::1
        BOOST_TEST((by_name == Errc::endpoint_timeout));
        BOOST_TEST((by_address == Errc::endpoint_timeout));
        BOOST_TEST(server.connections("canary") == canaries + 2);
    }
}

BOOST_AUTO_TEST_CASE(connects_to_an_address_of_the_internet) {
    const Curl curl{strict_options()};
    for (const std::string address : {"8.8.8.8", "2606:4700::1111"}) {
        if (!can_try(address)) continue;
        resolver::set("outside.test", {address});
        (void)resolver::connected_to();
        BOOST_TEST((error_of(curl, "https://outside.test/") == Errc::endpoint_unreachable));
        BOOST_TEST((error_of(curl, "https://" + in_url(address)) == Errc::endpoint_unreachable));
        BOOST_TEST((resolver::connected_to() == Addresses{address, address}));
    }
}

// rule 89
BOOST_AUTO_TEST_CASE(of_several_addresses_those_inside_are_passed_over) {
    server.answer("/good", "{}");
    const std::string url = server.url("/good", "good", "endpoint.test");
    const Addresses mixed[] = {{"10.0.0.1", "127.0.0.1"},
                               {"127.0.0.1", "10.0.0.1"},
                               {"fc00::1", "127.0.0.2", "127.0.0.1", "169.254.169.254"}};
    for (const Addresses& addresses : mixed) {
        resolver::set("endpoint.test", addresses);
        (void)resolver::connected_to();
        BOOST_TEST((error_of(Curl{loopback_options()}, url) == Errc{}));
        BOOST_TEST((resolver::connected_to() == Addresses{"127.0.0.1"}));
    }
    // None is left that can be connected to.
    resolver::set("endpoint.test", {"8.8.8.8", "10.0.0.1", "127.0.0.1"});
    BOOST_TEST((error_of(Curl{strict_options()}, url) == Errc::endpoint_address));
    BOOST_TEST((resolver::connected_to() == Addresses{"8.8.8.8"}));
}

BOOST_AUTO_TEST_CASE(a_host_may_have_a_hundred_addresses) {
    server.answer("/good", "{}");
    const Curl curl{loopback_options()};
    const std::string url = server.url("/good", "good", "endpoint.test");
    const auto start = std::chrono::steady_clock::now();
    Addresses addresses(99, "10.0.0.1");
    addresses.push_back("127.0.0.1");
    resolver::set("endpoint.test", addresses);
    BOOST_TEST((error_of(curl, url) == Errc{}));
    resolver::set("endpoint.test", Addresses(100, "10.0.0.1"));
    BOOST_TEST((error_of(Curl{strict_options()}, url) == Errc::endpoint_address));
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds{1}));
    // However many there are that do not answer, the time is that of the limit.
    resolver::set("endpoint.test", Addresses(100, "127.0.0.1"));
    const Errc error =
        error_of(curl, server.url("/", "closed", "endpoint.test"), {.limits = short_limits});
    BOOST_TEST((error == Errc::endpoint_unreachable || error == Errc::endpoint_timeout));
}

// rule 89
BOOST_AUTO_TEST_CASE(an_address_with_a_zone_is_not_the_one_that_is_allowed) {
    if (!can_try("::1")) return;
    const Curl curl{loopback_options()};
    const std::string url = server.url("/", "closed", "endpoint.test");
    resolver::set("endpoint.test", {"::1%1"});
    (void)resolver::connected_to();
    BOOST_TEST((error_of(curl, url) == Errc::endpoint_address));
    BOOST_TEST((resolver::connected_to() == Addresses{}));
    resolver::set("endpoint.test", {"::1"});
    BOOST_TEST((error_of(curl, url) == Errc::endpoint_unreachable));
    BOOST_TEST((resolver::connected_to() == Addresses{"::1"}));
}

// rule 89
BOOST_AUTO_TEST_CASE(the_address_that_was_checked_is_the_one_that_is_connected_to) {
    const int canaries = server.connections("canary");
    resolver::set("endpoint.test", {"8.8.8.8"}, {"127.0.0.1"});
    (void)resolver::connected_to();
    BOOST_TEST((error_of(Curl{strict_options()}, server.url("/", "canary", "endpoint.test")) ==
                Errc::endpoint_unreachable));
    BOOST_TEST((resolver::connected_to() == Addresses{"8.8.8.8"}));
    BOOST_TEST(resolver::questions("endpoint.test") == 1);
    BOOST_TEST(server.connections("canary") == canaries);
}

// rule 89
BOOST_AUTO_TEST_CASE(nothing_is_sent_on_a_connection_that_leads_elsewhere) {
    server.answer("/elsewhere", "{}");
    const Curl curl{loopback_options()};
    for (const char* const address : {"10.0.0.1", "::ffff:127.0.0.1", "fc00::1"}) {
        resolver::pretend_peer(address);
        BOOST_TEST((error_of(curl, server.url("/elsewhere")) == Errc::endpoint_address));
        BOOST_TEST(server.requests("/elsewhere") == 0);
    }
    resolver::pretend_peer("");
    BOOST_TEST((error_of(curl, server.url("/elsewhere")) == Errc{}));
    BOOST_TEST(server.requests("/elsewhere") == 1);
}

// rule 89
BOOST_AUTO_TEST_CASE(a_name_that_leads_inside_later_is_refused_from_then_on) {
    const Curl curl{loopback_options()};
    const std::string url = server.url("/rebind", "good", "endpoint.test");
    resolver::set("endpoint.test", {"127.0.0.1"}, {"127.0.0.2"});
    server.answer("/rebind", Script{}.send(answer_text("{}")).close());
    BOOST_TEST((error_of(curl, url) == Errc{}));
    (void)resolver::connected_to();
    BOOST_TEST((error_of(curl, url) == Errc::endpoint_address));
    BOOST_TEST((resolver::connected_to() == Addresses{}));

    // A connection that is kept goes on where it was; once it is gone the name counts.
    resolver::set("endpoint.test", {"127.0.0.1"}, {"169.254.169.254"});
    server.answer("/rebind", "{}");
    BOOST_TEST((error_of(curl, url) == Errc{}));
    server.answer("/rebind", Script{}.send(answer_text("{}")).close());
    const int before = server.connections();
    BOOST_TEST((error_of(curl, url) == Errc{}));
    BOOST_TEST(server.connections() == before);
    (void)resolver::connected_to();
    BOOST_TEST((error_of(curl, url) == Errc::endpoint_address));
    BOOST_TEST((resolver::connected_to() == Addresses{}));
    BOOST_TEST(server.requests("/rebind") == 3);
}

BOOST_AUTO_TEST_CASE(names_that_lead_nowhere) {
    const Curl curl{loopback_options()};
    BOOST_TEST((error_of(curl, "https://nowhere.invalid/") == Errc::endpoint_unresolved));
    for (const int error : {EAI_NONAME, EAI_AGAIN, EAI_FAIL, EAI_NODATA}) {
        resolver::fail("nowhere.test", error);
        BOOST_TEST((error_of(curl, "https://nowhere.test/") == Errc::endpoint_unresolved));
    }
    resolver::set("nowhere.test", {});
    BOOST_TEST((error_of(curl, "https://nowhere.test/") == Errc::endpoint_unresolved));
    // It is asked again each time.
    server.answer("/good", "{}");
    resolver::set("endpoint.test", {}, {"127.0.0.1"});
    const std::string url = server.url("/good", "good", "endpoint.test");
    BOOST_TEST((error_of(curl, url) == Errc::endpoint_unresolved));
    BOOST_TEST((error_of(curl, url) == Errc{}));
}

BOOST_AUTO_TEST_CASE(a_name_server_that_does_not_answer_takes_no_longer_than_the_limit) {
    const Curl curl{loopback_options()};
    resolver::fail("slow.test", EAI_AGAIN, 3000);
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(
        (error_of(curl, "https://slow.test/", {.limits = short_limits}) == Errc::endpoint_timeout));
#if LIBCURL_VERSION_NUM >= 0x075700  // 7.87
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds{2}));
#endif
}

BOOST_AUTO_TEST_CASE(the_entries_of_resolve_stand_for_names) {
    server.answer("/good", "{}");
    const std::string port = std::to_string(server.port());
    resolver::set("endpoint.test", {"10.0.0.1"});
    CurlOptions options = loopback_options();
    options.resolve = {"endpoint.test:" + port + ":10.0.0.2,127.0.0.1"};
    const Curl curl{options};
    const std::string url = server.url("/good", "good", "endpoint.test");
    for (int i = 0; i < 2; ++i) BOOST_TEST((error_of(curl, url) == Errc{}));
    BOOST_TEST(resolver::questions("endpoint.test") == 0);
    BOOST_TEST(
        (error_of(curl, server.url("/", "closed", "endpoint.test")) == Errc::endpoint_address));
}

BOOST_AUTO_TEST_CASE(a_proxy_gets_the_name_and_is_checked_itself) {
    server.answer("/good", "{}");
    const std::string url = server.url("/good", "good", "endpoint.test");
    const std::string connect = "CONNECT:endpoint.test:" + std::to_string(server.port());
    resolver::set("endpoint.test", {"10.0.0.1"});
    CurlOptions options = loopback_options();
    options.proxy = "http://127.0.0.1:" + std::to_string(server.port("proxy"));
    const int questions = resolver::questions("endpoint.test");
    const auto response = fetch(Curl{options}, url);
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->body == "{}");
    BOOST_TEST(response->etag == "");  // the proxy's is not the endpoint's
    BOOST_TEST(server.requests(connect) == 1);
    BOOST_TEST(resolver::questions("endpoint.test") == questions);
    // An address needs no resolver, so it is looked at here.
    BOOST_TEST((error_of(Curl{options}, "https://10.0.0.1/") == Errc::endpoint_address));
    BOOST_TEST((error_of(Curl{options}, server.url("/good", "good", "127.0.0.1")) == Errc{}));

    options.addresses = {};
    (void)resolver::connected_to();
    BOOST_TEST((error_of(Curl{options}, url) == Errc::endpoint_address));
    BOOST_TEST((resolver::connected_to() == Addresses{}));
    BOOST_TEST(server.requests(connect) == 1);
    options = loopback_options();
    options.proxy = "http://proxy.invalid:3128";
    BOOST_TEST((error_of(Curl{options}, url) == Errc::endpoint_unresolved));
    options.proxy = "http://127.0.0.1:" + std::to_string(server.port("closed"));
    BOOST_TEST((error_of(Curl{options}, url) == Errc::endpoint_unreachable));
}

// A service may run where other programs are meant to use a proxy, to log in, to trust more.
BOOST_AUTO_TEST_CASE(the_environment_changes_nothing) {
    server.answer("/good", "{}");
    resolver::set("endpoint.test", {"127.0.0.1"});
    const std::string url = server.url("/good", "good", "endpoint.test");
    const std::string canary = "http://127.0.0.1:" + std::to_string(server.port("canary"));
    const auto home = std::filesystem::path{server.ca_file()}.parent_path();
    std::ofstream{home / ".netrc"} << "default login somebody password secret\n";
    const std::pair<const char*, std::string> variables[] = {{"http_proxy", canary},
                                                             {"https_proxy", canary},
                                                             {"HTTPS_PROXY", canary},
                                                             {"all_proxy", canary},
                                                             {"ALL_PROXY", canary},
                                                             {"no_proxy", "endpoint.test"},
                                                             {"NO_PROXY", "*"},
                                                             {"HOME", home.string()},
                                                             {"SSL_CERT_FILE", server.ca_file()},
                                                             {"CURL_CA_BUNDLE", server.ca_file()}};
    for (const auto& [name, value] : variables) setenv(name, value.c_str(), 1);

    const int canaries = server.connections("canary");
    BOOST_TEST((error_of(Curl{loopback_options()}, url) == Errc{}));
    BOOST_TEST(server.last_request("/good").find("Authorization") == std::string::npos);
    BOOST_TEST(server.connections("canary") == canaries);
    // Not even to go without the proxy that was asked for.
    CurlOptions options = loopback_options();
    options.proxy = "http://127.0.0.1:" + std::to_string(server.port("proxy"));
    const int before = server.connections("proxy");
    BOOST_TEST((error_of(Curl{options}, url) == Errc{}));
    BOOST_TEST(server.connections("proxy") == before + 1);
    options = {.addresses = loopback_allowed()};
    BOOST_TEST((error_of(Curl{options}, url) == Errc::endpoint_tls));
    for (const auto& [name, value] : variables) unsetenv(name);
}

BOOST_AUTO_TEST_SUITE_END()
