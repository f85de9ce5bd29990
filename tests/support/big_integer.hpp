// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_BIG_INTEGER_HPP
#define VOUCH_TESTS_SUPPORT_BIG_INTEGER_HPP

#include <boost/multiprecision/cpp_int.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace vouch_tests {

/// Somebody else's integers, to check our arithmetic against.
using BigInteger = boost::multiprecision::cpp_int;

/// The limbs of a number, the least significant first, of as many bits as the type has or fewer.
template <class Limb, unsigned Bits = 8 * sizeof(Limb)>
std::vector<Limb> to_limbs(const BigInteger& number, std::size_t limbs) {
    std::vector<Limb> result(limbs, 0);
    export_bits(number, result.begin(), Bits, false);
    result.resize(limbs, 0);
    return result;
}

template <class Limb, unsigned Bits = 8 * sizeof(Limb)>
BigInteger from_limbs(const Limb* limbs, std::size_t size) {
    BigInteger result;
    import_bits(result, limbs, limbs + size, Bits, false);
    return result;
}

inline std::vector<std::uint8_t> to_octets(const BigInteger& number, std::size_t size) {
    std::vector<std::uint8_t> significant;
    if (number != 0) export_bits(number, std::back_inserter(significant), 8);
    std::vector<std::uint8_t> result(size - significant.size(), 0);
    result.insert(result.end(), significant.begin(), significant.end());
    return result;
}

inline BigInteger from_octets(const std::vector<std::uint8_t>& octets) {
    BigInteger result;
    import_bits(result, octets.begin(), octets.end(), 8);
    return result;
}

}  // namespace vouch_tests

#endif
