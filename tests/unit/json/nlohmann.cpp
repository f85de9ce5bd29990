// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/nlohmann.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>
#include <vouch/json/writer.hpp>
#include <vouch/testing/laws/json_reader.hpp>

#include "support/random_json.hpp"

static_assert(vouch::json_reader<vouch::NlohmannJson>);

BOOST_AUTO_TEST_SUITE(json_nlohmann)

// rules 10, 11, 40, 41, 59, 60, 61, 62, 63, 64
BOOST_AUTO_TEST_CASE(keeps_the_laws_of_a_reader) {
    const auto broken = vouch::testing::json_reader_laws(vouch::NlohmannJson{}).broken;
    for (const std::string_view law : broken) BOOST_ERROR(std::string{law});
    BOOST_CHECK(broken.empty());
}

// rule 64
BOOST_AUTO_TEST_CASE(refuses_numbers_that_no_double_holds) {
    char storage[64];
    BOOST_CHECK(!vouch::json::read(vouch::NlohmannJson{}, "1e400", storage, {}));
    BOOST_CHECK(vouch::json::read(vouch::NlohmannJson{}, "1e300", storage, {}));
}

BOOST_AUTO_TEST_CASE(keeps_numbers_as_written_but_for_minus_zero) {
    for (const std::string_view text : {"1.50", "1E5", "123456789012345678901234567890",
                                        "18446744073709551615", "-1", "1e-400"}) {
        char storage[128];
        const auto reading = vouch::json::read(vouch::NlohmannJson{}, text, storage, {});
        BOOST_CHECK(reading && reading.root().as_number_text() == text);
    }
    char storage[64];
    const auto zero = vouch::json::read(vouch::NlohmannJson{}, "-0", storage, {});
    BOOST_CHECK(zero && zero.root().as_number_text() == "0");
}

BOOST_AUTO_TEST_CASE(undoes_the_decimal_point_of_the_locale) {
    char storage[64];
    vouch::json::Builder builder{storage, {}};
    vouch::json::detail::NlohmannEvents events{builder};
    BOOST_CHECK(events.number_float(1.5, "1,5e3"));
    BOOST_CHECK(builder.complete() && builder.root().as_number_text() == "1.5e3");
}

BOOST_AUTO_TEST_CASE(passes_no_wrong_number_on) {
    char storage[64];
    for (const char* text : {"1,,5", "inf", "1,5,6", ",5"}) {
        vouch::json::Builder builder{storage, {}};
        BOOST_CHECK(!vouch::json::detail::NlohmannEvents{builder}.number_float(1, text));
    }
}

BOOST_AUTO_TEST_CASE(agrees_with_strict_json_on_random_texts) {
    constexpr std::uint64_t seed = 20240301;
    BOOST_TEST_MESSAGE("seed " << seed);
    vouch_tests::RandomJson random{seed};
    const vouch::json::Limits limits{.members = 4, .depth = 6};
    std::string last = "[]";
    int accepted = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string text = random.below(4) == 0 ? random.text() : last;
        last = text.size() > 400 ? "{}" : text;
        if (random.below(3) != 0) text = random.mutated(text);

        const auto read = [&](const auto& reader, std::string& written) {
            std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
            const auto reading = vouch::json::read(reader, text, storage, limits);
            if (reading) vouch::json::write(reading.root(), written);
            return reading.fault;
        };
        std::string ours;
        std::string theirs;
        const auto our_fault = read(vouch::StrictJson{}, ours);
        const auto their_fault = read(vouch::NlohmannJson{}, theirs);
        BOOST_TEST_CONTEXT("seed " << seed << ", input " << i << ": " << text) {
            const bool accept = our_fault == vouch::json::Fault::none;
            if (their_fault == vouch::json::Fault::none) {
                ++accepted;
                BOOST_REQUIRE(accept);
                for (std::size_t at = 0; (at = ours.find("-0", at)) != std::string::npos; ++at) {
                    // It reads the integer -0 as 0; in a string or a fraction, -0 stays.
                    if (at + 2 == ours.size() || ours.find_first_of(",]}", at) == at + 2) {
                        if (theirs.compare(at, 2, "-0") != 0) ours.erase(at, 1);
                    }
                }
                BOOST_REQUIRE_EQUAL(ours, theirs);
            } else if (accept) {
                BOOST_REQUIRE(ours.find_first_of("eE") != std::string::npos);  // an overflow
            }
        }
    }
    BOOST_CHECK_GT(accepted, 10'000);
}

BOOST_AUTO_TEST_SUITE_END()
