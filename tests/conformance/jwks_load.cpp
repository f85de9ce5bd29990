// SPDX-License-Identifier: BSL-1.0
// Many threads verify tokens of many tenants, each with an endpoint, while the keys of all of them
// rotate. Each verdict is compared with what was true before and after the call: what was true all
// the time must be the answer. The numbers can be set: VOUCH_LOAD_THREADS, VOUCH_LOAD_TENANTS,
// VOUCH_LOAD_ROTATIONS, and VOUCH_LOAD_VERDICTS, of all threads together for each rotation.
#include <vouch/jwks.hpp>

#include <boost/test/unit_test.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>

#include "support/checksum_signatures.hpp"
#include "support/made_keys.hpp"

BOOST_AUTO_TEST_SUITE(jwks_load)

namespace {

using vouch::Errc;
using vouch::testing::FakeTransport;
using vouch::testing::ManualClock;
using vouch_tests::ChecksumCrypto;
using vouch_tests::MadeKey;

using Source = vouch::JwksSource<FakeTransport, ManualClock>;
using Refresher = vouch::JwksRefresher<ManualClock>;

std::size_t number(const char* name, std::size_t usual) {
    const char* const text = std::getenv(name);
    return text == nullptr ? usual : std::stoul(text);
}

/// A tenant whose keys have numbers, from 0 on: key `i` has the kid `i`. It serves two at a time.
template <class Cache>
struct Tenant {
    using Verifier = vouch::Verifier<vouch::RS256, vouch::RuntimeIssuer, Source, ManualClock,
                                     ChecksumCrypto, Cache>;

    Tenant(std::uint64_t index, const FakeTransport& of, const ManualClock& clock,
           const Refresher& refresher, const vouch::JwksOptions& options)
        : number{index},
          host{"https://" + std::to_string(index) + ".example.com"},
          transport{of},
          source{(serve(0), *Source::open(url(), options, transport, refresher))},
          verifier{vouch::RuntimeIssuer{host}, source, clock} {}

    std::string url() const { return host + "/jwks"; }
    std::size_t fetches() const { return transport.fetches(url()); }

    /// From now on the keys `newest_key` and the one before are served.
    void serve(int newest_key) const {
        std::vector<std::string> keys;
        for (int i = newest_key == 0 ? 0 : newest_key - 1; i <= newest_key; ++i) {
            keys.push_back(key(i).jwk(std::to_string(i)));
        }
        transport.answer(url(), vouch_tests::jwks_of(keys));
    }
    /// Key `next` comes and `next - 2` goes; when that is seen is not known.
    void rotate(int next) {
        coming = next;
        going = next - 2;
        serve(next);
    }

    MadeKey key(int i) const { return MadeKey{number << 32 | static_cast<std::uint32_t>(i)}; }
    /// A token for this tenant that names its key `i`, signed with that key of `signer`.
    std::string token(int i, const Tenant& signer) const {
        return signer.key(i).token(std::to_string(i),
                                   R"({"iss":")" + host + R"(","sub":"s","exp":1900000000})");
    }
    std::string token(int i) const { return token(i, *this); }

    const std::uint64_t number;
    const std::string host;
    const FakeTransport transport;
    const Source source;
    const Verifier verifier;
    std::atomic<int> coming = 0;  // this key and those before may be known
    std::atomic<int> newest = 0;  // they are
    std::atomic<int> going = -1;  // this key and those before may be forgotten
    std::atomic<int> gone = -1;   // they are
};

/// Those who show tokens to the verifiers of all tenants, each in a thread, until they are told to
/// stop.
template <class Cache>
class Crowd {
public:
    using Tenants = std::vector<std::unique_ptr<Tenant<Cache>>>;

    Crowd(const Tenants& tenants, std::size_t count) : tenants_{tenants} {
        for (unsigned i = 0; i < count; ++i) {
            threads_.emplace_back([this, i] {
                std::minstd_rand random{i + 1};
                while (!done_) show_one(random);
            });
        }
    }
    ~Crowd() { stop(); }

    void stop() {
        done_ = true;
        for (std::thread& thread : threads_) thread.join();
        threads_.clear();
    }
    /// Lets them come to so many verdicts from now on.
    void wait_for(std::size_t verdicts) const {
        const std::size_t most = accepted + refused + verdicts;
        while (accepted + refused < most) std::this_thread::yield();
    }

    std::atomic<std::size_t> accepted = 0, refused = 0, wrongly_accepted = 0, wrongly_refused = 0;

private:
    Tenant<Cache>& any(std::minstd_rand& random) const {
        return *tenants_[random() % tenants_.size()];
    }

    void show_one(std::minstd_rand& random) {
        const Tenant<Cache>& tenant = any(random);
        switch (random() % 8) {
            case 0: {
                const Tenant<Cache>& other = any(random);
                if (&other == &tenant) return;
                const int i = tenant.newest;
                return count(tenant.verifier.verify(tenant.token(i, other)), true, false);
            }
            case 1: {
                const int i = static_cast<int>(1'000'000 + random() % 1'000'000);
                return count(tenant.verifier.verify(tenant.token(i)), true, false);
            }
            default:
                return show_good(tenant, tenant.newest + 1 - static_cast<int>(random() % 4));
        }
    }
    void show_good(const Tenant<Cache>& tenant, int i) {
        if (i < 0) return;
        const std::string token = tenant.token(i);
        const bool was_gone = i <= tenant.gone;
        const bool was_there = i <= tenant.newest;
        const auto who = tenant.verifier.verify(token);
        const bool may_be_there = i <= tenant.coming;
        const bool may_be_gone = i <= tenant.going;
        count(who, was_gone || !may_be_there, was_there && !may_be_gone);
    }
    void count(const vouch::Result<vouch::Identity>& who, bool must_be_refused,
               bool must_be_accepted) {
        ++(who ? accepted : refused);
        if (who && must_be_refused) ++wrongly_accepted;
        if (!who && must_be_accepted) ++wrongly_refused;
        if (who) return;
        const Errc error = who.error().code();
        const bool expected = error == Errc::key_not_found || error == Errc::keys_pending ||
                              (error == Errc::signature_invalid && must_be_refused);
        if (!expected) ++wrongly_refused;
    }

    const Tenants& tenants_;
    std::atomic<bool> done_ = false;
    std::vector<std::thread> threads_;
};

/// All tenants of one program, with one refresher.
template <class Cache>
struct World {
    World(vouch::RefresherOptions refreshes, const vouch::JwksOptions& options)
        : refresher{refreshes, clock} {
        for (std::size_t i = 0; i < number("VOUCH_LOAD_TENANTS", 20); ++i) {
            tenants.push_back(
                std::make_unique<Tenant<Cache>>(i, transport, clock, refresher, options));
        }
    }

    /// Whether each endpoint was asked so often.
    bool each_was_asked(std::size_t fetches) const {
        for (const auto& tenant : tenants) {
            if (tenant->fetches() != fetches) return false;
        }
        return true;
    }
    void report(const char* what, const Crowd<Cache>& crowd) const {
        BOOST_TEST_MESSAGE(what << ": " << tenants.size() << " tenants, " << threads << " threads, "
                                << rotations << " rotations, " << crowd.accepted << " accepted, "
                                << crowd.refused << " refused, " << transport.fetches()
                                << " fetches");
        BOOST_TEST(crowd.wrongly_accepted == 0u);
        BOOST_TEST(crowd.wrongly_refused == 0u);
        BOOST_TEST(crowd.accepted > 0u);
        BOOST_TEST(crowd.refused > 0u);
    }

    const std::size_t threads = number("VOUCH_LOAD_THREADS", 8);
    const int rotations = static_cast<int>(number("VOUCH_LOAD_ROTATIONS", 10));
    const std::size_t verdicts = number("VOUCH_LOAD_VERDICTS", 500);
    const ManualClock clock{{1'800'000'000, 0}};
    const FakeTransport transport;
    Refresher refresher;
    std::vector<std::unique_ptr<Tenant<Cache>>> tenants;
};

/// Keys are served ahead of their use and after it, and fetched by schedule: by two threads of the
/// program, so that each of them sees what the other does.
template <class Cache>
void rotate_ahead_of_use() {
    // Tokens with unknown keys cause one fetch, and no other while this runs.
    World<Cache> world{{.threads = 0, .spread_seconds = 0},
                       {.refresh = {.lifetime = 60, .cool_down = 86'400}}};
    BOOST_TEST_REQUIRE(world.rotations * 60 < 86'400);
    world.refresher.poll();
    for (const auto& tenant : world.tenants) (void)tenant->verifier.verify(tenant->token(1));
    world.refresher.poll();
    BOOST_TEST(world.each_was_asked(2));

    std::atomic<bool> done = false;
    std::thread driver{[&] {
        while (!done) {
            world.refresher.poll();
            std::this_thread::yield();
        }
    }};
    Crowd<Cache> crowd{world.tenants, world.threads};
    for (int next = 1; next <= world.rotations; ++next) {
        for (const auto& tenant : world.tenants) tenant->rotate(next);
        crowd.wait_for(world.verdicts);
        world.clock.advance(60);
        world.refresher.poll();
        for (const auto& tenant : world.tenants) {
            while (tenant->source.state() != Source::State::fresh) std::this_thread::yield();
            tenant->newest = next;
            tenant->gone = next - 2;
        }
        crowd.wait_for(world.verdicts);
        BOOST_TEST(world.each_was_asked(2 + static_cast<std::size_t>(next)));
    }
    crowd.stop();
    done = true;
    driver.join();
    world.report("ahead of use", crowd);
}

/// A key signs from the moment on in which it is served: the first token that names it causes a
/// fetch by a thread of the refresher, for which all such tokens wait.
template <class Cache>
void rotate_at_once() {
    constexpr std::int64_t day = 86'400;
    World<Cache> world{{.threads = 4, .spread_seconds = 0},
                       {.refresh = {.lifetime = day, .stale = day}, .wait_milliseconds = 100'000}};
    BOOST_TEST_REQUIRE(world.rotations * 31 < day / 2);
    for (const auto& tenant : world.tenants) {
        BOOST_TEST_REQUIRE(tenant->source.wait_until_ready(100'000));
        (void)tenant->verifier.verify(tenant->token(1));  // from now on such fetches are counted
    }
    BOOST_TEST(world.each_was_asked(2));
    Crowd<Cache> crowd{world.tenants, world.threads};
    for (int next = 1; next <= world.rotations; ++next) {
        for (const auto& tenant : world.tenants) tenant->rotate(next);
        world.clock.advance(31);  // so that a fetch for an unknown key is allowed
        for (const auto& tenant : world.tenants) tenant->newest = next;
        crowd.wait_for(world.verdicts);
        for (const auto& tenant : world.tenants) {
            BOOST_TEST(tenant->verifier.verify(tenant->token(next)).has_value());
            tenant->gone = next - 2;
        }
        crowd.wait_for(world.verdicts);
        BOOST_TEST(world.each_was_asked(2 + static_cast<std::size_t>(next)));
    }
    crowd.stop();
    world.report("at once", crowd);
}

}  // namespace

using Cache = vouch::VerifiedTokens<16 * 1024, 512>;

// promises 12 and 14
BOOST_AUTO_TEST_CASE(
    keys_that_are_served_ahead_of_use_are_never_missed_and_those_that_go_are_gone) {
    rotate_ahead_of_use<vouch::NoTokenCache>();
}

BOOST_AUTO_TEST_CASE(with_a_cache_of_tokens_those_that_go_are_gone_as_well) {
    rotate_ahead_of_use<Cache>();
}

BOOST_AUTO_TEST_CASE(keys_that_are_used_at_once_are_waited_for_by_one_fetch_each) {
    rotate_at_once<vouch::NoTokenCache>();
}

BOOST_AUTO_TEST_CASE(keys_that_are_used_at_once_with_a_cache_of_tokens) { rotate_at_once<Cache>(); }

BOOST_AUTO_TEST_SUITE_END()
