// SPDX-License-Identifier: BSL-1.0
#include <vouch/text/der.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/der_writer.hpp"

BOOST_AUTO_TEST_SUITE(text_der)

namespace {

namespace der = vouch::der;
namespace writer = vouch_tests::der;
using der::Fault;
using der::Reader;
using der::Tag;
using Octets = std::vector<std::uint8_t>;

/// What a reader says after `read(inside)` where `inside` reads the content of a SEQUENCE.
template <class Read>
constexpr Fault fault_of_document(const Octets& document, Read read) {
    Fault fault = Fault::none;
    Reader reader{document, Tag::sequence, fault};
    read(reader);
    reader.end();
    return fault;
}

template <class Read>
constexpr Fault fault_of(const Octets& content, Read read) {
    return fault_of_document(writer::element(0x30, content), read);
}

constexpr auto integer = [](Reader& reader) { reader.integer(); };
constexpr auto unsigned_integer = [](Reader& reader) { reader.unsigned_integer(); };
constexpr auto bit_string = [](Reader& reader) { reader.octets_of_bit_string(); };
constexpr auto boolean = [](Reader& reader) { reader.boolean(); };
constexpr auto null = [](Reader& reader) { reader.null(); };
constexpr auto skip = [](Reader& reader) { reader.skip(); };
constexpr auto nothing = [](Reader&) {};

constexpr bool is(der::Octets octets, const Octets& expected) {
    return std::equal(octets.begin(), octets.end(), expected.begin(), expected.end());
}

static_assert([] {
    const Octets document =
        writer::sequence({writer::integer(65537), writer::sequence({writer::element(0x04, "text")}),
                          writer::bit_string({1, 2, 3}), writer::element(0x05, "")});
    Fault fault = Fault::none;
    Reader reader{document, Tag::sequence, fault};
    const bool number = is(reader.unsigned_integer(), {1, 0, 1});
    Reader inside = reader.enter(Tag::sequence);
    const bool text = inside.next_is(Tag::octet_string) &&
                      is(inside.read(Tag::octet_string), {'t', 'e', 'x', 't'}) && inside.at_end();
    const bool bits = is(reader.octets_of_bit_string(), {1, 2, 3});
    reader.null();
    reader.end();
    return number && text && bits && fault == Fault::none;
}());
static_assert(fault_of({0x02, 0x02, 0x00, 0x7F}, integer) == Fault::encoding, "not minimal");

}  // namespace

BOOST_AUTO_TEST_CASE(takes_the_shortest_length_only) {
    for (const std::size_t size : {0U, 1U, 127U, 128U, 255U, 256U, 65535U, 65536U, 70000U}) {
        const Octets content(size, std::uint8_t{0});
        BOOST_TEST((fault_of(writer::element(0x04, content), skip) == Fault::none), size);
    }
    const Octets content(127, std::uint8_t{0});
    const Octets longer(128, std::uint8_t{0});
    BOOST_TEST((fault_of(writer::join({{0x04, 0x81, 0x7F}, content}), skip) == Fault::encoding));
    BOOST_TEST((fault_of(writer::join({{0x04, 0x81, 0x80}, longer}), skip) == Fault::none));
    BOOST_TEST((fault_of(writer::join({{0x04, 0x82, 0, 0x80}, longer}), skip) == Fault::encoding));
    BOOST_TEST(
        (fault_of(writer::join({{0x04, 0x83, 0, 0, 0x80}, longer}), skip) == Fault::encoding));
    BOOST_TEST((fault_of(writer::join({{0x04, 0x85, 0, 0, 0, 0, 0x80}, longer}), skip) ==
                Fault::encoding));
}

BOOST_AUTO_TEST_CASE(refuses_the_lengths_of_ber) {
    BOOST_TEST((fault_of_document({0x30, 0x80, 0x05, 0x00, 0x00, 0x00}, null) == Fault::encoding),
               "indefinite");
    BOOST_TEST((fault_of({0x24, 0x80, 0x04, 0x00, 0x00, 0x00}, skip) == Fault::encoding),
               "indefinite inside");
    BOOST_TEST((fault_of_document({0x30, 0xFF, 0x05, 0x00}, null) == Fault::encoding), "reserved");
}

BOOST_AUTO_TEST_CASE(refuses_what_is_cut_or_goes_on) {
    const Octets whole = writer::sequence({writer::integer(65537), writer::bit_string({1, 2})});
    const auto read = [](Reader& reader) {
        reader.integer();
        reader.octets_of_bit_string();
    };
    BOOST_TEST((fault_of_document(whole, read) == Fault::none));
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        BOOST_TEST((fault_of_document(cut, read) == Fault::encoding), size);
    }
    BOOST_TEST((fault_of_document(writer::join({whole, {0x00}}), read) == Fault::encoding));
    BOOST_TEST((fault_of_document(writer::join({whole, whole}), read) == Fault::encoding));
    BOOST_TEST((fault_of_document({0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF}, read) == Fault::encoding));
    BOOST_TEST((fault_of({0x04, 0x01}, skip) == Fault::encoding), "an inner one longer than outer");
    BOOST_TEST((fault_of({0x04}, skip) == Fault::encoding), "a tag alone");
}

BOOST_AUTO_TEST_CASE(tells_a_wrong_form_from_a_wrong_encoding) {
    BOOST_TEST((fault_of(writer::integer(1), null) == Fault::form), "another tag");
    BOOST_TEST((fault_of({}, null) == Fault::form), "missing");
    BOOST_TEST((fault_of(writer::integer(1), nothing) == Fault::form), "one too many");
    BOOST_TEST((fault_of_document(writer::integer(1), nothing) == Fault::encoding),
               "not the document that was asked for");
    BOOST_TEST((fault_of({0x1F, 0x81, 0x01, 0x00}, skip) == Fault::encoding), "a tag over 30");
}

BOOST_AUTO_TEST_CASE(takes_minimal_integers_only) {
    for (const Octets& content :
         {Octets{0x00}, {0x7F}, {0x80}, {0xFF}, {0x00, 0x80}, {0xFF, 0x7F}, {0x01, 0x00}}) {
        BOOST_TEST((fault_of(writer::element(0x02, content), integer) == Fault::none));
    }
    for (const Octets& content :
         {Octets{}, {0x00, 0x00}, {0x00, 0x7F}, {0xFF, 0x80}, {0xFF, 0xFF}, {0x00, 0x00, 0x80}}) {
        BOOST_TEST((fault_of(writer::element(0x02, content), integer) == Fault::encoding));
    }
}

BOOST_AUTO_TEST_CASE(takes_the_sign_octet_off_a_number) {
    const auto read = [](const Octets& content) {
        const Octets document = writer::sequence({writer::element(0x02, content)});
        Fault fault = Fault::none;
        Reader reader{document, Tag::sequence, fault};
        const der::Octets number = reader.unsigned_integer();
        return Octets(number.begin(), number.end());
    };
    BOOST_TEST(read({0x00, 0x80}) == (Octets{0x80}));
    BOOST_TEST(read({0x7F}) == (Octets{0x7F}));
    BOOST_TEST(read({0x00}) == (Octets{0x00}));
    BOOST_TEST(read({0x01, 0x00, 0x01}) == (Octets{0x01, 0x00, 0x01}));
    BOOST_TEST(read({0x80}) == Octets{});
    BOOST_TEST((fault_of(writer::element(0x02, Octets{0x80}), unsigned_integer) == Fault::form),
               "negative");
    BOOST_TEST(
        (fault_of(writer::element(0x02, Octets{0, 0, 0x80}), unsigned_integer) == Fault::encoding));
}

BOOST_AUTO_TEST_CASE(takes_bit_strings_of_whole_octets) {
    BOOST_TEST((fault_of({0x03, 0x02, 0x00, 0xFF}, bit_string) == Fault::none));
    BOOST_TEST((fault_of({0x03, 0x01, 0x00}, bit_string) == Fault::none), "of none");
    BOOST_TEST((fault_of({0x03, 0x00}, bit_string) == Fault::encoding));
    BOOST_TEST((fault_of({0x03, 0x02, 0x08, 0x00}, bit_string) == Fault::encoding));
    BOOST_TEST((fault_of({0x03, 0x02, 0x01, 0xFE}, bit_string) == Fault::form), "seven bits");
    BOOST_TEST((fault_of({0x23, 0x04, 0x03, 0x02, 0x00, 0xFF}, bit_string) == Fault::form),
               "constructed");
}

BOOST_AUTO_TEST_CASE(takes_booleans_and_null_as_der_has_them) {
    BOOST_TEST((fault_of({0x01, 0x01, 0xFF}, boolean) == Fault::none));
    BOOST_TEST((fault_of({0x01, 0x01, 0x00}, boolean) == Fault::none));
    BOOST_TEST((fault_of({0x01, 0x01, 0x01}, boolean) == Fault::encoding));
    BOOST_TEST((fault_of({0x01, 0x00}, boolean) == Fault::encoding));
    BOOST_TEST((fault_of({0x01, 0x02, 0xFF, 0xFF}, boolean) == Fault::encoding));
    BOOST_TEST((fault_of({0x05, 0x00}, null) == Fault::none));
    BOOST_TEST((fault_of({0x05, 0x01, 0x00}, null) == Fault::encoding));
}

BOOST_AUTO_TEST_CASE(keeps_the_first_fault_and_reads_nothing_after_it) {
    const Octets document = writer::sequence(
        {writer::sequence({writer::element(0x02, Octets{0, 0})}), writer::element(0x04, "text")});
    Fault fault = Fault::none;
    Reader reader{document, Tag::sequence, fault};
    Reader inside = reader.enter(Tag::sequence);
    BOOST_TEST(!inside.at_end());
    inside.integer();
    BOOST_TEST((fault == Fault::encoding));
    BOOST_TEST((reader.at_end() && !reader.next_is(Tag::octet_string)));
    BOOST_TEST(reader.read(Tag::octet_string).empty());
    BOOST_TEST(reader.read_whole(Tag::octet_string).empty());
    BOOST_TEST(reader.enter(Tag::sequence).at_end());
    reader.refuse();
    BOOST_TEST((fault == Fault::encoding));
}

BOOST_AUTO_TEST_SUITE_END()
