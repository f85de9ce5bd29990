// SPDX-License-Identifier: BSL-1.0
// Signatures that OpenSSL has just made, half of them with a bit changed, by keys that are new as
// well: each RSA verification that there is tells which is which, one by one and many at once.
//
// VOUCH_SIGNATURES says how many, for a long run; without it, a few hundred.
#ifdef VOUCH_TEST_OPENSSL

#include <vouch/crypto/builtin.hpp>
#include <vouch/crypto/openssl.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "support/builtin_in_lanes.hpp"
#include "support/generated_pair.hpp"
#include "support/hex.hpp"
#include "support/integer_lanes.hpp"
#include "support/rsa_arithmetics.hpp"

BOOST_AUTO_TEST_SUITE(signatures)

namespace {

using vouch_tests::GeneratedPair;

struct Signature {
    std::size_t key;
    std::string message;
    GeneratedPair::Octets octets;
    bool holds;
};

/// Signatures by some keys, of all sizes mixed up. Most are of 2048 bits, some of a size that fills
/// no limb.
class Round {
public:
    Round(std::size_t size, const char* hash, std::mt19937_64& random) {
        const int odd = 2049 + static_cast<int>(random() % 1000);
        std::vector<GeneratedPair> pairs;
        for (const int bits : {2048, 2048, 2048, 2048, 2048, 3072, 4096, odd}) {
            keys.push_back(pairs.emplace_back(bits).public_key());
        }
        for (std::size_t i = 0; i < size; ++i) {
            Signature& made = signatures.emplace_back();
            made.key = random() % pairs.size();
            made.message.resize(random() % 300);
            for (char& c : made.message) c = static_cast<char>(random());
            made.octets = pairs[made.key].sign(hash, made.message);
            made.holds = random() % 2 == 0;
            if (made.holds) continue;
            std::uint8_t& changed = made.octets[random() % made.octets.size()];
            changed = static_cast<std::uint8_t>(changed ^ 1U << random() % 8);
        }
    }

    std::vector<vouch::RsaPublicKey> keys;
    std::vector<Signature> signatures;
};

void compare(std::string_view name, const Round& round, std::size_t i,
             const vouch::Result<void>& verdict) {
    const Signature& signature = round.signatures[i];
    if (verdict.has_value() == signature.holds &&
        (verdict || verdict.error() == vouch::Errc::signature_invalid)) {
        return;
    }
    BOOST_ERROR(name << (signature.holds ? " refuses " : " accepts ")
                     << vouch_tests::to_hex(signature.octets) << " of "
                     << vouch_tests::to_hex(round.keys[signature.key].modulus()));
}

template <class Backend>
std::vector<typename Backend::Key> import_keys(const Backend& backend, const Round& round) {
    std::vector<typename Backend::Key> imported;
    for (const vouch::RsaPublicKey& key : round.keys) {
        imported.push_back(*backend.import_key(key));
    }
    return imported;
}

/// Every `step`th signature on its own.
template <class A, class Backend>
void verify_one_by_one(std::string_view name, const Backend& backend, const Round& round,
                       std::size_t step = 1) {
    const auto keys = import_keys(backend, round);
    for (std::size_t i = 0; i < round.signatures.size(); i += step) {
        const Signature& signature = round.signatures[i];
        compare(
            name, round, i,
            backend.template verify<A>(keys[signature.key], signature.message, signature.octets));
    }
}

template <class A>
void verify_together(std::string_view name, const vouch::Builtin& backend, const Round& round) {
    const auto keys = import_keys(backend, round);
    std::vector<vouch::SignatureCheck<vouch::Builtin::Key>> checks;
    for (const Signature& signature : round.signatures) {
        checks.push_back({&keys[signature.key], signature.message, signature.octets});
    }
    backend.verify_batch<A>(checks);
    for (std::size_t i = 0; i < round.signatures.size(); ++i)
        compare(name, round, i, checks[i].verdict);
}

template <class A>
void verify_in_all_ways(const Round& round) {
    using namespace vouch_tests;
    verify_one_by_one<A>("OpenSsl", vouch::OpenSsl{}, round);
    for (const vouch::RsaKernel kernel : kernels) {
        if (!vouch::can_run(kernel)) continue;
        const std::string name = "kernel " + std::to_string(static_cast<int>(kernel));
        verify_one_by_one<A>(name, vouch::Builtin{kernel}, round);
        verify_together<A>(name + " with others", vouch::Builtin{kernel}, round);
    }
    for_each_kind_of_lanes([&]<class Lanes>(std::type_identity<Lanes>) {
        verify_one_by_one<A>(std::to_string(Lanes::count) + " lanes", BuiltinInLanes<Lanes>{},
                             round, 8);
    });
    // What no kernel is here is slow.
    verify_one_by_one<A>("narrow limbs", BuiltinWith<Narrow>{}, round, 8);
#if VOUCH_HAS_INT128
    verify_one_by_one<A>("IFMA in plain C++", BuiltinWith<PlainIfma>{}, round, 8);
    verify_one_by_one<A>("lanes of IFMA in plain C++", BuiltinInLanes<IntegerIfmaLanes>{}, round,
                         32);
#endif
}

}  // namespace

// rules 31, 32
BOOST_AUTO_TEST_CASE(are_told_from_changed_ones_by_each_backend) {
    const char* const wanted = std::getenv("VOUCH_SIGNATURES");
    const std::size_t count = wanted == nullptr ? 600 : std::stoul(wanted);
    constexpr std::size_t most = 10'000;  // of one round, and so by one set of keys
    std::mt19937_64 random{20'261'123};   // the keys are new in each run; a failure prints its key
    for (std::size_t made = 0; made < count; made += 2 * std::min(count / 2, most)) {
        verify_in_all_ways<vouch::RS256>(Round{std::min(count / 2, most), "SHA256", random});
        verify_in_all_ways<vouch::RS512>(Round{std::min(count / 2, most), "SHA512", random});
    }
}

BOOST_AUTO_TEST_SUITE_END()

#endif
