// SPDX-License-Identifier: BSL-1.0
#include <vouch/rules/token_size.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>

BOOST_AUTO_TEST_SUITE(rules_token_size)

namespace {

using vouch::MaxTokenSize;

static_assert(MaxTokenSize<1>::bytes == 1 && MaxTokenSize<65536>::bytes == 65536);
static_assert(vouch::token_size<MaxTokenSize<1>> && vouch::token_size<MaxTokenSize<65536>>);

struct Own {
    using policy_kind = vouch::token_size_policy;
    static constexpr std::size_t bytes = 100;
};
struct Kindless {
    static constexpr std::size_t bytes = 100;
};
struct Endless {
    using policy_kind = vouch::token_size_policy;
    static constexpr std::size_t bytes = 65537;
};
struct Empty {
    using policy_kind = vouch::token_size_policy;
    static constexpr std::size_t bytes = 0;
};
struct Silent {
    using policy_kind = vouch::token_size_policy;
};

static_assert(vouch::token_size<Own> && Kindless::bytes == Own::bytes);
static_assert(!vouch::token_size<Kindless> && !vouch::token_size<Endless>);
static_assert(!vouch::token_size<Empty> && !vouch::token_size<Silent>);

}  // namespace

BOOST_AUTO_TEST_CASE(is_a_number_of_bytes_up_to_the_cap) {
    BOOST_TEST(MaxTokenSize<65536>::well_formed);
}

BOOST_AUTO_TEST_SUITE_END()
