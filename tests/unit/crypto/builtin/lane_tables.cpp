// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/lane_tables.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstdint>
#include <thread>
#include <utility>

BOOST_AUTO_TEST_SUITE(crypto_builtin_lane_tables)

using vouch::builtin::LaneTables;

namespace {

// Keys that are used in a constant expression have them, too.
constexpr bool can_be_moved() {
    LaneTables first;
    LaneTables second{std::move(first)};
    first = std::move(second);
    return true;
}
static_assert(can_be_moved());

}  // namespace

BOOST_AUTO_TEST_CASE(there_are_none_until_some_are_offered) {
    const LaneTables tables;
    BOOST_TEST(tables.get() == nullptr);
    auto* const made = new std::uint64_t[3]{1, 2, 3};
    tables.offer(made);
    BOOST_TEST(tables.get() == made);
}

BOOST_AUTO_TEST_CASE(the_first_ones_are_kept) {
    const LaneTables tables;
    auto* const first = new std::uint64_t[3]{1, 2, 3};
    tables.offer(first);
    tables.offer(new std::uint64_t[3]{1, 2, 3});
    BOOST_TEST(tables.get() == first);
}

BOOST_AUTO_TEST_CASE(they_move_with_the_key) {
    LaneTables first;
    auto* const made = new std::uint64_t[1]{7};
    first.offer(made);
    LaneTables second{std::move(first)};
    BOOST_TEST(second.get() == made);
    LaneTables third;
    third.offer(new std::uint64_t[1]{8});
    third = std::move(second);
    BOOST_TEST(third.get() == made);
}

BOOST_AUTO_TEST_CASE(many_threads_may_offer_at_once) {
    for (int round = 0; round < 100; ++round) {
        const LaneTables tables;
        std::atomic<int> wrong{0};
        const auto offer_and_look = [&] {
            if (tables.get() == nullptr) tables.offer(new std::uint64_t[2]{4, 5});
            const std::uint64_t* const kept = tables.get();
            if (kept == nullptr || kept[0] != 4 || kept[1] != 5) ++wrong;
        };
        std::thread threads[4];
        for (std::thread& thread : threads) thread = std::thread{offer_and_look};
        for (std::thread& thread : threads) thread.join();
        BOOST_TEST(wrong == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
