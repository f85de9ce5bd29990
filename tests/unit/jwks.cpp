// SPDX-License-Identifier: BSL-1.0
#include <vouch/jwks.hpp>
// What was declared agrees with what is defined.
#include <vouch/fwd.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <type_traits>

// The umbrella brings vouch.hpp as well, and nothing of a third party: the transport over libcurl
// is included beside it.
#if defined(CURLINC_CURL_H) || defined(OPENSSL_VERSION_MAJOR) || \
    defined(INCLUDE_NLOHMANN_JSON_HPP_) || defined(SIMDJSON_H)
#error "jwks.hpp includes a third party"
#endif

BOOST_AUTO_TEST_SUITE(jwks_umbrella)

namespace {

/// A transport of a program that fetches nothing.
struct Nowhere {
    vouch::Result<vouch::http::Response> get(const vouch::http::Request&) const {
        return vouch::Errc::endpoint_unreachable;
    }
};

using Source = vouch::JwksSource<Nowhere>;
static_assert(std::is_same_v<Source, vouch::JwksSource<Nowhere, vouch::SystemClock>>);
static_assert(std::is_same_v<vouch::JwksRefresher<>, vouch::JwksRefresher<vouch::SystemClock>>);
static_assert(
    std::is_same_v<vouch::Discovery<Nowhere>, vouch::Discovery<Nowhere, vouch::SystemClock>>);

}  // namespace

BOOST_AUTO_TEST_CASE(has_the_verifier_and_keys_that_are_fetched) {
    const vouch::JwksRefresher<> refresher{{.threads = 0}};
    const auto keys = Source::open("https://login.example.com/jwks.json", {}, Nowhere{}, refresher);
    BOOST_REQUIRE(keys.has_value());
    const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Source>
        verifier{*keys};
    BOOST_TEST((verifier.verify("").error() == vouch::Errc::token_format));
}

BOOST_AUTO_TEST_SUITE_END()
