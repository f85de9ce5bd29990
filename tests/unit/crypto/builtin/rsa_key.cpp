// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/rsa_key.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>

BOOST_AUTO_TEST_SUITE(crypto_builtin_rsa_key)

namespace {

using Key = vouch::builtin::RsaKey<std::uint32_t>;

constexpr std::size_t limbs = 8;
constexpr std::size_t modulus_limbs = 24;

/// Asks whether a key is prepared, and prepares it with the number 7 where it asks to.
bool ask(const Key& key) {
    return key.is_prepared([](std::uint32_t* power, std::uint32_t* expected) {
        power[0] = 7;
        expected[limbs - 1] = 7;
    });
}

constexpr bool is_prepared_by_the_compiler() {
    Key key{32, 65537, limbs, modulus_limbs};
    key.modulus()[modulus_limbs - 1] = 1;
    bool prepared = false;
    for (int i = 0; i < 3; ++i) {
        prepared |= key.is_prepared([](std::uint32_t*, std::uint32_t*) {});
    }
    Key moved{std::move(key)};
    return prepared || moved.modulus()[modulus_limbs - 1] != 1;
}
static_assert(!is_prepared_by_the_compiler());

}  // namespace

BOOST_AUTO_TEST_CASE(the_second_use_prepares_a_key) {
    const Key key{32, 65537, limbs, modulus_limbs};
    BOOST_TEST_REQUIRE(key.has_memory());
    BOOST_TEST(!ask(key));
    BOOST_TEST(ask(key));
    BOOST_TEST(key.power() == key.modulus() + modulus_limbs);
    BOOST_TEST(key.expected() == key.power() + limbs);
    BOOST_TEST(key.power()[0] == 7U);
    BOOST_TEST(key.expected()[limbs - 1] == 7U);
    BOOST_TEST(ask(key));
}

BOOST_AUTO_TEST_CASE(who_comes_while_a_key_is_prepared_does_without) {
    const Key key{32, 65537, limbs, modulus_limbs};
    BOOST_TEST(!ask(key));
    bool asked_within = true;
    BOOST_TEST(key.is_prepared([&](std::uint32_t*, std::uint32_t*) { asked_within = ask(key); }));
    BOOST_TEST(!asked_within);
    BOOST_TEST(ask(key));
}

BOOST_AUTO_TEST_CASE(a_moved_key_is_as_far_as_it_was) {
    Key prepared{32, 65537, limbs, modulus_limbs};
    BOOST_TEST(!ask(prepared));
    BOOST_TEST(ask(prepared));
    Key unused{64, 3, limbs, modulus_limbs};
    Key moved{std::move(prepared)};
    BOOST_TEST(ask(moved));
    BOOST_TEST(moved.octets() == 32U);
    BOOST_TEST(moved.limbs() == limbs);

    moved = std::move(unused);
    BOOST_TEST(moved.octets() == 64U);
    BOOST_TEST(moved.exponent() == 3U);
    BOOST_TEST(!ask(moved));
}

BOOST_AUTO_TEST_CASE(numbers_are_where_vectors_may_be_loaded) {
    const Key key{32, 65537, limbs, modulus_limbs};
    BOOST_TEST(reinterpret_cast<std::uintptr_t>(key.modulus()) % 64 == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
