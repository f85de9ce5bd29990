// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_HEX_HPP
#define VOUCH_TESTS_SUPPORT_HEX_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace vouch_tests {

/// The octets that pairs of hexadecimal digits name.
constexpr std::vector<std::uint8_t> from_hex(std::string_view digits) {
    const auto value = [](char digit) -> int {
        if (digit >= '0' && digit <= '9') return digit - '0';
        if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
        if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
        throw "not a hexadecimal digit";
    };
    if (digits.size() % 2 != 0) throw "half an octet";
    std::vector<std::uint8_t> octets(digits.size() / 2, std::uint8_t{0});
    for (std::size_t i = 0; i < octets.size(); ++i) {
        octets[i] = static_cast<std::uint8_t>(value(digits[2 * i]) * 16 + value(digits[2 * i + 1]));
    }
    return octets;
}

/// Octets as lower-case hexadecimal digits.
template <class Octets>
std::string to_hex(const Octets& octets) {
    std::string digits;
    for (const std::uint8_t octet : octets) {
        digits += "0123456789abcdef"[octet >> 4];
        digits += "0123456789abcdef"[octet & 15];
    }
    return digits;
}

}  // namespace vouch_tests

#endif
