// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/crypto_backend.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include <support/rsa_arithmetics.hpp>
#include <vouch/crypto/builtin.hpp>

BOOST_AUTO_TEST_SUITE(testing_laws_crypto_backend)

namespace {

using vouch::Builtin;
using vouch::testing::crypto_backend_laws;

bool breaks(const vouch::testing::LawReport& report, std::string_view law) {
    return std::find(report.broken.begin(), report.broken.end(), law) != report.broken.end();
}

/// Builtin with a fault: `Fault::check` stands between a call and Builtin.
template <class Fault>
struct FaultyBackend {
    using policy_kind = vouch::crypto_policy;
    using Key = Builtin::Key;

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return Builtin{}.import_key(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        return Fault::template check<A>(key, message, signature);
    }
};

struct AcceptsAll {
    template <class A>
    static vouch::Result<void> check(const Builtin::Key&, std::string_view,
                                     std::span<const std::uint8_t>) noexcept {
        return {};
    }
};
struct RefusesAll {
    template <class A>
    static vouch::Result<void> check(const Builtin::Key&, std::string_view,
                                     std::span<const std::uint8_t>) noexcept {
        return vouch::Errc::signature_invalid;
    }
};
struct SaysTheWrongError {
    template <class A>
    static vouch::Result<void> check(const Builtin::Key& key, std::string_view message,
                                     std::span<const std::uint8_t> signature) noexcept {
        if (Builtin{}.verify<A>(key, message, signature)) return {};
        return vouch::Errc::backend_failed;
    }
};
struct IgnoresTrailingOctets {
    template <class A>
    static vouch::Result<void> check(const Builtin::Key& key, std::string_view message,
                                     std::span<const std::uint8_t> signature) noexcept {
        for (const std::size_t size : {256U, 384U, 512U}) {
            if (signature.size() >= size &&
                Builtin{}.verify<A>(key, message, signature.first(size))) {
                return {};
            }
        }
        return vouch::Errc::signature_invalid;
    }
};
struct IgnoresTheHash {
    template <class A>
    static vouch::Result<void> check(const Builtin::Key& key, std::string_view message,
                                     std::span<const std::uint8_t> signature) noexcept {
        if (Builtin{}.verify<vouch::RS256>(key, message, signature) ||
            Builtin{}.verify<vouch::RS384>(key, message, signature)) {
            return {};
        }
        return Builtin{}.verify<vouch::RS512>(key, message, signature);
    }
};

/// Says of two signatures what is true of the other one.
struct MixesUp : Builtin {
    template <vouch::rsa_pkcs1_algorithm A>
    void verify_batch(std::span<vouch::SignatureCheck<Key>> checks) const noexcept {
        Builtin::verify_batch<A>(checks);
        if (checks.size() > 1) std::swap(checks.front().verdict, checks.back().verdict);
    }
};

}  // namespace

// rules 30, 31, 32, 33, 38
BOOST_AUTO_TEST_CASE(a_sound_backend_breaks_no_law) {
    for (const std::string_view law : crypto_backend_laws(Builtin{}).broken) BOOST_ERROR(law);
}

BOOST_AUTO_TEST_CASE(a_backend_with_narrow_limbs_breaks_no_law) {
    const vouch_tests::BuiltinWith<vouch_tests::Narrow> backend;
    for (const std::string_view law : crypto_backend_laws(backend).broken) BOOST_ERROR(law);
}

BOOST_AUTO_TEST_CASE(finds_a_backend_that_accepts_all) {
    const auto report = crypto_backend_laws(FaultyBackend<AcceptsAll>{});
    BOOST_TEST(breaks(report, "refuses the signature of another message"));
    BOOST_TEST(breaks(report, "refuses the signature of another key"));
    BOOST_TEST(breaks(report, "refuses a signature with one bit changed"));
    BOOST_TEST(breaks(report, "refuses a signature that is not less than the modulus"));
    BOOST_TEST(breaks(report, "refuses 0, 1 and n - 1"));
}

BOOST_AUTO_TEST_CASE(finds_a_backend_that_refuses_all) {
    const auto report = crypto_backend_laws(FaultyBackend<RefusesAll>{});
    BOOST_TEST(breaks(report, "accepts a signature of the key over the message"));
    BOOST_TEST(breaks(report, "takes messages of every length"));
}

BOOST_AUTO_TEST_CASE(finds_a_backend_that_calls_a_bad_signature_its_own_failure) {
    const auto report = crypto_backend_laws(FaultyBackend<SaysTheWrongError>{});
    BOOST_TEST(breaks(report, "refuses a signature with one bit changed"));
}

BOOST_AUTO_TEST_CASE(finds_a_backend_that_ignores_trailing_octets) {
    const auto report = crypto_backend_laws(FaultyBackend<IgnoresTrailingOctets>{});
    BOOST_TEST(breaks(report, "refuses a signature that is not exactly as long as the modulus"));
    BOOST_TEST(report.broken.size() == 1U);
}

BOOST_AUTO_TEST_CASE(finds_a_backend_that_ignores_the_hash) {
    const auto report = crypto_backend_laws(FaultyBackend<IgnoresTheHash>{});
    BOOST_TEST(breaks(report, "refuses the signature of another hash"));
    BOOST_TEST(report.broken.size() == 1U);
}

BOOST_AUTO_TEST_CASE(finds_a_backend_that_mixes_up_the_verdicts_of_several) {
    const auto report = crypto_backend_laws(MixesUp{});
    BOOST_TEST(breaks(report, "says of each of several signatures what it says of it alone"));
    BOOST_TEST(report.broken.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
