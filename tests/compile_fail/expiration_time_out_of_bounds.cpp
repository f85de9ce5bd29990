// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-181
// expect-text: CheckMinutes<4321
// A minute over 72 hours.
#include <vouch/messaging/expiration_time.hpp>

#ifdef FIXED
constexpr auto expiration = vouch::messaging::minutes<4320>;
#else
constexpr auto expiration = vouch::messaging::minutes<4321>;
#endif

int main() { return expiration.minutes() > 0 ? 0 : 1; }
