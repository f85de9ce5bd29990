// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-184
// expect-text: CheckPolicy<Endpoints>
// An endpoint policy that does not say what may be wrong with a URL.
#include <vouch/messaging.hpp>

struct Endpoints {
    using policy_kind = vouch::messaging::endpoint_policy;
    using Source = vouch::StaticKeys;
#ifdef FIXED
    vouch::Result<Source> open(std::string_view) const { return vouch::Errc::endpoint_unsupported; }
#else
    Source open(std::string_view) const { return *Source::from_jwks("{}"); }
#endif
};
template class vouch::messaging::Setup<Endpoints>;

int main() {}
