// SPDX-License-Identifier: BSL-1.0
// The decoding tables of Go, TC39, web-platform-tests and multibase, for both alphabets.
#include <vouch/text/base64.hpp>
#include <vouch/text/base64url.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/hex.hpp"

BOOST_AUTO_TEST_SUITE(base64_tables)

namespace {

using Octets = std::vector<std::uint8_t>;

std::string contents_of(const std::string& name) {
    const std::string path = std::string{VOUCH_VECTORS} + "/base64/" + name;
    std::ifstream file{path, std::ios::binary};
    BOOST_REQUIRE_MESSAGE(file, "cannot read " << path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

nlohmann::json load(const std::string& name) { return nlohmann::json::parse(contents_of(name)); }

std::optional<Octets> base64(std::string_view text) {
    Octets octets(vouch::base64::decoded_size(text.size()));
    const auto size = vouch::base64::decode(text, std::span{octets});
    if (!size) return {};
    octets.resize(*size);
    return octets;
}

std::optional<Octets> base64url(std::string_view text) {
    Octets octets(vouch::base64url::decoded_size(text.size()));
    const auto size = vouch::base64url::decode(text, std::span{octets});
    if (!size) return {};
    BOOST_TEST(*size == octets.size());
    return octets;
}

/// Whether strict base64url takes a text, by the definition.
bool is_strict_base64url(std::string_view text) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    if (text.find_first_not_of(alphabet) != std::string_view::npos) return false;
    const std::size_t rest = text.size() % 4;
    if (rest == 0) return true;
    if (rest == 1) return false;
    return alphabet.find(text.back()) % (rest == 2 ? 16 : 4) == 0;
}

/// Whether strict base64 takes a text: that is, base64url in another alphabet and filled up with
/// `=` to whole groups of four.
bool is_strict_base64(std::string text) {
    if (text.size() % 4 != 0 || text.find_first_of("-_") != std::string::npos) return false;
    for (int i = 0; i < 2 && text.ends_with('='); ++i) text.pop_back();
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
    return is_strict_base64url(text);
}

/// How many texts of a table were taken in each alphabet.
struct Taken {
    int base64 = 0;
    int base64url = 0;
    friend bool operator==(const Taken&, const Taken&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Taken& taken) {
        return out << taken.base64 << " base64, " << taken.base64url << " base64url";
    }
};

/// Judges a text of the standard alphabet as base64 and, in the other alphabet, as base64url.
/// `expected` is what the table says it decodes to, if anything.
void judge(const std::string& text, const std::optional<Octets>& expected, Taken& taken) {
    std::string url = text;
    std::replace(url.begin(), url.end(), '+', '-');
    std::replace(url.begin(), url.end(), '/', '_');

    const std::optional<Octets> standard = base64(text);
    const std::optional<Octets> urlsafe = base64url(url);
    BOOST_TEST(standard.has_value() == is_strict_base64(text), text);
    BOOST_TEST(urlsafe.has_value() == is_strict_base64url(url), url);
    if (standard) BOOST_TEST((standard == expected), text);
    if (urlsafe) BOOST_TEST((urlsafe == expected), url);
    taken.base64 += standard ? 1 : 0;
    taken.base64url += urlsafe ? 1 : 0;
}

Octets octets_of(const nlohmann::json& json) {
    const auto text = json.get<std::string>();
    return {text.begin(), text.end()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(go) {
    const nlohmann::json tables = load("go-encoding-base64.json");

    Taken pairs;
    BOOST_TEST(tables["pairs_std_padded"].size() == 19U);
    for (const auto& pair : tables["pairs_std_padded"]) {
        const Octets octets = vouch_tests::from_hex(pair[0].get<std::string>());
        const auto text = pair[1].get<std::string>();
        judge(text, octets, pairs);
        BOOST_TEST(vouch::base64::encode(std::string(octets.begin(), octets.end())) == text);
    }
    BOOST_TEST(pairs == (Taken{19, 6}));

    // Go skips line breaks; we do not. "", AA==, AAA= and AAAA are left.
    Taken corrupt;
    BOOST_TEST(tables["decode_corrupt_std_padded"].size() == 24U);
    for (const auto& entry : tables["decode_corrupt_std_padded"]) {
        const auto text = entry[0].get<std::string>();
        const bool line_break = text.find('\n') != std::string::npos;
        const bool expected = entry[1] == -1 && !line_break;
        BOOST_TEST(base64(text).has_value() == expected, text);
        const auto letters = static_cast<std::size_t>(std::count(text.begin(), text.end(), 'A'));
        judge(text, Octets(letters * 6 / 8), corrupt);
    }
    BOOST_TEST(corrupt == (Taken{4, 3}));

    Taken line_breaks;
    BOOST_TEST(tables["newlines_accepted_by_go_decode_to_sure"].size() == 11U);
    for (const auto& text : tables["newlines_accepted_by_go_decode_to_sure"]) {
        judge(text.get<std::string>(), Octets{'s', 'u', 'r', 'e'}, line_breaks);
    }
    BOOST_TEST(line_breaks == (Taken{1, 0}));

    BOOST_TEST(tables["strict_rejects_trailing_bits"].size() == 1U);
    BOOST_TEST(!base64(tables["strict_rejects_trailing_bits"][0].get<std::string>()).has_value());
    BOOST_TEST(tables["strict_accepts"].size() == 1U);
    BOOST_TEST(base64(tables["strict_accepts"][0].get<std::string>()).has_value());
    BOOST_TEST(tables["raw_url_decode"].size() == 1U);
    const auto& raw = tables["raw_url_decode"][0];
    BOOST_TEST(
        (base64url(raw[0].get<std::string>()) == vouch_tests::from_hex(raw[1].get<std::string>())));
}

BOOST_AUTO_TEST_CASE(tc39) {
    const nlohmann::json tables = load("tc39-base64.json");

    Taken vectors;
    BOOST_TEST(tables["standardBase64Vectors"].size() == 7U);
    for (const auto& pair : tables["standardBase64Vectors"]) {
        judge(pair[1].get<std::string>(), octets_of(pair[0]), vectors);
    }
    BOOST_TEST(vectors == (Taken{7, 3}));

    Taken malformed;
    BOOST_TEST(tables["malformedPadding"].size() == 5U);
    for (const auto& text : tables["malformedPadding"])
        judge(text.get<std::string>(), {}, malformed);
    BOOST_TEST(malformed == (Taken{0, 0}));

    Taken illegal;
    BOOST_TEST(tables["illegal"].size() == 8U);
    for (const auto& text : tables["illegal"]) judge(text.get<std::string>(), {}, illegal);
    BOOST_TEST(illegal == (Taken{0, 0}));

    // Without padding, or with unused bits: of these only Zg and Zm8 are base64url.
    Taken lenient;
    BOOST_TEST(tables["onlyNonStrict"].size() == 6U);
    for (const auto& pair : tables["onlyNonStrict"]) {
        judge(pair[0].get<std::string>(), vouch_tests::from_hex(pair[1].get<std::string>()),
              lenient);
    }
    BOOST_TEST(lenient == (Taken{0, 2}));

    const auto standard_only = tables["standardOnly"][0].get<std::string>();
    const auto url_only = tables["urlOnly"][0].get<std::string>();
    const Octets octets = vouch_tests::from_hex(tables["urlOnly"][1].get<std::string>());
    BOOST_TEST((base64(standard_only) == octets));
    BOOST_TEST((base64url(url_only) == octets));
    BOOST_TEST(!base64(url_only).has_value());
    BOOST_TEST(!base64url(standard_only).has_value());
}

BOOST_AUTO_TEST_CASE(web_platform_tests) {
    // For a decoder that forgives white space, missing padding and unused bits.
    const nlohmann::json table = load("wpt-base64.json");
    BOOST_TEST(table.size() == 71U);
    Taken taken;
    for (const auto& entry : table) {
        std::optional<Octets> expected;
        if (!entry[1].is_null()) expected = entry[1].get<Octets>();
        judge(entry[0].get<std::string>(), expected, taken);
    }
    // Left are "", abcd, abc= or abc, ///A and AAA/; and /A and //A, which have no padding.
    BOOST_TEST(taken == (Taken{5, 7}));
}

BOOST_AUTO_TEST_CASE(multibase) {
    int rows = 0;
    for (const auto& [file, plain] : {std::pair<const char*, std::string>{"basic", "yes mani !"},
                                      {"leading_zero", std::string{'\0'} + "yes mani !"},
                                      {"two_leading_zeros", std::string(2, '\0') + "yes mani !"}}) {
        std::istringstream lines{contents_of(std::string{"multibase-"} + file + ".csv")};
        for (std::string line; std::getline(lines, line);) {
            // base64url, "u..." and base64urlpad, "U..." with a prefix of multibase.
            const bool padded = line.starts_with("base64urlpad,");
            if (!padded && !line.starts_with("base64url,")) continue;
            ++rows;
            const std::size_t start = line.find('"') + 2;
            const std::string text = line.substr(start, line.rfind('"') - start);
            const Octets octets(plain.begin(), plain.end());
            const auto decoded = base64url(text);
            if (text.ends_with('=')) {
                BOOST_TEST(!decoded.has_value(), text);
            } else {
                BOOST_TEST((decoded == octets), text);
                BOOST_TEST(vouch::base64url::encode(plain) == text);
            }
            BOOST_TEST((padded || !text.ends_with('=')));
        }
    }
    BOOST_TEST(rows == 6);
}

BOOST_AUTO_TEST_SUITE_END()
