// SPDX-License-Identifier: BSL-1.0
// The key and certificate files of pyca/cryptography: every file, and what becomes of it.
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/jose/public_key_file.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "support/der_writer.hpp"
#include "support/hex.hpp"

BOOST_AUTO_TEST_SUITE(key_files)

namespace {

using vouch::Errc;

/// Every file that is refused, with the reason. All others must be accepted.
const std::map<std::string_view, Errc> refused = {
    // Labelled as private keys, encrypted or not: disclosed, whatever is inside.
    {"keys/Ed25519/ed25519-pkcs8-enc.pem", Errc::key_private_material},
    {"keys/Ed25519/ed25519-pkcs8.pem", Errc::key_private_material},
    {"keys/Ed448/ed448-pkcs8-enc.pem", Errc::key_private_material},
    {"keys/Ed448/ed448-pkcs8.pem", Errc::key_private_material},
    {"keys/PEM_Serialization/dsa_4096.pem", Errc::key_private_material},
    {"keys/PEM_Serialization/dsa_private_key.pem", Errc::key_private_material},
    {"keys/PEM_Serialization/ec_private_key.pem", Errc::key_private_material},
    {"keys/PEM_Serialization/ec_private_key_encrypted.pem", Errc::key_private_material},
    {"keys/PEM_Serialization/rsa-bad-1025-q-is-2.pem", Errc::key_private_material},
    {"keys/PEM_Serialization/rsa_private_key.pem", Errc::key_private_material},
    {"keys/PKCS8/bad-encryption-oid.pem", Errc::key_private_material},
    {"keys/PKCS8/bad-oid-dsa-key.pem", Errc::key_private_material},
    {"keys/PKCS8/ec_oid_not_in_reg_private_2.pkcs8.pem", Errc::key_private_material},
    {"keys/PKCS8/ec_private_key.pem", Errc::key_private_material},
    {"keys/PKCS8/ec_private_key_encrypted.pem", Errc::key_private_material},
    {"keys/PKCS8/ecc_private_with_rfc5915_ext.pem", Errc::key_private_material},
    {"keys/PKCS8/enc-rsa-pkcs8.pem", Errc::key_private_material},
    {"keys/PKCS8/enc2-rsa-pkcs8.pem", Errc::key_private_material},
    {"keys/PKCS8/nodompar_private.pkcs8.pem", Errc::key_private_material},
    {"keys/PKCS8/private.pem", Errc::key_private_material},
    {"keys/PKCS8/rsa_pss_2048.pem", Errc::key_private_material},
    {"keys/PKCS8/rsa_pss_2048_hash.pem", Errc::key_private_material},
    {"keys/PKCS8/rsa_pss_2048_hash_mask.pem", Errc::key_private_material},
    {"keys/PKCS8/rsa_pss_2048_hash_mask_diff.pem", Errc::key_private_material},
    {"keys/PKCS8/rsa_pss_2048_hash_mask_salt.pem", Errc::key_private_material},
    {"keys/PKCS8/unenc-dsa-pkcs8.pem", Errc::key_private_material},
    {"keys/PKCS8/unenc-rsa-pkcs8.pem", Errc::key_private_material},
    {"keys/PKCS8/withdompar_private.pkcs8.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/dsa.1024.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/dsa.2048.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/dsa.3072.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/key1.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/key2.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/testrsa-encrypted.pem", Errc::key_private_material},
    {"keys/Traditional_OpenSSL_Serialization/testrsa.pem", Errc::key_private_material},
    {"x509/cryptography.io.with_garbage.pem", Errc::key_private_material},
    {"x509/custom/ca/ca_key.pem", Errc::key_private_material},
    {"x509/custom/ca/rsa_key.pem", Errc::key_private_material},
    // Requests, parameters, DSA keys, and the labels of old: not what is asked for.
    {"keys/PEM_Serialization/dsaparam.pem", Errc::pem_label},
    {"keys/public/PKCS1/dsa.pub.pem", Errc::pem_label},
    {"x509/cryptography.io.old_header.pem", Errc::pem_label},
    {"x509/custom/long-form-name-attribute.pem", Errc::pem_label},
    {"x509/requests/bad-version.pem", Errc::pem_label},
    {"x509/requests/basic_constraints.pem", Errc::pem_label},
    {"x509/requests/challenge-unstructured.pem", Errc::pem_label},
    {"x509/requests/challenge.pem", Errc::pem_label},
    {"x509/requests/dsa_sha1.pem", Errc::pem_label},
    {"x509/requests/ec_sha256.pem", Errc::pem_label},
    {"x509/requests/ec_sha256_old_header.pem", Errc::pem_label},
    {"x509/requests/freeipa-bad-critical.pem", Errc::pem_label},
    {"x509/requests/invalid_signature.pem", Errc::pem_label},
    {"x509/requests/long-form-attribute.pem", Errc::pem_label},
    {"x509/requests/rsa_md4.pem", Errc::pem_label},
    {"x509/requests/rsa_sha1.pem", Errc::pem_label},
    {"x509/requests/rsa_sha256.pem", Errc::pem_label},
    {"x509/requests/san_rsa_sha1.pem", Errc::pem_label},
    {"x509/requests/two_basic_constraints.pem", Errc::pem_label},
    {"x509/requests/unsupported_extension.pem", Errc::pem_label},
    {"x509/requests/unsupported_extension_critical.pem", Errc::pem_label},
    // A chain: which of the keys would be meant?
    {"x509/cryptography.io.chain.pem", Errc::pem_several_blocks},
    // Private keys in DER: not a SubjectPublicKeyInfo.
    {"keys/DER_Serialization/dsa.1024.der", Errc::der_malformed},
    {"keys/DER_Serialization/dsa.2048.der", Errc::der_malformed},
    {"keys/DER_Serialization/dsa.3072.der", Errc::der_malformed},
    {"keys/DER_Serialization/ec_private_key.der", Errc::der_malformed},
    {"keys/DER_Serialization/testrsa.der", Errc::der_malformed},
    {"keys/DER_Serialization/unenc-dsa-pkcs8.der", Errc::der_malformed},
    {"keys/DER_Serialization/unenc-rsa-pkcs8.der", Errc::der_malformed},
    {"keys/Ed25519/ed25519-pkcs8.der", Errc::der_malformed},
    {"keys/Ed448/ed448-pkcs8.der", Errc::der_malformed},
    {"x509/badasn1time.pem", Errc::certificate_malformed},  // a UTCTime with a year of four digits
    {"x509/v1_cert.pem",
     Errc::certificate_malformed},  // signed with md5 outside, md5WithRSAEncryption inside (RFC
                                    // 5280 §4.1.1.2)
    {"x509/custom/invalid_version.pem", Errc::certificate_malformed},  // version 7
    // Requests in DER: no certificates.
    {"x509/requests/challenge-invalid.der", Errc::certificate_malformed},
    {"x509/requests/challenge-multi-valued.der", Errc::certificate_malformed},
    {"x509/requests/dsa_sha1.der", Errc::certificate_malformed},
    {"x509/requests/ec_sha256.der", Errc::certificate_malformed},
    {"x509/requests/rsa_md4.der", Errc::certificate_malformed},
    {"x509/requests/rsa_sha1.der", Errc::certificate_malformed},
    {"x509/requests/rsa_sha256.der", Errc::certificate_malformed},
    {"x509/requests/san_rsa_sha1.der", Errc::certificate_malformed},
    // DSA, elliptic curves, EdDSA, GOST, id-RSASSA-PSS, unknown; and PKCS #8 that is encrypted,
    // whose
    // algorithm is that of the encryption.
    {"keys/DER_Serialization/dsa_public_key.der", Errc::key_type},
    {"keys/DER_Serialization/dsa_public_key_invalid_bit_string.der", Errc::key_type},
    {"keys/DER_Serialization/dsa_public_key_no_params.der", Errc::key_type},
    {"keys/DER_Serialization/ec_private_key_encrypted.der", Errc::key_type},
    {"keys/DER_Serialization/ec_public_key.der", Errc::key_type},
    {"keys/DER_Serialization/enc-rsa-pkcs8.der", Errc::key_type},
    {"keys/DER_Serialization/enc2-rsa-pkcs8.der", Errc::key_type},
    {"keys/DER_Serialization/unenc-dsa-pkcs8.pub.der", Errc::key_type},
    {"keys/Ed25519/ed25519-pkcs8-enc.der", Errc::key_type},
    {"keys/Ed25519/ed25519-pub.der", Errc::key_type},
    {"keys/Ed25519/ed25519-pub.pem", Errc::key_type},
    {"keys/Ed448/ed448-pkcs8-enc.der", Errc::key_type},
    {"keys/Ed448/ed448-pub.der", Errc::key_type},
    {"keys/Ed448/ed448-pub.pem", Errc::key_type},
    {"keys/PEM_Serialization/dsa_public_key.pem", Errc::key_type},
    {"keys/PEM_Serialization/ec_public_key.pem", Errc::key_type},
    {"keys/PKCS8/rsa_pss_2048_pub.der", Errc::key_type},
    {"keys/PKCS8/unenc-dsa-pkcs8.pub.pem", Errc::key_type},
    {"x509/e-trust.ru.der", Errc::key_type},
    {"x509/ecdsa_root.pem", Errc::key_type},
    {"x509/san_edipartyname.der", Errc::key_type},
    {"x509/san_x400address.der", Errc::key_type},
    {"x509/scottishpower-bitstring-dn.pem", Errc::key_type},
    {"x509/unique_identifier.pem", Errc::key_type},
    {"x509/custom/dsa_selfsigned_ca.pem", Errc::key_type},
    {"x509/custom/ec_no_named_curve.pem", Errc::key_type},
    {"x509/custom/rsa_pss.pem", Errc::key_type},
    {"x509/custom/rsa_pss_cert.pem", Errc::key_type},
    {"x509/custom/unsupported_extension_2.pem", Errc::key_type},
    {"x509/custom/unsupported_subject_public_key_info.pem", Errc::key_type},
    {"x509/custom/ca/ca.pem", Errc::key_type},
    {"x509/ed25519/ed25519-rfc8410.pem", Errc::key_type},
    {"x509/ed25519/root-ed25519.pem", Errc::key_type},
    {"x509/ed25519/server-ed25519-cert.pem", Errc::key_type},
    {"x509/ed448/root-ed448.pem", Errc::key_type},
    {"x509/ed448/server-ed448-cert.pem", Errc::key_type},
    // 512 or 1024 bits.
    {"keys/DER_Serialization/unenc-rsa-pkcs8.pub.der", Errc::key_too_small},
    {"keys/PKCS8/unenc-rsa-pkcs8.pub.pem", Errc::key_too_small},
    {"keys/public/PKCS1/rsa.pub.der", Errc::key_too_small},
    {"keys/public/PKCS1/rsa.pub.pem", Errc::key_too_small},
    {"x509/verisign_md2_root.pem", Errc::key_too_small},
    {"x509/custom/alternate-rsa-sha1-oid.der", Errc::key_too_small},
    {"x509/custom/cdp_all_reasons.pem", Errc::key_too_small},
    {"x509/custom/cdp_crl_issuer.pem", Errc::key_too_small},
    {"x509/custom/cdp_fullname_reasons_crl_issuer.pem", Errc::key_too_small},
    {"x509/custom/cdp_reason_aa_compromise.pem", Errc::key_too_small},
    {"x509/custom/san_registered_id.pem", Errc::key_too_small},
};

/// One line of EXPECTED-openssl.tsv: what OpenSSL 3.0 makes of a file. Where we differ is in the
/// table above, or in `more_than_openssl`.
struct Expected {
    std::string file;
    std::string kind;
    std::string algorithm;
    std::string key_info_sha256;
};

/// Accepted here and not by OpenSSL: a name of which an attribute is not UTF-8. We look at the form
/// of names and use none of them.
constexpr std::string_view more_than_openssl = "x509/custom/invalid_utf8_common_name.pem";

std::string contents_of(const std::string& name) {
    const std::string path = std::string{VOUCH_VECTORS} + "/" + name;
    std::ifstream file{path, std::ios::binary};
    BOOST_REQUIRE_MESSAGE(file, "cannot read " << path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::vector<Expected> expectations(const std::string& folder) {
    std::vector<Expected> all;
    std::istringstream lines{contents_of(folder + "/EXPECTED-openssl.tsv")};
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream fields{line};
        Expected expected;
        std::getline(fields, expected.file, '\t');
        std::getline(fields, expected.kind, '\t');
        std::getline(fields, expected.algorithm, '\t');
        std::getline(fields, expected.key_info_sha256, '\t');
        expected.file = folder + "/" + expected.file;
        all.push_back(expected);
    }
    return all;
}

/// Reads a file with the function that is meant for it.
vouch::Result<vouch::RsaPublicKey> read(const std::string& name) {
    const std::string text = contents_of(name);
    if (name.starts_with("x509/")) {
        const auto certificate = vouch::read_certificate(text);
        if (!certificate) return certificate.error();
        BOOST_TEST((certificate->not_before() <= certificate->not_after()), name);
        return certificate->public_key();
    }
    if (name.ends_with(".pem")) return vouch::read_public_key_pem(text);
    const std::vector<std::uint8_t> octets(text.begin(), text.end());
    if (name.starts_with("keys/public/PKCS1/")) return vouch::read_rsa_public_key(octets);
    return vouch::read_subject_public_key_info(octets);
}

std::string key_info_sha256(const vouch::RsaPublicKey& key) {
    namespace der = vouch_tests::der;
    const der::Octets info =
        der::subject_public_key_info(der::rsa_public_key(key.modulus(), key.exponent()));
    return vouch_tests::to_hex(vouch::builtin::hash<vouch::Hash::sha256>(info));
}

/// Checks every file of a folder and returns how many were accepted.
std::size_t check(const std::string& folder, std::size_t files) {
    std::size_t accepted = 0;
    const std::vector<Expected> all = expectations(folder);
    BOOST_TEST(all.size() == files);
    for (const Expected& expected : all) {
        const auto key = read(expected.file);
        const auto refusal = refused.find(expected.file);
        if (refusal != refused.end()) {
            BOOST_TEST(!key.has_value(), expected.file);
            if (!key) {
                BOOST_TEST(
                    vouch::to_string(key.error().code()) == vouch::to_string(refusal->second),
                    expected.file);
            }
            continue;
        }
        BOOST_TEST(key.has_value(), expected.file);
        if (!key) continue;
        ++accepted;
        if (expected.file == more_than_openssl) {
            BOOST_TEST(expected.kind == "rejected");
            continue;
        }
        BOOST_TEST((expected.kind == "certificate" || expected.kind == "public key (SPKI)"));
        BOOST_TEST(expected.algorithm == "rsaEncryption " + std::to_string(key->bits()));
        BOOST_TEST(key_info_sha256(*key) == expected.key_info_sha256, expected.file);
    }
    return accepted;
}

}  // namespace

BOOST_AUTO_TEST_CASE(key_files_have_the_verdicts_that_are_stated) {
    BOOST_TEST(check("keys", 70) == 2U);
}

BOOST_AUTO_TEST_CASE(certificate_files_have_the_verdicts_that_are_stated) {
    BOOST_TEST(check("x509", 129U) == 70U);
}

BOOST_AUTO_TEST_CASE(every_stated_refusal_is_of_a_file) {
    BOOST_TEST(refused.size() == 127U);
    std::size_t found = 0;
    for (const char* folder : {"keys", "x509"}) {
        for (const Expected& expected : expectations(folder)) found += refused.count(expected.file);
    }
    BOOST_TEST(found == refused.size());
}

BOOST_AUTO_TEST_SUITE_END()
