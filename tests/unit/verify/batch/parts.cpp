// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/batch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/checksum_signatures.hpp"
#include "support/good_token.hpp"
#include "support/identity_text.hpp"

BOOST_AUTO_TEST_SUITE(verify_batch_parts)

// What several tokens together ask of a key source, of a cache, of a clock and of a backend.

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::Error;
using vouch::Identity;
using vouch::Result;
using vouch::RS256;
using vouch::RS512;
using vouch::testing::KeyPair;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using Results = std::vector<Result<Identity>>;

template <class Verifier>
Results verify(const Verifier& verifier, const std::vector<std::string>& tokens) {
    const std::vector<std::string_view> views(tokens.begin(), tokens.end());
    Results results;
    for (std::size_t i = 0; i < tokens.size(); ++i) results.emplace_back(Errc::backend_failed);
    verifier.verify(views, results);
    return results;
}

/// A token that ChecksumCrypto accepts.
template <class A = RS256>
std::string checksum_token(const KeyPair& pair, std::string_view kid,
                           std::string_view claims = good_claims) {
    const std::string header =
        R"({"alg":")" + std::string{A::name} + R"(","kid":")" + std::string{kid} + "\"}";
    const std::uint64_t modulus = ChecksumCrypto::key_of(pair.public_key()).modulus;
    return ChecksumCrypto::token(modulus, A::name, header, claims);
}

using Set = vouch::KeySet<ChecksumCrypto>;
using Snapshot = std::shared_ptr<const Set>;

Snapshot set_of(const vouch::StaticKeys& keys) {
    return std::make_shared<const Set>(
        ChecksumCrypto{}, std::vector<vouch::Jwk>(keys.usable().begin(), keys.usable().end()));
}

/// A source that may get a later set, and is published anew with it.
struct Renewable {
    using policy_kind = vouch::key_source_policy;
    struct State {
        Snapshot now;
        Result<Snapshot> later = Errc::keys_pending;
        int taken = 0;
        int asked = 0;
        Results* results = nullptr;  // what they say when it is asked
        std::size_t decided = 0;
    };

    Snapshot keys() const noexcept {
        ++state->taken;
        return state->now;
    }
    Result<Snapshot> newer_keys(const Snapshot& seen) const noexcept {
        BOOST_TEST((seen == state->now));
        ++state->asked;
        if (state->results != nullptr) {
            state->decided = static_cast<std::size_t>(
                std::count_if(state->results->begin(), state->results->end(),
                              [](const auto& result) { return result.has_value(); }));
        }
        return state->later;
    }

    State* state;
};

template <class... Policies>
using WithRenewable = vouch::Verifier<vouch::AnyOf<RS256, RS512>, Issuer, Renewable, Now,
                                      ChecksumCrypto, Policies...>;

std::vector<std::string> many_of(const std::vector<std::string>& some, std::size_t size) {
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < size; ++i) tokens.push_back(some[i % some.size()]);
    return tokens;
}

}  // namespace

// rule 94
BOOST_AUTO_TEST_CASE(a_source_is_asked_once_for_all_keys_that_it_does_not_have_yet) {
    const std::string a = checksum_token(rsa_2048, "a");
    const std::string b = checksum_token(rsa_2048_second, "b");
    const std::string c = checksum_token<RS512>(rsa_2048_second, "c");
    const std::string forged = checksum_token(rsa_2048, "b");
    const auto tokens = many_of({a, b, c, forged, "x"}, 100);
    Renewable::State state{set_of(good_keys())};
    const WithRenewable<> verifier{Renewable{&state}};

    // There is none: each token whose key is not there gets the reason.
    for (const Errc reason : {Errc::keys_pending, Errc::keyset_stale, Errc::key_not_found}) {
        state.later = reason;
        state.asked = 0;
        const Results results = verify(verifier, tokens);
        for (std::size_t i = 0; i < tokens.size(); ++i) {
            if (i % 5 == 0) BOOST_TEST(results[i].has_value());
            if (i % 5 == 1 || i % 5 == 2 || i % 5 == 3) BOOST_TEST((results[i].error() == reason));
            if (i % 5 == 4) BOOST_TEST((results[i].error() == Errc::token_format));
        }
        BOOST_TEST(state.asked == 1);
    }

    // There is one, which has one of the two keys.
    state.asked = 0;
    state.later = set_of(keys({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}));
    const Results results = verify(verifier, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (i % 5 < 2) BOOST_TEST(results[i].has_value());
        if (i % 5 == 2) BOOST_TEST((results[i].error() == Errc::key_not_found));
        if (i % 5 == 3) BOOST_TEST((results[i].error() == Errc::signature_invalid));
        if (i % 5 == 4) BOOST_TEST((results[i].error() == Errc::token_format));
    }
    BOOST_TEST(state.asked == 1);

    // No token needs one.
    state.asked = 0;
    (void)verify(verifier, many_of({a, "x"}, 50));
    (void)verify(verifier, {});
    BOOST_TEST(state.asked == 0);
}

// rule 94
BOOST_AUTO_TEST_CASE(tokens_whose_key_is_there_do_not_wait_for_others) {
    const std::vector<std::string> tokens =
        many_of({checksum_token(rsa_2048_second, "b"), checksum_token(rsa_2048, "a")}, 70);
    Renewable::State state{set_of(good_keys())};
    const WithRenewable<> verifier{Renewable{&state}};
    const std::vector<std::string_view> views(tokens.begin(), tokens.end());
    Results results;
    for (std::size_t i = 0; i < tokens.size(); ++i) results.emplace_back(Errc::backend_failed);
    state.results = &results;
    verifier.verify(views, results);
    BOOST_TEST(state.asked == 1);
    BOOST_TEST(state.decided == 35U);
}

BOOST_AUTO_TEST_CASE(keys_are_taken_once_for_many_tokens) {
    Renewable::State state{set_of(good_keys())};
    const WithRenewable<> verifier{Renewable{&state}};
    const auto tokens = many_of({checksum_token(rsa_2048, "a")}, 96);
    for (const auto& result : verify(verifier, tokens)) BOOST_TEST(result.has_value());
    BOOST_TEST(state.taken == 3);
}

/// A rule that says of some tokens what is said where a key is not there.
struct SaysNoKey {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const vouch::Claims& claims, const vouch::Moment&) const noexcept {
        if (claims.contains("x")) return Error{Errc::key_not_found, "x"};
        return {};
    }
};

BOOST_AUTO_TEST_CASE(what_a_rule_says_is_not_taken_for_the_lack_of_a_key) {
    Renewable::State state{set_of(good_keys())};
    const WithRenewable<SaysNoKey> verifier{Renewable{&state}};
    const std::string refused = checksum_token(rsa_2048, "a", claims_with(R"("x":1)"));
    const std::string unknown = checksum_token(rsa_2048_second, "b");
    const Results results = verify(verifier, many_of({refused, unknown}, 10));
    for (std::size_t i = 0; i < 10; i += 2) {
        BOOST_TEST((results[i].error() == Error{Errc::key_not_found, "x"}));
        BOOST_TEST((results[i + 1].error() == Errc::keys_pending));
    }
}

/// Counts what it is asked. Copies count together.
struct CountingCrypto {
    using policy_kind = vouch::crypto_policy;
    using Key = ChecksumCrypto::Key;
    struct Counts {
        std::vector<std::size_t> batches;
        int alone = 0;
    };

    Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return ChecksumCrypto{}.import_key(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    Result<void> verify(const Key& key, std::string_view text,
                        std::span<const std::uint8_t> signature) const noexcept {
        ++counts->alone;
        return ChecksumCrypto{}.verify<A>(key, text, signature);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    void verify_batch(std::span<vouch::SignatureCheck<Key>> checks) const noexcept {
        counts->batches.push_back(checks.size());
        for (auto& check : checks) {
            check.verdict = ChecksumCrypto{}.verify<A>(*check.key, check.message, check.signature);
        }
    }

    std::shared_ptr<Counts> counts = std::make_shared<Counts>();
};
static_assert(vouch::verifies_batch_with<CountingCrypto, RS256>);

template <class... Policies>
using Counting = vouch::Verifier<vouch::AnyOf<RS256, RS512>, Issuer, vouch::StaticKeys, Now,
                                 CountingCrypto, Policies...>;

BOOST_AUTO_TEST_CASE(a_backend_gets_signatures_together_that_are_by_one_algorithm) {
    const CountingCrypto crypto;
    const Counting<> verifier{good_keys(), crypto};
    const std::string bad = checksum_token(rsa_2048_second, "a");
    const auto tokens =
        many_of({checksum_token(rsa_2048, "a"), checksum_token<RS512>(rsa_2048, "a"), bad, "x",
                 checksum_token(rsa_2048, "z")},
                50);
    const Results results = verify(verifier, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i)
        BOOST_TEST(results[i].has_value() == (i % 5 < 2));
    // Of those whose key is not there it is not asked.
    const auto& batches = crypto.counts->batches;
    std::size_t sum = 0;
    for (const std::size_t size : batches) sum += size;
    BOOST_TEST(sum == 30U);
    BOOST_TEST(batches.size() == 4U);
    BOOST_TEST(crypto.counts->alone == 0);
}

BOOST_AUTO_TEST_CASE(a_backend_that_takes_one_at_a_time_does) {
    const vouch::Verifier<RS256, Issuer, vouch::StaticKeys, Now, ChecksumCrypto> verifier{
        good_keys()};
    const auto tokens =
        many_of({checksum_token(rsa_2048, "a"), checksum_token(rsa_2048_second, "a"), "x"}, 40);
    const Results results = verify(verifier, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        BOOST_TEST(text_of(results[i]) == text_of(verifier.verify(tokens[i])));
    }
}

BOOST_AUTO_TEST_CASE(what_a_cache_has_needs_no_signature) {
    const CountingCrypto crypto;
    const Counting<vouch::VerifiedTokens<256 * 1024>> verifier{good_keys(), crypto};
    std::vector<std::string> tokens;
    for (int i = 0; i < 40; ++i) {
        tokens.push_back(checksum_token(rsa_2048, "a", claims_with(R"("n":)" + std::to_string(i))));
        tokens.push_back(checksum_token(rsa_2048_second, "a"));
        tokens.push_back(i % 2 == 0 ? "x" : std::string(9000, 'x'));
    }
    std::vector<std::string> first;
    for (const auto& result : verify(verifier, tokens)) first.push_back(text_of(result));
    const std::size_t checked_first = [&] {
        std::size_t sum = 0;
        for (const std::size_t size : crypto.counts->batches) sum += size;
        return sum;
    }();
    BOOST_TEST(checked_first == 80U);

    // The same once more: only what was refused is verified again. And one by one.
    crypto.counts->batches.clear();
    const Results second = verify(verifier, tokens);
    std::size_t sum = 0;
    for (const std::size_t size : crypto.counts->batches) sum += size;
    BOOST_TEST(sum == 40U);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        BOOST_TEST(text_of(second[i]) == first[i]);
        BOOST_TEST(text_of(verifier.verify(tokens[i])) == first[i]);
    }
    BOOST_TEST(crypto.counts->alone == 40);
}

BOOST_AUTO_TEST_CASE(what_a_cache_has_must_still_be_in_time) {
    using vouch::testing::ManualClock;
    const ManualClock clock{{1'800'000'000}};
    const vouch::Verifier<RS256, Issuer, vouch::StaticKeys, ManualClock, ChecksumCrypto,
                          vouch::VerifiedTokens<64 * 1024>>
        verifier{good_keys(), clock};
    const auto tokens = many_of({checksum_token(rsa_2048, "a")}, 5);
    for (const auto& result : verify(verifier, tokens)) BOOST_TEST(result.has_value());
    clock.advance(3600);
    for (const auto& result : verify(verifier, tokens)) {
        BOOST_TEST((!result && result.error() == Errc::expired));
    }
}

BOOST_AUTO_TEST_SUITE_END()
