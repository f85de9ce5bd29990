// SPDX-License-Identifier: BSL-1.0
// Wycheproof's files about RSA signatures, with every backend: they must agree on every case.
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <cstddef>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "support/hex.hpp"
#include "support/rsa_verdicts.hpp"

BOOST_AUTO_TEST_SUITE(wycheproof_rsa)

namespace {

using nlohmann::json;
using vouch_tests::from_hex;
using vouch_tests::RsaVerdicts;
using vouch_tests::Verdict;

constexpr vouch::RsaLimits usual{};
// So that their cases with e = 3 are of use to us.
constexpr vouch::RsaLimits small_exponents{.min_exponent = 3};

/// How many cases had which verdict.
struct Count {
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t hash_not_offered = 0;
    std::size_t key_refused = 0;
    std::size_t disputed = 0;

    friend bool operator==(const Count&, const Count&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Count& count) {
        return out << count.accepted << " accepted, " << count.refused << " refused, "
                   << count.hash_not_offered << " of other hashes, " << count.key_refused
                   << " of refused keys, " << count.disputed << " disputed";
    }
};
/// By what the file says.
struct Counts {
    Count valid;
    Count acceptable;
    Count invalid;
};

void note(Count& count, Verdict verdict) {
    switch (verdict) {
        case Verdict::accepted:
            ++count.accepted;
            break;
        case Verdict::refused:
            ++count.refused;
            break;
        case Verdict::hash_not_offered:
            ++count.hash_not_offered;
            break;
        case Verdict::key_refused:
            ++count.key_refused;
            break;
        case Verdict::disputed:
            ++count.disputed;
            break;
    }
}

/// Whether a verdict against the file's is an error by itself.
enum class Expect { the_file, nothing };

/// Reads a file of any of the three formats. `hash` stands for the file's own where it is not
/// empty.
Counts verdicts_on(const std::string& name, const vouch::RsaLimits& limits,
                   const std::string& hash = {}, Expect expect = Expect::the_file) {
    std::ifstream file(VOUCH_VECTORS "/wycheproof/" + name);
    BOOST_TEST_REQUIRE(file.is_open(), "no file " << name);
    const json document = json::parse(file);
    Counts counts;
    for (const json& group : document.at("testGroups")) {
        const json& key = group.contains("publicKey")    ? group.at("publicKey")
                          : group.contains("privateKey") ? group.at("privateKey")
                                                         : group;
        const bool is_old = key.contains("n");
        const RsaVerdicts backends{
            from_hex(key.at(is_old ? "n" : "modulus").get<std::string>()),
            from_hex(key.at(is_old ? "e" : "publicExponent").get<std::string>()), limits};
        for (const json& test : group.at("tests")) {
            const Verdict verdict =
                backends.of(hash.empty() ? group.at("sha").get<std::string>() : hash,
                            from_hex(test.at("msg").get<std::string>()),
                            from_hex(test.at("sig").get<std::string>()));
            const std::string wanted = test.at("result");
            note(wanted == "valid"        ? counts.valid
                 : wanted == "acceptable" ? counts.acceptable
                                          : counts.invalid,
                 verdict);
            if (expect == Expect::nothing) continue;
            if ((wanted == "valid" && verdict == Verdict::refused) ||
                (wanted == "invalid" && verdict == Verdict::accepted) ||
                verdict == Verdict::disputed) {
                BOOST_ERROR(name << ", case " << test.at("tcId") << ": " << wanted);
            }
        }
    }
    return counts;
}

struct File {
    const char* name;
    std::size_t valid;
    std::size_t invalid;
};
// 3,106 cases. The one acceptable case of each is a DigestInfo without the NULL, which RFC 8017
// §9.2 does not allow to make and we do not accept.
constexpr File signature_files[] = {
    {"rsa_signature_2048_sha256_test.json", 9, 249},
    {"rsa_signature_2048_sha384_test.json", 7, 250},
    {"rsa_signature_2048_sha512_test.json", 8, 250},
    {"rsa_signature_3072_sha256_test.json", 8, 250},
    {"rsa_signature_3072_sha384_test.json", 7, 251},
    {"rsa_signature_3072_sha512_test.json", 8, 251},
    {"rsa_signature_4096_sha256_test.json", 7, 250},
    {"rsa_signature_4096_sha384_test.json", 7, 251},
    {"rsa_signature_4096_sha512_test.json", 7, 251},
    {"rsa_signature_8192_sha256_test.json", 7, 250},
    {"rsa_signature_8192_sha384_test.json", 7, 251},
    {"rsa_signature_8192_sha512_test.json", 7, 251},
};

}  // namespace

// rules 30, 31, 32, 33, 38
BOOST_AUTO_TEST_CASE(signatures_have_the_verdict_of_the_file) {
    std::size_t cases = 0;
    for (const File& file : signature_files) {
        BOOST_TEST_CONTEXT(file.name) {
            const Counts counts = verdicts_on(file.name, small_exponents);
            BOOST_TEST(counts.valid == (Count{.accepted = file.valid}));
            BOOST_TEST(counts.acceptable == (Count{.refused = 1}));
            BOOST_TEST(counts.invalid == (Count{.refused = file.invalid}));
            cases += file.valid + 1 + file.invalid;
        }
    }
    BOOST_TEST(cases == 3106U);
}

// Deviation: 5 of the valid cases are of keys with e = 3, which the usual limits refuse.
BOOST_AUTO_TEST_CASE(the_usual_limits_refuse_only_the_small_exponent) {
    const std::map<std::string, std::size_t> of_small_exponent = {
        {"rsa_signature_2048_sha256_test.json", 2},
        {"rsa_signature_2048_sha512_test.json", 1},
        {"rsa_signature_3072_sha256_test.json", 1},
        {"rsa_signature_3072_sha512_test.json", 1},
    };
    for (const auto& [name, refused] : of_small_exponent) {
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(verdicts_on(name, usual).valid.key_refused == refused);
        }
    }
}

// Signatures that a signer has to make, so all of them are good ones. Deviations: keys of 1024 and
// 1536 bits and the hashes SHA-1 and SHA-224 are not for us, whatever the file says.
BOOST_AUTO_TEST_CASE(signatures_of_a_good_signer_are_accepted) {
    struct Generated {
        const char* name;
        Count valid;
        Count acceptable;
    };
    const Generated files[] = {
        // SHA-1 and SHA-224 were 8 cases each.
        {"rsa_pkcs1_1024_sig_gen_test.json", {}, {.hash_not_offered = 16, .key_refused = 17}},
        {"rsa_pkcs1_1536_sig_gen_test.json", {}, {.hash_not_offered = 8, .key_refused = 24}},
        // Accepted of the acceptable ones: e = 3.
        {"rsa_pkcs1_2048_sig_gen_test.json",
         {.accepted = 24, .hash_not_offered = 8},
         {.accepted = 3, .hash_not_offered = 8}},
        {"rsa_pkcs1_3072_sig_gen_test.json", {.accepted = 24}, {.accepted = 2}},
        {"rsa_pkcs1_4096_sig_gen_test.json", {.accepted = 24}, {}},
        {"legacy_v0/rsa_sig_gen_misc_test.json",
         {.accepted = 72, .hash_not_offered = 8},
         {.accepted = 5, .hash_not_offered = 32, .key_refused = 41}},
    };
    for (const Generated& file : files) {
        BOOST_TEST_CONTEXT(file.name) {
            const Counts counts = verdicts_on(file.name, small_exponents);
            BOOST_TEST(counts.valid == file.valid);
            BOOST_TEST(counts.acceptable == file.acceptable);
            BOOST_TEST(counts.invalid == Count{});
        }
    }
}

// Deviations: of the acceptable cases, 57 have keys of 1024 or 1536 bits and one lacks the NULL of
// DigestInfo; the 5 with e = 3 are accepted.
BOOST_AUTO_TEST_CASE(the_older_file_has_the_verdicts_of_the_file) {
    const Counts counts = verdicts_on("legacy_v0/rsa_signature_test.json", small_exponents);
    BOOST_TEST(counts.valid == (Count{.accepted = 84}));
    BOOST_TEST(counts.acceptable == (Count{.accepted = 5, .refused = 1, .key_refused = 57}));
    BOOST_TEST(counts.invalid == (Count{.refused = 230}));
}

// The files end with a signature of PKCS #1 v1.5 by SHA-256, and by their own hash where that is
// another: invalid there, and good here, 17 in all.
BOOST_AUTO_TEST_CASE(no_signature_of_pss_is_one_of_pkcs1) {
    const std::map<std::string, std::size_t> files = {
        {"rsa_pss_2048_sha256_mgf1_0_test.json", 103},
        {"rsa_pss_2048_sha256_mgf1_32_params_test.json", 108},
        {"rsa_pss_2048_sha256_mgf1_32_test.json", 108},
        {"rsa_pss_2048_sha256_mgf1sha1_20_test.json", 108},
        {"rsa_pss_2048_sha384_mgf1_48_test.json", 141},
        {"rsa_pss_3072_sha256_mgf1_32_params_test.json", 108},
        {"rsa_pss_3072_sha256_mgf1_32_test.json", 108},
        {"rsa_pss_4096_sha256_mgf1_32_test.json", 108},
        {"rsa_pss_4096_sha384_mgf1_48_test.json", 141},
        {"rsa_pss_4096_sha512_mgf1_32_test.json", 177},
        {"rsa_pss_4096_sha512_mgf1_64_params_test.json", 179},
        {"rsa_pss_4096_sha512_mgf1_64_test.json", 179},
        {"rsa_pss_misc_test.json", 150},
    };
    Count all;
    for (const auto& [name, cases] : files) {
        BOOST_TEST_CONTEXT(name) {
            for (const char* hash : {"SHA-256", "SHA-384", "SHA-512"}) {
                const Counts counts = verdicts_on(name, small_exponents, hash, Expect::nothing);
                BOOST_TEST(counts.valid.accepted == 0U);
                BOOST_TEST(counts.valid.refused + counts.invalid.refused +
                               counts.invalid.accepted ==
                           cases);
                all.accepted += counts.invalid.accepted;
                all.refused += counts.valid.refused + counts.invalid.refused;
            }
        }
    }
    BOOST_TEST(all == (Count{.accepted = 17, .refused = 3 * 1718 - 17}));
}

BOOST_AUTO_TEST_SUITE_END()
