// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_NAME_HPP
#define VOUCH_MESSAGING_NAME_HPP

#include <vouch/messaging/limits.hpp>
#include <vouch/result.hpp>
#include <vouch/text/control_characters.hpp>
#include <vouch/text/utf8.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1::messaging {

namespace detail {

/// Whether `text` is not empty, is UTF-8 and has no control characters.
constexpr bool is_plain_text(std::string_view text) noexcept {
    return !text.empty() && utf8::valid(text) && !has_control_characters(text);
}

constexpr bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace detail

/// Checks the name of a key, keyset, channel or tenant: 1 to limits::name_characters characters of
/// UTF-8, no control characters. Names are compared byte for byte.
///
/// \return `record_name`.
constexpr Result<void> check_record_name(std::string_view name) noexcept {
    if (!detail::is_plain_text(name)) return Errc::record_name;
    std::size_t characters = 0;
    for (const char byte : name) {
        if ((static_cast<unsigned char>(byte) & 0xC0) != 0x80) ++characters;
    }
    if (characters > limits::name_characters) return Errc::record_name;
    return {};
}

/// Checks the name of a configuration: it begins with a letter of ASCII and has letters, digits and
/// `_` only, at most limits::name_characters.
///
/// \return `configuration_name`.
constexpr Result<void> check_configuration_name(std::string_view name) noexcept {
    if (name.empty() || name.size() > limits::name_characters || !detail::is_letter(name[0])) {
        return Errc::configuration_name;
    }
    for (const char c : name) {
        if (!detail::is_letter(c) && !detail::is_digit(c) && c != '_') {
            return Errc::configuration_name;
        }
    }
    return {};
}

}  // namespace vouch::inline v1::messaging

#endif
