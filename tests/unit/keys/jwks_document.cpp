// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_document.hpp>

#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(keys_jwks_document)

namespace {

using vouch::Errc;
using vouch::JwksDocument;
using vouch::NumericDate;
using vouch::http::Response;
using vouch::testing::rsa_2048;

constexpr std::string_view url = "https://login.example.com/jwks";
constexpr NumericDate now{1'800'000'000, 500};
const std::string good = vouch::testing::jwks({rsa_2048.jwk("a")});

vouch::Result<JwksDocument> read(Response response) {
    return JwksDocument::from_response(std::move(response), now, {});
}

/// A good stored line with one piece replaced.
Errc stored_with(std::string_view piece, std::string_view other, NumericDate at = now) {
    std::string line = read({.status = 200, .body = good})->to_stored(url);
    const std::size_t found = line.find(piece);
    BOOST_REQUIRE(found != std::string::npos);
    line.replace(found, piece.size(), other);
    const auto document = JwksDocument::from_stored(line, url, at, {});
    return document ? Errc{} : document.error().code();
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_answer_of_200_is_read) {
    const auto document = read({.status = 200,
                                .body = good,
                                .cache_control = "max-age=600",
                                .age = "100",
                                .etag = "\"v1\"",
                                .last_modified = "Sun, 06 Nov 1994 08:49:37 GMT"});
    BOOST_TEST_REQUIRE(document.has_value());
    BOOST_TEST(document->text == good);
    BOOST_TEST(document->set.keys.size() == 1u);
    BOOST_TEST(document->etag == "\"v1\"");
    BOOST_TEST(document->last_modified == "Sun, 06 Nov 1994 08:49:37 GMT");
    BOOST_TEST((document->fetched_at == now));
    BOOST_TEST((document->lifetime_seconds == 500));
    BOOST_TEST((read({.status = 200, .body = good})->lifetime_seconds == std::nullopt));
}

// F18, F19: nothing but 200 is an answer with keys, whatever the body.
BOOST_AUTO_TEST_CASE(any_other_status_is_refused) {
    for (const int status : {301, 302, 303, 307, 308}) {
        BOOST_TEST(
            (read({.status = status, .body = good}).error().code() == Errc::endpoint_redirect));
    }
    for (const int status : {0, 100, 201, 204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 503}) {
        BOOST_TEST(
            (read({.status = status, .body = good}).error().code() == Errc::endpoint_status));
    }
}

// F10 to F15
BOOST_AUTO_TEST_CASE(a_body_that_is_no_key_set_is_refused) {
    const auto refusal = [](std::string_view body) {
        return read({.status = 200, .body = std::string{body}}).error().code();
    };
    BOOST_TEST((refusal("<html>") == Errc::keyset_json));
    BOOST_TEST((refusal("") == Errc::keyset_json));
    BOOST_TEST((refusal("{}") == Errc::keyset_no_keys));
    BOOST_TEST((refusal("\xEF\xBB\xBF{\"keys\":[]}") == Errc::keyset_json));
    BOOST_TEST((refusal(std::string(256 * 1024 + 1, ' ')) == Errc::keyset_too_large));
    const auto empty = read({.status = 200, .body = R"({"keys":[]})"});
    BOOST_TEST_REQUIRE(empty.has_value());
    BOOST_TEST(empty->set.keys.empty());
}

// F31
BOOST_AUTO_TEST_CASE(a_validator_that_could_be_more_than_one_header_is_dropped) {
    for (const std::string& etag :
         {std::string{"\"a\r\nX: y\""}, std::string{"\"a\0b\"", 5}, std::string{"\"\xC3\xA4\""},
          '"' + std::string(1023, 'a') + '"'}) {
        const auto document = read({.status = 200, .body = good, .etag = etag});
        BOOST_TEST(document->etag == "");
    }
    BOOST_TEST(read({.status = 200, .body = good, .etag = "W/\"a b\""})->etag == "W/\"a b\"");
    const std::string longest = '"' + std::string(1022, 'a') + '"';
    BOOST_TEST(read({.status = 200, .body = good, .etag = longest})->etag == longest);
}

BOOST_AUTO_TEST_CASE(a_stored_document_is_read_as_it_was) {
    const auto document = *read({.status = 200,
                                 .body = good,
                                 .cache_control = "max-age=600",
                                 .etag = "\"v1\"",
                                 .last_modified = "yesterday"});
    const std::string line = document.to_stored(url);
    BOOST_TEST(line.find('\n') == std::string::npos);
    const auto again = JwksDocument::from_stored(line, url, now.plus_seconds(1'000), {});
    BOOST_TEST_REQUIRE(again.has_value());
    BOOST_TEST(again->text == good);
    BOOST_TEST(again->set.keys.size() == 1u);
    BOOST_TEST(again->etag == "\"v1\"");
    BOOST_TEST(again->last_modified == "yesterday");
    BOOST_TEST(again->fetched_at.seconds == now.seconds);
    BOOST_TEST((again->lifetime_seconds == 600));
}

BOOST_AUTO_TEST_CASE(a_stored_document_that_was_changed_is_refused) {
    BOOST_TEST((stored_with("", "") == Errc{}));
    BOOST_TEST((stored_with("login.example.com", "login.example.org") == Errc::stored_keys));
    BOOST_TEST((stored_with("{", "") == Errc::stored_keys));
    BOOST_TEST((stored_with("\"fetched_at\"", "\"fetched\"") == Errc::stored_keys));
    BOOST_TEST((stored_with("1800000000", "\"1800000000\"") == Errc::stored_keys));
    BOOST_TEST((stored_with("1800000000", "-1") == Errc::stored_keys));
    BOOST_TEST((stored_with("1800000000", "1800000001") == Errc::stored_keys));
    BOOST_TEST((stored_with("\"jwks\"", "\"keys\"") == Errc::stored_keys));
    BOOST_TEST((stored_with("\"jwks\":", "\"jwks\":1,\"jwks\":") == Errc::stored_keys));
    BOOST_TEST((stored_with("RSA", "RSB") == Errc::stored_keys));
    BOOST_TEST((stored_with("", "", {1'799'999'999, 0}) == Errc::stored_keys));
}

BOOST_AUTO_TEST_SUITE_END()
