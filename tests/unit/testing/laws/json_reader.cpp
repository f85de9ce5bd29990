// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/json_reader.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

#include "support/slow_json.hpp"

using vouch::json::Builder;
using vouch_tests::Tree;

namespace {

/// A reader with a flaw, which is a function that reads.
struct Flawed {
    using policy_kind = vouch::json_policy;
    bool (*function)(std::string_view text, Builder& builder);

    bool read(std::string_view text, Builder& builder) const noexcept {
        return function(text, builder);
    }
};

bool strictly(std::string_view text, Builder& builder) {
    return vouch::StrictJson{}.read(text, builder);
}

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
    std::string out{text};
    for (std::size_t at = 0; (at = out.find(from, at)) != std::string::npos; at += to.size()) {
        out.replace(at, from.size(), to);
    }
    return out;
}

/// The tree of a text; nothing for the longest, which would be too deep for that reader.
std::optional<Tree> tree_of(std::string_view text) {
    if (text.size() > 10'000) return {};
    return vouch_tests::SlowJson::read(text);
}

/// Gives a tree to the builder, of two members of one name only the first.
bool give_first(const Tree& tree, Builder& builder) {
    using vouch::json::Kind;
    switch (tree.kind) {
        case Kind::null:
            return builder.null();
        case Kind::boolean:
            return builder.boolean(tree.truth);
        case Kind::number:
            return builder.number(tree.text);
        case Kind::string:
            return builder.string(tree.text);
        case Kind::array:
            return builder.begin_array() &&
                   std::ranges::all_of(
                       tree.items, [&](const Tree& item) { return give_first(item, builder); }) &&
                   builder.end_array();
        case Kind::object:
            break;
    }
    std::set<std::string> names;
    if (!builder.begin_object()) return false;
    for (const auto& [name, value] : tree.members) {
        if (!names.insert(name).second) continue;
        if (!builder.name(name) || !give_first(value, builder)) return false;
    }
    return builder.end_object();
}

/// Each law, and a reader with a flaw that breaks it, as readers are known to have.
const struct {
    std::string_view law;
    Flawed reader;
} flaws[] = {
    {"reads a value of each type", {[](std::string_view text, Builder& builder) {
         return (text.starts_with('{') || text.starts_with('[')) && strictly(text, builder);
     }}},
    {"tells true from false", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "false", "true"), builder);
     }}},
    {"keeps members and their order", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "\"\":{\"c\":2},", ""), builder);
     }}},
    {"keeps items and their order", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "3,1", "1,3"), builder);
     }}},
    {"skips white space", {[](std::string_view text, Builder& builder) {
         return text.find('\r') == std::string_view::npos && strictly(text, builder);
     }}},
    {"unescapes strings", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "\\b", "b"), builder);
     }}},
    {"keeps U+0000 in strings", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "\\u0000b", ""), builder);
     }}},
    {"keeps every character of UTF-8", {[](std::string_view text, Builder& builder) {
         return text.find("\xEF\xBF\xBF") == std::string_view::npos && strictly(text, builder);
     }}},
    {"keeps integers exact", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "9007199254740993", "9007199254740992"), builder);
     }}},
    {"rounds numbers to the nearest double", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "0.1,", "0.100000001490116,"), builder);
     }}},
    {"gives every member", {[](std::string_view text, Builder& builder) {
         const std::optional<Tree> tree = tree_of(text);
         return tree && give_first(*tree, builder);
     }}},
    {"unescapes names", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "\\u0067", "\\\\u0067"), builder);
     }}},
    {"leaves it to the builder whether a name may come twice",
     {[](std::string_view text, Builder& builder) {
         const std::optional<Tree> tree = tree_of(text);
         return tree && !tree->has_duplicates() && strictly(text, builder);
     }}},
    {"refuses malformed UTF-8", {[](std::string_view text, Builder& builder) {
         std::string ascii{text};
         for (char& c : ascii) c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
         return strictly(ascii, builder);
     }}},
    {"refuses surrogates that are no pair", {[](std::string_view text, Builder& builder) {
         if (tree_of(text)) return strictly(text, builder);
         return strictly(replaced(replaced(text, "\\ud8", "\\u00"), "\\udc", "\\u00"), builder);
     }}},
    {"refuses a byte order mark", {[](std::string_view text, Builder& builder) {
         if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
         return strictly(text, builder);
     }}},
    {"refuses other encodings than UTF-8", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, std::string_view{"\0", 1}, ""), builder);
     }}},
    {"refuses control characters in strings", {[](std::string_view text, Builder& builder) {
         std::string spaces{text};
         for (char& c : spaces) c = c >= 0 && c < ' ' ? ' ' : c;
         return strictly(spaces, builder);
     }}},
    {"refuses what follows the value", {[](std::string_view text, Builder& builder) {
         std::size_t size = std::min<std::size_t>(text.size(), 1000);
         while (size > 0 && !tree_of(text.substr(0, size))) --size;
         return strictly(size == 0 ? text : text.substr(0, size), builder);
     }}},
    {"refuses a text that is cut", {[](std::string_view text, Builder& builder) {
         const std::string closed = std::string{text} + "]";
         return strictly(tree_of(closed) ? closed : std::string{text}, builder);
     }}},
    {"refuses numbers outside the grammar", {[](std::string_view text, Builder& builder) {
         if (text.starts_with('+')) text.remove_prefix(1);
         return strictly(text, builder);
     }}},
    {"refuses what only looks like JSON", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, ",]", "]"), builder);
     }}},
    {"refuses escapes outside the grammar", {[](std::string_view text, Builder& builder) {
         return strictly(replaced(text, "\\'", "'"), builder);
     }}},
    {"reads no further than the text", {[](std::string_view text, Builder& builder) {
         // Every text of the laws ends in a NUL somewhere.
         return strictly(text.empty() ? text : std::string_view{text.data()}, builder);
     }}},
    {"reads to the depth allowed", {[](std::string_view text, Builder& builder) {
         const std::optional<Tree> tree = tree_of(text);
         return tree && tree->depth() <= 2 && strictly(text, builder);
     }}},
    {"stops at the depth allowed", {[](std::string_view text, Builder& builder) {
         const std::optional<Tree> tree = tree_of(text);
         return tree && tree->depth() <= 3 && strictly(text, builder);
     }}},
    {"stops at once where the depth is without end", {[](std::string_view text, Builder& builder) {
         return text.size() < 1000 && strictly(text, builder);
     }}},
    {"reads as many members as allowed", {[](std::string_view text, Builder& builder) {
         return std::ranges::count(text, ':') != 3 && strictly(text, builder);
     }}},
    {"stops at the members allowed", {[](std::string_view text, Builder& builder) {
         return std::ranges::count(text, ':') != 4 && strictly(text, builder);
     }}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(testing_laws_json_reader)

BOOST_AUTO_TEST_CASE(a_sound_reader_breaks_no_law) {
    BOOST_CHECK(vouch::testing::json_reader_laws(vouch::StrictJson{}).broken.empty());
    BOOST_CHECK(vouch::testing::json_reader_laws(Flawed{strictly}).broken.empty());
}

BOOST_AUTO_TEST_CASE(each_law_catches_a_reader_that_breaks_it) {
    for (const auto& [law, reader] : flaws) {
        BOOST_TEST_CONTEXT(law) {
            const auto report = vouch::testing::json_reader_laws(reader);
            BOOST_CHECK(std::ranges::count(report.broken, law) == 1);
        }
    }
}

BOOST_AUTO_TEST_CASE(no_law_is_without_a_reader_that_breaks_it) {
    std::set<std::string_view> laws;
    const Flawed no{[](std::string_view, Builder&) { return false; }};
    const Flawed yes{[](std::string_view, Builder& builder) { return builder.null(); }};
    for (const Flawed& reader : {no, yes}) {
        const auto report = vouch::testing::json_reader_laws(reader);
        laws.insert(report.broken.begin(), report.broken.end());
    }
    std::set<std::string_view> flawed;
    for (const auto& flaw : flaws) flawed.insert(flaw.law);
    BOOST_CHECK(laws == flawed);
    BOOST_CHECK_EQUAL(flawed.size(), std::size(flaws));
}

BOOST_AUTO_TEST_SUITE_END()
