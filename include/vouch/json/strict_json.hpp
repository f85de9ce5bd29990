// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_STRICT_JSON_HPP
#define VOUCH_JSON_STRICT_JSON_HPP

#include <vouch/json/reader.hpp>
#include <vouch/text/utf8.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace vouch::inline v1 {

namespace json::detail {

/// How many bytes at the start of `text` stand for themselves in a string and are ASCII: all but
/// quotes, backslashes and control characters (RFC 8259 §7).
constexpr std::size_t plain_length(std::string_view text) noexcept {
    std::size_t at = 0;
    if (!std::is_constant_evaluated() && std::endian::native == std::endian::little) {
        constexpr std::uint64_t ones = 0x0101'0101'0101'0101;
        constexpr std::uint64_t tops = 0x8080'8080'8080'8080;
        for (std::uint64_t eight = 0; text.size() - at >= 8; at += 8) {
            std::memcpy(&eight, text.data() + at, 8);
            // The top bit of a byte says that it is not plain. A borrow may put a false one behind
            // a true one, never before, and only the first counts.
            const std::uint64_t quotes = (eight ^ ones * '"') - ones;
            const std::uint64_t backslashes = (eight ^ ones * '\\') - ones;
            const std::uint64_t controls = eight - ones * 0x20;
            const std::uint64_t others = (quotes | backslashes | controls | eight) & tops;
            if (others != 0) return at + static_cast<std::size_t>(std::countr_zero(others)) / 8;
        }
    }
    for (const char next : text.substr(at)) {
        const auto byte = static_cast<unsigned char>(next);
        if (byte == '"' || byte == '\\' || byte < 0x20 || byte >= 0x80) break;
        ++at;
    }
    return at;
}

/// One pass over one text, which gives the builder all of it. No recursion.
class StrictPass {
public:
    constexpr StrictPass(std::string_view text, Builder& builder) noexcept
        : at_{text.data()}, end_{text.data() + text.size()}, builder_{builder} {}

    /// JSON-text = ws value ws (RFC 8259 §2)
    constexpr bool document() noexcept {
        for (;;) {
            // Down to the first value that is no array and no object, or to an empty one.
            skip_space();
            if (take('[')) {
                if (!builder_.begin_array()) return false;
                enter(false);
                if (peek() != ']') continue;
            } else if (take('{')) {
                if (!builder_.begin_object()) return false;
                enter(true);
                if (peek() != '}') {
                    if (!name()) return false;
                    continue;
                }
            } else if (!scalar()) {
                return false;
            }
            // Up again, to where the next value stands.
            for (;;) {
                skip_space();
                if (depth_ == 0) return at_ == end_;
                if (take(',')) break;
                if (!(in_object() ? take('}') && builder_.end_object()
                                  : take(']') && builder_.end_array())) {
                    return false;
                }
                leave();
            }
            if (in_object() && !name()) return false;
        }
    }

private:
    constexpr char peek() const noexcept { return at_ == end_ ? '\0' : *at_; }
    constexpr bool take(char wanted) noexcept {
        if (at_ == end_ || *at_ != wanted) return false;
        ++at_;
        return true;
    }
    constexpr std::string_view rest() const noexcept {
        return {at_, static_cast<std::size_t>(end_ - at_)};
    }
    constexpr void skip_space() noexcept {
        while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
    }

    /// \name Arrays and objects begun and not ended
    /// The innermost is the lowest bit. The builder lets no more than 64 begin.
    /// \{
    constexpr void enter(bool object) noexcept {
        objects_ = objects_ << 1 | static_cast<std::uint64_t>(object);
        ++depth_;
        skip_space();
    }
    constexpr void leave() noexcept {
        objects_ >>= 1;
        --depth_;
    }
    constexpr bool in_object() const noexcept { return (objects_ & 1) != 0; }
    /// \}

    /// string ws ":", from where white space may stand before it
    constexpr bool name() noexcept {
        skip_space();
        if (!take('"') || !builder_.begin_name() || !string() || !builder_.end_name()) return false;
        skip_space();
        return take(':');
    }

    constexpr bool scalar() noexcept {
        switch (peek()) {
            case '"':
                ++at_;
                return builder_.begin_string() && string() && builder_.end_string();
            case 't':
                return word("true") && builder_.boolean(true);
            case 'f':
                return word("false") && builder_.boolean(false);
            case 'n':
                return word("null") && builder_.null();
            default:
                return number();
        }
    }

    constexpr bool word(std::string_view wanted) noexcept {
        if (!rest().starts_with(wanted)) return false;
        at_ += wanted.size();
        return true;
    }

    constexpr bool number() noexcept {
        const std::string_view number = rest().substr(0, number_length(rest()));
        at_ += number.size();
        return !number.empty() && builder_.number(number);
    }

    /// What follows the opening quote, and the closing quote (RFC 8259 §7).
    constexpr bool string() noexcept {
        for (const char* run = at_;;) {
            at_ += plain_length(rest());
            const char byte = peek();
            if (static_cast<unsigned char>(byte) >= 0x80) {
                const std::size_t length = utf8::sequence_length(rest());
                if (length == 0) return false;
                at_ += length;
                continue;
            }
            // Else a control character, or the end of the text.
            if (byte != '"' && byte != '\\') return false;
            if (!builder_.append({run, static_cast<std::size_t>(at_ - run)})) return false;
            ++at_;
            if (byte == '"') return true;
            if (!escape()) return false;
            run = at_;
        }
    }

    /// What follows a backslash.
    constexpr bool escape() noexcept {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (take('u')) return escaped_unit();
        if (at_ == end_) return false;
        const std::size_t letter = letters.find(*at_++);
        return letter != std::string_view::npos && builder_.append(meanings.substr(letter, 1));
    }

    /// What follows `\u`: a character, or the first half of one, then `\u` and the second.
    constexpr bool escaped_unit() noexcept {
        char32_t character = 0;
        if (!hexadecimal(character)) return false;
        if (character >= 0xD800 && character < 0xDC00) {
            char32_t second = 0;
            if (!take('\\') || !take('u') || !hexadecimal(second)) return false;
            if (second < 0xDC00 || second > 0xDFFF) return false;
            character = 0x1'0000 + ((character - 0xD800) << 10) + (second - 0xDC00);
        }
        char bytes[4] = {};
        const std::size_t size = utf8::encode(character, bytes);  // 0 for a second half alone
        return size != 0 && builder_.append({bytes, size});
    }

    constexpr bool hexadecimal(char32_t& unit) noexcept {
        if (rest().size() < 4) return false;
        for (int i = 0; i < 4; ++i) {
            const char digit = *at_++;
            unit <<= 4;
            if (digit >= '0' && digit <= '9') {
                unit |= static_cast<char32_t>(digit - '0');
            } else if (digit >= 'a' && digit <= 'f') {
                unit |= static_cast<char32_t>(digit - 'a' + 10);
            } else if (digit >= 'A' && digit <= 'F') {
                unit |= static_cast<char32_t>(digit - 'A' + 10);
            } else {
                return false;
            }
        }
        return true;
    }

    const char* at_;
    const char* const end_;
    Builder& builder_;
    std::uint64_t objects_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace json::detail

/// The reader of this library, and the default: RFC 8259 to the letter.
///
/// One pass, no allocation, no recursion; usable in constant evaluation. Refused besides what the
/// grammar refuses: a byte order mark (§8.1 leaves that open), malformed UTF-8, and surrogates that
/// are not a pair, escaped or not (RFC 7493 §2.1). Noncharacters such as U+FFFF are read.
struct StrictJson {
    using policy_kind = json_policy;

    constexpr bool read(std::string_view text, json::Builder& builder) const noexcept {
        return json::detail::StrictPass{text, builder}.document();
    }
};
static_assert(json_reader<StrictJson>);

}  // namespace vouch::inline v1

#endif
