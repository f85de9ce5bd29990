// SPDX-License-Identifier: BSL-1.0
// NIST's vectors (CAVP) of SHA-2 and of RSASSA-PKCS1-v1_5.
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "support/hex.hpp"
#include "support/rsa_verdicts.hpp"

BOOST_AUTO_TEST_SUITE(nist)

namespace {

using vouch::Hash;
using vouch_tests::from_hex;
using vouch_tests::RsaVerdicts;
using vouch_tests::to_hex;
using vouch_tests::Verdict;
using Octets = std::vector<std::uint8_t>;

/// Reads a file of lines `name = value`; `take(names)` is called after each line named `last`, with
/// all values until then.
template <class Take>
void read_records(const std::string& name, std::string_view last, Take&& take) {
    std::ifstream file(VOUCH_VECTORS "/nist/" + name);
    BOOST_TEST_REQUIRE(file.is_open(), "no file " << name);
    std::map<std::string, std::string> values;
    for (std::string line; std::getline(file, line);) {
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        const std::size_t equals = line.find(" =");
        if (line.starts_with('#') || line.starts_with('[') || equals == std::string::npos) continue;
        const std::size_t value = line.find_first_not_of(' ', equals + 2);
        values[line.substr(0, equals)] = value == std::string::npos ? "" : line.substr(value);
        if (line.substr(0, equals) == last) take(values);
    }
}

template <Hash H>
std::string digest(const Octets& message) {
    return to_hex(vouch::builtin::hash<H>(message));
}

template <Hash H>
std::size_t check_messages(const std::string& name) {
    std::size_t records = 0;
    read_records(name, "MD", [&](auto& values) {
        Octets message = from_hex(values["Msg"]);
        message.resize(std::stoul(values["Len"]) / 8);  // the empty message is written 00
        BOOST_TEST(digest<H>(message) == values["MD"]);
        ++records;
    });
    return records;
}

/// The chains of 1,000 digests (SHAVS §6.4): each hashes the three before it.
template <Hash H>
std::size_t check_chains(const std::string& name) {
    std::size_t records = 0;
    Octets seed;
    read_records(name, "MD", [&](auto& values) {
        if (records == 0) seed = from_hex(values["Seed"]);
        std::vector<Octets> last(3, seed);
        for (int i = 0; i < 1000; ++i) {
            Octets message;
            for (const Octets& part : last) message.insert(message.end(), part.begin(), part.end());
            const auto next = vouch::builtin::hash<H>(message);
            last = {last[1], last[2], Octets(next.begin(), next.end())};
        }
        seed = last[2];
        BOOST_TEST(to_hex(seed) == values["MD"]);
        ++records;
    });
    return records;
}

/// How many records of a file had which verdict.
struct Counts {
    std::size_t good_accepted = 0;
    std::size_t bad_refused = 0;
    std::size_t hash_not_offered = 0;
    std::size_t key_refused = 0;
    std::size_t wrong = 0;

    std::size_t all() const {
        return good_accepted + bad_refused + hash_not_offered + key_refused + wrong;
    }
};

// So that the records with e = 3 and 17 are of use to us.
constexpr vouch::RsaLimits small_exponents{.min_exponent = 3};

Counts check_signatures(const std::string& name, std::string_view last, bool all_are_good,
                        const vouch::RsaLimits& limits = small_exponents) {
    Counts counts;
    read_records(name, last, [&](auto& values) {
        const auto octets = [&](const std::string& text) {
            return from_hex(text.size() % 2 == 0 ? text : '0' + text);
        };
        const RsaVerdicts backends{octets(values["n"]), octets(values["e"]), limits};
        const bool is_good = all_are_good || values["Result"].starts_with('P');
        switch (backends.of(values["SHAAlg"], octets(values["Msg"]), octets(values["S"]))) {
            case Verdict::accepted:
                ++(is_good ? counts.good_accepted : counts.wrong);
                break;
            case Verdict::refused:
                ++(is_good ? counts.wrong : counts.bad_refused);
                break;
            case Verdict::hash_not_offered:
                ++counts.hash_not_offered;
                break;
            case Verdict::key_refused:
                ++counts.key_refused;
                break;
            case Verdict::disputed:
                ++counts.wrong;
                break;
        }
    });
    BOOST_TEST(counts.wrong == 0U);
    return counts;
}

}  // namespace

BOOST_AUTO_TEST_CASE(sha2_gives_the_known_answers) {
    BOOST_TEST(check_messages<Hash::sha256>("sha2/SHA256ShortMsg.rsp") == 65U);
    BOOST_TEST(check_messages<Hash::sha384>("sha2/SHA384ShortMsg.rsp") == 129U);
    BOOST_TEST(check_messages<Hash::sha512>("sha2/SHA512ShortMsg.rsp") == 129U);
    BOOST_TEST(check_messages<Hash::sha256>("sha2/SHA256LongMsg.rsp") == 64U);
    BOOST_TEST(check_messages<Hash::sha384>("sha2/SHA384LongMsg.rsp") == 128U);
    BOOST_TEST(check_messages<Hash::sha512>("sha2/SHA512LongMsg.rsp") == 128U);
}

BOOST_AUTO_TEST_CASE(sha2_gives_the_known_chains) {
    BOOST_TEST(check_chains<Hash::sha256>("sha2/SHA256Monte.rsp") == 100U);
    BOOST_TEST(check_chains<Hash::sha384>("sha2/SHA384Monte.rsp") == 100U);
    BOOST_TEST(check_chains<Hash::sha512>("sha2/SHA512Monte.rsp") == 100U);
}

// Deviations: SHA-1 and SHA-224 are not offered, and keys of 1024 and 1536 bits are refused.
BOOST_AUTO_TEST_CASE(signatures_are_verified_as_they_should) {
    const Counts counts = check_signatures("rsa/SigVer15_186-3.rsp", "Result", false);
    BOOST_TEST(counts.good_accepted == 27U);
    BOOST_TEST(counts.bad_refused == 135U);
    BOOST_TEST(counts.hash_not_offered == 180U);
    BOOST_TEST(counts.key_refused == 108U);
    BOOST_TEST(counts.all() == 450U);
}

// rule 32
BOOST_AUTO_TEST_CASE(wrong_encoded_messages_are_refused) {
    const Counts counts = check_signatures("rsa/SigVer15EMTest.txt", "Result", false);
    BOOST_TEST(counts.good_accepted == 0U);
    BOOST_TEST(counts.bad_refused == 54U);
    BOOST_TEST(counts.hash_not_offered == 60U);
    BOOST_TEST(counts.key_refused == 36U);
    BOOST_TEST(counts.all() == 150U);
}

// Deviations as above. With the usual limits it depends on the exponent too.
BOOST_AUTO_TEST_CASE(signatures_of_a_good_signer_are_accepted) {
    const Counts counts = check_signatures("rsa/SigGen15_186-3.rsp", "S", true);
    BOOST_TEST(counts.good_accepted == 90U);
    BOOST_TEST(counts.hash_not_offered == 100U);
    BOOST_TEST(counts.key_refused == 60U);
    BOOST_TEST(counts.all() == 250U);

    const Counts usual = check_signatures("rsa/SigGen15_186-3.rsp", "S", true, {});
    BOOST_TEST(usual.good_accepted == 0U);
    BOOST_TEST(usual.key_refused == 150U);
}

BOOST_AUTO_TEST_SUITE_END()
