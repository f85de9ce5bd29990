// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/random_source.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

BOOST_AUTO_TEST_SUITE(messaging_random_source)

namespace {

using vouch::messaging::random_policy;
using vouch::messaging::random_source;
using vouch::messaging::SystemRandom;

/// A random source with one requirement taken away; `whole` is one.
enum class Without { whole, kind, const_call, noexcept_call, result };

template <Without Missing>
struct Archetype {
    using policy_kind = random_policy;
    bool fill(std::span<std::uint8_t>) const noexcept;
};
template <>
struct Archetype<Without::kind> {
    bool fill(std::span<std::uint8_t>) const noexcept;
};
template <>
struct Archetype<Without::const_call> {
    using policy_kind = random_policy;
    bool fill(std::span<std::uint8_t>) noexcept;
};
template <>
struct Archetype<Without::noexcept_call> {
    using policy_kind = random_policy;
    bool fill(std::span<std::uint8_t>) const;
};
template <>
struct Archetype<Without::result> {
    using policy_kind = random_policy;
    void fill(std::span<std::uint8_t>) const noexcept;
};

static_assert(random_source<Archetype<Without::whole>>);
static_assert(!random_source<Archetype<Without::kind>>);
static_assert(!random_source<Archetype<Without::const_call>>);
static_assert(!random_source<Archetype<Without::noexcept_call>>);
static_assert(!random_source<Archetype<Without::result>>);

}  // namespace

BOOST_AUTO_TEST_CASE(fills_all_octets_and_no_more) {
    // 256 is the most that the system gives at once.
    for (const std::size_t size : {0U, 1U, 31U, 32U, 255U, 256U, 257U, 512U, 513U, 5000U}) {
        std::vector<std::uint8_t> any(size, 0);
        std::vector<std::uint8_t> octets(size + 16, 0);
        // An octet is 0 in one of 256 fills: after 40 of them it is not by chance.
        for (int round = 0; round < 40; ++round) {
            BOOST_REQUIRE(SystemRandom{}.fill(std::span{octets}.subspan(8, size)));
            for (std::size_t i = 0; i < size; ++i) {
                any[i] = static_cast<std::uint8_t>(any[i] | octets[8 + i]);
            }
        }
        BOOST_TEST(std::count(any.begin(), any.end(), 0) == 0);
        for (std::size_t i = 0; i < 8; ++i) {
            BOOST_TEST((octets[i] == 0 && octets[size + 8 + i] == 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(gives_other_octets_each_time) {
    std::set<std::array<std::uint8_t, 32>> seen;
    for (int i = 0; i < 1000; ++i) {
        std::array<std::uint8_t, 32> octets{};
        BOOST_REQUIRE(SystemRandom{}.fill(octets));
        seen.insert(octets);
    }
    BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()
