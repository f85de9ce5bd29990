// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_IP_ADDRESS_HPP
#define VOUCH_HTTP_IP_ADDRESS_HPP

#include <vouch/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vouch::inline v1::http {

/// An address of IPv4 or IPv6, without a zone.
class IpAddress {
public:
    static constexpr IpAddress v4(std::array<std::uint8_t, 4> octets) noexcept {
        IpAddress address;
        address.size_ = octets.size();
        for (std::size_t i = 0; i < octets.size(); ++i) address.octets_[i] = octets[i];
        return address;
    }
    static constexpr IpAddress v6(std::array<std::uint8_t, 16> octets) noexcept {
        IpAddress address;
        address.size_ = octets.size();
        address.octets_ = octets;
        return address;
    }

    /// Reads the one usual spelling of an IPv4 address: four decimal numbers without leading zeros.
    /// Not `127.1`, `0x7f.0.0.1`, `0177.0.0.1` or `2130706433`, which some systems take too.
    static constexpr std::optional<IpAddress> from_v4(std::string_view text) noexcept {
        std::array<std::uint8_t, 4> octets{};
        for (std::size_t i = 0; i < octets.size(); ++i) {
            if (i != 0 && !skip(text, ".")) return {};
            std::uint32_t value = 0;
            std::size_t digits = 0;
            for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
                value = 10 * value + static_cast<std::uint32_t>(text[digits] - '0');
                if (value > 255) return {};
            }
            if (digits == 0 || (digits > 1 && text[0] == '0')) return {};
            octets[i] = static_cast<std::uint8_t>(value);
            text.remove_prefix(digits);
        }
        if (!text.empty()) return {};
        return v4(octets);
    }

    /// Reads an IPv6 address (RFC 4291 §2.2): groups of up to four hexadecimal digits, one `::`,
    /// and an IPv4 address in place of the last two groups; no zone, no brackets.
    static constexpr std::optional<IpAddress> from_v6(std::string_view text) noexcept {
        std::array<std::uint8_t, 16> octets{};
        std::size_t size = 0;
        std::optional<std::size_t> gap;
        if (skip(text, "::")) gap = 0;
        while (!text.empty()) {
            if (size == octets.size()) return {};
            if (const auto last = from_v4(text); last && size + 4 <= octets.size()) {
                for (const std::uint8_t octet : last->octets()) octets[size++] = octet;
                text = {};
                break;
            }
            std::uint32_t group = 0;
            std::size_t digits = 0;
            for (; digits < text.size(); ++digits) {
                const int digit = hexadecimal(text[digits]);
                if (digit < 0) break;
                group = 16 * group + static_cast<std::uint32_t>(digit);
            }
            if (digits == 0 || digits > 4) return {};
            octets[size++] = static_cast<std::uint8_t>(group >> 8);
            octets[size++] = static_cast<std::uint8_t>(group & 0xFF);
            text.remove_prefix(digits);
            if (text.empty()) break;
            if (!gap && skip(text, "::")) {
                gap = size;
            } else if (!skip(text, ":") || text.empty()) {
                return {};
            }
        }
        if (gap ? size > octets.size() - 2 : size != octets.size()) return {};
        if (gap) {
            // What follows the gap belongs at the end.
            for (std::size_t i = 0; i < size - *gap; ++i) {
                octets[octets.size() - 1 - i] = octets[size - 1 - i];
            }
            for (std::size_t i = *gap; i < octets.size() - (size - *gap); ++i) octets[i] = 0;
        }
        return v6(octets);
    }

    /// In network order: 4 of IPv4, 16 of IPv6.
    constexpr std::span<const std::uint8_t> octets() const noexcept {
        return std::span{octets_}.first(size_);
    }
    constexpr bool is_v4() const noexcept { return size_ == 4; }

    friend constexpr bool operator==(const IpAddress&, const IpAddress&) noexcept = default;

private:
    static constexpr bool skip(std::string_view& text, std::string_view what) noexcept {
        if (!text.starts_with(what)) return false;
        text.remove_prefix(what.size());
        return true;
    }
    static constexpr int hexadecimal(char c) noexcept {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    }

    std::array<std::uint8_t, 16> octets_{};
    std::size_t size_ = 0;
};

/// The addresses that begin with the same bits (RFC 4632 §3.1, RFC 4291 §2.3).
struct Network {
    IpAddress first;
    std::size_t bits;  ///< how many of them are the same

    /// Reads `192.0.2.0/24` or `2001:db8::/32`; a lone address is a network of one.
    static constexpr std::optional<Network> from_text(std::string_view text) noexcept {
        const std::size_t slash = text.find('/');
        const std::string_view address = text.substr(0, slash);
        auto first = IpAddress::from_v4(address);
        if (!first) first = IpAddress::from_v6(address);
        if (!first) return {};
        const std::size_t most = 8 * first->octets().size();
        if (slash == std::string_view::npos) return Network{*first, most};
        const std::string_view digits = text.substr(slash + 1);
        if (digits.empty() || digits.size() > 3 || (digits.size() > 1 && digits[0] == '0')) {
            return {};
        }
        std::size_t bits = 0;
        for (const char digit : digits) {
            if (digit < '0' || digit > '9') return {};
            bits = 10 * bits + static_cast<std::size_t>(digit - '0');
        }
        if (bits > most) return {};
        return Network{*first, bits};
    }

    constexpr bool contains(const IpAddress& address) const noexcept {
        const auto a = first.octets(), b = address.octets();
        if (a.size() != b.size()) return false;
        for (std::size_t bit = 0; bit < bits; ++bit) {
            const int shift = 7 - static_cast<int>(bit % 8);
            if ((a[bit / 8] >> shift & 1) != (b[bit / 8] >> shift & 1)) return false;
        }
        return true;
    }
};

}  // namespace vouch::inline v1::http

#endif
