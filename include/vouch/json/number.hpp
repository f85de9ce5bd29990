// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_NUMBER_HPP
#define VOUCH_JSON_NUMBER_HPP

#include <vouch/version.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>

namespace vouch::inline v1::json {

/// How many bytes at the start of `text` are a JSON number (RFC 8259 §6); 0 where none is there.
constexpr std::size_t number_length(std::string_view text) noexcept {
    std::size_t at = 0;
    const auto peek = [&] { return at < text.size() ? text[at] : '\0'; };
    const auto digits = [&] {
        const std::size_t first = at;
        while (peek() >= '0' && peek() <= '9') ++at;
        return at > first;
    };
    if (peek() == '-') ++at;
    if (peek() == '0') {
        ++at;
    } else if (!digits()) {
        return 0;
    }
    if (peek() == '.') {
        ++at;
        if (!digits()) return 0;
    }
    if (peek() == 'e' || peek() == 'E') {
        ++at;
        if (peek() == '+' || peek() == '-') ++at;
        if (!digits()) return 0;
    }
    return at;
}

/// A number split at its decimal point: |value| = whole + billionths / 10^9 + something smaller.
struct Decimal {
    bool negative = false;
    std::uint64_t whole = 0;
    std::uint32_t billionths = 0;
    bool rest = false;  ///< whether digits follow after the ninth of the fraction that are not zero
};

/// A JSON number of digits alone, up to 18 of them; nothing for any other. It is how times are
/// written, and quick.
constexpr std::optional<std::uint64_t> to_short_whole(std::string_view number) noexcept {
    if (number.empty() || number.size() > 18) return {};
    if (number[0] == '0' && number.size() > 1) return {};
    std::uint64_t whole = 0;
    for (const char digit : number) {
        if (digit < '0' || digit > '9') return {};
        whole = whole * 10 + static_cast<unsigned>(digit - '0');
    }
    return whole;
}

/// Splits a JSON number exactly; nothing where its whole part does not fit 64 bits, or where
/// `number` is not the whole of a JSON number.
constexpr std::optional<Decimal> to_decimal(std::string_view number) noexcept {
    if (const auto whole = to_short_whole(number)) return Decimal{.whole = *whole};
    if (number.empty() || number_length(number) != number.size()) return {};
    Decimal decimal;
    std::size_t mantissa_end = number.find_first_of("eE");
    if (mantissa_end == std::string_view::npos) mantissa_end = number.size();
    std::string_view mantissa = number.substr(0, mantissa_end);
    if (mantissa.starts_with('-')) {
        decimal.negative = true;
        mantissa.remove_prefix(1);
    }

    // An exponent beyond the bound moves every digit out of reach, however long the number is.
    constexpr std::int64_t exponent_bound = 1'000'000'000;
    std::int64_t exponent = 0;
    if (mantissa_end < number.size()) {
        std::string_view digits = number.substr(mantissa_end + 1);
        const bool negative = digits.starts_with('-');
        if (negative || digits.starts_with('+')) digits.remove_prefix(1);
        for (const char digit : digits) {
            if (exponent < exponent_bound) exponent = exponent * 10 + (digit - '0');
        }
        if (negative) exponent = -exponent;
    }

    const std::size_t point = mantissa.find('.');
    const std::size_t whole_digits = point == std::string_view::npos ? mantissa.size() : point;
    // The place of a digit is the power of ten that it counts.
    std::int64_t place = static_cast<std::int64_t>(whole_digits) - 1 + exponent;
    bool any = false;
    for (const char digit : mantissa) {
        if (digit == '.') continue;
        const auto value = static_cast<unsigned>(digit - '0');
        any = any || value != 0;
        if (place >= 0 && any) {
            constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
            if (decimal.whole > (most - value) / 10) return {};
            decimal.whole = decimal.whole * 10 + value;
        } else if (place >= -9) {
            decimal.billionths = decimal.billionths * 10 + value;
        } else if (value != 0) {
            decimal.rest = true;
        }
        --place;
    }
    for (; place >= 0 && any; --place) {
        if (decimal.whole > std::numeric_limits<std::uint64_t>::max() / 10) return {};
        decimal.whole *= 10;
    }
    if (any) {
        for (std::int64_t filled = place < -1 ? -1 - place : 0; filled < 9; ++filled) {
            decimal.billionths *= 10;
        }
    }
    return decimal;
}

/// A JSON number that is whole and fits 64 bits, exactly; else nothing.
constexpr std::optional<std::int64_t> to_integer(std::string_view number) noexcept {
    const std::optional<Decimal> decimal = to_decimal(number);
    if (!decimal || decimal->billionths != 0 || decimal->rest) return {};
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    if (decimal->negative) {
        if (decimal->whole > most + 1) return {};
        return static_cast<std::int64_t>(0 - decimal->whole);
    }
    if (decimal->whole > most) return {};
    return static_cast<std::int64_t>(decimal->whole);
}

/// A JSON number as the nearest double; nothing where it is too large for one, or no JSON number.
/// No locale.
inline std::optional<double> to_double(std::string_view number) noexcept {
    // from_chars would take "inf" and "nan" as well.
    if (number.empty() || number_length(number) != number.size()) return {};
    double value = 0;
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (fault == std::errc{}) return value;
    // from_chars says "out of range" for numbers too small as well; those are zero.
    const std::optional<Decimal> decimal = to_decimal(number);
    if (decimal && decimal->whole == 0) return decimal->negative ? -0.0 : 0.0;
    return {};
}

}  // namespace vouch::inline v1::json

#endif
