// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/token_cache.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/checksum_signatures.hpp"
#include "support/good_token.hpp"
#include "support/identity_text.hpp"

BOOST_AUTO_TEST_SUITE(verify_token_cache)

namespace {

using namespace vouch_tests;
using vouch::Identity;
using vouch::TokenFingerprint;
using vouch::VerifiedTokens;

static_assert(vouch::token_cache<vouch::NoTokenCache>);
static_assert(vouch::token_cache<VerifiedTokens<>>);
static_assert(std::is_same_v<VerifiedTokens<>, VerifiedTokens<1024 * 1024, 1024>>);
static_assert(sizeof(VerifiedTokens<>) == sizeof(void*));
// A second one that keeps the same would be believed by a second verifier.
static_assert(!std::is_copy_constructible_v<VerifiedTokens<>>);
static_assert(!std::is_copy_assignable_v<VerifiedTokens<>>);
static_assert(std::is_nothrow_move_constructible_v<VerifiedTokens<>>);

/// A cache from which each requirement can be taken away.
enum class Lack { nothing, kind, copy, noexcept_find, const_find, noexcept_keep };
template <Lack Lacks>
struct Cache {
    using policy_kind =
        std::conditional_t<Lacks == Lack::kind, vouch::clock_policy, vouch::token_cache_policy>;
    using Found = std::conditional_t<Lacks == Lack::copy, const Identity*, std::optional<Identity>>;

    Found find(const TokenFingerprint&) const noexcept(Lacks != Lack::noexcept_find)
        requires(Lacks != Lack::const_find);
    Found find(const TokenFingerprint&) noexcept
        requires(Lacks == Lack::const_find);
    void keep(const TokenFingerprint&, const Identity&) const
        noexcept(Lacks != Lack::noexcept_keep);
};
static_assert(vouch::token_cache<Cache<Lack::nothing>>);
static_assert(!vouch::token_cache<Cache<Lack::kind>>);
static_assert(!vouch::token_cache<Cache<Lack::copy>>);
static_assert(!vouch::token_cache<Cache<Lack::noexcept_find>>);
static_assert(!vouch::token_cache<Cache<Lack::const_find>>);
static_assert(!vouch::token_cache<Cache<Lack::noexcept_keep>>);
static_assert(!vouch::token_cache<int>);

using OneSet = VerifiedTokens<5 * 1024>;  // of four entries, so that all tokens meet in it

/// Who a token with these claims and this header speaks for.
Identity identity_of(std::string_view claims, std::string_view header = good_header) {
    const vouch::Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, ChecksumCrypto,
                          vouch::AnyAudience, vouch::OptionalSubject, vouch::OptionalExpiry>
        verifier{keys({vouch::testing::rsa_2048.jwk("")})};  // whatever kid a token names
    const std::uint64_t key = ChecksumCrypto::key_of(vouch::testing::rsa_2048.public_key()).modulus;
    auto identity = verifier.verify(ChecksumCrypto::token(key, "RS256", header, claims));
    BOOST_REQUIRE(identity.has_value());
    return *std::move(identity);
}
Identity identity_of_subject(std::size_t number, std::int64_t exp = 1'900'000'000) {
    return identity_of(R"({"iss":"https://login.example.com","sub":")" + std::to_string(number) +
                       R"(","exp":)" + std::to_string(exp) + '}');
}

/// The fingerprint of a text.
TokenFingerprint fingerprint(std::string_view text, std::uint64_t key_set = 1) {
    return {vouch::builtin::hash<vouch::Hash::sha256>(text), key_set};
}
TokenFingerprint fingerprint(std::size_t number, std::uint64_t key_set = 1) {
    return fingerprint(std::to_string(number), key_set);
}

/// Which of the tokens up to `count` the cache still has, such as "0 3 4 ".
template <class Cache>
std::string kept(const Cache& cache, std::size_t count, std::uint64_t key_set = 1) {
    std::string numbers;
    for (std::size_t i = 0; i < count; ++i) {
        const auto found = cache.find(fingerprint(i, key_set));
        if (!found) continue;
        BOOST_TEST(found->subject() == std::to_string(i));
        numbers += std::to_string(i) + ' ';
    }
    return numbers;
}

}  // namespace

BOOST_AUTO_TEST_CASE(finds_what_was_kept_under_exactly_this_fingerprint) {
    const OneSet cache;
    const TokenFingerprint token = fingerprint("a token", 7);
    BOOST_TEST(!cache.find(token).has_value());
    cache.keep(token, identity_of(good_claims));
    BOOST_REQUIRE(cache.find(token).has_value());
    BOOST_TEST(cache.find(token)->subject() == "customer-4711");
    for (std::size_t bit = 0; bit < 256; ++bit) {
        TokenFingerprint other = token;
        other.sha256[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        BOOST_TEST(!cache.find(other).has_value());
    }
    for (const std::uint64_t key_set : {0ULL, 6ULL, 8ULL, 7ULL << 32}) {
        BOOST_TEST(!cache.find({token.sha256, key_set}).has_value());
    }
    BOOST_TEST(!cache.find({{}, 0}).has_value());
    BOOST_TEST(cache.find(token).has_value());
}

BOOST_AUTO_TEST_CASE(gives_copies_that_say_all_that_was_said) {
    const std::string claims = claims_with(
        R"("aud":["a","b"],"text":"Zo\u00eb","number":2.5,"map":{"a":[true,null]},"empty":"")");
    const std::string long_kid(256, 'k');
    for (const std::string& header : {std::string{good_header}, std::string{R"({"alg":"RS256"})"},
                                      std::string{R"({"alg":"RS256","kid":""})"},
                                      R"({"alg":"RS256","kid":")" + long_kid + R"("})"}) {
        std::optional<OneSet> cache{std::in_place};
        std::optional<Identity> first = identity_of(claims, header);
        const std::string text = text_of(*first);
        cache->keep(fingerprint("a"), *first);
        first.reset();
        const std::optional<Identity> found = cache->find(fingerprint("a"));
        const std::optional<Identity> again = cache->find(fingerprint("a"));
        cache.reset();
        BOOST_REQUIRE((found && again));
        BOOST_TEST(text_of(*found) == text);
        BOOST_TEST(text_of(*again) == text);
        BOOST_TEST(found->issuer() == "https://login.example.com");
        BOOST_TEST((found->expires_at() == vouch::NumericDate{1'800'000'300}));
    }
}

BOOST_AUTO_TEST_CASE(keeps_a_token_where_its_entry_has_room_for_it) {
    const auto is_kept = [](const auto& cache, std::size_t bytes) {
        const Identity identity =
            identity_of(claims_with(R"("x":")" + std::string(bytes, 'x') + '"'));
        const TokenFingerprint token = fingerprint(bytes);
        cache.keep(token, identity);
        const std::optional<Identity> found = cache.find(token);
        BOOST_TEST((!found || text_of(*found) == text_of(identity)));
        return found.has_value();
    };
    // What fits, fits by the byte: claims and kid have all of the entry but some 80 bytes.
    const auto longest = [&](const auto& cache, std::size_t at_most) {
        std::size_t bytes = 0;
        while (bytes < at_most && is_kept(cache, bytes)) ++bytes;
        BOOST_TEST(!is_kept(cache, bytes + 1));
        return bytes;
    };
    const std::size_t in_1024 = longest(OneSet{}, 1100);
    BOOST_TEST((in_1024 > 800U && in_1024 < 944U));
    const std::size_t in_512 = longest(VerifiedTokens<4096, 512>{}, 1100);
    BOOST_TEST(in_512 == in_1024 - 512);
    // Beyond what an Identity holds itself, too.
    const VerifiedTokens<32768, 4096> large;
    BOOST_TEST((is_kept(large, 1500) && is_kept(large, 3000) && !is_kept(large, 4000)));
}

BOOST_AUTO_TEST_CASE(a_full_set_gives_up_the_token_that_expires_first) {
    const OneSet cache;
    const std::int64_t seconds[] = {400, 200, 500, 300, 600, 100, 700};
    const auto keep = [&](std::size_t number) {
        cache.keep(fingerprint(number),
                   identity_of_subject(number, 1'800'000'000 + seconds[number]));
    };
    for (std::size_t i = 0; i < 4; ++i) keep(i);
    BOOST_TEST(kept(cache, 7) == "0 1 2 3 ");
    keep(4);
    BOOST_TEST(kept(cache, 7) == "0 2 3 4 ");
    keep(5);
    BOOST_TEST(kept(cache, 7) == "0 2 4 5 ");
    keep(6);
    BOOST_TEST(kept(cache, 7) == "0 2 4 6 ");
    keep(6);  // once more changes nothing
    BOOST_TEST(kept(cache, 7) == "0 2 4 6 ");
}

BOOST_AUTO_TEST_CASE(of_tokens_that_expire_together_it_gives_up_the_oldest) {
    const OneSet cache;
    for (std::size_t i = 0; i < 10; ++i) cache.keep(fingerprint(i), identity_of_subject(i));
    BOOST_TEST(kept(cache, 10) == "6 7 8 9 ");
    // Those that never expire, too, and they do not drive out each other alone.
    const std::string claims = R"({"iss":"https://login.example.com","sub":")";
    for (std::size_t i = 10; i < 20; ++i) {
        cache.keep(fingerprint(i), identity_of(claims + std::to_string(i) + R"("})"));
    }
    BOOST_TEST(kept(cache, 20) == "16 17 18 19 ");
}

BOOST_AUTO_TEST_CASE(tokens_of_former_keys_are_given_up_before_all_others) {
    const OneSet cache;
    for (std::size_t i = 0; i < 4; ++i) {
        const std::int64_t exp = 1'900'000'000 + static_cast<std::int64_t>(i);
        cache.keep(fingerprint(i, i % 2 == 0 ? 8 : 7), identity_of_subject(i, exp));
    }
    cache.keep(fingerprint(4, 8), identity_of_subject(4));
    cache.keep(fingerprint(5, 8), identity_of_subject(5));
    BOOST_TEST(kept(cache, 6, 7).empty());
    BOOST_TEST(kept(cache, 6, 8) == "0 2 4 5 ");
}

BOOST_AUTO_TEST_CASE(keeps_about_as_many_tokens_as_it_has_entries) {
    const VerifiedTokens<> cache;
    std::vector<Identity> identities;
    for (std::size_t i = 0; i < 1000; ++i) identities.push_back(identity_of_subject(i));
    for (std::size_t i = 0; i < 1000; ++i) cache.keep(fingerprint(i), identities[i]);
    std::size_t found = 0;
    for (std::size_t i = 0; i < 1000; ++i) found += cache.find(fingerprint(i)).has_value();
    BOOST_TEST(found > 750U);  // of 1020, by chance of where they fall
}

BOOST_AUTO_TEST_CASE(takes_its_tokens_along_when_it_is_moved) {
    OneSet first;
    first.keep(fingerprint("a"), identity_of(good_claims));
    OneSet second{std::move(first)};
    BOOST_TEST(second.find(fingerprint("a")).has_value());
    BOOST_TEST(!first.find(fingerprint("a")).has_value());
    first.keep(fingerprint("a"), identity_of(good_claims));
    BOOST_TEST(!first.find(fingerprint("a")).has_value());
    OneSet third;
    third = std::move(second);
    BOOST_TEST(third.find(fingerprint("a")).has_value());
    OneSet& itself = third;
    third = std::move(itself);
    BOOST_TEST(third.find(fingerprint("a")).has_value());
}

BOOST_AUTO_TEST_CASE(a_copy_of_an_identity_says_the_same) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{3000}}) {
        std::optional<Identity> identity =
            identity_of(claims_with(R"("x":")" + std::string(size, 'x') + '"'));
        const std::string text = text_of(*identity);
        const std::optional<Identity> copy = identity->copy();
        identity.reset();
        BOOST_REQUIRE(copy.has_value());
        BOOST_TEST(text_of(*copy) == text);
    }
    Identity gone = identity_of(good_claims);
    const Identity here = std::move(gone);
    BOOST_TEST(!gone.kid().has_value());
    BOOST_TEST(gone.copy()->claims().members().empty());
    BOOST_TEST(!gone.copy()->kid().has_value());
}

BOOST_AUTO_TEST_CASE(of_two_writings_that_meet_one_is_not_done) {
    vouch::detail::SharedEntry<64> entry;
    const auto read = [&] {
        std::string text(8, ' ');
        const std::size_t version = entry.version();
        entry.read(0, text);
        BOOST_TEST(entry.is_still(version));
        return text;
    };
    const std::size_t seen = entry.version();
    entry.write(seen, std::string_view{"12345678"});
    entry.write(seen, std::string_view{"abcdefgh"});  // somebody has written since
    BOOST_TEST(read() == "12345678");
    entry.write(entry.version() + 1, std::string_view{"abcdefgh"});  // somebody is writing
    BOOST_TEST(read() == "12345678");
    BOOST_TEST(!entry.is_still(seen));
    BOOST_TEST(!entry.is_still(entry.version() + 1));
    entry.write(entry.version(), std::string_view{"abcdefgh"});
    BOOST_TEST(read() == "abcdefgh");
}

BOOST_AUTO_TEST_CASE(threads_find_what_was_kept_whole_or_not_at_all) {
    // Twelve tokens of very different size fight for four entries.
    constexpr std::size_t count = 12;
    const OneSet cache;
    std::vector<Identity> identities;
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string filling(50 * i + 1, static_cast<char>('a' + i));
        identities.push_back(identity_of(claims_with(R"("x":")" + filling + '"')));
        texts.push_back(text_of(identities[i]));
    }
    std::atomic<int> wrong = 0;
    std::atomic<int> found = 0;
    const auto use = [&](std::size_t first) {
        for (std::size_t i = first; i < first + 4000; ++i) {
            const std::size_t number = i * 7 % count;
            if (const auto here = cache.find(fingerprint(number))) {
                ++found;
                if (text_of(*here) != texts[number]) ++wrong;
            } else {
                cache.keep(fingerprint(number), identities[number]);
            }
        }
    };
    std::array<std::thread, 8> threads;
    for (std::size_t i = 0; i < threads.size(); ++i) threads[i] = std::thread{use, i};
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(found > 0);
}

BOOST_AUTO_TEST_SUITE_END()
