// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging.hpp>

#include <boost/test/unit_test.hpp>

// The umbrella brings vouch.hpp as well, and nothing of a third party.
#if defined(OPENSSL_VERSION_MAJOR) || defined(INCLUDE_NLOHMANN_JSON_HPP_) || defined(SIMDJSON_H)
#error "messaging.hpp includes a third party"
#endif

BOOST_AUTO_TEST_SUITE(messaging_umbrella)

BOOST_AUTO_TEST_CASE(has_the_verifier_and_the_channels) {
    BOOST_CHECK(vouch::StaticKeys::from_jwks("{}").error() == vouch::Errc::keyset_no_keys);
    BOOST_CHECK(vouch::messaging::read_key_file("", {}, {}).error() ==
                vouch::Errc::key_file_format);
}

BOOST_AUTO_TEST_SUITE_END()
