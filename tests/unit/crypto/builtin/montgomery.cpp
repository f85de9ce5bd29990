// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/montgomery.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <support/big_integer.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_montgomery)

namespace {

using vouch::builtin::BlockKernel;
using vouch::builtin::Montgomery;
using vouch_tests::BigInteger;
using vouch_tests::from_limbs;

#if VOUCH_HAS_INT128
using Limbs = std::tuple<std::uint32_t, std::uint64_t>;
#else
using Limbs = std::tuple<std::uint32_t>;
#endif

/// Random numbers with long runs of ones and zeros, where carries go far.
class Numbers {
public:
    BigInteger under(const BigInteger& bound) {
        BigInteger result = 0;
        for (std::size_t bits = msb(bound) + 65; bits > 0;) {
            const std::size_t run = std::min<std::size_t>(bits, random_() % 128 + 1);
            result <<= run;
            switch (random_() % 3) {
                case 0:
                    break;
                case 1:
                    result += (BigInteger{1} << run) - 1;
                    break;
                default:
                    result += BigInteger{random_()} % (BigInteger{1} << run);
            }
            bits -= run;
        }
        return result % bound;
    }

private:
    std::mt19937_64 random_{20260101};
};

/// Moduli of `bits` bits that are as far as can be from usual ones, and some that are usual.
std::vector<BigInteger> moduli_of(std::size_t bits, Numbers& numbers) {
    const BigInteger top = BigInteger{1} << (bits - 1);
    return {
        2 * top - 1,                              // all ones
        top + 1,                                  // two ones
        2 * top - (BigInteger{1} << 64) + 1,      // ones, then zeros, then a one
        top + (BigInteger{1} << (bits / 2)) - 1,  // zeros, then ones
        2 * top - (BigInteger{1} << (bits / 2)) - 1,
        top + numbers.under(top / 2) * 2 + 1,
        top + numbers.under(top / 2) * 2 + 1,
    };
}

/// Checks all products of some numbers against the definition: r R = a b (mod n), r < R.
template <class Limb>
void check(const BigInteger& n, Numbers& numbers) {
    using Kernel = BlockKernel<Limb>;
    const std::size_t limbs = vouch::builtin::limbs_for<Kernel>((msb(n) + 8) / 8);
    const BigInteger r = BigInteger{1} << (limbs * Kernel::limb_bits);
    const auto modulus = vouch_tests::to_limbs<Limb>(n, limbs);
    const Montgomery<Kernel> montgomery{modulus.data(), limbs};
    std::vector<Limb> wide(2 * limbs);
    std::vector<Limb> canonical(limbs);

    const auto check_result = [&](const Limb* result, const BigInteger& wanted, bool bounded) {
        const BigInteger found = from_limbs(result, limbs);
        BOOST_TEST(((found * r - wanted) % n == 0));
        if (!bounded) return;
        montgomery.make_canonical(canonical.data(), result);
        const BigInteger least = from_limbs(canonical.data(), limbs);
        BOOST_TEST(((found - least) % n == 0 && least < n));
    };

    std::vector<BigInteger> operands{0, 1, n - 1, r - 1, n, numbers.under(n), numbers.under(r)};
    for (const BigInteger& a : operands) {
        const auto a_limbs = vouch_tests::to_limbs<Limb>(a, limbs);
        // Only results of numbers under n have few multiples of n in them.
        check_result(montgomery.square(wide.data(), a_limbs.data()), a * a, a < n);
        for (const BigInteger& b : operands) {
            const auto b_limbs = vouch_tests::to_limbs<Limb>(b, limbs);
            check_result(montgomery.multiply(wide.data(), a_limbs.data(), b_limbs.data()), a * b,
                         a < n && b < n);
            const std::size_t d_limbs = 2 * Kernel::block;
            const BigInteger d_bound = BigInteger{1} << (d_limbs * Kernel::limb_bits);
            for (const BigInteger& d :
                 {BigInteger{0}, BigInteger{d_bound - 1}, numbers.under(d_bound)}) {
                const auto d_value = vouch_tests::to_limbs<Limb>(d, d_limbs);
                const BigInteger c = n - 1;
                const auto c_value = vouch_tests::to_limbs<Limb>(c, limbs);
                if (b >= n) continue;
                check_result(montgomery.multiply_add(wide.data(), a_limbs.data(), b_limbs.data(),
                                                     c_value.data(), d_value.data(), d_limbs),
                             a * b + c * d, true);
            }
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_right_for_moduli_of_every_shape, Limb, Limbs) {
    Numbers numbers;
    for (const std::size_t bits : {2048U, 2049U, 2056U, 2500U, 3072U, 4096U}) {
        for (const BigInteger& n : moduli_of(bits, numbers)) {
            BOOST_TEST_CONTEXT("modulus " << std::hex << n) { check<Limb>(n, numbers); }
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products_are_right_for_the_largest_moduli, Limb, Limbs) {
    Numbers numbers;
    for (const std::size_t bits : {8191U, 8192U}) {
        const auto moduli = moduli_of(bits, numbers);
        check<Limb>(moduli.front(), numbers);
        check<Limb>(moduli.back(), numbers);
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_sum_may_exceed_r_by_more_than_the_modulus, Limb, Limbs) {
    // With n = R - 1, a = R - 1, b = n - 1 and c d = (k + 3) R - 3 the sum is R R + k R - 1, whose
    // q is R - 1, the largest there is: the result is 2 R + k - 2, from which n goes off twice.
    using Kernel = BlockKernel<Limb>;
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
            const Limb* const result = montgomery.multiply_add(
                wide.data(), vouch_tests::to_limbs<Limb>(a, limbs).data(),
                vouch_tests::to_limbs<Limb>(b, limbs).data(),
                vouch_tests::to_limbs<Limb>(c, limbs).data(),
                vouch_tests::to_limbs<Limb>(d, Kernel::block).data(), Kernel::block);
            BOOST_TEST(((from_limbs(result, limbs) * r - a * b - c * d) % n == 0));
            ++found;
        }
    }
    BOOST_TEST(found > 10U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(numbers_are_put_into_limbs, Limb, Limbs) {
    Numbers numbers;
    for (std::size_t size = 0; size <= 40; ++size) {
        const BigInteger number = numbers.under(BigInteger{1} << (8 * size + 1)) >> 1;
        const auto octets = vouch_tests::to_octets(number, size);
        std::vector<Limb> limbs(64 / sizeof(Limb), Limb{0x55});
        vouch::builtin::to_limbs(limbs.data(), limbs.size(), octets);
        BOOST_TEST((from_limbs(limbs.data(), limbs.size()) == number));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sizes_are_whole_blocks, Limb, Limbs) {
    using Kernel = BlockKernel<Limb>;
    constexpr std::size_t block_octets = 8 * sizeof(Limb);
    static_assert(vouch::builtin::limbs_for<Kernel>(1) == 8);
    static_assert(vouch::builtin::limbs_for<Kernel>(block_octets) == 8);
    static_assert(vouch::builtin::limbs_for<Kernel>(block_octets + 1) == 16);
    BOOST_TEST(vouch::builtin::limbs_for<Kernel>(1024) == 1024 / sizeof(Limb));
}

BOOST_AUTO_TEST_SUITE_END()
