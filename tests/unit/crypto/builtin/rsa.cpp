// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin/rsa.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <support/big_integer.hpp>
#include <support/rsa_arithmetics.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin_rsa)

namespace {

using vouch::Hash;
using vouch::RsaPublicKey;
using vouch_tests::Arithmetics;
using vouch_tests::BigInteger;
using vouch_tests::can_run;
using Octets = std::vector<std::uint8_t>;

template <class Arithmetic>
using Verifier = vouch::builtin::RsaVerifier<Arithmetic>;

constexpr vouch::RsaLimits any_exponent{.min_exponent = 3,
                                        .max_exponent = std::numeric_limits<std::uint64_t>::max()};

RsaPublicKey key_of(const BigInteger& n, std::uint64_t e) {
    const Octets modulus = vouch_tests::to_octets(n, (msb(n) + 8) / 8);
    const Octets exponent = vouch_tests::to_octets(e, (msb(BigInteger{e}) + 8) / 8);
    return *RsaPublicKey::from_octets(modulus, exponent, any_exponent);
}

template <Hash H>
vouch::builtin::Digest<H> digest() {
    return vouch::builtin::hash<H>("message");
}

/// EM of RFC 8017 §9.2, written out.
template <Hash H>
BigInteger encoded(std::size_t octets) {
    const auto tail = vouch::builtin::emsa_pkcs1_tail<H>(digest<H>());
    Octets em(octets, 0xff);
    em[0] = 0;
    em[1] = 1;
    std::copy(tail.begin(), tail.end(), em.end() - std::ptrdiff_t{tail.size()});
    return vouch_tests::from_octets(em);
}

/// A key of any size with e = 3 and a signature under it: n = s^3 - EM, for the s that gives n its
/// size.
template <Hash H>
std::pair<BigInteger, BigInteger> cubic_key(std::size_t bits) {
    const BigInteger em = encoded<H>((bits + 7) / 8);
    BigInteger s = 0;
    for (std::size_t bit = bits / 3 + 2; bit-- > 0;) {
        BigInteger larger = s;
        bit_set(larger, static_cast<unsigned>(bit));
        if (larger * larger * larger - em < (BigInteger{1} << bits)) s = larger;
    }
    if ((s * s * s - em) % 2 == 0) s -= 1;
    return {s * s * s - em, s};
}

/// By the first use of a key, by the second and by the third, which have not the same ways.
template <class Arithmetic, Hash H>
bool holds(const RsaPublicKey& key, const BigInteger& signature) {
    const auto imported = Verifier<Arithmetic>::import(key);
    const Octets octets = vouch_tests::to_octets(signature, key.modulus().size());
    const bool first = Verifier<Arithmetic>::template holds<H>(*imported, digest<H>(), octets);
    for (const char* use : {"second", "third"}) {
        BOOST_TEST(Verifier<Arithmetic>::template holds<H>(*imported, digest<H>(), octets) == first,
                   "the " << use << " use of a key does not say what the first said");
    }
    return first;
}

template <class Arithmetic, Hash H>
void check_size(std::size_t bits) {
    const auto [n, s] = cubic_key<H>(bits);
    const RsaPublicKey key = key_of(n, 3);
    BOOST_TEST_REQUIRE(key.bits() == bits);
    BOOST_TEST((holds<Arithmetic, H>(key, s)));
    BOOST_TEST((!holds<Arithmetic, H>(key, s + 1)));
    BOOST_TEST((!holds<Arithmetic, H>(key, s - 1)));
    BOOST_TEST((!holds<Arithmetic, H>(key, n - s)));
    if (msb(n + s) < 8 * key.modulus().size()) BOOST_TEST((!holds<Arithmetic, H>(key, n + s)));
}

}  // namespace

BOOST_AUTO_TEST_CASE_TEMPLATE(keys_of_every_size_verify, Arithmetic, Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    for (const std::size_t bits :
         {2048U, 2049U, 2050U, 2055U, 2056U, 2057U, 2111U, 2112U, 2113U, 2303U, 2304U, 2305U,
          2559U, 2560U, 2561U, 3071U, 3072U, 3073U, 4095U, 4096U, 4097U, 8191U, 8192U}) {
        if (bits > 8 * Arithmetic::max_octets) continue;
        BOOST_TEST_CONTEXT(bits << " bits") {
            check_size<Arithmetic, Hash::sha256>(bits);
            check_size<Arithmetic, Hash::sha384>(bits);
            check_size<Arithmetic, Hash::sha512>(bits);
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(every_exponent_verifies, Arithmetic, Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    // 2^p - 1 is prime for these p, so that each exponent has an inverse modulo 2^p - 2.
    for (const unsigned p : {2203U, 2281U, 3217U}) {
        const BigInteger n = (BigInteger{1} << p) - 1;
        for (const std::uint64_t e :
             {std::uint64_t{5}, std::uint64_t{17}, std::uint64_t{257}, std::uint64_t{65537},
              std::uint64_t{65539}, std::uint64_t{0xffffffff}, std::uint64_t{0x8000000000000001},
              std::uint64_t{0xffffffffffffffff}}) {
            if (gcd(BigInteger{e}, n - 1) != 1) continue;
            BigInteger d = 1;  // e^-1, by Euclid
            BigInteger a = n - 1, b = e, x = 0;
            while (b != 0) {
                const BigInteger quotient = a / b;
                a -= quotient * b;
                std::swap(a, b);
                x -= quotient * d;
                std::swap(x, d);
            }
            d = (x % (n - 1) + (n - 1)) % (n - 1);
            BOOST_TEST_REQUIRE((d * e % (n - 1) == 1));
            const RsaPublicKey key = key_of(n, e);
            const BigInteger s = powm(encoded<Hash::sha256>(key.modulus().size()), d, n);
            BOOST_TEST_CONTEXT("modulus 2^" << p << " - 1, exponent " << e) {
                BOOST_TEST((holds<Arithmetic, Hash::sha256>(key, s)));
                BOOST_TEST((!holds<Arithmetic, Hash::sha256>(key, s ^ BigInteger{1})));
                BOOST_TEST((!holds<Arithmetic, Hash::sha512>(key, s)));
            }
        }
    }
}

// rules 31, 32
BOOST_AUTO_TEST_CASE_TEMPLATE(numbers_at_the_edge_are_no_signatures, Arithmetic, Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    for (const vouch::testing::KeyPair* pair :
         {&vouch::testing::rsa_2048, &vouch::testing::rsa_3072, &vouch::testing::rsa_4096}) {
        const RsaPublicKey key = pair->public_key();
        const BigInteger n = vouch_tests::from_octets({key.modulus().begin(), key.modulus().end()});
        const BigInteger end = BigInteger{1} << key.bits();
        for (const BigInteger& s :
             {BigInteger{0}, BigInteger{1}, BigInteger{2}, BigInteger{n - 2}, BigInteger{n - 1}, n,
              BigInteger{n + 1}, BigInteger{end - 2}, BigInteger{end - 1}, BigInteger{end / 2}}) {
            BOOST_TEST((!holds<Arithmetic, Hash::sha256>(key, s)));
        }
        const BigInteger good = vouch_tests::from_octets(pair->sign<vouch::RS256>("message"));
        BOOST_TEST((holds<Arithmetic, Hash::sha256>(key, good)));
        BOOST_TEST((!holds<Arithmetic, Hash::sha384>(key, good)));
        BOOST_TEST((!holds<Arithmetic, Hash::sha512>(key, good)));
    }
}

// rule 32
BOOST_AUTO_TEST_CASE_TEMPLATE(every_octet_of_the_encoding_counts, Arithmetic, Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    // With e = 3 anybody finds a key n = s^3 - EM for an s, whatever is wrong about EM.
    const BigInteger s = (BigInteger{1} << 700) - 1;
    const std::size_t octets = 2100 / 8 + 1;
    const auto holds_for = [&](const BigInteger& em) {
        const BigInteger root = (s * s * s - em) % 2 == 0 ? BigInteger{s - 1} : s;
        return holds<Arithmetic, Hash::sha256>(key_of(root * root * root - em, 3), root);
    };
    const BigInteger right = encoded<Hash::sha256>(octets);
    BOOST_TEST(holds_for(right));
    for (std::size_t octet = 0; octet < octets; ++octet) {
        BOOST_TEST(!holds_for(right ^ (BigInteger{1} << (8 * octet))));
    }
}

// rule 30
BOOST_AUTO_TEST_CASE_TEMPLATE(signatures_have_the_length_of_the_modulus, Arithmetic, Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    const auto key = Verifier<Arithmetic>::import(vouch::testing::rsa_2048.public_key());
    const Octets good = vouch::testing::rsa_2048.sign<vouch::RS256>("message");
    const auto accepts = [&](const Octets& signature) {
        return Verifier<Arithmetic>::template holds<Hash::sha256>(*key, digest<Hash::sha256>(),
                                                                  signature);
    };
    BOOST_TEST(accepts(good));
    for (std::size_t size = 0; size <= 600; ++size) {
        if (size == good.size()) continue;
        Octets at_the_end = good;
        at_the_end.resize(size);
        BOOST_TEST(!accepts(at_the_end));
        Octets at_the_front = good;
        if (size < good.size())
            at_the_front.erase(at_the_front.begin(), at_the_front.end() - std::ptrdiff_t(size));
        else
            at_the_front.insert(at_the_front.begin(), size - good.size(), std::uint8_t{0});
        BOOST_TEST(!accepts(at_the_front));
    }
}

// rule 30
BOOST_AUTO_TEST_CASE_TEMPLATE(a_leading_zero_of_a_signature_may_not_be_left_out, Arithmetic,
                              Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    const std::string_view text = "text 100";  // its signature begins with a zero
    const auto key = Verifier<Arithmetic>::import(vouch::testing::rsa_2048.public_key());
    const auto hash = vouch::builtin::hash<Hash::sha256>(text);
    const Octets signature = vouch::testing::rsa_2048.sign<vouch::RS256>(text);
    BOOST_TEST_REQUIRE(signature.front() == 0);
    BOOST_TEST((Verifier<Arithmetic>::template holds<Hash::sha256>(*key, hash, signature)));
    BOOST_TEST((!Verifier<Arithmetic>::template holds<Hash::sha256>(
        *key, hash, Octets{signature.begin() + 1, signature.end()})));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(threads_may_use_a_new_key_at_once, Arithmetic, Arithmetics) {
    if (!can_run<Arithmetic>()) return;
    const Octets good = vouch::testing::rsa_2048.sign<vouch::RS256>("message");
    for (int turn = 0; turn < 5; ++turn) {
        const auto key = Verifier<Arithmetic>::import(vouch::testing::rsa_2048.public_key());
        std::atomic<int> accepted = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                for (int use = 0; use < 3; ++use) {
                    accepted += Verifier<Arithmetic>::template holds<Hash::sha256>(
                        *key, digest<Hash::sha256>(), good);
                }
            });
        }
        for (std::thread& thread : threads) thread.join();
        BOOST_TEST(accepted == 12);
    }
}

BOOST_AUTO_TEST_SUITE_END()
