// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/pem.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

BOOST_AUTO_TEST_SUITE(text_pem)

namespace {

namespace pem = vouch::pem;
using vouch::Errc;
using Octets = std::vector<std::uint8_t>;

/// The bytes of the first block, or why there are none.
constexpr vouch::Result<Octets> first(std::string_view text) {
    pem::Reader reader{text};
    const vouch::Result<pem::Block> block = reader.next();
    if (!block) return block.error();
    return block->decode();
}

constexpr bool first_is(std::string_view text, const Octets& expected) {
    const vouch::Result<Octets> octets = first(text);
    return octets.has_value() && *octets == expected;
}

constexpr bool is_malformed(std::string_view text) {
    const vouch::Result<Octets> octets = first(text);
    return !octets.has_value() && octets.error() == Errc::pem_format;
}

static_assert(first_is("-----BEGIN TEST-----\nZm9v\n-----END TEST-----\n", {'f', 'o', 'o'}));
static_assert(is_malformed("-----BEGIN TEST-----\nZm9v\n-----END OTHER-----\n"));

}  // namespace

BOOST_AUTO_TEST_CASE(reads_a_block_whatever_its_line_breaks) {
    const Octets foobar{'f', 'o', 'o', 'b', 'a', 'r'};
    BOOST_TEST(first_is("-----BEGIN TEST-----\nZm9vYmFy\n-----END TEST-----\n", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST-----\r\nZm9vYmFy\r\n-----END TEST-----\r\n", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST-----\nZm9vYmFy\n-----END TEST-----", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST-----\nZm9v\nYmFy\n-----END TEST-----\n", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST-----\nZ\nm9vY\nmFy\n-----END TEST-----\n", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST----- \nZm9vYmFy \t\n-----END TEST----- \n", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST-----\n\nZm9vYmFy\n\n-----END TEST-----\n", foobar));
    BOOST_TEST(first_is("-----BEGIN TEST-----\n-----END TEST-----\n", {}));
}

BOOST_AUTO_TEST_CASE(passes_over_text_before_a_block) {
    BOOST_TEST(
        first_is("Certificate:\n    Data:\n\n-----BEGIN TEST-----\nZm9v\n-----END TEST-----\n",
                 {'f', 'o', 'o'}));
    BOOST_TEST(
        first_is("\n\r\n \n-----BEGIN TEST-----\nZm9v\n-----END TEST-----\n", {'f', 'o', 'o'}));
    BOOST_TEST(
        first_is("-- BEGIN\n-----BEGIN TEST-----\nZm9v\n-----END TEST-----\n", {'f', 'o', 'o'}));
}

BOOST_AUTO_TEST_CASE(refuses_what_is_not_well_formed) {
    for (const std::string_view text : {
             "",
             "\n",
             "text",
             "Zm9v",
             "-----BEGIN TEST-----",
             "-----BEGIN TEST-----\n",
             "-----BEGIN TEST-----\nZm9v\n",
             "-----BEGIN TEST-----\nZm9v-----END TEST-----\n",
             "-----BEGIN TEST-----Zm9v\n-----END TEST-----\n",
             "-----BEGIN TEST-----\nZm9v\n-----END TEST----\n",
             "-----BEGIN TEST-----\nZm9v\n-----END TEST----- trailing\n",
             "-----BEGIN TEST-----\nZm9v\n-----END test-----\n",
             "-----BEGIN TEST-----\nZm9v\n-----END-----\n",
             "-----BEGIN TEST-----\nZm9v\n-----BEGIN TEST-----\n",
             "-----BEGIN TEST----\nZm9v\n-----END TEST-----\n",
             "-----BEGIN -----\nZm9v\n-----END -----\n",
             "-----BEGIN-----\nZm9v\n-----END-----\n",
             "-----BEGINTEST-----\nZm9v\n-----ENDTEST-----\n",
             "----- BEGIN TEST-----\nZm9v\n----- END TEST-----\n",
             "---- BEGIN TEST ----\nZm9v\n---- END TEST ----\n",
             " -----BEGIN TEST-----\nZm9v\n-----END TEST-----\n",
             "\xEF\xBB\xBF-----BEGIN TEST-----\nZm9v\n-----END TEST-----\n",
             "-----END TEST-----\n-----BEGIN TEST-----\nZm9v\n-----END TEST-----\n",
             "-----BEGIN TEST-----\rZm9v\r-----END TEST-----\r",
         }) {
        BOOST_TEST(is_malformed(text), text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_a_body_that_is_not_strict_base64) {
    for (const std::string_view body :
         {"Zm9", "Zg", "Zh==", "Zm9v=", "Zm 9v", " Zm9v", "Zm-_", "Zg==\nZm9v", "Zm9v!",
          "Proc-Type: 4,ENCRYPTED\n\nZm9v", "Comment: text\nZm9v"}) {
        const std::string text =
            "-----BEGIN TEST-----\n" + std::string{body} + "\n-----END TEST-----\n";
        BOOST_TEST(is_malformed(text), body);
    }
}

BOOST_AUTO_TEST_CASE(reads_blocks_in_order_and_says_when_there_are_no_more) {
    pem::Reader reader{
        "one\n-----BEGIN A-----\nZg==\n-----END A-----\n\n"
        "two\n-----BEGIN B C-----\nZm8=\n-----END B C-----\n \r\n\t\n"};
    BOOST_TEST(!reader.at_end());
    const auto a = reader.next();
    BOOST_TEST((a.has_value() && a->label == "A" && a->body == "Zg==\n"));
    BOOST_TEST(!reader.at_end());
    const auto b = reader.next();
    BOOST_TEST((b.has_value() && b->label == "B C" && b->body == "Zm8=\n"));
    BOOST_TEST(reader.at_end());
    BOOST_TEST((reader.next().error() == Errc::pem_format));
}

BOOST_AUTO_TEST_CASE(refuses_text_after_the_last_block) {
    pem::Reader reader{"-----BEGIN A-----\nZg==\n-----END A-----\ngarbage\n"};
    BOOST_TEST(reader.next().has_value());
    BOOST_TEST(!reader.at_end());
    BOOST_TEST((reader.next().error() == Errc::pem_format));
}

BOOST_AUTO_TEST_SUITE_END()
