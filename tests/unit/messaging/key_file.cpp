// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/key_file.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/testing/key_pair.hpp>

#include "support/der_writer.hpp"
#include "support/key_files.hpp"

BOOST_AUTO_TEST_SUITE(messaging_key_file)

namespace {

namespace der = vouch_tests::der;
namespace key_files = vouch_tests::key_files;
using der::Octets;
using vouch::Errc;
using vouch::Error;
using vouch::NumericDate;
using vouch::Result;
using vouch::RsaPublicKey;
using vouch::messaging::KeyFile;
using vouch::messaging::read_key_file;
using vouch::testing::rsa_2048;

// The certificates of this file are valid in 2026, until the first second of 2027.
constexpr NumericDate begin{1'767'225'600};
constexpr NumericDate end{1'798'761'600};
constexpr NumericDate summer{1'782'864'000};
constexpr std::int64_t ten_days = 864'000;

std::string to_text(const Octets& octets) { return {octets.begin(), octets.end()}; }

Octets modulus_of(const RsaPublicKey& key) { return {key.modulus().begin(), key.modulus().end()}; }

/// A certificate in DER, of version 1.
std::string certificate_der(const RsaPublicKey& key = rsa_2048.public_key()) {
    const Octets algorithm = der::sequence(
        {der::element(0x06, Octets{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B}),
         der::element(0x05, "")});
    const Octets name = der::element(0x30, "");
    const Octets validity =
        der::sequence({der::element(0x17, "260101000000Z"), der::element(0x17, "270101000000Z")});
    const Octets key_info =
        der::subject_public_key_info(der::rsa_public_key(modulus_of(key), key.exponent()));
    const Octets contents =
        der::sequence({der::integer(4711), algorithm, name, validity, name, key_info});
    return to_text(
        der::sequence({contents, algorithm, der::bit_string(Octets(256, std::uint8_t{0x11}))}));
}

std::string pem(const std::string& label, const std::string& octets) {
    const std::string base64 = vouch::base64::encode(octets);
    std::string text = "-----BEGIN " + label + "-----\n";
    for (std::size_t i = 0; i < base64.size(); i += 64) text += base64.substr(i, 64) + '\n';
    return text + "-----END " + label + "-----\n";
}

/// The members `n` and `e`.
std::string numbers_of(const RsaPublicKey& key) {
    return R"("n":")" + vouch::base64url::encode(to_text(modulus_of(key))) + R"(","e":"AQAB")";
}
/// A JWK with `kty` and these members.
std::string jwk_of(const std::string& members) { return R"({"kty":"RSA",)" + members + '}'; }
/// A JWK with a good key and these members more.
std::string jwk_with(const std::string& members) {
    return jwk_of(numbers_of(rsa_2048.public_key()) + ',' + members);
}
std::string x5c(const std::string& certificate = certificate_der()) {
    return R"("x5c":[")" + vouch::base64::encode(certificate) + "\"]";
}
/// A JWK Set of one key.
std::string jwk_set() { return R"({"keys":[)" + rsa_2048.jwk("a") + "]}"; }

Result<KeyFile> read(std::string_view bytes, std::optional<std::string_view> kid = {},
                     NumericDate now = summer) {
    return read_key_file(bytes, kid, now);
}
bool is_taken(std::string_view bytes, NumericDate now = summer) {
    return read(bytes, {}, now).has_value();
}
bool is_refused(std::string_view bytes, const Error& error, NumericDate now = summer) {
    const auto file = read(bytes, {}, now);
    return !file && file.error() == error;
}

constexpr bool is_refused_by_the_compiler(std::string_view bytes, Errc code) {
    const auto file = read_key_file(bytes, {}, NumericDate{});
    return !file && file.error() == code;
}
static_assert(is_refused_by_the_compiler("", Errc::key_file_format));
static_assert(is_refused_by_the_compiler(" [", Errc::key_several));
static_assert(is_refused_by_the_compiler("{}", Errc::key_type));
static_assert(read_key_file(key_files::rsa_public_key, "a", NumericDate{})->jwk.kid() == "a");

}  // namespace

// row K2
BOOST_AUTO_TEST_CASE(reads_a_key_from_each_form) {
    const RsaPublicKey key = rsa_2048.public_key();
    const Octets pkcs1 = der::rsa_public_key(modulus_of(key), key.exponent());
    const std::string with_certificate[] = {
        certificate_der(), pem("CERTIFICATE", certificate_der()), jwk_with(x5c()), jwk_of(x5c())};
    const std::string bare[] = {rsa_2048.jwk("a"), jwk_of(numbers_of(key)),
                                "\r\n\t " + rsa_2048.jwk("a") + '\n', rsa_2048.pem(),
                                pem("RSA PUBLIC KEY", to_text(pkcs1))};
    for (const std::string& bytes : with_certificate) {
        const auto file = read(bytes);
        BOOST_REQUIRE(file.has_value());
        BOOST_TEST((file->jwk.public_key() == key));
        BOOST_TEST((file->certificate_ends == end));
    }
    for (const std::string& bytes : bare) {
        const auto file = read(bytes);
        BOOST_REQUIRE(file.has_value());
        BOOST_TEST((file->jwk.public_key() == key));
        BOOST_TEST(!file->certificate_ends);
    }
}

// The thumbprint was computed with another program.
// row K2
BOOST_AUTO_TEST_CASE(names_a_key_by_its_thumbprint_unless_it_has_a_name) {
    constexpr std::string_view thumbprint = "vJFhLtaPJtP-n5K4ctwC8hCUjZjp7Umgxq0vPxAQ4Yc";
    constexpr NumericDate in_2027{1'800'000'000};
    const auto key = *vouch::read_public_key_pem(key_files::public_key);
    const std::string nameless[] = {std::string{key_files::public_key},
                                    std::string{key_files::rsa_public_key},
                                    std::string{key_files::certificate}, jwk_of(numbers_of(key)),
                                    jwk_of(numbers_of(key) + R"(,"alg":"RS512")")};
    for (const std::string& bytes : nameless) {
        BOOST_TEST(*read(bytes, {}, in_2027)->jwk.kid() == thumbprint);
        BOOST_TEST(*read(bytes, "given", in_2027)->jwk.kid() == "given");
        for (const std::string& bad : {std::string{}, std::string{"a\n"}, std::string(257, 'k')}) {
            BOOST_TEST((read(bytes, bad, in_2027).error() == Errc::key_kid));
        }
        BOOST_TEST(read(bytes, std::string(256, 'k'), in_2027).has_value());
    }
    BOOST_TEST(*read(jwk_with(R"("kid":"own")"))->jwk.kid() == "own");
}

BOOST_AUTO_TEST_CASE(a_jwk_and_the_caller_do_not_give_it_two_names) {
    const std::string jwk = jwk_with(R"("kid":"own")");
    BOOST_TEST(*read(jwk, "own")->jwk.kid() == "own");
    for (const char* const other : {"other", "Own", "own ", "ow", ""}) {
        BOOST_TEST((read(jwk, other).error() == Errc::key_kid), other);
    }
    // One that is no name is not replaced by the caller's either.
    BOOST_TEST((read(jwk_with(R"("kid":"")"), "own").error() == Errc::key_kid));
    BOOST_TEST((read(jwk_with(R"("kid":1)"), "own").error() == Errc::key_kid));
}

// row K7
BOOST_AUTO_TEST_CASE(takes_keys_for_RS256_and_RS512_only) {
    for (const std::string algorithm : {"RS256", "RS512"}) {
        const auto file = read(jwk_with(R"("alg":")" + algorithm + '"'));
        BOOST_REQUIRE(file.has_value());
        BOOST_TEST(*file->jwk.algorithm() == algorithm);
        // It is kept where the key gets its name here.
        BOOST_TEST(*read(jwk_with(R"("alg":")" + algorithm + '"'), "a")->jwk.algorithm() ==
                   algorithm);
    }
    BOOST_TEST(!read(jwk_with(R"("kid":"a")"))->jwk.algorithm());
    for (const std::string algorithm :
         {"RS384", "PS256", "PS384", "PS512", "HS256", "ES256", "none", "rs256", ""}) {
        const std::string member = R"("alg":")" + algorithm + '"';
        BOOST_TEST(is_refused(jwk_with(member), Errc::key_alg), algorithm);
        BOOST_TEST(is_refused(jwk_with(R"("kid":"a",)" + member), Errc::key_alg), algorithm);
    }
}

// row K2
BOOST_AUTO_TEST_CASE(a_certificate_is_valid_and_will_be_for_ten_days) {
    const std::string files[] = {certificate_der(), pem("CERTIFICATE", certificate_der()),
                                 jwk_of(x5c()), jwk_with(x5c())};
    const NumericDate last = end.plus_seconds(-ten_days);
    for (const std::string& bytes : files) {
        BOOST_TEST(is_taken(bytes, begin));
        BOOST_TEST(is_taken(bytes, last));
        for (const NumericDate now : {begin.plus_seconds(-1), last.plus_seconds(1), end,
                                      NumericDate{last.seconds, 1}, end.plus_seconds(1)}) {
            BOOST_TEST(is_refused(bytes, Errc::certificate_ends, now), now.seconds);
        }
    }
    // A bare key does not end.
    BOOST_TEST(is_taken(rsa_2048.pem(), end));
    BOOST_TEST(is_taken(rsa_2048.jwk("a"), end));
}

BOOST_AUTO_TEST_CASE(text_about_a_key_does_not_hide_that_it_has_a_certificate) {
    const std::string text = "THE PUBLIC KEY-----\n" + pem("CERTIFICATE", certificate_der());
    BOOST_TEST((read(text)->certificate_ends == end));
    BOOST_TEST(is_refused(text, Errc::certificate_ends, end));
}

// row K2
BOOST_AUTO_TEST_CASE(the_certificate_of_a_jwk_is_of_its_key) {
    const RsaPublicKey other = vouch::testing::rsa_2048_second.public_key();
    BOOST_TEST(is_taken(jwk_with(x5c())));
    BOOST_TEST(is_refused(jwk_with(x5c(certificate_der(other))), Errc::key_certificate));
    BOOST_TEST((read(jwk_of(x5c(certificate_der(other))))->jwk.public_key() == other));
    for (const char* const chain : {"[]", "null", R"("")", "[1]", R"(["MA=="])"}) {
        BOOST_TEST(is_refused(jwk_with(R"("x5c":)" + std::string{chain}), Errc::key_certificate),
                   chain);
    }
    // Standard base64, not base64url.
    std::string url_safe = x5c();
    BOOST_REQUIRE(url_safe.find('/') != std::string::npos);
    url_safe[url_safe.find('/')] = '_';
    BOOST_TEST(is_refused(jwk_with(url_safe), Errc::key_certificate));
}

// row K1
BOOST_AUTO_TEST_CASE(reads_one_key_at_a_time) {
    const std::string key = rsa_2048.jwk("a");
    for (const std::string& bytes :
         {jwk_set(), '\n' + jwk_set(), std::string{R"({"keys":[]})"}, '[' + key + ']',
          " [" + key + ',' + key + ']', std::string{"[]"}, std::string{"["}}) {
        BOOST_TEST(is_refused(bytes, Errc::key_several), bytes);
    }
    // A key with a member of this name is one key.
    BOOST_TEST(is_taken(jwk_with(R"("keys":[])")));

    const std::string certificate = pem("CERTIFICATE", certificate_der());
    for (const std::string& first : {rsa_2048.pem(), certificate}) {
        for (const std::string& second : {rsa_2048.pem(), certificate}) {
            BOOST_TEST(is_refused(first + second, Errc::pem_several_blocks));
            BOOST_TEST(is_refused(first + '\n' + second, Errc::pem_several_blocks));
        }
    }
    BOOST_TEST(is_refused(certificate_der() + certificate_der(), Errc::der_malformed));
    BOOST_TEST(is_refused(key + key, Errc::key_json));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_no_file_of_a_key) {
    using namespace std::string_literals;
    for (const std::string& bytes :
         {""s, " \r\n\t"s, R"("text")"s, "1"s, "null"s, "key"s, "-----"s, "0"s, "0a"s, "\0"s,
          "\x89PNG\r\n\x1A\n"s, "\xFF\xFE{}"s, "\xEF\xBB\xBF{}"s, "ssh-rsa AAAAB3NzaC1yc2E="s}) {
        BOOST_TEST(is_refused(bytes, Errc::key_file_format), bytes);
    }
    BOOST_TEST(is_refused("{", Errc::key_json));
    BOOST_TEST(is_refused("{}", Errc::key_type));
    BOOST_TEST(is_refused(R"({"kty":"oct","k":"k"})", Errc::key_type));
    BOOST_TEST(is_refused(jwk_with(R"("kty":"RSA")"), Errc::key_duplicate));
    BOOST_TEST(is_refused("-----BEGIN PUBLIC KEY-----", Errc::pem_format));
    BOOST_TEST(is_refused(pem("CERTIFICATE REQUEST", certificate_der()), Errc::pem_label));
    BOOST_TEST(is_refused("\x30\x82\x01", Errc::der_malformed));
    // A bare key is read from PEM only.
    const Octets key_info =
        der::subject_public_key_info(der::rsa_public_key(modulus_of(rsa_2048.public_key()), 65537));
    BOOST_TEST(is_refused(to_text(key_info), Errc::certificate_malformed));
}

// row K3
BOOST_AUTO_TEST_CASE(refuses_private_keys) {
    const std::string certificate = pem("CERTIFICATE", certificate_der());
    for (const char* const label :
         {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"}) {
        const std::string key = pem(label, "private");
        for (const std::string& bytes : {key, key + rsa_2048.pem(), rsa_2048.pem() + key,
                                         key + certificate, certificate + key}) {
            BOOST_TEST(is_refused(bytes, Errc::key_private_material), label);
        }
    }
    for (const char* const name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
        const std::string member = '"' + std::string{name} + "\":";
        for (const char* const value : {"\"AQAB\"", "\"\"", "null", "[]"}) {
            BOOST_TEST(is_refused(jwk_with(member + value), Errc::key_private_material), name);
        }
    }
}

// row K3
BOOST_AUTO_TEST_CASE(ignores_the_placeholders_of_key_generators) {
    BOOST_TEST(is_taken(jwk_with(R"("d":"d","k":"k","y":"y","crv":"crv")")));
    BOOST_TEST(is_taken(jwk_of(x5c() + R"(,"d":"d","k":"k","y":"y","crv":"crv")")));
    for (const char* const members : {R"("d":"d")", R"("k":"k")", R"("\u0064":"\u0064")"}) {
        BOOST_TEST(is_taken(jwk_with(members)), members);
    }
    for (const char* const members :
         {R"("d":"e","k":"k")", R"("d":"d","k":"K")", R"("d":"D")", R"("d":"dd")", R"("d":"")",
          R"("d":" d")", R"("d":"k")", R"("k":"d")", R"("d":["d"])", R"("d":"d\u0000")"}) {
        const std::string rest = R"(,"y":"y","crv":"crv")";
        BOOST_TEST(is_refused(jwk_with(members + rest), Errc::key_private_material), members);
    }
    // No generator writes these.
    for (const char* const name : {"p", "q", "dp", "dq", "qi", "oth"}) {
        const std::string quoted = '"' + std::string{name} + '"';
        BOOST_TEST(is_refused(jwk_with(quoted + ':' + quoted), Errc::key_private_material), name);
    }
    // These are members of public keys, if of other types: they disclose nothing.
    BOOST_TEST(is_taken(jwk_with(R"("y":"z","crv":"P-256")")));
}

BOOST_AUTO_TEST_CASE(bounds_the_file_and_the_key) {
    constexpr std::size_t most = vouch::limits::keyset_bytes;
    for (const std::string& bytes : {rsa_2048.jwk("a"), rsa_2048.pem()}) {
        const std::string full = bytes + std::string(most - bytes.size(), ' ');
        BOOST_TEST(is_taken(full));
        BOOST_TEST(is_refused(full + ' ', Errc::keyset_too_large));
    }
    for (const char first : {'\x30', '{', '[', '-', ' '}) {
        BOOST_TEST(is_refused(std::string(most + 1, first), Errc::keyset_too_large), first);
    }

    const auto of_size = [](std::size_t octets) {
        Octets modulus(octets, std::uint8_t{0xC3});
        const Octets key = der::rsa_public_key(modulus, 65537);
        return pem("RSA PUBLIC KEY", to_text(key));
    };
    BOOST_TEST(is_taken(of_size(256)));
    BOOST_TEST(is_taken(of_size(1024)));
    BOOST_TEST(is_refused(of_size(255), Errc::key_too_small));
    BOOST_TEST(is_refused(of_size(1025), Errc::key_too_large));
}

namespace {

/// Finds fault with everything.
struct NoJson {
    using policy_kind = vouch::json_policy;
    bool read(std::string_view, vouch::json::Builder&) const noexcept { return false; }
};

}  // namespace

BOOST_AUTO_TEST_CASE(reads_json_with_the_reader_that_it_is_given) {
    const std::string jwk = rsa_2048.jwk("a");
    BOOST_TEST(read_key_file(jwk, {}, summer, vouch::StrictJson{}).has_value());
    BOOST_TEST((read_key_file(jwk, {}, summer, NoJson{}).error() == Errc::key_json));
}

BOOST_AUTO_TEST_SUITE_END()
