// SPDX-License-Identifier: BSL-1.0
#include <vouch/verify/verifier.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/vouch.hpp>

#include "support/good_token.hpp"

BOOST_AUTO_TEST_SUITE(verify_verifier_errors)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::Error;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

/// A rule of a user: the claim `role` is "x".
struct RoleIsX {
    using policy_kind = vouch::claim_rule_policy;
    vouch::Result<void> check(const vouch::Claims& claims, const vouch::Moment&) const noexcept {
        const auto role = claims.string("role");
        if (role && *role == "x") return {};
        return Error{Errc::claim_refused, "role"};
    }
};

using Verifier = vouch::Verifier<vouch::RS256, Issuer, vouch::StaticKeys, Now, RoleIsX,
                                 vouch::Audience<"chat">, vouch::MaxLifetime<3600>>;
Verifier verifier() {
    return Verifier{keys({rsa_2048.jwk("a"), rsa_2048.jwk("twice"), rsa_2048_second.jwk("twice"),
                          rsa_2048.jwk("other", "RS512")})};
}

/// The parts of a token by name: members of header ("h.") and claims ("c.") as JSON texts, what
/// comes after these ("header", "claims"), after the whole token ("token"), and the key ("key").
using Parts = std::map<std::string, std::string>;

const Parts good{
    {"h.alg", R"("RS256")"},
    {"h.kid", R"("a")"},
    {"c.iss", R"("https://login.example.com")"},
    {"c.sub", R"("customer-4711")"},
    {"c.aud", R"("chat")"},
    {"c.exp", "1800000300"},
    {"c.iat", "1799999900"},
    {"c.role", R"("x")"},
};

/// One thing wrong with a token: the parts that it changes. Of two defects of different ranks the
/// one with the lower is reported.
struct Defect {
    int rank;
    Error error;
    Parts parts;
};

const std::string deep = std::string(20, '[') + std::string(20, ']');

const std::vector<Defect> defects{
    {1, Errc::token_too_large, {{"token", std::string(8192, 'A')}}},
    {2, Errc::token_format, {{"token", ".e30"}}},
    {2, Errc::token_is_jwe, {{"token", ".e30.e30"}}},
    {3, {Errc::token_encoding, "signature"}, {{"token", "="}}},
    // One reading of the header finds one of these.
    {4, Errc::header_json, {{"header", ","}}},
    {4, Errc::header_duplicate, {{"h.x", R"(1,"x":2)"}}},
    {4, Errc::header_limit, {{"h.y", deep}}},
    {5, {Errc::header_type, "typ"}, {{"h.typ", "5"}}},
    {6, {Errc::header_value, "kid"}, {{"h.kid", R"("a\n")"}}},
    {7, Errc::kid_too_long, {{"h.kid", '"' + std::string(257, 'a') + '"'}}},
    {8, {Errc::crit_unsupported, "crit"}, {{"h.crit", R"(["exp"])"}}},
    {8, {Errc::crit_unsupported, "b64"}, {{"h.b64", "false"}}},
    {9, Errc::alg_missing, {{"h.alg", ""}}},
    {10, {Errc::alg_not_allowed, "alg"}, {{"h.alg", R"("none")"}}},
    {11, {Errc::type_mismatch, "typ"}, {{"h.typ", R"("at+jwt")"}}},
    {12, {Errc::type_mismatch, "cty"}, {{"h.cty", R"("JWT")"}}},
    {13, Errc::kid_missing, {{"h.kid", ""}}},
    {13, Errc::key_not_found, {{"h.kid", R"("b")"}}},
    {13, Errc::key_ambiguous, {{"h.kid", R"("twice")"}}},
    {13, Errc::key_alg_mismatch, {{"h.kid", R"("other")"}}},
    {14, Errc::signature_invalid, {{"key", "another"}}},
    {15, Errc::payload_json, {{"claims", ","}}},
    {15, Errc::claim_duplicate, {{"c.x", R"(1,"x":2)"}}},
    {15, Errc::payload_limit, {{"c.y", deep}}},
    {16, {Errc::claim_missing, "iss"}, {{"c.iss", ""}}},
    {16, {Errc::claim_type, "iss"}, {{"c.iss", R"(["https://login.example.com"])"}}},
    {16, {Errc::issuer_mismatch, "iss"}, {{"c.iss", R"("https://login.example.com/")"}}},
    {17, {Errc::claim_missing, "exp"}, {{"c.exp", ""}}},
    {17, {Errc::claim_type, "exp"}, {{"c.exp", R"("1800000300")"}}},
    {17, {Errc::claim_range, "exp"}, {{"c.exp", "253402300800"}}},
    {17, {Errc::expired, "exp"}, {{"c.exp", "1799999940"}}},
    {18, {Errc::not_yet_valid, "nbf"}, {{"c.nbf", "1800000061"}}},
    {19, {Errc::issued_in_future, "iat"}, {{"c.iat", "1800000061"}}},
    {20, {Errc::lifetime_too_long, "exp"}, {{"c.iat", "1799996699"}}},
    {21, {Errc::claim_missing, "sub"}, {{"c.sub", ""}}},
    {21, {Errc::claim_value, "sub"}, {{"c.sub", R"("a\u0000b")"}}},
    {22, {Errc::claim_missing, "aud"}, {{"c.aud", ""}}},
    {22, {Errc::claim_type, "aud"}, {{"c.aud", R"(["chat",5])"}}},
    {22, {Errc::audience_mismatch, "aud"}, {{"c.aud", R"(["mail"])"}}},
    {23, {Errc::claim_type, "jti"}, {{"c.jti", "5"}}},
    {24, {Errc::claim_refused, "role"}, {{"c.role", R"("y")"}}},
};
constexpr int signature_rank = 14;

std::string object(const Parts& parts, std::string_view prefix, const std::string& tail) {
    std::string text;
    for (const auto& [name, value] : parts) {
        if (!name.starts_with(prefix) || value.empty()) continue;
        text += (text.empty() ? "{\"" : ",\"") + name.substr(prefix.size()) + "\":" + value;
    }
    return (text.empty() ? "{" : text) + '}' + tail;
}

std::string build(Parts parts, bool is_signed) {
    const std::string header = object(parts, "h.", parts["header"]);
    const std::string claims = object(parts, "c.", parts["claims"]);
    if (is_signed) {
        const auto& pair = parts["key"].empty() ? rsa_2048 : rsa_2048_second;
        return token(header, claims, pair) + parts["token"];
    }
    return vouch::base64url::encode(header) + '.' + vouch::base64url::encode(claims) + '.' +
           vouch::base64url::encode(std::string(256, '\1')) + parts["token"];
}

/// The good parts with those of defects in place; `false` where two defects change one part.
bool apply(Parts& parts, std::set<std::string>& changed, const Defect& defect) {
    for (const auto& [name, value] : defect.parts) {
        if (!changed.insert(name).second) return false;
        parts[name] = value;
    }
    return true;
}

void check_error(const vouch::Result<vouch::Identity>& verdict, const Defect& expected) {
    BOOST_TEST_CONTEXT(expected.error.message()) {
        BOOST_REQUIRE(!verdict.has_value());
        BOOST_TEST(to_string(verdict.error().code()) == to_string(expected.error.code()));
        BOOST_TEST(verdict.error().name() == expected.error.name());
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_token_without_a_defect_is_good) {
    const auto verdict = verifier().verify(build(good, true));
    BOOST_TEST(verdict.has_value());
}

// rules 38, 39
BOOST_AUTO_TEST_CASE(each_reason_has_its_code) {
    const Verifier subject = verifier();
    std::set<Errc> codes;
    for (const Defect& defect : defects) {
        Parts parts = good;
        std::set<std::string> changed;
        BOOST_REQUIRE(apply(parts, changed, defect));
        const std::string text = build(parts, true);
        check_error(subject.verify(text), defect);
        codes.insert(defect.error.code());
    }
    // All of the path of a token but those of our own side and of keys that are fetched, which are
    // tested apart.
    for (auto code = static_cast<int>(Errc::token_too_large);
         code <= static_cast<int>(Errc::claim_refused); ++code) {
        const auto errc = static_cast<Errc>(code);
        if (errc == Errc::keys_pending || errc == Errc::keyset_stale) continue;
        BOOST_TEST(codes.contains(errc), to_string(errc));
    }
}

BOOST_AUTO_TEST_CASE(the_first_defect_is_reported) {
    const Verifier subject = verifier();
    std::size_t pairs = 0;
    for (const Defect& first : defects) {
        for (const Defect& second : defects) {
            if (first.rank >= second.rank) continue;
            Parts parts = good;
            std::set<std::string> changed;
            if (!apply(parts, changed, first) || !apply(parts, changed, second)) continue;
            ++pairs;
            // A signature that does not hold is one more defect, for those before it.
            const std::string text = build(parts, first.rank >= signature_rank);
            BOOST_TEST_CONTEXT("and " << second.error.message()) {
                check_error(subject.verify(text), first);
            }
        }
    }
    BOOST_TEST(pairs > 600U);
}

BOOST_AUTO_TEST_CASE(a_verdict_does_not_depend_on_those_before) {
    const Verifier subject = verifier();
    const std::string text = build(good, true);
    for (const Defect& defect : defects) {
        Parts parts = good;
        std::set<std::string> changed;
        apply(parts, changed, defect);
        const std::string bad = build(parts, defect.rank >= signature_rank);
        const auto verdict = subject.verify(bad);
        const auto again = subject.verify(bad);
        BOOST_REQUIRE((!verdict && !again));
        BOOST_TEST((verdict.error() == again.error()));
        BOOST_TEST(subject.verify(text).has_value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
