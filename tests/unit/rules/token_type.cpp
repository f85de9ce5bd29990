// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/token_type.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

BOOST_AUTO_TEST_SUITE(rules_token_type)

namespace {

using vouch::AnyTokenType;
using vouch::Errc;
using vouch::Error;
using vouch::Header;
using vouch::PlainTokenType;
using vouch::Result;
using vouch::TokenType;
using vouch::detail::same_media_type;

/// What `rule` says about a header.
template <class Rule>
constexpr Result<void> check(const Rule& rule, std::string_view text) {
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()), '\0');
    return rule.check(*Header::read(vouch::StrictJson{}, text, storage));
}

template <class Rule>
bool accepts(const Rule& rule, std::string_view members) {
    return check(rule, R"({"alg":"RS256")" + std::string{members} + '}').has_value();
}
template <class Rule>
bool refuses(const Rule& rule, std::string_view members, std::string_view name) {
    const auto verdict = check(rule, R"({"alg":"RS256")" + std::string{members} + '}');
    return !verdict && verdict.error() == Error{Errc::type_mismatch, name};
}

static_assert(same_media_type("JWT", "jwt") && same_media_type("application/JWT", "jwt"));
static_assert(same_media_type("Application/at+jwt", "AT+JWT"));
static_assert(!same_media_type("text/jwt", "jwt") && !same_media_type("jwt", "at+jwt"));
static_assert(!same_media_type("application/application/jwt", "jwt"));
static_assert(!same_media_type("application/a/b", "a/b") && same_media_type("a/b", "A/B"));
static_assert(!same_media_type("", "jwt") && !same_media_type("application/", "jwt"));
static_assert(TokenType<"at+jwt">::well_formed);

}  // namespace

// rules 24, 25, 57
BOOST_AUTO_TEST_CASE(by_default_is_absent_or_a_plain_token) {
    const PlainTokenType rule;
    for (const std::string_view members :
         {"", R"(,"typ":"JWT")", R"(,"typ":"jwt")", R"(,"typ":"application/jwt")",
          R"(,"typ":"APPLICATION/JWT")", R"(,"typ":"J\u0057T")"}) {
        BOOST_TEST(accepts(rule, members), members);
        BOOST_TEST(accepts(AnyTokenType{}, members), members);
    }
    for (const std::string_view members :
         {R"(,"typ":"at+jwt")", R"(,"typ":"")", R"(,"typ":"JWT ")", R"(,"typ":"text/jwt")",
          R"(,"typ":"application/")", R"(,"typ":"logout+jwt")", R"(,"typ":"JOSE")"}) {
        BOOST_TEST(refuses(rule, members, "typ"), members);
        BOOST_TEST(accepts(AnyTokenType{}, members), members);
    }
}

// rules 24, 57
BOOST_AUTO_TEST_CASE(is_one_of_those_that_are_asked_for) {
    const TokenType<"at+jwt", "application/vnd.example+jwt"> rule;
    for (const std::string_view members :
         {R"(,"typ":"at+jwt")", R"(,"typ":"AT+JWT")", R"(,"typ":"application/at+jwt")",
          R"(,"typ":"vnd.example+jwt")"}) {
        BOOST_TEST(accepts(rule, members), members);
    }
    for (const std::string_view members :
         {"", R"(,"typ":"JWT")", R"(,"typ":"at")", R"(,"typ":"")"}) {
        BOOST_TEST(refuses(rule, members, "typ"), members);
    }
}

namespace {

/// The check of nesting in the form of a policy.
struct NotNested {
    vouch::Result<void> check(const vouch::Header& header) const noexcept {
        return vouch::detail::check_not_nested(header);
    }
};

}  // namespace

// rule 26
BOOST_AUTO_TEST_CASE(refuses_nested_tokens) {
    // Whatever the policy is: the verifier asks this for each token.
    for (const std::string_view members :
         {R"(,"cty":"JWT")", R"(,"cty":"jwt")", R"(,"cty":"application/jwt")"}) {
        BOOST_TEST(refuses(NotNested{}, members, "cty"), members);
        BOOST_TEST(accepts(PlainTokenType{}, members), members);
    }
    BOOST_TEST(accepts(NotNested{}, R"(,"cty":"json")"));
    BOOST_TEST(accepts(NotNested{}, ""));
}

BOOST_AUTO_TEST_SUITE_END()
