// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_endpoint.hpp>

#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <string_view>

BOOST_AUTO_TEST_SUITE(keys_jwks_endpoint)

namespace {

using vouch::Errc;
using vouch::JwksOptions;
using vouch::testing::FakeTransport;
using vouch::testing::jwks;
using vouch::testing::ManualClock;
using vouch::testing::rsa_2048;

using Core = vouch::detail::RefresherCore<ManualClock>;
using Endpoint = vouch::detail::JwksEndpoint<FakeTransport, ManualClock>;

constexpr std::string_view url = "https://login.example.com/jwks";

/// Counts what it is told.
struct Listener : vouch::detail::JwksListener {
    void prepare(const vouch::JwkSet& set) override {
        ++prepared;
        keys = set.keys.size();
    }
    void publish() noexcept override { ++published; }

    int prepared = 0;
    int published = 0;
    std::size_t keys = 0;
};

struct World {
    ManualClock clock{{1'800'000'000, 0}};
    FakeTransport transport;
    std::shared_ptr<Core> core =
        std::make_shared<Core>(vouch::RefresherOptions{.threads = 0}, clock);
    std::shared_ptr<Endpoint> endpoint =
        std::make_shared<Endpoint>(*vouch::http::Url::parse(url), transport, JwksOptions{}, core);
};

}  // namespace

BOOST_AUTO_TEST_CASE(who_listens_is_told_of_other_keys_only) {
    World world;
    const auto listener = std::make_shared<Listener>();
    world.endpoint->add(listener);
    BOOST_TEST(listener->prepared == 0);
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->fetch();
    BOOST_TEST(listener->published == 1);
    BOOST_TEST(listener->keys == 1u);

    world.clock.advance(300);
    world.endpoint->fetch();
    BOOST_TEST(world.transport.fetches(url) == 2u);
    BOOST_TEST(listener->prepared == 1);

    const auto late = std::make_shared<Listener>();
    world.endpoint->add(late);
    BOOST_TEST(late->published == 1);
    BOOST_TEST(late->keys == 1u);
}

BOOST_AUTO_TEST_CASE(who_has_gone_is_forgotten) {
    World world;
    auto gone = std::make_shared<Listener>();
    const std::weak_ptr<Listener> watched = gone;
    world.endpoint->add(gone);
    gone.reset();
    BOOST_TEST(watched.expired());
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->fetch();
    BOOST_TEST(world.transport.fetches(url) == 1u);
}

BOOST_AUTO_TEST_CASE(nothing_is_fetched_that_is_not_due) {
    World world;
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->fetch();
    world.endpoint->fetch();
    BOOST_TEST(world.transport.fetches(url) == 1u);
}

BOOST_AUTO_TEST_CASE(a_fetch_that_was_cancelled_says_nothing) {
    World world;
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->cancel();
    world.endpoint->fetch();
    BOOST_TEST(world.endpoint->stored() == "");
}

BOOST_AUTO_TEST_CASE(why_a_token_is_refused_depends_on_the_keys_that_there_are) {
    World world;
    const auto refusal = [&] { return world.endpoint->wait_for_unknown_kid().error().code(); };
    BOOST_TEST((refusal() == Errc::keys_pending));
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->fetch();
    BOOST_TEST((refusal() == Errc::keys_pending));  // a fetch is due
    world.endpoint->fetch();
    BOOST_TEST((refusal() == Errc::key_not_found));  // the cool-down
    world.clock.advance(100'000);
    BOOST_TEST((refusal() == Errc::keyset_stale));
    world.endpoint->disable();
    BOOST_TEST((refusal() == Errc::key_not_found));
}

BOOST_AUTO_TEST_SUITE_END()
