// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/jwk_set.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(jose_jwk_set)

namespace {

using vouch::Errc;
using vouch::JwkSet;
using vouch::read_jwk;
using vouch::testing::jwks;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_3072;

bool is_refused(std::string_view text, Errc code, const vouch::KeysetLimits& limits = {}) {
    const auto set = JwkSet::from_json(text, limits);
    return !set && set.error() == code;
}

std::string set_of(std::size_t count, const std::string& key) {
    std::string text = R"({"keys":[)";
    for (std::size_t i = 0; i < count; ++i) text += (i == 0 ? "" : ",") + key;
    return text + "]}";
}

static_assert(JwkSet::from_json(R"({"keys":[]})")->keys.empty());
static_assert(JwkSet::from_json("{}").error() == Errc::keyset_no_keys);
static_assert(JwkSet::from_json(R"({"keys":[5]})")->skipped[0].error == Errc::key_json);

}  // namespace

// rules 66, 69
BOOST_AUTO_TEST_CASE(reads_the_keys_of_a_set_in_order) {
    const auto set = JwkSet::from_json(R"({"x":{"y":[]},"keys":[)" + rsa_2048.jwk("a", "RS256") +
                                       ',' + rsa_3072.jwk("b") + R"(],"issuer":null})");
    BOOST_REQUIRE(set.has_value());
    BOOST_REQUIRE(set->keys.size() == 2U);
    BOOST_TEST(set->skipped.empty());
    BOOST_TEST(*set->keys[0].kid() == "a");
    BOOST_TEST(*set->keys[0].algorithm() == "RS256");
    BOOST_TEST((set->keys[0].public_key() == rsa_2048.public_key()));
    BOOST_TEST(*set->keys[1].kid() == "b");
    BOOST_TEST((set->keys[1].public_key() == rsa_3072.public_key()));
}

// rule 68
BOOST_AUTO_TEST_CASE(skips_a_bad_key_with_its_reason_and_keeps_the_others) {
    const auto set = JwkSet::from_json(
        jwks({R"({"kty":"EC"})", rsa_2048.jwk("a"), "null", R"({"kty":"oct","k":"AA"})",
              R"({"kty":"RSA","n":"AQ","e":"AQAB"})", R"({"kty":"RSA","kty":"RSA"})",
              R"({"kty":"RSA","e":"AQAB"})", rsa_3072.jwk("b")}));
    BOOST_REQUIRE(set.has_value());
    BOOST_TEST(set->keys.size() == 2U);
    BOOST_TEST(*set->keys[1].kid() == "b");

    const vouch::SkippedKey expected[] = {{0, Errc::key_type},      {2, Errc::key_json},
                                          {3, Errc::key_type},      {4, Errc::key_too_small},
                                          {5, Errc::key_duplicate}, {6, {Errc::key_member, "n"}}};
    BOOST_REQUIRE(set->skipped.size() == std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        BOOST_TEST(set->skipped[i].index == expected[i].index);
        BOOST_TEST((set->skipped[i].error == expected[i].error));
    }
}

// rules 59, 60, 66, 67
BOOST_AUTO_TEST_CASE(refuses_what_is_no_set) {
    for (const std::string_view text :
         {"", "[]", "null", "{", R"({"keys":[]}x)", R"({"keys":[],})", "\xEF\xBB\xBF{\"keys\":[]}",
          R"({"keys":[],"keys":[]})", R"({"keys":[],"key\u0073":[]})", R"({"a":1,"a":1,"keys":[]})",
          "<html></html>"}) {
        BOOST_TEST(is_refused(text, Errc::keyset_json), text);
    }
    for (const std::string_view text :
         {"{}", R"({"keys":null})", R"({"keys":{}})", R"({"keys":"x"})", R"({"Keys":[]})"}) {
        BOOST_TEST(is_refused(text, Errc::keyset_no_keys), text);
    }
    BOOST_TEST(is_refused(rsa_2048.jwk("a"), Errc::keyset_no_keys));
}

// rule 63
BOOST_AUTO_TEST_CASE(bounds_a_set) {
    BOOST_TEST(JwkSet::from_json(set_of(100, "{}"))->skipped.size() == 100U);
    BOOST_TEST(is_refused(set_of(101, "{}"), Errc::keyset_too_many_keys));
    BOOST_TEST(is_refused(set_of(3, "{}"), Errc::keyset_too_many_keys, {.keys = 2}));

    std::string text = jwks({rsa_2048.jwk("a")});
    BOOST_TEST(JwkSet::from_json(text, {.bytes = text.size()}).has_value());
    BOOST_TEST(is_refused(text, Errc::keyset_too_large, {.bytes = text.size() - 1}));
    text.append(256 * 1024 - text.size(), ' ');
    BOOST_TEST(JwkSet::from_json(text).has_value());
    BOOST_TEST(is_refused(text + ' ', Errc::keyset_too_large));

    BOOST_TEST(is_refused(R"({"keys":[)" + std::string(15, '[') + std::string(15, ']') + "]}",
                          Errc::keyset_limit));
    std::string members = R"({"kty":"RSA")";
    for (int i = 1; i < 256; ++i) members += ",\"" + std::to_string(i) + "\":0";
    BOOST_TEST(JwkSet::from_json(jwks({members + '}', rsa_2048.jwk("a")}))->keys.size() == 1U);
    BOOST_TEST(is_refused(jwks({members + R"(,"256":0})"}), Errc::keyset_limit));
}

BOOST_AUTO_TEST_CASE(reads_a_lone_key) {
    BOOST_TEST(*read_jwk(rsa_2048.jwk("a"))->kid() == "a");
    BOOST_TEST((read_jwk(jwks({rsa_2048.jwk("a")})).error() == Errc::key_type));
    for (const std::string_view text : {"", "[]", "1",
                                        "{} "
                                        "{}"}) {
        BOOST_TEST((read_jwk(text).error() == Errc::key_json), text);
    }
    const std::string text = rsa_2048.jwk("a");
    BOOST_TEST((read_jwk(text, {.bytes = text.size() - 1}).error() == Errc::keyset_too_large));
    BOOST_TEST((read_jwk(R"({"x":)" + std::string(16, '[') + std::string(16, ']') + '}').error() ==
                Errc::keyset_limit));
}

BOOST_AUTO_TEST_SUITE_END()
