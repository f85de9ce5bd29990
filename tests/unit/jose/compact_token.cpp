// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/compact_token.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(jose_compact_token)

namespace {

using vouch::CompactToken;
using vouch::Errc;

constexpr bool is_split(std::string_view text, std::string_view header, std::string_view payload,
                        std::string_view signature) {
    const auto token = CompactToken::parse(text);
    return token && token->header() == header && token->payload() == payload &&
           token->signature() == signature &&
           token->signing_input() == text.substr(0, text.rfind('.'));
}
constexpr bool is_refused(std::string_view text, Errc code) {
    const auto token = CompactToken::parse(text);
    return !token && token.error() == code;
}

struct Case {
    std::string_view text;
    Errc code;
};
constexpr Case refused[] = {
    {"", Errc::token_format},
    {"a", Errc::token_format},
    {"a.b", Errc::token_format},
    {".b.c", Errc::token_format},
    {"a..c", Errc::token_format},
    {"..", Errc::token_format},
    {"..c", Errc::token_format},
    {".a.b.c", Errc::token_format},
    {"a.b.c.", Errc::token_format},
    {"a.b.c.d", Errc::token_format},
    {"a..b.c", Errc::token_format},
    {"a.b.c.d.e", Errc::token_is_jwe},
    {"a..b.c.d", Errc::token_is_jwe},
    {"....", Errc::token_is_jwe},
    {"a.b.c.d.e.f", Errc::token_format},
    {".....", Errc::token_format},
    {R"({"payload":"a","signature":"b"})", Errc::token_format},
};

constexpr bool all_are_refused() {
    for (const Case& each : refused) {
        if (!is_refused(each.text, each.code)) return false;
    }
    return true;
}

static_assert(is_split("a.b.c", "a", "b", "c"));
static_assert(is_split("header.payload.signature", "header", "payload", "signature"));
static_assert(is_split("a.b.", "a", "b", ""));
static_assert(all_are_refused());

}  // namespace

// rules 1, 7
BOOST_AUTO_TEST_CASE(splits_at_two_dots) {
    BOOST_TEST(is_split("a.b.c", "a", "b", "c"));
    BOOST_TEST(is_split("header.payload.signature", "header", "payload", "signature"));
}

BOOST_AUTO_TEST_CASE(lets_an_empty_signature_through) {
    BOOST_TEST(is_split("a.b.", "a", "b", ""));
}

// rules 1, 2, 28
BOOST_AUTO_TEST_CASE(refuses_other_forms) {
    for (const Case& each : refused) {
        BOOST_TEST(is_refused(each.text, each.code), each.text);
    }
}

// rule 9
BOOST_AUTO_TEST_CASE(measures_a_token_before_it_looks_at_it) {
    const std::string longest = "a.b." + std::string(vouch::limits::token_bytes - 4, 'c');
    BOOST_TEST(CompactToken::parse(longest).has_value());
    BOOST_TEST(is_refused(longest + "c", Errc::token_too_large));
    BOOST_TEST(is_refused(std::string(1'000'000, '.'), Errc::token_too_large));
    BOOST_TEST(CompactToken::parse("a.b.c", 5).has_value());
    BOOST_TEST((CompactToken::parse("a.b.c", 4).error() == Errc::token_too_large));
}

BOOST_AUTO_TEST_SUITE_END()
