// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/jwk.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/jose/jwk_set.hpp>
#include <vouch/jose/public_key_file.hpp>
#include <vouch/testing/key_pair.hpp>

#include "support/key_files.hpp"

BOOST_AUTO_TEST_SUITE(jose_jwk)

namespace {

namespace key_files = vouch_tests::key_files;
using vouch::Errc;
using vouch::Error;
using vouch::Jwk;
using vouch::read_jwk;
using vouch::RsaPublicKey;
using vouch::testing::rsa_2048;

template <class Octets>
std::string to_base64url(const Octets& octets) {
    return vouch::base64url::encode(std::string{octets.begin(), octets.end()});
}

const std::string modulus = to_base64url(rsa_2048.public_key().modulus());

/// A JWK with these members after `kty`, `n` and `e`.
std::string jwk_with(const std::string& members) {
    const std::string text = R"({"kty":"RSA","e":"AQAB","n":")" + modulus + '"';
    return text + (members.empty() ? "" : ',' + members) + '}';
}
bool is_accepted(const std::string& members) { return read_jwk(jwk_with(members)).has_value(); }
bool is_refused(const std::string& text, const Error& error) {
    const auto key = read_jwk(text);
    return !key && key.error() == error;
}

/// The certificate of key_files in base64, as in `x5c`.
std::string certificate_base64() {
    std::string base64;
    for (const char c : key_files::certificate.substr(28)) {
        if (c == '-') break;
        if (c != '\n') base64 += c;
    }
    return base64;
}
std::vector<std::uint8_t> certificate_der() {
    return *vouch::pem::Reader{key_files::certificate}.next()->decode();
}
RsaPublicKey certified_key() { return *vouch::read_public_key_pem(key_files::public_key); }

/// A JWK of `key` with the certificate and more members.
std::string certified_jwk(const RsaPublicKey* key, const std::string& members = "") {
    std::string text = R"({"kty":"RSA",)";
    if (key != nullptr) text += R"("e":"AQAB","n":")" + to_base64url(key->modulus()) + "\",";
    return text + R"("x5c":[")" + certificate_base64() + "\"]" + members + '}';
}

}  // namespace

BOOST_AUTO_TEST_CASE(reads_a_key_and_what_is_said_about_it) {
    const auto key = read_jwk(jwk_with(R"("kid":"a","alg":"RS384","use":"sig")"));
    BOOST_REQUIRE(key.has_value());
    BOOST_TEST((key->public_key() == rsa_2048.public_key()));
    BOOST_TEST(*key->kid() == "a");
    BOOST_TEST(*key->algorithm() == "RS384");
    BOOST_TEST(key->key_type() == "RSA");

    const auto nameless = read_jwk(jwk_with(""));
    BOOST_REQUIRE(nameless.has_value());
    BOOST_TEST(!nameless->kid());
    BOOST_TEST(!nameless->algorithm());
}

// rule 69
BOOST_AUTO_TEST_CASE(ignores_members_that_it_does_not_know) {
    BOOST_TEST(is_accepted(R"("x5u":"http://127.0.0.1/","ext":true,"D":1,"crv":[{}],"y":null)"));
}

// rule 65
BOOST_AUTO_TEST_CASE(asks_for_the_type_exactly) {
    const std::string rest = R"("e":"AQAB","n":")" + modulus + "\"}";
    BOOST_TEST(read_jwk(R"({"kty":"RSA",)" + rest).has_value());
    BOOST_TEST(is_refused("{" + rest, Errc::key_type));
    for (const char* const type :
         {R"("rsa")", R"("RSA ")", R"("EC")", R"("")", "null", "1", R"(["RSA"])"}) {
        BOOST_TEST(is_refused(std::string{R"({"kty":)"} + type + ',' + rest, Errc::key_type), type);
    }
}

// rule 78
BOOST_AUTO_TEST_CASE(takes_no_shared_secret) {
    BOOST_TEST(is_refused(R"({"kty":"oct","k":"c2VjcmV0"})", Errc::key_type));
}

// rule 67
BOOST_AUTO_TEST_CASE(refuses_a_key_that_names_a_member_twice) {
    BOOST_TEST(is_refused(jwk_with(R"("kid":"a","kid":"a")"), Errc::key_duplicate));
    BOOST_TEST(is_refused(jwk_with(R"("ki\u0064":"a","kid":"b")"), Errc::key_duplicate));
    BOOST_TEST(is_refused(jwk_with(R"("kty":"RSA")"), Errc::key_duplicate));
    // In an object inside, it is not the key's.
    BOOST_TEST(is_accepted(R"("x":{"a":1,"a":2})"));
}

// rule 77
BOOST_AUTO_TEST_CASE(refuses_a_key_that_has_been_disclosed) {
    for (const char* const name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
        const std::string member = '"' + std::string{name} + "\":";
        BOOST_TEST(is_refused(jwk_with(member + "\"AQAB\""), Errc::key_private_material), name);
        BOOST_TEST(is_refused(jwk_with(member + "null"), Errc::key_private_material), name);
    }
}

BOOST_AUTO_TEST_CASE(ignores_placeholders_for_private_members_where_it_is_told_to) {
    const auto read = [](const std::string& members, vouch::PrivatePlaceholders placeholders) {
        const vouch::KeysetLimits limits;
        return vouch::detail::with_key_object<Jwk>(vouch::StrictJson{}, jwk_with(members), limits,
                                                   Errc::key_json, [&](vouch::json::Object key) {
                                                       return Jwk::from_members(key, limits.rsa,
                                                                                placeholders);
                                                   });
    };
    using enum vouch::PrivatePlaceholders;
    for (const char* const members : {R"("d":"d")", R"("k":"k")", R"("d":"d","k":"k")"}) {
        const auto key = read(members, ignored);
        BOOST_REQUIRE(key.has_value());
        BOOST_TEST((key->public_key() == rsa_2048.public_key()));
        BOOST_TEST((read(members, refused).error() == Errc::key_private_material), members);
        BOOST_TEST(is_refused(jwk_with(members), Errc::key_private_material), members);
    }
    for (const char* const members :
         {R"("d":"k")", R"("k":"d")", R"("d":"D")", R"("d":"")", R"("d":"dd")", R"("d":["d"])",
          R"("d":null)", R"("d":"d","k":"AQAB")", R"("d":"d","p":"p")", R"("oth":"oth")"}) {
        BOOST_TEST((read(members, ignored).error() == Errc::key_private_material), members);
    }
    // What is not private needs no permission.
    BOOST_TEST(read(R"("y":"y","crv":"crv")", refused).has_value());
}

// rule 70
BOOST_AUTO_TEST_CASE(asks_that_the_key_may_verify) {
    for (const char* const members :
         {R"("use":"sig")", R"("key_ops":["verify"])", R"("key_ops":["sign","verify"])",
          R"("key_ops":["encrypt","verify","deriveKey"])", R"("use":"sig","key_ops":["verify"])",
          R"("use":"sig","key_ops":["verify","sign"])"}) {
        BOOST_TEST(is_accepted(members), members);
    }
    for (const char* const members :
         {R"("use":"enc")", R"("use":"SIG")", R"("use":"")", R"("use":null)", R"("use":["sig"])",
          R"("key_ops":["sign"])", R"("key_ops":[])", R"("key_ops":"verify")", R"("key_ops":null)",
          R"("key_ops":["verify","verify"])", R"("key_ops":["verify",1])",
          R"("use":"sig","key_ops":["verify","encrypt"])", R"("use":"enc","key_ops":["verify"])",
          R"("key_ops":["verify","1","2","3","4","5","6","7","8"])"}) {
        BOOST_TEST(is_refused(jwk_with(members), Errc::key_use), members);
    }
}

// rule 71
BOOST_AUTO_TEST_CASE(asks_for_a_signature_algorithm_of_its_type) {
    for (const char* const name : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}) {
        BOOST_TEST(is_accepted(R"("alg":")" + std::string{name} + '"'), name);
    }
    for (const char* const value :
         {R"("RSA-OAEP")", R"("RSA1_5")", R"("ES256")", R"("HS256")", R"("none")", R"("rs256")",
          R"("RS256 ")", R"("")", "null", "256", R"("RS256RS256RS256RS256")"}) {
        BOOST_TEST(is_refused(jwk_with(R"("alg":)" + std::string{value}), Errc::key_alg), value);
    }
}

// rules 21, 58
BOOST_AUTO_TEST_CASE(asks_for_a_kid_that_can_be_compared) {
    BOOST_TEST(is_accepted(R"("kid":")" + std::string(256, 'k') + '"'));
    BOOST_TEST(is_refused(jwk_with(R"("kid":")" + std::string(257, 'k') + '"'), Errc::key_kid));
    for (const char* const value : {R"("")", "1", "null", "[]", R"("a\u0000b")", R"("a\n")"}) {
        BOOST_TEST(is_refused(jwk_with(R"("kid":)" + std::string{value}), Errc::key_kid), value);
    }
}

// rule 72
BOOST_AUTO_TEST_CASE(asks_for_modulus_and_exponent) {
    const std::string start = R"({"kty":"RSA")";
    const std::string n = R"(,"n":")" + modulus + '"';
    const std::string e = R"(,"e":"AQAB")";
    BOOST_TEST(read_jwk(start + n + e + '}').has_value());
    BOOST_TEST(is_refused(start + e + '}', {Errc::key_member, "n"}));
    BOOST_TEST(is_refused(start + n + '}', {Errc::key_member, "e"}));
    BOOST_TEST(is_refused(start + n + R"(,"e":65537})", {Errc::key_member, "e"}));
    BOOST_TEST(is_refused(start + n + R"(,"e":"AQAB="})", {Errc::key_member, "e"}));
    BOOST_TEST(is_refused(start + n + R"(,"e":"AQA"})", {Errc::key_exponent}));
    BOOST_TEST(is_refused(start + n + R"(,"e":"AQB"})", {Errc::key_member, "e"}));  // unused bits
    BOOST_TEST(is_refused(start + e + R"(,"n":")" + modulus + "=\"}", {Errc::key_member, "n"}));
    BOOST_TEST(is_refused(start + e + R"(,"n":null})", {Errc::key_member, "n"}));
    BOOST_TEST(is_refused(start + e + R"(,"n":""})", Errc::key_modulus));
    // A leading zero octet: AAEAAQ is 00 01 00 01.
    BOOST_TEST(is_refused(start + n + R"(,"e":"AAEAAQ"})", Errc::key_exponent));
}

// rules 29, 73, 74, 75, 76
BOOST_AUTO_TEST_CASE(hands_on_what_is_wrong_with_the_numbers) {
    const auto with_modulus = [](std::vector<std::uint8_t> octets) {
        return R"({"kty":"RSA","e":"AQAB","n":")" + to_base64url(octets) + "\"}";
    };
    std::vector<std::uint8_t> octets(256, 0xC3);
    BOOST_TEST(read_jwk(with_modulus(octets)).has_value());
    BOOST_TEST(is_refused(with_modulus(std::vector<std::uint8_t>(255, 0xC3)), Errc::key_too_small));
    BOOST_TEST(
        is_refused(with_modulus(std::vector<std::uint8_t>(1025, 0xC3)), Errc::key_too_large));
    octets.back() = 0xC2;
    BOOST_TEST(is_refused(with_modulus(octets), Errc::key_modulus));
    BOOST_TEST(is_refused(R"({"kty":"RSA","e":"Aw","n":")" + modulus + "\"}", Errc::key_exponent));
    BOOST_TEST(
        read_jwk(R"({"kty":"RSA","e":"Aw","n":")" + modulus + "\"}", {.rsa = {.min_exponent = 3}})
            .has_value());
    BOOST_TEST(
        (read_jwk(jwk_with(""), {.rsa = {.min_bits = 3072}}).error() == Errc::key_too_small));
}

// rules 83, 85
BOOST_AUTO_TEST_CASE(reads_the_certificate_that_a_key_brings) {
    const RsaPublicKey key = certified_key();
    const RsaPublicKey other = rsa_2048.public_key();
    BOOST_TEST((read_jwk(certified_jwk(&key))->public_key() == key));
    BOOST_TEST((read_jwk(certified_jwk(nullptr))->public_key() == key));
    BOOST_TEST(is_refused(certified_jwk(&other), Errc::key_certificate));
    for (const char* const chain : {"[]", "null", R"("")", "[1]", R"([""])", R"(["MA=="])",
                                    R"(["AQAB-_"])", R"(["not base64"])"}) {
        BOOST_TEST(is_refused(jwk_with(R"("x5c":)" + std::string{chain}), Errc::key_certificate),
                   chain);
    }
    // Half of the numbers is not a key of its own.
    BOOST_TEST(is_refused(certified_jwk(nullptr, R"(,"e":"AQAB")"), {Errc::key_member, "n"}));
}

// rule 84
BOOST_AUTO_TEST_CASE(asks_that_the_thumbprints_are_the_certificates) {
    const std::vector<std::uint8_t> der = certificate_der();
    const std::string x5t = to_base64url(vouch::builtin::sha1(der));
    const std::string x5t_s256 =
        to_base64url(vouch::builtin::hash<vouch::Hash::sha256>(std::span{der}));
    const auto prints = [](const std::string& sha1, const std::string& sha256) {
        return R"(,"x5t":")" + sha1 + R"(","x5t#S256":")" + sha256 + '"';
    };
    BOOST_TEST(read_jwk(certified_jwk(nullptr, prints(x5t, x5t_s256))).has_value());
    std::string other = x5t;
    other[0] = other[0] == 'A' ? 'B' : 'A';
    BOOST_TEST(is_refused(certified_jwk(nullptr, prints(other, x5t_s256)), Errc::key_certificate));
    std::string other_s256 = x5t_s256;
    other_s256[0] = other_s256[0] == 'A' ? 'B' : 'A';
    BOOST_TEST(is_refused(certified_jwk(nullptr, prints(x5t, other_s256)), Errc::key_certificate));

    // Without a certificate only their form can be checked.
    BOOST_TEST(is_accepted(R"("x5t":")" + x5t + '"'));
    BOOST_TEST(is_accepted(R"("x5t#S256":")" + x5t_s256 + '"'));
    BOOST_TEST(is_refused(jwk_with(R"("x5t":")" + x5t_s256 + '"'), Errc::key_certificate));
    BOOST_TEST(is_refused(jwk_with(R"("x5t#S256":5)"), Errc::key_certificate));
    BOOST_TEST(is_refused(jwk_with(R"("x5t":")" + x5t + "=\""), Errc::key_certificate));
}

BOOST_AUTO_TEST_CASE(names_a_key_that_comes_without_a_jwk) {
    const auto named = Jwk::from_key(rsa_2048.public_key(), "a", "RS512");
    BOOST_REQUIRE(named.has_value());
    BOOST_TEST(*named->kid() == "a");
    BOOST_TEST(*named->algorithm() == "RS512");
    BOOST_TEST(!Jwk::from_key(rsa_2048.public_key())->kid());
    BOOST_TEST((Jwk::from_key(rsa_2048.public_key(), "").error() == Errc::key_kid));
    BOOST_TEST((Jwk::from_key(rsa_2048.public_key(), "a\n").error() == Errc::key_kid));
    BOOST_TEST((Jwk::from_key(rsa_2048.public_key(), "a", "HS256").error() == Errc::key_alg));
    BOOST_TEST((Jwk::from_key(rsa_2048.public_key(), {}, "").error() == Errc::key_alg));
}

BOOST_AUTO_TEST_SUITE_END()
