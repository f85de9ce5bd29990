// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/url.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(http_url)

namespace {

using vouch::Errc;
using vouch::http::Url;
using vouch::http::UrlRules;

static_assert(Url::parse("https://example.com/jwks")->host() == "example.com");
static_assert(Url::parse("http://example.com/").error() == Errc::endpoint_scheme);

void refuses(Errc code, std::initializer_list<std::string_view> urls) {
    for (const std::string_view url : urls) {
        BOOST_TEST_CONTEXT(url) {
            const auto parsed = Url::parse(url);
            BOOST_REQUIRE(!parsed.has_value());
            BOOST_TEST((parsed.error() == code));
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(has_a_host_a_port_and_a_target) {
    const auto url = Url::parse("https://Login.Example.COM/.well-known/jwks.json?v=1&w=a%20b");
    BOOST_REQUIRE(url.has_value());
    BOOST_TEST(url->host() == "login.example.com");
    BOOST_TEST(url->port() == 443);
    BOOST_TEST(url->target() == "/.well-known/jwks.json?v=1&w=a%20b");
    BOOST_TEST(!url->address().has_value());
    BOOST_TEST(url->text() == "https://Login.Example.COM/.well-known/jwks.json?v=1&w=a%20b");

    BOOST_TEST(Url::parse("https://example.com")->target() == "/");
    BOOST_TEST(Url::parse("https://example.com?a")->target() == "?a");
    BOOST_TEST(Url::parse("https://example.com:443/")->port() == 443);
    BOOST_TEST(Url::parse("https://xn--bcher-kva.example/")->host() == "xn--bcher-kva.example");
    BOOST_TEST(Url::parse("https://localhost/")->host() == "localhost");
}

BOOST_AUTO_TEST_CASE(may_have_an_address_for_a_host) {
    const auto v4 = Url::parse("https://192.0.2.1/");
    BOOST_REQUIRE(v4->address().has_value());
    BOOST_TEST(v4->address()->is_v4());
    const auto v6 = Url::parse("https://[2001:DB8::1]:443/jwks");
    BOOST_REQUIRE(v6->address().has_value());
    BOOST_TEST(!v6->address()->is_v4());
    BOOST_TEST(v6->host() == "2001:db8::1");
    BOOST_TEST(v6->target() == "/jwks");
}

// G-01 of the attack corpus
BOOST_AUTO_TEST_CASE(is_https_only) {
    refuses(Errc::endpoint_scheme,
            {"", "http://example.com/", "HTTP://example.com/", "HTTPS://example.com/",
             "ftp://example.com/", "file:///etc/passwd", "data:application/json,x",
             "javascript:alert(1)", "//example.com/", "example.com", "https",
             "httpsx://example.com", "https.//example.com/"});
}

// G-02 of the attack corpus
BOOST_AUTO_TEST_CASE(cannot_be_read_in_two_ways) {
    refuses(Errc::endpoint_url, {"https://user@example.com/",
                                 "https://user:secret@example.com/",
                                 "https://good.example@evil.example/",
                                 "https://good.example#@evil.example/",
                                 "https://example.com/#fragment",
                                 "https://example.com\\@evil.example/",
                                 "https:\\\\example.com/",
                                 "https://exam\tple.com/",
                                 "https://example.com/a b",
                                 "https:/example.com/",
                                 "https:///jwks",
                                 "https:example.com",
                                 "https://",
                                 "https://?a",
                                 "https://example.com/\x01",
                                 "https://example.com/\x7f",
                                 "https://example.com/\xc3\xa9",
                                 "https://example.com/%",
                                 "https://example.com/%2",
                                 "https://example.com/%zz",
                                 "https://example.com/<a>",
                                 "https://exam%70le.com/",
                                 " https://example.com/"});
}

// G-03 of the attack corpus
BOOST_AUTO_TEST_CASE(has_a_host_in_its_one_spelling) {
    refuses(Errc::endpoint_url,
            {"https://2130706433/",   "https://0x7f000001/",   "https://0x7f.1/",
             "https://0177.0.0.1/",   "https://127.1/",        "https://127.0.0.1./",
             "https://127.0.0.256/",  "https://1.2.3/",        "https://example.123/",
             "https://example.0x1f/", "https://example.com./", "https://.example.com/",
             "https://example..com/", "https://-a.example/",   "https://a-.example/",
             "https://a_b.example/",  "https://[::1%25eth0]/", "https://[::1/",
             "https://::1/",          "https://[127.0.0.1]/",  "https://[]/",
             "https://[::1]x/",       "https://[::1]x443/",    "https://ab--c.example/",
             "https://xn--.example/"});
    refuses(Errc::endpoint_url, {"https://[" + std::string(300, '1') + "]/"});
    const std::string label(63, 'a');
    BOOST_TEST(Url::parse("https://" + label + ".example/").has_value());
    BOOST_TEST(!Url::parse("https://a" + label + ".example/").has_value());
    const std::string name = label + '.' + label + '.' + label + '.' + std::string(61, 'a');
    BOOST_TEST(Url::parse("https://" + name + "/").has_value());
    BOOST_TEST(!Url::parse("https://a" + name + "/").has_value());
}

// G-04 of the attack corpus
BOOST_AUTO_TEST_CASE(is_at_a_port_that_is_allowed) {
    refuses(Errc::endpoint_port,
            {"https://example.com:22/", "https://example.com:80/", "https://example.com:6379/",
             "https://example.com:65535/", "https://[2001:db8::1]:8443/"});
    refuses(Errc::endpoint_url,
            {"https://example.com:0/", "https://example.com:65536/", "https://example.com:443a/",
             "https://example.com:/", "https://example.com:0443/", "https://example.com:-1/",
             "https://example.com:443:443/", "https://example.com:99999999999/"});
    const UrlRules rules{.ports = {443, 8443}};
    BOOST_TEST(Url::parse("https://example.com:8443/", rules)->port() == 8443);
    BOOST_TEST(!Url::parse("https://example.com/", {.ports = {8443}}).has_value());
}

// G-07 of the attack corpus
BOOST_AUTO_TEST_CASE(has_no_letters_but_those_of_ascii) {
    refuses(Errc::endpoint_url, {"https://\xe2\x93\x94xample.com/",
                                 "https://example\xe3\x80\x82"
                                 "com/",
                                 "https://b\xc3\xbc"
                                 "cher.example/"});
}

// G-08 of the attack corpus
BOOST_AUTO_TEST_CASE(has_2048_bytes_at_most) {
    const std::string start = "https://example.com/";
    BOOST_TEST(Url::parse(start + std::string(2048 - start.size(), 'a')).has_value());
    const auto longer = Url::parse(start + std::string(2049 - start.size(), 'a'));
    BOOST_TEST((longer.error() == Errc::endpoint_url));
}

// row K6
BOOST_AUTO_TEST_CASE(is_outside_of_the_domains_of_the_platform) {
    const UrlRules rules{.refused_domains = {"platform.example"}};
    for (const std::string_view inside :
         {"https://platform.example/", "https://api.platform.example/jwks",
          "https://API.Platform.EXAMPLE/"}) {
        BOOST_TEST_CONTEXT(inside) {
            const auto url = Url::parse(inside, rules);
            BOOST_REQUIRE(!url.has_value());
            BOOST_TEST((url.error() == Errc::endpoint_host));
        }
    }
    BOOST_TEST(Url::parse("https://notplatform.example/", rules).has_value());
    BOOST_TEST(Url::parse("https://platform.example.com/", rules).has_value());
    for (const std::string_view spelling :
         {"Platform.EXAMPLE", ".platform.example", "platform.example.", ".Platform.example."}) {
        const UrlRules same{.refused_domains = {spelling}};
        BOOST_TEST((Url::parse("https://platform.example/", same).error() == Errc::endpoint_host));
        BOOST_TEST(
            (Url::parse("https://a.platform.example/", same).error() == Errc::endpoint_host));
        BOOST_TEST(Url::parse("https://notplatform.example/", same).has_value());
    }
    const std::string longer(300, 'a');
    for (const std::string_view nothing :
         {std::string_view{}, std::string_view{"."}, std::string_view{longer}}) {
        BOOST_TEST(Url::parse("https://a.example/", {.refused_domains = {nothing}}).has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
