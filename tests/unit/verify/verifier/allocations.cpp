// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

// Every allocation of this program is counted, by thread; the other tests in it do not notice.

namespace {

thread_local std::size_t allocations = 0;
thread_local std::size_t allocated_bytes = 0;
thread_local bool no_memory = false;

void* counted(std::size_t size, std::size_t alignment = alignof(std::max_align_t)) noexcept {
    ++allocations;
    allocated_bytes += size;
    const std::size_t whole = (size / alignment + 1) * alignment;  // as aligned_alloc wants it
    return no_memory ? nullptr : std::aligned_alloc(alignment, whole);
}
void* counted_or_throw(std::size_t size) {
    if (void* const memory = counted(size)) return memory;
    throw std::bad_alloc{};
}
// Not inline: g++ would see `free` for memory of `new`, and warn.
[[gnu::noinline]] void release(void* memory) noexcept { std::free(memory); }

}  // namespace

void* operator new(std::size_t size) { return counted_or_throw(size); }
void* operator new[](std::size_t size) { return counted_or_throw(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted(size); }
void* operator new(std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return counted(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return counted(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { release(memory); }
void operator delete[](void* memory) noexcept { release(memory); }
void operator delete(void* memory, std::size_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t) noexcept { release(memory); }
void operator delete(void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete[](void* memory, const std::nothrow_t&) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { release(memory); }
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
    release(memory);
}
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
    release(memory);
}

BOOST_AUTO_TEST_SUITE(verify_verifier_allocations)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using Verifier = vouch::Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now>;
template <class Cache>
using Caching = vouch::Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, Cache>;

/// A token with a payload of so many bytes.
std::string token_of(std::size_t payload_bytes, std::string_view exp = "1800000300") {
    std::string claims =
        R"({"iss":"https://login.example.com","sub":"s","exp":)" + std::string{exp} + R"(,"x":")";
    claims.append(payload_bytes - claims.size() - 2, 'x');
    return token(good_header, claims + "\"}");
}

struct Cost {
    std::size_t allocations;
    vouch::Result<vouch::Identity> verdict;
};
template <class Verifier>
Cost cost(const Verifier& verifier, const std::string& text) {
    const std::size_t before = allocations;
    vouch::Result<vouch::Identity> verdict = verifier.verify(text);
    const std::size_t count = allocations - before;
    return {count, std::move(verdict)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(allocations_are_counted) {
    const std::size_t before = allocations;
    const std::string text(1000, 'x');
    BOOST_TEST(allocations == before + 1);
}

BOOST_AUTO_TEST_CASE(a_payload_of_512_bytes_needs_none) {
    const Verifier verifier{good_keys()};
    for (const std::size_t size : {100U, 511U, 512U}) {
        const Cost found = cost(verifier, token_of(size));
        BOOST_TEST(found.verdict.has_value());
        BOOST_TEST(found.allocations == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_larger_one_needs_one) {
    const Verifier verifier{good_keys()};
    for (const std::size_t size : {513U, 3000U, 5700U}) {
        const Cost found = cost(verifier, token_of(size));
        BOOST_TEST(found.verdict.has_value());
        BOOST_TEST(found.allocations == 1U);
    }
}

BOOST_AUTO_TEST_CASE(an_array_of_arrays_takes_no_more) {
    // What needs the most room for its bytes.
    std::string value;
    for (int i = 0; i < 150; ++i) value += i == 0 ? "[]" : ",[]";
    const std::string text = token(good_header, claims_with(R"("x":[)" + value + ']'));
    const Verifier verifier{good_keys()};
    const Cost found = cost(verifier, text);
    BOOST_TEST(found.verdict.has_value());
    BOOST_TEST(found.allocations <= 1U);
}

BOOST_AUTO_TEST_CASE(several_tokens_need_what_each_needs) {
    const Verifier verifier{good_keys()};
    const std::string small = token_of(512);
    const std::string large = token_of(3000);
    std::vector<std::string_view> tokens(50, small);
    std::vector<vouch::Result<vouch::Identity>> results;
    for (std::size_t i = 0; i < tokens.size(); ++i) results.emplace_back(Errc::backend_failed);
    verifier.verify(tokens, results);  // what the key needs, once
    tokens[17] = large;
    tokens[40] = "x";

    const std::size_t before = allocations;
    verifier.verify(tokens, results);
    BOOST_TEST(allocations == before + 1);
    for (std::size_t i = 0; i < tokens.size(); ++i) BOOST_TEST(results[i].has_value() == (i != 40));
}

BOOST_AUTO_TEST_CASE(several_tokens_can_do_without_what_a_key_needs_for_them) {
    const Verifier verifier{good_keys()};
    const std::string small = token_of(512);
    std::string forged = small;
    forged[forged.size() - 100] = forged[forged.size() - 100] == 'Q' ? 'g' : 'Q';
    const std::vector<std::string_view> tokens{small, forged, small, small, small};
    std::vector<vouch::Result<vouch::Identity>> results;
    for (std::size_t i = 0; i < tokens.size(); ++i) results.emplace_back(Errc::backend_failed);
    no_memory = true;
    verifier.verify(tokens, results);
    no_memory = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) BOOST_TEST(results[i].has_value() == (i != 1));
    BOOST_TEST((results[1].error() == Errc::signature_invalid));
}

BOOST_AUTO_TEST_CASE(a_move_of_an_identity_needs_none) {
    const Verifier verifier{good_keys()};
    for (const std::size_t size : {512U, 513U}) {
        vouch::Result<vouch::Identity> identity = verifier.verify(token_of(size));
        const std::size_t before = allocations;
        const vouch::Identity moved = *std::move(identity);
        BOOST_TEST(moved.subject() == "s");
        BOOST_TEST(allocations == before);
    }
}

BOOST_AUTO_TEST_CASE(a_refused_token_needs_none) {
    const Verifier verifier{good_keys()};
    const std::string large = token_of(3000);
    std::string forged = large;
    forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
    const std::string unknown_kid = vouch::base64url::encode(R"({"alg":"RS256","kid":"x"})");
    for (const std::string& text :
         {forged, unknown_kid + large.substr(large.find('.')), large + '=', large + ".x",
          large + std::string(8192, 'A'), "e30" + large.substr(large.find('.')), std::string{},
          token_of(400, "1"), token_of(512, "null")}) {
        const Cost found = cost(verifier, text);
        BOOST_TEST(!found.verdict.has_value());
        BOOST_TEST(found.allocations == 0U);
    }
}

BOOST_AUTO_TEST_CASE(without_memory_a_token_is_refused) {
    const Verifier verifier{good_keys()};
    const std::string small = token_of(512);
    const std::string large = token_of(513);
    no_memory = true;
    const Cost of_small = cost(verifier, small);
    const Cost of_large = cost(verifier, large);
    no_memory = false;
    BOOST_TEST(of_small.verdict.has_value());
    BOOST_TEST((of_large.verdict.error() == Errc::out_of_memory));
    BOOST_TEST((of_large.verdict.error().group() == vouch::ErrorGroup::our_side));
    BOOST_TEST(verifier.verify(large).has_value());
}

BOOST_AUTO_TEST_CASE(a_token_that_the_cache_has_needs_none) {
    const Caching<vouch::VerifiedTokens<64 * 1024, 4096>> verifier{good_keys()};
    for (const std::size_t size : {100U, 512U}) {
        for (int i = 0; i < 3; ++i) {
            const Cost found = cost(verifier, token_of(size));
            BOOST_TEST(found.verdict.has_value());
            BOOST_TEST(found.allocations == 0U);
        }
    }
    // Above that one, for the identity.
    const std::string large = token_of(3000);
    for (int i = 0; i < 3; ++i) BOOST_TEST(cost(verifier, large).allocations == 1U);
    no_memory = true;
    const Cost without = cost(verifier, large);
    no_memory = false;
    BOOST_TEST((without.verdict.error() == Errc::out_of_memory));
}

BOOST_AUTO_TEST_CASE(a_cache_takes_its_memory_when_it_is_made_and_never_more_than_it_may) {
    const auto fits = []<std::size_t Bytes, std::size_t EntryBytes>() {
        const std::size_t before = allocated_bytes;
        const vouch::VerifiedTokens<Bytes, EntryBytes> cache;
        const std::size_t bytes = allocated_bytes - before + sizeof cache;
        return bytes <= Bytes && bytes > Bytes - 4 * EntryBytes - sizeof cache;
    };
    BOOST_TEST((fits.operator()<5 * 1024, 1024>()));
    BOOST_TEST((fits.operator()<8 * 1024 - 1, 1024>()));
    BOOST_TEST((fits.operator()<8 * 1024, 1024>()));
    BOOST_TEST((fits.operator()<8 * 1024 + sizeof(void*), 1024>()));
    BOOST_TEST((fits.operator()<100'000, 576>()));
    BOOST_TEST((fits.operator()<1024 * 1024, 1024>()));

    // However many tokens come.
    const Caching<vouch::VerifiedTokens<5 * 1024>> verifier{good_keys()};
    std::size_t for_tokens = 0;
    for (std::size_t size = 100; size < 130; ++size) {
        for_tokens += cost(verifier, token_of(size)).allocations;
    }
    BOOST_TEST(for_tokens == 0U);
}

BOOST_AUTO_TEST_CASE(a_cache_that_has_no_memory_keeps_nothing) {
    const std::string text = token_of(100);
    const auto keeps_with_memory_only = [](const vouch::Identity& identity) {
        const vouch::TokenFingerprint token{{}, 1};
        no_memory = true;
        vouch::VerifiedTokens<> cache;
        no_memory = false;
        cache.keep(token, identity);
        if (cache.find(token)) return false;
        cache = vouch::VerifiedTokens<>{};
        cache.keep(token, identity);
        return cache.find(token).has_value();
    };
    BOOST_TEST(keeps_with_memory_only(*Verifier{good_keys()}.verify(text)));
}

BOOST_AUTO_TEST_CASE(a_key_that_could_not_be_prepared_for_want_of_memory_says_so) {
    const vouch::RsaPublicKey key = vouch::testing::rsa_2048.public_key();
    no_memory = true;
    const auto imported = vouch::Builtin{}.import_key(key);
    no_memory = false;
    BOOST_TEST((!imported && imported.error() == Errc::out_of_memory));
    BOOST_TEST(vouch::Builtin{}.import_key(key).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
