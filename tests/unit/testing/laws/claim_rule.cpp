// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/claim_rule.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <string_view>
#include <vector>

#include <vouch/rules/audience.hpp>
#include <vouch/rules/expiry.hpp>
#include <vouch/rules/issued_at.hpp>
#include <vouch/rules/issuer.hpp>
#include <vouch/rules/lifetime.hpp>
#include <vouch/rules/not_before.hpp>
#include <vouch/rules/required_claim.hpp>
#include <vouch/rules/subject.hpp>
#include <vouch/rules/token_id.hpp>

BOOST_AUTO_TEST_SUITE(testing_laws_claim_rule)

namespace {

using vouch::Claims;
using vouch::Errc;
using vouch::Error;
using vouch::Moment;
using vouch::Result;
using vouch::testing::claim_rule_laws;
using Laws = std::vector<std::string_view>;

constexpr std::string_view accepted =
    R"({"iss":"me","sub":"you","aud":["us"],"exp":200,"nbf":50,"iat":50,"jti":"1","role":"x"})";
constexpr Moment moment{.now = {100}};

/// Asks that the claim `role` is "x"; each rule below has one fault.
struct Rule {
    using policy_kind = vouch::claim_rule_policy;
    static Result<void> verdict(const Claims& claims) noexcept {
        const auto role = claims.string("role");
        if (role && *role == "x") return {};
        return Error{Errc::claim_refused, "role"};
    }
};
struct Sound : Rule {
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        return verdict(claims);
    }
};
struct RefusesAll : Rule {
    Result<void> check(const Claims&, const Moment&) const noexcept {
        return Error{Errc::claim_refused, "role"};
    }
};
struct ChangesItsMind : Rule {
    mutable bool refuse = false;
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        refuse = !refuse;
        return refuse ? verdict(claims) : Result<void>{};
    }
};
/// Accepts for ever after it accepted a token with a claim `role`.
struct Remembers : Rule {
    mutable bool has_seen_null = false;
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const auto role = claims.find("role");
        has_seen_null = has_seen_null || (role && role->is_null());
        return has_seen_null ? Result<void>{} : verdict(claims);
    }
};
struct ShowsTheValue : Rule {
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        if (verdict(claims)) return {};
        const auto role = claims.string("role");
        return Error{Errc::claim_refused, role ? *role : "role"};
    }
};
struct BlamesTheSignature : Rule {
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        return verdict(claims) ? Result<void>{} : Errc::signature_invalid;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(sound_rules_break_no_law) {
    const auto sound = [](const auto& rule) {
        for (const std::string_view law : claim_rule_laws(rule, accepted, moment).broken) {
            BOOST_ERROR(law);
        }
    };
    sound(Sound{});
    sound(vouch::Issuer<"me">{});
    sound(vouch::RuntimeIssuer{"me"});
    sound(vouch::Expiry{});
    sound(vouch::OptionalExpiry{});
    sound(vouch::NotBefore{});
    sound(vouch::IssuedAt{});
    sound(vouch::MaxLifetime<150>{});
    sound(vouch::AnyLifetime{});
    sound(vouch::SubjectLength<>{});
    sound(vouch::OptionalSubject{});
    sound(vouch::Audience<"us">{});
    sound(vouch::RuntimeAudience{{"them", "us"}});
    sound(vouch::AnyAudience{});
    sound(vouch::TokenId{});
    sound(vouch::RequiredClaim<"role">{});
    for (const auto law : claim_rule_laws(vouch::NoAudience{}, "{}").broken) BOOST_ERROR(law);
}

BOOST_AUTO_TEST_CASE(finds_a_rule_that_refuses_what_it_should_accept) {
    BOOST_TEST((claim_rule_laws(RefusesAll{}, accepted, moment).broken ==
                Laws{"accepts the claims that it should"}));
}

BOOST_AUTO_TEST_CASE(finds_a_rule_that_changes_its_mind) {
    const Laws broken = claim_rule_laws(ChangesItsMind{}, accepted, moment).broken;
    BOOST_REQUIRE(!broken.empty());
    BOOST_TEST(broken[0] == "gives one verdict twice");
}

BOOST_AUTO_TEST_CASE(finds_a_rule_that_remembers_other_tokens) {
    BOOST_TEST((claim_rule_laws(Remembers{}, accepted, moment).broken ==
                Laws{"judges by the claims and the moment alone"}));
}

BOOST_AUTO_TEST_CASE(finds_a_rule_that_shows_text_of_the_token) {
    BOOST_TEST((claim_rule_laws(ShowsTheValue{}, accepted, moment).broken ==
                Laws{"shows no text of the token in an error"}));
}

BOOST_AUTO_TEST_CASE(finds_a_rule_that_gives_a_reason_that_is_not_about_claims) {
    BOOST_TEST((claim_rule_laws(BlamesTheSignature{}, accepted, moment).broken ==
                Laws{"refuses for a reason that is about claims"}));
}

BOOST_AUTO_TEST_SUITE_END()
