// SPDX-License-Identifier: BSL-1.0
#include <vouch/jose/certificate_time.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

#include "support/der_writer.hpp"

BOOST_AUTO_TEST_SUITE(jose_certificate_time)

namespace {

namespace der = vouch_tests::der;

constexpr std::optional<std::int64_t> read(std::uint8_t tag, std::string_view text) {
    const der::Octets document = der::sequence({der::element(tag, text)});
    vouch::der::Fault fault = vouch::der::Fault::none;
    vouch::der::Reader reader{document, vouch::der::Tag::sequence, fault};
    const vouch::NumericDate date = vouch::detail::read_certificate_time(reader);
    reader.end();
    if (fault != vouch::der::Fault::none) return {};
    return date.seconds;
}
constexpr std::optional<std::int64_t> utc(std::string_view text) { return read(0x17, text); }
constexpr std::optional<std::int64_t> generalized(std::string_view text) {
    return read(0x18, text);
}

static_assert(utc("700101000000Z") == 0);
static_assert(generalized("20000229235959Z") == 951'868'799);
static_assert(!utc("000230000000Z"));

}  // namespace

BOOST_AUTO_TEST_CASE(counts_the_seconds) {
    BOOST_TEST((utc("700101000000Z") == 0));
    BOOST_TEST((utc("691231235959Z") == -1));
    BOOST_TEST((utc("381119031408Z") == 2'173'749'248));
    BOOST_TEST((generalized("20380119031408Z") == 2'147'483'648));
    BOOST_TEST((generalized("99991231235959Z") == vouch::NumericDate::last_second));
    BOOST_TEST((generalized("00000101000000Z") == -62'167'219'200));
}

BOOST_AUTO_TEST_CASE(a_year_of_two_digits_is_in_1950_to_2049) {
    BOOST_TEST((utc("500101000000Z") == generalized("19500101000000Z")));
    BOOST_TEST((utc("991231235959Z") == generalized("19991231235959Z")));
    BOOST_TEST((utc("000101000000Z") == generalized("20000101000000Z")));
    BOOST_TEST((utc("491231235959Z") == generalized("20491231235959Z")));
}

BOOST_AUTO_TEST_CASE(refuses_days_and_times_that_do_not_exist) {
    BOOST_TEST(utc("260228235959Z").has_value());
    for (const std::string_view text :
         {"260229000000Z", "260001000000Z", "261301000000Z", "260100000000Z", "260132000000Z",
          "260431000000Z", "260101240000Z", "260101006000Z", "260101000060Z"}) {
        BOOST_TEST(!utc(text).has_value(), text);
    }
    BOOST_TEST(generalized("20000229000000Z").has_value());
    BOOST_TEST(!generalized("21000229000000Z").has_value());
}

BOOST_AUTO_TEST_CASE(refuses_the_other_spellings_of_asn1) {
    for (const std::string_view text :
         {"", "Z", "2601010000Z", "260101000000", "260101000000z", "260101000000+0000",
          "2601010000000", "20260101000000Z", "260101000000.0Z", "26 101000000Z", "-60101000000Z",
          "2601010000:0Z", "260101000000ZZ", "/60101000000Z"}) {
        BOOST_TEST(!utc(text).has_value(), text);
    }
    for (const std::string_view text :
         {"", "260101000000Z", "202601010000Z", "20260101000000", "20260101000000.5Z",
          "20260101000000+0000", "2026010100000AZ"}) {
        BOOST_TEST(!generalized(text).has_value(), text);
    }
    BOOST_TEST(!read(0x04, "260101000000Z").has_value(), "another type");
}

BOOST_AUTO_TEST_SUITE_END()
