// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/audience.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <vector>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_audience)

namespace {

using vouch::AnyAudience;
using vouch::Audience;
using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::NoAudience;
using vouch::RuntimeAudience;
using vouch::testing::ClaimsOf;

template <class Rule>
constexpr bool accepts(const Rule& rule, std::string_view claims) {
    return rule.check(ClaimsOf{claims}, Moment{}).has_value();
}
template <class Rule>
constexpr bool refuses(const Rule& rule, std::string_view claims, Errc code) {
    const auto verdict = rule.check(ClaimsOf{claims}, Moment{});
    return !verdict && verdict.error() == Error{code, "aud"};
}

constexpr Audience<"chat", "mail"> ours{};

static_assert(accepts(ours, R"({"aud":"chat"})") && accepts(ours, R"({"aud":["x","mail"]})"));
static_assert(refuses(ours, R"({"aud":"x"})", Errc::audience_mismatch));
static_assert(refuses(ours, "{}", Errc::claim_missing));
static_assert(accepts(NoAudience{}, "{}") && accepts(AnyAudience{}, R"({"aud":"x"})"));
static_assert(Audience<"chat">::well_formed);

constexpr std::string_view malformed[] = {R"({"aud":[]})",
                                          R"({"aud":[1]})",
                                          R"({"aud":["chat",1]})",
                                          R"({"aud":[1,"chat"]})",
                                          R"({"aud":["chat",["mail"]]})",
                                          R"({"aud":[["chat"]]})",
                                          R"({"aud":{"chat":1}})",
                                          R"({"aud":null})",
                                          R"({"aud":true})",
                                          R"({"aud":5})",
                                          R"({"aud":["chat",null]})"};

}  // namespace

// rule 50
BOOST_AUTO_TEST_CASE(one_of_the_audiences_must_be_ours) {
    const RuntimeAudience runtime{{"chat", "mail"}};
    for (const std::string_view claims :
         {R"({"aud":"chat"})", R"({"aud":"mail"})", R"({"aud":["chat"]})",
          R"({"aud":["x","y","mail"]})", R"({"aud":["chat","chat"]})", R"({"aud":"ch\u0061t"})"}) {
        BOOST_TEST(accepts(ours, claims), claims);
        BOOST_TEST(accepts(runtime, claims), claims);
    }
    for (const std::string_view claims :
         {R"({"aud":"x"})", R"({"aud":["x","y"]})", R"({"aud":""})", R"({"aud":["chat,mail"]})"}) {
        BOOST_TEST(refuses(ours, claims, Errc::audience_mismatch), claims);
        BOOST_TEST(refuses(runtime, claims, Errc::audience_mismatch), claims);
    }
    BOOST_TEST(refuses(ours, "{}", Errc::claim_missing));
    BOOST_TEST(refuses(runtime, "{}", Errc::claim_missing));
}

// rules 54, 55
BOOST_AUTO_TEST_CASE(names_are_compared_byte_for_byte) {
    for (const std::string_view claims :
         {R"({"aud":"Chat"})", R"({"aud":"chat "})", R"({"aud":" chat"})", R"({"aud":"cha"})",
          R"({"aud":"chats"})", R"({"aud":"chat/"})", R"({"aud":"chat\u0000"})"}) {
        BOOST_TEST(refuses(ours, claims, Errc::audience_mismatch), claims);
    }
    const Audience<"caf\xC3\xA9"> composed;
    BOOST_TEST(accepts(composed, R"({"aud":"caf\u00e9"})"));
    BOOST_TEST(refuses(composed, R"({"aud":"cafe\u0301"})", Errc::audience_mismatch));
}

// rule 51
BOOST_AUTO_TEST_CASE(every_rule_refuses_a_malformed_audience) {
    for (const std::string_view claims : malformed) {
        BOOST_TEST(refuses(ours, claims, Errc::claim_type), claims);
        BOOST_TEST(refuses(RuntimeAudience{{"chat"}}, claims, Errc::claim_type), claims);
        BOOST_TEST(refuses(NoAudience{}, claims, Errc::claim_type), claims);
        BOOST_TEST(refuses(AnyAudience{}, claims, Errc::claim_type), claims);
    }
}

BOOST_AUTO_TEST_CASE(without_an_audience_tokens_for_someone_are_refused) {
    BOOST_TEST(accepts(NoAudience{}, "{}"));
    for (const std::string_view claims : {R"({"aud":"x"})", R"({"aud":""})", R"({"aud":["x"]})"}) {
        BOOST_TEST(refuses(NoAudience{}, claims, Errc::audience_mismatch), claims);
        BOOST_TEST(accepts(AnyAudience{}, claims), claims);
    }
    BOOST_TEST(accepts(AnyAudience{}, "{}"));
}

BOOST_AUTO_TEST_CASE(no_name_accepts_no_token) {
    BOOST_TEST(refuses(RuntimeAudience{{}}, R"({"aud":"x"})", Errc::audience_mismatch));
    BOOST_TEST(refuses(RuntimeAudience{{}}, "{}", Errc::claim_missing));
}

BOOST_AUTO_TEST_CASE(looks_through_many_audiences) {
    std::string claims = R"({"aud":[)";
    for (int i = 0; i < 10'000; ++i) claims += "\"x\",";
    BOOST_TEST(accepts(ours, claims + R"("chat"]})"));
    BOOST_TEST(refuses(ours, claims + R"("y"]})", Errc::audience_mismatch));
    BOOST_TEST(refuses(ours, claims + "1]}", Errc::claim_type));
}

BOOST_AUTO_TEST_SUITE_END()
