// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_COMPACT_TOKEN_HPP
#define VOUCH_JOSE_COMPACT_TOKEN_HPP

#include <vouch/config.hpp>
#include <vouch/result.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1 {

/// A signed token in compact form, split at its dots (RFC 7515 §3.1, §7.1).
///
/// The segments are still encoded. A view: valid as long as the text that it was made from.
class CompactToken {
public:
    /// Splits `text` without copying or decoding it.
    ///
    /// \return `token_too_large` for more than `max_bytes`, `token_is_jwe` for five segments,
    /// `token_format` for any other number than three or an empty header or payload. An empty
    /// signature is let through, for the header to say what it means (`none`).
    static constexpr Result<CompactToken> parse(
        std::string_view text, std::size_t max_bytes = limits::token_bytes) noexcept {
        if (text.size() > max_bytes) return Errc::token_too_large;
        const std::size_t first = text.find('.');
        if (first == std::string_view::npos) return Errc::token_format;
        const std::size_t second = text.find('.', first + 1);
        if (second == std::string_view::npos) return Errc::token_format;
        if (const std::size_t third = text.find('.', second + 1); third != std::string_view::npos) {
            const std::size_t fourth = text.find('.', third + 1);
            const bool five_segments = fourth != std::string_view::npos &&
                                       text.find('.', fourth + 1) == std::string_view::npos;
            // The JSON serialization (RFC 7515 §7.2) may have any number of dots.
            const bool is_json = text.find('{') != std::string_view::npos;
            return five_segments && !is_json ? Errc::token_is_jwe : Errc::token_format;
        }
        if (first == 0 || second == first + 1) return Errc::token_format;
        return CompactToken{text, first, second};
    }

    constexpr std::string_view header() const noexcept { return text_.substr(0, first_dot_); }
    constexpr std::string_view payload() const noexcept {
        return text_.substr(first_dot_ + 1, second_dot_ - first_dot_ - 1);
    }
    constexpr std::string_view signature() const noexcept { return text_.substr(second_dot_ + 1); }
    /// What was signed: header and payload as they came (RFC 7515 §5.2, step 8).
    constexpr std::string_view signing_input() const noexcept {
        return text_.substr(0, second_dot_);
    }

private:
    constexpr CompactToken(std::string_view text, std::size_t first, std::size_t second) noexcept
        : text_{text}, first_dot_{first}, second_dot_{second} {}

    std::string_view text_;
    std::size_t first_dot_;
    std::size_t second_dot_;
};

}  // namespace vouch::inline v1

#endif
