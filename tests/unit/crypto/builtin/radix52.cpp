// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/radix52.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include <support/big_integer.hpp>
#include <support/numbers.hpp>
#include <support/plain_lanes.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_radix52)

#if VOUCH_HAS_INT128

namespace {

using vouch::builtin::Radix52;
using vouch_tests::BigInteger;
using vouch_tests::Numbers;
using vouch_tests::PlainLanes;
using Limbs = std::vector<std::uint64_t>;

constexpr unsigned bits = 52;
constexpr std::size_t size = 24;  // of three vectors: a size that no key has

Limbs limbs_of(const BigInteger& number, std::size_t limbs) {
    return vouch_tests::to_limbs<std::uint64_t, bits>(number, limbs);
}
/// The sum of columns, each of which may have all of its 64 bits.
BigInteger value_of(const Limbs& columns) {
    BigInteger sum;
    for (std::size_t i = columns.size(); i-- > 0;) sum = (sum << bits) + columns[i];
    return sum;
}

}  // namespace

BOOST_AUTO_TEST_CASE(squares_are_right) {
    Numbers numbers;
    const BigInteger end = BigInteger{1} << (size * bits - 1);
    for (const BigInteger& a : {BigInteger{0}, BigInteger{1}, BigInteger{end - 1},
                                BigInteger{end / 3}, numbers.under(end), numbers.under(end)}) {
        Limbs columns(2 * size, 7);
        Radix52<PlainLanes, 3>::square(columns.data(), limbs_of(a, size).data());
        BOOST_TEST((value_of(columns) == a * a));
    }
}

BOOST_AUTO_TEST_CASE(products_are_added) {
    Numbers numbers;
    const BigInteger end = BigInteger{1} << (size * bits);
    for (const BigInteger& a : {BigInteger{0}, BigInteger{end - 1}, numbers.under(end)}) {
        for (const std::size_t b_size : {8U, 16U, 24U}) {
            const BigInteger b_end = BigInteger{1} << (b_size * bits);
            for (const BigInteger& b :
                 {BigInteger{0}, BigInteger{1}, BigInteger{b_end - 1}, numbers.under(b_end)}) {
                Limbs columns(2 * size, 7);
                const BigInteger before = value_of(columns);
                const Limbs x = limbs_of(a, size);
                const Limbs y = limbs_of(b, b_size);
                using Kernel = Radix52<PlainLanes, 3>;
                if (b_size == 8) Kernel::add_product<1>(columns.data(), x.data(), y.data());
                if (b_size == 16) Kernel::add_product<2>(columns.data(), x.data(), y.data());
                if (b_size == 24) Kernel::add_product<3>(columns.data(), x.data(), y.data());
                BOOST_TEST((value_of(columns) == before + a * b));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(reduction_divides_by_r) {
    Numbers numbers;
    const BigInteger r = BigInteger{1} << (size * bits);
    for (const BigInteger& n : vouch_tests::moduli_of(size * bits - 2, numbers)) {
        const Limbs modulus = limbs_of(n, size);
        Limbs rotated;
        for (std::size_t lanes = 0; lanes < 8; ++lanes) {
            for (std::size_t i = 0; i < size; ++i) {
                const std::size_t from = (i + size - lanes) % size;
                rotated.push_back(from == 0 ? 0 : modulus[from]);
            }
        }
        std::uint64_t inverse = 1;
        for (int i = 0; i < 6; ++i) inverse *= 2 - modulus[0] * inverse;
        inverse = (0 - inverse) & ((std::uint64_t{1} << bits) - 1);

        // Columns that are full as after a product, and ones that need many carries.
        Limbs full(2 * size, 100 * ((std::uint64_t{1} << bits) - 1));
        for (std::size_t i = 0; i < 3; ++i) full[2 * size - 1 - i] = 0;
        const BigInteger values[] = {
            0, 1, r - 1, r * r / 4 - 1, value_of(full), n * (r / 2) - 1, numbers.under(r * r / 4)};
        for (const BigInteger& value : values) {
            Limbs columns = value == value_of(full) ? full : limbs_of(value, 2 * size);
            Radix52<PlainLanes, 3>::reduce(columns.data(), modulus.data(), rotated.data(), inverse);
            const Limbs result(columns.begin() + size, columns.end());
            for (const std::uint64_t limb : result) BOOST_TEST((limb >> bits) == 0U);
            const BigInteger found = value_of(result);
            BOOST_TEST(((found * r - value) % n == 0));
            BOOST_TEST((found <= value / r + n));
        }
    }
}

#endif

BOOST_AUTO_TEST_SUITE_END()
