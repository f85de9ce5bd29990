// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_SLOW_JSON_HPP
#define VOUCH_TESTS_SUPPORT_SLOW_JSON_HPP

#include <vouch/json/builder.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A second JSON reader, which shares no code with the first: slow, and meant to be seen to be
// right. It decodes the text to characters, reads them by the grammar of RFC 8259 into a tree, and
// looks at the limits when it is done.

namespace vouch_tests {

struct Tree {
    vouch::json::Kind kind = vouch::json::Kind::null;
    bool truth = false;
    std::string text = {};         // of a string; or the number as written
    std::vector<Tree> items = {};  // of an array
    std::vector<std::pair<std::string, Tree>> members = {};  // of an object

    std::size_t depth() const {
        std::size_t inside = 0;
        for (const Tree& item : items) inside = std::max(inside, item.depth());
        for (const auto& member : members) inside = std::max(inside, member.second.depth());
        using vouch::json::Kind;
        return inside + (kind == Kind::array || kind == Kind::object ? 1 : 0);
    }
    std::size_t most_members() const {
        std::size_t most = members.size();
        for (const Tree& item : items) most = std::max(most, item.most_members());
        for (const auto& member : members) most = std::max(most, member.second.most_members());
        return most;
    }
    bool has_duplicates() const {
        std::vector<std::string> names;
        for (const auto& [name, value] : members) {
            if (value.has_duplicates()) return true;
            names.push_back(name);
        }
        std::ranges::sort(names);
        if (std::ranges::adjacent_find(names) != names.end()) return true;
        return std::ranges::any_of(items, [](const Tree& item) { return item.has_duplicates(); });
    }
    /// Whether `value` is the same, in the same order, with the same number texts.
    bool equals(vouch::json::Value value) const {
        using vouch::json::Kind;
        if (value.kind() != kind) return false;
        if (kind == Kind::boolean) return value.as_bool() == truth;
        if (kind == Kind::string) return value.as_string() == text;
        if (kind == Kind::number) return value.as_number_text() == text;
        std::size_t at = 0;
        if (const auto array = value.as_array()) {
            for (const auto item : *array) {
                if (at == items.size() || !items[at++].equals(item)) return false;
            }
            return at == items.size();
        }
        if (const auto object = value.as_object()) {
            for (const auto member : *object) {
                if (at == members.size() || members[at].first != member.name) return false;
                if (!members[at++].second.equals(member.value)) return false;
            }
            return at == members.size();
        }
        return value.is_null();
    }
};

class SlowJson {
public:
    /// The tree of a text; nothing where it is not JSON in UTF-8.
    static std::optional<Tree> read(std::string_view text) {
        const std::optional<std::u32string> characters = decode(text);
        if (!characters) return {};
        SlowJson reader{*characters};
        std::optional<Tree> tree = reader.element();
        if (reader.at_ != characters->size()) return {};
        return tree;
    }

    static void encode(char32_t c, std::string& out) {
        const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
        if (c < 0x80) return put(c);
        if (c < 0x800) return put(0xC0 + c / 64), put(0x80 + c % 64);
        if (c < 0x10000) return put(0xE0 + c / 4096), put(0x80 + c / 64 % 64), put(0x80 + c % 64);
        put(0xF0 + c / 262144), put(0x80 + c / 4096 % 64), put(0x80 + c / 64 % 64);
        put(0x80 + c % 64);
    }

private:
    explicit SlowJson(const std::u32string& text) : text_{text} {}

    /// Decodes loosely, then demands that encoding gives the same bytes: so each has its one form.
    static std::optional<std::u32string> decode(std::string_view text) {
        std::u32string characters;
        std::string again;
        for (std::size_t at = 0; at < text.size();) {
            const auto byte = [&](std::size_t i) {
                return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
            };
            const std::size_t size = byte(0) < 0x80   ? 1
                                     : byte(0) < 0xE0 ? 2
                                     : byte(0) < 0xF0 ? 3
                                                      : 4;
            char32_t c = size == 1 ? byte(0) : byte(0) % (256U >> (size + 1));
            for (std::size_t i = 1; i < size; ++i) c = c * 64 + byte(i) % 64;
            if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return {};
            characters += c;
            encode(c, again);
            at += size;
        }
        if (again != text) return {};
        return characters;
    }

    bool take(std::u32string_view wanted) {
        if (text_.compare(at_, wanted.size(), wanted) != 0) return false;
        at_ += wanted.size();
        return true;
    }
    void space() {
        while (take(U" ") || take(U"\t") || take(U"\n") || take(U"\r")) {
        }
    }

    // element = ws value ws
    std::optional<Tree> element() {
        space();
        std::optional<Tree> tree = value();
        space();
        return tree;
    }

    std::optional<Tree> value() {
        using vouch::json::Kind;
        if (take(U"null")) return Tree{};
        if (take(U"true")) return Tree{.kind = Kind::boolean, .truth = true};
        if (take(U"false")) return Tree{.kind = Kind::boolean, .truth = false};
        if (take(U"[")) return array();
        if (take(U"{")) return object();
        if (take(U"\"")) {
            std::optional<std::string> text = string();
            if (!text) return {};
            return Tree{.kind = Kind::string, .text = std::move(*text)};
        }
        return number();
    }

    std::optional<Tree> array() {
        Tree tree{.kind = vouch::json::Kind::array};
        space();
        if (take(U"]")) return tree;
        do {
            std::optional<Tree> item = element();
            if (!item) return {};
            tree.items.push_back(std::move(*item));
        } while (take(U","));
        if (!take(U"]")) return {};
        return tree;
    }

    std::optional<Tree> object() {
        Tree tree{.kind = vouch::json::Kind::object};
        space();
        if (take(U"}")) return tree;
        do {
            space();
            if (!take(U"\"")) return {};
            std::optional<std::string> name = string();
            space();
            if (!name || !take(U":")) return {};
            std::optional<Tree> item = element();
            if (!item) return {};
            tree.members.emplace_back(std::move(*name), std::move(*item));
        } while (take(U","));
        if (!take(U"}")) return {};
        return tree;
    }

    std::optional<Tree> number() {
        static const std::regex grammar{"-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?"};
        std::string text;
        for (; at_ < text_.size() && std::u32string_view{U"+-.0123456789Ee"}.find(text_[at_]) !=
                                         std::u32string_view::npos;
             ++at_) {
            text += static_cast<char>(text_[at_]);
        }
        if (!std::regex_match(text, grammar)) return {};
        return Tree{.kind = vouch::json::Kind::number, .text = text};
    }

    /// A string in UTF-16, as escapes are; then in UTF-8.
    std::optional<std::string> string() {
        std::vector<char32_t> units;
        while (!take(U"\"")) {
            if (at_ == text_.size() || text_[at_] < 0x20) return {};
            if (!take(U"\\")) {
                units.push_back(text_[at_++]);
                continue;
            }
            const std::u32string_view letters = U"\"\\/bfnrt";
            const std::u32string_view meanings = U"\"\\/\b\f\n\r\t";
            if (take(U"u")) {
                const std::optional<char32_t> unit = four_digits();
                if (!unit) return {};
                units.push_back(*unit);
            } else if (at_ < text_.size() && letters.find(text_[at_]) != letters.npos) {
                units.push_back(meanings[letters.find(text_[at_++])]);
            } else {
                return {};
            }
        }
        std::string text;
        for (std::size_t i = 0; i < units.size(); ++i) {
            const auto first = units[i] >= 0xD800 && units[i] <= 0xDBFF;
            const auto is_second = [](char32_t unit) { return unit >= 0xDC00 && unit <= 0xDFFF; };
            if (first && i + 1 < units.size() && is_second(units[i + 1])) {
                encode(0x10000 + (units[i] - 0xD800) * 1024 + (units[i + 1] - 0xDC00), text);
                ++i;
            } else if (first || is_second(units[i])) {
                return {};
            } else {
                encode(units[i], text);
            }
        }
        return text;
    }

    std::optional<char32_t> four_digits() {
        const std::u32string_view digits = U"0123456789abcdefABCDEF";
        char32_t unit = 0;
        for (int i = 0; i < 4; ++i) {
            const std::size_t digit =
                at_ < text_.size() ? digits.find(text_[at_++]) : std::u32string_view::npos;
            if (digit == std::u32string_view::npos) return {};
            unit = unit * 16 + static_cast<char32_t>(digit < 16 ? digit : digit - 6);
        }
        return unit;
    }

    const std::u32string& text_;
    std::size_t at_ = 0;
};

}  // namespace vouch_tests

#endif
