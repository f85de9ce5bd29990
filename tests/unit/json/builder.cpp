// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/builder.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/json/strict_json.hpp>
#include <vouch/json/writer.hpp>

#include "support/random_json.hpp"

using vouch::json::Builder;
using vouch::json::DuplicateNames;
using vouch::json::Fault;
using vouch::json::Limits;

namespace {

constexpr bool builds_in_constant_evaluation() {
    char storage[64] = {};
    Builder builder{storage, {}};
    return builder.begin_object() && builder.name("a") && builder.begin_array() &&
           builder.number("1") && builder.null() && builder.boolean(true) &&
           builder.begin_string() && builder.append("x") && (builder.room()[0] = 'y') == 'y' &&
           builder.append_from_room(1) && builder.end_string() && builder.end_array() &&
           builder.end_object() && builder.complete() &&
           builder.root().as_object()->find("a")->kind() == vouch::json::Kind::array;
}
static_assert(builds_in_constant_evaluation());

/// One call of a builder, by its number.
constexpr int calls = 16;
bool append_three_from_room(Builder& builder) {
    const std::span<char> room = builder.room();
    for (char& byte : room) byte = '\xFF';  // may all be written to, and means nothing by itself
    return builder.append_from_room(3);
}
bool call(Builder& builder, int which) {
    switch (which) {
        case 0:
            return builder.null();
        case 1:
            return builder.boolean(true);
        case 2:
            return builder.number("12");
        case 3:
            return builder.number(
                "1234567890123456789012345678901234567890123456789012345678901234");
        case 4:
            return builder.string("text");
        case 5:
            return builder.begin_array();
        case 6:
            return builder.end_array();
        case 7:
            return builder.begin_object();
        case 8:
            return builder.end_object();
        case 9:
            return builder.name("a");
        case 10:
            return builder.begin_string();
        case 11:
            return builder.append("\xFF\xFF\xFF");  // would be a size if it were taken for one
        case 12:
            return builder.end_string();
        case 13:
            return builder.begin_name();
        case 14:
            return builder.end_name();
        default:
            return append_three_from_room(builder);
    }
}

/// What the calls may be, told by a stack of letters: `[`, `{`, `:` for a value of a member, `"`
/// for a string, `'` for a name.
class Model {
public:
    bool allows(int which) {
        const char top = stack_.empty() ? (whole_ ? '.' : ' ') : stack_.back();
        const bool value = top == ' ' || top == '[' || top == ':';
        const auto begin_value = [&] {
            if (top == ':') stack_.pop_back();
            if (top == ' ') whole_ = true;
            return value;
        };
        const auto end = [&](char wanted) {
            if (top == wanted) stack_.pop_back();
            return top == wanted;
        };
        const auto begin = [&](char what) {
            if (!begin_value()) return false;
            stack_ += what;
            return true;
        };
        switch (which) {
            case 0:
            case 1:
            case 2:
            case 3:
            case 4:
                return begin_value();
            case 5:
                return begin('[');
            case 6:
                return end('[');
            case 7:
                return begin('{');
            case 8:
                return end('{');
            case 9:
                if (top == '{') stack_ += ':';
                return top == '{';
            case 10:
                return begin('"');
            case 11:
            case 15:
                return top == '"' || top == '\'';
            case 12:
                return end('"');
            case 13:
                if (top == '{') stack_ += ":'";
                return top == '{';
            case 14:
            default:
                return end('\'');
        }
    }
    bool complete() const { return whole_ && stack_.empty(); }

private:
    std::string stack_;
    bool whole_ = false;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(json_builder)

BOOST_AUTO_TEST_CASE(builds_at_run_time_as_at_compile_time) {
    BOOST_CHECK(builds_in_constant_evaluation());
}

BOOST_AUTO_TEST_CASE(refuses_each_call_that_may_not_stand_where_it_does) {
    const std::vector<std::vector<int>> scripts = {
        {6},            // an end of nothing
        {8},            //
        {12},           //
        {14},           //
        {9},            // a name outside an object
        {13},           //
        {11},           // a piece of nothing
        {15},           //
        {0, 0},         // two values
        {0, 11},        //
        {4, 12},        //
        {5, 8},         // an array that ends as an object
        {7, 6},         // an object that ends as an array
        {5, 9},         // a name in an array
        {5, 11},        // a piece of an array
        {5, 15},        //
        {7, 0},         // a value without a name
        {7, 5},         //
        {7, 10},        //
        {7, 11},        // a piece of an object
        {7, 15},        //
        {7, 9, 9},      // two names
        {7, 9, 8},      // a name without a value
        {7, 9, 11},     //
        {7, 9, 0, 0},   // two values of one name
        {10, 0},        // a value in a string
        {10, 5},        //
        {10, 10},       //
        {10, 13},       // a name in a string
        {10, 14},       // a string that ends as a name
        {10, 6},        //
        {7, 13, 12},    // a name that ends as a string
        {7, 13, 0},     // a value in a name
        {7, 13, 13},    //
        {7, 13, 8},     //
        {5, 10, 14},    //
        {7, 9, 10, 14}  //
    };
    for (const auto& script : scripts) {
        char storage[256] = {};
        Builder builder{storage, {}};
        for (std::size_t i = 0; i < script.size(); ++i) {
            BOOST_CHECK_EQUAL(call(builder, script[i]), i + 1 < script.size());
        }
        BOOST_CHECK(builder.fault() == Fault::syntax);
        BOOST_CHECK(!builder.complete());
        for (int which = 0; which < calls; ++which) BOOST_CHECK(!call(builder, which));
        BOOST_CHECK(builder.fault() == Fault::syntax);
    }
}

// Sequences of calls that no sound reader makes. The storage is exactly as long as it says it is,
// and on the heap, so that the address sanitizer sees a byte too far.
BOOST_AUTO_TEST_CASE(no_sequence_of_calls_writes_outside_the_storage) {
    constexpr std::uint64_t seed = 20240302;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937_64 random{seed};
    int whole = 0;
    for (int run = 0; run < 200'000; ++run) {
        const std::size_t size = random() % (run % 2 == 0 ? 24 : 600);
        const auto storage = std::make_unique<char[]>(size + 8);
        std::fill_n(storage.get() + size, 8, '#');
        const Limits limits{
            .members = random() % 4,
            .depth = random() % 70,
            .duplicates = random() % 2 == 0 ? DuplicateNames::refuse : DuplicateNames::mark};
        Builder builder{std::span<char>{storage.get(), size}, limits};
        Model model;
        bool sound = true;
        const bool obedient = run % 4 != 0;  // goes on after a fault one time in four
        for (std::size_t i = random() % 90; i-- > 0 && (sound || !obedient);) {
            int which = static_cast<int>(random() % calls);
            for (int tries = 0; sound && tries < 20; ++tries) {
                // Mostly what may stand here, so that the sequences get somewhere.
                if (Model{model}.allows(which) || random() % 30 == 0) break;
                which = static_cast<int>(random() % calls);
            }
            const bool allowed = model.allows(which);
            const bool taken = call(builder, which);
            BOOST_REQUIRE(!taken || (allowed && sound));
            if (sound && !allowed) BOOST_REQUIRE(builder.fault() == Fault::syntax);
            if (sound && allowed && !taken) BOOST_REQUIRE(builder.fault() != Fault::syntax);
            sound = sound && taken;
            BOOST_REQUIRE_EQUAL(sound, builder.fault() == Fault::none);
        }
        BOOST_REQUIRE_EQUAL(builder.complete(), sound && model.complete());
        BOOST_REQUIRE_EQUAL(std::string_view(storage.get() + size, 8), "########");
        BOOST_REQUIRE_LE(builder.size(), size);
        if (builder.complete()) {
            ++whole;
            std::string written;
            vouch::json::write(builder.root(), written);  // reads every byte of it
        }
    }
    BOOST_CHECK_GT(whole, 1'000);
}

BOOST_AUTO_TEST_CASE(a_text_never_needs_more_than_encoded_size) {
    using vouch::json::detail::encoded_size;
    std::vector<std::string> texts = {"[[],[]]", "[[[[1]]]]",       "{\"\":{\"\":[]}}",  "1",
                                      "\"\"",    "[1,[1,[1,[1]]]]", std::string(64, '9')};
    std::string deep;
    for (int i = 0; i < 15; ++i) deep = "[" + deep + "]";
    texts.push_back(deep);
    std::string wide;
    for (int i = 0; i < 50; ++i) wide += "," + deep;
    texts.push_back("[" + wide.substr(1) + "]");
    vouch_tests::RandomJson random{20240304};
    for (int i = 0; i < 20'000; ++i) texts.push_back(random.text());
    for (const std::string& text : texts) {
        std::vector<char> storage(encoded_size(text.size()));
        const auto reading = vouch::json::read(vouch::StrictJson{}, text, storage, {});
        BOOST_TEST_CONTEXT(text) {
            BOOST_REQUIRE(reading || reading.fault == Fault::duplicate_name);
            BOOST_REQUIRE_LE(reading.size, encoded_size(text.size()) - 32);
        }
    }
}

BOOST_AUTO_TEST_CASE(stops_where_the_storage_ends) {
    const std::string_view text = R"({"a":[1,"xyz",{"b":null}],"c":"0123456789"})";
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
    const std::size_t needed = vouch::json::read(vouch::StrictJson{}, text, storage, {}).size;
    for (std::size_t size = 0; size <= needed; ++size) {
        std::vector<char> exact(size);
        const auto reading = vouch::json::read(vouch::StrictJson{}, text, exact, {});
        BOOST_CHECK(reading.fault == (size < needed ? Fault::limit : Fault::none));
    }
}

BOOST_AUTO_TEST_CASE(makes_a_string_of_what_a_reader_writes_in_place) {
    char storage[32] = {};
    Builder builder{storage, {}};
    BOOST_CHECK(builder.room().empty());
    BOOST_CHECK(builder.begin_object() && builder.room().empty() && builder.begin_name());
    std::string_view{"na#"}.copy(builder.room().data(), 3);
    BOOST_CHECK(builder.append_from_room(2) && builder.append("m"));
    std::string_view{"e##"}.copy(builder.room().data(), 3);
    BOOST_CHECK(builder.append_from_room(1) && builder.append_from_room(0) && builder.end_name());
    BOOST_CHECK(builder.room().empty() && builder.begin_string());
    BOOST_CHECK_EQUAL(builder.room().size(), 32U - 3 - 3 - 4 - 3);
    BOOST_CHECK(builder.append_from_room(0) && builder.end_string() && builder.end_object());
    BOOST_CHECK(builder.complete() && builder.root().as_object()->find("name")->as_string() == "");

    Builder full{storage, {}};
    BOOST_CHECK(full.begin_string() && full.append_from_room(29) && full.room().empty());
    BOOST_CHECK(!full.append_from_room(1));
    BOOST_CHECK(full.fault() == Fault::limit);
}

BOOST_AUTO_TEST_CASE(refuses_a_string_whose_size_it_cannot_hold) {
    using vouch::json::detail::largest_content;
    std::vector<char> storage(largest_content + 100);
    const std::string longest(largest_content, 'x');
    Builder good{storage, {}};
    BOOST_CHECK(good.string(longest) && good.complete());
    BOOST_CHECK(good.root().as_string() == longest);
    Builder bad{storage, {}};
    BOOST_CHECK(!bad.string(longest + "x"));
    BOOST_CHECK(bad.fault() == Fault::limit);
    Builder around{storage, {}};
    BOOST_CHECK(around.begin_array() && around.string(longest) && !around.end_array());
    BOOST_CHECK(around.fault() == Fault::limit);
}

// rules 11, 41
BOOST_AUTO_TEST_CASE(refuses_a_name_twice_or_marks_it) {
    for (const auto duplicates : {DuplicateNames::refuse, DuplicateNames::mark}) {
        char storage[128] = {};
        Builder builder{storage, {.duplicates = duplicates}};
        BOOST_CHECK(builder.begin_object() && builder.name("a") && builder.null() &&
                    builder.name("b") && builder.null() && builder.name("a") && builder.null());
        BOOST_CHECK_EQUAL(builder.end_object(), duplicates == DuplicateNames::mark);
        BOOST_CHECK(builder.fault() ==
                    (duplicates == DuplicateNames::mark ? Fault::none : Fault::duplicate_name));
        BOOST_CHECK_EQUAL(builder.complete(), duplicates == DuplicateNames::mark);
        if (builder.complete()) BOOST_CHECK(builder.root().as_object()->has_duplicates());
    }
}

BOOST_AUTO_TEST_SUITE_END()
