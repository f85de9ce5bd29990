// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/strict_json.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/writer.hpp>
#include <vouch/testing/laws/json_reader.hpp>

#include "support/random_json.hpp"
#include "support/slow_json.hpp"

BOOST_AUTO_TEST_SUITE(json_strict_json)

using vouch::json::Fault;
using vouch::json::Limits;
using vouch::json::Reading;

namespace {

constexpr Fault fault_of(std::string_view text, Limits limits = {}) {
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()), '\0');
    return vouch::json::read(vouch::StrictJson{}, text, storage, limits).fault;
}

constexpr bool reads_claims() {
    constexpr std::string_view text =
        R"({"iss":"https://login.example.com","sub":"Zo\u00eb \ud83d\ude00","aud":["chat",{}],)"
        R"("exp":1.7e9,"admin":false,"none":null})";
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()), '\0');
    const Reading reading = vouch::json::read(vouch::StrictJson{}, text, storage, {});
    if (!reading) return false;
    const auto claims = reading.root().as_object();
    return claims && claims->find("sub")->as_string() == "Zo\xC3\xAB \xF0\x9F\x98\x80" &&
           claims->find("exp")->as_integer() == 1'700'000'000 &&
           claims->find("admin")->as_bool() == false && claims->find("none")->is_null() &&
           !claims->find("nbf");
}

}  // namespace

static_assert(vouch::json_reader<vouch::StrictJson>);
static_assert(reads_claims());
static_assert(fault_of("{}") == Fault::none);
static_assert(fault_of("") == Fault::syntax);
static_assert(fault_of("{\"a\":1,\"\\u0061\":2}") == Fault::duplicate_name);
static_assert(fault_of("[[[]]]", {.depth = 2}) == Fault::limit);
static_assert(fault_of("\"\xED\xA0\x80\"") == Fault::syntax);
static_assert(fault_of("\"\\ud800\"") == Fault::syntax);
static_assert(fault_of("[1] 2") == Fault::syntax);
static_assert(fault_of("\xEF\xBB\xBF[]") == Fault::syntax);

// rules 10, 11, 40, 41, 59, 60, 61, 62, 63, 64
BOOST_AUTO_TEST_CASE(keeps_the_laws_of_a_reader) {
    for (const std::string_view law :
         vouch::testing::json_reader_laws(vouch::StrictJson{}).broken) {
        BOOST_ERROR(std::string{law});
    }
}

BOOST_AUTO_TEST_CASE(reads_at_run_time_as_at_compile_time) { BOOST_CHECK(reads_claims()); }

// rule 11
BOOST_AUTO_TEST_CASE(refuses_a_header_that_names_alg_twice) {
    BOOST_CHECK(fault_of(R"({"alg":"RS256","kid":"1"})") == Fault::none);
    BOOST_CHECK(fault_of(R"({"alg":"none","alg":"RS256"})") == Fault::duplicate_name);
    BOOST_CHECK(fault_of(R"({"alg":"RS256","alg":"none"})") == Fault::duplicate_name);
    BOOST_CHECK(fault_of(R"({"alg":"RS256","al\u0067":"none"})") == Fault::duplicate_name);
    BOOST_CHECK(fault_of(R"({"alg":"RS256","\u0061lg":"none"})") == Fault::duplicate_name);
}

// rule 41
BOOST_AUTO_TEST_CASE(refuses_duplicates_at_every_depth) {
    BOOST_CHECK(fault_of(R"({"a":{"b":[{"c":1},{"c":2}]},"b":{"b":1}})") == Fault::none);
    BOOST_CHECK(fault_of(R"({"a":{"b":[{"c":1,"c":2}]}})") == Fault::duplicate_name);
}

// rule 55
BOOST_AUTO_TEST_CASE(compares_names_by_code_point) {
    BOOST_CHECK(fault_of("{\"\xC3\xA9\":1,\"e\xCC\x81\":2,\"E\":3,\"e\":4}") == Fault::none);
    BOOST_CHECK(fault_of("{\"\xC3\xA9\":1,\"\\u00e9\":2}") == Fault::duplicate_name);
}

// rule 61
BOOST_AUTO_TEST_CASE(reads_both_spellings_of_a_character_beyond_the_basic_plane_alike) {
    BOOST_CHECK(fault_of("{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\ude00\":2}") == Fault::duplicate_name);
    BOOST_CHECK(fault_of("{\"\xF0\x9F\x98\x80\":1,\"\\ud83d\\ude01\":2}") == Fault::none);
}

// rule 59
BOOST_AUTO_TEST_CASE(tells_what_is_wrong_from_where_it_stands) {
    BOOST_CHECK(fault_of("[1]") == Fault::none);
    for (std::size_t at = 0; at <= 3; ++at) {
        BOOST_CHECK(fault_of(std::string{"[1]"}.insert(at, "#")) == Fault::syntax);
    }
    BOOST_CHECK(fault_of("[1]\n\r\t ") == Fault::none);
    BOOST_CHECK(fault_of("[1]\v") == Fault::syntax);
}

// rule 63
BOOST_AUTO_TEST_CASE(stops_where_strangers_nest_without_end) {
    using vouch::testing::detail::nested;
    BOOST_CHECK(fault_of(nested(16)) == Fault::none);
    BOOST_CHECK(fault_of(nested(17)) == Fault::limit);
    BOOST_CHECK(fault_of(nested(64), {.depth = 1000}) == Fault::none);
    BOOST_CHECK(fault_of(nested(65), {.depth = 1000}) == Fault::limit);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "[{\"\":";
    BOOST_CHECK(fault_of(objects) == Fault::limit);
}

// rule 63
BOOST_AUTO_TEST_CASE(stops_where_strangers_name_members_without_end) {
    using vouch::testing::detail::object_of;
    const Limits header{.members = vouch::limits::header_members};
    BOOST_CHECK(fault_of(object_of(64), header) == Fault::none);
    BOOST_CHECK(fault_of(object_of(65), header) == Fault::limit);
    BOOST_CHECK(fault_of(object_of(256)) == Fault::none);
    BOOST_CHECK(fault_of(object_of(257)) == Fault::limit);
    BOOST_CHECK(fault_of(object_of(257), {.members = 100'000}) == Fault::limit);
}

BOOST_AUTO_TEST_CASE(reads_what_is_special_at_every_place_of_a_string) {
    const auto text_of = [](std::string_view content) {
        const std::string text = '"' + std::string{content} + '"';
        std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
        const Reading reading = vouch::json::read(vouch::StrictJson{}, text, storage, {});
        return reading ? std::string{*reading.root().as_string()} : "no string";
    };
    for (std::size_t before = 0; before < 40; ++before) {
        for (const std::size_t after : {0U, 1U, 40U}) {
            const std::string head(before, 'x');
            const std::string tail(after, 'y');
            const auto read = [&](std::string_view special) {
                return text_of(head + std::string{special} + tail);
            };
            const auto means = [&](std::string_view special, std::string_view meaning) {
                return read(special) == head + std::string{meaning} + tail;
            };
            BOOST_REQUIRE(means("", "") && means("\\\"", "\"") && means("\\n\\\\", "\n\\"));
            BOOST_REQUIRE(means("\\u00e9", "\xC3\xA9") && means("\xC3\xA9", "\xC3\xA9"));
            BOOST_REQUIRE(means("\\ud83d\\ude00", "\xF0\x9F\x98\x80"));
            for (const std::string_view wrong : {"\"", "\n", "\x1F", "\\x", "\\u00g0", "\\ud83d",
                                                 "\xC3", "\xFF", "\xED\xA0\x80"}) {
                BOOST_REQUIRE_EQUAL(read(wrong), "no string");
            }
        }
    }
}

// rule 63
BOOST_AUTO_TEST_CASE(counts_a_member_before_it_reads_its_name) {
    const Limits one{.members = 1};
    BOOST_CHECK(fault_of(R"({"a":1})", one) == Fault::none);
    BOOST_CHECK(fault_of("{\"a\":1,\"\xFF\":2}", one) == Fault::limit);
    BOOST_CHECK(fault_of("{\"a\":1,\"\xFF\":2}", {.members = 2}) == Fault::syntax);
}

// rules 59, 60, 62, 64
BOOST_AUTO_TEST_CASE(agrees_with_a_slow_reader_on_random_texts) {
    constexpr std::uint64_t seed = 20240229;
    constexpr int inputs = 300'000;
    BOOST_TEST_MESSAGE("seed " << seed);
    vouch_tests::RandomJson random{seed};
    const Limits limits{.members = 4, .depth = 5};
    int accepted = 0;
    int duplicates = 0;
    int limited = 0;
    int refused = 0;
    std::string last = "[]";
    for (int i = 0; i < inputs; ++i) {
        std::string text = random.below(4) == 0 ? random.text() : last;
        last = text.size() > 400 ? "{}" : text;
        if (random.below(3) != 0) text = random.mutated(text);

        const std::optional<vouch_tests::Tree> tree = vouch_tests::SlowJson::read(text);
        std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
        const Reading reading = vouch::json::read(vouch::StrictJson{}, text, storage, limits);
        const Reading marked =
            vouch::json::read(vouch::StrictJson{}, text, storage,
                              {.depth = 64, .duplicates = vouch::json::DuplicateNames::mark});
        const bool over =
            tree && (tree->depth() > limits.depth || tree->most_members() > limits.members);
        BOOST_TEST_CONTEXT("seed " << seed << ", input " << i << ": " << text) {
            if (!tree) {
                ++refused;
                BOOST_REQUIRE(!reading && !marked);
            } else if (over) {
                ++limited;
                BOOST_REQUIRE(reading.fault == Fault::limit ||
                              (tree->has_duplicates() && !reading));
            } else if (tree->has_duplicates()) {
                ++duplicates;
                BOOST_REQUIRE(reading.fault == Fault::duplicate_name);
            } else {
                ++accepted;
                BOOST_REQUIRE(reading.fault == Fault::none);
            }
            if (tree && tree->depth() <= 64) {
                BOOST_REQUIRE(marked && tree->equals(marked.root()));
                std::string written;
                vouch::json::write(marked.root(), written);
                BOOST_REQUIRE(vouch_tests::SlowJson::read(written)->equals(marked.root()));
            }
        }
    }
    // The texts are of all kinds, or the comparison says little.
    BOOST_CHECK_GT(accepted, inputs / 20);
    BOOST_CHECK_GT(duplicates, inputs / 100);
    BOOST_CHECK_GT(limited, inputs / 500);
    BOOST_CHECK_GT(refused, inputs / 5);
    BOOST_TEST_MESSAGE(accepted << " read, " << duplicates << " with duplicates, " << limited
                                << " over a limit, " << refused << " refused");
}

BOOST_AUTO_TEST_SUITE_END()
