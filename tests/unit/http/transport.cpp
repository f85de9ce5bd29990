// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/transport.hpp>

namespace {

using vouch::Result;
using vouch::http::Request;
using vouch::http::Response;

struct Whole {
    Result<Response> get(const Request& request) const;
};
struct NotConst {
    Result<Response> get(const Request& request);
};
struct NoResult {
    Response get(const Request& request) const;
};
struct OnlyUrls {
    Result<Response> get(const vouch::http::Url& url) const;
};

static_assert(vouch::http::transport<Whole>);
static_assert(!vouch::http::transport<NotConst>);
static_assert(!vouch::http::transport<NoResult>);
static_assert(!vouch::http::transport<OnlyUrls>);
static_assert(!vouch::http::transport<int>);

}  // namespace
