// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/reader.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(json_reader)

using vouch::json::Builder;
using vouch::json::Fault;

namespace {

/// Does with the builder what the text says: `[`, `]`, `0`, and `!` for "all is well".
struct Script {
    using policy_kind = vouch::json_policy;
    constexpr bool read(std::string_view text, Builder& builder) const noexcept {
        for (const char step : text) {
            if (step == '[') builder.begin_array();
            if (step == ']') builder.end_array();
            if (step == '0') builder.number("0");
        }
        return text.ends_with('!');
    }
};

// Each requirement of the concept, missing in turn.
struct Complete {
    using policy_kind = vouch::json_policy;
    bool read(std::string_view, Builder&) const noexcept { return false; }
};
struct OfNoKind {
    bool read(std::string_view, Builder&) const noexcept { return false; }
};
struct OfOtherKind {
    using policy_kind = vouch::clock_policy;
    bool read(std::string_view, Builder&) const noexcept { return false; }
};
struct NotConst {
    using policy_kind = vouch::json_policy;
    bool read(std::string_view, Builder&) noexcept { return false; }
};
struct Throwing {
    using policy_kind = vouch::json_policy;
    bool read(std::string_view, Builder&) const { return false; }
};
struct NotBool {
    using policy_kind = vouch::json_policy;
    int read(std::string_view, Builder&) const noexcept { return 0; }
};
static_assert(vouch::json_reader<Complete> && vouch::json_reader<Script>);
static_assert(!vouch::json_reader<OfNoKind> && !vouch::json_reader<OfOtherKind>);
static_assert(!vouch::json_reader<NotConst> && !vouch::json_reader<Throwing>);
static_assert(!vouch::json_reader<NotBool> && !vouch::json_reader<int>);

constexpr Fault fault_of(std::string_view script) {
    char storage[64] = {};
    return vouch::json::read(Script{}, script, storage, {.depth = 2}).fault;
}
static_assert(fault_of("[0]!") == Fault::none);
static_assert(fault_of("[0]") == Fault::syntax);

}  // namespace

BOOST_AUTO_TEST_CASE(believes_a_reader_only_where_the_builder_agrees) {
    BOOST_CHECK(fault_of("0!") == Fault::none);
    BOOST_CHECK(fault_of("[[0]]!") == Fault::none);
    BOOST_CHECK(fault_of("!") == Fault::syntax);       // nothing
    BOOST_CHECK(fault_of("[0!") == Fault::syntax);     // not whole
    BOOST_CHECK(fault_of("00!") == Fault::syntax);     // two values
    BOOST_CHECK(fault_of("[]]!") == Fault::syntax);    // an end too many
    BOOST_CHECK(fault_of("[[[]]]!") == Fault::limit);  // too deep, and the reader did not stop
    BOOST_CHECK(fault_of("0") == Fault::syntax);       // the reader says no
}

BOOST_AUTO_TEST_CASE(says_how_much_of_the_storage_the_value_takes) {
    char storage[64] = {};
    const auto reading = vouch::json::read(Script{}, "[00]!", storage, {});
    BOOST_REQUIRE(reading);
    BOOST_CHECK_EQUAL(reading.size, 7U);
    BOOST_CHECK(reading.storage == storage);
    BOOST_CHECK_EQUAL(vouch::json::read(Script{}, "[", storage, {}).size, 0U);
}

BOOST_AUTO_TEST_SUITE_END()
