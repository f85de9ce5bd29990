// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/certificate.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/der_writer.hpp"

BOOST_AUTO_TEST_SUITE(jose_certificate)

namespace {

namespace der = vouch_tests::der;
using der::Octets;
using vouch::Certificate;
using vouch::Errc;
using vouch::NumericDate;

constexpr Octets modulus() {
    Octets octets(256, std::uint8_t{0x5A});
    octets.front() = 0xC0;
    octets.back() = 0x0B;
    return octets;
}

constexpr Octets sha256_with_rsa() {
    return der::sequence(
        {der::element(0x06, Octets{0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B}),
         der::element(0x05, "")});
}
constexpr Octets name() {
    const Octets common_name = der::element(0x06, Octets{0x55, 0x04, 0x03});
    const Octets attribute = der::sequence({common_name, der::element(0x0C, "vouch")});
    return der::sequence({der::element(0x31, attribute)});
}
constexpr Octets extension(const Octets& critical = {}) {
    const Octets key_usage = der::element(0x06, Octets{0x55, 0x1D, 0x0F});
    return der::sequence({key_usage, critical, der::element(0x04, "\x03\x02\x07\x80")});
}
constexpr Octets extensions(const Octets& list) {
    return der::element(0xA3, der::element(0x30, list));
}

/// The parts of a certificate, each to be changed in turn.
struct Parts {
    Octets version = der::element(0xA0, der::integer(2));
    Octets serial = der::integer(4711);
    Octets inner_algorithm = sha256_with_rsa();
    Octets issuer = name();
    Octets validity =
        der::sequence({der::element(0x17, "260101000000Z"), der::element(0x18, "20510101000000Z")});
    Octets subject = name();
    Octets key = der::subject_public_key_info(der::rsa_public_key(modulus(), 65537));
    Octets unique_identifiers = {};
    Octets extensions = jose_certificate::extensions(extension());
    Octets outer_algorithm = sha256_with_rsa();
    Octets signature = der::bit_string(Octets(256, std::uint8_t{0x11}));
    Octets more = {};

    constexpr Octets write() const {
        const Octets contents = der::sequence({version, serial, inner_algorithm, issuer, validity,
                                               subject, key, unique_identifiers, extensions});
        return der::sequence({contents, outer_algorithm, signature, more});
    }
};

constexpr bool is_taken(const Parts& parts) {
    const auto read = Certificate::from_der(parts.write());
    return read.has_value() && read->public_key().bits() == 2048 &&
           read->public_key().exponent() == 65537;
}
constexpr bool is_refused(const Octets& octets, Errc code) {
    const auto read = Certificate::from_der(octets);
    return !read.has_value() && read.error() == code;
}
bool is_malformed(const Parts& parts) {
    return is_refused(parts.write(), Errc::certificate_malformed);
}

static_assert([] {
    const Parts parts;
    return is_taken(parts);
}());
static_assert(is_refused({0x30, 0x80}, Errc::der_malformed));

}  // namespace

BOOST_AUTO_TEST_CASE(reads_the_key_and_the_period_of_validity) {
    const auto read = Certificate::from_der(Parts{}.write());
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST((read->public_key() ==
                *vouch::RsaPublicKey::from_octets(modulus(), Octets{0x01, 0x00, 0x01})));
    BOOST_TEST((read->not_before() == NumericDate{1'767'225'600}));
    BOOST_TEST((read->not_after() == NumericDate{2'556'144'000}));
}

BOOST_AUTO_TEST_CASE(a_version_allows_what_came_with_it) {
    const Octets v1{};
    const Octets v2 = der::element(0xA0, der::integer(1));
    const Octets v3 = der::element(0xA0, der::integer(2));
    const Octets identifiers =
        der::join({der::element(0x81, Octets{0, 1}), der::element(0x82, Octets{0, 2})});
    BOOST_TEST(is_taken({.version = v1, .extensions = {}}));
    BOOST_TEST(is_taken({.version = v2, .extensions = {}}));
    BOOST_TEST(is_taken({.version = v3, .extensions = {}}));
    BOOST_TEST(is_malformed({.version = v1}));
    BOOST_TEST(is_malformed({.version = v2}));
    BOOST_TEST(is_malformed({.version = v1, .unique_identifiers = identifiers, .extensions = {}}));
    BOOST_TEST(is_taken({.version = v2, .unique_identifiers = identifiers, .extensions = {}}));
    BOOST_TEST(is_taken({.unique_identifiers = identifiers}));
    for (const std::uint64_t number : {0U, 3U, 255U, 256U, 65538U}) {
        BOOST_TEST(is_malformed({.version = der::element(0xA0, der::integer(number))}), number);
    }
    BOOST_TEST(is_malformed({.version = der::element(0xA0, "")}));
    BOOST_TEST(is_malformed(
        {.version = der::element(0xA0, der::join({der::integer(2), der::integer(2)}))}));
}

BOOST_AUTO_TEST_CASE(takes_serial_numbers_as_they_are_found) {
    BOOST_TEST(is_taken({.serial = der::integer(0)}));
    BOOST_TEST(is_taken({.serial = der::element(0x02, Octets{0xFF})}), "negative");
    BOOST_TEST(is_taken({.serial = der::element(0x02, Octets(30, std::uint8_t{0x11}))}));
    BOOST_TEST(is_malformed({.serial = {}}));
    BOOST_TEST(
        is_refused(Parts{.serial = der::element(0x02, Octets{0, 1})}.write(), Errc::der_malformed));
}

BOOST_AUTO_TEST_CASE(the_two_signature_algorithms_are_one) {
    const Octets other = der::sequence({der::element(0x06, Octets{0x2A, 0x03})});
    BOOST_TEST(is_taken({.inner_algorithm = other, .outer_algorithm = other}));
    BOOST_TEST(is_malformed({.inner_algorithm = other}));
    BOOST_TEST(is_malformed({.outer_algorithm = other}));
    const Octets empty = der::element(0x30, "");
    BOOST_TEST(is_malformed({.inner_algorithm = empty, .outer_algorithm = empty}));
}

BOOST_AUTO_TEST_CASE(names_are_sets_of_attributes) {
    const Octets attribute =
        der::sequence({der::element(0x06, Octets{0x55, 0x04, 0x0A}), der::element(0x13, "a")});
    const Octets of_two = der::sequence({der::element(0x31, der::join({attribute, attribute}))});
    const Octets empty = der::element(0x30, "");
    BOOST_TEST(is_taken({.issuer = empty, .subject = empty}));
    BOOST_TEST(is_taken({.subject = of_two}));
    BOOST_TEST(is_malformed({.subject = der::sequence({der::element(0x31, "")})}));
    BOOST_TEST(is_malformed({.issuer = der::sequence({attribute})}));
    BOOST_TEST(
        is_malformed({.issuer = der::sequence({der::element(0x31, der::element(0x30, ""))})}));
    BOOST_TEST(is_malformed({.subject = der::element(0x31, "")}));
}

BOOST_AUTO_TEST_CASE(extensions_are_read_over_and_kept_to_their_form) {
    const Octets critical = der::element(0x01, Octets{0xFF});
    const Octets written_default = der::element(0x01, Octets{0x00});
    BOOST_TEST(is_taken({.extensions = extensions(extension(critical))}));
    BOOST_TEST(is_taken({.extensions = extensions(extension(written_default))}));
    BOOST_TEST(is_taken({.extensions = extensions(der::join({extension(), extension()}))}));
    BOOST_TEST(is_malformed({.extensions = extensions({})}), "none in the list");
    BOOST_TEST(is_malformed({.extensions = der::element(0xA3, "")}));
    BOOST_TEST(is_malformed({.extensions = der::join({extensions(extension()), extension()})}));
    BOOST_TEST(is_malformed({.extensions = extensions(der::sequence({critical}))}));
    BOOST_TEST(is_malformed({.extensions = der::element(0xA4, der::sequence({extension()}))}));
}

BOOST_AUTO_TEST_CASE(the_dates_are_two_and_exist) {
    const Octets date = der::element(0x17, "260101000000Z");
    BOOST_TEST(is_taken({.validity = der::sequence({date, date})}));
    BOOST_TEST(is_malformed({.validity = der::sequence({date})}));
    BOOST_TEST(is_malformed({.validity = der::sequence({date, date, date})}));
    BOOST_TEST(
        is_malformed({.validity = der::sequence({date, der::element(0x17, "260231000000Z")})}));
}

BOOST_AUTO_TEST_CASE(nothing_stands_after_the_signature) {
    BOOST_TEST(is_malformed({.more = der::integer(1)}));
    BOOST_TEST(is_malformed({.signature = {}}));
    BOOST_TEST(is_malformed({.signature = der::element(0x04, "signature")}));
    BOOST_TEST(is_refused(der::join({Parts{}.write(), {0x00}}), Errc::der_malformed));
    BOOST_TEST(is_refused(der::join({Parts{}.write(), Parts{}.write()}), Errc::der_malformed));
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong_with_the_key) {
    const Octets ed25519 = der::sequence({der::element(0x06, Octets{0x2B, 0x65, 0x70})});
    BOOST_TEST(is_refused(
        Parts{.key = der::sequence({ed25519, der::bit_string(Octets(32, std::uint8_t{1}))})}
            .write(),
        Errc::key_type));
    Octets small(128, std::uint8_t{0x5A});
    small.back() = 0x0B;
    const Octets small_key = der::subject_public_key_info(der::rsa_public_key(small, 65537));
    BOOST_TEST(is_refused(Parts{.key = small_key}.write(), Errc::key_too_small));
    const auto limited = Certificate::from_der(Parts{}.write(), {.min_bits = 3072});
    BOOST_TEST((limited.error() == Errc::key_too_small));
}

BOOST_AUTO_TEST_CASE(refuses_every_cut) {
    const Octets whole = Parts{}.write();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        BOOST_TEST(is_refused(cut, Errc::der_malformed), size);
    }
}

BOOST_AUTO_TEST_CASE(no_change_of_a_bit_makes_it_read_outside_of_the_octets) {
    const Octets whole = Parts{}.write();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            Octets changed = whole;
            changed[at] = static_cast<std::uint8_t>(changed[at] ^ 1 << bit);
            const auto read = Certificate::from_der(changed);
            // The sign octet of the modulus can become the first of its own octets.
            BOOST_TEST((!read.has_value() || read->public_key().bits() <= 2056));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
