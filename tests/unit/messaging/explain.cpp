// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/explain.hpp>

#include <vouch/crypto/algorithm.hpp>
#include <vouch/keys/static_keys.hpp>
#include <vouch/messaging/admission.hpp>
#include <vouch/messaging/exchange.hpp>
#include <vouch/messaging/memory_sessions.hpp>
#include <vouch/messaging/setup.hpp>
#include <vouch/messaging/setup_editor.hpp>
#include <vouch/rules/audience.hpp>
#include <vouch/rules/kid.hpp>
#include <vouch/rules/lifetime.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <random>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(messaging_explain)

namespace {

using namespace vouch::messaging;
using vouch::Errc;
using vouch::Error;
using vouch::NumericDate;
using vouch::Result;
using vouch::testing::KeyPair;
using vouch::testing::ManualClock;

constexpr std::int64_t now = 1'800'000'000;
constexpr std::string_view good_header = R"({"alg":"RS256","kid":"a"})";
constexpr std::string_view good_claims =
    R"({"iss":"https://login.acme.example","sub":"alice","iat":1799999900,"exp":1800000300})";

std::string sign(std::string_view header = good_header, std::string_view claims = good_claims,
                 const KeyPair& pair = vouch::testing::rsa_2048) {
    const bool long_hash = header.find("RS512") != std::string_view::npos;
    return long_hash ? pair.token<vouch::RS512>(header, claims)
                     : pair.token<vouch::RS256>(header, claims);
}

/// The good claims with the last of their members that begins with `from` exchanged for `to`.
std::string claims_with(std::string_view from, std::string_view to) {
    std::string claims{good_claims};
    return claims.replace(claims.find(from), from.size(), to);
}
std::string claims_of(std::string_view issuer) {
    return claims_with("https://login.acme.example", issuer);
}

/// Opens URLs that name their keys themselves.
struct Endpoints {
    using policy_kind = endpoint_policy;
    using Source = vouch::StaticKeys;

    Result<Source> open(std::string_view url) const {
        const std::string_view kid = url.substr(url.rfind('/') + 1);
        return vouch::StaticKeys::from_jwks(
            vouch::testing::jwks({vouch::testing::rsa_2048_third.jwk(kid)}));
    }
};

/// Website has the configurations Customers, active, and Staff, which is not; App has Partners.
template <class... Policies>
struct Tenant {
    using Setup = vouch::messaging::Setup<ManualClock, Endpoints, Policies...>;

    explicit Tenant(TenantPolicy policy = {})
        : setup{Setup::create("Acme", policy, clock).value()} {
        using vouch::testing::rsa_2048;
        using vouch::testing::rsa_2048_second;
        using vouch::testing::rsa_2048_third;
        edit([](auto& e) { return e.upload_key("key a", rsa_2048.jwk("a")); });
        edit([](auto& e) { return e.upload_key("key b", rsa_2048_second.jwk("b", "RS512")); });
        edit([](auto& e) { return e.upload_key("key c", rsa_2048_third.jwk("c")); });
        edit([](auto& e) { return e.upload_key("key d", rsa_2048_third.jwk("d")); });
        edit([](auto& e) { return e.upload_key("key e", rsa_2048_third.jwk("e")); });
        edit([](auto& e) { return e.upload_key("key f", rsa_2048_third.jwk("f")); });
        edit([](auto& e) { return e.deactivate_key("key c"); });
        add_keyset("Customers", "https://login.acme.example", {"key a", "key b", "key c"});
        add_keyset("Partners", "https://partners.example", {"key d"});
        add_keyset("Staff", "https://staff.example", {"key a"});
        add_keyset("Spare", "https://spare.example", {"key e"});
        add_keyset("Plain", "http://plain.example", {"key a"});
        edit([](auto& e) {
            return e.add_endpoint_keyset("Fetched", "https://fetched.example", "https://x/remote");
        });
        add_channel("Website", ChannelKind::enhanced_web_chat, {"Customers", "Staff", "Plain"});
        add_channel("App", ChannelKind::enhanced_in_app_chat, {"Partners", "Fetched"});
        add_channel("Idle", ChannelKind::enhanced_web_chat, {"Partners", "Staff"});
        add_channel("Bare", ChannelKind::enhanced_web_chat, {});
        add_channel("Off", ChannelKind::enhanced_web_chat, {"Customers"});
        edit([](auto& e) { return e.add_channel("LINE", ChannelKind::enhanced_line); });
        activate("Website", "Customers");
        activate("Website", "Plain");
        activate("App", "Partners");
        activate("App", "Fetched");
        activate("Off", "Customers");
        edit([](auto& e) { return e.set_user_verification("Off", false); });
    }

    template <class Change>
    void edit(Change change) {
        auto editor = setup->as(Actor{.name = "dana", .permissions = {"Customize Application"}});
        BOOST_REQUIRE(change(editor).has_value());
    }
    void add_keyset(std::string_view name, std::string_view issuer,
                    std::vector<std::string> names) {
        edit([&](auto& e) { return e.add_keyset(name, issuer, names); });
    }
    void add_channel(std::string_view name, ChannelKind kind,
                     const std::vector<std::string>& keysets) {
        edit([&](auto& e) { return e.add_channel(name, kind); });
        edit([&](auto& e) { return e.set_user_verification(name, true); });
        for (const std::string& keyset : keysets) {
            edit([&](auto& e) { return e.add_configuration(name, keyset, keyset); });
        }
    }
    void activate(std::string_view channel, std::string_view name) {
        edit([&](auto& e) { return e.activate_configuration(channel, name); });
    }

    Explanation explain(std::string_view channel, std::string_view token,
                        NumericDate time = {now}) const {
        return vouch::messaging::explain(*setup->snapshot(), channel, token, time);
    }
    /// What lets in, or not, where the clock shows `time`.
    Result<void> open(std::string_view channel, std::string_view token,
                      NumericDate time = {now}) const {
        clock.set(time);
        MemorySessions store;
        Exchange exchange{setup, store};
        const auto opened = exchange.open(channel, token, {.id = "tab"});
        const auto result = opened ? Result<void>{} : Result<void>{opened.error()};
        Decision decision;
        const auto admitted = admit(*setup->snapshot(), channel, token, decision);
        if (!setup->snapshot()->settings().policy.single_use_tokens) {
            BOOST_TEST(admitted.has_value() == opened.has_value());
            BOOST_TEST((admitted || admitted.error() == opened.error()));
        }
        return result;
    }

    ManualClock clock{{now}};
    std::shared_ptr<Setup> setup;
};

/// The check of this path, such as `"claims/exp"`.
const Check& find(const std::vector<Check>& checks, std::string_view path) {
    const std::string_view name = path.substr(0, path.find('/'));
    for (const Check& check : checks) {
        if (check.name != name) continue;
        return name.size() == path.size() ? check
                                          : find(check.checks, path.substr(name.size() + 1));
    }
    BOOST_FAIL("there is no check " << path);
    return checks.front();
}
const Check& find(const Explanation& explanation, std::string_view path) {
    return find(explanation.checks(), path);
}
std::string hint(const Explanation& explanation, std::string_view path) {
    return find(explanation, path).hint;
}

std::string_view name_of(const Result<void>& verdict) {
    return verdict ? std::string_view{"accepted"} : to_string(verdict.error().code());
}

/// A verdict that is also the one of the exchange.
template <class T>
void check_verdict(const T& tenant, std::string_view channel, std::string_view token,
                   std::string_view expected, NumericDate time = {now}) {
    const Explanation explanation = tenant.explain(channel, token, time);
    const Result<void> opened = tenant.open(channel, token, time);
    BOOST_TEST(name_of(explanation.verdict()) == expected);
    BOOST_TEST(name_of(opened) == expected);
    if (!opened) BOOST_TEST((explanation.verdict().error() == opened.error()));
}

/// Knows how often it was asked; refuses everything that has a `bad`.
struct Counting {
    using policy_kind = vouch::claim_rule_policy;

    Result<void> check(const vouch::Claims& claims, const vouch::Moment&) const noexcept {
        ++asked;
        if (claims.contains("bad")) return Error{Errc::claim_refused, "bad"};
        return {};
    }

    static inline int asked = 0;
};
struct NoThumbprint {
    using policy_kind = vouch::header_rule_policy;

    Result<void> check(const vouch::Header& header) const noexcept {
        if (header.type() == "x") return Error{Errc::header_value, "typ"};
        return {};
    }
};

template <class T>
concept grants = requires(const T& t) { t.identity(); } || requires(const T& t) { t.value(); } ||
                 std::convertible_to<T, vouch::Identity>;
static_assert(!grants<Explanation> && !grants<Check>);

}  // namespace

BOOST_AUTO_TEST_CASE(each_check_of_a_good_token_passes) {
    const Tenant<> tenant;
    const Explanation explanation = tenant.explain("Website", sign());
    BOOST_TEST(explanation.verdict().has_value());
    std::string names;
    for (const Check& check : explanation.checks()) {
        names.append(check.name).append(" ");
        BOOST_TEST((check.outcome == Outcome::passed));
        for (const Check& part : check.checks) BOOST_TEST((part.outcome == Outcome::passed));
    }
    BOOST_TEST(
        names ==
        "channel configuration token header payload issuer key signature claims revocation ");
    names.clear();
    for (const Check& check : find(explanation, "claims").checks) names.append(check.name) += ' ';
    BOOST_TEST(names == "exp nbf iat lifetime sub aud jti ");
    names.clear();
    for (const Check& check : find(explanation, "channel").checks) names.append(check.name) += ',';
    BOOST_TEST(names == "tenant enabled,known,kind,switch,");
}

BOOST_AUTO_TEST_CASE(the_verdict_is_that_of_the_exchange) {
    Tenant<> tenant;
    const auto check = [&](std::string_view expected, std::string_view token,
                           std::string_view channel = "Website") {
        BOOST_TEST_CONTEXT(expected << " at " << channel) {
            check_verdict(tenant, channel, token, expected);
        }
    };
    const std::string good = sign();
    check("accepted", good);
    check("channel_unknown", good, "Nowhere");
    check("channel_kind", good, "LINE");
    check("verification_off", good, "Off");
    check("no_active_configuration", good, "Idle");
    check("no_active_configuration", "", "Idle");
    check("verification_required", "");
    check("token_too_large", std::string(9000, 'a'));
    check("token_format", "token");
    check("token_format", "..");
    check("token_is_jwe", "a.b.c.d.e");
    check("token_encoding", "Bearer " + good);
    check("token_encoding", good + "=");
    check("header_json", "YQ.YQ.YQ");
    const auto header = [&](std::string_view expected, std::string_view text) {
        check(expected, sign(text));
    };
    header("header_duplicate", R"({"alg":"RS256","kid":"a","kid":"a"})");
    header("header_type", R"({"alg":"RS256","kid":1})");
    header("header_value", "{\"alg\":\"RS256\",\"kid\":\"\\u0000\"}");
    header("kid_too_long", R"({"alg":"RS256","kid":")" + std::string(300, 'a') + R"("})");
    header("crit_unsupported", R"({"alg":"RS256","kid":"a","crit":["b64"]})");
    header("alg_missing", R"({"kid":"a"})");
    header("alg_not_allowed", R"({"alg":"none","kid":"a"})");
    header("alg_not_allowed", R"({"alg":"RS384","kid":"a","typ":"at+jwt"})");
    header("type_mismatch", R"({"alg":"RS256","kid":"a","typ":"at+jwt"})");
    header("type_mismatch", R"({"alg":"RS256","kid":"a","cty":"JWT"})");
    header("kid_missing", R"({"alg":"RS256"})");
    header("kid_missing", R"({"alg":"RS256","kid":""})");
    header("key_not_found", R"({"alg":"RS256","kid":"z"})");
    header("key_not_found", R"({"alg":"RS256","kid":"c"})");
    header("key_alg_mismatch", R"({"alg":"RS256","kid":"b"})");
    header("signature_invalid", R"({"alg":"RS512","kid":"b"})");
    header("accepted", R"({"alg":"RS512","kid":"a"})");
    const auto claims = [&](std::string_view expected, std::string_view text) {
        check(expected, sign(good_header, text));
    };
    claims("payload_json", "[]");
    claims("claim_duplicate", R"({"a":1,"a":2})");
    claims("claim_missing", "{}");
    claims("claim_type", R"({"iss":1})");
    claims("issuer_mismatch", claims_of("https://login.acme.example/"));
    claims("claim_missing", claims_with("\"exp\"", "\"e\""));
    claims("claim_range", claims_with("1800000300", "1800000300000"));
    claims("expired", claims_with("1800000300", "1799999940"));
    claims("not_yet_valid", claims_with("\"sub\"", "\"nbf\":1800000061,\"sub\""));
    claims("issued_in_future", claims_with("1799999900", "1800000061"));
    claims("claim_type", claims_with("\"alice\"", "17"));
    claims("claim_value", claims_with("\"alice\"", "\"\""));
    claims("audience_mismatch", claims_with("\"sub\"", "\"aud\":\"chat\",\"sub\""));
    claims("claim_type", claims_with("\"sub\"", "\"jti\":1,\"sub\""));
    check("accepted",
          sign(R"({"alg":"RS256","kid":"d"})", claims_of("https://partners.example"),
               vouch::testing::rsa_2048_third),
          "App");
    check("accepted",
          sign(R"({"alg":"RS256","kid":"remote"})", claims_of("https://fetched.example"),
               vouch::testing::rsa_2048_third),
          "App");
    // Of several faults the exchange names the first.
    const std::string all = sign(R"({"alg":"RS256","kid":"z","typ":"x"})", R"({"iss":1,"exp":1})");
    check("channel_unknown", all, "Nowhere");
    check("type_mismatch", all);

    tenant.edit([](auto& e) {
        return e.revoke(RevocationScope::of_subject("https://login.acme.example", "alice"), {now});
    });
    check("token_revoked", good);
    check("expired", sign(good_header, claims_with("1800000300", "1799999940")));
    tenant.edit([](auto& e) { return e.set_enabled(false); });
    check("tenant_disabled", good);
    check("tenant_disabled", "", "Nowhere");
}

BOOST_AUTO_TEST_CASE(the_verdict_is_for_the_time_that_is_given) {
    const Tenant<> tenant;
    const std::string token = sign();
    for (const auto& [time, expected] :
         {std::pair<NumericDate, std::string_view>{{now - 161}, "issued_in_future"},
          {{now - 160}, "accepted"},
          {{now + 359, 999'999'999}, "accepted"},
          {{now + 360}, "expired"}}) {
        check_verdict(tenant, "Website", token, expected, time);
    }
    // The clock of the set-up is not asked.
    tenant.clock.set({now + 100'000});
    BOOST_TEST(tenant.explain("Website", token, {now}).verdict().has_value());
}

BOOST_AUTO_TEST_CASE(a_token_for_single_use_needs_a_jti) {
    Tenant<> tenant{{.single_use_tokens = true}};
    check_verdict(tenant, "Website", sign(), "token_replayed");
    check_verdict(tenant, "Website",
                  sign(good_header, claims_with("\"sub\"", "\"jti\":\"1\",\"sub\"")), "accepted");
}

namespace {

/// Tokens and questions of all sorts, most of them wrong in one or two ways.
template <class T>
void compare_at_random(const T& tenant, std::uint32_t seed) {
    std::mt19937 random{seed};
    const auto one_of = [&](auto... texts) {
        const std::vector<std::string> all{texts...};
        return all[random() % 3 != 0 ? 0 : random() % all.size()];
    };
    const KeyPair* pairs[] = {&vouch::testing::rsa_2048, &vouch::testing::rsa_2048_second,
                              &vouch::testing::rsa_2048_third};
    std::size_t accepted = 0;
    for (int round = 0; round < 50; ++round) {
        const std::string header =
            "{\"alg\":" + one_of("\"RS256\"", "\"RS512\"", "\"none\"", "\"HS256\"", "1") +
            one_of(",\"kid\":\"a\"", ",\"kid\":\"b\"", ",\"kid\":\"c\"", ",\"kid\":\"d\"",
                   ",\"kid\":\"remote\"", ",\"kid\":\"A\"", ",\"kid\":\"\"", "") +
            one_of("", ",\"typ\":\"JWT\"", ",\"typ\":\"x\"", ",\"cty\":\"JWT\"", ",\"crit\":1") +
            one_of("}", "}", "");
        const std::string claims =
            "{\"iss\":\"" +
            one_of("https://login.acme.example", "https://partners.example",
                   "https://fetched.example", "https://login.acme.example/",
                   "https://staff.example", "http://plain.example") +
            one_of("\",", "\",\"iss\":1,") +
            one_of("\"sub\":\"alice\"", "\"sub\":\"bob\"", "\"sub\":1", "\"x\":0", "\"sub\":\"\"") +
            one_of(",\"exp\":1800000300", ",\"exp\":1799999999", ",\"exp\":1800000300000",
                   ",\"exp\":\"x\"", "") +
            one_of(",\"iat\":1799999900", ",\"iat\":1800000100", ",\"iat\":1799990000", "") +
            one_of("", ",\"nbf\":1800000100", ",\"nbf\":[]") +
            one_of("", ",\"aud\":\"chat\"", ",\"aud\":[\"other\"]", ",\"aud\":[]") +
            one_of(",\"jti\":\"1\"", "", ",\"jti\":1", ",\"bad\":1") + one_of("}", "}", "");
        const std::size_t pair = random() % 3 != 0 ? 0 : random() % 3;
        const std::string token = sign(header, claims, *pairs[pair]);
        for (int question = 0; question < 6; ++question) {
            const std::string channel = one_of("Website", "App", "Idle", "Off", "LINE", "no");
            const NumericDate time{now + static_cast<std::int64_t>(random() % 1000) - 500};
            std::string text = token;
            if (random() % 8 == 0)
                text[random() % text.size()] = std::string_view{"A.=+-\n"}[random() % 6];
            if (random() % 16 == 0) text.resize(random() % text.size());
            const Explanation explanation = tenant.explain(channel, text, time);
            const Result<void> verdict = explanation.verdict();
            const Result<void> opened = tenant.open(channel, text, time);
            const bool same = verdict.has_value() == opened.has_value() &&
                              (opened || verdict.error() == opened.error());
            BOOST_TEST(same, seed << '/' << round << ": " << name_of(opened) << ", not "
                                  << name_of(verdict) << '\n'
                                  << header << claims << '\n'
                                  << explanation.to_text());
            if (opened) ++accepted;
        }
    }
    BOOST_TEST(accepted > 0u);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_verdict_is_that_of_the_exchange_for_any_token) {
    Tenant<> tenant;
    compare_at_random(tenant, 1);
    tenant.edit([](auto& e) {
        return e.revoke(RevocationScope::of_key("https://login.acme.example", "a"), {now - 5000});
    });
    compare_at_random(tenant, 2);
}

BOOST_AUTO_TEST_CASE(the_verdict_is_that_of_the_exchange_with_other_policies) {
    const Tenant<vouch::OptionalKid, vouch::AnyAudience, vouch::MaxLifetime<1000>, vouch::Leeway<5>,
                 Counting, NoThumbprint>
        tenant;
    compare_at_random(tenant, 3);
    const Tenant<vouch::OptionalExpiry, vouch::OptionalSubject, vouch::AnyTokenType> loose{
        {.single_use_tokens = true}};
    compare_at_random(loose, 4);
}

BOOST_AUTO_TEST_CASE(what_can_be_checked_is_checked_after_a_failure) {
    const Tenant<> tenant;
    // A bad signature: the claims are looked at all the same.
    std::string token = sign(good_header, claims_with("1800000300", "1700000000"));
    token[token.rfind('.') + 1] ^= 1;
    const Explanation forged = tenant.explain("Website", token);
    BOOST_TEST((forged.verdict().error() == Errc::signature_invalid));
    BOOST_TEST((find(forged, "claims/exp").error == Errc::expired));
    BOOST_TEST((find(forged, "claims/sub").outcome == Outcome::passed));
    // No channel: form, header and claims.
    const Explanation lost =
        tenant.explain("Nowhere", sign(R"({"alg":"RS256"})", claims_with("\"alice\"", "17")));
    BOOST_TEST((find(lost, "token").outcome == Outcome::passed));
    BOOST_TEST((find(lost, "header/kid").error == Errc::kid_missing));
    BOOST_TEST((find(lost, "claims/sub").error == Errc::claim_type));
    for (const char* path : {"configuration", "issuer", "key", "signature", "revocation"}) {
        BOOST_TEST((find(lost, path).outcome == Outcome::not_reached), path);
    }
    // No kid: the only key that fits, and its signature.
    const Explanation nameless = tenant.explain("Website", sign(R"({"alg":"RS256"})"));
    BOOST_TEST((nameless.verdict().error() == Errc::kid_missing));
    BOOST_TEST((find(nameless, "key").outcome == Outcome::passed));
    BOOST_TEST((find(nameless, "signature").outcome == Outcome::passed));
    // No header: the claims.
    const Explanation headless = tenant.explain("Website", sign("?"));
    BOOST_TEST((find(headless, "issuer").outcome == Outcome::passed));
    BOOST_TEST((find(headless, "key").outcome == Outcome::not_reached));
    BOOST_TEST((find(headless, "claims").outcome == Outcome::passed));
    // No payload: the header.
    const Explanation empty = tenant.explain("Website", sign(good_header, "?"));
    BOOST_TEST((find(empty, "header").outcome == Outcome::passed));
    BOOST_TEST((find(empty, "claims").outcome == Outcome::not_reached));
}

BOOST_AUTO_TEST_CASE(without_any_configuration_the_form_is_checked) {
    const auto setup = Setup<>::create("Acme").value();
    const auto form = [&](std::string_view token) {
        return find(explain(*setup->snapshot(), "x", token, {now}), "token").outcome;
    };
    BOOST_TEST((form(sign()) == Outcome::passed));
    BOOST_TEST((form("token") == Outcome::failed));
    BOOST_TEST((find(explain(*setup->snapshot(), "x", sign(), {now}), "header").outcome ==
                Outcome::not_reached));
}

BOOST_AUTO_TEST_CASE(a_users_rule_is_given_signed_claims_only) {
    const Tenant<Counting> tenant;
    const std::string bad = sign(good_header, claims_with("\"sub\"", "\"bad\":1,\"sub\""));
    Counting::asked = 0;
    const Explanation honest = tenant.explain("Website", bad);
    BOOST_TEST(Counting::asked == 1);
    BOOST_TEST((find(honest, "claims/rule 1").error == Error{Errc::claim_refused, "bad"}));
    std::string token = bad;
    token[token.rfind('.') + 1] ^= 1;
    const Explanation forged = tenant.explain("Website", token);
    BOOST_TEST((find(forged, "claims/rule 1").outcome == Outcome::not_reached));
    BOOST_TEST((find(forged, "claims/exp").outcome == Outcome::passed));
    const Explanation lost = tenant.explain("Nowhere", bad);
    BOOST_TEST((find(lost, "claims/rule 1").outcome == Outcome::not_reached));
    BOOST_TEST(Counting::asked == 1);
}

BOOST_AUTO_TEST_CASE(nothing_of_the_token_is_shown) {
    const Tenant<> tenant;
    const std::string mark = "qq7";
    for (const std::string_view header :
         {R"({"alg":"RS256","kid":"a"})", R"({"alg":"qq7","kid":"qq7","typ":"qq7","cty":"qq7"})",
          R"({"alg":"RS256","kid":"qq7"})"}) {
        for (const std::string_view claims :
             {R"({"iss":"qq7","sub":"qq7","exp":7771,"aud":"qq7","jti":"qq7","qq7":"qq7"})",
              R"({"iss":"https://login.acme.example","sub":"qq7","exp":7771,"iat":"qq7"})",
              R"({"iss":["qq7"],"sub":["qq7"],"exp":7771000000000000})"}) {
            for (const std::string_view channel : {"Website", "qq7", "Idle"}) {
                const std::string token = sign(header, claims);
                const std::string text = tenant.explain(channel, token).to_text();
                BOOST_TEST(text.find(mark) == std::string::npos, text);
                BOOST_TEST(text.find("7771") == std::string::npos, text);
                BOOST_TEST(text.find(token.substr(0, 8)) == std::string::npos, text);
                BOOST_TEST(text.find(token.substr(token.size() - 8)) == std::string::npos, text);
            }
        }
    }
    BOOST_TEST(tenant.explain("Website", "Bearer qq7").to_text().find(mark) == std::string::npos);
}

// --- Hints: each with a twin that has none
// --------------------------------------------------------

BOOST_AUTO_TEST_CASE(hint_of_a_channel_that_differs_by_case) {
    const Tenant<> tenant;
    BOOST_TEST(hint(tenant.explain("website", sign()), "channel/known") ==
               "the name differs from that of channel \"Website\" by letter case only");
    BOOST_TEST(hint(tenant.explain("Websites", sign()), "channel/known") == "");
}

BOOST_AUTO_TEST_CASE(hint_of_configurations_that_are_not_active) {
    const Tenant<> tenant;
    BOOST_TEST(hint(tenant.explain("Idle", sign()), "configuration") ==
               "there, but not active: \"Partners\", \"Staff\"");
    BOOST_TEST(hint(tenant.explain("Bare", sign()), "configuration") == "");
    // The one among them that is meant.
    const std::string staff = sign(good_header, claims_of("https://staff.example"));
    BOOST_TEST(hint(tenant.explain("Idle", staff), "issuer") ==
               "it is the issuer of keyset \"Staff\", whose configuration \"Staff\" is not active");
    BOOST_TEST((find(tenant.explain("Idle", staff), "key").outcome == Outcome::not_reached));
}

BOOST_AUTO_TEST_CASE(hints_of_issuers) {
    const Tenant<> tenant;
    const auto of = [&](std::string_view issuer) {
        return hint(tenant.explain("Website", sign(good_header, claims_of(issuer))), "issuer");
    };
    const std::string nearly = "it differs from the issuer of keyset \"Customers\" by ";
    BOOST_TEST(of("https://login.acme.example/") == nearly + "a slash at its end only");
    BOOST_TEST(of("https://Login.acme.example") == nearly + "letter case only");
    BOOST_TEST(of("http://login.acme.example") == nearly + "http instead of https only");
    BOOST_TEST(of("https://login.acme.example.org") == "");
    BOOST_TEST(of("https://staff.example") ==
               "it is the issuer of keyset \"Staff\", whose configuration \"Staff\" is not active");
    BOOST_TEST(of("https://partners.example") ==
               "it is the issuer of keyset \"Partners\", which channel \"App\" has in its "
               "configuration \"Partners\", and this channel in none");
    BOOST_TEST(of("https://spare.example") ==
               "it is the issuer of keyset \"Spare\", which no configuration has");
    BOOST_TEST(of("https://nobody.example") == "");
}

BOOST_AUTO_TEST_CASE(hints_of_tokens) {
    const Tenant<> tenant;
    const auto of = [&](const std::string& token) {
        return hint(tenant.explain("Website", token), "token");
    };
    const std::string token = sign();
    BOOST_TEST(of("Bearer " + token) == "it begins with \"Bearer \"");
    BOOST_TEST(of('"' + token + '"') == "it has quotes around it");
    BOOST_TEST(of(token + "\n") == "it has white space in it");
    BOOST_TEST(of(token + "==") == "it is padded with \"=\"; base64url in tokens is not");
    BOOST_TEST(of("a.b.c.d.e") == "its issuer encrypts it; it should sign it only");
    BOOST_TEST(of(token) == "");
    BOOST_TEST(of(token + "~") == "");
    BOOST_TEST(of("a.b.c.d.e.f") == "");
    BOOST_TEST(of("") == "");
}

BOOST_AUTO_TEST_CASE(hints_of_headers) {
    const Tenant<> tenant;
    const auto of = [&](std::string_view header, std::string_view path) {
        return hint(tenant.explain("Website", sign(header)), path);
    };
    BOOST_TEST(of(R"({"alg":"none","kid":"a"})", "header/alg") ==
               "it is not signed; sign it with RS256 or RS512");
    BOOST_TEST(of(R"({"alg":"HS256","kid":"a"})", "header/alg") ==
               "it is signed with HS256; sign it with RS256 or RS512");
    BOOST_TEST(of(R"({"alg":"ES256","kid":"a"})", "header/alg") ==
               "it is signed with ES256; sign it with RS256 or RS512");
    BOOST_TEST(of(R"({"alg":"XX99","kid":"a"})", "header/alg") == "");
    BOOST_TEST(of(R"({"alg":"RS256"})", "header/kid") ==
               "its header names no key (kid); its issuer should write the kid of the key there");
    BOOST_TEST(of(R"({"alg":"RS256","kid":"a"})", "header/kid") == "");
}

BOOST_AUTO_TEST_CASE(hints_of_keys) {
    Tenant<> tenant;
    const auto of = [&](std::string_view kid, const KeyPair& pair = vouch::testing::rsa_2048_third,
                        std::string_view alg = "RS256") {
        const std::string header =
            R"({"alg":")" + std::string{alg} + R"(","kid":")" + std::string{kid} + R"("})";
        return hint(tenant.explain("Website", sign(header, good_claims, pair)), "key");
    };
    BOOST_TEST(of("c") == "the key \"key c\" is there but inactive");
    BOOST_TEST(of("d") ==
               "the key of this kid is in keyset \"Partners\"; the one here is \"Customers\"");
    BOOST_TEST(of("e") ==
               "the key of this kid is in keyset \"Spare\"; the one here is \"Customers\"");
    BOOST_TEST(of("f") == "the key \"key f\" has this kid and is in no keyset");
    BOOST_TEST(of("remote") ==
               "the key of this kid is in keyset \"Fetched\"; the one here is \"Customers\"");
    BOOST_TEST(of("A") == "the kid differs from \"a\" by letter case only");
    BOOST_TEST(of(" a") == "the kid differs from \"a\" by white space only");
    BOOST_TEST(of("b", vouch::testing::rsa_2048_second) == "the key \"b\" is for RS512 only");
    BOOST_TEST(of("z") == "");
    BOOST_TEST(of("a") == "");
    BOOST_TEST(of("z", vouch::testing::rsa_2048) ==
               "the signature holds with the key \"a\": the token names the wrong one");
    tenant.edit([](auto& e) { return e.deactivate_key("key a"); });
    tenant.edit([](auto& e) { return e.deactivate_key("key b"); });
    BOOST_TEST(of("z") == "the keyset \"Customers\" has no active key");
}

BOOST_AUTO_TEST_CASE(hint_of_the_key_that_the_signature_is_of) {
    const Tenant<> tenant;
    const auto of = [&](const KeyPair& pair) {
        const Explanation explanation =
            tenant.explain("Website", sign(R"({"alg":"RS512","kid":"b"})", good_claims, pair));
        return hint(explanation, "signature");
    };
    BOOST_TEST(of(vouch::testing::rsa_2048) ==
               "the signature holds with the key \"a\": the token names the wrong one");
    BOOST_TEST(of(vouch::testing::rsa_2048_third) == "");  // the key c is not active
    BOOST_TEST(of(vouch::testing::rsa_2048_second) == "");

    Tenant<vouch::OptionalKid> optional;
    optional.edit([](auto& e) { return e.activate_key("key c"); });
    const auto nameless = [&](const KeyPair& pair) {
        return optional.explain("Website", sign(R"({"alg":"RS256"})", good_claims, pair));
    };
    BOOST_TEST((nameless(vouch::testing::rsa_2048_third).verdict().error() == Errc::kid_missing));
    BOOST_TEST(hint(nameless(vouch::testing::rsa_2048_third), "key") ==
               "the signature holds with the key \"c\", which the token should name");
}

BOOST_AUTO_TEST_CASE(hints_of_claims) {
    const Tenant<> tenant;
    const auto of = [&](std::string_view from, std::string_view to, std::string_view path) {
        return hint(tenant.explain("Website", sign(good_header, claims_with(from, to))),
                    "claims/" + std::string{path});
    };
    const std::string milliseconds = "it looks like milliseconds; it must be in seconds";
    BOOST_TEST(of("1800000300", "1800000300000", "exp") == milliseconds);
    BOOST_TEST(of("1799999900", "1799999900000", "iat") == milliseconds);
    BOOST_TEST(of("\"sub\"", "\"nbf\":1799999900123,\"sub\"", "nbf") == milliseconds);
    BOOST_TEST(of("1800000300", "300000000000", "exp") == "");
    const std::string clocks = "it is so by less than five minutes; the clocks may differ";
    BOOST_TEST(of("1800000300", "1799999900", "exp") == clocks);
    BOOST_TEST(of("1800000300", "1799999600", "exp") == "");
    BOOST_TEST(of("\"sub\"", "\"nbf\":1800000100,\"sub\"", "nbf") == clocks);
    BOOST_TEST(of("\"sub\"", "\"nbf\":1800000400,\"sub\"", "nbf") == "");
    BOOST_TEST(of("1799999900", "1800000100", "iat") == clocks);
    BOOST_TEST(of("1799999900", "1800000400", "iat") == "");
    BOOST_TEST(of("\"alice\"", "4711", "sub") == "it is a number; write it as a string, in quotes");
    BOOST_TEST(of("\"alice\"", "[4711]", "sub") == "");
    BOOST_TEST(of("1800000300", "\"1800000300\"", "exp") ==
               "it is a string; write it as a number, without quotes");
    BOOST_TEST(of("1800000300", "[1800000300]", "exp") == "");
    BOOST_TEST(of("\"sub\"", "\"aud\":\"chat\",\"sub\"", "aud") ==
               "it has one, and no audience is configured: name it to the Setup, as "
               "Audience<\"...\">");
    BOOST_TEST(of("\"sub\"", "\"aud\":[],\"sub\"", "aud") == "");

    const Tenant<vouch::Audience<"chat">> named;
    const std::string other = sign(good_header, claims_with("\"sub\"", "\"aud\":\"x\",\"sub\""));
    BOOST_TEST(
        (find(named.explain("Website", other), "claims/aud").error == Errc::audience_mismatch));
    BOOST_TEST(hint(named.explain("Website", other), "claims/aud") == "");
}

BOOST_AUTO_TEST_CASE(hints_of_revocations) {
    const std::string issuer = "https://login.acme.example";
    for (const auto& [scope, name] :
         {std::pair{RevocationScope::of_issuer(issuer), "issuer"},
          std::pair{RevocationScope::of_key(issuer, "a"), "key"},
          std::pair{RevocationScope::of_subject(issuer, "alice"), "subject"}}) {
        Tenant<> tenant;
        tenant.edit([&, &s = scope](auto& e) { return e.revoke(s, {now}); });
        const std::string path = std::string{"revocation/"} + name;
        const std::string those = std::string{"tokens of this "} + name + " are revoked";
        const Explanation explanation = tenant.explain("Website", sign());
        BOOST_TEST((explanation.verdict().error() == Errc::token_revoked));
        BOOST_TEST(hint(explanation, path) == those + " up to a moment that is after its iat");
        const std::string dateless = sign(good_header, claims_with("\"iat\"", "\"at\""));
        BOOST_TEST(hint(tenant.explain("Website", dateless), path) ==
                   those + ", and it does not say when it was issued (iat)");
        const std::string later = sign(good_header, claims_with("1799999900", "1800000000"));
        BOOST_TEST(hint(tenant.explain("Website", later), path) == "");
        BOOST_TEST(tenant.explain("Website", later).verdict().has_value());
        for (const char* other : {"issuer", "key", "subject"}) {
            if (std::string_view{other} == name) continue;
            BOOST_TEST(
                (find(explanation, std::string{"revocation/"} + other).outcome == Outcome::passed));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
