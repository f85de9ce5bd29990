// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/channel.hpp>

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(messaging_channel)

namespace {

using vouch::messaging::Channel;
using vouch::messaging::ChannelKind;
using vouch::messaging::ChannelSettings;
using vouch::messaging::minutes;
namespace detail = vouch::messaging::detail;

// A channel can be of any kind; that its users are verified is what only two can have.
constexpr Channel<ChannelKind::enhanced_line> line{"Line"};
static_assert(line.kind == ChannelKind::enhanced_line && line.name == "Line");
static_assert(detail::CheckCanVerifyUsers<ChannelKind::enhanced_web_chat>::ok);
static_assert(detail::CheckCanVerifyUsers<ChannelKind::enhanced_in_app_chat>::ok);

}  // namespace

BOOST_AUTO_TEST_CASE(begins_with_verification_off_and_the_defaults_of_both_times) {
    const ChannelSettings channel{.name = "Web", .kind = ChannelKind::enhanced_web_chat};
    BOOST_TEST(!channel.user_verification);
    BOOST_TEST((channel.unverified_expiration == minutes<360>));
    BOOST_TEST((channel.verified_expiration == minutes<60>));
    BOOST_TEST(channel.configurations.empty());
}

BOOST_AUTO_TEST_CASE(the_switch_picks_the_time_and_loses_neither) {
    ChannelSettings channel{.name = "Web",
                            .kind = ChannelKind::enhanced_web_chat,
                            .unverified_expiration = minutes<10>,
                            .verified_expiration = minutes<20>};
    for (int turn = 0; turn < 2; ++turn) {
        channel.user_verification = false;
        BOOST_TEST((channel.expiration() == minutes<10>));
        BOOST_TEST(channel.expiration_label() ==
                   "Authorization Token Expiration Time for Unverified Users");
        channel.user_verification = true;
        BOOST_TEST((channel.expiration() == minutes<20>));
        BOOST_TEST(channel.expiration_label() ==
                   "Authorization Token Expiration Time for Verified Users");
    }
}

BOOST_AUTO_TEST_SUITE_END()
