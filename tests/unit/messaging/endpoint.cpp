// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/endpoint.hpp>

#include <boost/test/unit_test.hpp>

#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_endpoint)

namespace {

using vouch::Errc;
using vouch::Result;
using vouch::StaticKeys;
using vouch::messaging::endpoint_policy;
using vouch::messaging::NoEndpoints;

/// A policy with one requirement taken away; `whole` is one.
enum class Without { whole, kind, source, right_source, const_call, result };

template <Without Missing>
struct Archetype {
    using policy_kind = endpoint_policy;
    using Source = StaticKeys;
    Result<StaticKeys> open(std::string_view) const;
};
template <>
struct Archetype<Without::kind> {
    using Source = StaticKeys;
    Result<StaticKeys> open(std::string_view) const;
};
template <>
struct Archetype<Without::source> {
    using policy_kind = endpoint_policy;
    Result<StaticKeys> open(std::string_view) const;
};
template <>
struct Archetype<Without::right_source> {
    using policy_kind = endpoint_policy;
    using Source = int;
    Result<StaticKeys> open(std::string_view) const;
};
template <>
struct Archetype<Without::const_call> {
    using policy_kind = endpoint_policy;
    using Source = StaticKeys;
    Result<StaticKeys> open(std::string_view);
};
template <>
struct Archetype<Without::result> {
    using policy_kind = endpoint_policy;
    using Source = StaticKeys;
    StaticKeys open(std::string_view) const;
};

template <Without Missing>
constexpr bool is_policy = vouch::messaging::endpoints<Archetype<Missing>>;
static_assert(is_policy<Without::whole>);
static_assert(!is_policy<Without::kind>);
static_assert(!is_policy<Without::source>);
static_assert(!is_policy<Without::right_source>);
static_assert(!is_policy<Without::const_call>);
static_assert(!is_policy<Without::result>);

}  // namespace

BOOST_AUTO_TEST_CASE(no_endpoint_is_opened_unless_there_is_a_policy_that_does) {
    for (const char* const url : {"https://login.example.com/keys", ""}) {
        BOOST_TEST((NoEndpoints{}.open(url).error() == Errc::endpoint_unsupported), url);
    }
}

BOOST_AUTO_TEST_SUITE_END()
