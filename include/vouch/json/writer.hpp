// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_WRITER_HPP
#define VOUCH_JSON_WRITER_HPP

#include <vouch/json/value.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::inline v1::json {

/// Appends `text`, which is valid UTF-8, to `out` as a JSON string (RFC 8259 §7).
///
/// Escaped are quotes, backslashes, control characters, and U+2028 and U+2029, which end a line for
/// some readers of logs. Allocates.
inline void write_string(std::string_view text, std::string& out) {
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    constexpr std::string_view meanings = "\"\\\b\f\n\r\t";
    constexpr std::string_view letters = "\"\\bfnrt";
    out += '"';
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        const std::string_view rest = text.substr(at, 3);
        if (const std::size_t known = meanings.find(byte); known != std::string_view::npos) {
            out += '\\';
            out += letters[known];
        } else if (static_cast<unsigned char>(byte) < 0x20) {
            out += "\\u00";
            out += hexadecimal[static_cast<unsigned char>(byte) >> 4];
            out += hexadecimal[static_cast<unsigned char>(byte) & 0xF];
        } else if (rest == "\u2028" || rest == "\u2029") {
            out += rest.back() == '\xA8' ? "\\u2028" : "\\u2029";
            at += 2;
        } else {
            out += byte;
        }
    }
    out += '"';
}

/// Appends `value` to `out` as JSON text without white space; numbers as they were read.
///
/// Calls itself for arrays and objects, of which a Value has at most 64 inside each other.
/// Allocates.
inline void write(Value value, std::string& out) {
    std::string_view separator;
    if (const std::optional<Array> array = value.as_array()) {
        out += '[';
        for (const Value item : *array) {
            out += separator;
            write(item, out);
            separator = ",";
        }
        out += ']';
    } else if (const std::optional<Object> object = value.as_object()) {
        out += '{';
        for (const Member member : *object) {
            out += separator;
            write_string(member.name, out);
            out += ':';
            write(member.value, out);
            separator = ",";
        }
        out += '}';
    } else if (const std::optional<std::string_view> text = value.as_string()) {
        write_string(*text, out);
    } else if (const std::optional<std::string_view> number = value.as_number_text()) {
        out += *number;
    } else {
        out += value.is_null() ? "null" : *value.as_bool() ? "true" : "false";
    }
}

/// Writes an object member by member, for records that have no Value behind them:
/// `ObjectWriter{line}.string("code", code).integer("status", 401).end();`
///
/// The names have to differ; nothing checks that. Allocates.
class ObjectWriter {
public:
    /// Appends to `out`, which has to live until `end()`.
    explicit ObjectWriter(std::string& out) : out_{out} { out_ += '{'; }

    ObjectWriter& string(std::string_view name, std::string_view text) {
        begin_member(name);
        write_string(text, out_);
        return *this;
    }
    ObjectWriter& integer(std::string_view name, std::int64_t number) {
        char digits[20];  // as many as the least of them has, with its sign
        const auto written = std::to_chars(digits, digits + sizeof digits, number);
        begin_member(name);
        out_.append(digits, written.ptr);
        return *this;
    }
    ObjectWriter& boolean(std::string_view name, bool truth) {
        begin_member(name);
        out_ += truth ? "true" : "false";
        return *this;
    }
    ObjectWriter& value(std::string_view name, Value value) {
        begin_member(name);
        write(value, out_);
        return *this;
    }
    void end() { out_ += '}'; }

private:
    void begin_member(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        write_string(name, out_);
        out_ += ':';
    }

    std::string& out_;
    bool first_ = true;
};

}  // namespace vouch::inline v1::json

#endif
