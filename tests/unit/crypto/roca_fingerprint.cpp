// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/roca_fingerprint.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "support/hex.hpp"

BOOST_AUTO_TEST_SUITE(crypto_roca_fingerprint)

namespace {

using vouch::detail::RocaFingerprint;
using vouch_tests::from_hex;

// The key of wycheproof's json_web_key_test.json, case 7.
constexpr const char* weak_modulus =
    "01a9c5a687db8fb2a30f82dff8dda154c291ef27b04b25e185b8ab20c4c6a5f604859fe59ede54a0af7c0e7288800a"
    "d7193bb731a5bf1e1170d7a1c66930d41ea3eb21dedf7b8af5d42a91c34f72045b96efd57cb182301ddcc26967e550"
    "8e9ab889986d57e837dfe70f99fc37c498f43c17c3b9b064cf704443d7a033e03a821697aabf30fb29ee7d33b37679"
    "65a89058e3b39754bd3a1c007d28a23b0cfa79f9d711ac6e4c4b4f77b0634b1ecd68591af03c7d53b62a5f2d91163d"
    "4ef4f8f26831ae461ed85ec5f788c5123ffc12c87420fdcfea1d1b4a52c3521824fb3998348739b62a986d8e76b228"
    "9bc2eb8bc06d138147851b83a07183d210559f906321";

static_assert(RocaFingerprint::marks(from_hex(weak_modulus)));

// 65537^5 is a power of 65537 modulo anything.
static_assert(RocaFingerprint::marks(from_hex("010005000a000a00050001")));
static_assert(!RocaFingerprint::marks(from_hex("010005000a000a00050003")));

struct AlmostMarked {
    int prime;
    const char* number;
};
// Each number is 1 modulo all of the primes but one, and no power of 65537 modulo that one.
constexpr AlmostMarked almost_marked[] = {
    {11, "03a491f858d51b0af2c7e4a05d"},  {13, "07b4bea10aaf1baada30b266eb"},
    {17, "07124887bb7f8ed90474f80a1d"},  {19, "0653ba289a49b5b4b32549b835"},
    {37, "011540273d0115e0a90afec7e5"},  {53, "04b9b3b008f773fc16b398de82"},
    {61, "09da86a3f47b2ff7d80be8513d"},  {71, "09e072864afd478471cb08b663"},
    {73, "04cd9660de549842294f72b3e0"},  {79, "020767fbbcd16d09569cb32f31"},
    {97, "064cc503eb708a7a8582993cea"},  {103, "09d2c54614d3c98b81036b9f08"},
    {107, "05b60b20437df2c533a63e5b1c"}, {109, "04f6851b26d27a9143b7156c17"},
    {127, "09123f24603afb471b0cfa52da"}, {151, "042dfc3f45b5c74addc297b136"},
    {157, "0787827e0ac3e0a890b3fb99b7"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(knows_the_published_weak_key) {
    for (const char* zeros : {"", "00", "0000", "000000"}) {
        BOOST_TEST(RocaFingerprint::marks(from_hex(zeros + std::string{weak_modulus})));
    }
}

BOOST_AUTO_TEST_CASE(every_prime_tells) {
    for (const auto& [prime, number] : almost_marked) {
        BOOST_TEST_CONTEXT("prime " << prime) {
            BOOST_TEST(!RocaFingerprint::marks(from_hex(number)));
            BOOST_TEST(!RocaFingerprint::marks(from_hex("00" + std::string{number})));
            BOOST_TEST(!RocaFingerprint::marks(from_hex("0000" + std::string{number})));
            BOOST_TEST(!RocaFingerprint::marks(from_hex("000000" + std::string{number})));
        }
    }
}

BOOST_AUTO_TEST_CASE(marks_one_and_the_powers_of_the_generator) {
    BOOST_TEST(RocaFingerprint::marks(from_hex("01")));
    BOOST_TEST(RocaFingerprint::marks(from_hex("010001")));
    BOOST_TEST(RocaFingerprint::marks(from_hex("000100020001")));
    BOOST_TEST(!RocaFingerprint::marks(from_hex("00")));
}

BOOST_AUTO_TEST_SUITE_END()
