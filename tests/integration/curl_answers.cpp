// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/curl.hpp>

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <set>
#include <string>
#include <string_view>
#include <thread>

#include <support/endpoint_faults.hpp>
#include <support/fetching.hpp>
#include <support/tls_server.hpp>
#include <vouch/testing/laws/transport.hpp>

// What an endpoint answers, rightly and wrongly.

BOOST_AUTO_TEST_SUITE(curl_answers)

namespace {

using namespace vouch_tests;
using vouch::Curl;
using vouch::Errc;
using Clock = std::chrono::steady_clock;

TlsServer& server = tls_server();

/// What comes of a fetch where the server does this.
vouch::Result<vouch::http::Response> fetch_where(const Curl& curl, const Script& script) {
    server.answer("/where", script);
    return fetch(curl, server.url("/where"));
}

bool has_line(std::string_view head, std::string_view start) {
    return head.find("\r\n" + std::string{start}) != std::string_view::npos;
}

}  // namespace

BOOST_AUTO_TEST_CASE(breaks_no_law) {
    server.answer("/laws", "the body");
    server.answer("/laws/redirect",
                  Script{}.send(answer_text("", "Location: /laws\r\n", "302 So")));
    server.answer("/laws/silent", Script{}.stall());
    const vouch::testing::TransportExpectations expected{
        .url = url_of(server.url("/laws")),
        .body = "the body",
        .nowhere = url_of(server.url("/laws", "closed")),
        .redirect = url_of(server.url("/laws/redirect")),
        .silent = url_of(server.url("/laws/silent"))};
    for (const std::string_view law :
         vouch::testing::transport_laws(Curl{loopback_options()}, expected).broken) {
        BOOST_ERROR(law);
    }
}

BOOST_AUTO_TEST_CASE(gives_the_body_and_the_headers_that_matter) {
    server.answer("/good", Script{}.send(answer_text(R"({"keys":[]})",
                                                     "Cache-Control: max-age=60\r\n"
                                                     "cache-control: no-cache\r\n"
                                                     "Age: 1\r\n"
                                                     "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                                                     "Expires: 0\r\n"
                                                     "ETag: W/\"a\"\r\n"
                                                     "Last-Modified: then\r\n"
                                                     "Set-Cookie: a=b\r\n"
                                                     "Retry-After: 7\r\n")));
    const auto response = fetch(Curl{loopback_options()}, server.url("/good"));
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 200);
    BOOST_TEST(response->body == R"({"keys":[]})");
    BOOST_TEST(response->cache_control == "max-age=60, no-cache");
    BOOST_TEST(response->age == "1");
    BOOST_TEST(response->date == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(response->expires == "0");
    BOOST_TEST(response->etag == "W/\"a\"");
    BOOST_TEST(response->last_modified == "then");
    BOOST_TEST(response->retry_after == "7");
}

BOOST_AUTO_TEST_CASE(sends_what_was_given_and_nothing_else) {
    server.answer("/a/../b%2e?c=d", Script{}.send(answer_text("{}", "Set-Cookie: a=b\r\n")));
    const Curl curl{loopback_options()};
    for (int i = 0; i < 2; ++i) {
        BOOST_TEST(fetch(curl, server.url("/a/../b%2e?c=d")).has_value());
        BOOST_TEST(server.last_request("/a/../b%2e?c=d") ==
                   "GET /a/../b%2e?c=d HTTP/1.1\r\n"
                   "Host: localhost:" +
                       std::to_string(server.port()) +
                       "\r\n"
                       "User-Agent: vouch\r\n"
                       "Accept: */*\r\n"
                       "Accept-Encoding: identity");
    }
}

BOOST_AUTO_TEST_CASE(asks_whether_there_is_something_new) {
    server.answer("/new", Script{}.send("HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n"));
    const Curl curl{loopback_options()};
    const auto response =
        fetch(curl, server.url("/new"),
              {.etag = "W/\"a\"", .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"});
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 304);
    BOOST_TEST(response->body == "");
    const std::string head = server.last_request("/new") + "\r\n";
    BOOST_TEST(has_line(head, "If-None-Match: W/\"a\"\r\n"));
    BOOST_TEST(has_line(head, "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
    // Not at the next fetch, which gives none, on the same connection.
    BOOST_TEST(fetch(curl, server.url("/new")).has_value());
    BOOST_TEST(!has_line(server.last_request("/new"), "If-"));
}

// What an endpoint called its entity tag is said to it again, but nothing else is.
BOOST_AUTO_TEST_CASE(says_nothing_again_that_would_be_a_line_of_its_own) {
    server.answer("/again", "{}");
    const Curl curl{loopback_options()};
    using namespace std::string_literals;
    for (const std::string& tag :
         {"\"a\"\r\nHost: other"s, "\"a\"\nX: y"s, "\"a\"\rX: y"s, "a\0b"s,
          "\r\n\r\nGET /other HTTP/1.1\r\n\r\n"s, std::string(1001, 'a')}) {
        const auto response =
            fetch(curl, server.url("/again"), {.etag = tag, .last_modified = tag});
        BOOST_TEST(response.has_value());
        BOOST_TEST(!has_line(server.last_request("/again"), "If-"));
        BOOST_TEST(!has_line(server.last_request("/again"), "X"));
    }
    BOOST_TEST(fetch(curl, server.url("/again"), {.etag = std::string(1000, 'a')}).has_value());
    BOOST_TEST(has_line(server.last_request("/again"), "If-None-Match: aaaa"));
}

// rule 90
BOOST_AUTO_TEST_CASE(each_fault_has_its_error_in_time) {
    const Curl curl{loopback_options()};
    server.answer("/good", "{}");
    for (const EndpointFault& fault : endpoint_faults()) {
        BOOST_TEST_CONTEXT(fault.name) {
            const auto start = Clock::now();
            server.answer("/fault", fault.script);
            const Errc error = error_of(curl, server.url("/fault"), {.limits = fault.limits()});
            BOOST_TEST((error == fault.error), to_string(error));
            BOOST_TEST((Clock::now() - start < std::chrono::seconds{4}));
            // And nothing of it is left.
            BOOST_TEST((error_of(curl, server.url("/good")) == Errc{}));
        }
    }
}

BOOST_AUTO_TEST_CASE(takes_what_only_looks_like_a_fault) {
    const Curl curl{loopback_options()};
    const std::string long_body(256 * 1024, 'a');
    const std::string head = "HTTP/1.1 200 OK\r\n";
    const std::pair<std::string_view, Script> answers[] = {
        {"256 KiB", Script{}.send(answer_text(long_body))},
        {"256 KiB, chunked", Script{}.send(head + "Transfer-Encoding: chunked\r\n\r\n40000\r\n" +
                                           long_body + "\r\n0\r\n\r\n")},
        {"a thousand packets", Script{}.pieces(1000, answer_text(long_body))},
        {"15 KiB of headers",
         Script{}.send(answer_text(long_body, "A: " + std::string(15 * 1024, 'a') + "\r\n"))},
        {"not as slow", Script{}.drip(1, answer_text("{}"))},
        {"interim answers",
         Script{}.send("HTTP/1.1 103 Early Hints\r\nETag: early\r\n\r\n" + answer_text(long_body))},
        {"HTTP/1.0", Script{}.send("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}").close()},
        {"ends after the body", Script{}.send(answer_text("{}")).close()},
        {"breaks after the body", Script{}.send(answer_text("{}")).wait(50).reset()},
        {"no coding", Script{}.send(answer_text("{}", "Content-Encoding: identity\r\n"))},
    };
    for (const auto& [name, script] : answers) {
        BOOST_TEST_CONTEXT(name) {
            const auto response = fetch_where(curl, script);
            BOOST_TEST_REQUIRE(response.has_value());
            BOOST_TEST(response->status == 200);
            BOOST_TEST((response->body == "{}" || response->body == long_body));
            BOOST_TEST(response->etag == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_an_answer_of_any_status_as_it_is) {
    const Curl curl{loopback_options()};
    for (const int status : {204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504}) {
        BOOST_TEST_CONTEXT(status) {
            const bool empty = status == 204 || status == 304;
            const std::string text = std::to_string(status) + " So";
            const auto response = fetch_where(
                curl, Script{}.send(empty ? "HTTP/1.1 " + text + "\r\nRetry-After: 60\r\n\r\n"
                                          : answer_text("sorry", "Retry-After: 60\r\n", text)));
            BOOST_TEST_REQUIRE(response.has_value());
            BOOST_TEST(response->status == status);
            BOOST_TEST(response->retry_after == "60");
            BOOST_TEST(response->body == (empty ? "" : "sorry"));
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_a_body_as_it_is) {
    const Curl curl{loopback_options()};
    using namespace std::string_literals;
    for (const std::string& body : {""s, "<html>no keys</html>"s, "{}"s, R"({"keys":[]})"s,
                                    "\xEF\xBB\xBF{}"s, "\xFF\xFE{\0}\0"s, "\0"s, "\r\n\r\n"s}) {
        const auto response = fetch_where(
            curl, Script{}.send(answer_text(body, "Content-Type: text/html; charset=utf-16\r\n")));
        BOOST_TEST_REQUIRE(response.has_value());
        BOOST_TEST(response->body == body);
    }
}

BOOST_AUTO_TEST_CASE(gives_the_headers_of_caches_as_they_are) {
    const Curl curl{loopback_options()};
    for (const std::string_view value :
         {"max-age=0", "max-age=-1", "max-age=99999999999", "max-age=1, max-age=2", "no-store",
          "max-age=\"60\"", "=,=;\"", ""}) {
        const std::string headers =
            "Cache-Control: " + std::string{value} + "\r\nExpires: long ago\r\n";
        const auto response = fetch_where(curl, Script{}.send(answer_text("{}", headers)));
        BOOST_TEST_REQUIRE(response.has_value());
        BOOST_TEST(response->cache_control == value);
        BOOST_TEST(response->expires == "long ago");
    }
}

BOOST_AUTO_TEST_CASE(takes_one_answer_of_two) {
    const Curl curl{loopback_options()};
    const std::string two = answer_text("{}") + answer_text("other", "ETag: other\r\n");
    for (int i = 0; i < 3; ++i) {
        const auto response = fetch_where(curl, Script{}.send(two));
        BOOST_TEST_REQUIRE(response.has_value());
        BOOST_TEST(response->body == "{}");
        BOOST_TEST(response->etag == "");
    }
}

// Not only where both come at once.
BOOST_AUTO_TEST_CASE(an_answer_to_nothing_is_not_the_next_one) {
    const Curl curl{loopback_options()};
    server.answer("/next", "{}");
    for (const std::string_view next : {"/where", "/next"}) {
        const Script late = Script{}.send(answer_text("{}")).wait(50).send(answer_text("other"));
        BOOST_TEST(fetch_where(curl, late).has_value());
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        BOOST_TEST(fetch(curl, server.url(next))->body == "{}");
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
}

BOOST_AUTO_TEST_CASE(follows_no_redirect) {
    const Curl curl{loopback_options()};
    server.answer("/target", "{}");
    const std::string canary = std::to_string(server.port("canary"));
    const int before = server.connections("canary");
    for (const std::string_view status : {"301", "302", "303", "307", "308"}) {
        for (const std::string& to :
             {server.url("/target"), server.url("/", "canary"), "http://127.0.0.1:" + canary,
              "http://localhost:" + canary, "https://127.0.0.1:" + canary,
              std::string{"https://169.254.169.254/"}, std::string{"file:///etc/passwd"}}) {
            const auto response = fetch_where(
                curl,
                Script{}.send(answer_text("",
                                          "Location: " + to + "\r\nRefresh: 0; url=" + to +
                                              "\r\nAlt-Svc: h2=\"127.0.0.1:" + canary + "\"\r\n",
                                          std::string{status} + " So")));
            BOOST_TEST_REQUIRE(response.has_value());
            BOOST_TEST(std::to_string(response->status) == status);
        }
    }
    BOOST_TEST(server.requests("/target") == 0);
    BOOST_TEST(server.connections("canary") == before);
    // They can be counted.
    BOOST_TEST(fetch(curl, server.url("/target")).has_value());
    BOOST_TEST(server.requests("/target") == 1);
    BOOST_TEST((error_of(curl, server.url("/", "canary"), {.limits = short_limits}) ==
                Errc::endpoint_timeout));
    BOOST_TEST(server.connections("canary") == before + 1);
}

BOOST_AUTO_TEST_CASE(keeps_to_smaller_limits) {
    const Curl curl{loopback_options()};
    server.answer("/small", "0123456789");
    const auto error_with = [&](std::size_t header_bytes, std::size_t body_bytes) {
        return error_of(curl, server.url("/small"),
                        {.limits = {.body_bytes = body_bytes, .header_bytes = header_bytes}});
    };
    BOOST_TEST((error_with(39, 10) == Errc{}));
    BOOST_TEST((error_with(38, 10) == Errc::endpoint_too_large));
    BOOST_TEST((error_with(39, 9) == Errc::endpoint_too_large));
    BOOST_TEST((error_with(39, 0) == Errc::endpoint_too_large));
    // No time is not any time.
    server.answer("/stall", Script{}.stall());
    BOOST_TEST((error_of(curl, server.url("/stall"),
                         {.limits = {.connect_milliseconds = 0, .total_milliseconds = 0}}) ==
                Errc::endpoint_timeout));
}

BOOST_AUTO_TEST_SUITE_END()
