// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/limbs.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

#include <support/big_integer.hpp>
#include <support/numbers.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_limbs)

namespace {

using vouch_tests::BigInteger;
using vouch_tests::Numbers;

template <class LimbType, unsigned LimbBits>
struct Format {
    using Limb = LimbType;
    static constexpr unsigned bits = LimbBits;

    static std::vector<Limb> limbs(BigInteger number, std::size_t size) {
        std::vector<Limb> result;
        for (std::size_t i = 0; i < size; ++i, number >>= bits) {
            result.push_back(static_cast<Limb>(number & ((BigInteger{1} << bits) - 1)));
        }
        return result;
    }
    static BigInteger value(const std::vector<Limb>& limbs) {
        BigInteger number;
        for (std::size_t i = limbs.size(); i-- > 0;) number = (number << bits) + limbs[i];
        return number;
    }
};
using Formats = std::tuple<Format<std::uint32_t, 32>, Format<std::uint64_t, 64>,
                           Format<std::uint64_t, 52>, Format<std::uint64_t, 28>>;

constexpr std::uint8_t octets[] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef};
constexpr bool compiles() {
    std::uint64_t number[2] = {};
    vouch::builtin::to_limbs<52>(number, 2, octets);
    return number[0] == 0x3456789abcdef && number[1] == 0x012;
}
static_assert(compiles());

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(numbers_are_put_into_limbs, F, Formats) {
    Numbers numbers;
    constexpr std::size_t size = 24;
    for (std::size_t length = 0; length * 8 <= size * F::bits; ++length) {
        const BigInteger number = numbers.under(BigInteger{1} << (8 * length + 1)) >> 1;
        std::vector<typename F::Limb> limbs(size, 0x55);
        vouch::builtin::to_limbs<F::bits>(limbs.data(), size,
                                          vouch_tests::to_octets(number, length));
        BOOST_TEST((F::value(limbs) == number));
        BOOST_TEST((limbs == F::limbs(number, size)));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(numbers_are_compared_and_subtracted, F, Formats) {
    Numbers numbers;
    constexpr std::size_t size = 24;
    const BigInteger end = BigInteger{1} << (size * F::bits);
    const BigInteger values[] = {0,
                                 1,
                                 end - 1,
                                 end - 2,
                                 end / 2,
                                 end / 2 - 1,
                                 end / 3,
                                 (end >> 40),
                                 numbers.under(end),
                                 numbers.under(end)};
    for (const BigInteger& a : values) {
        for (const BigInteger& b : values) {
            auto a_limbs = F::limbs(a, size);
            const auto b_limbs = F::limbs(b, size);
            BOOST_TEST(vouch::builtin::is_less(a_limbs.data(), b_limbs.data(), size) == (a < b));
            const auto borrow =
                vouch::builtin::subtract<F::bits>(a_limbs.data(), b_limbs.data(), size);
            BOOST_TEST(borrow == (a < b));
            BOOST_TEST((F::value(a_limbs) == (a - b + end) % end));
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(numbers_are_shifted_and_measured, F, Formats) {
    Numbers numbers;
    constexpr std::size_t size = 24;
    for (std::size_t width = 1; width < size * F::bits; width += 7) {
        const BigInteger number =
            (BigInteger{1} << (width - 1)) + numbers.under(BigInteger{1} << (width - 1));
        const auto limbs = F::limbs(number, size);
        BOOST_TEST(vouch::builtin::bit_width<F::bits>(limbs.data(), size) == width);
        for (std::size_t count = 0; width + count <= size * F::bits;
             count += count % F::bits == 0 ? 1 : F::bits / 2 - 1) {
            std::vector<typename F::Limb> shifted(size, 0x55);
            vouch::builtin::shift_left<F::bits>(shifted.data(), limbs.data(), size, count);
            BOOST_TEST((shifted == F::limbs(number << count, size)));
        }
    }
    const std::vector<typename F::Limb> zero(size, 0);
    BOOST_TEST(vouch::builtin::bit_width<F::bits>(zero.data(), size) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
