// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/fma_products.hpp>

#include <boost/test/unit_test.hpp>

#include <support/mxcsr.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_fma_products)

#if VOUCH_HAS_X86_KERNELS

BOOST_AUTO_TEST_CASE(processors_round_as_they_are_told) {
    if (!vouch::detail::processor().has_avx2_and_fma) return;
    BOOST_TEST(vouch::builtin::rounds_towards_zero());
    BOOST_TEST(vouch::builtin::has_fma_products());
    vouch_tests::check_in_each_way_to_round(vouch::builtin::rounds_towards_zero);
}

BOOST_AUTO_TEST_CASE(it_takes_a_processor_that_has_them) {
    if (vouch::detail::processor().has_avx2_and_fma) return;
    BOOST_TEST(!vouch::builtin::has_fma_products());
}

#endif

BOOST_AUTO_TEST_SUITE_END()
