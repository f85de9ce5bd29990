// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-185
// expect-text: SystemClock
// A clock, which belongs to the set-up.
#include <vouch/messaging.hpp>

using namespace vouch::messaging;

#ifdef FIXED
template class vouch::messaging::Exchange<Setup<vouch::SystemClock>, MemorySessions>;
#else
template class vouch::messaging::Exchange<Setup<>, MemorySessions, vouch::SystemClock>;
#endif

int main() {}
