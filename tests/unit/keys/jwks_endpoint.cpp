// SPDX-License-Identifier: BSL-1.0
#include <vouch/keys/jwks_endpoint.hpp>

#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

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
    bool prepare(const vouch::JwkSet& set) override {
        ++prepared;
        keys = set.keys.size();
        return true;
    }
    void publish() noexcept override { ++published; }

    int prepared = 0;
    int published = 0;
    std::size_t keys = 0;
};

struct World {
    explicit World(JwksOptions options = {})
        : endpoint{std::make_shared<Endpoint>(*vouch::http::Url::parse(url), transport,
                                              std::move(options), core)} {}

    ManualClock clock{{1'800'000'000, 0}};
    FakeTransport transport;
    std::shared_ptr<Core> core =
        std::make_shared<Core>(vouch::RefresherOptions{.threads = 0}, clock);
    std::shared_ptr<Endpoint> endpoint;
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

/// Counts what is given back to it.
template <class T>
struct CountingAllocator {
    using value_type = T;

    explicit CountingAllocator(int& counter) noexcept : returned{&counter} {}
    template <class U>
    explicit CountingAllocator(const CountingAllocator<U>& other) noexcept
        : returned{other.returned} {}

    T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* memory, std::size_t count) noexcept {
        ++*returned;
        std::allocator<T>{}.deallocate(memory, count);
    }

    int* returned;
};

BOOST_AUTO_TEST_CASE(who_has_gone_takes_no_memory_though_keys_never_change) {
    int returned = 0;
    World world;
    for (int i = 0; i < 100; ++i) {
        world.endpoint->add(std::allocate_shared<Listener>(CountingAllocator<Listener>{returned}));
    }
    BOOST_TEST(returned >= 50);
}

// promise 11
BOOST_AUTO_TEST_CASE(keys_that_are_too_old_are_not_used_while_others_take_their_place) {
    World world;
    struct Asks : vouch::detail::JwksListener {
        explicit Asks(const Endpoint& of) : endpoint{of} {}
        bool prepare(const vouch::JwkSet&) override { return true; }
        void publish() noexcept override { usable = endpoint.is_usable(); }

        const Endpoint& endpoint;
        bool usable = false;
    };
    const auto asks = std::make_shared<Asks>(*world.endpoint);
    world.endpoint->add(asks);
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->fetch();
    BOOST_TEST(world.endpoint->is_usable());
    world.clock.advance(100'000);
    BOOST_TEST(!world.endpoint->is_usable());
    world.transport.answer(url, jwks({rsa_2048.jwk("b")}));
    world.endpoint->fetch();
    BOOST_TEST(!asks->usable);  // the old keys were still there
    BOOST_TEST(world.endpoint->is_usable());
}

BOOST_AUTO_TEST_CASE(keys_that_could_not_be_prepared_are_prepared_again) {
    struct Fails : Listener {
        bool prepare(const vouch::JwkSet& set) override {
            (void)Listener::prepare(set);
            return prepared > 1;
        }
    };
    World world;
    const auto fails = std::make_shared<Fails>();
    world.endpoint->add(fails);
    world.transport.answer(
        url, {vouch::http::Response{
                 .status = 200, .body = jwks({rsa_2048.jwk("a")}), .etag = "\"v1\""}});
    const auto fetches = [&] {
        world.clock.advance(300);
        world.endpoint->fetch();
    };
    fetches();
    BOOST_TEST(fails->published == 1);
    fetches();
    BOOST_TEST(fails->published == 2);
    fetches();
    BOOST_TEST(fails->published == 2);  // it is well now

    const auto late = std::make_shared<Fails>();
    world.endpoint->add(late);
    world.transport.answer(url, vouch::http::Response{.status = 304});
    fetches();
    BOOST_TEST(late->published == 2);
    fetches();
    BOOST_TEST(late->published == 2);
}

BOOST_AUTO_TEST_CASE(nothing_is_fetched_that_is_not_due) {
    World world;
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->fetch();
    world.endpoint->fetch();
    BOOST_TEST(world.transport.fetches(url) == 1u);
}

BOOST_AUTO_TEST_CASE(a_fetch_that_was_cancelled_says_nothing) {
    struct Counts : vouch::JwksEvents {
        void on_event(const vouch::JwksEvent&) noexcept override { ++events; }
        int events = 0;
    };
    const auto counts = std::make_shared<Counts>();
    World world{{.events = counts}};
    world.transport.answer(url, jwks({rsa_2048.jwk("a")}));
    world.endpoint->cancel();
    world.endpoint->fetch();
    BOOST_TEST(world.endpoint->stored() == "");
    BOOST_TEST(counts->events == 0);
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
