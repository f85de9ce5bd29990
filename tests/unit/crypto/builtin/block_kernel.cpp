// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/block_kernel.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <tuple>
#include <type_traits>

#include <support/block_kernel_laws.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_block_kernel)

namespace {

using vouch::builtin::BlockKernel;
using vouch_tests::BlockKernelLaws;

#if VOUCH_HAS_INT128
using Kernels = std::tuple<BlockKernel<std::uint32_t>, BlockKernel<std::uint64_t>>;
static_assert(std::is_same_v<vouch::builtin::NativeLimb, std::uint64_t>);
#else
using Kernels = std::tuple<BlockKernel<std::uint32_t>>;
static_assert(std::is_same_v<vouch::builtin::NativeLimb, std::uint32_t>);
#endif

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(multiply_add_is_exact, Kernel, Kernels) {
    BlockKernelLaws<Kernel>::multiply_add_is_exact();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_of_pairs_are_exact, Kernel, Kernels) {
    BlockKernelLaws<Kernel>::products_of_pairs_are_exact();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(doubling_and_squares_are_exact, Kernel, Kernels) {
    BlockKernelLaws<Kernel>::doubling_and_squares_are_exact();
}

BOOST_AUTO_TEST_CASE_TEMPLATE(reduce_divides_exactly, Kernel, Kernels) {
    BlockKernelLaws<Kernel>::reduce_divides_exactly();
}

BOOST_AUTO_TEST_SUITE_END()
