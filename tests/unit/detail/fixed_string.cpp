// SPDX-License-Identifier: BSL-1.0
#include <vouch/detail/fixed_string.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(detail_fixed_string)

namespace {

using namespace std::string_view_literals;

template <vouch::detail::fixed_string Text>
struct Named {
    static constexpr std::string_view text = Text.view();
};

static_assert(Named<"abc">::text == "abc");
static_assert(Named<"">::text.empty());
static_assert(Named<"a\0b">::text == "a\0b"sv);
static_assert(std::is_same_v<Named<"abc">, Named<"abc">>);
static_assert(!std::is_same_v<Named<"abc">, Named<"abd">>);
static_assert(!std::is_same_v<Named<"abc">, Named<"abc\0">>);

}  // namespace

BOOST_AUTO_TEST_CASE(is_a_text_when_the_program_runs) { BOOST_TEST(Named<"abc">::text == "abc"); }

BOOST_AUTO_TEST_SUITE_END()
