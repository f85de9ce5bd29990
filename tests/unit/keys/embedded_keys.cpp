// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/embedded_keys.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include <vouch/crypto/builtin.hpp>

#include "support/embedded_token.hpp"

BOOST_AUTO_TEST_SUITE(keys_embedded_keys)

namespace {

using vouch::Builtin;
using vouch::Errc;
using vouch::StrictJson;
using vouch::detail::embedded_key_set_fault;
using Keys = vouch::EmbeddedKeys<vouch_tests::embedded_keys>;
using Bound = vouch::bound_key_source<Keys, Builtin, StrictJson>;

static_assert(vouch::key_source<Keys, Builtin, StrictJson>);
static_assert(Bound{Keys{}, Builtin{}, StrictJson{}}.keys()->entries().size() == 1);

constexpr bool has_fault(std::string_view text, Errc reason, std::size_t index) {
    const auto fault = embedded_key_set_fault(text);
    return fault.reason == reason && fault.index == index;
}
static_assert(has_fault(vouch_tests::embedded_keys, Errc{}, 0));
static_assert(has_fault("{", Errc::keyset_json, 0));
static_assert(has_fault("{}", Errc::keyset_no_keys, 0));
static_assert(has_fault(R"({"keys":[]})", Errc::keyset_no_usable_key, 0));
static_assert(has_fault(R"({"keys":[{"kty":"EC"}]})", Errc::key_type, 0));

}  // namespace

BOOST_AUTO_TEST_CASE(are_ready_when_the_program_runs) {
    const Bound bound{Keys{}, Builtin{}, StrictJson{}};
    BOOST_TEST(bound.keys()->choose<vouch::RS256>("2026-01").has_value());
    BOOST_TEST((bound.keys()->choose<vouch::RS256>("x").error() == Errc::key_not_found));
}

// rule 77
BOOST_AUTO_TEST_CASE(one_bad_key_is_a_fault_of_the_whole) {
    BOOST_TEST(has_fault(vouch_tests::embedded_keys, Errc{}, 0));
    BOOST_TEST(has_fault(R"({"keys":[{"kty":"RSA","d":"AQ"}]})", Errc::key_private_material, 0));
    const std::string good{vouch_tests::embedded_keys};
    const std::string two = good.substr(0, good.size() - 2) + R"(,{"kty":"oct"}]})";
    BOOST_TEST(has_fault(two, Errc::key_type, 1));
}

// rule 80
BOOST_AUTO_TEST_CASE(two_keys_of_one_name_are_a_fault) {
    const std::string good{vouch_tests::embedded_keys};
    const std::size_t first = good.find("[{") + 1;
    const std::string key = good.substr(first, good.size() - 2 - first);
    BOOST_TEST(has_fault(R"({"keys":[)" + key + "]}", Errc{}, 0));
    BOOST_TEST(has_fault(R"({"keys":[)" + key + ',' + key + "]}", Errc::key_ambiguous, 1));
}

BOOST_AUTO_TEST_SUITE_END()
