// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/discovery.hpp>

#include <boost/test/unit_test.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(http_discovery)

namespace {

using vouch::Errc;
using vouch::http::configuration_url;
using vouch::http::DiscoveryKind;
using vouch::http::jwks_uri_of;
using vouch::http::UrlRules;

constexpr std::string_view issuer = "https://login.example";

std::string openid(std::string_view of) {
    const auto url = configuration_url(of, DiscoveryKind::openid_connect);
    return url ? std::string{url->text()} : url.error().message();
}
std::string oauth(std::string_view of) {
    const auto url = configuration_url(of, DiscoveryKind::oauth);
    return url ? std::string{url->text()} : url.error().message();
}

std::string metadata(std::string_view named, std::string_view jwks_uri) {
    return R"({"issuer":")" + std::string{named} + R"(","jwks_uri":")" + std::string{jwks_uri} +
           R"(","scopes_supported":["openid"],"nested":{"jwks_uri":"https://evil.example/"}})";
}

void refuses(Errc code, std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
        BOOST_TEST_CONTEXT(text) {
            const auto url = jwks_uri_of(issuer, text);
            BOOST_TEST_REQUIRE(!url.has_value());
            BOOST_TEST((url.error() == code));
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(openid_connect_appends_to_the_issuer) {
    BOOST_TEST(openid("https://example.com") ==
               "https://example.com/.well-known/openid-configuration");
    BOOST_TEST(openid("https://example.com/") ==
               "https://example.com/.well-known/openid-configuration");
    BOOST_TEST(openid("https://example.com/issuer1") ==
               "https://example.com/issuer1/.well-known/openid-configuration");
    BOOST_TEST(openid("https://example.com/a/b/") ==
               "https://example.com/a/b/.well-known/openid-configuration");
    BOOST_TEST(openid("https://example.com//") ==
               "https://example.com//.well-known/openid-configuration");
    BOOST_TEST(openid("https://EXAMPLE.com:443/x") ==
               "https://EXAMPLE.com:443/x/.well-known/openid-configuration");
}

BOOST_AUTO_TEST_CASE(rfc_8414_inserts_before_the_path) {
    BOOST_TEST(oauth("https://example.com") ==
               "https://example.com/.well-known/oauth-authorization-server");
    BOOST_TEST(oauth("https://example.com/") ==
               "https://example.com/.well-known/oauth-authorization-server");
    BOOST_TEST(oauth("https://example.com/issuer1") ==
               "https://example.com/.well-known/oauth-authorization-server/issuer1");
    BOOST_TEST(oauth("https://example.com/a/b/") ==
               "https://example.com/.well-known/oauth-authorization-server/a/b");
}

BOOST_AUTO_TEST_CASE(an_issuer_has_no_query_and_no_fragment_and_is_a_url) {
    for (const auto kind : {DiscoveryKind::openid_connect, DiscoveryKind::oauth}) {
        for (const std::string_view bad :
             {"https://example.com?a", "https://example.com/?", "https://example.com/a?b=c",
              "https://example.com#a", "https://example.com/#", "https://a@example.com",
              "https://2130706433", "https://"}) {
            BOOST_TEST((configuration_url(bad, kind).error() == Errc::endpoint_url), bad);
        }
        for (const std::string_view bad : {"", "http://example.com", "example.com"}) {
            BOOST_TEST((configuration_url(bad, kind).error() == Errc::endpoint_scheme), bad);
        }
        BOOST_TEST(
            (configuration_url("https://example.com:8443", kind).error() == Errc::endpoint_port));
        BOOST_TEST(
            configuration_url("https://example.com:8443", kind, {.ports = {8443}}).has_value());
        const UrlRules rules{.refused_domains = {"example.com"}};
        BOOST_TEST((configuration_url("https://a.example.com", kind, rules).error() ==
                    Errc::endpoint_host));
        const std::string long_one = "https://example.com/" + std::string(2020, 'a');
        BOOST_TEST(vouch::http::Url::parse(long_one).has_value());
        BOOST_TEST((configuration_url(long_one, kind).error() == Errc::endpoint_url));
    }
}

BOOST_AUTO_TEST_CASE(metadata_name_the_url_of_the_keys) {
    const auto url = jwks_uri_of(issuer, metadata(issuer, "https://login.example/jwks"));
    BOOST_TEST_REQUIRE(url.has_value());
    BOOST_TEST(url->text() == "https://login.example/jwks");
    const auto elsewhere = jwks_uri_of(issuer, metadata(issuer, "https://keys.other.example/1"));
    BOOST_TEST_REQUIRE(elsewhere.has_value());
    BOOST_TEST(elsewhere->host() == "keys.other.example");
    const auto escaped = jwks_uri_of(
        issuer,
        R"({"jwks_uri":"https:\/\/login.example\/jwks","issuer":"https:\/\/login.example"})");
    BOOST_TEST_REQUIRE(escaped.has_value());
    BOOST_TEST(escaped->text() == "https://login.example/jwks");
}

BOOST_AUTO_TEST_CASE(the_issuer_is_the_same_byte_for_byte) {
    for (const std::string_view other :
         {"https://login.example/", "https://Login.example", "https://login.example:443",
          "https://login.exampl", "https://login.example ", "https://evil.example", "",
          "http://login.example", "https://login.example/.", "HTTPS://login.example",
          "https://login%2eexample"}) {
        const auto url = jwks_uri_of(issuer, metadata(other, "https://login.example/jwks"));
        BOOST_TEST_REQUIRE(!url.has_value(), other);
        BOOST_TEST((url.error() == Errc::discovery_issuer), other);
        // The twin: metadata of that very issuer.
        BOOST_TEST(jwks_uri_of(other, metadata(other, "https://login.example/jwks")).has_value(),
                   other);
    }
}

BOOST_AUTO_TEST_CASE(the_url_of_the_keys_keeps_the_rules) {
    const auto error = [](std::string_view jwks_uri, const UrlRules& rules = {}) {
        return jwks_uri_of(issuer, metadata(issuer, jwks_uri), rules).error().code();
    };
    BOOST_TEST((error("http://login.example/jwks") == Errc::endpoint_scheme));
    BOOST_TEST((error("file:///etc/passwd") == Errc::endpoint_scheme));
    BOOST_TEST((error("/jwks") == Errc::endpoint_scheme));
    BOOST_TEST((error("") == Errc::endpoint_scheme));
    BOOST_TEST((error("https://login.example:6379/") == Errc::endpoint_port));
    BOOST_TEST((error("https://a:b@login.example/") == Errc::endpoint_url));
    BOOST_TEST((error("https://2130706433/") == Errc::endpoint_url));
    BOOST_TEST((error("https://login.example/\\u0000") == Errc::endpoint_url));
    BOOST_TEST((error("https://a.ours.example/", {.refused_domains = {"ours.example"}}) ==
                Errc::endpoint_host));
}

BOOST_AUTO_TEST_CASE(what_is_no_metadata_is_refused) {
    refuses(
        Errc::discovery_metadata,
        {"", "<!DOCTYPE html>", "[]", "\"https://login.example/jwks\"", "{}", "{",
         R"({"issuer":"https://login.example"})", R"({"jwks_uri":"https://login.example/jwks"})",
         R"({"issuer":"https://login.example","jwks_uri":null})",
         R"({"issuer":"https://login.example","jwks_uri":["https://login.example/jwks"]})",
         R"({"issuer":["https://login.example"],"jwks_uri":"https://login.example/jwks"})",
         R"({"issuer":1,"jwks_uri":"https://login.example/jwks"})",
         R"({"issuer":"https://login.example","jwks_uri":"https://login.example/jwks"}x)",
         R"({"issuer":"https://login.example","jwks_uri":"https://login.example/jwks",})",
         R"({"issuer":"https://login.example","Jwks_uri":"https://login.example/jwks"})",
         "\xEF\xBB\xBF{\"issuer\":\"https://login.example\",\"jwks_uri\":\"https://a.example/\"}"});
}

BOOST_AUTO_TEST_CASE(a_name_that_comes_twice_spoils_the_metadata) {
    refuses(Errc::discovery_metadata,
            {R"({"issuer":"https://login.example","jwks_uri":"https://login.example/jwks",)"
             R"("jwks_uri":"https://evil.example/jwks"})",
             R"({"issuer":"https://evil.example","jwks_uri":"https://login.example/jwks",)"
             R"("iss\u0075er":"https://login.example"})"});
}

BOOST_AUTO_TEST_CASE(metadata_have_limits) {
    const std::string good = metadata(issuer, "https://login.example/jwks");
    const std::string padded = good + std::string(vouch::limits::keyset_bytes - good.size(), ' ');
    BOOST_TEST(jwks_uri_of(issuer, padded).has_value());
    BOOST_TEST((jwks_uri_of(issuer, padded + " ").error() == Errc::discovery_metadata));
    const std::string deep = good.substr(0, good.size() - 1) + ",\"x\":" + std::string(20, '[') +
                             std::string(20, ']') + "}";
    BOOST_TEST((jwks_uri_of(issuer, deep).error() == Errc::discovery_metadata));
}

BOOST_AUTO_TEST_SUITE_END()
