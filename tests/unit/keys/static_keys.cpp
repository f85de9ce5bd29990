// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/static_keys.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <utility>

#include <vouch/crypto/builtin.hpp>
#include <vouch/testing/key_pair.hpp>

#include "support/key_files.hpp"

BOOST_AUTO_TEST_SUITE(keys_static_keys)

namespace {

namespace key_files = vouch_tests::key_files;
using vouch::Builtin;
using vouch::Errc;
using vouch::StaticKeys;
using vouch::StrictJson;
using vouch::testing::jwks;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

static_assert(vouch::key_source<StaticKeys, Builtin, StrictJson>);
static_assert(StaticKeys::from_pem(key_files::public_key)->usable().size() == 1);
static_assert(StaticKeys::from_jwks("{}").error() == Errc::keyset_no_keys);

}  // namespace

BOOST_AUTO_TEST_CASE(are_read_from_a_set) {
    const auto keys =
        StaticKeys::from_jwks(jwks({rsa_2048.jwk("a"), R"({"kty":"EC"})", rsa_2048.jwk("b")}));
    BOOST_REQUIRE(keys.has_value());
    BOOST_TEST(keys->usable().size() == 2U);
    BOOST_TEST(*keys->usable()[1].kid() == "b");
    BOOST_REQUIRE(keys->skipped().size() == 1U);
    BOOST_TEST(keys->skipped()[0].index == 1U);
    BOOST_TEST((keys->skipped()[0].error == Errc::key_type));
}

BOOST_AUTO_TEST_CASE(a_set_without_a_usable_key_is_an_error) {
    BOOST_TEST((StaticKeys::from_jwks(R"({"keys":[]})").error() == Errc::keyset_no_usable_key));
    BOOST_TEST((StaticKeys::from_jwks(R"({"keys":[{}]})").error() == Errc::keyset_no_usable_key));
    BOOST_TEST((StaticKeys::from_jwks("[]").error() == Errc::keyset_json));
    const std::string set = jwks({rsa_2048.jwk("a")});
    BOOST_TEST((StaticKeys::from_jwks(set, {.bytes = 10}).error() == Errc::keyset_too_large));
    BOOST_TEST((StaticKeys::from_jwks(set, {.rsa = {.min_bits = 3072}}).error() ==
                Errc::keyset_no_usable_key));
}

BOOST_AUTO_TEST_CASE(are_read_from_a_lone_key) {
    const auto key = StaticKeys::from_jwk(rsa_2048.jwk("a", "RS256"));
    BOOST_REQUIRE(key.has_value());
    BOOST_TEST(*key->usable()[0].kid() == "a");
    BOOST_TEST((StaticKeys::from_jwk(R"({"kty":"EC"})").error() == Errc::key_type));
    BOOST_TEST((StaticKeys::from_jwk("x").error() == Errc::key_json));
}

BOOST_AUTO_TEST_CASE(are_read_from_files_and_get_a_name) {
    const auto plain = StaticKeys::from_pem(key_files::public_key);
    BOOST_REQUIRE(plain.has_value());
    BOOST_TEST(!plain->usable()[0].kid());
    BOOST_TEST(!plain->usable()[0].algorithm());
    const auto named =
        StaticKeys::from_pem(key_files::rsa_public_key, {.kid = "a", .algorithm = "RS512"});
    BOOST_REQUIRE(named.has_value());
    BOOST_TEST(*named->usable()[0].kid() == "a");
    BOOST_TEST(*named->usable()[0].algorithm() == "RS512");
    const auto certified = StaticKeys::from_certificate(key_files::certificate, {.kid = "b"});
    BOOST_REQUIRE(certified.has_value());
    BOOST_TEST(*certified->usable()[0].kid() == "b");
    BOOST_TEST((certified->usable()[0].public_key() == plain->usable()[0].public_key()));

    BOOST_TEST((StaticKeys::from_pem("x").error() == Errc::pem_format));
    BOOST_TEST((StaticKeys::from_pem(key_files::public_key, {.kid = ""}).error() == Errc::key_kid));
    BOOST_TEST((StaticKeys::from_pem(key_files::public_key, {.algorithm = "HS256"}).error() ==
                Errc::key_alg));
    BOOST_TEST((StaticKeys::from_pem(key_files::public_key, {}, {.min_bits = 4096}).error() ==
                Errc::key_too_small));
    BOOST_TEST(
        (StaticKeys::from_certificate(key_files::certificate, {}, {.min_bits = 4096}).error() ==
         Errc::key_too_small));
}

BOOST_AUTO_TEST_CASE(of_several_sources_are_taken_together) {
    StaticKeys keys = *StaticKeys::from_jwks(jwks({rsa_2048.jwk("a"), "{}"}));
    keys.append(*StaticKeys::from_jwks(jwks({"1", rsa_2048_second.jwk("b")})))
        .append(*StaticKeys::from_pem(key_files::public_key, {.kid = "c"}));
    BOOST_TEST(keys.usable().size() == 3U);
    BOOST_TEST(keys.skipped().size() == 2U);
    const StaticKeys::bound<Builtin, StrictJson> bound{std::move(keys), Builtin{}, StrictJson{}};
    for (const std::string_view kid : {"a", "b", "c"}) {
        BOOST_TEST(bound.keys()->choose<vouch::RS256>(kid).has_value(), kid);
    }
}

// rule 80
BOOST_AUTO_TEST_CASE(with_one_name_from_two_sources_are_ambiguous) {
    StaticKeys keys = *StaticKeys::from_jwk(rsa_2048.jwk("a"));
    keys.append(*StaticKeys::from_jwk(rsa_2048_second.jwk("a")));
    const StaticKeys::bound<Builtin, StrictJson> bound{std::move(keys), Builtin{}, StrictJson{}};
    BOOST_TEST((bound.keys()->choose<vouch::RS256>("a").error() == Errc::key_ambiguous));
}

BOOST_AUTO_TEST_SUITE_END()
