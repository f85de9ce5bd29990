// SPDX-License-Identifier: BSL-1.0
// URLs and addresses: what is accepted has one spelling, and an address that is none of the public
// internet is refused however it is written.
#include <vouch/http/address_policy.hpp>
#include <vouch/http/ip_address.hpp>
#include <vouch/http/url.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/oracle.hpp"

namespace {

using vouch::http::IpAddress;
using vouch::http::Network;
using vouch::http::Url;
using vouch_fuzz::require;

/// What the system makes of an address.
template <std::size_t Octets>
std::optional<std::array<std::uint8_t, Octets>> by_system(std::string_view text) {
    if (text.find('\0') != std::string_view::npos) return {};
    std::array<std::uint8_t, Octets> octets;
    const int family = Octets == 4 ? AF_INET : AF_INET6;
    if (inet_pton(family, std::string{text}.c_str(), octets.data()) != 1) return {};
    return octets;
}

template <std::size_t Octets>
void compare(std::string_view text, const std::optional<IpAddress>& address) {
    const auto octets = by_system<Octets>(text);
    require(address.has_value() == octets.has_value(), "an address is one to the system too");
    if (octets) require(std::ranges::equal(address->octets(), *octets), "it is the same");
}

void check_address(std::string_view text) {
    compare<4>(text, IpAddress::from_v4(text));
    compare<16>(text, IpAddress::from_v6(text));
    if (const auto network = Network::from_text(text)) {
        require(network->contains(network->first), "a network has its first address");
        const vouch::http::AddressPolicy allows{{*network}};
        require(allows.check(network->first).has_value(), "what is allowed may be connected to");
    }
}

void check_url(std::string_view text) {
    const auto url = Url::parse(text);
    if (!url) {
        require(url.error().code() >= vouch::Errc::endpoint_url &&
                    url.error().code() <= vouch::Errc::endpoint_host,
                "the reason is a URL's");
        return;
    }
    require(url->text() == text && text.size() <= 2048, "a URL stays as it is");
    require(url->port() == 443, "the port is allowed");
    require(url->target().starts_with('/') || url->target().starts_with('?'), "there is a target");
    require(!url->host().empty() && url->host().find_first_of("@\\ %#ABCDEFGHIJKLMNOPQRSTUVWXYZ") ==
                                        std::string_view::npos,
            "a host has one spelling");
    // Programs that read numbers as inet_aton does see an address where we see one.
    in_addr number{};
    if (inet_aton(std::string{url->host()}.c_str(), &number) != 0) {
        require(url->address().has_value(), "a host that looks like an address is one");
    }
    // What it would be asked for again is the same.
    const bool is_v6 = url->address() && !url->address()->is_v4();
    const std::string host{url->host()};
    const std::string again = "https://" + (is_v6 ? '[' + host + ']' : host) + "/";
    const auto same = Url::parse(again);
    require(same && same->host() == url->host() && same->address() == url->address(),
            "the host reads as the same");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = vouch_fuzz::text_of(data, size);
    check_address(text);
    check_url(text);
    check_url("https://" + std::string{text});
    return 0;
}
