// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/rsa_batch.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <support/builtin_in_lanes.hpp>
#include <support/integer_lanes.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/testing/laws/crypto_backend.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_rsa_batch)

// Lanes take words of 64 bits.
#if VOUCH_HAS_INT128

namespace {

using vouch::Hash;
using vouch::RsaPublicKey;
using Octets = std::vector<std::uint8_t>;
using Key = vouch_tests::LaneCheckKey;
using Check = vouch_tests::LaneCheck<Hash::sha256>;
using Batch = vouch::builtin::RsaBatch<Hash::sha256, Check>;
using FourLanes = vouch_tests::IntegerLanes<4, false>;
using vouch_tests::BuiltinInLanes;

Key imported(const RsaPublicKey& key) { return {*Key::Rsa::import(key)}; }

struct Sample {
    const Key* key;
    std::string message;
    Octets signature;
    bool holds;
};

/// Signatures by keys of all kinds, good ones and bad ones.
class Samples {
public:
    Samples() {
        using namespace vouch::testing;
        for (const KeyPair* pair : {&rsa_2048, &rsa_2048_second, &rsa_3072, &rsa_4096}) {
            const Key& key = keys_.emplace_back(imported(pair->public_key()));
            for (const char* message : {"first", "second"}) {
                const Octets good = pair->sign<vouch::RS256>(message);
                Octets longer = good;
                longer.push_back(0);
                Octets changed = good;
                changed[17] ^= 0x20;
                add(key, message, good);
                add(key, message, pair->sign<vouch::RS256>("another"));
                add(key, message, changed);
                add(key, message, longer);
                add(key, message, {});
                add(key, message, Octets(good.size(), 0xFF));
            }
        }
        // Verified alone: another exponent, and a key that is too large.
        const vouch::RsaLimits small_exponents{.min_exponent = 3};
        const Octets ones(520, 0xFF);
        const std::span<const std::uint8_t> modulus{ones};
        for (const auto& key :
             {RsaPublicKey::from_octets(modulus.first(256), Octets{3}, small_exponents),
              RsaPublicKey::from_octets(modulus, Octets{1, 0, 1})}) {
            add(keys_.emplace_back(imported(*key)), "", Octets(key->modulus().size(), 1));
        }
    }

    const Sample& any(std::mt19937_64& random) const { return all_[random() % all_.size()]; }

private:
    void add(const Key& key, std::string message, Octets signature) {
        const auto digest = vouch::builtin::hash<Hash::sha256>(message);
        const bool holds = Key::Rsa::holds<Hash::sha256>(key.numbers, digest, signature);
        all_.push_back({&key, std::move(message), std::move(signature), holds});
    }

    std::list<Key> keys_;
    std::vector<Sample> all_;
};

const Samples& samples() {
    static const Samples all;
    return all;
}

/// Verifies mixtures of all sizes, and compares with what was found one by one.
template <class Verify>
void check_mixtures(std::size_t rounds, Verify verify) {
    std::mt19937_64 random{20261123};
    for (std::size_t round = 0; round < rounds; ++round) {
        const std::size_t size = round % (Batch::max_size + 1);
        std::vector<const Sample*> chosen;
        std::vector<Check> checks;
        for (std::size_t i = 0; i < size; ++i) {
            const Sample& sample = samples().any(random);
            chosen.push_back(&sample);
            checks.push_back({sample.key, sample.message, sample.signature});
        }
        verify(std::span<Check>{checks});
        for (std::size_t i = 0; i < size; ++i) BOOST_TEST(checks[i].holds == chosen[i]->holds);
    }
}

template <class Lanes>
void verify_in(std::span<Check> checks) {
    Batch{checks}.verify_in_lanes<Lanes>();
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_mixture_gets_what_each_gets_alone) {
    check_mixtures(33, verify_in<FourLanes>);
    check_mixtures(99, [](std::span<Check> checks) { Batch{checks}.verify_one_by_one(); });
    vouch_tests::for_each_kind_of_lanes(
        []<class Lanes>(std::type_identity<Lanes>) { check_mixtures(99, verify_in<Lanes>); });
}

// rules 30, 31, 32, 33, 38
BOOST_AUTO_TEST_CASE(lanes_break_no_law_of_a_backend) {
    const auto check = []<class Lanes>(std::type_identity<Lanes>) {
        const auto report = vouch::testing::crypto_backend_laws(BuiltinInLanes<Lanes>{});
        for (const std::string_view law : report.broken) BOOST_ERROR(law);
    };
    check(std::type_identity<vouch_tests::IntegerLanes<2, true>>{});
    vouch_tests::for_each_kind_of_lanes(check);
}

BOOST_AUTO_TEST_CASE(keys_get_tables_when_they_meet_in_lanes) {
    const Key first = imported(vouch::testing::rsa_2048.public_key());
    const Key second = imported(vouch::testing::rsa_2048_second.public_key());
    const Key larger = imported(vouch::testing::rsa_3072.public_key());
    const std::string message = "message";
    const Octets by_first = vouch::testing::rsa_2048.sign<vouch::RS256>(message);
    const Octets by_second = vouch::testing::rsa_2048_second.sign<vouch::RS256>(message);
    const Octets by_larger = vouch::testing::rsa_3072.sign<vouch::RS256>(message);

    Check alone[] = {{&first, message, by_first}, {&larger, message, by_larger}};
    verify_in<FourLanes>(alone);
    BOOST_TEST((alone[0].holds && alone[1].holds));
    BOOST_TEST(first.tables.get() == nullptr);
    BOOST_TEST(larger.tables.get() == nullptr);

    Check together[] = {{&first, message, by_first},
                        {&larger, message, by_larger},
                        {&first, message, by_second},
                        {&second, message, by_second}};
    verify_in<FourLanes>(together);
    BOOST_TEST((together[0].holds && together[1].holds && together[3].holds));
    BOOST_TEST(!together[2].holds);
    BOOST_TEST(first.tables.get() != nullptr);
    BOOST_TEST(second.tables.get() != nullptr);
    BOOST_TEST(larger.tables.get() == nullptr);
}

BOOST_AUTO_TEST_CASE(threads_may_use_a_new_key_at_once) {
    const Key key = imported(vouch::testing::rsa_2048.public_key());
    const std::string message = "message";
    const Octets good = vouch::testing::rsa_2048.sign<vouch::RS256>(message);
    std::atomic<int> wrong{0};
    const auto verify = [&] {
        Check checks[3];
        for (Check& check : checks) check = {&key, message, good};
        checks[1].message = "other";
        verify_in<FourLanes>(checks);
        if (!checks[0].holds || checks[1].holds || !checks[2].holds) ++wrong;
    };
    std::thread threads[4];
    for (std::thread& thread : threads) thread = std::thread{verify};
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
