// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/memory_sessions.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>

// Allocations of this program can be made to throw; the other tests in it do not notice.

namespace {

thread_local int allocations_left = -1;  // none throws where it is negative

// Not inline: g++ would see `free` for memory of `new`, and warn.
[[gnu::noinline]] void release(void* memory) noexcept { std::free(memory); }

}  // namespace

void* operator new(std::size_t size) {
    if (allocations_left == 0) throw std::bad_alloc{};
    if (allocations_left > 0) --allocations_left;
    if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc{};
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }

BOOST_AUTO_TEST_SUITE(messaging_memory_sessions)

namespace {

using vouch::Errc;
using vouch::NumericDate;
using vouch::messaging::EndUserRecord;
using vouch::messaging::MemorySessions;
using vouch::messaging::Proof;
using vouch::messaging::Retention;
using vouch::messaging::Session;
using vouch::messaging::SessionId;

static_assert(!std::is_copy_constructible_v<MemorySessions>);
static_assert(!std::is_copy_assignable_v<MemorySessions>);
static_assert(!std::is_move_constructible_v<MemorySessions>);
static_assert(std::is_nothrow_constructible_v<MemorySessions, std::size_t>);

constexpr Retention minute{{0}, {60}};

/// Different numbers are in different shards, up to 64 of them.
SessionId id(std::uint64_t number) {
    SessionId made;
    for (std::size_t i = 0; i < 8; ++i) {
        made.sha256[i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    made.sha256.back() = made.sha256.front();
    return made;
}

bool has(MemorySessions& store, const SessionId& key) { return store.find(key)->has_value(); }
bool has(MemorySessions& store, std::string_view key) { return store.find(key)->has_value(); }

}  // namespace

BOOST_AUTO_TEST_CASE(keeps_and_counts_records_of_three_kinds) {
    MemorySessions store{10};
    BOOST_TEST(store.capacity() == 10U);
    BOOST_TEST(store.size() == 0U);
    BOOST_TEST(*store.replace(id(1), 0, Session{}, minute));
    BOOST_TEST(*store.replace("user", 0, EndUserRecord{}, minute));
    BOOST_TEST(*store.use_token_id("id", minute));
    BOOST_TEST(store.size() == 3U);
    BOOST_TEST(*store.replace(id(1), 1, Session{}, minute));
    BOOST_TEST(!*store.replace(id(1), 1, Session{}, minute));
    BOOST_TEST(!*store.use_token_id("id", minute));
    BOOST_TEST(store.size() == 3U);
    BOOST_TEST((*store.find(id(1)))->version == 2U);
    BOOST_TEST(MemorySessions{}.capacity() == MemorySessions::default_capacity);
}

BOOST_AUTO_TEST_CASE(a_full_store_takes_nothing_new_and_replaces_what_it_has) {
    MemorySessions store{2};
    BOOST_TEST(*store.replace(id(1), 0, Session{}, minute));
    BOOST_TEST(*store.replace("user", 0, EndUserRecord{}, minute));
    BOOST_CHECK(store.replace(id(2), 0, Session{}, minute).error() == Errc::store_full);
    BOOST_CHECK(store.replace("new", 0, EndUserRecord{}, minute).error() == Errc::store_full);
    BOOST_CHECK(store.use_token_id("id", minute).error() == Errc::store_full);
    BOOST_TEST(*store.replace(id(1), 1, Session{}, minute));
    BOOST_TEST(*store.replace("user", 1, EndUserRecord{}, minute));
    BOOST_TEST(!*store.replace(id(1), 1, Session{}, minute));
    BOOST_TEST(!*store.replace(id(3), 1, Session{}, minute));
    BOOST_TEST((!has(store, id(2)) && !has(store, "new")));
    BOOST_TEST(store.size() == 2U);
    BOOST_CHECK(MemorySessions{0}.use_token_id("id", minute).error() == Errc::store_full);
}

BOOST_AUTO_TEST_CASE(a_full_store_makes_room_by_what_may_be_forgotten_wherever_that_is) {
    for (std::uint64_t other = 0; other < 64; ++other) {
        MemorySessions store{2};
        BOOST_TEST(*store.replace(id(other), 0, Session{}, {{0}, {60}}));
        BOOST_TEST(*store.replace(id(100), 0, Session{}, {{0}, {61}}));
        BOOST_CHECK(store.use_token_id("id", {{59, 999'999'999}, {99}}).error() ==
                    Errc::store_full);
        BOOST_TEST(*store.use_token_id("id", {{60}, {99}}));
        BOOST_TEST((!has(store, id(other)) && has(store, id(100))));
        BOOST_TEST(store.size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_record_is_kept_until_what_the_last_write_says) {
    MemorySessions store{1};
    BOOST_TEST(*store.replace(id(1), 0, Session{}, {{0}, {60}}));
    BOOST_TEST(*store.replace(id(1), 1, Session{}, {{0}, {90}}));
    BOOST_TEST(!*store.replace(id(1), 1, Session{}, {{0}, {10}}));
    BOOST_CHECK(store.use_token_id("id", {{89}, {99}}).error() == Errc::store_full);
    BOOST_TEST(*store.replace(id(1), 2, Session{}, {{0}, {60}}));
    BOOST_TEST(*store.use_token_id("id", {{60}, {99}}));
}

BOOST_AUTO_TEST_CASE(what_is_for_ever_is_never_forgotten) {
    MemorySessions store{1};
    BOOST_TEST(*store.replace(id(1), 0, Session{}, {{0}, Retention::forever}));
    BOOST_CHECK(store.use_token_id("id", {{NumericDate::last_second}, {INT64_MAX}}).error() ==
                Errc::store_full);
    BOOST_TEST(has(store, id(1)));
}

BOOST_AUTO_TEST_CASE(writes_keep_up_with_what_expires) {
    MemorySessions store;
    std::uint64_t number = 0;
    for (std::int64_t now = 0; now < 20'000; ++now) {
        BOOST_REQUIRE(*store.replace(id(++number), 0, Session{}, {{now}, {now + 100}}));
        BOOST_REQUIRE(*store.use_token_id(std::to_string(now), {{now}, {now + 100}}));
    }
    // A shard that nobody writes to keeps some for longer.
    BOOST_TEST(store.size() < 2000U);
}

BOOST_AUTO_TEST_CASE(a_session_ends_with_its_record) {
    const auto proof = std::make_shared<const Proof>();
    MemorySessions store;
    Session session{};
    session.proof = proof;
    BOOST_TEST(*store.replace(id(1), 0, session, minute));
    session = {};
    BOOST_TEST(proof.use_count() == 2);
    BOOST_TEST(*store.replace(id(1), 1, session, minute));
    BOOST_TEST(proof.use_count() == 1);
}

BOOST_AUTO_TEST_CASE(an_allocation_that_throws_changes_nothing) {
    // In one shard, so that all of its parts must grow at some number.
    const auto key = [](std::uint64_t number) {
        SessionId made = id(number);
        made.sha256.back() = 0;
        return made;
    };
    EndUserRecord record;
    record.sessions.resize(1);
    MemorySessions store;
    std::size_t thrown = 0;
    for (std::uint64_t number = 0; number < 100; ++number) {
        const std::string text = std::to_string(number);
        const auto writes = [&](int allocations, auto&& write) {
            const std::size_t before = store.size();
            allocations_left = allocations;
            bool wrote = false;
            try {
                wrote = *write();
            } catch (const std::bad_alloc&) {
                ++thrown;
            }
            allocations_left = -1;
            BOOST_REQUIRE(store.size() == before + (wrote ? 1 : 0));
            return wrote;
        };
        for (int k = 0; !writes(k, [&] { return store.replace(key(number), 0, {}, minute); });
             ++k) {
            BOOST_REQUIRE(!has(store, key(number)));
        }
        for (int k = 0; !writes(k, [&] { return store.replace(text, 0, record, minute); }); ++k) {
            BOOST_REQUIRE(!has(store, text));
        }
        for (std::uint64_t each = 0; each <= number; ++each) {
            BOOST_REQUIRE((has(store, key(each)) && has(store, std::to_string(each))));
        }
    }
    BOOST_TEST(thrown > 100U);
}

BOOST_AUTO_TEST_CASE(eight_threads_lose_no_update_and_count_what_there_is) {
    constexpr int threads_at_once = 8;
    constexpr std::uint64_t rounds = 400;
    constexpr std::size_t capacity = 300;
    MemorySessions store{capacity};
    std::atomic<std::uint64_t> counted{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> winners{0};
    std::atomic<bool> within{true};
    BOOST_TEST(*store.replace("counter", 0, EndUserRecord{}, {{0}, Retention::forever}));
    BOOST_TEST(*store.replace(id(0), 0, Session{}, {{0}, Retention::forever}));
    const auto work = [&](std::uint64_t thread) {
        for (std::uint64_t round = 0; round < rounds; ++round) {
            const auto now = static_cast<std::int64_t>(round);
            auto user = **store.find("counter");
            ++user.record.generation;
            const auto wrote =
                store.replace("counter", user.version, user.record, {{now}, Retention::forever});
            if (*wrote) ++counted;

            auto session = **store.find(id(0));
            ++session.record.snapshot;
            session.record.proof = std::make_shared<const Proof>();
            if (*store.replace(id(0), session.version, session.record,
                               {{now}, Retention::forever})) {
                ++counted;
            }

            const SessionId own = id(1 + thread + round * threads_at_once);
            const auto added = store.replace(own, 0, Session{}, {{now}, {now + 60}});
            if (!added.has_value()) {
                ++refused;
            } else if (*added) {
                (void)store.find(own);
            }
            const auto used = store.use_token_id(std::to_string(round), {{now}, {now + 10'000}});
            if (used.has_value() && *used) ++winners;
            if (store.size() > capacity) within = false;
        }
    };
    std::array<std::thread, threads_at_once> threads;
    for (std::size_t i = 0; i < threads.size(); ++i) threads[i] = std::thread{work, i};
    for (std::thread& thread : threads) thread.join();

    BOOST_TEST((*store.find("counter"))->record.generation +
                   (*store.find(id(0)))->record.snapshot ==
               counted);
    BOOST_TEST(within);
    BOOST_TEST(refused > 0U);
    BOOST_TEST(winners <= rounds);
    BOOST_TEST(winners > 0U);

    // Nothing was counted twice or not at all: beside the two that stay there is room for 298.
    const Retention late{{100'000}, Retention::forever};
    for (std::size_t i = 2; i < capacity; ++i) {
        BOOST_REQUIRE(*store.replace(id(1'000'000 + i), 0, Session{}, late));
    }
    BOOST_CHECK(store.replace(id(2'000'000), 0, Session{}, late).error() == Errc::store_full);
    BOOST_TEST(store.size() == capacity);
    BOOST_TEST((has(store, "counter") && has(store, id(0))));
}

BOOST_AUTO_TEST_SUITE_END()
