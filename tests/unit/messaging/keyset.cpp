// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/keyset.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_keyset)

namespace {

using vouch::Errc;
using vouch::messaging::check_keyset_issuer;

constexpr bool is_issuer(std::string_view issuer) {
    const auto checked = check_keyset_issuer(issuer);
    return checked || checked.error() != Errc::keyset_issuer;
}
static_assert(is_issuer("https://login.example.com"));
static_assert(!is_issuer(""));

}  // namespace

BOOST_AUTO_TEST_CASE(is_of_type_keys_unless_it_says_otherwise) {
    const vouch::messaging::Keyset keyset{.name = "Login", .issuer = "https://login.example.com"};
    BOOST_TEST((keyset.type == vouch::messaging::KeysetType::keys));
    BOOST_TEST(keyset.keys.empty());
    BOOST_TEST(keyset.endpoint_url.empty());
}

BOOST_AUTO_TEST_CASE(an_issuer_is_any_plain_text) {
    // It is compared byte for byte, so nothing in it is put right.
    for (const char* const issuer :
         {"https://login.example.com/", "HTTPS://Login.Example.com", "login", " ", "a b",
          "https://login.example.com/t\xC3\xA9nant?a=b#c"}) {
        BOOST_TEST(is_issuer(issuer), issuer);
    }
    using namespace std::string_literals;
    for (const std::string& issuer : {"a\nb"s, "a\0b"s, "\x7F"s, "\t"s, "\xFF"s, "a\xC3"s}) {
        BOOST_TEST(!is_issuer(issuer), issuer);
    }
}

BOOST_AUTO_TEST_CASE(an_issuer_has_2048_bytes_at_the_most) {
    BOOST_TEST(is_issuer(std::string(2048, 'a')));
    BOOST_TEST(!is_issuer(std::string(2049, 'a')));
    // Bytes, not characters.
    BOOST_TEST(!is_issuer(std::string(2047, 'a') + "\xC3\xA4"));
}

BOOST_AUTO_TEST_SUITE_END()
