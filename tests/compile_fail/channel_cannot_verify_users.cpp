// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-180
// expect-text: enhanced_line
// User verification on a channel whose clients cannot hold a token.
#include <vouch/messaging/channel.hpp>

#ifdef FIXED
using Channel = vouch::messaging::Channel<vouch::messaging::ChannelKind::enhanced_web_chat>;
#else
using Channel = vouch::messaging::Channel<vouch::messaging::ChannelKind::enhanced_line>;
#endif
constexpr bool ok = vouch::messaging::detail::CheckCanVerifyUsers<Channel::kind>::ok;

int main() { return ok ? 0 : 1; }
