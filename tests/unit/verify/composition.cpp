// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/composition.hpp>

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <tuple>

#include <vouch/testing/clocks.hpp>
#include <vouch/vouch.hpp>

BOOST_AUTO_TEST_SUITE(verify_composition)

namespace {

// What does not compile is in tests/compile_fail.

using namespace vouch;
using vouch::detail::Composition;
using vouch::detail::TypeList;
using Me = Issuer<"https://login.example.com">;

using Plain = Composition<RS256, Me, StaticKeys>;
static_assert(Plain::ok);
static_assert(std::same_as<Plain::algorithms, TypeList<RS256>>);
static_assert(std::same_as<Plain::issuer, Me>);
static_assert(std::same_as<Plain::key_source, StaticKeys>);
static_assert(std::same_as<Plain::crypto, Builtin>);
static_assert(std::same_as<Plain::json, StrictJson>);
static_assert(std::same_as<Plain::clock, SystemClock>);
static_assert(std::same_as<Plain::token_size, MaxTokenSize<8192>>);
static_assert(std::same_as<Plain::token_type, PlainTokenType>);
static_assert(std::same_as<Plain::kid, OptionalKid>);
static_assert(std::same_as<Plain::leeway, Leeway<60>>);
static_assert(std::same_as<Plain::expiry, Expiry>);
static_assert(std::same_as<Plain::not_before, NotBefore>);
static_assert(std::same_as<Plain::issued_at, IssuedAt>);
static_assert(std::same_as<Plain::lifetime, AnyLifetime>);
static_assert(std::same_as<Plain::subject, SubjectLength<1, 255>>);
static_assert(std::same_as<Plain::audience, NoAudience>);
static_assert(std::same_as<Plain::token_id, TokenId>);
static_assert(std::same_as<Plain::token_cache, NoTokenCache>);
static_assert(std::same_as<Plain::header_rules, std::tuple<>>);
static_assert(std::same_as<Plain::claim_rules, std::tuple<>>);

/// A policy of a kind that has one model only, by a user.
template <class Kind>
struct ClaimsPolicy {
    using policy_kind = Kind;
    Result<void> check(const Claims&, const Moment&) const noexcept { return {}; }
};
struct OnHeader {
    using policy_kind = header_rule_policy;
    Result<void> check(const Header&) const noexcept { return {}; }
};

using Fancy = Composition<AnyOf<RS512, RS256>, RuntimeIssuer, StaticKeys, RequiredClaim<"a">,
                          MaxLifetime<60>, testing::ManualClock, OnHeader, RuntimeAudience,
                          RequireKid, ClaimsPolicy<not_before_policy>, MaxTokenSize<100>,
                          RequiredClaim<"b">, OptionalSubject, AnyTokenType, RuntimeLeeway,
                          OptionalExpiry, ClaimsPolicy<issued_at_policy>,
                          ClaimsPolicy<token_id_policy>, VerifiedTokens<8192>>;
static_assert(Fancy::ok);
static_assert(std::same_as<Fancy::algorithms, TypeList<RS512, RS256>>);
static_assert(std::same_as<Fancy::issuer, RuntimeIssuer>);
static_assert(std::same_as<Fancy::clock, testing::ManualClock>);
static_assert(std::same_as<Fancy::token_size, MaxTokenSize<100>>);
static_assert(std::same_as<Fancy::token_type, AnyTokenType>);
static_assert(std::same_as<Fancy::kid, RequireKid>);
static_assert(std::same_as<Fancy::leeway, RuntimeLeeway>);
static_assert(std::same_as<Fancy::expiry, OptionalExpiry>);
static_assert(std::same_as<Fancy::not_before, ClaimsPolicy<not_before_policy>>);
static_assert(std::same_as<Fancy::issued_at, ClaimsPolicy<issued_at_policy>>);
static_assert(std::same_as<Fancy::lifetime, MaxLifetime<60>>);
static_assert(std::same_as<Fancy::subject, OptionalSubject>);
static_assert(std::same_as<Fancy::audience, RuntimeAudience>);
static_assert(std::same_as<Fancy::token_id, ClaimsPolicy<token_id_policy>>);
static_assert(std::same_as<Fancy::token_cache, VerifiedTokens<8192>>);
static_assert(std::same_as<Fancy::header_rules, std::tuple<OnHeader>>);
static_assert(std::same_as<Fancy::claim_rules, std::tuple<RequiredClaim<"a">, RequiredClaim<"b">>>);

}  // namespace

BOOST_AUTO_TEST_CASE(each_policy_finds_its_place) { BOOST_TEST((Plain::ok && Fancy::ok)); }

BOOST_AUTO_TEST_SUITE_END()
