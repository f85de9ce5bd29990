// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/keyset_keys.hpp>

#include <boost/test/unit_test.hpp>

#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <vouch/crypto/builtin.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/messaging/setup_editor.hpp>

#include "support/example_tenant.hpp"

BOOST_AUTO_TEST_SUITE(messaging_keyset_keys)

namespace {

using namespace vouch_tests;
using vouch::Builtin;
using vouch::Result;
using vouch::StrictJson;
using vouch::messaging::endpoint_policy;
using vouch::messaging::KeysetKeys;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;
using Set = vouch::KeySet<Builtin>;
using SharedSet = std::shared_ptr<const Set>;

SharedSet set_of(const vouch::testing::KeyPair& pair, std::string_view kid) {
    std::vector<vouch::Jwk> keys{*vouch::Jwk::from_key(pair.public_key(), kid)};
    return std::make_shared<const Set>(Builtin{}, std::move(keys));
}

// The forms in which a source may show the keys of this moment.

/// As a shared pointer. What it points to may be exchanged.
struct Shared {
    using policy_kind = vouch::key_source_policy;
    SharedSet keys() const noexcept { return *set; }
    std::shared_ptr<SharedSet> set = std::make_shared<SharedSet>(set_of(rsa_2048, "a"));
};
/// As a pointer to what it holds.
struct Plain {
    using policy_kind = vouch::key_source_policy;
    const Set* keys() const noexcept { return set.get(); }
    SharedSet set = set_of(rsa_2048, "a");
};
/// As something else that points to a set and keeps it.
struct Handle {
    const Set& operator*() const noexcept { return *set; }
    SharedSet set;
};
struct Handing {
    using policy_kind = vouch::key_source_policy;
    Handle keys() const noexcept { return {*set}; }
    std::shared_ptr<SharedSet> set = std::make_shared<SharedSet>(set_of(rsa_2048, "a"));
};

/// Those above, as sources that have a newer set at hand, until it was asked for.
template <class Form>
struct Renewable : Form {
    using Moment = decltype(std::declval<const Form&>().keys());
    Result<Moment> newer_keys(const Moment&) const noexcept {
        if (std::exchange(*asked, true)) return vouch::Errc::keys_pending;
        return newer.keys();
    }
    Form newer = {};
    std::shared_ptr<bool> asked = std::make_shared<bool>(false);
};

template <class Form>
struct EndpointsOf {
    using policy_kind = endpoint_policy;
    using Source = Form;
    Result<Source> open(std::string_view url) const {
        if (url != endpoint_url) return vouch::Errc::endpoint_unsupported;
        return source;
    }
    Form source = {};
};

template <class Form>
using KeysOf = KeysetKeys<Builtin, StrictJson, EndpointsOf<Form>>;

static_assert(vouch::key_source<KeysOf<Shared>, Builtin, StrictJson>);
static_assert(vouch::key_source<KeysOf<Plain>, Builtin, StrictJson>);
static_assert(vouch::key_source<KeysOf<Handing>, Builtin, StrictJson>);
static_assert(vouch::key_source<KeysOf<vouch::StaticKeys>, Builtin, StrictJson>);
static_assert(noexcept(std::declval<const KeysOf<Handing>&>().keys()));

template <class Form>
constexpr bool is_renewable = vouch::renewable_key_source<KeysOf<Form>, Builtin, StrictJson>;
static_assert(is_renewable<Renewable<Shared>> && is_renewable<Renewable<Plain>>);
static_assert(is_renewable<Renewable<Handing>>);
static_assert(!is_renewable<Shared> && !is_renewable<vouch::StaticKeys>);

bool has(const SharedSet& set, std::string_view kid) {
    return set->choose<vouch::RS256>(kid).has_value();
}

/// Whether a channel of a set-up with this form of endpoint accepts the endpoint's tokens.
template <class Form>
void check_in_a_setup(EndpointsOf<Form> endpoints = {}) {
    using Setup = vouch::messaging::Setup<Now, EndpointsOf<Form>>;
    const auto setup = *Setup::create("Example", {}, std::move(endpoints));
    auto editor = setup->as(administrator);
    const auto refused = editor.add_endpoint_keyset("Keys", main_issuer, "https://inside");
    BOOST_TEST((!refused && refused.error() == vouch::Errc::endpoint_unsupported));
    BOOST_TEST(setup->snapshot()->settings().keysets.empty());

    using vouch::messaging::ChannelKind;
    BOOST_TEST(editor.add_endpoint_keyset("Keys", main_issuer, endpoint_url).has_value());
    BOOST_TEST(editor.add_channel("Web", ChannelKind::enhanced_web_chat).has_value());
    BOOST_TEST(editor.add_configuration("Web", "Main", "Keys").has_value());
    BOOST_TEST(editor.activate_configuration("Web", "Main").has_value());
    const auto snapshot = setup->snapshot();
    const auto& verifier = snapshot->find_channel("Web")->find("Main")->verifier;
    BOOST_TEST(verifier.verify(token_of(rsa_2048, "a")).has_value());
    BOOST_TEST(!verifier.verify(token_of(rsa_2048_second, "a")));
}

}  // namespace

BOOST_AUTO_TEST_CASE(shows_uploaded_keys) {
    const SharedSet uploaded = set_of(rsa_2048, "a");
    const KeysOf<Plain> keys{uploaded};
    BOOST_TEST((keys.keys() == uploaded));
}

// row K5
BOOST_AUTO_TEST_CASE(shows_the_keys_of_an_endpoint_in_each_form) {
    const auto shared = std::make_shared<const Shared>();
    BOOST_TEST((KeysOf<Shared>{shared}.keys() == *shared->set));
    const auto plain = std::make_shared<const Plain>();
    BOOST_TEST((KeysOf<Plain>{plain}.keys() == plain->set));
    const auto handing = std::make_shared<const Handing>();
    BOOST_TEST((KeysOf<Handing>{handing}.keys().get() == handing->set->get()));
    const auto bound = std::make_shared<const vouch::StaticKeys::bound<Builtin, StrictJson>>(
        keys({rsa_2048.jwk("a")}), Builtin{}, StrictJson{});
    BOOST_TEST((KeysOf<vouch::StaticKeys>{bound}.keys().get() == bound->keys()));
}

template <class Form>
void check_newer_keys() {
    const auto source = std::make_shared<const Renewable<Form>>();
    const KeysOf<Renewable<Form>> keys{source};
    const SharedSet seen = keys.keys();
    const auto newer = keys.newer_keys(seen);
    BOOST_REQUIRE(newer.has_value());
    BOOST_TEST((*newer != nullptr && *newer != seen));
    BOOST_TEST((keys.newer_keys(seen).error() == vouch::Errc::keys_pending));
    const SharedSet uploaded = set_of(rsa_2048, "a");
    BOOST_TEST((KeysOf<Renewable<Form>>{uploaded}.newer_keys(uploaded).error() ==
                vouch::Errc::key_not_found));
}

// row K5
BOOST_AUTO_TEST_CASE(asks_an_endpoint_for_newer_keys_in_each_form) {
    check_newer_keys<Shared>();
    check_newer_keys<Plain>();
    check_newer_keys<Handing>();
}

// row K5
BOOST_AUTO_TEST_CASE(sources_of_each_form_serve_a_set_up) {
    check_in_a_setup<Shared>();
    check_in_a_setup<Plain>();
    check_in_a_setup<Handing>();
    check_in_a_setup<vouch::StaticKeys>({keys({rsa_2048.jwk("a")})});
}

BOOST_AUTO_TEST_CASE(what_it_has_shown_stays_while_it_is_held) {
    auto plain = std::make_shared<const Plain>();
    const std::weak_ptr<const Plain> source = plain;
    SharedSet held = KeysOf<Plain>{std::move(plain)}.keys();
    BOOST_TEST(!source.expired());  // a plain pointer needs the source
    BOOST_TEST(has(held, "a"));
    held.reset();
    BOOST_TEST(source.expired());

    const auto handing = std::make_shared<const Handing>();
    const KeysOf<Handing> keys{handing};
    held = keys.keys();
    *handing->set = set_of(rsa_2048_second, "b");
    BOOST_TEST((has(held, "a") && !has(held, "b")));
    BOOST_TEST((has(keys.keys(), "b") && !has(keys.keys(), "a")));
}

BOOST_AUTO_TEST_CASE(follows_its_endpoint) {
    const auto shared = std::make_shared<const Shared>();
    const KeysOf<Shared> keys{shared};
    const KeysOf<Shared> copy = keys;
    BOOST_TEST(has(copy.keys(), "a"));
    *shared->set = set_of(rsa_2048_second, "b");
    BOOST_TEST((has(keys.keys(), "b") && has(copy.keys(), "b")));
    BOOST_TEST(!has(copy.keys(), "a"));
}

BOOST_AUTO_TEST_SUITE_END()
