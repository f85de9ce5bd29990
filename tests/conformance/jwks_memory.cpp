// SPDX-License-Identifier: BSL-1.0
#include <vouch/jwks.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <malloc.h>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/made_keys.hpp"

// What a source takes of memory, and what becomes of it where there is none. Every allocation of
// this program is counted.

namespace {

struct Memory {
    std::size_t used = 0;                                        ///< bytes, as the heap rounds them
    std::size_t most = 0;                                        ///< that were used at once
    std::size_t left = std::numeric_limits<std::size_t>::max();  ///< allocations that succeed
};
Memory memory;  // of the one thread here

void* counted(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) noexcept {
    if (memory.left == 0) return nullptr;
    --memory.left;
    // As aligned_alloc wants it.
    const std::size_t whole = (std::max<std::size_t>(size, 1) + alignment - 1) / alignment;
    void* const block = std::aligned_alloc(alignment, whole * alignment);
    memory.used += malloc_usable_size(block);
    memory.most = std::max(memory.most, memory.used);
    return block;
}
void* counted_or_throw(std::size_t size) {
    if (void* const block = counted(size)) return block;
    throw std::bad_alloc{};
}
// Not inline: g++ would see `free` for memory of `new`, and warn.
[[gnu::noinline]] void release(void* block) noexcept {
    memory.used -= malloc_usable_size(block);
    std::free(block);
}

}  // namespace

void* operator new(std::size_t size) { return counted_or_throw(size); }
void* operator new[](std::size_t size) { return counted_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* block) noexcept { release(block); }
void operator delete[](void* block) noexcept { release(block); }
void operator delete(void* block, std::size_t) noexcept { release(block); }
void operator delete[](void* block, std::size_t) noexcept { release(block); }
void operator delete(void* block, std::align_val_t) noexcept { release(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept { release(block); }
void operator delete(void* block, std::align_val_t, const std::nothrow_t&) noexcept {
    release(block);
}
void operator delete(void* block, const std::nothrow_t&) noexcept { release(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { release(block); }

namespace {

using vouch::Errc;
using vouch::testing::FakeTransport;
using vouch::testing::ManualClock;
using namespace vouch_tests;

constexpr std::string_view url = "https://login.example.com/jwks";

using Refresher = vouch::JwksRefresher<ManualClock>;
using Source = vouch::JwksSource<FakeTransport, ManualClock>;
template <class Crypto>
using VerifierOf = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Source,
                                   vouch::testing::FixedClock<1'800'000'000>, Crypto>;

std::string jwks_of(std::uint64_t count, std::size_t bits = 2048) {
    std::vector<std::string> keys;
    for (std::uint64_t i = 0; i < count; ++i) {
        keys.push_back(MadeKey{i, bits}.jwk("key-of-2026-" + std::to_string(i)));
    }
    return vouch_tests::jwks_of(keys);
}

/// What one tenant takes whose endpoint serves `body`: a source and a verifier, on the heap.
struct Cost {
    explicit Cost(std::string_view body) {
        const ManualClock clock{{1'800'000'000, 0}};
        const FakeTransport transport;
        transport.answer(url, body);
        Refresher refresher{{.threads = 0}, clock};
        const auto before = std::make_unique<int>();
        const std::size_t used = memory.used;
        const auto verifier = std::make_unique<VerifierOf<vouch::Builtin>>(
            *Source::open(url, {}, transport, refresher));
        refresher.poll();
        for (int i = 0; i < 10; ++i) {  // refreshes leave nothing behind
            clock.advance(300);
            if (i % 2 == 0) transport.answer(url, std::string{body} + ' ');
            memory.most = memory.used;
            refresher.poll();
            if (i % 2 == 0) transport.answer(url, body);
        }
        kept = memory.used - used;
        most = memory.most - used;
    }

    std::size_t kept = 0;
    std::size_t most = 0;  // during a refresh
};

}  // namespace

BOOST_AUTO_TEST_SUITE(jwks_memory)

BOOST_AUTO_TEST_CASE(a_tenant_with_ten_keys_takes_64_kibibytes_at_most) {
    const std::string body = jwks_of(10);
    const Cost cost{body};
    BOOST_TEST_MESSAGE("10 keys in " << body.size() << " bytes: " << cost.kept << " bytes, "
                                     << cost.most << " during a refresh");
    BOOST_TEST(cost.kept <= 64u * 1024);
}

BOOST_AUTO_TEST_CASE(a_hostile_set_takes_four_times_its_limit_at_most) {
    constexpr std::size_t limit = vouch::http::FetchLimits{}.body_bytes;
    const std::string good = jwks_of(1);
    const auto padded = [&](std::string text, std::string_view with, std::string_view end) {
        while (text.size() + with.size() + end.size() <= limit) text += with;
        return text.append(end);
    };
    const std::string start = good.substr(0, good.size() - 1);
    for (const std::string& body : {
             jwks_of(100, 8192),
             padded(start, " ", "}"),
             padded(start + R"(,"x":[0)", ",0", "]}"),
             padded(start + R"(,"x":[{})", ",{}", "]}"),
             padded(start + R"(,"x":")", "\\n", "\"}"),
             padded(start + R"(,"x":[")", R"(",")", "\"]}"),
         }) {
        const Cost cost{body};
        BOOST_TEST_MESSAGE(body.size() << " bytes: " << cost.kept << " bytes, " << cost.most
                                       << " during a refresh");
        BOOST_TEST(cost.kept <= 4 * limit);
        BOOST_TEST(cost.most <= 8 * limit);  // with the set whose place it takes
    }
}

// promise 17
BOOST_AUTO_TEST_CASE(where_memory_is_lacking_nothing_is_lost_but_time) {
    const MadeKey old_key{1}, new_key{2};
    const std::string claims = R"({"iss":"https://login.example.com","sub":"s","exp":1800000300})";
    const std::string old_token = old_key.token("1", claims),
                      new_token = new_key.token("2", claims);
    const std::string old_set = vouch_tests::jwks_of({old_key.jwk("1")});
    const std::string new_set = vouch_tests::jwks_of({old_key.jwk("1"), new_key.jwk("2")});
    const std::size_t all = std::numeric_limits<std::size_t>::max();

    bool enough = false;
    std::size_t times = 0;
    for (std::size_t left = 0; !enough; ++left, ++times) {
        const ManualClock clock{{1'800'000'000, 0}};
        const FakeTransport transport;
        transport.answer(url, old_set);
        Refresher refresher{{.threads = 0}, clock};
        const auto source = *Source::open(url, {}, transport, refresher);
        const VerifierOf<ChecksumCrypto> verifier{source};
        refresher.poll();
        BOOST_TEST_REQUIRE(verifier.verify(old_token).has_value());

        transport.answer(url, new_set);
        clock.advance(300);
        memory.left = left;
        try {
            refresher.poll();
            enough = memory.left != 0;
        } catch (const std::bad_alloc&) {
        }
        memory.left = 0;
        const Errc unknown =
            verifier.verify("eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.e30.AAAA").error().code();
        const bool known = verifier.verify(old_token).has_value();
        memory.left = all;
        BOOST_TEST((unknown == Errc::key_not_found || unknown == Errc::keys_pending));
        BOOST_TEST(known);
        for (int i = 0; i < 60 && !verifier.verify(new_token); ++i) {
            clock.advance(1);
            refresher.poll();
        }
        BOOST_TEST(verifier.verify(new_token).has_value());
        BOOST_TEST(verifier.verify(old_token).has_value());
    }
    BOOST_TEST_MESSAGE("a refresh makes " << times - 1 << " allocations");
    BOOST_TEST(times > 10u);
}

BOOST_AUTO_TEST_SUITE_END()
