// SPDX-License-Identifier: BSL-1.0
#include <vouch/detail/storage.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

BOOST_AUTO_TEST_SUITE(detail_storage)

namespace {

using Storage = vouch::detail::Storage<8>;

constexpr Storage filled(std::size_t size) {
    Storage storage;
    (void)storage.allocate(size);
    char next = 'a';
    for (char& byte : storage.bytes()) byte = next++;
    return storage;
}
constexpr std::string_view text(Storage& storage) {
    return {storage.data(), storage.bytes().size()};
}

constexpr bool moves(std::size_t from, std::size_t to) {
    constexpr std::string_view letters = "abcdefghijklmnop";
    Storage source = filled(from);
    Storage made{std::move(source)};
    if (text(made) != letters.substr(0, from) || !source.bytes().empty()) return false;
    Storage target = filled(to);
    target = std::move(made);
    if (text(target) != letters.substr(0, from) || !made.bytes().empty()) return false;
    Storage& itself = target;
    target = std::move(itself);
    return text(target) == letters.substr(0, from);
}

static_assert(moves(0, 0) && moves(8, 0) && moves(9, 0) && moves(16, 16));
static_assert(moves(8, 16) && moves(16, 8) && moves(0, 16) && moves(1, 9));
/// However often it is moved on, what was moved from starts with 0.
constexpr bool is_empty_for_good(std::size_t size) {
    Storage source = filled(size);
    const Storage target{std::move(source)};
    Storage second{std::move(source)};
    Storage third = filled(size);
    third = std::move(second);
    return *source.data() == 0 && *second.data() == 0 && *third.data() == 0 && third.size() == 0 &&
           target.size() == size;
}
static_assert(is_empty_for_good(1) && is_empty_for_good(8) && is_empty_for_good(9));
static_assert(!std::is_copy_constructible_v<Storage> && !std::is_copy_assignable_v<Storage>);
static_assert(std::is_nothrow_move_constructible_v<Storage>);

bool is_inside(const Storage& storage) {
    const char* const object = reinterpret_cast<const char*>(&storage);
    return storage.data() >= object && storage.data() < object + sizeof storage;
}

}  // namespace

BOOST_AUTO_TEST_CASE(moves_from_each_place_to_each) {
    for (const std::size_t from : {0U, 1U, 8U, 9U, 16U}) {
        for (const std::size_t to : {0U, 1U, 8U, 9U, 16U}) BOOST_TEST(moves(from, to));
    }
}

BOOST_AUTO_TEST_CASE(lies_on_the_heap_only_above_its_size) {
    Storage small;
    BOOST_TEST(small.allocate(8));
    BOOST_TEST(is_inside(small));
    Storage large;
    BOOST_TEST(large.allocate(9));
    BOOST_TEST(!is_inside(large));
    BOOST_TEST(large.bytes().size() == 9U);
}

BOOST_AUTO_TEST_CASE(shrinks_without_a_move) {
    Storage storage = filled(12);
    const char* const before = storage.data();
    storage.shrink(3);
    BOOST_TEST((storage.data() == before));
    BOOST_TEST(text(storage) == "abc");
    Storage moved{std::move(storage)};
    BOOST_TEST(text(moved) == "abc");
}

BOOST_AUTO_TEST_SUITE_END()
