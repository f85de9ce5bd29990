// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_RANDOM_JSON_HPP
#define VOUCH_TESTS_SUPPORT_RANDOM_JSON_HPP

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>

namespace vouch_tests {

/// Texts that are JSON, nearly: the same ones for the same seed on every platform.
class RandomJson {
public:
    explicit RandomJson(std::uint64_t seed) : random_{seed} {}

    /// Evenly from 0 to `bound` - 1.
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

    /// A text that is JSON, up to duplicate names.
    std::string text() {
        std::string out;
        space(out);
        value(out, 1 + below(6));
        space(out);
        return out;
    }

    /// `text` with a few bytes changed, lost, doubled or put in.
    std::string mutated(std::string text) {
        static constexpr std::string_view pieces[] = {
            "\"",   "\\",       "{",        "}",
            "[",    "]",        ",",        ":",
            "0",    "-",        ".",        "e",
            "+",    "\\u",      "\\ud83d",  "\\ude00",
            " ",    "\n",       "\xC3",     "\xA9",
            "\x80", "\xED",     "\xA0",     "\xF0\x9F\x98\x80",
            "1",    "null",     "true",     "\x01",
            "\x7F", "\"a\":",   "\\u0061",  "\xEF\xBB\xBF",
            "/",    "\xF4\x90", "\xE0\x9F", "\xC0\xAF"};
        for (std::size_t changes = 1 + below(3); changes-- > 0;) {
            const std::size_t at = below(text.size() + 1);
            const std::size_t size = below(4);
            switch (below(6)) {
                case 0:
                    text.insert(at, pieces[below(std::size(pieces))]);
                    break;
                case 1:
                    text.replace(at, size, pieces[below(std::size(pieces))]);
                    break;
                case 2:
                    text.erase(at, 1 + size);
                    break;
                case 3:
                    text.insert(at, text.substr(below(text.size() + 1), below(12)));
                    break;
                case 4:
                    if (at < text.size()) text[at] = static_cast<char>(below(256));
                    break;
                default:
                    text.resize(at);
            }
        }
        return text;
    }

private:
    void space(std::string& out) {
        while (below(8) == 0) out += " \t\n\r"[below(4)];
    }
    void digits(std::string& out, std::size_t most) {
        for (std::size_t left = 1 + below(most); left-- > 0;) {
            out += static_cast<char>('0' + below(10));
        }
    }
    void number(std::string& out) {
        if (below(3) == 0) out += '-';
        if (below(4) == 0) {
            out += '0';
        } else {
            out += static_cast<char>('1' + below(9));
            if (below(2) == 0) digits(out, below(20) == 0 ? 90 : 18);
        }
        if (below(3) == 0) digits(out += '.', 12);
        if (below(4) == 0) {
            out += "eE"[below(2)];
            if (below(2) == 0) out += "+-"[below(2)];
            digits(out, 3);
        }
    }
    void string(std::string& out) {
        static constexpr std::string_view pieces[] = {
            "\\\"",     "\\\\",         "\\/",
            "\\b",      "\\f",          "\\n",
            "\\r",      "\\t",          "\\u0000",
            "\\u00e9",  "\\u20AC",      "\\ud83d\\ude00",
            "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80",
            "\x7F"};
        out += '"';
        for (std::size_t left = below(4) == 0 ? below(20) : below(4); left-- > 0;) {
            if (below(4) == 0) {
                out += pieces[below(std::size(pieces))];
            } else {
                out += static_cast<char>('a' + below(4));
            }
        }
        out += '"';
    }
    void value(std::string& out, std::size_t depth) {
        switch (below(depth == 0 ? 5 : 9)) {
            case 0:
                out += "null";
                break;
            case 1:
                out += below(2) == 0 ? "true" : "false";
                break;
            case 2:
                number(out);
                break;
            case 3:
            case 4:
                string(out);
                break;
            case 5:
            case 6:
                sequence(out, depth, '[', ']', false);
                break;
            default:
                sequence(out, depth, '{', '}', true);
        }
    }
    void sequence(std::string& out, std::size_t depth, char begin, char end, bool named) {
        out += begin;
        space(out);
        for (std::size_t left = below(5); left-- > 0;) {
            if (named) {
                string(out);
                space(out);
                out += ':';
                space(out);
            }
            value(out, depth - 1);
            space(out);
            if (left != 0) out += ',';
            space(out);
        }
        out += end;
    }

    std::mt19937_64 random_;
};

}  // namespace vouch_tests

#endif
