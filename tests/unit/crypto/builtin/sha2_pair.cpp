// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/sha2_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>

BOOST_AUTO_TEST_SUITE(crypto_builtin_sha2_pair)

namespace {

using namespace vouch::builtin;
using vouch::Hash;

template <Hash H>
void check(const std::string& first, const std::string& second) {
    Digest<H> first_digest, second_digest;
    hash_two<H>(first, second, first_digest, second_digest);
    BOOST_TEST((first_digest == hash<H>(std::string_view{first})));
    BOOST_TEST((second_digest == hash<H>(std::string_view{second})));
}

}  // namespace

BOOST_AUTO_TEST_CASE(two_messages_of_any_lengths_get_their_digests) {
    // Around the lengths where a block more is needed, for the message or for its padding.
    const std::size_t sizes[] = {0,   1,   55,  56,  63,  64,  65,  110, 111, 112,
                                 119, 120, 127, 128, 129, 183, 184, 191, 192, 1000};
    for (const std::size_t first : sizes) {
        for (const std::size_t second : sizes) {
            const std::string a(first, 'a');
            const std::string b(second, 'b');
            check<Hash::sha256>(a, b);
            check<Hash::sha384>(a, b);
            check<Hash::sha512>(a, b);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
