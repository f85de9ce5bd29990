// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/digest.hpp>

#include <boost/test/unit_test.hpp>

using vouch::Hash;
using vouch::builtin::Digest;
using vouch::builtin::digest_octets;

// FIPS 180-4, figure 1: the sizes of the results.
static_assert(digest_octets(Hash::sha256) * 8 == 256);
static_assert(digest_octets(Hash::sha384) * 8 == 384);
static_assert(digest_octets(Hash::sha512) * 8 == 512);

BOOST_AUTO_TEST_SUITE(crypto_builtin_digest)

BOOST_AUTO_TEST_CASE(holds_the_result_and_no_more) {
    BOOST_TEST(sizeof(Digest<Hash::sha256>) == digest_octets(Hash::sha256));
    BOOST_TEST(sizeof(Digest<Hash::sha384>) == digest_octets(Hash::sha384));
    BOOST_TEST(sizeof(Digest<Hash::sha512>) == digest_octets(Hash::sha512));
}

BOOST_AUTO_TEST_SUITE_END()
