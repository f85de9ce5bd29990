// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/clocks.hpp>
#include <vouch/vouch.hpp>

#include <boost/test/unit_test.hpp>

#include <sys/mman.h>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/corpus.hpp"

#ifdef VOUCH_TEST_OPENSSL
#include <vouch/crypto/openssl.hpp>
#endif

// The attack corpus: tokens and key sets made by tests/corpus/make.py, each with what must come of
// it and a twin without the defect, which must verify. tests/corpus/README.md describes the fields.

namespace {

using nlohmann::json;

using vouch_tests::expand;
using vouch_tests::load;

/// What came of a key set and a token, in the words of the corpus.
struct Outcome {
    std::string error = "ok";
    std::string name;     // the claim or member that the error is about
    std::string subject;  // of a token that was accepted
    json skipped = json::array();

    static Outcome of(const vouch::Error& error) {
        return {std::string{to_string(error.code())}, std::string{error.name()}, {}};
    }
    static Outcome of(const vouch::Result<vouch::Identity>& verdict) {
        if (!verdict) return of(verdict.error());
        Outcome outcome;
        outcome.subject = verdict->subject();
        return outcome;
    }
};

json skipped_keys(const vouch::StaticKeys& keys) {
    json list = json::array();
    for (const vouch::SkippedKey& key : keys.skipped()) {
        list.push_back({{"index", key.index}, {"error", to_string(key.error.code())}});
        if (!key.error.name().empty()) list.back()["name"] = key.error.name();
    }
    return list;
}

using vouch::testing::ManualClock;
using Verify = vouch::Result<vouch::Identity>(std::string_view issuer, vouch::StaticKeys keys,
                                              ManualClock clock, std::string_view token);

/// Several of the token at once, among others, get the same.
template <class Verifier>
void check_together(const Verifier& verifier, std::string_view token, const Outcome& alone) {
    const std::string_view tokens[] = {token, "", token, token, "a.b.c"};
    std::vector<vouch::Result<vouch::Identity>> results;
    for (std::size_t i = 0; i < std::size(tokens); ++i) {
        results.emplace_back(vouch::Errc::backend_failed);
    }
    verifier.verify(tokens, results);
    for (const std::size_t i : {0U, 2U, 3U}) {
        const Outcome together = Outcome::of(results[i]);
        BOOST_TEST(together.error == alone.error);
        BOOST_TEST(together.name == alone.name);
        BOOST_TEST(together.subject == alone.subject);
    }
}

template <class Crypto, class Algorithms, class... Policies>
vouch::Result<vouch::Identity> verify_by(std::string_view issuer, vouch::StaticKeys keys,
                                         ManualClock clock, std::string_view token) {
    const vouch::Verifier<Algorithms, vouch::RuntimeIssuer, vouch::StaticKeys, ManualClock, Crypto,
                          Policies...>
        verifier{vouch::RuntimeIssuer{issuer}, std::move(keys), std::move(clock)};
    auto verdict = verifier.verify(token);
    check_together(verifier, token, Outcome::of(verdict));
    return verdict;
}

/// The verdict of `Builtin`, which must be that of every other backend.
template <class Algorithms, class... Policies>
vouch::Result<vouch::Identity> verify_with(std::string_view issuer, vouch::StaticKeys keys,
                                           ManualClock clock, std::string_view token) {
#ifdef VOUCH_TEST_OPENSSL
    const Outcome openssl =
        Outcome::of(verify_by<vouch::OpenSsl, Algorithms, Policies...>(issuer, keys, clock, token));
#endif
    auto verdict = verify_by<vouch::Builtin, Algorithms, Policies...>(issuer, std::move(keys),
                                                                      std::move(clock), token);
#ifdef VOUCH_TEST_OPENSSL
    const Outcome builtin = Outcome::of(verdict);
    BOOST_TEST(openssl.error == builtin.error);
    BOOST_TEST(openssl.name == builtin.name);
    BOOST_TEST(openssl.subject == builtin.subject);
#endif
    return verdict;
}

/// The verifiers of verifiers.json.
Verify* verifier_named(const std::string& name) {
    using vouch::Leeway;
    using vouch::RS256;
    static const std::map<std::string, Verify*> verifiers{
        {"plain", verify_with<RS256>},
        {"exact", verify_with<RS256, Leeway<0>>},
        {"any-rs", verify_with<vouch::AnyOf<RS256, vouch::RS384, vouch::RS512>>},
        {"chat", verify_with<RS256, vouch::Audience<"chat">>},
        {"any-audience", verify_with<RS256, vouch::AnyAudience>},
        {"hour", verify_with<RS256, Leeway<0>, vouch::MaxLifetime<3600>>},
        {"access-token", verify_with<RS256, vouch::TokenType<"at+jwt">>},
        {"strict-kid", verify_with<RS256, vouch::RequireKid>},
    };
    return verifiers.at(name);
}

vouch::Result<vouch::StaticKeys> read_keys(const json& entry, const std::string& text) {
    vouch::KeysetLimits limits;
    limits.rsa.min_exponent = entry.value("min_exponent", limits.rsa.min_exponent);
    if (entry.value("form", "jwks") == "pem") return vouch::StaticKeys::from_pem(text);
    return vouch::StaticKeys::from_jwks(text, limits);
}

Outcome run(const json& entry, const json& keyset, const json& token) {
    vouch::Result<vouch::StaticKeys> keys = read_keys(entry, expand(keyset));
    if (!keys) return Outcome::of(keys.error());
    const json skipped = skipped_keys(*keys);

    const ManualClock clock{{1'700'000'000, entry.value("now_nanoseconds", std::uint32_t{0})}};
    const auto issuer = entry.value("issuer", std::string{"https://login.example.com"});
    Verify* verify = verifier_named(entry.at("verifier").get<std::string>());
    const auto identity = verify(issuer, *std::move(keys), clock, expand(token));

    Outcome outcome = Outcome::of(identity);
    outcome.skipped = skipped;
    return outcome;
}

/// What an error may name: words of the library's own, so that no text of a token gets into a log.
const std::set<std::string> known_names{"",    "alg",     "aud",       "b64", "crit", "cty", "e",
                                        "exp", "header",  "iat",       "iss", "jti",  "kid", "n",
                                        "nbf", "payload", "signature", "sub", "typ"};

void check(const json& entry) {
    const Outcome outcome = run(entry, entry.at("keyset"), entry.at("token"));
    BOOST_TEST(outcome.error == entry.at("expect").get<std::string>());
    BOOST_TEST(known_names.count(outcome.name) == 1U);
    if (entry.contains("expect_name")) {
        BOOST_TEST(outcome.name == entry.at("expect_name").get<std::string>());
    }
    if (entry.contains("subject")) {
        BOOST_TEST(outcome.subject == entry.at("subject").get<std::string>());
    }
    BOOST_TEST(outcome.skipped == entry.value("skipped", json::array()));
}

/// The same without the defect verifies, so that no entry is refused for another reason.
void check_twin(const json& entry) {
    const bool other_keys = entry.contains("twin_keyset");
    const json& keyset = entry.at(other_keys ? "twin_keyset" : "keyset");
    const Outcome outcome = run(entry, keyset, entry.at(other_keys ? "token" : "twin"));
    BOOST_TEST(outcome.error == "ok");
    if (other_keys) BOOST_TEST(outcome.skipped == json::array());
}

void check_section(const std::string& section, std::size_t count) {
    const json entries = load(section);
    BOOST_TEST(entries.size() == count);
    for (const json& entry : entries) {
        BOOST_TEST_CONTEXT(entry.at("id").get<std::string>()) {
            check(entry);
            check_twin(entry);
        }
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance_attacks)

BOOST_AUTO_TEST_CASE(confusion_of_algorithms_and_keys_is_refused) { check_section("A", 72); }

BOOST_AUTO_TEST_CASE(a_token_has_one_spelling) { check_section("B", 150); }

BOOST_AUTO_TEST_CASE(headers_are_read_strictly) { check_section("C", 143); }

BOOST_AUTO_TEST_CASE(claims_are_checked_to_the_letter) { check_section("D", 260); }

BOOST_AUTO_TEST_CASE(forged_signatures_are_refused) { check_section("E", 44); }

BOOST_AUTO_TEST_CASE(bad_keys_are_skipped_and_harm_no_others) { check_section("F", 202); }

// rule 9
BOOST_AUTO_TEST_CASE(a_token_of_500_megabytes_costs_nothing) {
    // Memory that may not be touched: to read one byte of it would end the test.
    constexpr std::size_t size = 500'000'000;
    void* const text =
        mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    BOOST_REQUIRE(text != MAP_FAILED);
    const auto token = vouch::CompactToken::parse({static_cast<const char*>(text), size});
    munmap(text, size);
    BOOST_REQUIRE(!token);
    BOOST_TEST((token.error() == vouch::Errc::token_too_large));
}

BOOST_AUTO_TEST_CASE(every_error_of_tokens_and_keys_is_produced) {
    std::set<std::string> produced;
    for (const char* section : {"A", "B", "C", "D", "E", "F"}) {
        for (const json& entry : load(section)) {
            produced.insert(entry.at("expect").get<std::string>());
            for (const json& key : entry.value("skipped", json::array())) {
                produced.insert(key.at("error").get<std::string>());
            }
        }
    }
    // Keys that are fetched, a rule of the user's own, messaging, and faults of the machine take
    // more than a token to produce.
    const std::set<vouch::Errc> others{vouch::Errc::keys_pending, vouch::Errc::keyset_stale,
                                       vouch::Errc::claim_refused, vouch::Errc::out_of_memory,
                                       vouch::Errc::backend_failed};
    for (int code = 1; code <= static_cast<int>(vouch::Errc::backend_failed); ++code) {
        const auto error = static_cast<vouch::Errc>(code);
        const bool of_messaging =
            vouch::Errc::endpoint_url <= error && error <= vouch::Errc::random_failed;
        const std::string name{to_string(error)};
        BOOST_TEST(produced.contains(name) == !(of_messaging || others.contains(error)), name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
