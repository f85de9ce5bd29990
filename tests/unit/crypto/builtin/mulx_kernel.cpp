// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/mulx_kernel.hpp>

#include <boost/test/unit_test.hpp>

#include <support/block_kernel_laws.hpp>
#include <vouch/detail/processor.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_mulx_kernel)

#if VOUCH_HAS_X86_KERNELS

namespace {

using Laws = vouch_tests::BlockKernelLaws<vouch::builtin::MulxKernel>;

/// Whether there is anything to test; says so where there is not.
bool can_run() {
    const bool has = vouch::detail::processor().has_mulx_and_adx;
    if (!has) BOOST_TEST_MESSAGE("skipped: this processor has no MULX, ADCX and ADOX");
    return has;
}

}  // namespace

BOOST_AUTO_TEST_CASE(multiply_add_is_exact) {
    if (can_run()) Laws::multiply_add_is_exact();
}

BOOST_AUTO_TEST_CASE(products_of_pairs_are_exact) {
    if (can_run()) Laws::products_of_pairs_are_exact();
}

BOOST_AUTO_TEST_CASE(doubling_and_squares_are_exact) {
    if (can_run()) Laws::doubling_and_squares_are_exact();
}

BOOST_AUTO_TEST_CASE(reduce_divides_exactly) {
    if (can_run()) Laws::reduce_divides_exactly();
}

#endif

BOOST_AUTO_TEST_SUITE_END()
