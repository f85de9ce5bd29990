// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/permission.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

BOOST_AUTO_TEST_SUITE(messaging_permission)

namespace {

using vouch::messaging::Actor;
using vouch::messaging::CustomizeApplication;
using vouch::messaging::permission_policy;

/// A policy with one requirement taken away; `whole` is one.
enum class Without { whole, kind, actor, const_call, noexcept_call, result };

template <Without Missing>
struct Archetype {
    using policy_kind = permission_policy;
    using Actor = int;
    bool may_change_setup(const int&) const noexcept { return true; }
};
template <>
struct Archetype<Without::kind> {
    using Actor = int;
    bool may_change_setup(const int&) const noexcept { return true; }
};
template <>
struct Archetype<Without::actor> {
    using policy_kind = permission_policy;
    bool may_change_setup(const int&) const noexcept { return true; }
};
template <>
struct Archetype<Without::const_call> {
    using policy_kind = permission_policy;
    using Actor = int;
    bool may_change_setup(const int&) noexcept { return true; }
};
template <>
struct Archetype<Without::noexcept_call> {
    using policy_kind = permission_policy;
    using Actor = int;
    bool may_change_setup(const int&) const { return true; }
};
template <>
struct Archetype<Without::result> {
    using policy_kind = permission_policy;
    using Actor = int;
    int may_change_setup(const int&) const noexcept { return 1; }
};

template <Without Missing>
constexpr bool is_policy = vouch::messaging::permissions<Archetype<Missing>>;
static_assert(is_policy<Without::whole>);
static_assert(!is_policy<Without::kind>);
static_assert(!is_policy<Without::actor>);
static_assert(!is_policy<Without::const_call>);
static_assert(!is_policy<Without::noexcept_call>);
static_assert(!is_policy<Without::result>);

}  // namespace

BOOST_AUTO_TEST_CASE(asks_for_customize_application_by_its_exact_name) {
    const CustomizeApplication policy;
    BOOST_TEST(policy.may_change_setup({"Ada", {"Customize Application"}}));
    BOOST_TEST(policy.may_change_setup({"Ada", {"View Setup", "Customize Application"}}));
    BOOST_TEST(!policy.may_change_setup({"Ada", {}}));
    for (const std::string permission : {"", "customize application", "CustomizeApplication",
                                         "Customize Application ", "Customize", "View Setup"}) {
        BOOST_TEST(!policy.may_change_setup({"Ada", {permission}}), permission);
    }
    // A name gives no permission.
    BOOST_TEST(!policy.may_change_setup({"Customize Application", {}}));
}

BOOST_AUTO_TEST_SUITE_END()
