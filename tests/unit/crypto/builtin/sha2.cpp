// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/sha2.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <support/hex.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_sha2)

namespace {

using vouch::Hash;
using vouch::builtin::hash;
using vouch_tests::to_hex;

template <Hash H>
constexpr bool is(std::string_view text, std::string_view hex) {
    const auto digest = hash<H>(text);
    const std::vector<std::uint8_t> octets = vouch_tests::from_hex(hex);
    return std::equal(digest.begin(), digest.end(), octets.begin(), octets.end());
}

struct Answers {
    std::string_view text;
    std::string_view sha256, sha384, sha512;
};
constexpr std::string_view two_blocks_of_sha512 =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopq"
    "rsmnopqrstnopqrstu";
// FIPS 180-2, appendices B to D, and the empty text.
constexpr Answers answers[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fb"
     "d51ad2f14898b95b",
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0"
     "ff8318d2877eec2f63b931bd47417a81a538327af927da3e"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc23"
     "58baeca134c825a7",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a8"
     "36ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
     "3391fdddfc8dc7393707a65b1b4709397cf8b1d162af05abfe8f450de5f36bc6b0455a8520bc4e6f"
     "5fe95b1fe3c8452b",
     "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9"
     "aa1d3bea57789ca031ad85c7a71dd70354ec631238ca3445"},
    {two_blocks_of_sha512, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1",
     "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712fcc7c71a557e2db9"
     "66c3e9fa91746039",
     "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018501d289e4900f7e4"
     "331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"},
};
constexpr bool holds(const Answers& expected) {
    return is<Hash::sha256>(expected.text, expected.sha256) &&
           is<Hash::sha384>(expected.text, expected.sha384) &&
           is<Hash::sha512>(expected.text, expected.sha512);
}
static_assert(holds(answers[0]) && holds(answers[1]) && holds(answers[2]) && holds(answers[3]));

}  // namespace

BOOST_AUTO_TEST_CASE(gives_the_published_answers) {
    for (const Answers& expected : answers) {
        BOOST_TEST(to_hex(hash<Hash::sha256>(expected.text)) == expected.sha256);
        BOOST_TEST(to_hex(hash<Hash::sha384>(expected.text)) == expected.sha384);
        BOOST_TEST(to_hex(hash<Hash::sha512>(expected.text)) == expected.sha512);
    }
    const std::string million(1'000'000, 'a');
    BOOST_TEST(to_hex(hash<Hash::sha256>(million)) ==
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

BOOST_AUTO_TEST_CASE(pads_texts_of_every_length) {
    // The digests of 0, 1 ... 260 times 'x', hashed together.
    std::string of_256;
    std::string of_384;
    std::string of_512;
    for (std::size_t size = 0; size <= 260; ++size) {
        const std::string text(size, 'x');
        of_256 += to_hex(hash<Hash::sha256>(text));
        of_384 += to_hex(hash<Hash::sha384>(text));
        of_512 += to_hex(hash<Hash::sha512>(text));
    }
    BOOST_TEST(to_hex(hash<Hash::sha256>(of_256)) ==
               "7ec44f8f0bf0e95b777d9d910ab55879c6120519980ef843315a5ca36404c96b");
    BOOST_TEST(to_hex(hash<Hash::sha384>(of_384)) ==
               "378f0d41a17c60c6290d232053f31e8739b90650480af1f08789070d60f3c30209a2898e3d9d6b92"
               "6e146c4e2aa59569");
    BOOST_TEST(to_hex(hash<Hash::sha512>(of_512)) ==
               "6caf95c869069a9932ff6c3bdd12d19376b9ee4b1d73e3680e874dfcf5f491c16411f436e5137f8a"
               "7329df0576b2418cfa5f1d924d141bab02e1c5cd0baf707c");
}

BOOST_AUTO_TEST_CASE(takes_octets_as_well_as_text) {
    const std::string text = "\x80\xff\x00 octets above 127";
    const std::vector<std::uint8_t> octets(text.begin(), text.end());
    BOOST_TEST(
        (hash<Hash::sha256>(std::span<const std::uint8_t>{octets}) == hash<Hash::sha256>(text)));
    BOOST_TEST(
        (hash<Hash::sha512>(std::span<const std::uint8_t>{octets}) == hash<Hash::sha512>(text)));
    BOOST_TEST((hash<Hash::sha256>(std::string_view{}) ==
                hash<Hash::sha256>(std::span<const std::uint8_t>{})));
}

BOOST_AUTO_TEST_SUITE_END()
