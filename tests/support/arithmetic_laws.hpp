// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_ARITHMETIC_LAWS_HPP
#define VOUCH_TESTS_SUPPORT_ARITHMETIC_LAWS_HPP

#include <vouch/crypto/builtin/r_squared.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "big_integer.hpp"
#include "numbers.hpp"

namespace vouch_tests {

/// What an arithmetic for RsaVerifier promises modulo n, checked against the definition with
/// somebody else's integers.
template <class Arithmetic>
class ArithmeticLaws {
public:
    using Limb = typename Arithmetic::Limb;

    explicit ArithmeticLaws(const BigInteger& n)
        : n_{n},
          limbs_{Arithmetic::limbs_for(msb(n) / 8 + 1)},
          r_{BigInteger{1} << (limbs_ * bits)},
          modulus_{aligned(Arithmetic::modulus_limbs(limbs_))},
          room_{aligned(Arithmetic::room_limbs(limbs_))},
          other_room_{aligned(Arithmetic::room_limbs(limbs_))},
          arithmetic_{load(modulus_, limbs_, n), limbs_} {
        BOOST_TEST_REQUIRE((n << Arithmetic::spare_bits < r_));
    }

    /// Products of numbers at the edges and of random ones: r R = a b (mod n), r < R.
    void products_are_right(Numbers& numbers) {
        // All that a result can be, and so an operand.
        const BigInteger end = Arithmetic::spare_bits == 0 ? r_ : BigInteger{r_ / 2};
        const BigInteger operands[] = {
            0, 1, n_ - 1, end - 1, n_, numbers.under(n_), numbers.under(end)};
        for (const BigInteger& a : operands) {
            const Number a_limbs = number(a);
            // Only results of numbers under n have few multiples of n in them.
            check(arithmetic_.square(room_.data(), a_limbs.data()), a * a, a < n_);
            for (const BigInteger& b : operands) {
                const Number b_limbs = number(b);
                check(arithmetic_.multiply(room_.data(), a_limbs.data(), b_limbs.data()), a * b,
                      a < n_ && b < n_);
                if (b < n_) {
                    check_sums<Arithmetic::block>(a, a_limbs, b, b_limbs, numbers);
                    check_sums<2 * Arithmetic::block>(a, a_limbs, b, b_limbs, numbers);
                }
            }
        }
    }

    /// Of limbs that make both halves of their products nearly all ones.
    void fullest_products_are_right() {
        BigInteger a = 0;
        for (std::size_t i = 0; i < limbs_; ++i) {
            a = (a << bits) + (BigInteger{1} << bits) - (BigInteger{1} << bits / 2) + 1;
        }
        a %= Arithmetic::spare_bits == 0 ? r_ : BigInteger{r_ / 2};
        const Number limbs = number(a), same = number(a);
        check(arithmetic_.square(room_.data(), limbs.data()), a * a, false);
        check(arithmetic_.multiply(room_.data(), limbs.data(), same.data()), a * a, false);
    }

    void results_may_be_operands(Numbers& numbers) {
        BigInteger value = numbers.under(n_);
        Number start = number(value);
        const Limb* power = start.data();
        for (unsigned i = 1; i <= 5; ++i) {
            power = arithmetic_.square((i % 2 == 0 ? room_ : other_room_).data(), power);
            value = value * value % n_;
            const unsigned divisions_by_r = (1U << i) - 1;
            check(power, value, true, BigInteger{1} << (bits * limbs_ * divisions_by_r));
        }
    }

    void r_squared_is_right() {
        std::size_t turn = 0;
        Number multiple = aligned(limbs_);
        const Limb* const result = vouch::builtin::r_squared(
            arithmetic_, modulus_.data(), limbs_, multiple.data(),
            [&] { return (turn++ % 2 == 0 ? room_ : other_room_).data(); });
        const BigInteger found = value(result);
        BOOST_TEST(((found - r_ * r_) % n_ == 0));
        BOOST_TEST((found < (Arithmetic::spare_bits == 0 ? r_ : BigInteger{r_ / 2})));
    }

private:
    static constexpr unsigned bits = Arithmetic::limb_bits;

    /// Limbs where vectors may be loaded.
    class Number {
    public:
        explicit Number(std::size_t limbs) : storage_(limbs + 64 / sizeof(Limb)) {}
        Limb* data() {
            const auto address = reinterpret_cast<std::uintptr_t>(storage_.data());
            return storage_.data() + (64 - address % 64) % 64 / sizeof(Limb);
        }
        const Limb* data() const { return const_cast<Number*>(this)->data(); }

    private:
        std::vector<Limb> storage_;
    };
    static Number aligned(std::size_t limbs) { return Number{limbs}; }

    static const Limb* load(Number& modulus, std::size_t limbs, const BigInteger& n) {
        Arithmetic::load_modulus(modulus.data(), limbs, to_octets(n, msb(n) / 8 + 1));
        return modulus.data();
    }
    Number number(const BigInteger& value, std::size_t limbs) const {
        Number result = aligned(limbs);
        const auto values = to_limbs<Limb, bits>(value, limbs);
        std::copy(values.begin(), values.end(), result.data());
        return result;
    }
    Number number(const BigInteger& value) const { return number(value, limbs_); }
    BigInteger value(const Limb* limbs) const { return from_limbs<Limb, bits>(limbs, limbs_); }

    void check(const Limb* result, const BigInteger& wanted, bool bounded, BigInteger r = 0) {
        if (r == 0) r = r_;
        const BigInteger found = value(result);
        BOOST_TEST(((found * r - wanted) % n_ == 0));
        if (!bounded) return;
        Number canonical = aligned(limbs_);
        arithmetic_.make_canonical(canonical.data(), result);
        const BigInteger least = value(canonical.data());
        BOOST_TEST(((found - least) % n_ == 0 && least < n_));
    }

    template <std::size_t DLimbs>
    void check_sums(const BigInteger& a, const Number& a_limbs, const BigInteger& b,
                    const Number& b_limbs, Numbers& numbers) {
        const BigInteger d_bound = BigInteger{1} << (DLimbs * bits);
        for (const BigInteger& d :
             {BigInteger{0}, BigInteger{d_bound - 1}, numbers.under(d_bound)}) {
            const Number d_limbs = number(d, DLimbs);
            const BigInteger c = n_ - 1;
            const Number c_limbs = number(c);
            check(arithmetic_.template multiply_add<DLimbs>(
                      room_.data(), a_limbs.data(), b_limbs.data(), c_limbs.data(), d_limbs.data()),
                  a * b + c * d, true);
        }
    }

    BigInteger n_;
    std::size_t limbs_;
    BigInteger r_;
    Number modulus_, room_, other_room_;
    Arithmetic arithmetic_;
};

}  // namespace vouch_tests

#endif
