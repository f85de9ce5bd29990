// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_NUMBERS_HPP
#define VOUCH_TESTS_SUPPORT_NUMBERS_HPP

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

#include "big_integer.hpp"

namespace vouch_tests {

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
inline std::vector<BigInteger> moduli_of(std::size_t bits, Numbers& numbers) {
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

}  // namespace vouch_tests

#endif
