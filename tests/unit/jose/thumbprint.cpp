// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/thumbprint.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

#include <vouch/jose/jwk_set.hpp>
#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(jose_thumbprint)

namespace {

/// RFC 7638 §3.1.
constexpr std::string_view example =
    R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPF)"
    R"(FxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5)"
    R"(v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt)"
    R"(-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",)"
    R"("e":"AQAB","alg":"RS256","kid":"2011-04-29"})";
constexpr std::string_view example_thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";

static_assert(vouch::thumbprint(vouch::read_jwk(example)->public_key()).view() ==
              example_thumbprint);

}  // namespace

BOOST_AUTO_TEST_CASE(is_that_of_the_rfc) {
    const auto key = vouch::read_jwk(example);
    BOOST_REQUIRE(key.has_value());
    BOOST_TEST(vouch::thumbprint(key->public_key()).view() == example_thumbprint);
}

BOOST_AUTO_TEST_CASE(follows_from_the_key_alone) {
    using namespace vouch::testing;
    const auto of = [](const std::string& jwk) {
        return vouch::thumbprint(vouch::read_jwk(jwk)->public_key());
    };
    BOOST_TEST((of(rsa_2048.jwk("a", "RS256")) == of(rsa_2048.jwk("b"))));
    BOOST_TEST((of(rsa_2048.jwk("a")) != of(rsa_2048_second.jwk("a"))));
    BOOST_TEST(of(rsa_4096.jwk("a")).view().size() == 43U);
}

BOOST_AUTO_TEST_SUITE_END()
