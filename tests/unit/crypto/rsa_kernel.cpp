// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/rsa_kernel.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(crypto_rsa_kernel)

using vouch::can_run;
using vouch::RsaKernel;

// The compiler runs the portable one alone.
static_assert(can_run(RsaKernel::fastest) && can_run(RsaKernel::portable));
static_assert(!can_run(RsaKernel::mulx) && !can_run(RsaKernel::fma) && !can_run(RsaKernel::ifma));

BOOST_AUTO_TEST_CASE(the_portable_one_runs_everywhere) {
    BOOST_TEST(can_run(RsaKernel::fastest));
    BOOST_TEST(can_run(RsaKernel::portable));
}

BOOST_AUTO_TEST_CASE(the_others_run_where_the_processor_has_their_instructions) {
    const vouch::detail::Processor processor = vouch::detail::processor();
    BOOST_TEST(can_run(RsaKernel::mulx) == (VOUCH_HAS_X86_KERNELS && processor.has_mulx_and_adx));
#if VOUCH_HAS_X86_KERNELS
    BOOST_TEST(can_run(RsaKernel::fma) ==
               (processor.has_avx2_and_fma && vouch::builtin::rounds_towards_zero()));
#else
    BOOST_TEST(!can_run(RsaKernel::fma));
#endif
    BOOST_TEST(can_run(RsaKernel::ifma) == (VOUCH_HAS_X86_KERNELS && processor.has_avx512_ifma));
}

BOOST_AUTO_TEST_SUITE_END()
