// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/batch.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/checksum_signatures.hpp"
#include "support/good_token.hpp"
#include "support/identity_text.hpp"

BOOST_AUTO_TEST_SUITE(verify_batch)

// Several tokens together get what each gets alone.

namespace {

using namespace vouch_tests;
using vouch::AnyOf;
using vouch::Errc;
using vouch::Identity;
using vouch::Result;
using vouch::RS256;
using vouch::RS384;
using vouch::RS512;
using vouch::StaticKeys;
using Results = std::vector<Result<Identity>>;

/// Room for results, of no meaning yet.
Results room_for(std::size_t size) {
    Results results;
    results.reserve(size);
    for (std::size_t i = 0; i < size; ++i) results.emplace_back(Errc::backend_failed);
    return results;
}

template <class Verifier>
Results verify(const Verifier& verifier, const std::vector<std::string_view>& tokens) {
    Results results = room_for(tokens.size());
    verifier.verify(tokens, results);
    return results;
}

/// Checks that each result is that of its token alone.
template <class Verifier>
void check(const Verifier& verifier, const std::vector<std::string_view>& tokens) {
    const Results results = verify(verifier, tokens);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        BOOST_TEST(text_of(results[i]) == text_of(verifier.verify(tokens[i])));
    }
}

/// Tokens for all kinds of ends, of keys of all sizes.
const std::vector<std::string>& samples() {
    static const std::vector<std::string> all = [] {
        using namespace vouch::testing;
        const auto header = [](std::string_view alg, std::string_view kid) {
            return R"({"alg":")" + std::string{alg} + R"(","kid":")" + std::string{kid} + "\"}";
        };
        const std::string good = token(good_header);
        std::vector<std::string> tokens{
            good,
            token(header("RS256", "b"), good_claims, rsa_2048_second),
            token<RS512>(header("RS512", "b"), good_claims, rsa_2048_second),
            token<RS384>(header("RS384", "a"), good_claims),
            token(header("RS256", "c"), good_claims, rsa_3072),
            token<RS512>(header("RS512", "d"), good_claims, rsa_4096),
            token(header("RS256", "d"), claims_with(R"("x":")" + std::string(2000, 'x') + '"'),
                  rsa_4096),
            token(good_header, claims_with(R"("x":")" + std::string(5000, 'y') + '"')),
            // Good signatures over what is refused.
            token(good_header, R"({"iss":"https://login.example.com","sub":"s","exp":1700000000})"),
            token(good_header, R"({"iss":"https://evil.example","sub":"s","exp":1800000300})"),
            token(good_header, R"({"iss":"https://login.example.com","sub":"s"})"),
            token(good_header, "[]"),
            // Signatures of others, and for other algorithms.
            token(good_header, good_claims, rsa_2048_second),
            token(header("RS256", "c"), good_claims),
            token<RS512>(good_header, good_claims),
            token<RS512>(header("RS512", "e"), good_claims),
            // No key, or no such algorithm.
            token(header("RS256", "z"), good_claims),
            token(header("HS256", "a"), good_claims),
            token(R"({"alg":"none"})", good_claims),
            token(R"({"alg":"RS256"})", good_claims),
            // No tokens.
            "",
            "..",
            "x.y.z",
            std::string(8193, 'x'),
            good + ".YQ",
            good + "=",
            good.substr(0, good.size() - 1),
            good.substr(0, good.rfind('.') + 1),
        };
        for (const std::size_t from_end : {1U, 2U, 100U, 200U, 340U}) {
            std::string changed = good;
            char& c = changed[changed.size() - from_end];
            c = c == 'Q' ? 'g' : 'Q';
            tokens.push_back(changed);
        }
        return tokens;
    }();
    return all;
}

StaticKeys sample_keys() {
    using namespace vouch::testing;
    return keys({rsa_2048.jwk("a"), rsa_2048_second.jwk("b"), rsa_3072.jwk("c"), rsa_4096.jwk("d"),
                 rsa_2048_third.jwk("e", "RS256")});
}

std::vector<std::string_view> any_samples(std::size_t size, std::mt19937_64& random) {
    std::vector<std::string_view> tokens;
    for (std::size_t i = 0; i < size; ++i) {
        // Good ones are as frequent as all others.
        const std::size_t bound = random() % 2 == 0 ? 8 : samples().size();
        tokens.push_back(samples()[random() % bound]);
    }
    return tokens;
}

using Verifier = vouch::Verifier<AnyOf<RS256, RS384, RS512>, Issuer, StaticKeys, Now>;

/// Whether `action` ends the program with std::abort.
template <class Action>
bool aborts(Action action) {
    const ::pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);
        action();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_token_of_a_mixture_gets_what_it_gets_alone) {
    const Verifier verifier{sample_keys()};
    std::vector<std::string> alone;
    for (const std::string& sample : samples()) alone.push_back(text_of(verifier.verify(sample)));
    std::mt19937_64 random{20261123};
    for (const std::size_t size :
         {0U, 1U, 2U, 3U, 4U, 5U, 8U, 31U, 32U, 33U, 63U, 64U, 65U, 1024U}) {
        const auto tokens = any_samples(size, random);
        const Results results = verify(verifier, tokens);
        for (std::size_t i = 0; i < size; ++i) {
            const auto sample = std::find(samples().begin(), samples().end(), tokens[i]);
            BOOST_TEST(text_of(results[i]) ==
                       alone[static_cast<std::size_t>(sample - samples().begin())]);
        }
    }
}

BOOST_AUTO_TEST_CASE(in_another_order_tokens_get_the_same_in_that_order) {
    const Verifier verifier{sample_keys()};
    std::mt19937_64 random{20261124};
    const auto tokens = any_samples(100, random);
    const Results results = verify(verifier, tokens);
    std::vector<std::size_t> order(tokens.size());
    std::iota(order.begin(), order.end(), 0U);
    for (int round = 0; round < 3; ++round) {
        std::shuffle(order.begin(), order.end(), random);
        std::vector<std::string_view> shuffled;
        for (const std::size_t i : order) shuffled.push_back(tokens[i]);
        const Results others = verify(verifier, shuffled);
        for (std::size_t i = 0; i < order.size(); ++i) {
            BOOST_TEST(text_of(others[i]) == text_of(results[order[i]]));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_results_held_before_is_of_no_matter) {
    const Verifier verifier{sample_keys()};
    const std::vector<std::string_view> good(5, samples()[0]);
    const std::vector<std::string_view> bad{"", samples()[8], samples()[12], samples()[16], "x"};
    Results results = verify(verifier, good);
    for (const auto& result : results) BOOST_TEST(result.has_value());
    verifier.verify(bad, results);
    for (const auto& result : results) BOOST_TEST(!result.has_value());
    verifier.verify(good, results);
    for (const auto& result : results) BOOST_TEST(result.has_value());
}

BOOST_AUTO_TEST_CASE(as_many_results_as_tokens_are_needed) {
    const Verifier verifier{sample_keys()};
    const std::vector<std::string_view> tokens(3, samples()[0]);
    for (const std::size_t size : {0U, 2U, 4U}) {
        Results results = room_for(size);
        BOOST_TEST(aborts([&] { verifier.verify(tokens, results); }));
    }
    Results results = room_for(3);
    BOOST_TEST(!aborts([&] { verifier.verify(tokens, results); }));
}

BOOST_AUTO_TEST_CASE(tokens_of_the_largest_size_have_room) {
    using Large = vouch::Verifier<RS256, Issuer, StaticKeys, Now, vouch::MaxTokenSize<65536>>;
    const auto text = [](std::size_t size) {
        return claims_with(R"("x":")" + std::string(size, 'x') + '"');
    };
    std::vector<std::string> tokens;
    const std::string header_before = R"({"alg":"RS256","kid":"a","x":")";
    for (const std::size_t size :
         {48'000U, 100U, 48'950U, 200U, 30'000U, 20'000U, 48'970U, 50'000U}) {
        tokens.push_back(token(good_header, text(size)));
        // As large, by its header.
        tokens.push_back(token(header_before + std::string(size, 'h') + "\"}", good_claims));
    }
    const Large verifier{good_keys()};
    BOOST_TEST(verifier.verify(tokens[0]).has_value());
    BOOST_TEST(verifier.verify(tokens[1]).has_value());
    check(verifier, {tokens.begin(), tokens.end()});
}

BOOST_AUTO_TEST_SUITE_END()
