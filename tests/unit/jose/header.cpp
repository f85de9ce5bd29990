// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/header.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

BOOST_AUTO_TEST_SUITE(jose_header)

namespace {

using namespace std::string_view_literals;
using vouch::Errc;
using vouch::Error;
using vouch::Header;
using vouch::Result;

/// A header and what it is a view of.
struct HeaderOf {
    constexpr explicit HeaderOf(std::string_view text)
        : storage(vouch::json::detail::encoded_size(text.size()), '\0'),
          header{Header::read(vouch::StrictJson{}, text, storage)} {}

    std::vector<char> storage;
    Result<Header> header;
};

constexpr bool is_accepted(std::string_view text) { return HeaderOf{text}.header.has_value(); }
constexpr bool is_refused(std::string_view text, const Error& error) {
    const HeaderOf read{text};
    return !read.header && read.header.error() == error;
}

struct Case {
    std::string_view text;
    Error error;
};
const Case refused[] = {
    {"", Errc::header_json},
    {"[]", Errc::header_json},
    {R"("alg")", Errc::header_json},
    {"null", Errc::header_json},
    {"1", Errc::header_json},
    {R"({"alg":"RS256"}x)", Errc::header_json},
    {R"({"alg":"RS256"}{})", Errc::header_json},
    {R"({"alg":"RS256",})", Errc::header_json},
    {"\xEF\xBB\xBF{\"alg\":\"RS256\"}", Errc::header_json},
    {"{\"alg\":\"RS256\",\"kid\":\"\xFF\"}", Errc::header_json},
    {R"({"alg":"RS256","kid":"\ud800"})", Errc::header_json},
    {R"({"alg":"RS256","alg":"none"})", Errc::header_duplicate},
    {R"({"alg":"RS256","al\u0067":"RS256"})", Errc::header_duplicate},
    {R"({"alg":"RS256","x":{"a":1,"a":1}})", Errc::header_duplicate},
    {R"({"alg":"RS256","x":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]})", Errc::header_limit},
    {R"({"alg":null})", {Errc::header_type, "alg"}},
    {R"({"alg":5})", {Errc::header_type, "alg"}},
    {R"({"alg":["RS256"]})", {Errc::header_type, "alg"}},
    {R"({"alg":"RS256","kid":5})", {Errc::header_type, "kid"}},
    {R"({"alg":"RS256","kid":null})", {Errc::header_type, "kid"}},
    {R"({"alg":"RS256","typ":5})", {Errc::header_type, "typ"}},
    {R"({"alg":"RS256","cty":{}})", {Errc::header_type, "cty"}},
    {R"({"alg":"RS256","kid":"a\u0000"})", {Errc::header_value, "kid"}},
    {R"({"alg":"RS256","kid":"a\nb"})", {Errc::header_value, "kid"}},
    {R"({"alg":"RS256","kid":"\u007f"})", {Errc::header_value, "kid"}},
    {R"({"alg":"RS256","crit":["exp"]})", {Errc::crit_unsupported, "crit"}},
    {R"({"alg":"RS256","crit":[]})", {Errc::crit_unsupported, "crit"}},
    {R"({"alg":"RS256","crit":null})", {Errc::crit_unsupported, "crit"}},
    {R"({"alg":"RS256","crit":["b64"],"b64":true})", {Errc::crit_unsupported, "crit"}},
    {R"({"alg":"RS256","b64":false})", {Errc::crit_unsupported, "b64"}},
    {R"({"alg":"RS256","b64":true})", {Errc::crit_unsupported, "b64"}},
    {"{}", Errc::alg_missing},
    {R"({"ALG":"RS256"})", Errc::alg_missing},
    // Several faults: the first in the order of Errc.
    {R"({"kid":5})", {Errc::header_type, "kid"}},
    {R"({"crit":["x"]})", {Errc::crit_unsupported, "crit"}},
    {R"({"kid":"\n","crit":["x"]})", {Errc::header_value, "kid"}},
    {R"({"kid":"\n","cty":1})", {Errc::header_type, "cty"}},
};

static_assert(is_accepted(R"({"alg":"RS256"})"));
static_assert(is_refused("{}", Errc::alg_missing));
static_assert(is_refused(R"({"alg":"a","alg":"b"})", Errc::header_duplicate));
static_assert(is_refused(R"({"alg":"a","crit":[]})", {Errc::crit_unsupported, "crit"}));
static_assert([] {
    const HeaderOf read{R"({"kid":"2026-01","alg":"RS256"})"};
    return read.header->kid() == "2026-01" && read.header->algorithm() == "RS256" &&
           !read.header->type() && !read.header->content_type();
}());

}  // namespace

BOOST_AUTO_TEST_CASE(reads_its_members) {
    const HeaderOf read{R"({"typ":"JWT","alg":"RS256","kid":"\u006bey","cty":"x"})"};
    BOOST_REQUIRE(read.header.has_value());
    BOOST_TEST(read.header->algorithm() == "RS256");
    BOOST_TEST(*read.header->kid() == "key");
    BOOST_TEST(*read.header->type() == "JWT");
    BOOST_TEST(*read.header->content_type() == "x");
}

// rule 23
BOOST_AUTO_TEST_CASE(ignores_what_it_does_not_know) {
    BOOST_TEST(is_accepted(R"({"alg":"RS256","x":[1,{"alg":"none"}],"":null,"é":true})"));
}

// rule 22
BOOST_AUTO_TEST_CASE(does_not_read_members_that_bring_a_key) {
    BOOST_TEST(is_accepted(
        R"({"alg":"RS256","jwk":5,"jku":[],"x5u":{},"x5c":null,"x5t":1,"x5t#S256":1})"));
}

BOOST_AUTO_TEST_CASE(takes_an_empty_kid_for_a_name) {
    const HeaderOf read{R"({"alg":"RS256","kid":""})"};
    BOOST_TEST(read.header->kid().has_value());
    BOOST_TEST(read.header->kid()->empty());
}

// rules 10, 11, 12, 18, 19, 27, 58, 59, 60, 62
BOOST_AUTO_TEST_CASE(refuses_what_is_no_header) {
    for (const Case& each : refused) {
        BOOST_TEST(is_refused(each.text, each.error), each.text);
    }
}

// rule 21
BOOST_AUTO_TEST_CASE(bounds_the_kid) {
    const auto with_kid = [](std::size_t size) {
        return R"({"alg":"RS256","kid":")" + std::string(size, 'k') + R"("})";
    };
    BOOST_TEST(is_accepted(with_kid(256)));
    BOOST_TEST(is_refused(with_kid(257), Errc::kid_too_long));
    BOOST_TEST(
        is_refused(R"({"crit":[],"kid":")" + std::string(257, 'k') + R"("})", Errc::kid_too_long));
}

// rule 63
BOOST_AUTO_TEST_CASE(bounds_members_and_depth) {
    const auto with_members = [](int count) {
        std::string text = R"({"alg":"RS256")";
        for (int i = 1; i < count; ++i) text += ",\"" + std::to_string(i) + "\":0";
        return text + '}';
    };
    BOOST_TEST(is_accepted(with_members(64)));
    BOOST_TEST(is_refused(with_members(65), Errc::header_limit));
    const auto nested = [](std::size_t depth) {
        return R"({"alg":"RS256","x":)" + std::string(depth - 1, '[') +
               std::string(depth - 1, ']') + '}';
    };
    BOOST_TEST(is_accepted(nested(16)));
    BOOST_TEST(is_refused(nested(17), Errc::header_limit));
}

BOOST_AUTO_TEST_SUITE_END()
