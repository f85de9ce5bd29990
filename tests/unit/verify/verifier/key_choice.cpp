// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier_key_choice)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::RS256;
using vouch::RS512;
using vouch::testing::KeyPair;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using vouch::testing::rsa_2048_third;

/// Builtin, which counts the public-key operations.
struct CountingBackend {
    using policy_kind = vouch::crypto_policy;
    using Key = vouch::Builtin::Key;

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return vouch::Builtin{}.import_key(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        ++*operations;
        return vouch::Builtin{}.verify<A>(key, message, signature);
    }

    int* operations = nullptr;
};

/// What becomes of a token: the error, or nothing, and how many operations that took.
struct Outcome {
    std::optional<Errc> error;
    int operations;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};
const Outcome accepted{{}, 1};
const Outcome not_signed_by_it{Errc::signature_invalid, 1};
Outcome no_key(Errc code) { return {code, 0}; }

template <class... Policies>
Outcome outcome(vouch::StaticKeys keys, const std::string& text) {
    int operations = 0;
    const vouch::Verifier<vouch::AnyOf<RS256, RS512>, Issuer, vouch::StaticKeys, Now,
                          CountingBackend, Policies...>
        verifier{std::move(keys), CountingBackend{&operations}};
    const auto verdict = verifier.verify(text);
    return {verdict ? std::nullopt : std::optional{verdict.error().code()}, operations};
}

std::string signed_by(const KeyPair& pair, std::string_view kid_member,
                      std::string_view alg = "RS256") {
    const std::string header =
        R"({"alg":")" + std::string{alg} + '"' + std::string{kid_member} + '}';
    return alg == "RS256" ? token<RS256>(header, good_claims, pair)
                          : token<RS512>(header, good_claims, pair);
}

constexpr std::string_view nameless = "";
constexpr std::string_view a = R"(,"kid":"a")";
constexpr std::string_view b = R"(,"kid":"b")";

}  // namespace

// rule 81
BOOST_AUTO_TEST_CASE(a_token_that_names_a_key_is_tried_with_that_key_only) {
    const auto two = [] { return keys({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}); };
    BOOST_TEST((outcome(two(), signed_by(rsa_2048, a)) == accepted));
    BOOST_TEST((outcome(two(), signed_by(rsa_2048_second, b)) == accepted));
    BOOST_TEST((outcome(two(), signed_by(rsa_2048, b)) == not_signed_by_it));
    BOOST_TEST((outcome(two(), signed_by(rsa_2048_second, a)) == not_signed_by_it));
    BOOST_TEST(
        (outcome(two(), signed_by(rsa_2048, R"(,"kid":"c")")) == no_key(Errc::key_not_found)));
    BOOST_TEST(
        (outcome(two(), signed_by(rsa_2048, R"(,"kid":"")")) == no_key(Errc::key_not_found)));
    BOOST_TEST(
        (outcome(two(), signed_by(rsa_2048, R"(,"kid":"A")")) == no_key(Errc::key_not_found)));
    BOOST_TEST((outcome(keys({rsa_2048.jwk("a")}), signed_by(rsa_2048, b)) ==
                no_key(Errc::key_not_found)));
}

// rule 82
BOOST_AUTO_TEST_CASE(a_token_without_a_name_needs_a_single_key_that_fits) {
    BOOST_TEST((outcome(keys({rsa_2048.jwk("a")}), signed_by(rsa_2048, nameless)) == accepted));
    BOOST_TEST((outcome(keys({rsa_2048.jwk("")}), signed_by(rsa_2048, nameless)) == accepted));
    const auto two = [] { return keys({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}); };
    BOOST_TEST((outcome(two(), signed_by(rsa_2048, nameless)) == no_key(Errc::kid_missing)));
    const auto by_algorithm = [] {
        return keys({rsa_2048.jwk("a", "RS256"), rsa_2048_second.jwk("b", "RS512")});
    };
    BOOST_TEST((outcome(by_algorithm(), signed_by(rsa_2048, nameless)) == accepted));
    BOOST_TEST(
        (outcome(by_algorithm(), signed_by(rsa_2048_second, nameless, "RS512")) == accepted));
    BOOST_TEST((outcome(by_algorithm(), signed_by(rsa_2048_second, nameless)) == not_signed_by_it));
    BOOST_TEST((outcome(keys({rsa_2048.jwk("a", "RS512")}), signed_by(rsa_2048, nameless)) ==
                no_key(Errc::key_not_found)));
}

// rule 82
BOOST_AUTO_TEST_CASE(a_key_without_a_name_is_used_only_where_it_is_the_single_one) {
    BOOST_TEST((outcome(keys({rsa_2048.jwk("")}), signed_by(rsa_2048, a)) == accepted));
    BOOST_TEST(
        (outcome(keys({rsa_2048.jwk("")}), signed_by(rsa_2048_second, a)) == not_signed_by_it));
    const auto mixed = [] { return keys({rsa_2048.jwk(""), rsa_2048_second.jwk("b")}); };
    BOOST_TEST((outcome(mixed(), signed_by(rsa_2048, a)) == no_key(Errc::key_not_found)));
    BOOST_TEST((outcome(mixed(), signed_by(rsa_2048, nameless)) == no_key(Errc::kid_missing)));
    BOOST_TEST((outcome(mixed(), signed_by(rsa_2048_second, b)) == accepted));
    BOOST_TEST((outcome(mixed(), signed_by(rsa_2048, b)) == not_signed_by_it));
    const auto from_pem = [] { return *vouch::StaticKeys::from_pem(rsa_2048.pem()); };
    BOOST_TEST((outcome(from_pem(), signed_by(rsa_2048, a)) == accepted));
    BOOST_TEST((outcome(from_pem(), signed_by(rsa_2048, nameless)) == accepted));
}

// rule 80
BOOST_AUTO_TEST_CASE(of_two_keys_with_one_name_none_is_tried) {
    const auto twice = [] {
        return keys({rsa_2048.jwk("a"), rsa_2048_second.jwk("a"), rsa_2048_third.jwk("b")});
    };
    BOOST_TEST((outcome(twice(), signed_by(rsa_2048, a)) == no_key(Errc::key_ambiguous)));
    BOOST_TEST((outcome(twice(), signed_by(rsa_2048_second, a)) == no_key(Errc::key_ambiguous)));
    BOOST_TEST((outcome(twice(), signed_by(rsa_2048_third, b)) == accepted));
    // One that cannot be used does not count.
    const auto one_usable = [] { return keys({R"({"kty":"oct","kid":"a"})", rsa_2048.jwk("a")}); };
    BOOST_TEST((outcome(one_usable(), signed_by(rsa_2048, a)) == accepted));
}

// rules 15, 16
BOOST_AUTO_TEST_CASE(a_key_serves_one_algorithm) {
    const auto bound = [] { return keys({rsa_2048.jwk("a", "RS256")}); };
    BOOST_TEST((outcome(bound(), signed_by(rsa_2048, a)) == accepted));
    BOOST_TEST(
        (outcome(bound(), signed_by(rsa_2048, a, "RS512")) == no_key(Errc::key_alg_mismatch)));
    BOOST_TEST((outcome(keys({rsa_2048.jwk("a", "PS256")}), signed_by(rsa_2048, a)) ==
                no_key(Errc::key_alg_mismatch)));
}

// rule 82
BOOST_AUTO_TEST_CASE(a_name_can_be_required) {
    using vouch::RequireKid;
    BOOST_TEST((outcome<RequireKid>(good_keys(), signed_by(rsa_2048, a)) == accepted));
    BOOST_TEST((outcome<RequireKid>(good_keys(), signed_by(rsa_2048, nameless)) ==
                no_key(Errc::kid_missing)));
    BOOST_TEST(
        (outcome<vouch::OptionalKid>(good_keys(), signed_by(rsa_2048, nameless)) == accepted));
}

/// A source that may get a later set.
struct Renewable {
    using policy_kind = vouch::key_source_policy;
    using Set = vouch::KeySet<vouch::Builtin>;
    struct State {
        std::shared_ptr<const Set> now;
        std::shared_ptr<const Set> later = {};
        Errc refusal = Errc::keys_pending;
        int asked = 0;
    };

    std::shared_ptr<const Set> keys() const noexcept { return state->now; }
    vouch::Result<std::shared_ptr<const Set>> newer_keys(
        const std::shared_ptr<const Set>& seen) const noexcept {
        BOOST_TEST((seen == state->now));
        ++state->asked;
        if (!state->later) return state->refusal;
        return state->later;
    }

    State* state;
};

std::shared_ptr<const Renewable::Set> set_of(const vouch::StaticKeys& keys) {
    return std::make_shared<const Renewable::Set>(
        vouch::Builtin{}, std::vector<vouch::Jwk>(keys.usable().begin(), keys.usable().end()));
}

// rule 94
BOOST_AUTO_TEST_CASE(a_source_is_asked_once_for_a_key_that_it_does_not_have_yet) {
    Renewable::State state{set_of(good_keys())};
    const vouch::Verifier<RS256, Issuer, Renewable, Now> verifier{Renewable{&state}};
    const auto refusal = [&](const std::string& token) {
        return verifier.verify(token).error().code();
    };
    BOOST_TEST(verifier.verify(signed_by(rsa_2048, a)).has_value());
    BOOST_TEST((refusal(signed_by(rsa_2048_second, a)) == Errc::signature_invalid));
    BOOST_TEST(state.asked == 0);

    BOOST_TEST((refusal(signed_by(rsa_2048_second, b)) == Errc::keys_pending));
    state.refusal = Errc::keyset_stale;
    BOOST_TEST((refusal(signed_by(rsa_2048_second, b)) == Errc::keyset_stale));
    BOOST_TEST(state.asked == 2);

    state.later = state.now;
    BOOST_TEST((refusal(signed_by(rsa_2048_second, b)) == Errc::key_not_found));
    state.later = set_of(keys({rsa_2048.jwk("a"), rsa_2048_second.jwk("b")}));
    BOOST_TEST(verifier.verify(signed_by(rsa_2048_second, b)).has_value());
    BOOST_TEST((refusal(signed_by(rsa_2048, b)) == Errc::signature_invalid));
    BOOST_TEST(state.asked == 5);
}

BOOST_AUTO_TEST_SUITE_END()
