// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/key.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <vector>

#include <vouch/jose/public_key_file.hpp>
#include <vouch/testing/key_pair.hpp>

#include "support/key_files.hpp"

BOOST_AUTO_TEST_SUITE(messaging_key)

namespace {

using vouch::Jwk;
using vouch::messaging::fingerprint;
using vouch::messaging::Key;
using vouch::testing::rsa_2048;

// Computed with another program.
static_assert(fingerprint(*vouch::read_public_key_pem(vouch_tests::key_files::public_key)) ==
              0xF87D'75D3'04AF'2135);

}  // namespace

BOOST_AUTO_TEST_CASE(is_active_and_goes_by_the_kid_of_its_material) {
    const Key key{.name = "Key of 2026", .jwk = *Jwk::from_key(rsa_2048.public_key(), "a")};
    BOOST_TEST(key.active);
    BOOST_TEST(key.kid() == "a");
}

BOOST_AUTO_TEST_CASE(a_fingerprint_tells_keys_apart) {
    const auto key = rsa_2048.public_key();
    BOOST_TEST(fingerprint(key) == fingerprint(rsa_2048.public_key()));
    BOOST_TEST(fingerprint(key) != fingerprint(vouch::testing::rsa_2048_second.public_key()));
    const std::vector<std::uint8_t> modulus(key.modulus().begin(), key.modulus().end());
    const auto other_exponent =
        *vouch::RsaPublicKey::from_octets(modulus, std::vector<std::uint8_t>{1, 0, 3});
    BOOST_TEST(fingerprint(key) != fingerprint(other_exponent));
}

BOOST_AUTO_TEST_SUITE_END()
