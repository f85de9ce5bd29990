// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/identity.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_identity)

namespace {

using namespace vouch_tests;
using vouch::Identity;
using vouch::NumericDate;
using vouch::Result;

// Only a Verifier makes one.
static_assert(!std::is_default_constructible_v<Identity>);
static_assert(
    !std::is_constructible_v<Identity, std::string_view, std::optional<std::string_view>>);
static_assert(!std::is_copy_constructible_v<Identity>);
static_assert(std::is_nothrow_move_constructible_v<Identity>);
static_assert(std::is_nothrow_move_assignable_v<Identity>);
// Beside its storage it has no more than a few words, and where the registered claims are.
static_assert(sizeof(Identity) <=
              vouch::json::detail::encoded_size(512) + 256 + 32 + 7 * sizeof(void*));

using Verifier = vouch::Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, vouch::AnyAudience,
                                 vouch::OptionalSubject, vouch::OptionalExpiry>;

/// The identity of a token whose text is gone.
Identity identity_of(std::string_view claims, std::string_view header = good_header) {
    const Verifier verifier{good_keys()};
    std::string text = token(header, claims);
    Result<Identity> identity = verifier.verify(text);
    text.assign(text.size(), '#');
    BOOST_REQUIRE(identity.has_value());
    return *std::move(identity);
}

std::vector<std::string> audience_of(std::string_view aud) {
    const Identity identity = identity_of(claims_with(R"("aud":)" + std::string{aud}));
    std::vector<std::string> names;
    for (const std::string_view name : identity.audience()) names.emplace_back(name);
    return names;
}

constexpr std::string_view every_type =
    R"("text":"Zo\u00eb","integer":-5,"number":2.5,"yes":true,"list":["a",[1]],)"
    R"("map":{"a":{"b":null}},"nothing":null)";

bool shows_every_type(const Identity& identity) {
    const vouch::Claims claims = identity.claims();
    const auto list = claims.array("list");
    const auto map = claims.object("map");
    return claims.string("text").value_or("") == "Zo\xC3\xAB" &&
           claims.integer("integer").value_or(0) == -5 &&
           claims.number("number").value_or(0) == 2.5 && claims.boolean("yes").value_or(false) &&
           list && (*list->begin()).as_string() == "a" && map &&
           map->find("a")->as_object()->find("b")->is_null() && claims.find("nothing")->is_null() &&
           identity.subject() == "customer-4711" && identity.kid() == "a" &&
           identity.algorithm() == "RS256";
}

}  // namespace

BOOST_AUTO_TEST_CASE(shows_what_a_token_says) {
    const Identity identity = identity_of(good_claims);
    BOOST_TEST(identity.issuer() == "https://login.example.com");
    BOOST_TEST(identity.subject() == "customer-4711");
    BOOST_TEST((identity.expires_at() == NumericDate{1'800'000'300}));
    BOOST_TEST((identity.issued_at() == NumericDate{1'799'999'900}));
    BOOST_TEST(identity.audience().empty());
    BOOST_TEST((identity.audience().begin() == identity.audience().end()));
    BOOST_TEST((identity.kid() == "a"));
    BOOST_TEST(identity.algorithm() == "RS256");
    BOOST_TEST(!identity.claims().contains("aud"));
}

BOOST_AUTO_TEST_CASE(shows_nothing_where_a_token_says_nothing) {
    const Identity identity =
        identity_of(R"({"iss":"https://login.example.com"})", R"({"alg":"RS256"})");
    BOOST_TEST(identity.subject().empty());
    BOOST_TEST(!identity.expires_at());
    BOOST_TEST(!identity.issued_at());
    BOOST_TEST(!identity.kid());
    BOOST_TEST(identity.audience().empty());
}

BOOST_AUTO_TEST_CASE(keeps_fractions_of_times) {
    const Identity identity =
        identity_of(R"({"iss":"https://login.example.com","exp":1800000300.25,"iat":1.7999999e9})");
    BOOST_TEST((identity.expires_at() == NumericDate{1'800'000'300, 250'000'000}));
    BOOST_TEST((identity.issued_at() == NumericDate{1'799'999'900}));
}

// rule 50
BOOST_AUTO_TEST_CASE(shows_the_audience_as_a_list) {
    using Names = std::vector<std::string>;
    BOOST_TEST((audience_of(R"("chat")") == Names{"chat"}));
    BOOST_TEST((audience_of(R"(["chat"])") == Names{"chat"}));
    BOOST_TEST((audience_of(R"(["ch\u0061t","","mail"])") == Names{"chat", "", "mail"}));
}

BOOST_AUTO_TEST_CASE(shows_claims_of_every_type) {
    BOOST_TEST(shows_every_type(identity_of(claims_with(every_type))));
}

BOOST_AUTO_TEST_CASE(owns_what_it_shows_wherever_it_is_moved) {
    // In the object and on the heap.
    for (const std::size_t size : {std::size_t{1}, std::size_t{3000}}) {
        const std::string filling = R"(,"filling":")" + std::string(size, 'x') + '"';
        Identity first = identity_of(claims_with(std::string{every_type} + filling));
        Identity second = std::move(first);
        BOOST_TEST(shows_every_type(second));
        Identity third = identity_of(good_claims);
        third = std::move(second);
        BOOST_TEST(shows_every_type(third));
        Identity fourth = identity_of(claims_with(R"("x":")" + std::string(2000, 'y') + '"'));
        fourth = std::move(third);
        BOOST_TEST(shows_every_type(fourth));
        Result<Identity> result{std::move(fourth)};
        std::vector<Result<Identity>> results;
        results.push_back(std::move(result));
        results.emplace_back(vouch::Errc::expired);
        std::swap(results[0], results[1]);
        BOOST_TEST((results[0].error() == vouch::Errc::expired));
        BOOST_TEST(shows_every_type(*results[1]));
        BOOST_TEST(results[1]->claims().string("filling")->size() == size);
    }
}

BOOST_AUTO_TEST_CASE(is_nobody_when_it_was_moved_from) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{2000}}) {
        const std::string more = R"("more":")" + std::string(size, 'x') + '"';
        Identity identity = identity_of(claims_with(more));
        const Identity other = std::move(identity);
        BOOST_TEST(other.subject() == "customer-4711");
        BOOST_TEST(identity.subject().empty());
        BOOST_TEST(identity.claims().members().empty());
        BOOST_TEST(identity.audience().empty());
        BOOST_TEST(!identity.expires_at().has_value());
    }
}

BOOST_AUTO_TEST_CASE(outlives_its_verifier) {
    std::optional<Verifier> verifier{good_keys()};
    const Result<Identity> identity = verifier->verify(token());
    verifier.reset();
    BOOST_TEST(identity->subject() == "customer-4711");
    BOOST_TEST(identity->algorithm() == "RS256");
}

BOOST_AUTO_TEST_SUITE_END()
