// SPDX-License-Identifier: BSL-1.0
// BoringSSL's identities of integers, through Montgomery's arithmetic: those with odd moduli.
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/builtin/mulx_kernel.hpp>
#include <vouch/detail/processor.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/big_integer.hpp"

BOOST_AUTO_TEST_SUITE(boringssl_bn)

namespace {

using vouch_tests::BigInteger;

/// Reads the records of a file, parted by empty lines.
template <class Take>
void read_records(const std::string& name, Take&& take) {
    std::ifstream file(VOUCH_VECTORS "/boringssl/bn/" + name);
    BOOST_TEST_REQUIRE(file.is_open(), "no file " << name);
    std::map<std::string, BigInteger> values;
    for (std::string line; std::getline(file, line) || !values.empty();) {
        const std::size_t equals = line.find(" =");
        if (!line.empty() && !line.starts_with('#') && equals != std::string::npos) {
            const std::string digits = line.substr(line.find_first_not_of(' ', equals + 2));
            const bool is_negative = digits.starts_with('-');
            const BigInteger number{"0x" + digits.substr(is_negative ? 1 : 0)};
            values[line.substr(0, equals)] = is_negative ? BigInteger{-number} : number;
        } else if (!values.empty()) {
            take(values);
            values.clear();
        }
        line.clear();
    }
}

/// A modulus, for whole numbers: our arithmetic and what it needs around it.
template <class Kernel>
class Modulus {
public:
    using Limb = typename Kernel::Limb;

    explicit Modulus(const BigInteger& n)
        : n_{n},
          size_{vouch::builtin::Montgomery<Kernel>::limbs_for(msb(n) / 8 + 1)},
          limbs_{vouch_tests::to_limbs<Limb>(n, size_)},
          montgomery_{limbs_.data(), size_},
          wide_(2 * size_) {}

    BigInteger reduced(const BigInteger& a) const { return (a % n_ + n_) % n_; }

    /// a b / R, canonical.
    BigInteger multiply(const BigInteger& a, const BigInteger& b) {
        const auto a_limbs = vouch_tests::to_limbs<Limb>(a, size_);
        const auto b_limbs = vouch_tests::to_limbs<Limb>(b, size_);
        std::vector<Limb> result(size_);
        montgomery_.make_canonical(
            result.data(),
            a == b ? montgomery_.square(wide_.data(), a_limbs.data())
                   : montgomery_.multiply(wide_.data(), a_limbs.data(), b_limbs.data()));
        return vouch_tests::from_limbs(result.data(), size_);
    }
    BigInteger times_r(const BigInteger& a) const {
        return (a << (size_ * Kernel::limb_bits)) % n_;
    }

private:
    BigInteger n_;
    std::size_t size_;
    std::vector<Limb> limbs_;
    vouch::builtin::Montgomery<Kernel> montgomery_;
    std::vector<Limb> wide_;
};

template <class Kernel>
std::size_t check_products() {
    std::size_t checked = 0;
    read_records("mod_mul_tests.txt", [&](auto& values) {
        const BigInteger n = values["M"];
        if (n % 2 == 0) return;
        Modulus<Kernel> modulus{n};
        const BigInteger a = modulus.reduced(values["A"]);
        const BigInteger b = modulus.reduced(values["B"]);
        BOOST_TEST((modulus.multiply(modulus.times_r(a), b) == values["ModMul"]));
        ++checked;
    });
    return checked;
}

template <class Kernel>
std::size_t check_powers() {
    std::size_t checked = 0;
    read_records("mod_exp_tests.txt", [&](auto& values) {
        const BigInteger n = values["M"];
        const BigInteger exponent = values["E"];
        if (n % 2 == 0) return;
        Modulus<Kernel> modulus{n};
        const BigInteger base = modulus.times_r(modulus.reduced(values["A"]));
        BigInteger power = modulus.times_r(modulus.reduced(1));
        for (std::size_t bit = exponent == 0 ? 0 : msb(exponent) + 1; bit-- > 0;) {
            power = modulus.multiply(power, power);
            if (bit_test(exponent, static_cast<unsigned>(bit))) {
                power = modulus.multiply(power, base);
            }
        }
        BOOST_TEST((modulus.multiply(power, modulus.reduced(1)) == values["ModExp"]));
        ++checked;
    });
    return checked;
}

using vouch::builtin::BlockKernel;

}  // namespace

// Deviation: the other 200 have even moduli.
BOOST_AUTO_TEST_CASE(products_are_right) {
    BOOST_TEST(check_products<BlockKernel<std::uint32_t>>() == 236U);
#if VOUCH_HAS_INT128
    BOOST_TEST(check_products<BlockKernel<std::uint64_t>>() == 236U);
#endif
#if VOUCH_HAS_X86_KERNELS
    if (vouch::detail::processor().has_mulx_and_adx) {
        BOOST_TEST(check_products<vouch::builtin::MulxKernel>() == 236U);
    }
#endif
}

// Deviation: the other 15 have even moduli.
BOOST_AUTO_TEST_CASE(powers_are_right) {
    BOOST_TEST(check_powers<BlockKernel<std::uint32_t>>() == 125U);
#if VOUCH_HAS_INT128
    BOOST_TEST(check_powers<BlockKernel<std::uint64_t>>() == 125U);
#endif
#if VOUCH_HAS_X86_KERNELS
    if (vouch::detail::processor().has_mulx_and_adx) {
        BOOST_TEST(check_powers<vouch::builtin::MulxKernel>() == 125U);
    }
#endif
}

BOOST_AUTO_TEST_SUITE_END()
