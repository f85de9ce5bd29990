// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/subject.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include <vouch/testing/claims.hpp>

BOOST_AUTO_TEST_SUITE(rules_subject)

namespace {

using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::OptionalSubject;
using vouch::SubjectLength;
using vouch::testing::ClaimsOf;

template <class Rule>
constexpr bool accepts(const Rule& rule, std::string_view claims) {
    return rule.check(ClaimsOf{claims}, Moment{}).has_value();
}
template <class Rule>
constexpr bool refuses(const Rule& rule, std::string_view claims, Errc code) {
    const auto verdict = rule.check(ClaimsOf{claims}, Moment{});
    return !verdict && verdict.error() == Error{code, "sub"};
}
std::string of_size(std::size_t size) { return R"({"sub":")" + std::string(size, 's') + "\"}"; }

static_assert(accepts(SubjectLength<>{}, R"({"sub":"customer-4711"})"));
static_assert(refuses(SubjectLength<>{}, R"({"sub":""})", Errc::claim_value));
static_assert(SubjectLength<>::well_formed && SubjectLength<3, 3>::well_formed);

}  // namespace

// rules 53, 58
BOOST_AUTO_TEST_CASE(is_a_string_of_some_bytes) {
    const SubjectLength<> rule;
    BOOST_TEST(accepts(rule, of_size(1)));
    BOOST_TEST(accepts(rule, of_size(255)));
    BOOST_TEST(refuses(rule, of_size(256), Errc::claim_value));
    BOOST_TEST(refuses(rule, of_size(0), Errc::claim_value));
    // Bytes, not characters: 128 times two.
    std::string text = R"({"sub":")";
    for (int i = 0; i < 128; ++i) text += "\xC3\xA9";
    BOOST_TEST(refuses(rule, text + "\"}", Errc::claim_value));
    BOOST_TEST(refuses(rule, "{}", Errc::claim_missing));
    for (const std::string_view claims : {R"({"sub":1})", R"({"sub":null})", R"({"sub":["a"]})",
                                          R"({"sub":{}})", R"({"sub":true})"}) {
        BOOST_TEST(refuses(rule, claims, Errc::claim_type), claims);
    }
}

// rule 58
BOOST_AUTO_TEST_CASE(has_no_control_characters) {
    for (const std::string_view claims : {R"({"sub":"a\u0000b"})", R"({"sub":"a\n"})",
                                          R"({"sub":"\u001f"})", R"({"sub":"\u007f"})"}) {
        BOOST_TEST(refuses(SubjectLength<>{}, claims, Errc::claim_value), claims);
        BOOST_TEST(refuses(OptionalSubject{}, claims, Errc::claim_value), claims);
    }
    BOOST_TEST(accepts(SubjectLength<>{}, R"({"sub":"Zo\u00eb \ud83d\ude00 \u202e"})"));
}

BOOST_AUTO_TEST_CASE(can_have_other_bounds) {
    const SubjectLength<3, 4> rule;
    BOOST_TEST(refuses(rule, of_size(2), Errc::claim_value));
    BOOST_TEST(accepts(rule, of_size(3)));
    BOOST_TEST(accepts(rule, of_size(4)));
    BOOST_TEST(refuses(rule, of_size(5), Errc::claim_value));
    BOOST_TEST(accepts(SubjectLength<1, 1000>{}, of_size(1000)));
}

BOOST_AUTO_TEST_CASE(can_be_optional) {
    const OptionalSubject rule;
    BOOST_TEST(accepts(rule, "{}"));
    BOOST_TEST(accepts(rule, of_size(255)));
    BOOST_TEST(refuses(rule, of_size(256), Errc::claim_value));
    BOOST_TEST(refuses(rule, of_size(0), Errc::claim_value));
    BOOST_TEST(refuses(rule, R"({"sub":null})", Errc::claim_type));
}

BOOST_AUTO_TEST_SUITE_END()
