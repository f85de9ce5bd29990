// SPDX-License-Identifier: BSL-1.0
// The examples that the RFCs of JOSE print: RFC 7515, 7517, 7520, 7638, 7797 and 8037.
#include <vouch/jose/thumbprint.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/signed_text.hpp"

BOOST_AUTO_TEST_SUITE(rfc)

namespace {

using nlohmann::json;
using vouch::Errc;
using vouch_tests::for_each_backend;
using vouch_tests::SignedTextVerifier;
using vouch_tests::verdict_of;

const std::string folder = std::string{VOUCH_VECTORS} + "/rfc/";

/// The text of a file without the line feed at its end, which no token has.
std::string contents_of(const std::string& path) {
    std::string text = vouch_tests::file_contents(path);
    while (text.ends_with('\n')) text.pop_back();
    return text;
}
std::string latchset(const std::string& name) {
    return contents_of(folder + "latchset-jose/" + name);
}
json cookbook(const std::string& name) {
    return json::parse(contents_of(folder + "cookbook/" + name));
}

std::vector<std::string> files_of(const std::string& path) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator{path}) {
        names.push_back(entry.path().filename().string());
    }
    return names;
}

/// A key without its private members, which every example has.
json public_half(json key) {
    for (const char* name : {"d", "p", "q", "dp", "dq", "qi"}) key.erase(name);
    return key;
}
vouch::Jwk public_jwk(const json& key) {
    const auto jwk = vouch::read_jwk(public_half(key).dump());
    BOOST_REQUIRE(jwk);
    return *jwk;
}
vouch::Jwk latchset_key(const std::string& name) { return public_jwk(json::parse(latchset(name))); }

/// What both backends say of a text under keys, up to its signature; their Verifiers must agree.
std::string_view verdict(const std::string& text, const std::vector<vouch::Jwk>& keys = {}) {
    std::set<std::string_view> verdicts;
    for_each_backend([&]<class Crypto>(Crypto, std::string_view name) {
        const SignedTextVerifier<Crypto> verifier{keys};
        verdicts.insert(verdict_of(verifier.signature(text)));
        BOOST_TEST(verifier.agrees(text), name);
    });
    BOOST_TEST(verdicts.size() == 1U);
    return *verdicts.begin();
}

/// Any member of an object that is a token; other forms as JSON text.
std::string text_of(const json& token) {
    return token.is_string() ? token.get<std::string>() : token.dump();
}

}  // namespace

// --- RFC 7515, JSON Web Signature ---------------------------------------------------------------

BOOST_AUTO_TEST_CASE(rfc7515_a2_is_accepted_before_it_expires) {
    const std::string token = latchset("rfc7515_A.2.jwsc");
    const std::vector<vouch::Jwk> keys = {latchset_key("rfc7515_A.2.jwk")};
    BOOST_TEST(verdict(token, keys) == "accepted");

    for_each_backend([&]<class Crypto>(Crypto, std::string_view name) {
        BOOST_TEST_CONTEXT(name) {
            const vouch::testing::ManualClock clock{{1'300'819'379, 0}};
            const vouch::Verifier<
                vouch::RS256, vouch::Issuer<"joe">, vouch_tests::SharedKeys<Crypto>, Crypto,
                vouch::testing::ManualClock, vouch::OptionalSubject, vouch::Leeway<0>>
                verifier{vouch_tests::SharedKeys<Crypto>{keys}, clock};
            const auto identity = verifier.verify(token);
            BOOST_REQUIRE(identity);
            BOOST_TEST(identity->issuer() == "joe");
            BOOST_TEST(identity->subject() == "");
            BOOST_TEST(identity->algorithm() == "RS256");
            BOOST_TEST(!identity->kid().has_value());
            BOOST_TEST((identity->expires_at() == vouch::NumericDate{1'300'819'380, 0}));
            BOOST_TEST(*identity->claims().boolean("http://example.com/is_root"));

            clock.set({1'300'819'380, 0});
            BOOST_TEST(verdict_of(verifier.verify(token)) == "expired");
        }
    });
}

BOOST_AUTO_TEST_CASE(a_key_with_its_private_half_verifies_nothing) {
    const auto keys = vouch::StaticKeys::from_jwk(latchset("rfc7515_A.2.jwk"));
    BOOST_TEST(verdict_of(keys) == "key_private_material");
    BOOST_TEST(verdict(latchset("rfc7515_A.2.jwsc")) == "key_not_found");
}

// rule 18
BOOST_AUTO_TEST_CASE(rfc7515_e_demands_an_extension_that_is_not_known) {
    BOOST_TEST(verdict(contents_of(folder + "rfc7515_E.jwsc")) == "crit_unsupported");
}

// --- Every file of two folders ------------------------------------------------------------------

// rules 65, 77
BOOST_AUTO_TEST_CASE(each_latchset_jwk_is_taken_or_refused_for_its_reason) {
    const std::set<std::string> accepted = {"rfc7517_B.jwk", "rfc7520_3.3.jwk", "rfc7638_3.1.jwk"};
    // The others are symmetric keys and those of elliptic curves.
    const std::set<std::string> disclosed = {
        "rfc7515_A.2.jwk", "rfc7515_A.6.1.jwk", "rfc7520_3.4.jwk",
        "rfc7520_4.1.jwk", "rfc7520_4.2.jwk",   "rfc7520_4.8.1.jwk",
        "rfc7520_5.1.jwk", "rfc7520_5.2.jwk",   "rfc7520_5.13.1.jwk"};
    std::map<std::string_view, std::size_t> verdicts;
    for (const std::string& name : files_of(folder + "latchset-jose")) {
        if (!name.ends_with(".jwk")) continue;
        const std::string_view expected = accepted.contains(name)    ? "accepted"
                                          : disclosed.contains(name) ? "key_private_material"
                                                                     : "key_type";
        const std::string text = latchset(name);
        const std::string_view verdict = verdict_of(vouch::read_jwk(text));
        BOOST_TEST(verdict == expected, name);
        ++verdicts[verdict];
    }
    BOOST_TEST(verdicts["accepted"] == 3U);
    BOOST_TEST(verdicts["key_private_material"] == 9U);
    BOOST_TEST(verdicts["key_type"] == 28U);
}

// rule 70
BOOST_AUTO_TEST_CASE(keys_for_encryption_are_not_for_signatures) {
    for (const char* name : {"rfc7520_5.1.jwk", "rfc7520_5.2.jwk", "rfc7520_5.13.1.jwk"}) {
        const json key = public_half(json::parse(latchset(name)));
        BOOST_TEST(verdict_of(vouch::read_jwk(key.dump())) == "key_use", name);
    }
}

// rules 66, 68
BOOST_AUTO_TEST_CASE(each_latchset_jwk_set_is_read_and_each_skipped_key_has_its_reason) {
    struct Set {
        std::size_t usable;
        std::vector<std::pair<std::size_t, Errc>> skipped;
    };
    const std::map<std::string, Set> sets = {
        {"rfc7515_A.6.jwkset", {0, {{0, Errc::key_private_material}, {1, Errc::key_type}}}},
        {"rfc7517_A.1.jwkset", {1, {{0, Errc::key_type}}}},
        {"rfc7517_A.2.jwkset", {0, {{0, Errc::key_type}, {1, Errc::key_private_material}}}},
        {"rfc7517_A.3.jwkset", {0, {{0, Errc::key_type}, {1, Errc::key_type}}}},
        {"rfc7520_4.8.jwkset",
         {0, {{0, Errc::key_private_material}, {1, Errc::key_type}, {2, Errc::key_type}}}},
    };
    std::size_t found = 0;
    for (const std::string& name : files_of(folder + "latchset-jose")) {
        if (!name.ends_with(".jwkset")) continue;
        BOOST_TEST_CONTEXT(name) {
            const Set& expected = sets.at(name);
            const auto set = vouch::JwkSet::from_json(latchset(name));
            BOOST_REQUIRE(set);
            BOOST_TEST(set->keys.size() == expected.usable);
            std::vector<std::pair<std::size_t, Errc>> skipped;
            for (const auto& key : set->skipped) skipped.emplace_back(key.index, key.error.code());
            BOOST_TEST((skipped == expected.skipped));
            ++found;
        }
    }
    BOOST_TEST(found == sets.size());
}

// rules 1, 2, 13, 14, 28
BOOST_AUTO_TEST_CASE(each_latchset_object_has_the_verdict_that_is_stated) {
    const std::map<std::string, std::string_view> compact = {
        {"rfc7515_A.1.jwsc", "alg_not_allowed"},  // HS256
        {"rfc7515_A.2.jwsc", "accepted"},         // RS256
        {"rfc7515_A.3.jwsc", "alg_not_allowed"},  // ES256
        {"rfc7515_A.4.jwsc", "alg_not_allowed"},  // ES512
        {"rfc7515_A.5.jwsc", "alg_not_allowed"},  // none
        {"rfc7520_4.1.jwsc", "accepted"},         // RS256
        {"rfc7520_4.2.jwsc", "alg_not_allowed"},  // PS384
        {"rfc7520_4.3.jwsc", "alg_not_allowed"},  // ES512
        {"rfc7520_4.4.jwsc", "alg_not_allowed"},  // HS256
        {"rfc7520_4.5.jwsc", "token_format"},     // the payload is detached
    };
    const std::vector<vouch::Jwk> keys = {latchset_key("rfc7515_A.2.jwk"),
                                          latchset_key("rfc7520_4.1.jwk")};
    std::map<std::string, std::size_t> kinds;
    for (const std::string& name : files_of(folder + "latchset-jose")) {
        const std::string kind = name.substr(name.rfind('.') + 1);
        ++kinds[kind];
        if (kind == "jwsc") {
            // A.2 names no key, so there must be no other that fits.
            const bool is_nameless = name == "rfc7515_A.2.jwsc";
            const auto verified =
                verdict(latchset(name), is_nameless ? std::vector{keys[0]} : keys);
            BOOST_TEST(verified == compact.at(name), name);
        } else if (kind == "jwec") {
            BOOST_TEST(verdict(latchset(name), keys) == "token_is_jwe", name);
        } else if (kind == "jwsf" || kind == "jwsg" || kind == "jwef" || kind == "jweg") {
            BOOST_TEST(verdict(latchset(name), keys) == "token_format", name);
        }
    }
    BOOST_TEST(kinds["jwsc"] == 10U);
    BOOST_TEST(kinds["jwsf"] == 8U);
    BOOST_TEST(kinds["jwsg"] == 9U);
    BOOST_TEST(kinds["jwec"] == 9U);
    BOOST_TEST(kinds["jwef"] == 10U);
    BOOST_TEST(kinds["jweg"] == 13U);
}

BOOST_AUTO_TEST_CASE(each_cookbook_object_has_the_verdict_that_is_stated) {
    const std::map<std::string, std::string_view> compact = {
        {"jws/4_1.rsa_v15_signature.json", "accepted"},
        {"jws/4_2.rsa-pss_signature.json", "alg_not_allowed"},
        {"jws/4_3.ecdsa_signature.json", "alg_not_allowed"},
        {"jws/4_4.hmac-sha2_integrity_protection.json", "alg_not_allowed"},
        {"jws/4_5.signature_with_detached_content.json", "token_format"},
        {"curve25519/jws.json", "alg_not_allowed"},              // RFC 8037 A.4, EdDSA
        {"rfc7797/hmac-sha2_b64_false.json", "token_encoding"},  // spaces in the payload
    };
    const std::vector<vouch::Jwk> keys = {latchset_key("rfc7520_4.1.jwk")};
    std::map<std::string, std::size_t> forms;
    for (const char* sub : {"jws", "jwe", "curve25519", "rfc7797"}) {
        for (const std::string& file : files_of(folder + "cookbook/" + sub)) {
            if (!file.ends_with(".json")) continue;
            const std::string name = std::string{sub} + "/" + file;
            const json document = cookbook(name);
            for (const auto& [form, token] : document["output"].items()) {
                ++forms[form];
                const auto expected = compact.find(name);
                const std::string_view wanted = form != "compact"           ? "token_format"
                                                : expected != compact.end() ? expected->second
                                                                            : "token_is_jwe";
                BOOST_TEST(verdict(text_of(token), keys) == wanted, name << " " << form);
            }
        }
    }
    BOOST_TEST(forms["compact"] == 17U);
    BOOST_TEST(forms["json"] == 25U);
    BOOST_TEST(forms["json_flat"] == 23U);
}

// --- RFC 7517, JSON Web Key ---------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(rfc7517_a1_has_one_key_for_signatures) {
    const auto set = vouch::JwkSet::from_json(latchset("rfc7517_A.1.jwkset"));
    BOOST_REQUIRE(set);
    BOOST_REQUIRE(set->keys.size() == 1U);
    const vouch::Jwk& key = set->keys[0];
    BOOST_TEST(*key.kid() == "2011-04-29");
    BOOST_TEST(*key.algorithm() == "RS256");
    BOOST_TEST(key.public_key().bits() == 2048U);
    BOOST_TEST(key.public_key().exponent() == 65537U);
    // The private half in A.2 is of the same key.
    const json disclosed = json::parse(latchset("rfc7517_A.2.jwkset"));
    BOOST_TEST((public_jwk(disclosed["keys"][1]).public_key() == key.public_key()));
}

BOOST_AUTO_TEST_CASE(rfc7517_b_has_the_key_of_its_certificate) {
    json key = json::parse(latchset("rfc7517_B.jwk"));
    const auto whole = vouch::read_jwk(key.dump());
    BOOST_REQUIRE(whole);
    BOOST_TEST(*whole->kid() == "1b94c");
    BOOST_TEST(whole->public_key().bits() == 2048U);

    key.erase("n");
    key.erase("e");
    const auto certified = vouch::read_jwk(key.dump());
    BOOST_REQUIRE(certified);
    BOOST_TEST((certified->public_key() == whole->public_key()));

    const json other = json::parse(latchset("rfc7638_3.1.jwk"));
    key["n"] = other["n"];
    key["e"] = other["e"];
    BOOST_TEST(verdict_of(vouch::read_jwk(key.dump())) == "key_certificate");
}

BOOST_AUTO_TEST_CASE(a_set_has_at_most_a_hundred_keys) {
    const json key = json::parse(latchset("rfc7638_3.1.jwk"));
    json set = {{"keys", json::array()}};
    for (int i = 0; i < 100; ++i) {
        set["keys"].push_back(key);
        set["keys"].back()["kid"] = std::to_string(i);
    }
    const auto hundred = vouch::JwkSet::from_json(set.dump());
    BOOST_REQUIRE(hundred);
    BOOST_TEST(hundred->keys.size() == 100U);
    BOOST_TEST(hundred->skipped.empty());
    const vouch::KeySet<vouch::Builtin> keys{vouch::Builtin{}, hundred->keys};
    for (int i = 0; i < 100; ++i) {
        const std::string kid = std::to_string(i);
        const auto entry = keys.choose<vouch::RS256>(kid);
        BOOST_REQUIRE(entry);
        BOOST_TEST(*(*entry)->jwk.kid() == kid);
    }
    BOOST_TEST(verdict_of(keys.choose<vouch::RS256>("100")) == "key_not_found");
    BOOST_TEST(verdict_of(keys.choose<vouch::RS256>({})) == "kid_missing");

    // One that cannot be used counts as well.
    set["keys"].push_back({{"kty", "oct"}});
    BOOST_TEST(verdict_of(vouch::JwkSet::from_json(set.dump())) == "keyset_too_many_keys");
    set["keys"].erase(0);
    const auto mixed = vouch::JwkSet::from_json(set.dump());
    BOOST_REQUIRE(mixed);
    BOOST_TEST(mixed->keys.size() == 99U);
    BOOST_TEST(mixed->skipped.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_set_has_at_most_as_many_bytes_as_are_allowed) {
    std::string text = latchset("rfc7517_A.1.jwkset");
    text.append(vouch::limits::keyset_bytes - text.size(), ' ');
    BOOST_TEST(vouch::JwkSet::from_json(text).has_value());
    BOOST_TEST(verdict_of(vouch::JwkSet::from_json(text + ' ')) == "keyset_too_large");
}

// --- RFC 7520, examples -------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(rfc7520_3_keys_are_those_of_both_collections) {
    const std::map<std::string, std::string_view> keys = {
        {"3_1.ec_public_key", "key_type"},
        {"3_2.ec_private_key", "key_type"},
        {"3_3.rsa_public_key", "accepted"},
        {"3_4.rsa_private_key", "key_private_material"},
        {"3_5.symmetric_key_mac_computation", "key_type"},
        {"3_6.symmetric_key_encryption", "key_type"},
    };
    for (const auto& [name, expected] : keys) {
        const json key = cookbook("jwk/" + name + ".json");
        BOOST_TEST(verdict_of(vouch::read_jwk(key.dump())) == expected, name);
        std::string other = "rfc7520_" + name.substr(0, 3) + ".jwk";
        other[other.find('_', 8)] = '.';
        BOOST_TEST((key == json::parse(latchset(other))), name);
    }
}

BOOST_AUTO_TEST_CASE(rfc7520_4_1_signs_a_text) {
    const json example = cookbook("jws/4_1.rsa_v15_signature.json");
    const std::string token = example["output"]["compact"];
    const std::vector<vouch::Jwk> keys = {public_jwk(example["input"]["key"])};
    BOOST_TEST(verdict(token, keys) == "accepted");
    BOOST_TEST(token == latchset("rfc7520_4.1.jwsc"));

    const auto parsed = vouch::CompactToken::parse(token);
    BOOST_REQUIRE(parsed);
    BOOST_TEST(parsed->signing_input() == example["signing"]["sig-input"].get<std::string>());
    BOOST_TEST(*vouch_tests::decoded(parsed->payload()) ==
               example["input"]["payload"].get<std::string>());
    // A text is no claims set.
    const SignedTextVerifier<vouch::Builtin> verifier{keys};
    BOOST_TEST(verdict_of(verifier.whole(token)) == "payload_json");
}

BOOST_AUTO_TEST_CASE(rfc7520_6_nests_a_token_in_an_encrypted_one) {
    const json example = cookbook("6.nesting_signatures_and_encryption.json");
    const json& key = example["sign"]["input"]["key"];
    BOOST_TEST(verdict(example["sign"]["output"]["compact"], {public_jwk(key)}) ==
               "alg_not_allowed");  // PS256
    const json& outer = example["encrypt"]["output"];
    BOOST_TEST(verdict(outer["compact"]) == "token_is_jwe");
    BOOST_TEST(verdict(outer["json"].dump()) == "token_format");
    BOOST_TEST(verdict(outer["json_flat"].dump()) == "token_format");
}

// --- RFC 7638, JWK Thumbprint -------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(rfc7638_3_1_thumbprint) {
    const auto key = vouch::read_jwk(latchset("rfc7638_3.1.jwk"));
    BOOST_REQUIRE(key);
    BOOST_TEST(vouch::thumbprint(key->public_key()).view() == latchset("rfc7638_3.1.thp"));
}

// --- RFC 7797, unencoded payload ----------------------------------------------------------------

// rule 19
BOOST_AUTO_TEST_CASE(rfc7797_payloads_that_are_not_encoded_are_refused) {
    const json example = cookbook("rfc7797/hmac-sha2_b64_false.json");
    const std::string compact = example["output"]["compact"];
    const std::string header = compact.substr(0, compact.find('.'));
    const std::string signature = compact.substr(compact.rfind('.'));
    // With a payload whose characters would pass, so that the header is what is refused.
    BOOST_TEST(verdict(header + ".This" + signature) == "crit_unsupported");
    // The header of its other example has b64 and no crit.
    const std::string without_crit = example["signing"]["sig-input"];
    BOOST_TEST(verdict(without_crit.substr(0, without_crit.find('.')) + ".This" + signature) ==
               "crit_unsupported");

    // The same over an algorithm that is offered, signed as RFC 7797 says and as it does not.
    const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048;
    const std::vector<vouch::Jwk> keys = {*vouch::Jwk::from_key(pair.public_key())};
    const auto signed_with = [&](std::string_view text) {
        return pair.token<vouch::RS256>(text, R"({"iss":"joe","exp":1300819380})");
    };
    BOOST_TEST(verdict(signed_with(R"({"alg":"RS256"})"), keys) == "accepted");
    for (const char* text :
         {R"({"alg":"RS256","b64":false,"crit":["b64"]})", R"({"alg":"RS256","b64":false})",
          R"({"alg":"RS256","b64":true,"crit":["b64"]})", R"({"alg":"RS256","b64":true})"}) {
        BOOST_TEST(verdict(signed_with(text), keys) == "crit_unsupported", text);
    }
}

// --- RFC 8037, EdDSA ----------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(rfc8037_keys_are_of_a_type_that_is_not_offered) {
    for (const char* name : {"a.1.jwk+json", "a.2.jwk+json"}) {
        const std::string text = contents_of(folder + "rfc8037/" + name);
        BOOST_TEST(verdict_of(vouch::read_jwk(text)) == "key_type", name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
