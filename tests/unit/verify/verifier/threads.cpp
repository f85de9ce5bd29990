// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <string>
#include <thread>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier_threads)

BOOST_AUTO_TEST_CASE(one_verifier_serves_many_threads) {
    using namespace vouch_tests;
    using vouch::testing::ManualClock;
    const ManualClock clock{{1'800'000'000}};
    const vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, vouch::StaticKeys, ManualClock,
                          vouch::RuntimeAudience>
        verifier{vouch::RuntimeIssuer{"https://login.example.com"}, good_keys(), clock,
                 vouch::RuntimeAudience{{"chat"}}};
    const std::string good = token(good_header, claims_with(R"("aud":"chat")"));
    const std::string large =
        token(good_header, claims_with(R"("aud":"chat","x":")" + std::string(2000, 'x') + '"'));
    const std::string for_another = token(good_header, claims_with(R"("aud":"mail")"));
    const std::string forged =
        token(good_header, claims_with(R"("aud":"chat")"), vouch::testing::rsa_2048_second);

    std::atomic<int> wrong{0};
    const auto verify_often = [&] {
        for (int i = 0; i < 50; ++i) {
            const auto identity = verifier.verify(good);
            if (!identity || identity->subject() != "customer-4711") ++wrong;
            const auto on_heap = verifier.verify(large);
            if (!on_heap || on_heap->claims().string("x")->size() != 2000) ++wrong;
            const auto refused = verifier.verify(for_another);
            if (refused || refused.error() != vouch::Errc::audience_mismatch) ++wrong;
            const auto invalid = verifier.verify(forged);
            if (invalid || invalid.error() != vouch::Errc::signature_invalid) ++wrong;
        }
    };
    std::array<std::thread, 8> threads;
    for (std::thread& thread : threads) thread = std::thread{verify_often};
    for (int i = 0; i < 100; ++i) clock.advance(1);
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
