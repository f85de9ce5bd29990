// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_STRICT_JSON_HPP
#define VOUCH_JSON_STRICT_JSON_HPP

#include <vouch/json/plain_text.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/text/utf8.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vouch::inline v1 {

namespace json::detail {

/// Reads what follows the opening quote of a string, in any spelling (RFC 8259 §7).
class StrictString {
public:
    constexpr StrictString(std::string_view text, Builder& builder) noexcept
        : rest_{text}, builder_{builder} {}

    /// Gives the builder what the string means, and says where the text goes on behind the closing
    /// quote; nowhere where it is malformed, or the builder has stopped.
    constexpr const char* read() noexcept {
        for (;;) {
            const std::size_t plain = copy_plain(rest_, builder_.room());
            rest_.remove_prefix(plain);
            if (!builder_.append_from_room(plain)) return nullptr;
            if (take('"')) return rest_.data();
            if (!(take('\\') ? escaped() : unescaped())) return nullptr;
        }
    }

private:
    constexpr bool take(char wanted) noexcept {
        if (!rest_.starts_with(wanted)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    /// A character that is not ASCII, or one for which the builder has no room.
    constexpr bool unescaped() noexcept {
        if (rest_.empty() || static_cast<unsigned char>(rest_[0]) < 0x20) return false;
        const std::string_view character = rest_.substr(0, utf8::sequence_length(rest_));
        rest_.remove_prefix(character.size());
        return !character.empty() && builder_.append(character);
    }

    /// What follows a backslash.
    constexpr bool escaped() noexcept {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (take('u')) return escaped_unit();
        if (rest_.empty()) return false;
        const std::size_t letter = letters.find(rest_[0]);
        rest_.remove_prefix(1);
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
        if (rest_.size() < 4) return false;
        for (const char digit : rest_.substr(0, 4)) {
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
        rest_.remove_prefix(4);
        return true;
    }

    std::string_view rest_;
    Builder& builder_;
};

/// One pass over one text, which gives the builder all of it. No recursion.
///
/// All of it is inlined into one function, so that its position stays in a register.
class StrictPass {
public:
    constexpr StrictPass(std::string_view text, Builder& builder) noexcept
        : at_{text.data()}, end_{text.data() + text.size()}, builder_{builder} {}

    /// JSON-text = ws value ws (RFC 8259 §2)
    [[gnu::always_inline]] constexpr bool document() noexcept {
        skip_space();
        for (;;) {
            // Down to the first value that is no array and no object, or to an empty one.
            if (in_object() && !name()) return false;
            if (take('[')) {
                if (!builder_.begin_array()) return false;
                enter(false);
                if (peek() != ']') continue;
            } else if (take('{')) {
                if (!builder_.begin_object()) return false;
                enter(true);
                if (peek() != '}') continue;
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
            skip_space();
        }
    }

private:
    constexpr char peek() const noexcept { return at_ == end_ ? '\0' : *at_; }
    [[gnu::always_inline]] constexpr bool take(char wanted) noexcept {
        if (at_ == end_ || *at_ != wanted) return false;
        ++at_;
        return true;
    }
    constexpr std::string_view rest() const noexcept {
        return {at_, static_cast<std::size_t>(end_ - at_)};
    }
    [[gnu::always_inline]] constexpr void skip_space() noexcept {
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

    /// string ws ":" ws
    [[gnu::always_inline]] constexpr bool name() noexcept {
        if (!take('"') || !builder_.begin_name() || !string() || !builder_.end_name()) return false;
        if (peek() != ':') skip_space();
        if (!take(':')) return false;
        skip_space();
        return true;
    }

    [[gnu::always_inline]] constexpr bool scalar() noexcept {
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

    [[gnu::always_inline]] constexpr bool word(std::string_view wanted) noexcept {
        if (!rest().starts_with(wanted)) return false;
        at_ += wanted.size();
        return true;
    }

    [[gnu::always_inline]] constexpr bool number() noexcept {
        const std::string_view number = rest().substr(0, number_length(rest()));
        at_ += number.size();
        return !number.empty() && builder_.number(number);
    }

    /// What follows the opening quote, and the closing quote. Nearly all strings are plain up to
    /// there; what else they may be is left to StrictString.
    [[gnu::always_inline]] constexpr bool string() noexcept {
        const std::size_t plain = copy_plain(rest(), builder_.room());
        at_ += plain;
        if (!builder_.append_from_room(plain)) return false;
        if (take('"')) return true;
        at_ = StrictString{rest(), builder_}.read();
        return at_ != nullptr;
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
