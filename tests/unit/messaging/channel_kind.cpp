// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/channel_kind.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_channel_kind)

namespace {

using vouch::messaging::can_verify_users;
using vouch::messaging::ChannelKind;

struct Row {
    ChannelKind kind;
    std::string_view name;
    bool can_verify;
};
constexpr Row rows[] = {
    {ChannelKind::enhanced_in_app_chat, "Enhanced In-App Chat", true},
    {ChannelKind::enhanced_web_chat, "Enhanced Web Chat", true},
    {ChannelKind::enhanced_whatsapp, "Enhanced WhatsApp", false},
    {ChannelKind::standard_facebook_messenger, "Standard Facebook Messenger", false},
    {ChannelKind::enhanced_facebook_messenger, "Enhanced Facebook Messenger", false},
    {ChannelKind::standard_sms, "Standard SMS", false},
    {ChannelKind::enhanced_sms, "Enhanced SMS", false},
    {ChannelKind::enhanced_apple_messages_for_business, "Enhanced Apple Messages for Business",
     false},
    {ChannelKind::enhanced_line, "Enhanced LINE", false},
    {ChannelKind::bring_your_own_channel, "Bring Your Own Channel", false},
};

static_assert(can_verify_users(ChannelKind::enhanced_web_chat));
static_assert(!can_verify_users(ChannelKind::enhanced_line));

}  // namespace

BOOST_AUTO_TEST_CASE(users_are_verified_in_app_and_on_the_web_only) {
    for (const Row& row : rows) {
        BOOST_TEST(can_verify_users(row.kind) == row.can_verify, row.name);
        BOOST_TEST(to_string(row.kind) == row.name);
    }
}

BOOST_AUTO_TEST_CASE(a_number_that_is_no_kind_can_do_nothing) {
    BOOST_TEST(to_string(ChannelKind{200}) == "unknown");
    BOOST_TEST(!can_verify_users(ChannelKind{200}));
}

BOOST_AUTO_TEST_SUITE_END()
