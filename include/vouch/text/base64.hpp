// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_BASE64_HPP
#define VOUCH_TEXT_BASE64_HPP

#include <vouch/text/base64_alphabet.hpp>
#include <vouch/version.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vouch::inline v1 {

/// Base64 with padding (RFC 4648 §4), as certificates come in `x5c` and PEM.
namespace base64 {

/// The most bytes that text of this size decodes to: padding takes up to two of them.
constexpr std::size_t decoded_size(std::size_t text_size) noexcept {
    return detail::base64_decoded_size(text_size);
}

/// Decodes `text` into `out` and returns how many bytes were written.
///
/// Strict, so that bytes have one spelling only: nothing is returned for any character outside the
/// alphabet (white space, `-` and `_` among them), missing or needless padding, or unused bits that
/// are not zero (RFC 4648 §3.5), or where `out` is smaller than `decoded_size(text.size())`.
/// What `out` holds then is of no meaning. `Byte` is `char` or `unsigned char`.
template <class Byte>
constexpr std::optional<std::size_t> decode(std::string_view text, std::span<Byte> out) noexcept {
    if (text.size() % 4 != 0 || out.size() < decoded_size(text.size())) return {};
    // At most two: a third padding character stays, and is outside the alphabet.
    if (text.ends_with('=')) text.remove_suffix(1);
    if (text.ends_with('=')) text.remove_suffix(1);
    return detail::decode_base64(detail::base64_alphabet, text, out);
}

/// The characters that so many bytes encode to, padding included.
constexpr std::size_t encoded_size(std::size_t size) noexcept { return (size + 2) / 3 * 4; }

/// Encodes `bytes` into `out` and returns how many characters were written.
/// \pre `out` has room for `encoded_size(bytes.size())` characters.
template <class Byte>
constexpr std::size_t encode(std::span<const Byte> bytes, std::span<char> out) noexcept {
    std::size_t written = detail::encode_base64(detail::base64_alphabet, bytes, out);
    while (written % 4 != 0) out[written++] = '=';
    return written;
}

/// The encoding of `bytes` as a string.
inline std::string encode(std::string_view bytes) {
    std::string text(encoded_size(bytes.size()), '\0');
    encode(std::span<const char>{bytes}, std::span<char>{text});
    return text;
}

}  // namespace base64

}  // namespace vouch::inline v1

#endif
