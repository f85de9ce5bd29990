// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/bounded_text.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>
#include <type_traits>

BOOST_AUTO_TEST_SUITE(text_bounded_text)

namespace {

using namespace std::string_view_literals;
using Text = vouch::BoundedText<4>;

static_assert(Text{}.empty() && Text{}.view().empty());
static_assert(Text{"abc"}.view() == "abc" && !Text{"abc"}.empty());
static_assert(Text{"abcd"}.view() == "abcd");
static_assert(Text{"abcde"}.view() == "abcd");
static_assert(Text{"a\0b"sv}.view() == "a\0b"sv);
static_assert(Text::fits("abcd") && !Text::fits("abcde"));
static_assert(Text{"abc"} == Text{"abc"} && Text{"abc"} != Text{"abcd"});
static_assert(std::is_trivially_copyable_v<Text>);
static_assert([] {
    Text text{"abcd"};
    text = Text{"x"};
    return text == Text{"x"} && std::string_view{text} == "x";
}());

}  // namespace

BOOST_AUTO_TEST_CASE(holds_its_own_copy) {
    std::string source = "abcd";
    const Text text{source};
    source = "xxxx";
    BOOST_TEST(text.view() == "abcd");
    const Text copy = text;
    BOOST_TEST((copy.view().data() != text.view().data()));
    BOOST_TEST(copy.view() == "abcd");
}

BOOST_AUTO_TEST_CASE(holds_what_fits_and_cuts_the_rest) {
    const std::string long_text(70'000, 'x');
    BOOST_TEST((vouch::BoundedText<65535>{long_text}.view().size() == 65535U));
    BOOST_TEST(!vouch::BoundedText<65535>::fits(long_text));
}

BOOST_AUTO_TEST_SUITE_END()
