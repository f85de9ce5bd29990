// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-182
// expect-text: CheckPolicy<vouch::
// An issuer among the policies of a Setup, whose keysets have theirs.
#include <vouch/messaging.hpp>

#ifdef FIXED
template class vouch::messaging::Setup<vouch::Leeway<5>>;
#else
template class vouch::messaging::Setup<vouch::Leeway<5>, vouch::RuntimeIssuer>;
#endif

int main() {}
