// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_PEM_HPP
#define VOUCH_TEXT_PEM_HPP

#include <vouch/result.hpp>
#include <vouch/text/base64.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace vouch::inline v1 {

/// Binary data as text between `-----BEGIN` and `-----END` (RFC 7468).
namespace pem {

namespace detail {

/// Cuts the first line off `text` and returns it without its line break (LF or CRLF) and without
/// white space at its end (`*WSP` in RFC 7468 §3).
constexpr std::string_view take_line(std::string_view& text) noexcept {
    const std::size_t size = text.find('\n');
    std::string_view line = text.substr(0, size);
    text.remove_prefix(size == std::string_view::npos ? text.size() : size + 1);
    while (line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

inline constexpr std::string_view dashes = "-----";

/// The label of a boundary line; empty where it is none.
constexpr std::string_view label_of(std::string_view line, std::string_view beginning) noexcept {
    if (!line.starts_with(beginning)) return {};
    line.remove_prefix(beginning.size());
    if (!line.ends_with(dashes)) return {};
    line.remove_suffix(dashes.size());
    return line;
}

}  // namespace detail

/// One block; a view of the text that it was read from.
struct Block {
    std::string_view label;  ///< `CERTIFICATE`, say
    std::string_view body;   ///< the lines between the boundaries

    /// The bytes that the body encodes.
    /// \return `pem_format` where it is not strict base64 once its line breaks are removed; so it
    /// is for a body with the headers of RFC 1421, such as `Proc-Type`.
    constexpr Result<std::vector<std::uint8_t>> decode() const {
        std::vector<char> text;
        text.reserve(body.size());
        for (std::string_view rest = body; !rest.empty();) {
            const std::string_view line = detail::take_line(rest);
            text.insert(text.end(), line.begin(), line.end());
        }
        std::vector<std::uint8_t> bytes(base64::decoded_size(text.size()), std::uint8_t{0});
        const auto size = base64::decode({text.data(), text.size()}, std::span{bytes});
        if (!size) return Errc::pem_format;
        bytes.resize(*size);
        return bytes;
    }
};

/// Reads the blocks of a text, in order.
///
/// Lines before a block that do not start with five dashes are explanatory text and are passed over
/// (RFC 7468 §2, §5.2); after the last block only white space may come. Boundaries start their
/// line.
class Reader {
public:
    constexpr explicit Reader(std::string_view text) noexcept : rest_{text} {}

    /// Whether only white space is left.
    constexpr bool at_end() const noexcept {
        return rest_.find_first_not_of(" \t\r\n") == std::string_view::npos;
    }

    /// The next block.
    /// \return `pem_format` where there is none, or it is not ended by its own label.
    constexpr Result<Block> next() noexcept {
        std::string_view line;
        while (!line.starts_with(detail::dashes)) {
            if (rest_.empty()) return Errc::pem_format;
            line = detail::take_line(rest_);
        }
        const std::string_view label = detail::label_of(line, "-----BEGIN ");
        if (label.empty()) return Errc::pem_format;

        const std::string_view body = rest_;
        while (!rest_.empty()) {
            const std::size_t body_size = body.size() - rest_.size();
            line = detail::take_line(rest_);
            if (!line.starts_with(detail::dashes)) continue;
            if (detail::label_of(line, "-----END ") != label) return Errc::pem_format;
            return Block{label, body.substr(0, body_size)};
        }
        return Errc::pem_format;
    }

private:
    std::string_view rest_;
};

}  // namespace pem

}  // namespace vouch::inline v1

#endif
