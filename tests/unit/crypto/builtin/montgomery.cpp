// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/montgomery.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include <support/arithmetic_laws.hpp>
#include <support/big_integer.hpp>
#include <support/numbers.hpp>
#include <support/rsa_arithmetics.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_montgomery)

namespace {

using vouch::builtin::Montgomery;
using vouch_tests::ArithmeticLaws;
using vouch_tests::BigInteger;
using vouch_tests::can_run;
using vouch_tests::from_limbs;
using vouch_tests::moduli_of;
using vouch_tests::Numbers;

using Kernels = std::tuple<vouch::builtin::BlockKernel<std::uint32_t>
#if VOUCH_HAS_INT128
                           ,
                           vouch::builtin::BlockKernel<std::uint64_t>
#endif
#if VOUCH_HAS_X86_KERNELS
                           ,
                           vouch::builtin::MulxKernel
#endif
                           >;

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_right_for_moduli_of_every_shape, Kernel, Kernels) {
    if (!can_run<Montgomery<Kernel>>()) return;
    Numbers numbers;
    for (const std::size_t bits : {2048U, 2049U, 2056U, 2500U, 3072U, 4096U}) {
        for (const BigInteger& n : moduli_of(bits, numbers)) {
            BOOST_TEST_CONTEXT("modulus " << std::hex << n) {
                ArithmeticLaws<Montgomery<Kernel>> laws{n};
                laws.products_are_right(numbers);
                laws.results_may_be_operands(numbers);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_right_for_the_largest_moduli, Kernel, Kernels) {
    if (!can_run<Montgomery<Kernel>>()) return;
    Numbers numbers;
    for (const std::size_t bits : {8191U, 8192U}) {
        const auto moduli = moduli_of(bits, numbers);
        ArithmeticLaws<Montgomery<Kernel>>{moduli.front()}.products_are_right(numbers);
        ArithmeticLaws<Montgomery<Kernel>>{moduli.back()}.products_are_right(numbers);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sum_may_exceed_r_by_more_than_the_modulus, Kernel, Kernels) {
    if (!can_run<Montgomery<Kernel>>()) return;
    using Limb = typename Kernel::Limb;
    // With n = R - 1, a = R - 1, b = n - 1 and c d = (k + 3) R - 3 the sum is R R + k R - 1, whose
    // q is R - 1, the largest there is: the result is 2 R + k - 2, from which n goes off twice.
    const std::size_t limbs = 2048 / Kernel::limb_bits;
    const BigInteger r = BigInteger{1} << 2048;
    const BigInteger n = r - 1;
    const auto modulus = vouch_tests::to_limbs<Limb>(n, limbs);
    const Montgomery<Kernel> montgomery{modulus.data(), limbs};
    std::vector<Limb> wide(2 * limbs);
    std::size_t found = 0;
    for (int d = 5; d < 64; ++d) {
        for (int k = 1; k < d - 3; ++k) {
            const BigInteger product = (k + 3) * r - 3;
            if (product % d != 0) continue;
            const BigInteger c = product / d;
            const BigInteger a = r - 1;
            const BigInteger b = n - 1;
            const Limb* const result = montgomery.template multiply_add<Kernel::block>(
                wide.data(), vouch_tests::to_limbs<Limb>(a, limbs).data(),
                vouch_tests::to_limbs<Limb>(b, limbs).data(),
                vouch_tests::to_limbs<Limb>(c, limbs).data(),
                vouch_tests::to_limbs<Limb>(d, Kernel::block).data());
            BOOST_TEST(((from_limbs(result, limbs) * r - a * b - c * d) % n == 0));
            ++found;
        }
    }
    BOOST_TEST(found > 10U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sizes_are_whole_blocks, Kernel, Kernels) {
    using Arithmetic = Montgomery<Kernel>;
    constexpr std::size_t block_octets = 8 * sizeof(typename Kernel::Limb);
    static_assert(Arithmetic::limbs_for(1) == 8);
    static_assert(Arithmetic::limbs_for(block_octets) == 8);
    static_assert(Arithmetic::limbs_for(block_octets + 1) == 16);
    BOOST_TEST(Arithmetic::limbs_for(1024) == 1024 / sizeof(typename Kernel::Limb));
}

BOOST_AUTO_TEST_SUITE_END()
