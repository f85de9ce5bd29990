// SPDX-License-Identifier: BSL-1.0
// A JSON reader of your own: a parser that tells a Builder what it finds.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/custom_json.cpp -o custom_json
//     ./custom_json
// prints: customer-4711
// prints: 0 laws broken
#include <vouch/testing/laws/json_reader.hpp>
#include <vouch/vouch.hpp>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

/// A parser by recursive descent. What a Builder refuses ends the parse.
class Parser {
public:
    Parser(std::string_view text, vouch::json::Builder& builder) noexcept
        : rest_{text}, builder_{builder} {}

    /// Whether the whole text is one JSON value.
    bool parse() noexcept { return value() && (skip_space(), rest_.empty()); }

private:
    // [values]
    // The builder counts how deep this goes, and ends it.
    bool value() noexcept {
        skip_space();
        if (rest_.starts_with('{')) return object();
        if (rest_.starts_with('[')) return array();
        if (rest_.starts_with('"')) {
            return builder_.begin_string() && text() && builder_.end_string();
        }
        if (take("null")) return builder_.null();
        if (take("true")) return builder_.boolean(true);
        if (take("false")) return builder_.boolean(false);
        const std::string_view number = rest_.substr(0, vouch::json::number_length(rest_));
        rest_.remove_prefix(number.size());
        return !number.empty() && builder_.number(number);
    }

    bool array() noexcept {
        if (!take("[") || !builder_.begin_array()) return false;
        if (take_token("]")) return builder_.end_array();
        do {
            if (!value()) return false;
        } while (take_token(","));
        return take_token("]") && builder_.end_array();
    }

    bool object() noexcept {
        if (!take("{") || !builder_.begin_object()) return false;
        if (take_token("}")) return builder_.end_object();
        do {
            skip_space();
            if (!builder_.begin_name() || !text() || !builder_.end_name()) return false;
            if (!take_token(":") || !value()) return false;
        } while (take_token(","));
        return take_token("}") && builder_.end_object();
    }
    // [values]

    /// A string or a name, given to the builder in pieces.
    bool text() noexcept {
        if (!take("\"")) return false;
        while (!take("\"")) {
            std::size_t plain = 0;
            while (plain < rest_.size() && rest_[plain] != '"' && rest_[plain] != '\\') {
                if (static_cast<unsigned char>(rest_[plain]) < 0x20) return false;
                ++plain;
            }
            if (plain == rest_.size() || !builder_.append(rest_.substr(0, plain))) return false;
            rest_.remove_prefix(plain);
            if (take("\\") && !escape()) return false;
        }
        return true;
    }

    bool escape() noexcept {
        constexpr std::string_view letters = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (take("u")) return unicode_escape();
        const std::size_t known = rest_.empty() ? std::string_view::npos : letters.find(rest_[0]);
        if (known == std::string_view::npos) return false;
        rest_.remove_prefix(1);
        return builder_.append(meanings.substr(known, 1));
    }

    bool unicode_escape() noexcept {
        std::uint32_t character = 0;
        std::uint32_t low = 0;
        if (!hexadecimal(character)) return false;
        if (character >= 0xD800 && character < 0xDC00) {  // the first half of a pair
            if (!take("\\u") || !hexadecimal(low) || low < 0xDC00 || low > 0xDFFF) return false;
            character = 0x10000 + ((character - 0xD800) << 10) + (low - 0xDC00);
        } else if (character >= 0xDC00 && character < 0xE000) {
            return false;
        }
        return append_utf8(character);
    }

    bool hexadecimal(std::uint32_t& number) noexcept {
        if (rest_.size() < 4) return false;
        for (const char c : rest_.substr(0, 4)) {
            const char lower = static_cast<char>(c | 0x20);
            if (c >= '0' && c <= '9') {
                number = number << 4 | static_cast<std::uint32_t>(c - '0');
            } else if (lower >= 'a' && lower <= 'f') {
                number = number << 4 | static_cast<std::uint32_t>(lower - 'a' + 10);
            } else {
                return false;
            }
        }
        rest_.remove_prefix(4);
        return true;
    }

    bool append_utf8(std::uint32_t character) noexcept {
        char bytes[4];
        std::size_t size = 0;
        const auto put = [&](std::uint32_t byte) { bytes[size++] = static_cast<char>(byte); };
        if (character < 0x80) {
            put(character);
        } else if (character < 0x800) {
            put(0xC0 | character >> 6);
        } else if (character < 0x10000) {
            put(0xE0 | character >> 12);
        } else {
            put(0xF0 | character >> 18);
            put(0x80 | (character >> 12 & 0x3F));
        }
        if (character >= 0x800) put(0x80 | (character >> 6 & 0x3F));
        if (character >= 0x80) put(0x80 | (character & 0x3F));
        return builder_.append({bytes, size});
    }

    void skip_space() noexcept {
        const std::size_t next = rest_.find_first_not_of(" \t\r\n");
        rest_.remove_prefix(next == std::string_view::npos ? rest_.size() : next);
    }
    bool take(std::string_view token) noexcept {
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    bool take_token(std::string_view token) noexcept {
        skip_space();
        return take(token);
    }

    std::string_view rest_;
    vouch::json::Builder& builder_;
};

// [reader]
struct OwnJson {
    using policy_kind = vouch::json_policy;

    bool read(std::string_view text, vouch::json::Builder& builder) const noexcept {
        return vouch::utf8::valid(text) && Parser{text, builder}.parse();
    }
};
static_assert(vouch::json_reader<OwnJson>);
// [reader]

std::string read(const char* path) {
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

int main() {
    // [verifier]
    using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                                     vouch::StaticKeys, OwnJson>;
    auto keys = vouch::StaticKeys::from_jwks(read("docs/examples/keyset.json"), {}, OwnJson{});
    if (!keys) return 2;
    const Verifier verifier{*std::move(keys)};
    // [verifier]
    std::string token = read("docs/examples/token.txt");
    token.pop_back();  // the end of the line
    const vouch::Result<vouch::Identity> who = verifier.verify(token);
    if (!who) return 1;
    std::cout << who->subject() << '\n';

    // [laws]
    const vouch::testing::LawReport report = vouch::testing::json_reader_laws(OwnJson{});
    for (const std::string_view law : report.broken) std::cout << "broken: " << law << '\n';
    // [laws]
    std::cout << report.broken.size() << " laws broken\n";
    return report.broken.empty() ? 0 : 1;
}
