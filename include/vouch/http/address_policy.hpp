// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_ADDRESS_POLICY_HPP
#define VOUCH_HTTP_ADDRESS_POLICY_HPP

#include <vouch/http/ip_address.hpp>
#include <vouch/result.hpp>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace vouch::inline v1::http {

namespace detail {

consteval Network network(std::string_view text) { return Network::from_text(text).value(); }

/// Of IPv4, what is not for the public internet (IANA IPv4 Special-Purpose Address Registry, RFC
/// 6890), multicast and reserved addresses, and one where a cloud serves the metadata of its
/// machines.
inline constexpr std::array refused_v4{
    network("0.0.0.0/8"),        // this network, RFC 791
    network("10.0.0.0/8"),       // private, RFC 1918
    network("100.64.0.0/10"),    // shared, RFC 6598; metadata of some clouds
    network("127.0.0.0/8"),      // loopback, RFC 1122
    network("168.63.129.16"),    // metadata, public though it is
    network("169.254.0.0/16"),   // link local, RFC 3927; metadata of most clouds
    network("172.16.0.0/12"),    // private, RFC 1918
    network("192.0.0.0/24"),     // protocol assignments, RFC 6890
    network("192.0.2.0/24"),     // documentation, RFC 5737
    network("192.31.196.0/24"),  // AS112, RFC 7535
    network("192.52.193.0/24"),  // AMT, RFC 7450
    network("192.88.99.0/24"),   // 6to4 relays, RFC 7526
    network("192.168.0.0/16"),   // private, RFC 1918
    network("192.175.48.0/24"),  // AS112, RFC 7534
    network("198.18.0.0/15"),    // benchmarking, RFC 2544
    network("198.51.100.0/24"),  // documentation, RFC 5737
    network("203.0.113.0/24"),   // documentation, RFC 5737
    network("224.0.0.0/4"),      // multicast, RFC 5771
    network("240.0.0.0/4"),      // reserved and broadcast, RFC 1112, RFC 919
};

/// Of IPv6, all is refused but global unicast: loopback, private, link local and multicast
/// addresses, and those that hold one of IPv4.
inline constexpr Network global_v6 = network("2000::/3");  // RFC 4291 §2.4

/// And of global unicast, what is for special purposes (IANA IPv6 Special-Purpose Address
/// Registry).
inline constexpr std::array refused_v6{
    network("2001::/23"),          // protocol assignments, Teredo among them, RFC 2928, RFC 4380
    network("2001:db8::/32"),      // documentation, RFC 3849
    network("2002::/16"),          // 6to4, RFC 3056
    network("2620:4f:8000::/48"),  // AS112, RFC 7534
    network("3fff::/20"),          // documentation, RFC 9637
};

}  // namespace detail

/// Whether an address is of the public internet, where the endpoint of a stranger may be.
constexpr bool is_public(const IpAddress& address) noexcept {
    const auto contains = [&](const Network& network) { return network.contains(address); };
    if (address.is_v4())
        return std::none_of(detail::refused_v4.begin(), detail::refused_v4.end(), contains);
    return detail::global_v6.contains(address) &&
           std::none_of(detail::refused_v6.begin(), detail::refused_v6.end(), contains);
}

/// Which addresses may be connected to: those of the public internet, and networks that are allowed
/// by name, for tests and for private deployments. Asked for each address of a host at each fetch,
/// not for its name.
struct AddressPolicy {
    std::vector<Network> allowed = {};

    /// \return `endpoint_address`.
    constexpr Result<void> check(const IpAddress& address) const noexcept {
        const auto contains = [&](const Network& network) { return network.contains(address); };
        if (is_public(address) || std::any_of(allowed.begin(), allowed.end(), contains)) return {};
        return Errc::endpoint_address;
    }
};

}  // namespace vouch::inline v1::http

#endif
