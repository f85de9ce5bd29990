// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/ifma_kernel.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include <support/plain_lanes.hpp>
#include <vouch/detail/processor.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_ifma_kernel)

#if VOUCH_HAS_X86_KERNELS

namespace {

using vouch::builtin::IfmaKernel;
using vouch_tests::PlainIfmaKernel;
using Limbs = std::vector<std::uint64_t>;

Limbs some(std::size_t size, std::mt19937_64& random) {
    Limbs limbs(size);
    for (std::uint64_t& limb : limbs) {
        const auto choice = random() % 4;
        limb = choice == 0 ? 0 : choice == 1 ? (std::uint64_t{1} << 52) - 1 : random() >> 12;
    }
    limbs.back() >>= 2;
    return limbs;
}

template <std::size_t V>
void compare(std::mt19937_64& random) {
    constexpr std::size_t limbs = 8 * V;
    const Limbs a = some(limbs, random), b = some(limbs, random);
    Limbs n = some(9 * limbs, random);
    n[0] |= 1;
    Limbs found(2 * limbs), expected(2 * limbs);
    IfmaKernel::square<V>(found.data(), a.data());
    PlainIfmaKernel::square<V>(expected.data(), a.data());
    BOOST_TEST(found == expected);
    IfmaKernel::add_product<V, V>(found.data(), a.data(), b.data());
    PlainIfmaKernel::add_product<V, V>(expected.data(), a.data(), b.data());
    BOOST_TEST(found == expected);
    IfmaKernel::add_product<V, 1>(found.data(), a.data(), b.data());
    PlainIfmaKernel::add_product<V, 1>(expected.data(), a.data(), b.data());
    BOOST_TEST(found == expected);
    IfmaKernel::add_product<V, 2>(found.data(), a.data(), b.data());
    PlainIfmaKernel::add_product<V, 2>(expected.data(), a.data(), b.data());
    BOOST_TEST(found == expected);
    const std::uint64_t inverse = random() >> 12;  // any: both do the same with it
    IfmaKernel::reduce<V>(found.data(), n.data(), n.data() + limbs, inverse);
    PlainIfmaKernel::reduce<V>(expected.data(), n.data(), n.data() + limbs, inverse);
    BOOST_TEST(found == expected);
}

}  // namespace

BOOST_AUTO_TEST_CASE(does_what_the_same_code_does_with_plain_lanes) {
    if (!vouch::detail::processor().has_avx512_ifma) {
        BOOST_TEST_MESSAGE("skipped: this processor has no AVX-512 IFMA");
        return;
    }
    std::mt19937_64 random{20261122};
    for (int turn = 0; turn < 1000; ++turn) {
        compare<5>(random);
        compare<8>(random);
        compare<10>(random);
    }
}

#endif

BOOST_AUTO_TEST_SUITE_END()
