// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/radix52_montgomery.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include <support/arithmetic_laws.hpp>
#include <support/numbers.hpp>
#include <support/plain_lanes.hpp>
#include <support/rsa_arithmetics.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_radix52_montgomery)

#if VOUCH_HAS_INT128

namespace {

using vouch_tests::ArithmeticLaws;
using vouch_tests::BigInteger;
using vouch_tests::can_run;
using vouch_tests::Numbers;
using vouch_tests::PlainIfma;
using vouch_tests::PlainLanes;

#if VOUCH_HAS_X86_KERNELS
using Kinds = std::tuple<PlainIfma, vouch_tests::Ifma>;
#else
using Kinds = std::tuple<PlainIfma>;
#endif

// The sizes hold what RSA needs: n < R / 4.
static_assert(PlainIfma::limbs_for(2048 / 8) == 40 && PlainIfma::limbs_for(259) == 40);
static_assert(PlainIfma::limbs_for(260) == 64 && PlainIfma::limbs_for(3072 / 8) == 64);
static_assert(PlainIfma::limbs_for(415) == 64 && PlainIfma::limbs_for(416) == 80);
static_assert(PlainIfma::limbs_for(4096 / 8) == 80 && PlainIfma::max_octets == 519);

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_right_for_moduli_of_every_shape, Kind, Kinds) {
    if (!can_run<Kind>()) return;
    Numbers numbers;
    for (const std::size_t bits :
         {2048U, 2049U, 2072U, 2073U, 2500U, 3072U, 3320U, 3321U, 4096U, 4152U}) {
        for (const BigInteger& n : vouch_tests::moduli_of(bits, numbers)) {
            BOOST_TEST_CONTEXT("modulus " << std::hex << n) {
                ArithmeticLaws<Kind> laws{n};
                laws.products_are_right(numbers);
                laws.results_may_be_operands(numbers);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(no_lane_is_ever_full) {
    // With all ones everywhere, as far as n < R / 4 and a < R / 2 allow.
    PlainLanes::greatest = 0;
    PlainLanes::more_carries = 0;
    Numbers numbers;
    for (const std::size_t bits : {2072U, 3320U, 4152U}) {
        ArithmeticLaws<PlainIfma>{(BigInteger{1} << bits) - 1}.products_are_right(numbers);
    }
    BOOST_TEST(PlainLanes::greatest > std::uint64_t{1} << 59);
    BOOST_TEST(PlainLanes::greatest < std::uint64_t{1} << 62);
    // Here, too, a column exceeds 52 bits after it has been carried out of.
    BOOST_TEST(PlainLanes::more_carries > 0U);
}

BOOST_AUTO_TEST_CASE(a_modulus_is_kept_in_all_positions) {
    const std::vector<std::uint8_t> octets(256, 0xa5);
    constexpr std::size_t limbs = 40;
    std::vector<std::uint64_t> modulus(PlainIfma::modulus_limbs(limbs));
    PlainIfma::load_modulus(modulus.data(), limbs, octets);
    for (std::size_t lanes = 0; lanes < 8; ++lanes) {
        const std::uint64_t* const rotated = modulus.data() + (1 + lanes) * limbs;
        for (std::size_t i = 0; i < limbs; ++i) {
            BOOST_TEST(rotated[(i + lanes) % limbs] == (i == 0 ? 0 : modulus[i]));
        }
    }
}

#endif

BOOST_AUTO_TEST_SUITE_END()
