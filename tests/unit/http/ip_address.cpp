// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/ip_address.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <string_view>

BOOST_AUTO_TEST_SUITE(http_ip_address)

namespace {

using vouch::http::IpAddress;
using vouch::http::Network;

static_assert(IpAddress::from_v4("192.0.2.1") == IpAddress::v4({192, 0, 2, 1}));
static_assert(!IpAddress::from_v4("127.1"));
static_assert(IpAddress::from_v6("::") == IpAddress::v6({}));
static_assert(Network::from_text("10.0.0.0/8")->contains(IpAddress::v4({10, 9, 8, 7})));

constexpr std::array<std::uint8_t, 16> groups(std::array<std::uint16_t, 8> values) {
    std::array<std::uint8_t, 16> octets{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        octets[2 * i] = static_cast<std::uint8_t>(values[i] >> 8);
        octets[2 * i + 1] = static_cast<std::uint8_t>(values[i] & 0xFF);
    }
    return octets;
}

}  // namespace

BOOST_AUTO_TEST_CASE(of_ipv4_have_one_spelling) {
    for (const std::string_view text : {"0.0.0.0", "255.255.255.255", "8.8.8.8", "192.0.2.200"}) {
        BOOST_TEST_CONTEXT(text) {
            const auto address = IpAddress::from_v4(text);
            BOOST_REQUIRE(address.has_value());
            BOOST_TEST(address->is_v4());
            BOOST_TEST(address->octets().size() == 4U);
        }
    }
    for (const std::string_view text :
         {"", "127.1", "127.0.1", "2130706433", "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01",
          "256.0.0.1", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4 ", " 1.2.3.4",
          "+1.2.3.4", "1.2.3.4/8", "99999999999.1.1.1", "a.b.c.d", "::1"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!IpAddress::from_v4(text)); }
    }
}

BOOST_AUTO_TEST_CASE(of_ipv6_are_read_in_each_spelling) {
    const auto is = [](std::string_view text, std::array<std::uint16_t, 8> values) {
        const auto address = IpAddress::from_v6(text);
        return address == IpAddress::v6(groups(values)) && !address->is_v4() &&
               address->octets().size() == 16;
    };
    BOOST_TEST(is("::1", {0, 0, 0, 0, 0, 0, 0, 1}));
    BOOST_TEST(is("1::", {1, 0, 0, 0, 0, 0, 0, 0}));
    BOOST_TEST(is("2001:DB8::a", {0x2001, 0xDB8, 0, 0, 0, 0, 0, 0xA}));
    BOOST_TEST(is("2001:0db8:0000:0000:0000:0000:0000:000a", {0x2001, 0xDB8, 0, 0, 0, 0, 0, 0xA}));
    BOOST_TEST(is("1:2:3:4:5:6:7:8", {1, 2, 3, 4, 5, 6, 7, 8}));
    BOOST_TEST(is("1:2:3:4:5:6:7::", {1, 2, 3, 4, 5, 6, 7, 0}));
    BOOST_TEST(is("::2:3:4:5:6:7:8", {0, 2, 3, 4, 5, 6, 7, 8}));
    BOOST_TEST(is("::ffff:127.0.0.1", {0, 0, 0, 0, 0, 0xFFFF, 0x7F00, 1}));
    BOOST_TEST(is("64:ff9b::10.0.0.1", {0x64, 0xFF9B, 0, 0, 0, 0, 0x0A00, 1}));
    BOOST_TEST(is("1:2:3:4:5:6:1.2.3.4", {1, 2, 3, 4, 5, 6, 0x102, 0x304}));
}

BOOST_AUTO_TEST_CASE(that_are_malformed_are_refused) {
    for (const std::string_view text : {"",
                                        ":",
                                        ":::",
                                        "1",
                                        "1:",
                                        ":1",
                                        "1:2:3:4:5:6:7",
                                        "1:2:3:4:5:6:7:8:9",
                                        "1::2::3",
                                        "1:2:3:4:5:6:7:8::",
                                        "::1:2:3:4:5:6:7:8",
                                        "12345::",
                                        "g::",
                                        "::1%eth0",
                                        "[::1]",
                                        "::127.0.0.1:1",
                                        "::127.1",
                                        "1:2:3:4:5:6:7:1.2.3.4",
                                        "1.2.3.4",
                                        "::1 ",
                                        "fe80::1/64"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!IpAddress::from_v6(text)); }
    }
}

BOOST_AUTO_TEST_CASE(a_network_holds_what_begins_with_its_bits) {
    const Network network = Network::from_text("172.16.0.0/12").value();
    BOOST_TEST(network.contains(IpAddress::v4({172, 16, 0, 0})));
    BOOST_TEST(network.contains(IpAddress::v4({172, 31, 255, 255})));
    BOOST_TEST(!network.contains(IpAddress::v4({172, 32, 0, 0})));
    BOOST_TEST(!network.contains(IpAddress::v4({172, 15, 255, 255})));
    BOOST_TEST(!network.contains(*IpAddress::from_v6("ac10::")));
    BOOST_TEST(Network::from_text("0.0.0.0/0")->contains(IpAddress::v4({255, 1, 2, 3})));
    BOOST_TEST(!Network::from_text("192.0.2.1")->contains(IpAddress::v4({192, 0, 2, 0})));
    BOOST_TEST(Network::from_text("2001:db8::/32")->contains(*IpAddress::from_v6("2001:db8:1::")));
    BOOST_TEST(!Network::from_text("2001:db8::/32")->contains(*IpAddress::from_v6("2001:db9::")));
    for (const std::string_view text : {"", "/8", "1.2.3.4/", "1.2.3.4/33", "::/129", "1.2.3.4/08",
                                        "1.2.3.4/-1", "1.2.3.4/8/8", "1.2.3.4/1000", "host/8"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!Network::from_text(text).has_value()); }
    }
}

BOOST_AUTO_TEST_SUITE_END()
