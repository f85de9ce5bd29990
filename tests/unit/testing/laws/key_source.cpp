// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/key_source.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <vouch/json/strict_json.hpp>
#include <vouch/keys/static_keys.hpp>
#include <vouch/testing/key_pair.hpp>

BOOST_AUTO_TEST_SUITE(testing_laws_key_source)

namespace {

using vouch::Builtin;
using vouch::StaticKeys;
using vouch::StrictJson;
using vouch::testing::jwks;
using vouch::testing::key_source_laws;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using Set = vouch::KeySet<Builtin>;
using Bound = StaticKeys::bound<Builtin, StrictJson>;
using Laws = std::vector<std::string_view>;

Bound bound(std::string_view kid) {
    return {*StaticKeys::from_jwk(rsa_2048.jwk(kid)), Builtin{}, StrictJson{}};
}
Set set(std::string_view kid) {
    std::vector<vouch::Jwk> keys;
    keys.push_back(*vouch::Jwk::from_key(rsa_2048.public_key(), kid));
    return {Builtin{}, std::move(keys)};
}

/// A backend that cannot prepare a key.
struct BrokenBackend {
    using policy_kind = vouch::crypto_policy;
    using Key = int;
    vouch::Result<Key> import_key(const vouch::RsaPublicKey&) const noexcept {
        return vouch::Errc::backend_failed;
    }
};

struct PointsToNothing {
    std::shared_ptr<const Set> keys() const noexcept { return nullptr; }
};
struct MakesASetForEachCall {
    std::shared_ptr<const Set> keys() const noexcept { return std::make_shared<Set>(set("a")); }
};
struct DiffersByThread {
    std::array<Set, 2> sets{set("a"), set("a")};
    std::thread::id first = std::this_thread::get_id();
    const Set* keys() const noexcept { return &sets[std::this_thread::get_id() == first ? 0 : 1]; }
};
struct ChangesASetThatIsHeld {
    mutable std::atomic<int> calls{0};
    mutable Set own = set("a");
    const Set* keys() const noexcept {
        if (++calls == 500) own = set("b");
        return &own;
    }
};

}  // namespace

BOOST_AUTO_TEST_CASE(sound_sources_break_no_law) {
    const auto keys = jwks({rsa_2048.jwk("a"), rsa_2048_second.jwk("")});
    const Bound source{*StaticKeys::from_jwks(keys), Builtin{}, StrictJson{}};
    for (const std::string_view law : key_source_laws(source, "a", "b").broken) BOOST_ERROR(law);
}

BOOST_AUTO_TEST_CASE(finds_a_source_that_points_to_nothing) {
    BOOST_TEST(
        (key_source_laws(PointsToNothing{}, "a", "b").broken == Laws{"points to a set of keys"}));
}

BOOST_AUTO_TEST_CASE(finds_a_source_with_the_wrong_keys) {
    BOOST_TEST((key_source_laws(bound("b"), "a", "b").broken ==
                Laws{"has the key that it should have, ready for use",
                     "has no key that it should not have"}));
}

BOOST_AUTO_TEST_CASE(finds_a_key_that_is_not_ready) {
    const StaticKeys::bound<BrokenBackend, StrictJson> source{
        *StaticKeys::from_jwk(rsa_2048.jwk("a")), BrokenBackend{}, StrictJson{}};
    BOOST_TEST((key_source_laws<BrokenBackend>(source, "a", "b").broken ==
                Laws{"has the key that it should have, ready for use"}));
}

BOOST_AUTO_TEST_CASE(finds_a_source_that_makes_a_set_for_each_call) {
    const auto report = key_source_laws(MakesASetForEachCall{}, "a", "b");
    BOOST_TEST((report.broken == Laws{"points to one set while nothing changes",
                                      "gives several threads the same set"}));
}

BOOST_AUTO_TEST_CASE(finds_a_source_that_differs_by_thread) {
    BOOST_TEST((key_source_laws(DiffersByThread{}, "a", "b").broken ==
                Laws{"gives several threads the same set"}));
}

BOOST_AUTO_TEST_CASE(finds_a_source_that_changes_a_set_while_it_is_held) {
    BOOST_TEST((key_source_laws(ChangesASetThatIsHeld{}, "a", "b").broken ==
                Laws{"keeps a set as it is while it is held"}));
}

BOOST_AUTO_TEST_SUITE_END()
