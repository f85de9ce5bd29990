// SPDX-License-Identifier: BSL-1.0
#include <vouch/vouch.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>
#include <utility>

// The umbrella brings what the README shows, and nothing of a third party.
using CustomerVerifier =
    vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>,
                    vouch::Issuer<"https://login.example.com">, vouch::StaticKeys>;
static_assert(noexcept(std::declval<const CustomerVerifier&>().verify(std::string_view{})));

#if defined(OPENSSL_VERSION_MAJOR) || defined(INCLUDE_NLOHMANN_JSON_HPP_) || defined(SIMDJSON_H)
#error "vouch.hpp includes a third party"
#endif

BOOST_AUTO_TEST_SUITE(vouch_umbrella)

BOOST_AUTO_TEST_CASE(has_keys_in_every_form) {
    BOOST_CHECK(vouch::StaticKeys::from_jwks("{}").error() == vouch::Errc::keyset_no_keys);
    BOOST_CHECK(vouch::StaticKeys::from_jwk("[]").error() == vouch::Errc::key_json);
    BOOST_CHECK(vouch::StaticKeys::from_pem("").error() == vouch::Errc::pem_format);
    BOOST_CHECK(!vouch::StaticKeys::from_certificate("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
