// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/rsa_public_key.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "support/hex.hpp"

BOOST_AUTO_TEST_SUITE(crypto_rsa_public_key)

namespace {

using vouch::Errc;
using vouch::RsaLimits;
using vouch::RsaPublicKey;
using vouch_tests::from_hex;
using Octets = std::vector<std::uint8_t>;

// wycheproof, json_web_key_test.json, case 7.
constexpr const char* weak_modulus =
    "01a9c5a687db8fb2a30f82dff8dda154c291ef27b04b25e185b8ab20c4c6a5f604859fe59ede54a0af7c0e7288800a"
    "d7193bb731a5bf1e1170d7a1c66930d41ea3eb21dedf7b8af5d42a91c34f72045b96efd57cb182301ddcc26967e550"
    "8e9ab889986d57e837dfe70f99fc37c498f43c17c3b9b064cf704443d7a033e03a821697aabf30fb29ee7d33b37679"
    "65a89058e3b39754bd3a1c007d28a23b0cfa79f9d711ac6e4c4b4f77b0634b1ecd68591af03c7d53b62a5f2d91163d"
    "4ef4f8f26831ae461ed85ec5f788c5123ffc12c87420fdcfea1d1b4a52c3521824fb3998348739b62a986d8e76b228"
    "9bc2eb8bc06d138147851b83a07183d210559f906321";

/// An odd number of exactly `bits` bits: nothing more is asked of a modulus.
constexpr Octets modulus_of(std::size_t bits) {
    Octets octets((bits + 7) / 8, 0x5a);
    octets.front() = static_cast<std::uint8_t>(1U << ((bits - 1) % 8));
    octets.back() = 0x0b;
    return octets;
}

const Octets usual_exponent{1, 0, 1};

/// The error of the attempt, or nothing.
constexpr std::optional<Errc> refusal(const Octets& modulus, const Octets& exponent,
                                      const RsaLimits& limits = {}) {
    const auto key = RsaPublicKey::from_octets(modulus, exponent, limits);
    if (key) return std::nullopt;
    return key.error().code();
}

static_assert(refusal(modulus_of(2048), {1, 0, 1}) == std::nullopt);
static_assert(refusal(modulus_of(8192), {1, 0, 1}) == std::nullopt);
static_assert(refusal(from_hex(weak_modulus), {1, 0, 1}) == Errc::key_weak);
static_assert(RsaPublicKey::from_octets(modulus_of(2049), Octets{1, 0, 3})->bits() == 2049);
static_assert(RsaPublicKey::from_octets(modulus_of(2049), Octets{1, 0, 3})->exponent() == 65539);

}  // namespace

BOOST_AUTO_TEST_CASE(keeps_what_it_was_given) {
    for (const std::size_t bits : {2048U, 2049U, 2055U, 2056U, 3072U, 4096U, 8191U, 8192U}) {
        const auto key = RsaPublicKey::from_octets(modulus_of(bits), usual_exponent);
        BOOST_TEST_REQUIRE(key.has_value());
        BOOST_TEST(key->bits() == bits);
        BOOST_TEST(Octets(key->modulus().begin(), key->modulus().end()) == modulus_of(bits));
        BOOST_TEST(key->exponent() == 65537U);
    }
}

BOOST_AUTO_TEST_CASE(equal_keys_are_equal) {
    const auto key = RsaPublicKey::from_octets(modulus_of(2048), usual_exponent);
    const auto other_modulus = RsaPublicKey::from_octets(modulus_of(2049), usual_exponent);
    const auto other_exponent = RsaPublicKey::from_octets(modulus_of(2048), Octets{1, 0, 3});
    BOOST_TEST((*key == *RsaPublicKey::from_octets(modulus_of(2048), usual_exponent)));
    BOOST_TEST((*key != *other_modulus));
    BOOST_TEST((*key != *other_exponent));
}

BOOST_AUTO_TEST_CASE(refuses_a_modulus_that_is_not_a_minimal_odd_number) {
    Octets even = modulus_of(2048);
    even.back() = 0x0a;
    Octets leading_zero = modulus_of(2048);
    leading_zero.insert(leading_zero.begin(), std::uint8_t{0});
    BOOST_TEST((refusal({}, usual_exponent) == Errc::key_modulus));
    BOOST_TEST((refusal({0}, usual_exponent) == Errc::key_modulus));
    BOOST_TEST((refusal(even, usual_exponent) == Errc::key_modulus));
    BOOST_TEST((refusal(leading_zero, usual_exponent) == Errc::key_modulus));
    BOOST_TEST((refusal(modulus_of(2048), usual_exponent) == std::nullopt));
}

// rule 29
BOOST_AUTO_TEST_CASE(refuses_a_modulus_under_2048_bits) {
    BOOST_TEST((refusal({3}, usual_exponent) == Errc::key_too_small));
    BOOST_TEST((refusal(modulus_of(1024), usual_exponent) == Errc::key_too_small));
    BOOST_TEST((refusal(modulus_of(2047), usual_exponent) == Errc::key_too_small));
    BOOST_TEST((refusal(modulus_of(2048), usual_exponent) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(refuses_a_modulus_over_8192_bits) {
    BOOST_TEST((refusal(modulus_of(8192), usual_exponent) == std::nullopt));
    BOOST_TEST((refusal(modulus_of(8193), usual_exponent) == Errc::key_too_large));
    BOOST_TEST((refusal(modulus_of(1'000'000), usual_exponent) == Errc::key_too_large));
}

// rule 29
BOOST_AUTO_TEST_CASE(limits_can_be_tightened_but_not_widened) {
    const RsaLimits tight{.min_bits = 3072, .max_bits = 4096};
    BOOST_TEST((refusal(modulus_of(3071), usual_exponent, tight) == Errc::key_too_small));
    BOOST_TEST((refusal(modulus_of(3072), usual_exponent, tight) == std::nullopt));
    BOOST_TEST((refusal(modulus_of(4096), usual_exponent, tight) == std::nullopt));
    BOOST_TEST((refusal(modulus_of(4097), usual_exponent, tight) == Errc::key_too_large));

    const RsaLimits wide{.min_bits = 0,
                         .max_bits = std::numeric_limits<std::size_t>::max(),
                         .min_exponent = 0,
                         .max_exponent = std::numeric_limits<std::uint64_t>::max()};
    BOOST_TEST((refusal(modulus_of(2047), usual_exponent, wide) == Errc::key_too_small));
    BOOST_TEST((refusal(modulus_of(8193), usual_exponent, wide) == Errc::key_too_large));
    BOOST_TEST((refusal(modulus_of(2048), {1}, wide) == Errc::key_exponent));
    BOOST_TEST((refusal(modulus_of(2048), {3}, wide) == std::nullopt));
    BOOST_TEST((refusal(modulus_of(2048), Octets(8, 0xff), wide) == std::nullopt));
    BOOST_TEST((refusal(modulus_of(2048), Octets(9, 0xff), wide) == Errc::key_exponent));
}

BOOST_AUTO_TEST_CASE(refuses_an_exponent_that_is_not_a_minimal_odd_number_within_the_limits) {
    const std::pair<Octets, std::optional<Errc>> cases[] = {
        {{}, Errc::key_exponent},
        {{0}, Errc::key_exponent},
        {{1}, Errc::key_exponent},
        {{2}, Errc::key_exponent},
        {{3}, Errc::key_exponent},
        {{0xff, 0xff}, Errc::key_exponent},     // 65535
        {{1, 0, 0}, Errc::key_exponent},        // 65536
        {{1, 0, 1}, std::nullopt},              // 65537
        {{0, 1, 0, 1}, Errc::key_exponent},     // a leading zero
        {{1, 0, 3}, std::nullopt},              // 65539
        {Octets(4, 0xff), std::nullopt},        // 2^32 - 1
        {{1, 0, 0, 0, 0}, Errc::key_exponent},  // 2^32
        {{1, 0, 0, 0, 1}, Errc::key_exponent},  // 2^32 + 1
        {Octets(256, 0xff), Errc::key_exponent},
    };
    for (const auto& [exponent, expected] : cases) {
        BOOST_TEST_CONTEXT("exponent " << vouch_tests::to_hex(exponent)) {
            BOOST_TEST((refusal(modulus_of(2048), exponent) == expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(refuses_a_modulus_of_the_generator_whose_keys_can_be_factored) {
    BOOST_TEST((refusal(from_hex(weak_modulus), usual_exponent) == Errc::key_weak));
}

BOOST_AUTO_TEST_SUITE_END()
