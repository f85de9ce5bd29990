// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include <vouch/testing/clocks.hpp>
#include <vouch/vouch.hpp>

#include "support/checksum_signatures.hpp"
#include "support/good_token.hpp"
#include "support/identity_text.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier_token_cache)

// A verifier with a cache says what one without says, and says it without the signature where it
// has seen this very token.

namespace {

using namespace vouch_tests;
using vouch::Claims;
using vouch::Errc;
using vouch::Error;
using vouch::Header;
using vouch::Identity;
using vouch::Moment;
using vouch::Result;
using vouch::RS256;
using vouch::StaticKeys;
using vouch::VerifiedTokens;
using vouch::testing::KeyPair;
using vouch::testing::ManualClock;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

using Cache = VerifiedTokens<64 * 1024>;

// --- What costs nothing where there is no cache -------------------------------------------------

template <class... Policies>
using PartsOf = vouch::detail::Parts<vouch::detail::Composition<RS256, Issuer, Policies...>>;

static_assert(std::same_as<decltype(PartsOf<StaticKeys>::token_cache), vouch::NoTokenCache>);
using Plain = vouch::Verifier<RS256, Issuer, StaticKeys>;
using Caching = vouch::Verifier<RS256, Issuer, StaticKeys, Cache>;
// The kernel of Builtin is a word, and the empty parts, of which two are of one type, are another.
static_assert(sizeof(Plain) <= sizeof(vouch::KeySet<vouch::Builtin>) + 2 * sizeof(void*));
static_assert(sizeof(Caching) <= sizeof(Plain) + sizeof(void*));
static_assert(std::is_copy_constructible_v<Plain> && !std::is_copy_constructible_v<Caching>);
static_assert(std::is_nothrow_move_constructible_v<Caching>);

// --- Which rules about the header are asked again -----------------------------------------------

struct OwnType {
    using policy_kind = vouch::type_policy;
    Result<void> check(const Header&) const noexcept { return {}; }
};
struct OwnKid {
    using policy_kind = vouch::kid_policy;
    Result<void> check(const Header&) const noexcept { return {}; }
};
struct OwnHeaderRule {
    using policy_kind = vouch::header_rule_policy;
    Result<void> check(const Header&) const noexcept { return {}; }
};
template <class... Policies>
constexpr bool once =
    vouch::detail::Composition<RS256, Issuer, StaticKeys, Policies...>::header_is_decided_once;
static_assert(once<> && once<vouch::RequireKid> && once<vouch::AnyTokenType>);
static_assert(once<vouch::TokenType<"at+jwt", "jwt">, vouch::OptionalKid, vouch::Leeway<5>>);
static_assert(!once<OwnType> && !once<OwnKid> && !once<OwnHeaderRule>);
static_assert(!once<vouch::TokenType<"at+jwt">, OwnHeaderRule>);

// --- Parts that count, or change ----------------------------------------------------------------

/// Counts the signatures that it is asked about. Copies count together.
struct CountingCrypto {
    using policy_kind = vouch::crypto_policy;
    using Key = ChecksumCrypto::Key;

    Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return ChecksumCrypto{}.import_key(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    Result<void> verify(const Key& key, std::string_view text,
                        std::span<const std::uint8_t> signature) const noexcept {
        ++*signatures;
        return ChecksumCrypto{}.verify<A>(key, text, signature);
    }

    std::shared_ptr<std::atomic<int>> signatures = std::make_shared<std::atomic<int>>(0);
};

using Set = vouch::KeySet<CountingCrypto>;
using Snapshot = std::shared_ptr<const Set>;

Snapshot set_of(std::vector<std::pair<const KeyPair*, std::string_view>> keys,
                const CountingCrypto& crypto = {}) {
    std::vector<vouch::Jwk> jwks;
    for (const auto& [pair, kid] : keys) {
        jwks.push_back(*vouch::Jwk::from_key(pair->public_key(), kid));
    }
    return std::make_shared<const Set>(crypto, std::move(jwks));
}

/// The keys that are published at the moment. Copies publish together.
class Published {
public:
    using policy_kind = vouch::key_source_policy;

    explicit Published(Snapshot set) : state_{std::make_shared<State>()} {
        publish(std::move(set));
    }

    Snapshot keys() const noexcept {
        const std::lock_guard lock{state_->mutex};
        return state_->set;
    }
    void publish(Snapshot set) const {
        const std::lock_guard lock{state_->mutex};
        state_->set.swap(set);
    }

private:
    struct State {
        std::mutex mutex;
        Snapshot set;
    };
    std::shared_ptr<State> state_;
};

std::string signed_token(std::string_view claims = good_claims,
                         std::string_view header = good_header, const KeyPair& pair = rsa_2048) {
    return ChecksumCrypto::token(ChecksumCrypto::key_of(pair.public_key()).modulus, "RS256", header,
                                 claims);
}

template <class... Policies>
using Verifier =
    vouch::Verifier<RS256, Issuer, Published, ManualClock, CountingCrypto, Policies...>;

/// A verifier with a cache, and what it is made of.
template <class... Policies>
struct Bench {
    CountingCrypto crypto;
    Published source{set_of({{&rsa_2048, "a"}})};
    ManualClock clock{{1'800'000'000}};
    Verifier<Cache, Policies...> verifier;

    explicit Bench(Policies... policies) : verifier{crypto, source, clock, policies...} {}

    std::string verdict(const std::string& token) const { return text_of(verifier.verify(token)); }
    /// How many signatures were looked at since this was last asked.
    int signatures() const { return crypto.signatures->exchange(0); }
};

const std::string good_text =
    "RS256 \"a\" iss:\"https://login.example.com\" sub:\"customer-4711\" "
    "iat:1799999900 exp:1800000300";

std::string sentence(Errc code, std::string_view name = {}) { return Error{code, name}.message(); }

}  // namespace

BOOST_AUTO_TEST_CASE(a_token_that_comes_again_costs_no_signature_and_says_the_same) {
    const Bench bench;
    const std::string token = signed_token();
    BOOST_TEST(bench.verdict(token) == good_text);
    BOOST_TEST(bench.signatures() == 1);
    for (int i = 0; i < 3; ++i) BOOST_TEST(bench.verdict(token) == good_text);
    BOOST_TEST(bench.signatures() == 0);

    const std::string without_kid =
        signed_token(claims_with(R"("aud":[],"x":{"a":["\u00eb",null]})"), R"({"alg":"RS256"})");
    BOOST_TEST(bench.verdict(without_kid) == sentence(Errc::claim_type, "aud"));
    const std::string other =
        signed_token(claims_with(R"("x":{"a":["\u00eb",null]})"), R"({"alg":"RS256"})");
    const std::string fresh = bench.verdict(other);
    BOOST_TEST(fresh.starts_with("RS256 no kid x:{"));
    BOOST_TEST(bench.verdict(other) == fresh);
    BOOST_TEST(bench.signatures() == 2);
}

BOOST_AUTO_TEST_CASE(an_identity_outlives_the_cache_that_it_came_from) {
    std::optional<Result<Identity>> identity;
    {
        const Bench bench;
        (void)bench.verifier.verify(signed_token());
        identity = bench.verifier.verify(signed_token());
        BOOST_TEST(bench.signatures() == 1);
    }
    BOOST_TEST(text_of(*identity) == good_text);
}

// rule 43
BOOST_AUTO_TEST_CASE(a_token_expires_in_the_cache_to_the_nanosecond) {
    const auto check = []<class Leeway>(const Leeway& leeway, std::string_view exp,
                                        vouch::NumericDate last, vouch::NumericDate over) {
        const Bench<Leeway> bench{leeway};
        const std::string token = signed_token(
            R"({"iss":"https://login.example.com","sub":"a","exp":)" + std::string{exp} + '}');
        const std::string verdict = bench.verdict(token);
        BOOST_TEST(bench.verifier.verify(token).has_value());
        bench.clock.set(last);
        BOOST_TEST(bench.verdict(token) == verdict);
        bench.clock.set(over);
        BOOST_TEST(bench.verdict(token) == sentence(Errc::expired, "exp"));
        BOOST_TEST(bench.verdict(token) == sentence(Errc::expired, "exp"));
        BOOST_TEST(bench.signatures() == 1);
        // As without a cache, a clock that goes back goes back.
        bench.clock.set(last);
        BOOST_TEST(bench.verdict(token) == verdict);
    };
    check(vouch::Leeway<60>{}, "1800000300", {1'800'000'359, 999'999'999}, {1'800'000'360});
    check(vouch::Leeway<0>{}, "1800000300", {1'800'000'299, 999'999'999}, {1'800'000'300});
    check(vouch::RuntimeLeeway{600}, "1800000300.5", {1'800'000'900, 499'999'999},
          {1'800'000'900, 500'000'000});
}

BOOST_AUTO_TEST_CASE(the_rules_about_the_claims_are_asked_each_time) {
    /// Accepts a token so often.
    struct Uses {
        using policy_kind = vouch::claim_rule_policy;
        Result<void> check(const Claims& claims, const Moment&) const noexcept {
            if (!claims.string("sub") || --*left < 0) return Error{Errc::claim_refused, "jti"};
            return {};
        }
        std::shared_ptr<int> left = std::make_shared<int>(3);
    };
    const Bench<Uses> bench{Uses{}};
    const std::string token = signed_token();
    for (int i = 0; i < 3; ++i) BOOST_TEST(bench.verdict(token) == good_text);
    BOOST_TEST(bench.verdict(token) == sentence(Errc::claim_refused, "jti"));
    BOOST_TEST(bench.verdict(token) == sentence(Errc::claim_refused, "jti"));
    BOOST_TEST(bench.signatures() == 1);

    // Those of the library, too: here the time is before nbf and iat.
    const Bench early;
    const std::string dated = signed_token(claims_with(R"("nbf":1799999900)"));
    BOOST_TEST(early.verifier.verify(dated).has_value());
    early.clock.set({1'799'999'839});
    BOOST_TEST(early.verdict(dated) == sentence(Errc::not_yet_valid, "nbf"));
    BOOST_TEST(early.verdict(signed_token()) == sentence(Errc::issued_in_future, "iat"));
    early.clock.set({1'799'999'840});
    BOOST_TEST(early.verifier.verify(dated).has_value());
    BOOST_TEST(early.signatures() == 2);
}

BOOST_AUTO_TEST_CASE(rules_of_users_about_the_header_are_asked_each_time) {
    const auto check = []<class Rule>(const Rule& rule) {
        const Bench<Rule> bench{rule};
        const std::string token = signed_token();
        BOOST_TEST(bench.verdict(token) == good_text);
        BOOST_TEST(bench.verdict(token) == good_text);
        *rule.revoked = true;
        BOOST_TEST(bench.verdict(token) == sentence(Errc::header_value, "kid"));
        *rule.revoked = false;
        BOOST_TEST(bench.verdict(token) == good_text);
        BOOST_TEST(bench.signatures() == 1);
    };
    struct Revocable {
        Result<void> check(const Header& header) const noexcept {
            return *revoked && header.kid() == "a" ? Result<void>{Error{Errc::header_value, "kid"}}
                                                   : Result<void>{};
        }
        std::shared_ptr<bool> revoked = std::make_shared<bool>(false);
    };
    struct AsRule : Revocable {
        using policy_kind = vouch::header_rule_policy;
    };
    struct AsKid : Revocable {
        using policy_kind = vouch::kid_policy;
    };
    struct AsType : Revocable {
        using policy_kind = vouch::type_policy;
    };
    check(AsRule{});
    check(AsKid{});
    check(AsType{});
}

// --- Keys ---------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_token_whose_key_is_gone_is_gone) {
    const Bench bench;
    const std::string token = signed_token();
    BOOST_TEST(bench.verdict(token) == good_text);
    BOOST_TEST(bench.verdict(token) == good_text);
    bench.source.publish(set_of({{&rsa_2048_second, "b"}}));
    BOOST_TEST(bench.verdict(token) == sentence(Errc::key_not_found));
    // Another key of that name, and then no keys at all, as where they are too old.
    bench.source.publish(set_of({{&rsa_2048_second, "a"}}));
    BOOST_TEST(bench.verdict(token) == sentence(Errc::signature_invalid));
    bench.source.publish(set_of({}));
    BOOST_TEST(bench.verdict(token) == sentence(Errc::key_not_found));
    BOOST_TEST(bench.signatures() == 2);
}

BOOST_AUTO_TEST_CASE(other_keys_are_other_keys_were_they_the_same) {
    const Bench bench;
    const std::string token = signed_token();
    const Snapshot first = bench.source.keys();
    BOOST_TEST(bench.verdict(token) == good_text);
    for (int i = 0; i < 3; ++i) {
        bench.source.publish(set_of({{&rsa_2048, "a"}}));
        BOOST_TEST(bench.verdict(token) == good_text);
        BOOST_TEST(bench.verdict(token) == good_text);
        BOOST_TEST(bench.signatures() == (i == 0 ? 2 : 1));
    }
    // The very set of before: what was verified with it holds.
    bench.source.publish(first);
    BOOST_TEST(bench.verdict(token) == good_text);
    BOOST_TEST(bench.signatures() == 0);
}

BOOST_AUTO_TEST_CASE(keys_that_lie_where_others_lay_are_not_taken_for_them) {
    const Bench bench;
    const std::string token = signed_token();
    // In one place one after the other, which is what an allocator gives a new set when the old
    // one is freed.
    alignas(Set) static std::byte place[sizeof(Set)];
    const auto put = [&](const KeyPair& pair) {
        std::vector<vouch::Jwk> keys;
        keys.push_back(*vouch::Jwk::from_key(pair.public_key(), "a"));
        return std::construct_at(reinterpret_cast<Set*>(place), CountingCrypto{}, std::move(keys));
    };
    const auto not_owned = [](const Set* set) { return Snapshot{Snapshot{}, set}; };
    Set* const first = put(rsa_2048);
    bench.source.publish(not_owned(first));
    BOOST_TEST(bench.verdict(token) == good_text);
    std::destroy_at(first);
    Set* const second = put(rsa_2048_second);
    BOOST_REQUIRE(first == second);
    BOOST_TEST(bench.verdict(token) == sentence(Errc::signature_invalid));
    bench.source.publish(set_of({}));
    std::destroy_at(second);
}

BOOST_AUTO_TEST_CASE(a_token_is_bound_to_the_keys_that_it_was_verified_with) {
    /// Has newer keys only where they are asked for.
    struct Renewable {
        using policy_kind = vouch::key_source_policy;
        Snapshot keys() const noexcept { return **current; }
        Result<Snapshot> newer_keys(const Snapshot&) const noexcept {
            if (!**newer) return Errc::keyset_stale;
            return **newer;
        }
        std::shared_ptr<std::shared_ptr<Snapshot>> current =
            std::make_shared<std::shared_ptr<Snapshot>>(
                std::make_shared<Snapshot>(set_of({{&rsa_2048_second, "b"}})));
        std::shared_ptr<std::shared_ptr<Snapshot>> newer =
            std::make_shared<std::shared_ptr<Snapshot>>(std::make_shared<Snapshot>());
    };
    static_assert(vouch::renewable_key_source<Renewable, CountingCrypto, vouch::StrictJson>);
    const Renewable source;
    const CountingCrypto crypto;
    const vouch::Verifier<RS256, Issuer, Renewable, Now, CountingCrypto, Cache> verifier{source,
                                                                                         crypto};
    const std::string token = signed_token();
    const auto verdict = [&] { return text_of(verifier.verify(token)); };
    const auto signatures = [&] { return crypto.signatures->exchange(0); };
    BOOST_TEST(verdict() == sentence(Errc::keyset_stale));

    // Verified with the newer keys: no hit as long as the source says that the older ones are
    // those of the moment, ...
    **source.newer = set_of({{&rsa_2048, "a"}});
    BOOST_TEST(verdict() == good_text);
    BOOST_TEST(verdict() == good_text);
    BOOST_TEST(signatures() == 2);
    // ... and one when the newer ones are.
    **source.current = **source.newer;
    BOOST_TEST(verdict() == good_text);
    BOOST_TEST(signatures() == 0);
    // Too old to be used.
    **source.current = set_of({});
    **source.newer = nullptr;
    BOOST_TEST(verdict() == sentence(Errc::keyset_stale));
}

// --- Which tokens -------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(no_other_text_passes_for_a_token_that_was_verified) {
    const Bench bench;
    const std::string token = signed_token();
    BOOST_TEST(bench.verdict(token) == good_text);
    const auto plain = Verifier<>{CountingCrypto{}, bench.source, bench.clock};
    const auto refused = [&](const std::string& text) {
        const std::string verdict = bench.verdict(text);
        return !bench.verifier.verify(text).has_value() && verdict == text_of(plain.verify(text));
    };
    for (std::size_t bit = 0; bit < 8 * token.size(); ++bit) {
        std::string flipped = token;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        BOOST_TEST(refused(flipped), bit);
    }
    for (std::size_t i = 0; i < token.size(); ++i) {
        BOOST_TEST(refused(token.substr(0, i)));
        BOOST_TEST(refused(token.substr(i + 1)));
    }
    for (const std::string& text : {token + '=', token + '\0', ' ' + token, token + token,
                                    token + '.' + token, std::string(8193, 'A'), std::string{}}) {
        BOOST_TEST(refused(text));
    }
    BOOST_TEST(bench.verdict(token) == good_text);
}

BOOST_AUTO_TEST_CASE(verifiers_share_nothing) {
    // The same keys, name and issuer: the two differ only in what they accept.
    const Bench<> one;
    const CountingCrypto crypto;
    const Verifier<Cache, vouch::TokenType<"at+jwt">> other{crypto, one.source, one.clock};
    const vouch::Verifier<RS256, vouch::Issuer<"https://other.example">, Published, ManualClock,
                          CountingCrypto, Cache>
        tenant{crypto, Published{set_of({{&rsa_2048_second, "a"}})}, one.clock};
    const std::string token = signed_token();
    BOOST_TEST(one.verdict(token) == good_text);
    BOOST_TEST(one.verdict(token) == good_text);
    BOOST_TEST((other.verify(token).error() == Errc::type_mismatch));
    BOOST_TEST((tenant.verify(token).error() == Errc::signature_invalid));
    BOOST_TEST(one.verdict(token) == good_text);
    BOOST_TEST(one.signatures() == 1);

    // The cache goes with its verifier.
    Bench moving;
    (void)moving.verdict(token);
    const auto moved = std::move(moving.verifier);
    BOOST_TEST(text_of(moved.verify(token)) == good_text);
    BOOST_TEST(moving.signatures() == 1);
}

/// A cache as a user may write one, which notes the claims of what it is given.
class NotingCache {
public:
    using policy_kind = vouch::token_cache_policy;

    std::optional<Identity> find(const vouch::TokenFingerprint& token) const noexcept {
        ++state_->asked;
        const auto found = state_->kept.find({token.sha256, token.key_set});
        if (found == state_->kept.end()) return {};
        return found->second.copy();
    }
    void keep(const vouch::TokenFingerprint& token, const Identity& identity) const noexcept {
        state_->subjects.append(identity.subject()).append(1, ' ');
        state_->kept.emplace(std::pair{token.sha256, token.key_set}, *identity.copy());
    }
    std::string subjects() const { return std::exchange(state_->subjects, {}); }
    int asked() const { return std::exchange(state_->asked, 0); }

private:
    struct State {
        std::map<std::pair<std::array<std::uint8_t, 32>, std::uint64_t>, Identity> kept;
        std::string subjects;
        int asked = 0;
    };
    std::shared_ptr<State> state_ = std::make_shared<State>();
};

BOOST_AUTO_TEST_CASE(only_a_token_that_is_good_in_all_is_kept) {
    const NotingCache cache;
    const Published source{set_of({{&rsa_2048, "a"}})};
    const ManualClock clock{{1'800'000'000}};
    const CountingCrypto crypto;
    const Verifier<NotingCache, vouch::RequiredClaim<"r">> verifier{cache, source, clock, crypto};
    const auto claims = [](std::string_view subject, std::string_view more,
                           std::string_view exp = "1800000300") {
        return R"({"iss":"https://login.example.com","sub":")" + std::string{subject} +
               R"(","exp":)" + std::string{exp} + std::string{more} + '}';
    };
    const std::string_view r = R"(,"r":1)";
    std::vector<std::string> refused{
        signed_token(claims("b", "")),                                          // a rule of a user
        signed_token(claims("c", r, "1799999940")),                             // expired
        signed_token(claims("d", R"(,"r":1,"nbf":1800000061)")),                // not yet
        signed_token(claims("e", R"(,"r":1,"aud":"x")")),                       // for others
        signed_token(claims("f", r), good_header, rsa_2048_second),             // forged
        signed_token(claims("g", r), R"({"alg":"RS256","kid":"x"})"),           // no such key
        signed_token(claims("h", r), R"({"alg":"RS512","kid":"a"})"),           // no such algorithm
        signed_token(claims("i", R"(,"r":1,"r":1)")),                           // said twice
        signed_token(claims("j", r)) + '=',                                     // misspelt
        signed_token(claims("k", R"(,"r":")" + std::string(8000, 'x') + '"')),  // too long
    };
    for (int i = 0; i < 2; ++i) {
        for (const std::string& token : refused) BOOST_TEST(!verifier.verify(token).has_value());
    }
    BOOST_TEST(cache.subjects().empty());
    BOOST_TEST(cache.asked() == 2 * 9);  // not about a text that is too long: it is not hashed
    BOOST_TEST(*crypto.signatures == 2 * 6);
    const std::string good = signed_token(claims("a", r));
    BOOST_TEST(verifier.verify(good).has_value());
    BOOST_TEST(verifier.verify(good)->subject() == "a");
    BOOST_TEST(cache.subjects() == "a ");
    // Good later: kept later.
    clock.set({1'800'000'001});
    BOOST_TEST(verifier.verify(refused[2])->subject() == "d");
    BOOST_TEST(cache.subjects() == "d ");
}

// --- Everything at once -------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(whatever_happens_it_says_what_a_verifier_without_says) {
    // A cache with room for four tokens, more tokens than that, keys and times that change.
    const Published source{set_of({{&rsa_2048, "a"}})};
    const ManualClock clock{{1'800'000'000}};
    const CountingCrypto crypto, plain_crypto;
    const Verifier<VerifiedTokens<5 * 1024>> cached{source, clock, crypto};
    const Verifier<> plain{source, clock, plain_crypto};

    std::vector<std::string> tokens;
    for (const std::string_view kid : {"a", "b"}) {
        const std::string header = R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})";
        for (const KeyPair* const pair : {&rsa_2048, &rsa_2048_second}) {
            for (const int exp : {100, 200, 300}) {
                tokens.push_back(signed_token(
                    R"({"iss":"https://login.example.com","sub":"s","iat":1799999990,"exp":)" +
                        std::to_string(1'800'000'000 + exp) + '}',
                    header, *pair));
            }
        }
    }
    tokens.push_back(tokens[0] + 'A');
    tokens.push_back(signed_token(claims_with(R"("aud":"x")")));
    tokens.push_back(signed_token(claims_with(R"("x":")" + std::string(1500, 'x') + '"')));

    std::mt19937 random{20'260'801};
    const auto below = [&](std::size_t bound) { return random() % bound; };
    const std::vector<Snapshot> sets{
        set_of({{&rsa_2048, "a"}}), set_of({{&rsa_2048, "a"}, {&rsa_2048_second, "b"}}),
        set_of({{&rsa_2048_second, "a"}, {&rsa_2048, "b"}}), set_of({})};
    int different = 0;
    int accepted = 0;
    for (int i = 0; i < 20'000; ++i) {
        if (below(50) == 0) {
            source.publish(below(2) == 0 ? sets[below(4)] : set_of({{&rsa_2048, "a"}}));
        }
        if (below(20) == 0) {
            clock.set({1'799'999'900 + static_cast<std::int64_t>(below(500))});
        }
        const std::string& token = tokens[below(2) == 0 ? below(4) : below(tokens.size())];
        const std::string verdict = text_of(plain.verify(token));
        accepted += verdict.starts_with("RS256");
        different += verdict != text_of(cached.verify(token));
    }
    BOOST_TEST(different == 0);
    BOOST_TEST(accepted > 2000);
    BOOST_TEST(*crypto.signatures < *plain_crypto.signatures * 9 / 10);
}

BOOST_AUTO_TEST_CASE(threads_never_get_in_with_a_key_that_is_gone) {
    const Published source{set_of({{&rsa_2048, "a"}, {&rsa_2048_second, "b"}})};
    const ManualClock clock{{1'800'000'000}};
    const Verifier<VerifiedTokens<5 * 1024>> verifier{source, clock};
    const std::string_view header_b = R"({"alg":"RS256","kid":"b"})";
    const std::string with_a = signed_token();
    const std::string with_b = signed_token(good_claims, header_b, rsa_2048_second);
    std::vector<std::string> others;
    for (int i = 0; i < 6; ++i) {
        others.push_back(
            signed_token(claims_with(R"("i":)" + std::to_string(i)), header_b, rsa_2048_second));
    }

    // Of four: key "a" is published, is being taken away, is gone, is being put back.
    std::atomic<int> phase = 0;
    std::atomic<bool> over = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> judged = 0;
    const auto verify_often = [&] {
        for (std::size_t i = 0; !over; ++i) {
            const int before = phase;
            const bool accepted = verifier.verify(with_a).has_value();
            if (before == phase && before % 2 == 0) {
                if (accepted != (before % 4 == 0)) ++wrong;
                ++judged;
            }
            if (!verifier.verify(with_b).has_value()) ++wrong;
            const auto other = verifier.verify(others[i % others.size()]);
            if (!other || other->claims().integer("i").value() != static_cast<int>(i % 6)) ++wrong;
        }
    };
    std::array<std::thread, 8> threads;
    for (std::thread& thread : threads) thread = std::thread{verify_often};
    for (int i = 0; i < 20; ++i) {
        const int seen = judged;
        while (judged < seen + 50) std::this_thread::yield();
        ++phase;
        source.publish(i % 2 == 0 ? set_of({{&rsa_2048_second, "b"}})
                                  : set_of({{&rsa_2048, "a"}, {&rsa_2048_second, "b"}}));
        ++phase;
    }
    over = true;
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
