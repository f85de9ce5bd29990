// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/openssl.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <vouch/testing/laws/crypto_backend.hpp>

BOOST_AUTO_TEST_SUITE(crypto_openssl)

namespace {

using vouch::OpenSsl;
using vouch::RS256;
using vouch::RS384;
using vouch::RS512;
using Octets = std::vector<std::uint8_t>;

const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048;

}  // namespace

// rules 30, 31, 32, 33, 38
BOOST_AUTO_TEST_CASE(breaks_no_law) {
    for (const std::string_view law : vouch::testing::crypto_backend_laws(OpenSsl{}).broken) {
        BOOST_ERROR(law);
    }
}

BOOST_AUTO_TEST_CASE(leaves_no_error_in_the_queue) {
    const auto key = OpenSsl{}.import_key(pair.public_key());
    Octets signature = pair.sign<RS256>("text");
    BOOST_TEST(OpenSsl{}.verify<RS256>(*key, "text", signature).has_value());
    BOOST_TEST(ERR_peek_error() == 0U);
    signature[7] ^= 1;
    BOOST_TEST(!OpenSsl{}.verify<RS256>(*key, "text", signature).has_value());
    BOOST_TEST(ERR_peek_error() == 0U);
    BOOST_TEST(!OpenSsl{}.verify<RS256>(*key, "text", Octets(256, 0xff)).has_value());
    BOOST_TEST(ERR_peek_error() == 0U);
    BOOST_TEST(!OpenSsl{}.verify<RS256>(*key, "text", Octets(3, 0xff)).has_value());
    BOOST_TEST(ERR_peek_error() == 0U);
}

BOOST_AUTO_TEST_CASE(is_not_misled_by_an_error_of_before) {
    const auto key = OpenSsl{}.import_key(pair.public_key());
    const Octets bad(256, 0x01);
    ERR_raise(ERR_LIB_CRYPTO, ERR_R_MALLOC_FAILURE);
    const auto result = OpenSsl{}.verify<RS256>(*key, "text", bad);
    BOOST_TEST((result.error() == vouch::Errc::signature_invalid));
}

BOOST_AUTO_TEST_CASE(a_key_can_be_moved) {
    auto first = OpenSsl{}.import_key(pair.public_key());
    const Octets signature = pair.sign<RS256>("text");
    BOOST_TEST(OpenSsl{}.verify<RS256>(*first, "text", signature).has_value());
    const OpenSsl::Key moved = *std::move(first);
    BOOST_TEST(OpenSsl{}.verify<RS256>(moved, "text", signature).has_value());
}

BOOST_AUTO_TEST_CASE(many_threads_may_use_one_key) {
    const auto key = OpenSsl{}.import_key(pair.public_key());
    const Octets of_256 = pair.sign<RS256>("text");
    const Octets of_384 = pair.sign<RS384>("text");
    const Octets of_512 = pair.sign<RS512>("text");
    std::atomic<int> wrong = 0;
    // More threads than contexts are kept.
    std::vector<std::thread> threads;
    for (int i = 0; i < 24; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 50; ++j) {
                wrong += !OpenSsl{}.verify<RS256>(*key, "text", of_256);
                wrong += !OpenSsl{}.verify<RS384>(*key, "text", of_384);
                wrong += !OpenSsl{}.verify<RS512>(*key, "text", of_512);
                wrong += OpenSsl{}.verify<RS512>(*key, "text", of_256).has_value();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
