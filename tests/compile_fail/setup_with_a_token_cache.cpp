// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-186
// expect-text: CheckPolicy<vouch::
// A cache for tokens that come again, where none does.
#include <vouch/messaging.hpp>

#ifdef FIXED
template class vouch::messaging::Setup<vouch::Leeway<5>>;
#else
template class vouch::messaging::Setup<vouch::Leeway<5>, vouch::VerifiedTokens<>>;
#endif

int main() {}
