// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/emsa_pkcs1.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string_view>

#include <support/hex.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_emsa_pkcs1)

namespace {

using vouch::Hash;
using vouch::builtin::Digest;
using vouch::builtin::digest_octets;
using vouch::builtin::emsa_pkcs1_tail;

static_assert(digest_octets(Hash::sha256) == 32 && digest_octets(Hash::sha384) == 48 &&
              digest_octets(Hash::sha512) == 64);

template <Hash H>
constexpr bool begins_with(std::string_view hex) {
    Digest<H> digest{};
    digest.fill(0xab);
    const auto tail = emsa_pkcs1_tail<H>(digest);
    const auto head = vouch_tests::from_hex(hex);
    return tail.size() == head.size() + digest.size() &&
           std::equal(head.begin(), head.end(), tail.begin()) &&
           std::equal(digest.begin(), digest.end(), tail.begin() + 20);
}
// RFC 8017 §9.2, note 1, after the 00 that ends the padding.
static_assert(begins_with<Hash::sha256>("003031300d060960864801650304020105000420"));
static_assert(begins_with<Hash::sha384>("003041300d060960864801650304020205000430"));
static_assert(begins_with<Hash::sha512>("003051300d060960864801650304020305000440"));

}  // namespace

// rule 33
BOOST_AUTO_TEST_CASE(the_digest_info_names_the_hash) {
    BOOST_TEST(begins_with<Hash::sha256>("003031300d060960864801650304020105000420"));
    BOOST_TEST(begins_with<Hash::sha384>("003041300d060960864801650304020205000430"));
    BOOST_TEST(begins_with<Hash::sha512>("003051300d060960864801650304020305000440"));
    BOOST_TEST(!begins_with<Hash::sha512>("003051300d060960864801650304020205000440"));
}

BOOST_AUTO_TEST_SUITE_END()
