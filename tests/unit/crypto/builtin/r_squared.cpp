// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/r_squared.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <support/arithmetic_laws.hpp>
#include <support/big_integer.hpp>
#include <support/numbers.hpp>
#include <support/rsa_arithmetics.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_r_squared)

using vouch_tests::ArithmeticLaws;
using vouch_tests::Arithmetics;
using vouch_tests::BigInteger;
using vouch_tests::Numbers;

BOOST_AUTO_TEST_CASE_TEMPLATE(is_right_for_moduli_of_every_shape_and_size, Arithmetic,
                              Arithmetics) {
    if (!vouch_tests::can_run<Arithmetic>()) return;
    Numbers numbers;
    for (const std::size_t bits : {2048U, 2049U, 2056U, 2400U, 2560U, 3071U, 3072U, 3400U, 4096U,
                                   4097U, 5000U, 7000U, 8192U}) {
        if (bits > 8 * Arithmetic::max_octets) continue;
        for (const BigInteger& n : vouch_tests::moduli_of(bits, numbers)) {
            BOOST_TEST_CONTEXT("modulus " << std::hex << n) {
                ArithmeticLaws<Arithmetic>{n}.r_squared_is_right();
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(doubling_leaves_a_number_under_the_modulus) {
    Numbers numbers;
    for (const BigInteger& n : vouch_tests::moduli_of(512, numbers)) {
        const auto modulus = vouch_tests::to_limbs<std::uint32_t>(n, 16);
        for (const BigInteger& x : {BigInteger{0}, BigInteger{1}, BigInteger{n / 2},
                                    BigInteger{n / 2 + 1}, BigInteger{n - 1}, numbers.under(n)}) {
            auto limbs = vouch_tests::to_limbs<std::uint32_t>(x, 16);
            vouch::builtin::double_modulo<32>(limbs.data(), modulus.data(), limbs.size());
            BOOST_TEST((vouch_tests::from_limbs(limbs.data(), limbs.size()) == 2 * x % n));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
