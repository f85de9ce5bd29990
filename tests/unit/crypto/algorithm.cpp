// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/algorithm.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(crypto_algorithm)

namespace {

using namespace vouch;

static_assert(RS256::name == "RS256" && RS256::hash == Hash::sha256);
static_assert(RS384::name == "RS384" && RS384::hash == Hash::sha384);
static_assert(RS512::name == "RS512" && RS512::hash == Hash::sha512);
static_assert(RS256::key_type == "RSA" && RS256::symmetry == Symmetry::asymmetric);
static_assert(rsa_pkcs1_algorithm<RS256> && rsa_pkcs1_algorithm<RS384> &&
              rsa_pkcs1_algorithm<RS512>);

struct Elliptic {
    static constexpr std::string_view name = "ES256";
    static constexpr std::string_view key_type = "EC";
    static constexpr Symmetry symmetry = Symmetry::asymmetric;
    using public_key = int;
};
static_assert(signature_algorithm<Elliptic> && !rsa_pkcs1_algorithm<Elliptic>);

// Has all members of RS256 and is another scheme.
struct Pss : Elliptic {
    static constexpr Hash hash = Hash::sha256;
};
static_assert(!rsa_pkcs1_algorithm<Pss>);

struct Nameless : detail::RsaPkcs1<Hash::sha256> {};
static_assert(!signature_algorithm<Nameless> && !signature_algorithm<int>);

}  // namespace

BOOST_AUTO_TEST_CASE(algorithms_have_the_names_of_jose) {
    BOOST_TEST(RS256::name == "RS256");
    BOOST_TEST(RS384::name == "RS384");
    BOOST_TEST(RS512::name == "RS512");
}

BOOST_AUTO_TEST_SUITE_END()
