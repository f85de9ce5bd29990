// SPDX-License-Identifier: BSL-1.0
// Fetches a key set through a proxy, of which there is none here.
//     c++ -std=c++20 -Iinclude docs/examples/fetch_behind_a_proxy.cpp -o behind_a_proxy -lcurl
//     ./behind_a_proxy
// prints: a proxy in a private network: the endpoint is at an address that is not allowed
// prints: the same, allowed: the endpoint could not be reached
#include <vouch/http/curl.hpp>
#include <vouch/jwks.hpp>

#include <iostream>
#include <string_view>
#include <utility>

namespace {

constexpr std::string_view url = "https://login.example.com/jwks.json";

void show(std::string_view what, vouch::http::CurlOptions options) {
    const vouch::Curl curl{std::move(options)};
    const auto response = curl.get({.url = *vouch::http::Url::parse(url)});
    std::cout << what << ": " << (response ? "an answer" : response.error().message()) << '\n';
}

}  // namespace

int main() {
    vouch::http::CurlOptions without;
    without.proxy = "http://127.0.0.1:1";
    show("a proxy in a private network", without);

    // [options]
    vouch::http::CurlOptions options;
    options.proxy = "http://127.0.0.1:1";
    options.addresses.allowed = {*vouch::http::Network::from_text("127.0.0.1")};  // the proxy's own
    // [options]
    show("the same, allowed", options);

    // [source]
    const auto keys = vouch::JwksSource<vouch::Curl>::open(url, {}, vouch::Curl{options});
    // [source]
    return keys ? 0 : 1;
}
