// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/issuer.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_issuer)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Issuer;
using vouch::Moment;
using vouch::RuntimeIssuer;
using vouch::testing::ClaimsOf;

using Ours = Issuer<"https://login.example.com">;

template <class Rule>
constexpr bool refuses(const Rule& rule, std::string_view claims, Errc code) {
    const auto verdict = rule.check(ClaimsOf{claims}, Moment{});
    return !verdict && verdict.error() == Error{code, "iss"};
}

static_assert(Ours{}.check(ClaimsOf{R"({"iss":"https://login.example.com"})"}, Moment{}));
static_assert(refuses(Ours{}, "{}", Errc::claim_missing));
static_assert(Ours::well_formed);

constexpr std::string_view others[] = {
    R"({"iss":"https://login.example.com/"})",
    R"({"iss":"https://login.example.com:443"})",
    R"({"iss":"https://Login.example.com"})",
    R"({"iss":"HTTPS://login.example.com"})",
    R"({"iss":"http://login.example.com"})",
    R"({"iss":"https://login.example.co"})",
    R"({"iss":"https://login.example.com.evil.example"})",
    R"({"iss":" https://login.example.com"})",
    R"({"iss":"https://login.example.com\u0000"})",
    R"({"iss":"https://login.ex\u0430mple.com"})",
    R"({"iss":""})",
};

}  // namespace

// rules 52, 54, 55
BOOST_AUTO_TEST_CASE(is_compared_byte_for_byte) {
    const RuntimeIssuer runtime{"https://login.example.com"};
    for (const std::string_view claims : {R"({"iss":"https://login.example.com"})",
                                          R"({"iss":"https:\/\/login.ex\u0061mple.com"})"}) {
        BOOST_TEST(Ours{}.check(ClaimsOf{claims}, Moment{}).has_value(), claims);
        BOOST_TEST(runtime.check(ClaimsOf{claims}, Moment{}).has_value(), claims);
    }
    for (const std::string_view claims : others) {
        BOOST_TEST(refuses(Ours{}, claims, Errc::issuer_mismatch), claims);
        BOOST_TEST(refuses(runtime, claims, Errc::issuer_mismatch), claims);
    }
}

// rule 52
BOOST_AUTO_TEST_CASE(must_be_there_and_a_string) {
    for (const std::string_view claims :
         {R"({"iss":["https://login.example.com"]})", R"({"iss":{"https://login.example.com":1}})",
          R"({"iss":null})", R"({"iss":1})", R"({"iss":true})"}) {
        BOOST_TEST(refuses(Ours{}, claims, Errc::claim_type), claims);
        BOOST_TEST(refuses(RuntimeIssuer{"a"}, claims, Errc::claim_type), claims);
    }
    BOOST_TEST(refuses(Ours{}, "{}", Errc::claim_missing));
    BOOST_TEST(refuses(RuntimeIssuer{"a"}, R"({"Iss":"a"})", Errc::claim_missing));
}

BOOST_AUTO_TEST_CASE(an_empty_name_accepts_no_token) {
    BOOST_TEST(refuses(RuntimeIssuer{""}, R"({"iss":""})", Errc::issuer_mismatch));
    BOOST_TEST(refuses(RuntimeIssuer{""}, "{}", Errc::issuer_mismatch));
}

BOOST_AUTO_TEST_CASE(a_name_of_run_time_is_kept) {
    std::string name = "https://tenant.example";
    const RuntimeIssuer rule{name};
    name.assign(name.size(), 'x');
    const ClaimsOf claims{R"({"iss":"https://tenant.example"})"};
    BOOST_TEST(rule.check(claims, Moment{}).has_value());
    const RuntimeIssuer copy = rule;
    BOOST_TEST(copy.check(claims, Moment{}).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
