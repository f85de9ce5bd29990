// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/address_policy.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <utility>

BOOST_AUTO_TEST_SUITE(http_address_policy)

namespace {

using vouch::Errc;
using vouch::http::AddressPolicy;
using vouch::http::IpAddress;
using vouch::http::is_public;
using vouch::http::Network;

constexpr IpAddress address(std::string_view text) {
    const auto v4 = IpAddress::from_v4(text);
    return v4 ? *v4 : IpAddress::from_v6(text).value();
}

static_assert(is_public(address("8.8.8.8")) && !is_public(address("127.0.0.1")));

/// The last address before a range, its first, its last and the next one; or empty texts.
struct Range {
    std::string_view before, first, last, after;
};

}  // namespace

BOOST_AUTO_TEST_CASE(ranges_for_special_purposes_are_refused_to_the_last_address) {
    for (const auto& [before, first, last, after] : {
             Range{"", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
             Range{"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
             Range{"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
             Range{"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
             Range{"168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17"},
             Range{"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
             Range{"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
             Range{"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
             Range{"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
             Range{"192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0"},
             Range{"192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0"},
             Range{"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
             Range{"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
             Range{"192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0"},
             Range{"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
             Range{"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
             Range{"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
             Range{"223.255.255.255", "224.0.0.0", "255.255.255.255", ""},
             Range{"", "::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
             Range{"2000:ffff::", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
             Range{"2001:db7:ffff::", "2001:db8::", "2001:db8:ffff::", "2001:db9::"},
             Range{"2001:ffff::", "2002::", "2002:ffff::", "2003::"},
             Range{"2620:4f:7fff::", "2620:4f:8000::", "2620:4f:8000:ffff::", "2620:4f:8001::"},
             Range{"3ffe:ffff::", "3fff::", "3fff:fff:ffff::", "3fff:1000::"},
             Range{"", "4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
         }) {
        BOOST_TEST_CONTEXT(first) {
            BOOST_TEST(!is_public(address(first)));
            BOOST_TEST(!is_public(address(last)));
            if (!before.empty()) BOOST_TEST(is_public(address(before)));
            if (!after.empty()) BOOST_TEST(is_public(address(after)));
        }
    }
}

BOOST_AUTO_TEST_CASE(no_address_of_ipv4_comes_in_through_ipv6) {
    for (const std::string_view text :
         {"::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
          "64:ff9b:1::8.8.8.8", "2002:808:808::", "2001:0:808:808::", "::1", "fc00::1", "fe80::1",
          "fec0::1", "ff02::1", "100::1", "5f00::1", "fd00:ec2::254"}) {
        BOOST_TEST_CONTEXT(text) { BOOST_TEST(!is_public(address(text))); }
    }
    BOOST_TEST(is_public(address("2606:4700:4700::1111")));
}

BOOST_AUTO_TEST_CASE(a_network_can_be_allowed_by_name) {
    const AddressPolicy strict;
    BOOST_TEST((strict.check(address("127.0.0.1")).error() == Errc::endpoint_address));
    BOOST_TEST(strict.check(address("8.8.8.8")).has_value());
    const AddressPolicy for_tests{{Network::from_text("127.0.0.0/8").value()}};
    BOOST_TEST(for_tests.check(address("127.0.0.1")).has_value());
    BOOST_TEST(for_tests.check(address("8.8.8.8")).has_value());
    BOOST_TEST((for_tests.check(address("10.0.0.1")).error() == Errc::endpoint_address));
    BOOST_TEST((for_tests.check(address("::ffff:127.0.0.1")).error() == Errc::endpoint_address));
}

BOOST_AUTO_TEST_SUITE_END()
