// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_BASE64URL_HPP
#define VOUCH_TEXT_BASE64URL_HPP

#include <vouch/detail/processor.hpp>
#include <vouch/text/base64_alphabet.hpp>
#include <vouch/text/base64url_x86.hpp>
#include <vouch/version.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace vouch::inline v1 {

namespace detail {

/// Decodes whole groups of base64url the fastest way that there is.
template <class Byte>
constexpr bool decode_base64url_groups(std::string_view text, Byte* out) noexcept {
    if (!std::is_constant_evaluated()) {
        if (text.size() >= base64url_avx2_characters && processor().has_avx2) {
            return decode_base64url_avx2(text, out);
        }
        if (text.size() >= base64url_ssse3_characters && processor().has_ssse3) {
            return decode_base64url_ssse3(text, out);
        }
    }
    return decode_base64_groups(base64url_alphabet, text, out);
}

}  // namespace detail

/// Base64url as JOSE writes it: the alphabet of RFC 4648 §5 without padding (RFC 7515 §2).
namespace base64url {

/// The bytes that text of this size decodes to. Exact; a size of 1 modulo 4 is never valid.
constexpr std::size_t decoded_size(std::size_t text_size) noexcept {
    return detail::base64_decoded_size(text_size);
}

/// Decodes `text` into `out` and returns how many bytes were written.
///
/// Strict, so that bytes have one spelling only: nothing is returned for any character outside the
/// alphabet (padding, white space, `+` and `/` among them), a size of 1 modulo 4, or unused bits
/// that are not zero (RFC 4648 §3.5), or where `out` is smaller than `decoded_size(text.size())`.
/// What `out` holds then is of no meaning. `Byte` is `char` or `unsigned char`.
template <class Byte>
constexpr std::optional<std::size_t> decode(std::string_view text, std::span<Byte> out) noexcept {
    return detail::decode_base64(detail::base64url_alphabet, text, out,
                                 detail::decode_base64url_groups<Byte>);
}

/// The characters that so many bytes encode to.
constexpr std::size_t encoded_size(std::size_t size) noexcept {
    return detail::base64_encoded_size(size);
}

/// Encodes `bytes` into `out` and returns how many characters were written.
/// \pre `out` has room for `encoded_size(bytes.size())` characters.
template <class Byte>
constexpr std::size_t encode(std::span<const Byte> bytes, std::span<char> out) noexcept {
    return detail::encode_base64(detail::base64url_alphabet, bytes, out);
}

/// The encoding of `bytes` as a string.
inline std::string encode(std::string_view bytes) {
    std::string text(encoded_size(bytes.size()), '\0');
    encode(std::span<const char>{bytes}, std::span<char>{text});
    return text;
}

}  // namespace base64url

}  // namespace vouch::inline v1

#endif
