// SPDX-License-Identifier: BSL-1.0
// JSONTestSuite by Nicolas Seriot: every file, every reader, every answer.
#include <vouch/json/strict_json.hpp>
#include <vouch/json/writer.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#if __has_include(<nlohmann/json.hpp>)
#include <vouch/json/nlohmann.hpp>
#define VOUCH_TEST_NLOHMANN 1
#endif
// simdjson is no header-only library: the build says when it is linked.
#ifdef VOUCH_TEST_SIMDJSON
#include <vouch/json/simdjson.hpp>
#endif

BOOST_AUTO_TEST_SUITE(json_test_suite)

using vouch::json::DuplicateNames;
using vouch::json::Fault;

std::map<std::string, std::string> files_of(const char* folder) {
    std::map<std::string, std::string> files;
    const std::filesystem::path root{VOUCH_VECTORS};
    for (const auto& entry : std::filesystem::directory_iterator(root / "jsontestsuite" / folder)) {
        std::ifstream file{entry.path(), std::ios::binary};
        files[entry.path().stem().string()] = {std::istreambuf_iterator<char>{file}, {}};
    }
    return files;
}

struct Answer {
    Fault fault;
    std::string text;  // what was read, written again
};

template <class Reader>
Answer answer_of(const std::string& text, DuplicateNames duplicates) {
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
    const auto reading = vouch::json::read(Reader{}, text, storage, {.duplicates = duplicates});
    Answer answer{reading.fault, {}};
    if (reading) vouch::json::write(reading.root(), answer.text);
    return answer;
}

/// The 35 files that RFC 8259 lets a reader accept or refuse.
struct Choice {
    std::string_view file;
    bool accepted;
    std::string_view reason;
};
constexpr Choice choices[] = {
    // Numbers are kept as they are written, so none is out of range for the reader. Whoever asks
    // for an integer or a double gets nothing where it does not fit.
    {"i_number_double_huge_neg_exp", true, "kept as written"},
    {"i_number_huge_exp", true, "kept as written"},
    {"i_number_neg_int_huge_exp", true, "kept as written"},
    {"i_number_pos_double_huge_exp", true, "kept as written"},
    {"i_number_real_neg_overflow", true, "kept as written"},
    {"i_number_real_pos_overflow", true, "kept as written"},
    {"i_number_real_underflow", true, "kept as written"},
    {"i_number_too_big_neg_int", true, "kept as written"},
    {"i_number_too_big_pos_int", true, "kept as written"},
    {"i_number_very_big_negative_int", true, "kept as written"},
    // RFC 7493 section 2.1: no surrogates; and UTF-8 has no form for them.
    {"i_object_key_lone_2nd_surrogate", false, "a surrogate alone"},
    {"i_string_1st_surrogate_but_2nd_missing", false, "a surrogate alone"},
    {"i_string_1st_valid_surrogate_2nd_invalid", false, "a surrogate and no second"},
    {"i_string_UTF8_surrogate_U+D800", false, "a surrogate in UTF-8"},
    {"i_string_incomplete_surrogate_and_escape_valid", false, "a surrogate, then an escape"},
    {"i_string_incomplete_surrogate_pair", false, "a second surrogate alone"},
    {"i_string_incomplete_surrogates_escape_valid", false, "two first surrogates"},
    {"i_string_invalid_lonely_surrogate", false, "a surrogate alone"},
    {"i_string_invalid_surrogate", false, "a surrogate, then letters"},
    {"i_string_inverted_surrogates_U+1D11E", false, "the second surrogate first"},
    {"i_string_lone_second_surrogate", false, "a second surrogate alone"},
    // RFC 8259 section 8.1: UTF-8, and only that; RFC 3629 section 3: what is well-formed.
    {"i_string_UTF-16LE_with_BOM", false, "UTF-16"},
    {"i_string_utf16BE_no_BOM", false, "UTF-16"},
    {"i_string_utf16LE_no_BOM", false, "UTF-16"},
    {"i_string_UTF-8_invalid_sequence", false, "a sequence that is cut"},
    {"i_string_invalid_utf-8", false, "a byte that UTF-8 has not"},
    {"i_string_iso_latin_1", false, "Latin-1"},
    {"i_string_lone_utf8_continuation_byte", false, "a continuation without a start"},
    {"i_string_not_in_unicode_range", false, "over U+10FFFF"},
    {"i_string_overlong_sequence_2_bytes", false, "overlong"},
    {"i_string_overlong_sequence_6_bytes", false, "overlong, of a form that is no more"},
    {"i_string_overlong_sequence_6_bytes_null", false, "overlong, of a form that is no more"},
    {"i_string_truncated-utf-8", false, "a sequence that is cut"},
    {"i_structure_500_nested_arrays", false, "deeper than 16"},
    {"i_structure_UTF-8_BOM_empty_object", false, "a byte order mark"},
};

/// The 22 files that have no right answer: ours, as text; empty where the file is refused.
struct Transform {
    std::string_view file;
    std::string_view text;
};
constexpr Transform transforms[] = {
    {"number_-9223372036854775808", "[-9223372036854775808]"},
    {"number_-9223372036854775809", "[-9223372036854775809]"},
    {"number_1.0", "[1.0]"},
    {"number_1.000000000000000005", "[1.000000000000000005]"},
    {"number_1000000000000000", "[1000000000000000]"},
    {"number_10000000000000000999", "[10000000000000000999]"},
    {"number_1e-999", "[1E-999]"},
    {"number_1e6", "[1E6]"},
    {"number_9223372036854775807", "[9223372036854775807]"},
    {"number_9223372036854775808", "[9223372036854775808]"},
    // The composed and the decomposed form are two names: compared without normalisation.
    {"object_key_nfc_nfd", "{\"\xC3\xA9\":\"NFC\",\"e\xCC\x81\":\"NFD\"}"},
    {"object_key_nfd_nfc", "{\"e\xCC\x81\":\"NFD\",\"\xC3\xA9\":\"NFC\"}"},
    {"object_same_key_different_values", ""},
    {"object_same_key_same_value", ""},
    {"object_same_key_unclear_values", ""},
    {"string_1_escaped_invalid_codepoint", ""},
    {"string_1_invalid_codepoint", ""},
    {"string_2_escaped_invalid_codepoints", ""},
    {"string_2_invalid_codepoints", ""},
    {"string_3_escaped_invalid_codepoints", ""},
    {"string_3_invalid_codepoints", ""},
    {"string_with_escaped_NULL", "[\"A\\u0000B\"]"},
};

/// What a reader answers otherwise than StrictJson: the file, and the text that it reads (empty: it
/// refuses).
using Deviations = std::map<std::string_view, std::string_view>;

template <class Reader>
void check_parsing(const Deviations& deviations) {
    // The names of a member twice are legal JSON; we refuse them, and count them as read here.
    const std::set<std::string_view> duplicates{"y_object_duplicated_key",
                                                "y_object_duplicated_key_and_value"};
    const auto files = files_of("test_parsing");
    std::map<char, int> counts;
    for (const auto& [name, text] : files) {
        BOOST_TEST_CONTEXT(name) {
            const Answer answer = answer_of<Reader>(text, DuplicateNames::refuse);
            const bool accepted = answer.fault == Fault::none;
            ++counts[name[0]];
            if (name[0] == 'y' && duplicates.contains(name)) {
                BOOST_CHECK(answer.fault == Fault::duplicate_name);
                BOOST_CHECK(answer_of<Reader>(text, DuplicateNames::mark).fault == Fault::none);
            } else if (name[0] == 'y') {
                BOOST_CHECK(accepted);
            } else if (name[0] == 'n') {
                BOOST_CHECK(!accepted);
                BOOST_CHECK(answer_of<Reader>(text, DuplicateNames::mark).fault != Fault::none);
            } else {
                const auto choice =
                    std::ranges::find(choices, std::string_view{name}, &Choice::file);
                BOOST_REQUIRE(choice != std::end(choices));
                BOOST_CHECK_EQUAL(accepted, choice->accepted != deviations.contains(name));
            }
        }
    }
    BOOST_CHECK_EQUAL(counts['y'], 95);
    BOOST_CHECK_EQUAL(counts['n'], 188);
    BOOST_CHECK_EQUAL(counts['i'], 35);
    BOOST_CHECK_EQUAL(files.size(), 318U);
    BOOST_CHECK_EQUAL(std::size(choices), 35U);
}

template <class Reader>
void check_transforms(const Deviations& deviations) {
    const auto files = files_of("test_transform");
    for (const Transform& transform : transforms) {
        BOOST_TEST_CONTEXT(transform.file) {
            const auto file = files.find(std::string{transform.file});
            BOOST_REQUIRE(file != files.end());
            const auto deviation = deviations.find(transform.file);
            BOOST_CHECK_EQUAL(answer_of<Reader>(file->second, DuplicateNames::refuse).text,
                              deviation == deviations.end() ? transform.text : deviation->second);
        }
    }
    BOOST_CHECK_EQUAL(files.size(), 22U);
    BOOST_CHECK_EQUAL(std::size(transforms), 22U);
}

// rules 10, 40, 59, 60, 61, 62, 63, 64
BOOST_AUTO_TEST_CASE(strict_json_answers_all_parsing_files) {
    check_parsing<vouch::StrictJson>({});
}

// rules 11, 41, 55, 62, 64
BOOST_AUTO_TEST_CASE(strict_json_answers_all_transform_files) {
    check_transforms<vouch::StrictJson>({});
}

BOOST_AUTO_TEST_CASE(the_depth_of_a_stranger_is_a_limit_and_no_crash) {
    const auto files = files_of("test_parsing");
    for (const char* name : {"n_structure_100000_opening_arrays", "n_structure_open_array_object",
                             "i_structure_500_nested_arrays"}) {
        BOOST_TEST_CONTEXT(name) {
            BOOST_CHECK(
                answer_of<vouch::StrictJson>(files.at(name), DuplicateNames::refuse).fault ==
                Fault::limit);
        }
    }
}

#ifdef VOUCH_TEST_NLOHMANN
BOOST_AUTO_TEST_CASE(nlohmann_answers_all_parsing_files) {
    // It refuses what overflows a double.
    check_parsing<vouch::NlohmannJson>({{"i_number_huge_exp", ""},
                                        {"i_number_neg_int_huge_exp", ""},
                                        {"i_number_pos_double_huge_exp", ""},
                                        {"i_number_real_neg_overflow", ""},
                                        {"i_number_real_pos_overflow", ""}});
}

BOOST_AUTO_TEST_CASE(nlohmann_answers_all_transform_files) {
    check_transforms<vouch::NlohmannJson>({});
}
#endif

#ifdef VOUCH_TEST_SIMDJSON
BOOST_AUTO_TEST_CASE(simdjson_answers_all_parsing_files) { check_parsing<vouch::SimdJson>({}); }

BOOST_AUTO_TEST_CASE(simdjson_answers_all_transform_files) {
    check_transforms<vouch::SimdJson>({});
}
#endif

BOOST_AUTO_TEST_SUITE_END()
