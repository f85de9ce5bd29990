// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

#include <support/hex.hpp>
#include <vouch/crypto/builtin.hpp>

BOOST_AUTO_TEST_SUITE(testing_key_pair)

namespace {

using namespace vouch;
using testing::KeyPair;

struct Named {
    const KeyPair& pair;
    std::size_t bits;
};
const Named pairs[] = {{testing::rsa_2048, 2048},
                       {testing::rsa_2048_second, 2048},
                       {testing::rsa_2048_third, 2048},
                       {testing::rsa_3072, 3072},
                       {testing::rsa_4096, 4096}};

}  // namespace

BOOST_AUTO_TEST_CASE(pairs_have_their_sizes_and_differ) {
    for (const Named& a : pairs) {
        BOOST_TEST(a.pair.public_key().bits() == a.bits);
        BOOST_TEST(a.pair.public_key().exponent() == 65537U);
        for (const Named& b : pairs) {
            BOOST_TEST(((&a == &b) == (a.pair.public_key() == b.pair.public_key())));
        }
    }
}

BOOST_AUTO_TEST_CASE(both_halves_belong_together) {
    for (const Named& named : pairs) {
        const auto key = Builtin{}.import_key(named.pair.public_key());
        BOOST_TEST(
            Builtin{}.verify<RS256>(*key, "text", named.pair.sign<RS256>("text")).has_value());
        BOOST_TEST(
            !Builtin{}.verify<RS256>(*key, "text", named.pair.sign<RS512>("text")).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_signature_is_the_one_that_openssl_makes) {
    BOOST_TEST(vouch_tests::to_hex(builtin::hash<Hash::sha256>(
                   std::string_view{vouch_tests::to_hex(testing::rsa_2048.sign<RS256>("text"))})) ==
               "b2b7435e046fa99d73dbe8659df617339a16781379bdbe16f2b937573b4d79f5");
}

BOOST_AUTO_TEST_CASE(a_jwk_has_the_members_that_were_asked_for) {
    const std::string plain = testing::rsa_2048.jwk("");
    BOOST_TEST(plain.starts_with(R"({"kty":"RSA","use":"sig","n":"nHnYT0dC)"));
    BOOST_TEST(plain.ends_with(R"(","e":"AQAB"})"));
    BOOST_TEST(testing::rsa_2048.jwk("first", "RS256")
                   .starts_with(R"({"kty":"RSA","use":"sig","kid":"first","alg":"RS256","n":")"));
    BOOST_TEST(testing::jwks({}) == R"({"keys":[]})");
    BOOST_TEST(testing::jwks({"{}", "{}"}) == R"({"keys":[{},{}]})");
}

BOOST_AUTO_TEST_CASE(a_pem_is_the_one_that_openssl_writes) {
    const std::string pem = testing::rsa_2048.pem();
    BOOST_TEST(pem.starts_with(
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnHnYT0dC"));
    BOOST_TEST(vouch_tests::to_hex(builtin::hash<Hash::sha256>(std::string_view{pem})) ==
               "1a0ca9707245040425d93b8329b7c6bd95284f99345bd91b967b699958e42654");
}

BOOST_AUTO_TEST_CASE(a_token_is_signed_as_it_stands) {
    const std::string token =
        testing::rsa_2048.token<RS256>(R"({"alg":"RS256"})", R"({"iss":"x"})");
    const std::string input = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJ4In0";
    const auto signature = testing::rsa_2048.sign<RS256>(input);
    BOOST_TEST(token ==
               input + '.' + base64url::encode(std::string(signature.begin(), signature.end())));
}

BOOST_AUTO_TEST_SUITE_END()
