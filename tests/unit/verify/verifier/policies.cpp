// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier_policies)

// Policies that users write, alone and together, with and without state.

namespace {

using namespace vouch_tests;
using vouch::Builtin;
using vouch::Claims;
using vouch::Errc;
using vouch::Error;
using vouch::Header;
using vouch::Moment;
using vouch::NumericDate;
using vouch::Result;
using vouch::RS256;
using vouch::StaticKeys;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

/// One of the user's roles is the one that is asked for.
struct HasRole {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        if (const auto roles = claims.array("roles")) {
            for (const vouch::json::Value role : *roles) {
                if (role.as_string() == std::string_view{name}) return {};
            }
        }
        return Error{Errc::claim_refused, "roles"};
    }
    std::string name;
};
/// The user logged in less than so many seconds ago.
struct FreshLogin {
    using policy_kind = vouch::claim_rule_policy;
    Result<void> check(const Claims& claims, const Moment& moment) const noexcept {
        const Result<NumericDate> login = claims.date("auth_time");
        if (!login) return login.error();
        const bool fresh =
            moment.now < login->plus_seconds(seconds).plus_seconds(moment.leeway_seconds);
        return fresh ? Result<void>{} : Error{Errc::claim_refused, "auth_time"};
    }
    std::int64_t seconds;
};
/// Keys of one year only.
struct KidStartsWith {
    using policy_kind = vouch::header_rule_policy;
    Result<void> check(const Header& header) const noexcept {
        const bool starts = header.kid() && header.kid()->starts_with(start);
        return starts ? Result<void>{} : Error{Errc::header_value, "kid"};
    }
    std::string start;
};
struct MinuteClock {
    using policy_kind = vouch::clock_policy;
    NumericDate now() const noexcept { return {*minutes * 60}; }
    std::shared_ptr<std::int64_t> minutes;
};
struct OwnLeeway {
    using policy_kind = vouch::leeway_policy;
    std::int64_t seconds() const noexcept { return 7; }
};
struct OwnTokenSize {
    using policy_kind = vouch::token_size_policy;
    static constexpr std::size_t bytes = 700;
};
/// Accepts the issuers of a family.
struct AnyTenant {
    using policy_kind = vouch::issuer_policy;
    Result<void> check(const Claims& claims, const Moment&) const noexcept {
        const auto issuer = claims.string("iss");
        if (!issuer) return issuer.error();
        if (!issuer->starts_with("https://login.")) return Error{Errc::issuer_mismatch, "iss"};
        return {};
    }
};
/// StrictJson, which counts what it reads.
struct CountingJson {
    using policy_kind = vouch::json_policy;
    bool read(std::string_view text, vouch::json::Builder& builder) const noexcept {
        ++*texts;
        return vouch::StrictJson{}.read(text, builder);
    }
    std::shared_ptr<int> texts = std::make_shared<int>(0);
};
/// Builtin, which can be told to fail.
struct FailingBackend {
    using policy_kind = vouch::crypto_policy;
    using Key = Builtin::Key;
    Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        if (import) return *import;
        return Builtin{}.import_key(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    Result<void> verify(const Key& key, std::string_view message,
                        std::span<const std::uint8_t> signature) const noexcept {
        if (failure) return *failure;
        return Builtin{}.verify<A>(key, message, signature);
    }
    std::optional<Errc> import = {};
    std::optional<Errc> failure = {};
};
/// Keys that are replaced between two tokens.
class ReplaceableKeys {
public:
    using policy_kind = vouch::key_source_policy;
    using Set = vouch::KeySet<Builtin>;

    explicit ReplaceableKeys(const vouch::testing::KeyPair& pair) { replace(pair); }
    void replace(const vouch::testing::KeyPair& pair) const {
        std::vector<vouch::Jwk> keys;
        keys.push_back(*vouch::Jwk::from_key(pair.public_key(), "a"));
        *set_ = std::make_shared<const Set>(Builtin{}, std::move(keys));
    }
    std::shared_ptr<const Set> keys() const noexcept { return *set_; }

private:
    using Shared = std::shared_ptr<const Set>;
    std::shared_ptr<Shared> set_ = std::make_shared<Shared>();
};

template <class Verifier>
bool refuses(const Verifier& verifier, const std::string& text, const Error& error) {
    const auto verdict = verifier.verify(text);
    return !verdict && verdict.error() == error;
}

}  // namespace

BOOST_AUTO_TEST_CASE(rules_about_claims) {
    const vouch::Verifier<RS256, Issuer, StaticKeys, Now, FreshLogin, HasRole> verifier{
        HasRole{"admin"}, good_keys(), FreshLogin{600}};
    const auto with = [](std::string_view members) {
        return token(good_header, claims_with(members));
    };
    BOOST_TEST(
        verifier.verify(with(R"("roles":["x","admin"],"auth_time":1799999900)")).has_value());
    BOOST_TEST(refuses(verifier, with(R"("roles":["x"],"auth_time":1799999900)"),
                       {Errc::claim_refused, "roles"}));
    BOOST_TEST(refuses(verifier, with(R"("roles":["admin"],"auth_time":1799999340)"),
                       {Errc::claim_refused, "auth_time"}));
    BOOST_TEST(refuses(verifier, with(R"("roles":["admin"])"), {Errc::claim_missing, "auth_time"}));
    // In the order of the template arguments.
    BOOST_TEST(refuses(verifier, token(), {Errc::claim_missing, "auth_time"}));
}

BOOST_AUTO_TEST_CASE(rules_about_the_header) {
    const vouch::Verifier<RS256, Issuer, StaticKeys, Now, KidStartsWith> verifier{
        keys({rsa_2048.jwk("2026-a"), rsa_2048.jwk("2025-b")}), KidStartsWith{"2026"}};
    BOOST_TEST(verifier.verify(token(R"({"alg":"RS256","kid":"2026-a"})")).has_value());
    BOOST_TEST(
        refuses(verifier, token(R"({"alg":"RS256","kid":"2025-b"})"), {Errc::header_value, "kid"}));
    BOOST_TEST(refuses(verifier, token(R"({"alg":"RS256"})"), {Errc::header_value, "kid"}));
    // After the algorithm, before the choice of a key.
    BOOST_TEST(
        refuses(verifier, token(R"({"alg":"RS384","kid":"x"})"), {Errc::alg_not_allowed, "alg"}));
    BOOST_TEST(refuses(verifier, token(R"({"alg":"RS256","kid":"2026"})"), Errc::key_not_found));
}

BOOST_AUTO_TEST_CASE(a_clock_a_leeway_a_size_and_an_issuer) {
    const auto minutes = std::make_shared<std::int64_t>(30'000'000);  // 1800000000 seconds
    const vouch::Verifier<RS256, AnyTenant, StaticKeys, OwnLeeway, OwnTokenSize, MinuteClock>
        verifier{good_keys(), MinuteClock{minutes}};
    const auto expiring = [](std::string_view exp, std::string_view more = "") {
        return token(good_header, R"({"iss":"https://login.b","sub":"s","exp":)" +
                                      std::string{exp} + std::string{more} + '}');
    };
    BOOST_TEST(verifier.verify(expiring("1799999994")).has_value());
    BOOST_TEST(refuses(verifier, expiring("1799999993"), {Errc::expired, "exp"}));
    *minutes += 1;
    BOOST_TEST(refuses(verifier, expiring("1799999994"), {Errc::expired, "exp"}));
    BOOST_TEST(verifier.verify(expiring("1800000054")).has_value());
    BOOST_TEST(refuses(verifier, expiring("1900000000", R"(,"x":")" + std::string(250, 'x') + '"'),
                       Errc::token_too_large));
    BOOST_TEST(refuses(verifier, token(good_header, R"({"iss":"https://x","sub":"s","exp":2e9})"),
                       {Errc::issuer_mismatch, "iss"}));
}

// rule 39
// rule 26
BOOST_AUTO_TEST_CASE(a_type_that_does_not_look_at_nesting) {
    struct AnyType {
        using policy_kind = vouch::type_policy;
        Result<void> check(const Header&) const noexcept { return {}; }
    };
    const vouch::Verifier<RS256, Issuer, StaticKeys, Now, AnyType> verifier{good_keys()};
    BOOST_TEST(verifier.verify(token(R"({"alg":"RS256","kid":"a","typ":"x"})")).has_value());
    const auto nested = verifier.verify(token(R"({"alg":"RS256","kid":"a","cty":"JWT"})"));
    BOOST_REQUIRE(!nested.has_value());
    BOOST_TEST((nested.error() == Error{Errc::type_mismatch, "cty"}));
}

// rule 47
BOOST_AUTO_TEST_CASE(a_leeway_without_bounds_has_that_of_the_library) {
    struct Endless {
        using policy_kind = vouch::leeway_policy;
        std::int64_t seconds() const noexcept { return INT64_MAX; }
    };
    const auto expiring = [](std::int64_t exp) {
        return token(good_header, R"({"iss":"https://login.example.com","sub":"a","exp":)" +
                                      std::to_string(exp) + '}');
    };
    const vouch::Verifier<RS256, Issuer, StaticKeys, Now, Endless> verifier{good_keys()};
    BOOST_TEST(verifier.verify(expiring(1'800'000'000 - 599)).has_value());
    BOOST_TEST((verifier.verify(expiring(1'800'000'000 - 600)).error() == Errc::expired));
}

BOOST_AUTO_TEST_CASE(a_json_reader_which_sees_the_payload_only_when_the_signature_holds) {
    const CountingJson json;
    const vouch::Verifier<RS256, Issuer, StaticKeys, Now, CountingJson> verifier{json, good_keys()};
    BOOST_TEST(verifier.verify(token()).has_value());
    BOOST_TEST(*json.texts == 2);
    BOOST_TEST(refuses(verifier, token(good_header, good_claims, rsa_2048_second),
                       Errc::signature_invalid));
    BOOST_TEST(*json.texts == 3);  // the header
    BOOST_TEST(refuses(verifier, "e30.e30.=", {Errc::token_encoding, "signature"}));
    BOOST_TEST(*json.texts == 3);
}

BOOST_AUTO_TEST_CASE(a_crypto_backend_which_says_why_it_failed) {
    using Verifier = vouch::Verifier<RS256, Issuer, StaticKeys, Now, FailingBackend>;
    const std::string text = token();
    BOOST_TEST(Verifier{good_keys()}.verify(text).has_value());
    BOOST_TEST(refuses(Verifier{good_keys(), FailingBackend{.failure = Errc::backend_failed}}, text,
                       Errc::backend_failed));
    BOOST_TEST(refuses(Verifier{good_keys(), FailingBackend{.failure = Errc::out_of_memory}}, text,
                       Errc::out_of_memory));
    const Verifier without_key{good_keys(), FailingBackend{.import = Errc::backend_failed}};
    BOOST_TEST(refuses(without_key, text, Errc::backend_failed));
    BOOST_TEST((without_key.verify(text).error().group() == vouch::ErrorGroup::our_side));
}

BOOST_AUTO_TEST_CASE(a_key_source_whose_keys_change) {
    const ReplaceableKeys source{rsa_2048};
    const vouch::Verifier<RS256, Issuer, ReplaceableKeys, Now> verifier{source};
    const std::string first = token();
    const std::string second = token(good_header, good_claims, rsa_2048_second);
    BOOST_TEST(verifier.verify(first).has_value());
    BOOST_TEST(refuses(verifier, second, Errc::signature_invalid));
    source.replace(rsa_2048_second);
    BOOST_TEST(verifier.verify(second).has_value());
    BOOST_TEST(refuses(verifier, first, Errc::signature_invalid));
}

BOOST_AUTO_TEST_CASE(the_order_of_policies_is_irrelevant) {
    using vouch::Audience;
    using vouch::RequireKid;
    using vouch::RuntimeLeeway;
    using vouch::testing::ManualClock;
    using Login = FreshLogin;
    const ManualClock clock{{1'800'000'000}};
    const RuntimeLeeway leeway{30};
    const Login login{600};
    const vouch::Verifier<RS256, Issuer, StaticKeys, ManualClock, RuntimeLeeway, Audience<"chat">,
                          Login, RequireKid>
        one{clock, leeway, login, good_keys()};
    const vouch::Verifier<RS256, Issuer, StaticKeys, RequireKid, Login, Audience<"chat">,
                          RuntimeLeeway, ManualClock>
        two{good_keys(), login, leeway, clock};
    const vouch::Verifier<RS256, Issuer, StaticKeys, Audience<"chat">, RequireKid, ManualClock,
                          Login, RuntimeLeeway>
        three{leeway, good_keys(), clock, login};

    std::vector<std::string> texts;
    for (const std::string_view header : {good_header, std::string_view{R"({"alg":"RS256"})"}}) {
        for (const std::string_view aud : {R"("chat")", R"("mail")", "5"}) {
            for (const std::string_view auth_time : {"1799999900", "1700000000", "null"}) {
                for (const std::string_view exp : {"1799999971", "1799999970"}) {
                    texts.push_back(token(
                        header, R"({"iss":"https://login.example.com","sub":"s","aud":)" +
                                    std::string{aud} + R"(,"auth_time":)" + std::string{auth_time} +
                                    R"(,"exp":)" + std::string{exp} + '}'));
                }
            }
        }
    }
    std::set<std::string> verdicts;
    const auto verdict = [](const auto& verifier, const std::string& text) {
        const auto identity = verifier.verify(text);
        return identity ? std::string{"ok"} : identity.error().message();
    };
    for (const std::string& text : texts) {
        const std::string of_one = verdict(one, text);
        BOOST_TEST(of_one == verdict(two, text));
        BOOST_TEST(of_one == verdict(three, text));
        verdicts.insert(of_one);
    }
    BOOST_TEST(verdicts.size() == 7U);  // each way to be refused, and none
}

BOOST_AUTO_TEST_SUITE_END()
