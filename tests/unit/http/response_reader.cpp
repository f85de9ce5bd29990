// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/response_reader.hpp>

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(http_response_reader)

namespace {

using vouch::Errc;
using vouch::Result;
using vouch::http::FetchLimits;
using vouch::http::Response;
using vouch::http::ResponseReader;

/// The answer with these lines, which end with an empty one, and this body.
Result<Response> read(std::initializer_list<std::string_view> lines, std::string_view body = "",
                      const FetchLimits& limits = {}) {
    ResponseReader reader{limits};
    for (const std::string_view line : lines) {
        if (const auto done = reader.header_line(line); !done) return done.error();
    }
    if (const auto done = reader.body(body); !done) return done.error();
    return std::move(reader).finish();
}

/// What the line is refused with among good ones; `Errc{}` where it is not.
Errc refusal_of(std::string_view line) {
    const auto response = read({"HTTP/1.1 200 OK", "Content-Length: 2", line, ""}, "{}");
    return response ? Errc{} : response.error().code();
}

}  // namespace

BOOST_AUTO_TEST_CASE(puts_an_answer_together) {
    const auto response =
        read({"HTTP/1.1 200 OK\r\n", "content-length: 2\r\n", "CACHE-CONTROL:max-age=60\r\n",
              "Age: 1\r\n", "Date:\t Sun, 06 Nov 1994 08:49:37 GMT \t\r\n", "Expires: 0\r\n",
              "ETag: \"a\"\r\n", "Last-Modified: then\r\n", "Retry-After: 9\r\n", "Other: x\r\n",
              "\r\n"},
             "{}");
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 200);
    BOOST_TEST(response->body == "{}");
    BOOST_TEST(response->cache_control == "max-age=60");
    BOOST_TEST(response->age == "1");
    BOOST_TEST(response->date == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST(response->expires == "0");
    BOOST_TEST(response->etag == "\"a\"");
    BOOST_TEST(response->last_modified == "then");
    BOOST_TEST(response->retry_after == "9");
}

BOOST_AUTO_TEST_CASE(takes_the_body_in_pieces_and_lines_with_any_break) {
    ResponseReader reader{FetchLimits{}};
    BOOST_TEST(!reader.has_begun());
    for (const std::string_view line : {"HTTP/1.0 200\n", "Transfer-Encoding: chunked", "\n"}) {
        BOOST_TEST(!reader.is_complete());
        BOOST_TEST(reader.header_line(line).has_value());
        BOOST_TEST(reader.has_begun());
    }
    BOOST_TEST(reader.is_complete());
    for (const std::string_view bytes : {"{\"ke", "", "ys\":[]}"}) {
        BOOST_TEST(reader.body(bytes).has_value());
    }
    BOOST_TEST(std::move(reader).finish()->body == "{\"keys\":[]}");
}

BOOST_AUTO_TEST_CASE(joins_the_lines_of_one_header) {
    const auto response = read({"HTTP/1.1 304 Not Modified", "Cache-Control: max-age=60", "X: y",
                                "Cache-Control:no-store", "ETag: \"a\"", "  \"b\" ", ""});
    BOOST_TEST(response->cache_control == "max-age=60, no-store");
    BOOST_TEST(response->etag == "\"a\" \"b\"");
}

BOOST_AUTO_TEST_CASE(a_line_that_goes_on_with_another_header_is_left_out_with_it) {
    const auto response = read({"HTTP/1.1 304 Not Modified", "ETag: \"a\"", "X: y", " \"b\"", ""});
    BOOST_TEST(response->etag == "\"a\"");
}

BOOST_AUTO_TEST_CASE(leaves_out_interim_answers_and_trailers) {
    const auto response =
        read({"HTTP/1.1 100 Continue", "", "HTTP/1.1 103 Early Hints", "ETag: \"early\"",
              "Content-Length: 7", "", "HTTP/1.1 200 OK", "Age: 1", "Transfer-Encoding: chunked",
              "", "ETag: \"trailer\"", "HTTP/1.1 201 Created", "Age: 2", ""},
             "{}");
    BOOST_TEST_REQUIRE(response.has_value());
    BOOST_TEST(response->status == 200);
    BOOST_TEST(response->etag == "");
    BOOST_TEST(response->age == "1");
}

BOOST_AUTO_TEST_CASE(gives_an_answer_of_any_status) {
    for (const std::string_view status : {"204", "206", "302", "304", "404", "429", "503", "599"}) {
        const auto response = read({"HTTP/1.1 " + std::string{status} + " So", ""});
        BOOST_TEST_REQUIRE(response.has_value());
        BOOST_TEST(std::to_string(response->status) == status);
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_status_line) {
    for (const std::string_view line :
         {"", "{}", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 2", "HTTP/1.1 20", "HTTP/1.1 2000 OK",
          "HTTP/1.1 0xc8", "HTTP/1.1 -20", "HTTP/1.1 099 OK", "HTTP/1.1 200OK", "ETag: \"a\"",
          "http/1.1 200 OK", "HTTP/1.1  200 OK"}) {
        BOOST_TEST_CONTEXT(line) {
            const auto response = read({line, "Content-Length: 0", ""});
            BOOST_TEST((response.error().code() == Errc::endpoint_encoding));
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_header) {
    for (const std::string_view line : {"no colon", ": no name", "ETag : blank before the colon",
                                        "HTTP/1.1 200 OK", "ETag: a\rX: y", "X: \x01", "X: \x7f"}) {
        BOOST_TEST_CONTEXT(line) { BOOST_TEST((refusal_of(line) == Errc::endpoint_encoding)); }
    }
    BOOST_TEST((refusal_of({"X: \0", 4}) == Errc::endpoint_encoding));
    BOOST_TEST((refusal_of("X: \t y \t z \xe4") == Errc{}));
    BOOST_TEST(
        read({"HTTP/1.1 200 OK", " goes on with nothing", "Content-Length: 0", ""}).has_value());
}

BOOST_AUTO_TEST_CASE(refuses_codings_that_were_not_asked_for) {
    for (const std::string_view line :
         {"Content-Encoding: gzip", "content-encoding: GZIP", "Content-Encoding: identity, br",
          "Content-Encoding: \tdeflate", "Transfer-Encoding: gzip",
          "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: identity",
          "Transfer-Encoding:"}) {
        BOOST_TEST_CONTEXT(line) { BOOST_TEST((refusal_of(line) == Errc::endpoint_encoding)); }
    }
    for (const std::string_view line :
         {"Content-Encoding: identity", "Content-Encoding: Identity",
          "Content-Encoding:", "Transfer-Encoding: Chunked", "X-Content-Encoding: gzip"}) {
        BOOST_TEST_CONTEXT(line) { BOOST_TEST((refusal_of(line) == Errc{})); }
    }
}

// rule 90
BOOST_AUTO_TEST_CASE(refuses_lengths_that_are_none_or_differ) {
    for (const std::string_view line :
         {"Content-Length: 3", "Content-Length: 02", "Content-Length: 2, 2", "Content-Length: -2",
          "Content-Length: +2", "Content-Length: 0x2", "Content-Length:"}) {
        BOOST_TEST_CONTEXT(line) { BOOST_TEST((refusal_of(line) == Errc::endpoint_encoding)); }
    }
    BOOST_TEST((refusal_of("Content-Length: 2") == Errc{}));
}

// rule 90
BOOST_AUTO_TEST_CASE(refuses_an_answer_that_may_have_been_cut) {
    const auto error_of = [](std::initializer_list<std::string_view> lines) {
        const auto response = read(lines);
        return response ? Errc{} : response.error().code();
    };
    BOOST_TEST((error_of({}) == Errc::endpoint_truncated));
    BOOST_TEST((error_of({"HTTP/1.1 200 OK"}) == Errc::endpoint_truncated));
    BOOST_TEST((error_of({"HTTP/1.1 200 OK", "Content-Length: 0"}) == Errc::endpoint_truncated));
    BOOST_TEST((error_of({"HTTP/1.1 100 Continue", ""}) == Errc::endpoint_truncated));
    BOOST_TEST((error_of({"HTTP/1.1 200 OK", ""}) == Errc::endpoint_truncated));
    BOOST_TEST((error_of({"HTTP/1.1 100 Continue", "Content-Length: 0", "", "HTTP/1.1 200 OK",
                          ""}) == Errc::endpoint_truncated));
    BOOST_TEST((error_of({"HTTP/1.1 200 OK", "Content-Length: 0", ""}) == Errc{}));
    BOOST_TEST((error_of({"HTTP/1.1 200 OK", "Transfer-Encoding: chunked", ""}) == Errc{}));
    BOOST_TEST((error_of({"HTTP/1.1 404 Not Found", ""}) == Errc{}));
}

BOOST_AUTO_TEST_CASE(keeps_to_its_limits) {
    const auto error_of = [](std::size_t header_bytes, std::size_t body_bytes) {
        const auto response = read({"HTTP/1.1 200 OK\r\n", "Content-Length: 2\r\n", "\r\n"}, "{}",
                                   {.body_bytes = body_bytes, .header_bytes = header_bytes});
        return response ? Errc{} : response.error().code();
    };
    BOOST_TEST((error_of(38, 2) == Errc{}));
    BOOST_TEST((error_of(37, 2) == Errc::endpoint_too_large));
    BOOST_TEST((error_of(38, 1) == Errc::endpoint_too_large));
    BOOST_TEST((error_of(0, 2) == Errc::endpoint_too_large));
    BOOST_TEST((error_of(38, 0) == Errc::endpoint_too_large));
}

BOOST_AUTO_TEST_CASE(counts_interim_answers_trailers_and_all_of_the_body) {
    ResponseReader reader{{.body_bytes = 100, .header_bytes = 1000}};
    int lines = 0;
    while (reader.header_line("HTTP/1.1 100 Continue\r\n") && reader.header_line("\r\n")) ++lines;
    BOOST_TEST(lines == 40);

    ResponseReader other{{.body_bytes = 100, .header_bytes = 1000}};
    BOOST_TEST(other.header_line("HTTP/1.1 200 OK").has_value());
    BOOST_TEST(other.header_line("").has_value());
    for (int i = 0; i < 10; ++i) BOOST_TEST(other.body("0123456789").has_value());
    BOOST_TEST((other.body("0").error().code() == Errc::endpoint_too_large));
    BOOST_TEST(other.header_line(std::string(985, 'x')).has_value());
    BOOST_TEST((other.header_line("x").error().code() == Errc::endpoint_too_large));
}

BOOST_AUTO_TEST_SUITE_END()
