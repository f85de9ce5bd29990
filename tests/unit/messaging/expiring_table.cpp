// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/expiring_table.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

BOOST_AUTO_TEST_SUITE(messaging_expiring_table)

namespace {

using vouch::NumericDate;
using vouch::messaging::Retention;
using vouch::messaging::SessionId;
using Table = vouch::messaging::detail::ExpiringTable<int>;

SessionId id(std::uint32_t number) {
    SessionId made;
    for (std::size_t i = 0; i < 4; ++i) {
        made.sha256[i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    return made;
}

/// Has the hash of `number`, and is another.
SessionId collides_with(std::uint32_t number, std::uint8_t other) {
    SessionId made = id(number);
    made.sha256[31] = other;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_CASE(an_empty_table_has_nothing) {
    Table table;
    BOOST_TEST(table.find(id(1)) == nullptr);
    BOOST_TEST(table.forget(Retention::forever, 10) == 0U);
    BOOST_TEST(table.size() == 0U);
}

BOOST_AUTO_TEST_CASE(finds_what_was_added_and_not_removed) {
    Table table;
    table.add(id(1), {10}).record = 7;
    BOOST_REQUIRE(table.find(id(1)) != nullptr);
    BOOST_TEST(table.find(id(1))->record == 7);
    BOOST_TEST(table.find(id(2)) == nullptr);
    table.remove(id(1));
    BOOST_TEST(table.find(id(1)) == nullptr);
    BOOST_TEST(table.add(id(1), {10}).record == 0);
}

BOOST_AUTO_TEST_CASE(forgets_from_until_on_the_first_ones_first) {
    Table table;
    for (std::uint32_t i = 1; i <= 5; ++i) table.add(id(i), {10 * i});
    BOOST_TEST(table.forget({9, 999'999'999}, 10) == 0U);
    table.keep(id(1), {10, 500});
    BOOST_TEST(table.forget({10, 499}, 10) == 0U);
    BOOST_TEST(table.forget({30}, 2) == 2U);
    BOOST_TEST((table.find(id(2)) == nullptr && table.find(id(3)) != nullptr));
    table.keep(id(3), {60});
    table.keep(id(5), {5});
    BOOST_TEST(table.forget({30}, 10) == 1U);
    BOOST_TEST((table.find(id(3)) != nullptr && table.find(id(5)) == nullptr));
    BOOST_TEST(table.forget({60}, 10) == 2U);
    BOOST_TEST(table.size() == 0U);
}

BOOST_AUTO_TEST_CASE(forgets_nothing_that_is_kept_for_ever) {
    Table table;
    table.add(id(1), Retention::forever);
    table.add(id(2), {10});
    table.keep(id(2), Retention::forever);
    BOOST_TEST(table.forget(Retention::forever, 10) == 0U);
    table.keep(id(1), {10});
    BOOST_TEST(table.forget({10}, 10) == 1U);
    BOOST_TEST(table.find(id(1)) == nullptr);
}

BOOST_AUTO_TEST_CASE(keys_with_one_hash_are_kept_apart) {
    Table table;
    for (std::uint8_t i = 0; i < 200; ++i) table.add(collides_with(1, i), {10}).record = i;
    for (std::uint8_t i = 0; i < 200; i += 3) table.remove(collides_with(1, i));
    for (std::uint8_t i = 0; i < 200; ++i) {
        const auto* entry = table.find(collides_with(1, i));
        BOOST_TEST((i % 3 == 0 ? entry == nullptr : entry != nullptr && entry->record == i));
    }
}

BOOST_AUTO_TEST_CASE(what_a_record_holds_ends_when_it_is_forgotten) {
    vouch::messaging::detail::ExpiringTable<std::shared_ptr<int>> table;
    const auto held = std::make_shared<int>(1);
    table.add(id(1), {10}).record = held;
    table.add(id(2), {20}).record = held;
    BOOST_TEST(held.use_count() == 3);
    table.remove(id(2));
    BOOST_TEST(held.use_count() == 2);
    table.forget({10}, 1);
    BOOST_TEST(held.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(does_what_a_map_does) {
    struct Expected {
        int record;
        NumericDate until;
    };
    for (const std::uint32_t keys : {4U, 60U, 3000U}) {
        Table table;
        std::map<std::uint32_t, Expected> expected;
        std::mt19937 generator{keys};
        const auto below = [&](std::uint32_t end) {
            return static_cast<std::uint32_t>(generator() % end);
        };
        const auto moment = [&]() -> NumericDate {
            return below(8) == 0 ? Retention::forever : NumericDate{below(1000)};
        };
        for (int step = 0; step < 30'000; ++step) {
            const std::uint32_t key = below(keys);
            auto* entry = table.find(id(key));
            const auto known = expected.find(key);
            BOOST_REQUIRE((entry != nullptr) == (known != expected.end()));
            if (entry != nullptr) BOOST_REQUIRE(entry->record == known->second.record);
            const auto choice = below(16);
            if (choice == 0) {
                const NumericDate now{below(300)};
                const auto due = static_cast<std::size_t>(
                    std::count_if(expected.begin(), expected.end(),
                                  [&](const auto& each) { return each.second.until <= now; }));
                BOOST_REQUIRE(table.forget(now, SIZE_MAX) == due);
                std::erase_if(expected, [&](const auto& each) { return each.second.until <= now; });
            } else if (entry == nullptr) {
                const NumericDate until = moment();
                table.add(id(key), until).record = step;
                expected[key] = {step, until};
            } else if (choice < 6) {
                table.remove(id(key));
                expected.erase(key);
            } else {
                const NumericDate until = moment();
                table.keep(id(key), until);
                known->second.until = until;
            }
            BOOST_REQUIRE(table.size() == expected.size());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
