// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/composition.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <tuple>
#include <type_traits>

#include <vouch/rules/audience.hpp>
#include <vouch/rules/required_claim.hpp>

#include "support/example_tenant.hpp"

BOOST_AUTO_TEST_SUITE(messaging_composition)

namespace {

using namespace vouch_tests;
using std::is_same_v;
using vouch::Builtin;
using vouch::OptionalKid;
using vouch::RequireKid;
using vouch::StrictJson;
using vouch::messaging::CustomizeApplication;
using vouch::messaging::KeysetKeys;
using vouch::messaging::NoEndpoints;
using vouch::messaging::detail::Composition;

using Plain = Composition<>;
static_assert(is_same_v<Plain::permissions, CustomizeApplication>);
static_assert(is_same_v<Plain::endpoints, NoEndpoints>);
static_assert(is_same_v<Plain::crypto, Builtin>);
static_assert(is_same_v<Plain::json, StrictJson>);
static_assert(is_same_v<Plain::clock, vouch::SystemClock>);
static_assert(is_same_v<Plain::keys, KeysetKeys<Builtin, StrictJson, NoEndpoints>>);
static_assert(is_same_v<Plain::given, std::tuple<RequireKid>>);
static_assert(
    is_same_v<Plain::verifier, vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>,
                                               vouch::RuntimeIssuer, Plain::keys, RequireKid>>);

struct Permissions {
    using policy_kind = vouch::messaging::permission_policy;
    using Actor = int;
    bool may_change_setup(const int&) const noexcept { return true; }
};
struct Json {
    using policy_kind = vouch::json_policy;
    bool read(std::string_view, vouch::json::Builder&) const noexcept { return false; }
};
struct Crypto : Builtin {};

// Those that a Verifier takes keep their order; those of this room are not given to it.
using Full = Composition<Now, Permissions, vouch::RequiredClaim<"a">, OneEndpoint, Json, Crypto,
                         vouch::RequiredClaim<"b">>;
static_assert(is_same_v<Full::permissions, Permissions>);
static_assert(is_same_v<Full::endpoints, OneEndpoint>);
static_assert(is_same_v<Full::crypto, Crypto>);
static_assert(is_same_v<Full::json, Json>);
static_assert(is_same_v<Full::clock, Now>);
static_assert(is_same_v<Full::keys, KeysetKeys<Crypto, Json, OneEndpoint>>);
static_assert(is_same_v<Full::given, std::tuple<RequireKid, Now, vouch::RequiredClaim<"a">, Json,
                                                Crypto, vouch::RequiredClaim<"b">>>);

// Who says otherwise gets it.
static_assert(is_same_v<Composition<OptionalKid>::given, std::tuple<OptionalKid>>);
static_assert(is_same_v<Composition<RequireKid>::given, std::tuple<RequireKid>>);

using Active = std::vector<vouch::Jwk>;

template <class... Policies>
auto verifier(std::string_view issuer, std::tuple<Policies...> given) {
    using Parts = Composition<Policies...>;
    const auto keys = std::make_shared<const vouch::KeySet<Builtin>>(
        Builtin{}, Active{*vouch::Jwk::from_key(vouch::testing::rsa_2048.public_key(), "a")});
    return Parts::verifier_of::make(
        vouch::RuntimeIssuer{issuer}, typename Parts::keys{keys},
        typename Parts::given{std::tuple_cat(std::tuple<RequireKid>{}, std::move(given))});
}

}  // namespace

// row K7
BOOST_AUTO_TEST_CASE(its_verifiers_take_rs256_and_rs512) {
    const auto plain = verifier(main_issuer, std::tuple<Now>{});
    const auto& pair = vouch::testing::rsa_2048;
    BOOST_TEST(plain.verify(token_of<vouch::RS256>(pair, "a")).has_value());
    BOOST_TEST(plain.verify(token_of<vouch::RS512>(pair, "a")).has_value());
    const auto refused = plain.verify(token_of<vouch::RS384>(pair, "a"));
    BOOST_TEST((!refused && refused.error() == vouch::Errc::alg_not_allowed));
}

BOOST_AUTO_TEST_CASE(its_tokens_name_their_key) {
    const auto refused =
        verifier(main_issuer, std::tuple<Now>{}).verify(token_of(vouch::testing::rsa_2048, ""));
    BOOST_TEST((!refused && refused.error() == vouch::Errc::kid_missing));
}

BOOST_AUTO_TEST_CASE(policies_with_state_are_given_to_each_verifier) {
    using vouch::RuntimeAudience;
    const auto strict =
        verifier(main_issuer, std::tuple<Now, RuntimeAudience>{Now{}, RuntimeAudience{{"chat"}}});
    const auto with = [](std::string_view audience) {
        return token(good_header, claims_with(R"("aud":")" + std::string{audience} + '"'));
    };
    BOOST_TEST(strict.verify(with("chat")).has_value());
    const auto refused = strict.verify(with("mail"));
    BOOST_TEST((!refused && refused.error() == vouch::Errc::audience_mismatch));
}

BOOST_AUTO_TEST_SUITE_END()
