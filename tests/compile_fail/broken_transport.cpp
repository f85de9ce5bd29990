// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-151
// expect-text: JwksSource<Transport>
// A transport that gives the body alone: whether the answer was a good one cannot be told.
#include <vouch/jwks.hpp>

struct Transport {
#ifdef FIXED
    vouch::Result<vouch::http::Response> get(const vouch::http::Request&) const {
        return vouch::Errc::endpoint_unreachable;
    }
#else
    std::string get(const vouch::http::Request&) const { return {}; }
#endif
};
template class vouch::JwksSource<Transport>;

int main() {}
