// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_NLOHMANN_HPP
#define VOUCH_JSON_NLOHMANN_HPP

#include <vouch/json/reader.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace vouch::inline v1 {

namespace json::detail {

/// Passes the events of nlohmann's parser on to a Builder.
class NlohmannEvents {
public:
    explicit NlohmannEvents(Builder& builder) noexcept : builder_{builder} {}

    bool null() { return builder_.null(); }
    bool boolean(bool truth) { return builder_.boolean(truth); }
    bool number_integer(std::int64_t number) { return integer(number); }
    bool number_unsigned(std::uint64_t number) { return integer(number); }
    bool number_float(double, const std::string& text) {
        if (number_length(text) == text.size()) return builder_.number(text);
        // The parser has put the decimal point of the locale into it.
        std::string plain = text;
        const std::size_t point = plain.find_first_not_of("+-0123456789eE");
        if (point != std::string::npos) plain[point] = '.';
        return number_length(plain) == plain.size() && builder_.number(plain);
    }
    bool string(std::string& text) { return builder_.string(text); }
    bool binary(nlohmann::json::binary_t&) { return false; }  // not in JSON
    bool start_object(std::size_t) { return builder_.begin_object(); }
    bool key(std::string& name) { return builder_.name(name); }
    bool end_object() { return builder_.end_object(); }
    bool start_array(std::size_t) { return builder_.begin_array(); }
    bool end_array() { return builder_.end_array(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) {
        return false;
    }

private:
    template <class Integer>
    bool integer(Integer number) {
        char digits[20];  // as many as the least and the greatest of 64 bits have
        const auto written = std::to_chars(digits, digits + sizeof digits, number);
        return builder_.number({digits, static_cast<std::size_t>(written.ptr - digits)});
    }

    Builder& builder_;
};

}  // namespace json::detail

/// Reads with nlohmann/json 3.11, for programs that have it already.
///
/// Allocates for each string. Refuses, unlike StrictJson, numbers that are too large for a double
/// (`1e400`). A text that cannot be read for want of memory counts as a Fault::syntax.
struct NlohmannJson {
    using policy_kind = json_policy;

    bool read(std::string_view text, json::Builder& builder) const noexcept {
        // The parser skips a byte order mark, and takes U+0000 for the end of the text.
        if (text.starts_with("\xEF\xBB\xBF") || text.find('\0') != std::string_view::npos) {
            return false;
        }
        json::detail::NlohmannEvents events{builder};
#ifdef __cpp_exceptions
        try {
#endif
            return nlohmann::json::sax_parse(text.begin(), text.end(), &events);
#ifdef __cpp_exceptions
        } catch (...) {
            return false;
        }
#endif
    }
};
static_assert(json_reader<NlohmannJson>);

}  // namespace vouch::inline v1

#endif
