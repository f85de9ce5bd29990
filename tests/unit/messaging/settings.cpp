// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/settings.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>
#include <utility>

BOOST_AUTO_TEST_SUITE(messaging_settings)

namespace {

using vouch::messaging::find_record;
using vouch::messaging::Keyset;
using vouch::messaging::Settings;

static_assert(
    std::is_same_v<decltype(find_record(std::declval<Settings&>().keysets, "")), Keyset*>);
static_assert(std::is_same_v<decltype(find_record(std::declval<const Settings&>().keysets, "")),
                             const Keyset*>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_set_up_begins_empty_and_strict) {
    const Settings settings{.tenant = "Example"};
    BOOST_TEST(settings.enabled);
    BOOST_TEST(settings.number == 0U);
    BOOST_TEST((settings.policy.on_deactivation == vouch::messaging::OnDeactivation::end_now));
    BOOST_TEST((settings.policy.continuity == vouch::messaging::Continuity::by_name));
    BOOST_TEST(!settings.policy.single_use_tokens);
    BOOST_TEST(settings.keys.empty());
    BOOST_TEST(settings.keysets.empty());
    BOOST_TEST(settings.channels.empty());
    BOOST_TEST(settings.revocations.size() == 0U);
}

BOOST_AUTO_TEST_CASE(finds_a_record_by_its_exact_name) {
    Settings settings{.tenant = "Example",
                      .keysets = {{.name = "a", .issuer = "1"}, {.name = "b", .issuer = "2"}}};
    BOOST_REQUIRE(find_record(settings.keysets, "b") != nullptr);
    BOOST_TEST(find_record(settings.keysets, "b")->issuer == "2");
    for (const char* const name : {"", "B", "b ", "c", "1"}) {
        BOOST_TEST(find_record(settings.keysets, name) == nullptr, name);
    }
    find_record(settings.keysets, "a")->issuer = "3";
    BOOST_TEST(settings.keysets[0].issuer == "3");
    settings.keysets.clear();
    BOOST_TEST(find_record(settings.keysets, "a") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
