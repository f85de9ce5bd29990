// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/explanation.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

BOOST_AUTO_TEST_SUITE(messaging_explanation)

namespace {

using namespace vouch::messaging;
using vouch::Errc;
using vouch::Error;
using vouch::Result;

Check passed(const char* name) { return detail::made(Stage::claims, name, Result<void>{}); }
Check failed(const char* name, Error error, const char* hint = "") {
    return detail::made(Stage::claims, name, Result<void>{error},
                        [=](const Error&) { return std::string{hint}; });
}
Check not_reached(const char* name) { return detail::not_reached(Stage::claims, name); }

}  // namespace

BOOST_AUTO_TEST_CASE(an_outcome_has_a_name) {
    BOOST_TEST(to_string(Outcome::passed) == "passed");
    BOOST_TEST(to_string(Outcome::failed) == "failed");
    BOOST_TEST(to_string(Outcome::not_reached) == "not reached");
    BOOST_TEST(to_string(Outcome{99}) == "unknown");
}

BOOST_AUTO_TEST_CASE(a_check_passes_where_all_its_parts_do) {
    using detail::made_of;
    const auto outcome = [](std::vector<Check> parts) {
        return made_of(Stage::claims, "claims", std::move(parts)).outcome;
    };
    BOOST_TEST((outcome({passed("a"), passed("b")}) == Outcome::passed));
    BOOST_TEST((outcome({passed("a"), not_reached("b")}) == Outcome::not_reached));
    BOOST_TEST((outcome({not_reached("a"), failed("b", Errc::expired)}) == Outcome::failed));
    const Check two = made_of(Stage::claims, "claims",
                              {failed("a", {Errc::expired, "exp"}), failed("b", Errc::claim_type)});
    BOOST_TEST((two.error == Error{Errc::expired, "exp"}));
    BOOST_TEST(two.checks.size() == 2u);
}

BOOST_AUTO_TEST_CASE(the_verdict_is_of_the_first_that_failed) {
    const auto verdict = [](std::vector<Check> checks) {
        return Explanation{std::move(checks)}.verdict();
    };
    BOOST_TEST(verdict({passed("a"), passed("b")}).has_value());
    BOOST_TEST(
        (verdict({passed("a"), failed("b", {Errc::claim_type, "x"}), failed("c", Errc::expired)})
             .error() == Error{Errc::claim_type, "x"}));
}

BOOST_AUTO_TEST_CASE(the_text_has_the_parts_where_they_differ) {
    const Explanation explanation{
        {detail::made_of(Stage::channel, "channel", {passed("known")}), not_reached("key"),
         detail::made_of(Stage::claims, "rules", {passed("rule 1"), not_reached("rule 2")}),
         detail::made_of(Stage::claims, "none", {not_reached("rule 3")}),
         detail::made_of(Stage::claims, "claims",
                         {failed("exp", {Errc::expired, "exp"}, "the clocks"), passed("nbf")}),
         failed("last", Errc::token_revoked)}};
    BOOST_TEST(explanation.to_text() ==
               "refused: the token has expired: exp\n"
               "  channel: passed\n"
               "  key: not reached\n"
               "  rules: not reached\n"
               "    rule 1: passed\n"
               "    rule 2: not reached\n"
               "  none: not reached\n"
               "  claims: failed\n"
               "    exp: failed: the token has expired: exp\n"
               "      hint: the clocks\n"
               "    nbf: passed\n"
               "  last: failed: the token is revoked\n");
    BOOST_TEST(Explanation{{passed("a")}}.to_text() == "accepted\n  a: passed\n");
}

BOOST_AUTO_TEST_SUITE_END()
