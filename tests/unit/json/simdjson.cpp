// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/simdjson.hpp>

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

static_assert(vouch::json_reader<vouch::SimdJson>);

BOOST_AUTO_TEST_SUITE(json_simdjson)

// rules 10, 11, 40, 41, 59, 60, 61, 62, 63, 64
BOOST_AUTO_TEST_CASE(keeps_the_laws_of_a_reader) {
    const auto broken = vouch::testing::json_reader_laws(vouch::SimdJson{}).broken;
    for (const std::string_view law : broken) BOOST_ERROR(std::string{law});
    BOOST_CHECK(broken.empty());
}

BOOST_AUTO_TEST_CASE(refuses_what_is_longer_than_any_key_set) {
    std::string text(vouch::limits::keyset_bytes + 1, ' ');
    text[0] = '1';
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
    const auto read = [&] { return vouch::json::read(vouch::SimdJson{}, text, storage, {}).fault; };
    BOOST_CHECK(read() == vouch::json::Fault::syntax);
    text.pop_back();
    BOOST_CHECK(read() == vouch::json::Fault::none);
}

// The text is read as the one item of an array: nothing in it may end that array.
BOOST_AUTO_TEST_CASE(refuses_a_text_that_reaches_out_of_its_array) {
    char storage[64];
    for (const std::string_view text :
         {"1,2", "1],[2", "]", "[", "1]", "],", ",", "", "1,", ",1"}) {
        BOOST_CHECK(!vouch::json::read(vouch::SimdJson{}, text, storage, {}));
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
        const auto their_fault = read(vouch::SimdJson{}, theirs);
        BOOST_TEST_CONTEXT("seed " << seed << ", input " << i << ": " << text) {
            BOOST_REQUIRE_EQUAL(our_fault == vouch::json::Fault::none,
                                their_fault == vouch::json::Fault::none);
            BOOST_REQUIRE_EQUAL(ours, theirs);
            accepted += ours.empty() ? 0 : 1;
        }
    }
    BOOST_CHECK_GT(accepted, 10'000);
}

BOOST_AUTO_TEST_SUITE_END()
