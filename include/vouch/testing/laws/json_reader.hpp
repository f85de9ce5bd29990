// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_JSON_READER_HPP
#define VOUCH_TESTING_LAWS_JSON_READER_HPP

#include <vouch/json/reader.hpp>
#include <vouch/testing/laws/report.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1::testing {

namespace detail {

using namespace std::string_view_literals;

/// A reader of any type, so that the laws are compiled once.
struct AnyReader {
    using policy_kind = json_policy;

    const void* reader;
    bool (*function)(const void* reader, std::string_view text, json::Builder& builder) noexcept;

    bool read(std::string_view text, json::Builder& builder) const noexcept {
        return function(reader, text, builder);
    }
};

/// One text read, with what it was read into.
class ReadText {
public:
    ReadText(const AnyReader& reader, std::string_view text, json::Limits limits = {})
        : storage_(json::detail::encoded_size(text.size())),
          reading_{json::read(reader, text, storage_, limits)} {}

    explicit operator bool() const noexcept { return static_cast<bool>(reading_); }
    json::Fault fault() const noexcept { return reading_.fault; }
    json::Value root() const noexcept { return reading_.root(); }

    /// Whether the text is an array of strings or integers, and these are they.
    template <class Wanted>
    bool is_array_of(const std::vector<Wanted>& wanted) const {
        const auto array = reading_ ? root().as_array() : std::nullopt;
        if (!array) return false;
        std::size_t at = 0;
        for (const json::Value item : *array) {
            if (at == wanted.size() || !equal(item, wanted[at])) return false;
            ++at;
        }
        return at == wanted.size();
    }

private:
    static bool equal(json::Value item, std::string_view wanted) {
        return item.as_string() == wanted;
    }
    static bool equal(json::Value item, std::int64_t wanted) { return item.as_integer() == wanted; }
    static bool equal(json::Value item, double wanted) { return item.as_double() == wanted; }

    std::vector<char> storage_;
    json::Reading reading_;
};

/// Arrays inside each other.
inline std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

/// An object of members that all have other names.
inline std::string object_of(std::size_t members) {
    std::string text = "{";
    for (std::size_t i = 0; i < members; ++i) {
        text += i == 0 ? "\"" : ",\"";
        text += std::to_string(i) + "\":0";
    }
    return text + "}";
}

inline LawReport laws_of(const AnyReader& reader) {
    using json::Fault;
    using json::Kind;
    LawReport report;
    const auto read = [&](std::string_view text, json::Limits limits = {}) {
        return ReadText{reader, text, limits};
    };
    const auto refuse_all = [&](std::string_view law, const std::vector<std::string_view>& texts) {
        for (const std::string_view text : texts) {
            report.require(read(text).fault() == Fault::syntax, law);
        }
    };

    for (const auto& [text, kind] : {
             std::pair{"null", Kind::null},
             {"true", Kind::boolean},
             {"false", Kind::boolean},
             {"0", Kind::number},
             {"\"\"", Kind::string},
             {"[]", Kind::array},
             {"{}", Kind::object},
         }) {
        const ReadText value = read(text);
        report.require(value && value.root().kind() == kind, "reads a value of each type");
    }
    report.require(read("true") && read("true").root().as_bool() == true && read("false") &&
                       read("false").root().as_bool() == false,
                   "tells true from false");

    const ReadText members = read(R"({"b":1,"":{"c":2},"a":[3]})");
    std::string names;
    if (const auto object = members ? members.root().as_object() : std::nullopt) {
        for (const json::Member member : *object) names.append(member.name).append(";");
    }
    report.require(names == "b;;a;", "keeps members and their order");
    report.require(read("[3,1,2]").is_array_of<std::int64_t>({3, 1, 2}),
                   "keeps items and their order");
    report.require(
        read(" \t\r\n[ 1 ,\n2 ]\t").is_array_of<std::int64_t>({1, 2}) && read(" { \"a\" : { } } "),
        "skips white space");

    report.require(read(R"(["\"\\\/\b\f\n\r\t","\u0041\u00e9\u20AC","\ud83d\ude00"])")
                       .is_array_of<std::string_view>(
                           {"\"\\/\b\f\n\r\t", "A\xC3\xA9\xE2\x82\xAC", "\xF0\x9F\x98\x80"}),
                   "unescapes strings");
    report.require(read(R"(["a\u0000b"])").is_array_of<std::string_view>({"a\0b"sv}),
                   "keeps U+0000 in strings");
    report.require(read("[\"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"
                        "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"]")
                       .is_array_of<std::string_view>(
                           {"\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"
                            "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"}),
                   "keeps every character of UTF-8");
    report.require(read("[9007199254740993,9223372036854775807,-9223372036854775808,0,-1]")
                       .is_array_of<std::int64_t>({9007199254740993, INT64_MAX, INT64_MIN, 0, -1}),
                   "keeps integers exact");
    report.require(read("[0.1,1e-7,1.7976931348623157e308,5e-324,-2.5E+2,1e0]")
                       .is_array_of<double>({0.1, 1e-7, 1.7976931348623157e308, 5e-324, -250, 1}),
                   "rounds numbers to the nearest double");

    for (const std::string_view text :
         {R"({"a":1,"a":2})", R"({"a":1,"b":2,"a":1})", R"([{"x":{"":1,"":2}}])"}) {
        report.require(read(text).fault() == Fault::duplicate_name, "gives every member");
    }
    for (const std::string_view text :
         {R"({"alg":1,"al\u0067":2})", R"({"\ud83d\ude00":1,"😀":2})"}) {
        report.require(read(text).fault() == Fault::duplicate_name, "unescapes names");
    }
    const json::Limits marking{.duplicates = json::DuplicateNames::mark};
    const ReadText marked = read(R"({"a":1,"a":2})", marking);
    report.require(marked && marked.root().as_object() &&
                       marked.root().as_object()->has_duplicates() &&
                       marked.root().as_object()->find("a")->as_integer() == 1,
                   "leaves it to the builder whether a name may come twice");

    refuse_all("refuses malformed UTF-8",
               {"\"\x80\"", "\"\xC0\xAF\"", "\"\xC1\xBF\"", "\"\xC3\"", "\"\xC3(\"",
                "\"\xE0\x80\xAF\"", "\"\xE2\x82\"", "\"\xE2\x28\xA1\"", "\"\xF0\x80\x80\xAF\"",
                "\"\xF0\x9F\x98\"", "\"\xF4\x90\x80\x80\"", "\"\xF8\x88\x80\x80\x80\"", "\"\xFE\"",
                "\"\xFF\"", "{\"\x80\":1}", "\"0123456789abcde\xE9\""});
    refuse_all("refuses surrogates that are no pair",
               {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\n")", R"("\ud800\u0041")",
                R"("\ud800\ud800")", R"("\udc00\ud800")", R"({"\udc00":1})", "\"\xED\xA0\x80\"",
                "\"\xED\xBF\xBF\"", "\"\xED\xA0\xBD\xED\xB8\x80\""});
    refuse_all("refuses a byte order mark", {"\xEF\xBB\xBF{}", "\xEF\xBB\xBF"});
    refuse_all("refuses other encodings than UTF-8",
               {"\xFF\xFE[\0]\0"sv, "\xFE\xFF\0[\0]"sv, "[\0]\0"sv, "\0[\0]"sv});
    refuse_all(
        "refuses control characters in strings",
        {"\"\n\"", "\"\nn\"", "\"\t\"", "\"\x1F\"", "\"\0\""sv, "\"01234567\x01\"", "{\"\n\":1}"});
    refuse_all("refuses what follows the value", {"{}x", "{}{}", "1 2", "[]]", "{}}", "null,",
                                                  "{}\0"sv, "[1]\0 2"sv, "\"\"\"", "[]#"});
    refuse_all("refuses a text that is cut",
               {"", " ", "{", "[", "[1", "[1,", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "\"",
                "\"a", "\"\\", "\"\\u12", "tru", "-", "1.", "1e", "1e+"});
    refuse_all("refuses numbers outside the grammar",
               {"+1", "01", "-01", "00", ".5", "-.5", "1.e1", "0x10", "1_0", "NaN", "Infinity",
                "-Infinity", "nan", "inf", "1e5.0", "--1", "1.2.3", "1f", "\xEF\xBC\x91"});
    refuse_all("refuses what only looks like JSON", {"{a:1}",
                                                     "{'a':1}",
                                                     "'a'",
                                                     "[1,]",
                                                     "[,1]",
                                                     "[,]",
                                                     "[1 2]",
                                                     "{\"a\":1,}",
                                                     "{,}",
                                                     "{\"a\" 1}",
                                                     "{\"a\"}",
                                                     "{1:1}",
                                                     "{\"a\":1 \"b\":2}",
                                                     "[1}",
                                                     "{\"a\":1]",
                                                     "[1:2]",
                                                     "//c\n1",
                                                     "/*c*/1",
                                                     "[1/**/]",
                                                     "True",
                                                     "NULL",
                                                     "undefined",
                                                     "truefalse",
                                                     "nullx",
                                                     "\f1",
                                                     "\v1",
                                                     "\xC2\xA0 1"});
    refuse_all("refuses escapes outside the grammar",
               {R"("\x41")", R"("\'")", R"("\a")", R"("\0")", R"("\U0041")", R"("\u 041")",
                R"("\u00g0")", R"("\u+041")", R"("\u{41}")", "\"\\\n\""});

    const std::string_view cut = std::string_view{"[1,\"a\"]]23\""}.substr(0, 7);
    report.require(read(cut) && read(std::string_view{"1234"}.substr(0, 2)) &&
                       read(std::string_view{"1234"}.substr(0, 2)).root().as_integer() == 12,
                   "reads no further than the text");

    const json::Limits small{.members = 3, .depth = 3};
    report.require(static_cast<bool>(read(nested(3), small)) && read("{\"a\":[{}]}", small),
                   "reads to the depth allowed");
    report.require(read(nested(4), small).fault() == Fault::limit &&
                       read("{\"a\":[{\"b\":{}}]}", small).fault() == Fault::limit,
                   "stops at the depth allowed");
    report.require(read(std::string(100'000, '[')).fault() == Fault::limit,
                   "stops at once where the depth is without end");
    report.require(static_cast<bool>(read(object_of(3), small)),
                   "reads as many members as allowed");
    report.require(read(object_of(4), small).fault() == Fault::limit,
                   "stops at the members allowed");
    return report;
}

}  // namespace detail

/// Checks what the concept json_reader asks and the compiler cannot see.
///
/// Rules of RFC 8259 (JSON), RFC 3629 (UTF-8) and RFC 7493 (surrogates); the broken ones come back
/// by name. That a reader may be called by several threads at once is not checked here: run it
/// under a thread sanitizer.
template <json_reader Reader>
LawReport json_reader_laws(const Reader& reader) {
    return detail::laws_of(
        {&reader, [](const void* erased, std::string_view text, json::Builder& builder) noexcept {
             return static_cast<const Reader*>(erased)->read(text, builder);
         }});
}

}  // namespace vouch::inline v1::testing

#endif
