// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/clocks.hpp>
#include <vouch/vouch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/corpus.hpp"

// One byte string for each token: whatever is changed in a token that verifies, the result does
// not.

namespace {

using Clock = vouch::testing::FixedClock<1'700'000'000>;
using Verifier = vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys, Clock>;

std::string named(const std::string& name) {
    return vouch_tests::expand(vouch_tests::named_texts().at(name));
}

Verifier make_verifier() {
    auto keys = vouch::StaticKeys::from_jwks(named("customer"));
    BOOST_REQUIRE(keys);
    return Verifier{vouch::RuntimeIssuer{"https://login.example.com"}, *std::move(keys)};
}

/// Random changes, the same for the same seed on every machine.
class Mutator {
public:
    Mutator(std::uint64_t seed, std::vector<std::string> tokens)
        : random_{seed}, tokens_{std::move(tokens)} {}

    std::string next() {
        std::string token = any_token();
        for (std::size_t changes = 1 + below(3); changes > 0; --changes) change(token);
        return token;
    }

private:
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    const std::string& any_token() { return tokens_[below(tokens_.size())]; }

    /// Mostly what a token is made of, or else any byte.
    char any_byte() {
        constexpr std::string_view common =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n";
        return below(4) == 0 ? static_cast<char>(below(256)) : common[below(common.size())];
    }

    void change(std::string& token) {
        const std::size_t at = below(token.size() + 1);
        const std::size_t few = 1 + below(4);
        switch (below(9)) {
            case 0:
                token.insert(at, 1, any_byte());
                break;
            case 1:
                token.insert(at, few, at < token.size() ? token[at] : '=');
                break;
            case 2:
                if (at < token.size()) token.erase(at, few);
                break;
            case 3:
                token.resize(at);
                break;
            case 4:
                if (at < token.size()) token[at] = any_byte();
                break;
            case 5:
                if (at + 1 < token.size()) std::swap(token[at], token[at + 1]);
                break;
            case 6:
                token.append(token.substr(at, few));
                break;
            case 7:
                replace_segment(token);
                break;
            default:
                flip_last_bits(token);
                break;
        }
    }

    /// A segment of another token in place of this one's.
    void replace_segment(std::string& token) {
        const std::string& other = any_token();
        const std::size_t mine = token.find('.');
        const std::size_t theirs = other.find('.');
        if (mine == std::string::npos) return;
        if (below(2) == 0) {
            token = other.substr(0, theirs) + token.substr(mine);
        } else {
            token = token.substr(0, mine) + other.substr(theirs);
        }
    }

    /// The end of a segment, where a lenient decoder would drop bits.
    void flip_last_bits(std::string& token) {
        std::size_t end = below(2) == 0 ? token.find('.') : token.rfind('.');
        if (end == std::string::npos || end == 0 || below(3) == 0) end = token.size();
        if (end > 0) token[end - 1] = static_cast<char>(token[end - 1] + 1);
    }

    std::mt19937_64 random_;
    std::vector<std::string> tokens_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance_mutations)

// rules 3, 4, 5, 6, 7, 31, 32
BOOST_AUTO_TEST_CASE(no_token_with_one_bit_flipped_verifies) {
    const Verifier verifier = make_verifier();
    const std::string good = named("good");
    BOOST_REQUIRE(verifier.verify(good));
    std::size_t accepted = 0;
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
        std::string flipped = good;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
        if (verifier.verify(flipped)) ++accepted;
    }
    BOOST_TEST(accepted == 0u);
}

// rules 3, 4, 5, 6, 7, 31, 32
BOOST_AUTO_TEST_CASE(mutations_together_get_what_each_gets_alone) {
    const Verifier verifier = make_verifier();
    const std::vector<std::string> tokens{named("good"), named("good-next")};
    Mutator mutator{7, tokens};
    std::vector<vouch::Result<vouch::Identity>> results;
    for (int i = 0; i < 64; ++i) results.emplace_back(vouch::Errc::backend_failed);
    for (std::size_t round = 0; round < 150; ++round) {
        std::vector<std::string> batch;
        for (std::size_t i = 0; i < 64; ++i) {
            batch.push_back(i % 8 == round % 8 ? tokens[i / 8 % 2] : mutator.next());
        }
        verifier.verify(std::vector<std::string_view>(batch.begin(), batch.end()), results);
        for (std::size_t i = 0; i < 64; ++i) {
            const auto alone = verifier.verify(batch[i]);
            BOOST_REQUIRE_EQUAL(results[i].has_value(), alone.has_value());
            if (!alone) BOOST_REQUIRE(results[i].error() == alone.error());
        }
    }
}

// rules 3, 4, 5, 6, 7, 31, 32, 38
BOOST_AUTO_TEST_CASE(no_mutation_of_a_good_token_verifies) {
    const Verifier verifier = make_verifier();
    const std::vector<std::string> tokens{
        named("good"), named("good-next"), named("good-both-alphabets"),
        named("good-with-1-octets-over"), named("good-with-2-octets-over")};
    for (const std::string& token : tokens) BOOST_REQUIRE(verifier.verify(token));

    // VOUCH_SEED gives another seed.
    const char* chosen = std::getenv("VOUCH_SEED");
    const std::uint64_t seed = chosen != nullptr ? std::strtoull(chosen, nullptr, 10) : 1;
    Mutator mutator{seed, tokens};
    std::size_t tried = 0;
    std::size_t signatures_checked = 0;
    while (tried < 120'000) {
        const std::string token = mutator.next();
        if (std::find(tokens.begin(), tokens.end(), token) != tokens.end()) continue;
        ++tried;
        const auto identity = verifier.verify(token);
        BOOST_REQUIRE_MESSAGE(!identity,
                              "seed " << seed << ", mutation " << tried << ": " << token);
        if (identity.error() == vouch::Errc::signature_invalid) ++signatures_checked;
    }
    // Enough of them came as far as the signature for this to say something about it.
    BOOST_TEST(signatures_checked > 1'000u);
    BOOST_TEST_MESSAGE(signatures_checked << " of " << tried << " were refused by the signature");
}

BOOST_AUTO_TEST_SUITE_END()
