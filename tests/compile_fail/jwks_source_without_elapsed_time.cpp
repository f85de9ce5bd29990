// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-152
// expect-text: WallClock
// A clock that shows what somebody has set; how old keys are must not depend on it.
#include <vouch/jwks.hpp>

struct WallClock {
    using policy_kind = vouch::clock_policy;
    vouch::NumericDate now() const noexcept { return {}; }
#ifdef FIXED
    std::int64_t elapsed_nanoseconds() const noexcept { return 0; }
#endif
};
struct Transport {
    vouch::Result<vouch::http::Response> get(const vouch::http::Request&) const {
        return vouch::Errc::endpoint_unreachable;
    }
};
template class vouch::JwksSource<Transport, WallClock>;

int main() {}
