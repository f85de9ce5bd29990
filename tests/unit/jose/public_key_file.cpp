// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/public_key_file.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "support/key_files.hpp"

BOOST_AUTO_TEST_SUITE(jose_public_key_file)

namespace {

namespace key_files = vouch_tests::key_files;
using vouch::Errc;
using vouch::read_certificate;
using vouch::read_public_key_pem;

constexpr bool is_refused(std::string_view text, Errc code) {
    const auto read = read_public_key_pem(text);
    return !read.has_value() && read.error() == code;
}
constexpr bool is_refused_certificate(std::string_view text, Errc code) {
    const auto read = read_certificate(text);
    return !read.has_value() && read.error() == code;
}

static_assert(read_public_key_pem(key_files::public_key)->bits() == 2048);
static_assert(read_public_key_pem(key_files::rsa_public_key)->exponent() == 65537);
static_assert(read_certificate(key_files::certificate)->not_before().seconds == 1'795'377'538);
static_assert(is_refused("", Errc::pem_format));

/// The text with another label.
std::string labelled(std::string_view text, std::string_view label) {
    const std::string_view body =
        text.substr(text.find('\n') + 1, text.rfind("-----END") - text.find('\n') - 1);
    const std::string name{label};
    return "-----BEGIN " + name + "-----\n" + std::string{body} + "-----END " + name + "-----\n";
}

std::string with_crlf(std::string_view text) {
    std::string converted;
    for (const char c : text) converted += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return converted;
}

/// The certificate in DER.
std::string certificate_der() {
    vouch::pem::Reader reader{key_files::certificate};
    const auto octets = reader.next()->decode();
    return {octets->begin(), octets->end()};
}

std::string repeated(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(reads_one_key_from_three_forms) {
    const auto key = read_public_key_pem(key_files::public_key);
    BOOST_REQUIRE(key.has_value());
    BOOST_TEST(key->bits() == 2048U);
    BOOST_TEST(key->exponent() == 65537U);
    BOOST_TEST((key->modulus()[0] == 0xBA && key->modulus()[255] == 0xD1));
    BOOST_TEST((*read_public_key_pem(key_files::rsa_public_key) == *key));
    BOOST_TEST((*read_public_key_pem(key_files::certificate) == *key));
    BOOST_TEST((read_certificate(key_files::certificate)->public_key() == *key));
    BOOST_TEST((*read_public_key_pem(with_crlf(key_files::public_key)) == *key));
    BOOST_TEST(
        (*read_public_key_pem("Subject: someone\n" + std::string{key_files::public_key}) == *key));
}

BOOST_AUTO_TEST_CASE(tells_a_certificate_in_der_from_one_in_pem) {
    const std::string der = certificate_der();
    const auto read = read_certificate(der);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST((read->public_key() == *read_public_key_pem(key_files::public_key)));
    BOOST_TEST((read->not_before() == vouch::NumericDate{1'795'377'538}));
    BOOST_TEST((read->not_after() == vouch::NumericDate{2'584'295'938}));
    BOOST_TEST((read_certificate("0 s:CN = vouch test\n" + std::string{key_files::certificate})
                    ->public_key() == read->public_key()),
               "text can start as DER does");
    BOOST_TEST(is_refused(der, Errc::pem_format), "a key is read from PEM only");
    BOOST_TEST(is_refused_certificate(der + '\n', Errc::der_malformed));
    BOOST_TEST(is_refused_certificate(der.substr(0, der.size() - 1), Errc::der_malformed));
    BOOST_TEST(is_refused_certificate("", Errc::pem_format));
    BOOST_TEST(is_refused_certificate("0", Errc::pem_format));
    BOOST_TEST(is_refused_certificate("0\x80", Errc::der_malformed));
}

// rule 77
BOOST_AUTO_TEST_CASE(a_private_key_is_refused_as_one_whether_encrypted_or_not) {
    for (const std::string_view label : {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY",
                                         "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"}) {
        const std::string text = labelled(key_files::public_key, label);
        BOOST_TEST(is_refused(text, Errc::key_private_material), label);
        BOOST_TEST(is_refused_certificate(text, Errc::key_private_material), label);
        BOOST_TEST(
            is_refused(std::string{key_files::certificate} + text, Errc::key_private_material),
            "beside a certificate");
        BOOST_TEST(
            is_refused(text + std::string{key_files::certificate}, Errc::key_private_material));
    }
    BOOST_TEST(is_refused(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\n"
        "Zm9v\n-----END RSA PRIVATE KEY-----\n",
        Errc::key_private_material));
}

BOOST_AUTO_TEST_CASE(other_labels_are_refused) {
    for (const std::string_view label :
         {"X509 CERTIFICATE", "TRUSTED CERTIFICATE", "CERTIFICATE REQUEST", "EC PUBLIC KEY",
          "DSA PUBLIC KEY", "PUBLIC KEY ", "public key", "PKCS7", "X509 CRL", "SSH2 PUBLIC KEY"}) {
        BOOST_TEST(is_refused(labelled(key_files::public_key, label), Errc::pem_label), label);
    }
    BOOST_TEST(is_refused_certificate(key_files::public_key, Errc::pem_label));
    BOOST_TEST(is_refused_certificate(key_files::rsa_public_key, Errc::pem_label));
}

BOOST_AUTO_TEST_CASE(a_label_must_be_that_of_its_content) {
    BOOST_TEST(is_refused(labelled(key_files::public_key, "RSA PUBLIC KEY"), Errc::der_malformed));
    BOOST_TEST(is_refused(labelled(key_files::rsa_public_key, "PUBLIC KEY"), Errc::der_malformed));
    BOOST_TEST(
        is_refused(labelled(key_files::public_key, "CERTIFICATE"), Errc::certificate_malformed));
    BOOST_TEST(is_refused(labelled(key_files::certificate, "PUBLIC KEY"), Errc::der_malformed));
}

BOOST_AUTO_TEST_CASE(several_blocks_are_refused) {
    const std::string key{key_files::public_key};
    BOOST_TEST(is_refused(key + key, Errc::pem_several_blocks));
    BOOST_TEST(is_refused(key + std::string{key_files::certificate}, Errc::pem_several_blocks));
    BOOST_TEST(is_refused(repeated(key_files::certificate, 3), Errc::pem_several_blocks));
    BOOST_TEST(is_refused(repeated(key_files::certificate, 200), Errc::pem_several_blocks));
    BOOST_TEST(
        is_refused_certificate(repeated(key_files::certificate, 2), Errc::pem_several_blocks));
}

BOOST_AUTO_TEST_CASE(a_chain_of_4096_certificates_is_too_large) {
    const std::string chain = repeated(key_files::certificate, 4096);
    BOOST_TEST(is_refused(chain, Errc::keyset_too_large));
    BOOST_TEST(is_refused_certificate(chain, Errc::keyset_too_large));
}

BOOST_AUTO_TEST_CASE(a_comment_counts_and_has_a_limit) {
    const std::string key{key_files::public_key};
    const std::string most(vouch::limits::keyset_bytes - key.size() - 1, '#');
    BOOST_TEST(read_public_key_pem(most + '\n' + key).has_value());
    BOOST_TEST(is_refused(most + "#\n" + key, Errc::keyset_too_large));
    BOOST_TEST(is_refused(std::string(1024 * 1024, '#') + '\n' + key, Errc::keyset_too_large));
    BOOST_TEST(is_refused(std::string(200'000, '-'), Errc::pem_format));
    BOOST_TEST(is_refused(std::string(200'000, '\n'), Errc::pem_format));
}

BOOST_AUTO_TEST_CASE(garbage_around_and_inside_is_refused) {
    const std::string key{key_files::public_key};
    BOOST_TEST(read_public_key_pem(key + " \n\n").has_value());
    BOOST_TEST(is_refused(key + "garbage\n", Errc::pem_format));
    BOOST_TEST(is_refused(key + '\0', Errc::pem_format));
    std::string changed = key;
    changed[100] = '!';
    BOOST_TEST(is_refused(changed, Errc::pem_format));
    changed = key;
    std::replace(changed.begin(), changed.end(), '+', '-');
    std::replace(changed.begin(), changed.end(), '/', '_');
    BOOST_TEST(is_refused(changed, Errc::pem_format), "base64url");
    // Three octets after the key: the DER goes on.
    changed = key;
    changed.insert(changed.rfind("\n-----END"), "AAAA");
    BOOST_TEST(is_refused(changed, Errc::der_malformed));
}

BOOST_AUTO_TEST_CASE(the_limits_of_keys_hold) {
    BOOST_TEST((read_public_key_pem(key_files::public_key, {.min_bits = 3072}).error() ==
                Errc::key_too_small));
    BOOST_TEST((read_certificate(key_files::certificate, {.min_bits = 3072}).error() ==
                Errc::key_too_small));
}

BOOST_AUTO_TEST_SUITE_END()
