// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/authorization_token.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include "support/hex.hpp"

BOOST_AUTO_TEST_SUITE(messaging_authorization_token)

namespace {

using vouch::Errc;
using vouch::messaging::AuthorizationToken;
using vouch::messaging::SessionId;
using vouch::messaging::SystemRandom;
using vouch_tests::to_hex;

/// Gives 0, 1, 2, ...
struct CountingRandom {
    using policy_kind = vouch::messaging::random_policy;
    bool fill(std::span<std::uint8_t> octets) const noexcept {
        for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(i);
        return true;
    }
};
/// Says that it failed, after it wrote something.
struct FailingRandom {
    using policy_kind = vouch::messaging::random_policy;
    bool fill(std::span<std::uint8_t> octets) const noexcept {
        return CountingRandom{}.fill(octets) && false;
    }
};

constexpr std::string_view counted = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

static_assert(AuthorizationToken::characters == 43);
static_assert(!std::is_default_constructible_v<AuthorizationToken>);
static_assert(!std::is_constructible_v<AuthorizationToken, std::string_view>,
              "only the random source makes one");

}  // namespace

BOOST_AUTO_TEST_CASE(a_token_is_all_of_32_random_octets) {
    const auto token = AuthorizationToken::make(CountingRandom{});
    BOOST_REQUIRE(token.has_value());
    BOOST_TEST(token->text() == counted);
}

BOOST_AUTO_TEST_CASE(the_id_is_the_sha_256_of_the_octets) {
    // printf of 00 01 ... 1f | sha256sum
    constexpr std::string_view expected =
        "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd";
    BOOST_TEST(to_hex(AuthorizationToken::make(CountingRandom{})->id().sha256) == expected);
    BOOST_TEST(to_hex(AuthorizationToken::id_of(counted)->sha256) == expected);
}

BOOST_AUTO_TEST_CASE(each_token_is_another) {
    std::set<std::string, std::less<>> texts;
    std::set<std::string> ids;
    std::array<bool, 256> seen{};
    for (int i = 0; i < 1000; ++i) {
        const auto token = AuthorizationToken::make(SystemRandom{});
        BOOST_REQUIRE(token.has_value());
        BOOST_TEST(token->text().size() == 43U);
        texts.emplace(token->text());
        ids.insert(to_hex(token->id().sha256));
        const auto id = AuthorizationToken::id_of(token->text());
        BOOST_CHECK((id.has_value() && *id == token->id()));
        for (const char c : token->text()) seen[static_cast<unsigned char>(c)] = true;
    }
    BOOST_TEST(texts.size() == 1000U);
    BOOST_TEST(ids.size() == 1000U);
    BOOST_TEST(std::count(seen.begin(), seen.end(), true) == 64);
}

BOOST_AUTO_TEST_CASE(no_random_numbers_no_token) {
    BOOST_CHECK(AuthorizationToken::make(FailingRandom{}).error() == Errc::random_failed);
}

BOOST_AUTO_TEST_CASE(a_text_of_another_size_is_no_token) {
    std::string text;
    for (std::size_t size = 0; size <= 100; ++size, text += 'A') {
        if (size == 43) {
            BOOST_TEST(AuthorizationToken::id_of(text).has_value());
        } else {
            BOOST_CHECK(AuthorizationToken::id_of(text).error() == Errc::session_unknown);
        }
    }
    BOOST_CHECK(!AuthorizationToken::id_of(std::string{counted} + "="));
    BOOST_CHECK(!AuthorizationToken::id_of(std::string(1'000'000, 'A')));
}

BOOST_AUTO_TEST_CASE(a_text_with_another_character_is_no_token) {
    for (std::size_t at = 0; at < counted.size(); ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string text{counted};
            text[at] = static_cast<char>(byte);
            const bool of_the_alphabet = (byte >= 'A' && byte <= 'Z') ||
                                         (byte >= 'a' && byte <= 'z') ||
                                         (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
            if (of_the_alphabet && at + 1 < counted.size()) {
                const auto id = AuthorizationToken::id_of(text);
                BOOST_REQUIRE(id.has_value());
                BOOST_TEST((*id == *AuthorizationToken::id_of(counted)) ==
                           (text[at] == counted[at]));
            } else if (!of_the_alphabet) {
                BOOST_CHECK(AuthorizationToken::id_of(text).error() == Errc::session_unknown);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(one_token_has_one_text) {
    // The last character has two bits that no octet needs: 16 of 64 are right.
    int accepted = 0;
    for (const char last :
         std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"}) {
        std::string text{counted};
        text.back() = last;
        const auto id = AuthorizationToken::id_of(text);
        if (id.has_value()) {
            ++accepted;
        } else {
            BOOST_CHECK(id.error() == Errc::session_unknown);
        }
    }
    BOOST_TEST(accepted == 16);
}

BOOST_AUTO_TEST_CASE(ids_of_two_tokens_have_two_hashes) {
    const SessionId one = AuthorizationToken::make(SystemRandom{})->id();
    const SessionId other = AuthorizationToken::make(SystemRandom{})->id();
    BOOST_TEST(SessionId::Hash{}(one) == SessionId::Hash{}(SessionId{one}));
    BOOST_TEST(SessionId::Hash{}(one) != SessionId::Hash{}(other));
    BOOST_TEST((one != other && one == SessionId{one}));
}

BOOST_AUTO_TEST_SUITE_END()
