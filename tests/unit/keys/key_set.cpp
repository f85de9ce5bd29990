// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/key_set.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <vouch/crypto/builtin.hpp>
#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(keys_key_set)

namespace {

using vouch::Errc;
using vouch::Jwk;
using vouch::RS256;
using vouch::RS512;
using Name = std::optional<std::string_view>;

/// Prepares nothing; refuses keys of 3072 bits.
struct Backend {
    using policy_kind = vouch::crypto_policy;
    using Key = std::size_t;

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        if (key.bits() == 3072) return Errc::backend_failed;
        return key.bits();
    }
};
using Set = vouch::KeySet<Backend>;

/// An algorithm of another type of keys, and one that shares RSA keys.
struct Elliptic {
    static constexpr std::string_view name = "ES256";
    static constexpr std::string_view key_type = "EC";
    static constexpr vouch::Symmetry symmetry = vouch::Symmetry::asymmetric;
    using public_key = vouch::RsaPublicKey;
};

Jwk key(Name kid, Name algorithm = {},
        const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048) {
    return *Jwk::from_key(pair.public_key(), kid, algorithm);
}
template <class... Jwks>
Set set(Jwks... jwks) {
    std::vector<Jwk> keys;
    (keys.push_back(std::move(jwks)), ...);
    return {Backend{}, std::move(keys)};
}
template <class Algorithm = RS256>
bool chooses(const Set& keys, Name kid, std::size_t index) {
    const auto chosen = keys.choose<Algorithm>(kid);
    return chosen && *chosen == &keys.entries()[index];
}
template <class Algorithm = RS256>
bool refuses(const Set& keys, Name kid, Errc code) {
    const auto chosen = keys.choose<Algorithm>(kid);
    return !chosen && chosen.error() == code;
}

}  // namespace

// rules 20, 81
BOOST_AUTO_TEST_CASE(a_name_chooses_its_key_only) {
    const Set keys = set(key("a"), key("b"), key("c"));
    BOOST_TEST(chooses(keys, "a", 0));
    BOOST_TEST(chooses(keys, "b", 1));
    BOOST_TEST(chooses(keys, "c", 2));
    for (const std::string_view kid : {"d", "", "A", "a ", "aa", "b:c"}) {
        BOOST_TEST(refuses(keys, kid, Errc::key_not_found), kid);
    }
    // Also where there is one key only.
    BOOST_TEST(refuses(set(key("a")), "b", Errc::key_not_found));
}

// rule 82
BOOST_AUTO_TEST_CASE(without_a_name_exactly_one_key_must_fit) {
    BOOST_TEST(chooses(set(key("a")), {}, 0));
    BOOST_TEST(chooses(set(key({})), {}, 0));
    BOOST_TEST(refuses(set(key("a"), key("b")), {}, Errc::kid_missing));
    BOOST_TEST(refuses(set(key("a"), key({})), {}, Errc::kid_missing));
    BOOST_TEST(refuses(set(key({}), key({})), {}, Errc::kid_missing));
    BOOST_TEST(refuses(set(), {}, Errc::key_not_found));

    const Set mixed = set(key("a", "RS256"), key("b", "RS512"));
    BOOST_TEST(chooses(mixed, {}, 0));
    BOOST_TEST(chooses<RS512>(mixed, {}, 1));
    BOOST_TEST(refuses<vouch::RS384>(mixed, {}, Errc::key_not_found));
    BOOST_TEST(refuses<Elliptic>(mixed, {}, Errc::key_not_found));
}

// rule 82
BOOST_AUTO_TEST_CASE(a_key_without_a_name_is_used_only_where_it_is_the_single_one_that_fits) {
    BOOST_TEST(chooses(set(key({})), "any", 0));
    BOOST_TEST(refuses(set(key({}), key({})), "any", Errc::key_not_found));
    BOOST_TEST(refuses(set(key({}), key("a")), "any", Errc::key_not_found));
    BOOST_TEST(chooses(set(key({}), key("a")), "a", 1));
    // The other key fits no token of this algorithm.
    BOOST_TEST(chooses(set(key("a", "RS512"), key({})), "any", 1));
    BOOST_TEST(refuses(set(key("a"), key({}, "RS512")), "any", Errc::key_not_found));
    BOOST_TEST(refuses(set(key({}, "RS512")), "any", Errc::key_not_found));
    BOOST_TEST(chooses<RS512>(set(key({}, "RS512")), "any", 0));
}

// rules 15, 16
BOOST_AUTO_TEST_CASE(a_key_serves_the_algorithm_that_it_is_for) {
    const Set keys = set(key("a", "RS256"), key("b", "PS256"), key("c"));
    BOOST_TEST(chooses(keys, "a", 0));
    BOOST_TEST(refuses<RS512>(keys, "a", Errc::key_alg_mismatch));
    BOOST_TEST(refuses(keys, "b", Errc::key_alg_mismatch));
    BOOST_TEST(chooses(keys, "c", 2));
    BOOST_TEST(chooses<RS512>(keys, "c", 2));
    BOOST_TEST(refuses<Elliptic>(keys, "c", Errc::key_not_found));
}

// rule 80
BOOST_AUTO_TEST_CASE(of_two_keys_with_one_name_none_is_chosen) {
    const Set keys = set(key("a"), key("b"), key("a", {}, vouch::testing::rsa_2048_second));
    BOOST_TEST(refuses(keys, "a", Errc::key_ambiguous));
    BOOST_TEST(chooses(keys, "b", 1));
    // Whatever algorithm they are for, and were they the same.
    BOOST_TEST(refuses(set(key("a", "RS256"), key("a", "RS512")), "a", Errc::key_ambiguous));
    BOOST_TEST(refuses(set(key("a"), key("a")), "a", Errc::key_ambiguous));
    BOOST_TEST(refuses(set(key("a"), key("a"), key("a")), "a", Errc::key_ambiguous));
}

BOOST_AUTO_TEST_CASE(a_key_that_could_not_be_prepared_says_why) {
    const Set keys = set(key("a", {}, vouch::testing::rsa_3072), key("b"));
    BOOST_TEST(refuses(keys, "a", Errc::backend_failed));
    BOOST_TEST(chooses(keys, "b", 1));
    BOOST_TEST(refuses(set(key({}, {}, vouch::testing::rsa_3072)), {}, Errc::backend_failed));
    BOOST_TEST(refuses(keys, {}, Errc::kid_missing));
}

BOOST_AUTO_TEST_CASE(finds_each_of_many_keys) {
    std::vector<std::string> names;
    for (int i = 0; i < 500; ++i) names.push_back("key-" + std::to_string(i));
    std::vector<Jwk> jwks;
    for (const std::string& name : names) jwks.push_back(key(name));
    const Set keys{Backend{}, std::move(jwks)};
    BOOST_TEST(keys.entries().size() == 500U);
    bool all = true;
    for (std::size_t i = 0; i < names.size(); ++i) all = all && chooses(keys, names[i], i);
    BOOST_TEST(all);
    BOOST_TEST(refuses(keys, "key-500", Errc::key_not_found));
}

static_assert(Set{Backend{}, {}}.number() == 0);  // where no number can be given out

BOOST_AUTO_TEST_CASE(has_a_number_that_no_other_set_has) {
    const Set first = set(key("a"));
    const Set second = set(key("a"));
    const vouch::KeySet<vouch::Builtin> third{vouch::Builtin{}, {}};
    BOOST_TEST(first.number() > 0U);
    BOOST_TEST(second.number() > first.number());
    BOOST_TEST(third.number() > second.number());
    // What has the same keys because it came from there has the same number.
    Set copy = first;
    BOOST_TEST(copy.number() == first.number());
    const Set moved = std::move(copy);
    BOOST_TEST(moved.number() == first.number());
    copy = second;
    BOOST_TEST(copy.number() == second.number());
}

BOOST_AUTO_TEST_CASE(threads_make_sets_of_different_numbers) {
    std::array<std::array<std::uint64_t, 200>, 4> numbers{};
    std::array<std::thread, 4> threads;
    for (std::size_t i = 0; i < threads.size(); ++i) {
        threads[i] = std::thread{[&numbers, i] {
            for (std::uint64_t& number : numbers[i]) number = Set{Backend{}, {}}.number();
        }};
    }
    for (std::thread& thread : threads) thread.join();
    std::set<std::uint64_t> different;
    for (const auto& some : numbers) different.insert(some.begin(), some.end());
    BOOST_TEST(different.size() == 800U);
}

BOOST_AUTO_TEST_CASE(can_be_moved) {
    Set keys = set(key("a"), key("b"));
    const Set moved = std::move(keys);
    BOOST_TEST(chooses(moved, "b", 1));
}

BOOST_AUTO_TEST_SUITE_END()
