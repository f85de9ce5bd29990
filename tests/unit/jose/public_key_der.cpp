// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/public_key_der.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "support/der_writer.hpp"

BOOST_AUTO_TEST_SUITE(jose_public_key_der)

namespace {

namespace der = vouch_tests::der;
using der::Octets;
using vouch::Errc;

/// An odd number of 2048 bits; that it is the product of two primes is not asked.
constexpr Octets modulus() {
    Octets octets(256, std::uint8_t{0x5A});
    octets.front() = 0xC0;
    octets.back() = 0x0B;
    return octets;
}
constexpr Octets key() { return der::rsa_public_key(modulus(), 65537); }

constexpr bool is_the_key(const vouch::Result<vouch::RsaPublicKey>& read) {
    const auto expected = vouch::RsaPublicKey::from_octets(modulus(), Octets{1, 0, 1});
    return read.has_value() && *read == *expected;
}

constexpr bool is_refused_pkcs1(const Octets& octets, Errc code = Errc::der_malformed) {
    const auto read = vouch::read_rsa_public_key(octets);
    return !read.has_value() && read.error() == code;
}
constexpr bool is_refused(const Octets& octets, Errc code = Errc::der_malformed) {
    const auto read = vouch::read_subject_public_key_info(octets);
    return !read.has_value() && read.error() == code;
}

static_assert(is_the_key(vouch::read_rsa_public_key(key())));
static_assert(is_the_key(vouch::read_subject_public_key_info(der::subject_public_key_info(key()))));

/// A SubjectPublicKeyInfo with another algorithm.
Octets info_with(const Octets& algorithm, const Octets& bits = der::bit_string(key())) {
    return der::sequence({algorithm, bits});
}
const Octets rsa_name = der::element(
    0x06, Octets(std::begin(der::rsa_encryption_name), std::end(der::rsa_encryption_name)));
const Octets null = der::element(0x05, "");

}  // namespace

BOOST_AUTO_TEST_CASE(reads_both_forms) {
    BOOST_TEST(is_the_key(vouch::read_rsa_public_key(key())));
    BOOST_TEST(
        is_the_key(vouch::read_subject_public_key_info(der::subject_public_key_info(key()))));
    BOOST_TEST(is_the_key(
        vouch::read_subject_public_key_info(info_with(der::sequence({rsa_name, null})))));
}

BOOST_AUTO_TEST_CASE(does_not_take_one_form_for_the_other) {
    BOOST_TEST(is_refused(key()));
    BOOST_TEST(is_refused_pkcs1(der::subject_public_key_info(key())));
}

BOOST_AUTO_TEST_CASE(refuses_other_kinds_of_key) {
    const Octets ec_name = der::element(0x06, Octets{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01});
    const Octets p256 = der::element(0x06, Octets{0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07});
    const Octets pss_name =
        der::element(0x06, Octets{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0A});
    const Octets ed25519 = der::element(0x06, Octets{0x2B, 0x65, 0x70});
    BOOST_TEST(is_refused(info_with(der::sequence({ec_name, p256})), Errc::key_type));
    BOOST_TEST(is_refused(info_with(der::sequence({pss_name})), Errc::key_type));
    BOOST_TEST(is_refused(info_with(der::sequence({pss_name, null})), Errc::key_type));
    BOOST_TEST(is_refused(info_with(der::sequence({ed25519})), Errc::key_type));
}

BOOST_AUTO_TEST_CASE(wants_null_parameters) {
    BOOST_TEST(is_refused(info_with(der::sequence({rsa_name}))), "absent");
    BOOST_TEST(is_refused(info_with(der::sequence({rsa_name, der::element(0x04, "")}))));
    BOOST_TEST(is_refused(info_with(der::sequence({rsa_name, Octets{0x05, 0x01, 0x00}}))));
    BOOST_TEST(is_refused(info_with(der::sequence({rsa_name, null, null}))));
}

BOOST_AUTO_TEST_CASE(refuses_every_cut_and_what_follows) {
    const Octets pkcs1 = key();
    const Octets info = der::subject_public_key_info(key());
    for (std::size_t size = 0; size < info.size(); ++size) {
        const auto end = static_cast<std::ptrdiff_t>(size);
        BOOST_TEST(is_refused(Octets(info.begin(), info.begin() + end)));
        if (size < pkcs1.size()) {
            BOOST_TEST(is_refused_pkcs1(Octets(pkcs1.begin(), pkcs1.begin() + end)));
        }
    }
    const Octets more{0x00};
    BOOST_TEST(is_refused(der::join({info, more})));
    BOOST_TEST(is_refused_pkcs1(der::join({pkcs1, more})));
    BOOST_TEST(is_refused(der::subject_public_key_info(der::join({pkcs1, more}))));
    BOOST_TEST(is_refused_pkcs1(
        der::sequence({der::integer(modulus()), der::integer(65537), der::integer(1)})));
    const Octets parts = der::join({der::sequence({rsa_name, null}), der::bit_string(pkcs1), null});
    BOOST_TEST(is_refused(der::element(0x30, parts)));
}

BOOST_AUTO_TEST_CASE(refuses_the_lengths_of_ber) {
    const Octets parts = der::join({der::integer(modulus()), der::integer(65537)});
    const auto low = static_cast<std::uint8_t>(parts.size() & 0xFF);
    const auto high = static_cast<std::uint8_t>(parts.size() >> 8);
    BOOST_TEST(is_the_key(vouch::read_rsa_public_key(der::join({{0x30, 0x82, high, low}, parts}))));
    BOOST_TEST(is_refused_pkcs1(der::join({{0x30, 0x83, 0x00, high, low}, parts})), "not minimal");
    BOOST_TEST(is_refused_pkcs1(der::join({{0x30, 0x80}, parts, {0x00, 0x00}})), "indefinite");
}

// rule 72
BOOST_AUTO_TEST_CASE(wants_minimal_numbers_that_are_not_negative) {
    const Octets e = der::integer(65537);
    const auto with_modulus = [&](const Octets& content) {
        return der::sequence({der::element(0x02, content), e});
    };
    const Octets n = modulus();
    BOOST_TEST(is_the_key(vouch::read_rsa_public_key(with_modulus(der::join({{0x00}, n})))));
    BOOST_TEST(is_refused_pkcs1(with_modulus(n)), "negative");
    BOOST_TEST(is_refused_pkcs1(with_modulus(der::join({{0x00, 0x00}, n}))), "not minimal");
    BOOST_TEST(is_refused_pkcs1(with_modulus(Octets{})));
    BOOST_TEST(is_refused_pkcs1(with_modulus(Octets{0x00}), Errc::key_modulus), "zero");
    const Octets modulus_element = der::integer(n);
    BOOST_TEST(is_refused_pkcs1(
        der::sequence({modulus_element, der::element(0x02, Octets{0x00, 0x01, 0x00, 0x01})})));
}

// rules 29, 74, 75
BOOST_AUTO_TEST_CASE(holds_the_limits_of_a_key) {
    const auto key_of = [](std::size_t octets, std::uint64_t exponent) {
        Octets n(octets, std::uint8_t{0x5A});
        n.front() = 0xC0;
        n.back() = 0x0B;
        return der::subject_public_key_info(der::rsa_public_key(n, exponent));
    };
    BOOST_TEST(vouch::read_subject_public_key_info(key_of(1024, 65537)).has_value());
    BOOST_TEST(is_refused(key_of(1025, 65537), Errc::key_too_large));
    BOOST_TEST(is_refused(key_of(128, 65537), Errc::key_too_small));
    BOOST_TEST(is_refused(key_of(256, 3), Errc::key_exponent));
    BOOST_TEST(is_refused(key_of(256, 65536), Errc::key_exponent));
    BOOST_TEST(
        vouch::read_subject_public_key_info(key_of(256, 3), {.min_exponent = 3}).has_value());
    BOOST_TEST(!vouch::read_rsa_public_key(key(), {.min_bits = 3072}).has_value());
}

BOOST_AUTO_TEST_CASE(every_changed_octet_of_the_frame_is_refused) {
    // Before the numbers no octet can be another one and the key still be read.
    const Octets info = der::subject_public_key_info(key());
    const std::size_t numbers_at = info.size() - 5 - 257;
    for (std::size_t at = 0; at < numbers_at; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Octets changed = info;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ 1 << bit);
            BOOST_TEST(!vouch::read_subject_public_key_info(changed).has_value(), at);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
