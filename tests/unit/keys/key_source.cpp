// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/key_source.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <type_traits>

#include <vouch/crypto/builtin.hpp>
#include <vouch/json/strict_json.hpp>

BOOST_AUTO_TEST_SUITE(keys_key_source)

namespace {

using vouch::Builtin;
using vouch::StrictJson;
using Set = vouch::KeySet<Builtin>;

/// A key source with one requirement taken away; `whole` is one.
enum class Without { whole, kind, const_call, noexcept_call, pointer, right_set };

template <Without Missing>
struct Archetype {
    using policy_kind = vouch::key_source_policy;
    const Set* keys() const noexcept { return nullptr; }
};
template <>
struct Archetype<Without::kind> {
    const Set* keys() const noexcept { return nullptr; }
};
template <>
struct Archetype<Without::const_call> {
    using policy_kind = vouch::key_source_policy;
    const Set* keys() noexcept { return nullptr; }
};
template <>
struct Archetype<Without::noexcept_call> {
    using policy_kind = vouch::key_source_policy;
    const Set* keys() const { return nullptr; }
};
template <>
struct Archetype<Without::pointer> {
    using policy_kind = vouch::key_source_policy;
    int keys() const noexcept { return 0; }
};
template <>
struct Archetype<Without::right_set> {
    using policy_kind = vouch::key_source_policy;
    const int* keys() const noexcept { return nullptr; }
};

template <Without Missing>
constexpr bool is_source = vouch::key_source<Archetype<Missing>, Builtin, StrictJson>;

static_assert(is_source<Without::whole>);
static_assert(!is_source<Without::kind>);
static_assert(!is_source<Without::const_call>);
static_assert(!is_source<Without::noexcept_call>);
static_assert(!is_source<Without::pointer>);
static_assert(!is_source<Without::right_set>);
static_assert(!vouch::key_source<Archetype<Without::whole>, StrictJson, StrictJson>);
static_assert(!vouch::key_source<Archetype<Without::whole>, Builtin, Builtin>);

struct SharedKeys {
    using policy_kind = vouch::key_source_policy;
    std::shared_ptr<const Set> keys() const noexcept { return nullptr; }
};
static_assert(vouch::key_source<SharedKeys, Builtin, StrictJson>);

/// A source that may get more keys.
struct Renewable : SharedKeys {
    vouch::Result<std::shared_ptr<const Set>> newer_keys(
        const std::shared_ptr<const Set>&) const noexcept {
        return vouch::Errc::keys_pending;
    }
};
static_assert(vouch::renewable_key_source<Renewable, Builtin, StrictJson>);
static_assert(!vouch::renewable_key_source<SharedKeys, Builtin, StrictJson>);

/// A source that learns its backend from the verifier.
struct Unbound {
    using policy_kind = vouch::key_source_policy;
    template <class Crypto, class Json>
    struct bound {
        const vouch::KeySet<Crypto>* keys() const noexcept { return nullptr; }
    };
};
static_assert(vouch::key_source<Unbound, Builtin, StrictJson>);
static_assert(std::is_same_v<vouch::bound_key_source<Unbound, Builtin, StrictJson>,
                             Unbound::bound<Builtin, StrictJson>>);
static_assert(std::is_same_v<vouch::bound_key_source<SharedKeys, Builtin, StrictJson>, SharedKeys>);

}  // namespace

BOOST_AUTO_TEST_CASE(a_source_points_to_a_set_of_its_backend) {
    BOOST_TEST((vouch::key_source<SharedKeys, Builtin, StrictJson>));
}

BOOST_AUTO_TEST_SUITE_END()
