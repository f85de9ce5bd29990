// SPDX-License-Identifier: BSL-1.0
#include <vouch/json/unique_names.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using vouch::json::detail::max_names;
using vouch::json::detail::Name;
using vouch::json::detail::NameMarks;
using vouch::json::detail::unique_names;

namespace {

constexpr bool all_differ(const std::vector<std::string_view>& texts) {
    Name names[max_names];
    for (std::size_t i = 0; i < texts.size(); ++i) names[i] = Name::of(texts[i]);
    return unique_names(names, texts.size());
}
static_assert(all_differ({}) && all_differ({"a"}) && all_differ({"a", "b"}));
static_assert(!all_differ({"a", "b", "a"}));

constexpr bool may_repeat(const std::vector<std::string_view>& texts) {
    NameMarks marks{};
    for (const std::string_view text : texts) marks.add(text);
    return marks.may_repeat;
}
static_assert(!may_repeat({}) && !may_repeat({"a", "b"}) && may_repeat({"a", "b", "a"}));

}  // namespace

BOOST_AUTO_TEST_SUITE(json_unique_names)

BOOST_AUTO_TEST_CASE(tells_names_apart_by_every_byte_and_by_size) {
    BOOST_CHECK(all_differ({"a", {"a\0", 2}, {"\0a", 2}, {"\0", 1}, ""}));
    BOOST_CHECK(all_differ({"12345678", "123456789", "12345678a", "1234567", "\xFF", "\x7F"}));
    BOOST_CHECK(
        all_differ({"1234567890123456", "1234567890123457", "12345678", "123456789012345"}));
    BOOST_CHECK(!all_differ({"", "a", ""}));
    BOOST_CHECK(!all_differ({"1234567890123456", "x", "1234567890123456"}));
}

// rules 11, 41
BOOST_AUTO_TEST_CASE(finds_each_pair_of_equal_names_however_many_there_are) {
    for (const std::size_t count : {2U, 3U, 31U, 32U, 33U, 34U, 100U, 255U, 256U}) {
        std::vector<std::string> texts;
        for (std::size_t i = 0; i < count; ++i) texts.push_back("name" + std::to_string(i * 7919));
        const std::vector<std::string_view> names(texts.begin(), texts.end());
        BOOST_CHECK(all_differ(names));
        for (std::size_t i = 0; i < count; ++i) {
            auto twice = names;
            twice[i] = names[(i * 31 + 1) % count];
            if ((i * 31 + 1) % count == i) continue;
            BOOST_TEST_CONTEXT(count << " names, " << i) { BOOST_REQUIRE(!all_differ(twice)); }
        }
    }
}

BOOST_AUTO_TEST_CASE(agrees_with_a_set_on_random_names) {
    constexpr std::uint64_t seed = 20240305;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937_64 random{seed};
    int differ = 0;
    for (int run = 0; run < 20'000; ++run) {
        std::vector<std::string> texts(random() % 60);
        const std::size_t letters = 2 + random() % 40;
        for (std::string& text : texts) {
            text.assign(random() % 2 == 0 ? 0 : 8, 'p');
            for (std::size_t left = random() % 6; left-- > 0;) {
                text += static_cast<char>('0' + random() % letters);
            }
        }
        const std::set<std::string> set(texts.begin(), texts.end());
        const bool expected = set.size() == texts.size();
        differ += expected ? 1 : 0;
        BOOST_TEST_CONTEXT("seed " << seed << ", run " << run) {
            BOOST_REQUIRE_EQUAL(all_differ({texts.begin(), texts.end()}), expected);
        }
    }
    BOOST_CHECK_GT(differ, 1'000);
    BOOST_CHECK_LT(differ, 19'000);
}

BOOST_AUTO_TEST_CASE(marks_say_of_the_usual_names_that_they_differ) {
    const std::vector<std::string_view> usual = {
        "iss",       "sub",     "aud",   "exp",   "nbf", "iat",     "jti",
        "auth_time", "nonce",   "acr",   "amr",   "azp", "scope",   "name",
        "locale",    "picture", "email", "roles", "sid", "roles",   "groups",
        "client_id", "tid",     "oid",   "upn",   "ver", "zoneinfo"};
    std::set<std::string_view> names;
    for (const std::string_view name : usual) names.insert(name);
    BOOST_CHECK(!may_repeat({names.begin(), names.end()}));
    BOOST_CHECK(may_repeat(usual));  // "roles" is there twice
}

// rules 11, 41
BOOST_AUTO_TEST_CASE(marks_never_hide_a_name_that_comes_twice) {
    for (const std::size_t size : {0U, 1U, 2U, 3U, 8U, 9U, 300U}) {
        for (int byte = 0; byte < 256; ++byte) {
            const std::string name(size, static_cast<char>(byte));
            BOOST_REQUIRE(may_repeat({name, "another", name}));
        }
    }
    // Others may have the mark of a name; then they are compared.
    std::vector<std::string> texts;
    for (int i = 0; i < 600; ++i) texts.push_back(std::to_string(i));
    BOOST_CHECK(may_repeat({texts.begin(), texts.end()}));
}

BOOST_AUTO_TEST_SUITE_END()
