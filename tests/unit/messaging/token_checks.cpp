// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/token_checks.hpp>

#include <vouch/keys/static_keys.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/rules/issuer.hpp>
#include <vouch/rules/kid.hpp>
#include <vouch/rules/required_claim.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/verify/verifier_parts.hpp>

#include <boost/test/unit_test.hpp>

#include "support/good_token.hpp"

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_token_checks)

namespace {

using namespace vouch::messaging;
using detail::is_own_rule;
using detail::ReadToken;
using vouch::Errc;
using vouch::Error;
using vouch::Result;

constexpr vouch::NumericDate now{1'800'000'000};

struct OwnSubject {
    using policy_kind = vouch::subject_policy;
    Result<void> check(const vouch::Claims&, const vouch::Moment&) const noexcept {
        return Error{Errc::claim_refused, "sub"};
    }
};
struct OwnHeader {
    using policy_kind = vouch::header_rule_policy;
    Result<void> check(const vouch::Header&) const noexcept { return Errc::header_value; }
};

// A rule that a user wrote is one of theirs also in the place of one of the library's.
static_assert(is_own_rule<vouch::Expiry> && is_own_rule<vouch::SubjectLength<2, 3>> &&
              is_own_rule<vouch::RequiredClaim<"tenant">> && is_own_rule<vouch::Audience<"chat">> &&
              is_own_rule<vouch::MaxLifetime<60>>);
static_assert(!is_own_rule<OwnSubject>);

template <class... Policies>
using Verifier = vouch::Verifier<vouch::RS256, vouch_tests::Issuer, vouch::StaticKeys, Policies...>;

template <class... Policies>
const auto* parts_of(const Verifier<Policies...>& verifier) {
    return &vouch::detail::VerifierParts<Verifier<Policies...>>::of(verifier);
}

std::string unsigned_token(std::string_view header, std::string_view claims) {
    return vouch::base64url::encode(header) + '.' + vouch::base64url::encode(claims) + ".AA";
}

Outcome outcome(const Check& check, std::string_view name) {
    for (const Check& part : check.checks) {
        if (part.name == name) return part.outcome;
    }
    BOOST_FAIL("there is no check " << name);
    return {};
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_segment_that_is_not_base64url_hides_itself_only) {
    const Verifier<> verifier{vouch_tests::good_keys()};
    const auto* parts = parts_of(verifier);
    const std::string good = vouch_tests::token();
    const std::size_t dot = good.find('.');
    std::string text = good;
    text[1] = '=';
    ReadToken token{text};
    BOOST_TEST((token.check_form(9000).error == Error{Errc::token_encoding, "header"}));
    BOOST_TEST((token.check_header(parts).outcome == Outcome::not_reached));
    BOOST_TEST((token.check_payload(parts).outcome == Outcome::passed));
    text = good;
    text[dot + 1] = '=';
    ReadToken other{text};
    BOOST_TEST((other.check_form(9000).error == Error{Errc::token_encoding, "payload"}));
    BOOST_TEST((other.check_header(parts).outcome == Outcome::passed));
    BOOST_TEST((other.check_payload(parts).outcome == Outcome::not_reached));
    BOOST_TEST((other.check_claims(parts, now, false).outcome == Outcome::not_reached));
}

BOOST_AUTO_TEST_CASE(nothing_is_read_of_a_token_that_is_too_large) {
    const Verifier<> verifier{vouch_tests::good_keys()};
    const auto* parts = parts_of(verifier);
    const std::string good = vouch_tests::token();
    ReadToken token{good};
    BOOST_TEST((token.check_form(good.size() - 1).error == Errc::token_too_large));
    BOOST_TEST((token.check_header(parts).outcome == Outcome::not_reached));
    BOOST_TEST((token.check_payload(parts).outcome == Outcome::not_reached));
    ReadToken fits{good};
    BOOST_TEST((fits.check_form(good.size()).outcome == Outcome::passed));
}

BOOST_AUTO_TEST_CASE(each_rule_about_the_header_is_asked) {
    const Verifier<vouch::RequireKid, OwnHeader> verifier{vouch_tests::good_keys()};
    const auto* parts = parts_of(verifier);
    const auto check = [&](std::string_view header) {
        const std::string text = unsigned_token(header, "{}");
        ReadToken token{text};
        token.check_form(9000);
        return token.check_header(parts);
    };
    const Check all = check(R"({"alg":"RS256","typ":"x","cty":"JWT"})");
    BOOST_TEST((all.error == Errc::type_mismatch));
    BOOST_TEST((outcome(all, "alg") == Outcome::passed));
    for (const char* name : {"typ", "cty", "kid", "rule 1"}) {
        BOOST_TEST((outcome(all, name) == Outcome::failed), name);
    }
    // A user's rule is promised an algorithm that is allowed.
    const Check other = check(R"({"alg":"RS384","kid":"a"})");
    BOOST_TEST((outcome(other, "kid") == Outcome::passed));
    BOOST_TEST((outcome(other, "rule 1") == Outcome::not_reached));
    const Check unread = check("?");
    for (const char* name : {"alg", "typ", "cty", "kid", "rule 1"}) {
        BOOST_TEST((outcome(unread, name) == Outcome::not_reached), name);
    }
}

BOOST_AUTO_TEST_CASE(rules_of_users_get_signed_claims_only) {
    const Verifier<OwnSubject, vouch::RequiredClaim<"tenant">> verifier{vouch_tests::good_keys()};
    const auto* parts = parts_of(verifier);
    const std::string text = vouch_tests::token();
    ReadToken token{text};
    token.check_form(9000);
    token.check_payload(parts);
    const Check unsigned_ = token.check_claims(parts, now, false);
    BOOST_TEST((outcome(unsigned_, "sub") == Outcome::not_reached));
    BOOST_TEST((outcome(unsigned_, "exp") == Outcome::passed));
    BOOST_TEST((outcome(unsigned_, "rule 1") == Outcome::failed));
    const Check signed_ = token.check_claims(parts, now, true);
    BOOST_TEST((outcome(signed_, "sub") == Outcome::failed));
}

BOOST_AUTO_TEST_SUITE_END()
