// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/fma_montgomery.hpp>

#include <boost/test/unit_test.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <support/arithmetic_laws.hpp>
#include <support/mxcsr.hpp>
#include <support/numbers.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_fma_montgomery)

#if VOUCH_HAS_X86_KERNELS

namespace {

using vouch::builtin::FmaMontgomery;
using vouch_tests::ArithmeticLaws;
using vouch_tests::BigInteger;
using vouch_tests::Numbers;

struct HasProducts {
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        return vouch::builtin::has_fma_products();
    }
};
const boost::unit_test::precondition where_there_are_products{HasProducts{}};

// The sizes hold what RSA needs: n < R / 4.
static_assert(FmaMontgomery::limbs_for(2048 / 8) == 40 && FmaMontgomery::limbs_for(259) == 40);
static_assert(FmaMontgomery::limbs_for(260) == 48 && FmaMontgomery::limbs_for(3072 / 8) == 64);
static_assert(FmaMontgomery::limbs_for(4096 / 8) == 80);
static_assert(FmaMontgomery::limbs_for(FmaMontgomery::max_octets) == 160);

}  // namespace

BOOST_AUTO_TEST_CASE(products_are_right_for_moduli_of_every_shape, *where_there_are_products) {
    Numbers numbers;
    for (const std::size_t bits :
         {2048U, 2049U, 2072U, 2073U, 2500U, 3072U, 3320U, 3321U, 4096U, 4152U, 8191U}) {
        for (const BigInteger& n : vouch_tests::moduli_of(bits, numbers)) {
            BOOST_TEST_CONTEXT("modulus " << std::hex << n) {
                ArithmeticLaws<FmaMontgomery> laws{n};
                laws.products_are_right(numbers);
                laws.results_may_be_operands(numbers);
                laws.fullest_products_are_right();
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(products_are_right_for_the_largest_moduli, *where_there_are_products) {
    Numbers numbers;
    for (const std::size_t bits : {2072U, 3320U, 4152U, 8192U}) {
        ArithmeticLaws<FmaMontgomery> laws{(BigInteger{1} << bits) - 1};
        laws.products_are_right(numbers);
        laws.fullest_products_are_right();
    }
}

BOOST_AUTO_TEST_CASE(how_the_caller_rounds_and_traps_is_of_no_matter, *where_there_are_products) {
    constexpr std::size_t limbs = 40;
    std::vector<std::uint8_t> octets(256, 0xa5);
    std::vector<std::uint64_t> modulus(FmaMontgomery::modulus_limbs(limbs)), a(limbs, 0x12345);
    FmaMontgomery::load_modulus(modulus.data(), limbs, octets);
    const FmaMontgomery arithmetic{modulus.data(), limbs};
    vouch_tests::check_in_each_way_to_round([&] {
        std::vector<std::uint64_t> result(2 * limbs);
        arithmetic.square(result.data(), a.data());
        arithmetic.multiply_add<16>(result.data() + limbs, a.data(), result.data(), a.data(),
                                    a.data());
        return result;
    });
}

BOOST_AUTO_TEST_CASE(a_modulus_is_kept_as_factors_too) {
    const std::vector<std::uint8_t> octets(256, 0xa5);
    constexpr std::size_t limbs = 40;
    std::vector<std::uint64_t> modulus(FmaMontgomery::modulus_limbs(limbs), 7);
    FmaMontgomery::load_modulus(modulus.data(), limbs, octets);
    for (std::size_t i = 0; i < limbs; ++i) {
        BOOST_TEST(std::bit_cast<double>(modulus[limbs + i]) == static_cast<double>(modulus[i]));
    }
    for (std::size_t i = 2 * limbs; i < modulus.size(); ++i) BOOST_TEST(modulus[i] == 0U);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
