// SPDX-License-Identifier: BSL-1.0
// Many threads open, touch and renew sessions of many tenants, while keys rotate and set-ups
// change. Each verdict is compared with what was true before and after the call: what was true all
// the time must be the answer. The numbers can be set: VOUCH_LOAD_THREADS, VOUCH_LOAD_TENANTS and
// VOUCH_LOAD_STEPS, of each thread.
#include <vouch/messaging.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include "support/checksum_signatures.hpp"

BOOST_AUTO_TEST_SUITE(messaging_load)

namespace {

using namespace vouch::messaging;
using vouch::Errc;
using vouch::testing::ManualClock;
using vouch_tests::ChecksumCrypto;

constexpr std::int64_t now = 1'800'000'000;

std::size_t number(const char* name, std::size_t usual) {
    const char* const text = std::getenv(name);
    return text == nullptr ? usual : std::stoul(text);
}

const std::array<const vouch::testing::KeyPair*, 3> pairs{
    &vouch::testing::rsa_2048, &vouch::testing::rsa_2048_second, &vouch::testing::rsa_2048_third};

/// A tenant whose keys have numbers: key `i` has the kid `i`.
struct Tenant {
    using TenantSetup = Setup<ChecksumCrypto, ManualClock>;

    Tenant(std::size_t index, MemorySessions& store, const ManualClock& clock)
        : name{"tenant " + std::to_string(index)},
          issuer{"https://" + std::to_string(index) + ".example.com"},
          ends_now{index % 2 == 1},
          setup{TenantSetup::create(name,
                                    {.on_deactivation = ends_now ? OnDeactivation::end_now
                                                                 : OnDeactivation::run_out},
                                    ChecksumCrypto{}, clock)
                    .value()},
          exchange{setup, store} {
        auto admin = edit();
        bool good = upload(admin, 0) && admin.add_keyset("keys", issuer, {"key 0"});
        for (const std::string_view channel : {"Web", "Shop"}) {
            good = good && admin.add_channel(channel, ChannelKind::enhanced_web_chat) &&
                   admin.add_configuration(channel, "Customers", "keys") &&
                   admin.activate_configuration(channel, "Customers") &&
                   admin.set_user_verification(channel, true);
        }
        if (!good) std::abort();
    }

    SetupEditor<ChecksumCrypto, ManualClock> edit() {
        return setup->as({"admin", {"Customize Application"}});
    }
    static std::string key(std::int64_t i) { return "key " + std::to_string(i); }
    static bool upload(auto& admin, std::int64_t i) {
        const auto& pair = *pairs[static_cast<std::size_t>(i) % pairs.size()];
        return admin.upload_key(key(i), pair.jwk(std::to_string(i))).has_value();
    }

    /// Brings in the next key and takes the one before the last out of use. By one thread at a
    /// time.
    bool rotate() {
        auto admin = edit();
        const std::int64_t next = newest + 1;
        going = next - 2;
        bool good =
            upload(admin, next) && admin.set_keyset_keys("keys", {key(next - 1), key(next)});
        newest = next;
        if (next >= 2) {
            good = good && admin.deactivate_key(key(next - 2)) && admin.remove_key(key(next - 2));
        }
        gone = next - 2;
        return good;
    }
    /// Changes what no session of "Web" depends on.
    bool rearrange(std::int64_t i) {
        auto admin = edit();
        return admin.set_user_verification("Shop", i % 2 == 0) &&
               admin.set_verified_expiration("Shop", *ExpirationTime::from_minutes(1 + i % 60)) &&
               admin.add_channel("Kiosk", ChannelKind::enhanced_in_app_chat) &&
               admin.remove_channel("Kiosk");
    }

    std::string token(std::int64_t signer, std::string_view subject,
                      std::int64_t expires_at) const {
        const auto& pair = *pairs[static_cast<std::size_t>(signer) % pairs.size()];
        return ChecksumCrypto::token(ChecksumCrypto::key_of(pair.public_key()).modulus, "RS256",
                                     R"({"alg":"RS256","kid":")" + std::to_string(signer) + R"("})",
                                     R"({"iss":")" + issuer + R"(","sub":")" +
                                         std::string{subject} + R"(","exp":)" +
                                         std::to_string(expires_at) + "}");
    }

    const std::string name, issuer;
    const bool ends_now;
    const std::shared_ptr<TenantSetup> setup;
    Exchange<TenantSetup, MemorySessions> exchange;
    std::atomic<std::int64_t> newest = 0;  // in use
    std::atomic<std::int64_t> going = -1;  // and all before: may be out of use
    std::atomic<std::int64_t> gone = -1;   // and all before: are out of use
};

struct Held {
    Tenant* tenant;
    std::string authorization;
    std::string subject;
    std::int64_t signer;
    std::int64_t expires_at;  // of the identity token
};

/// One thread's customers.
class Customers {
public:
    Customers(unsigned thread, std::vector<std::unique_ptr<Tenant>>& tenants)
        : thread_{thread}, random_{thread}, tenants_{tenants} {}

    void step() {
        switch (sessions_.empty() ? 0 : random_() % 8) {
            case 0:
                return open();
            case 1:
            case 2:
                return renew(any());
            case 3:
                return show_to_others(any());
            default:
                return touch(any());
        }
    }
    void touch_all() {
        for (std::size_t i = sessions_.size(); i-- > 0;) touch(i);
    }

    std::size_t wrong = 0, lost = 0, opened = 0, renewed = 0, refused = 0, revoked = 0;

private:
    std::size_t any() { return random_() % sessions_.size(); }
    Tenant& any_tenant() { return *tenants_[random_() % tenants_.size()]; }

    /// Whether an answer is right for what this key was before the call and is after it.
    static bool is_right(bool accepted, Errc error, bool was_gone, bool may_be_gone, Errc refusal) {
        if (accepted) return !was_gone;
        return error == refusal && may_be_gone;
    }

    void open() {
        Tenant& tenant = any_tenant();
        const std::int64_t signer = tenant.newest - static_cast<std::int64_t>(random_() % 4);
        if (signer < 0) return;
        const std::string subject =
            std::to_string(thread_) + '-' + std::to_string(opened + refused);
        const bool was_gone = tenant.gone >= signer;
        const auto answer =
            tenant.exchange.open("Web", tenant.token(signer, subject, now + 100), {.id = subject});
        const Errc error = answer ? Errc{} : answer.error().code();
        if (!is_right(answer.has_value(), error, was_gone, tenant.going >= signer,
                      Errc::key_not_found)) {
            ++wrong;
        }
        if (!answer) return static_cast<void>(++refused);
        ++opened;
        if (answer->identity->subject() != subject) ++wrong;
        sessions_.push_back(
            {&tenant, std::string{answer->authorization.text()}, subject, signer, now + 100});
    }

    /// A session ends with its key where the tenant says so, and not otherwise.
    void touch(std::size_t index) {
        const Held& held = sessions_[index];
        const bool was_gone = held.tenant->ends_now && held.tenant->gone >= held.signer;
        const auto answer = held.tenant->exchange.touch(held.authorization);
        const bool may_be_gone = held.tenant->ends_now && held.tenant->going >= held.signer;
        const Errc error = answer ? Errc{} : answer.error().code();
        if (!is_right(answer.has_value(), error, was_gone, may_be_gone, Errc::session_revoked)) {
            ++(error == Errc::session_unknown ? lost : wrong);
        }
        if (answer && (answer->end_user().subject() != held.subject ||
                       answer->end_user().tenant() != held.tenant->name)) {
            ++wrong;
        }
        if (!answer) {
            ++revoked;
            sessions_.erase(sessions_.begin() + static_cast<std::ptrdiff_t>(index));
        }
    }

    void renew(std::size_t index) {
        Held& held = sessions_[index];
        Tenant& tenant = *held.tenant;
        const std::int64_t signer = tenant.newest;
        const auto answer = tenant.exchange.renew(
            held.authorization, tenant.token(signer, held.subject, held.expires_at + 1));
        const bool session_may_be_gone = tenant.ends_now && tenant.going >= held.signer;
        const bool key_may_be_gone = tenant.going >= signer;
        if (answer) {
            ++renewed;
            held.signer = signer;
            ++held.expires_at;
        } else if (answer.error() == Errc::session_unknown) {
            ++lost;
        } else if (!(answer.error() == Errc::session_revoked && session_may_be_gone) &&
                   !(answer.error() == Errc::key_not_found && key_may_be_gone)) {
            ++wrong;
        }
    }

    /// Neither a session nor a token of one tenant means anything to another.
    void show_to_others(std::size_t index) {
        const Held& held = sessions_[index];
        Tenant& other = any_tenant();
        if (&other == held.tenant) return;
        const auto touched = other.exchange.touch(held.authorization);
        if (touched || touched.error() != Errc::session_unknown) ++wrong;
        const auto opened_there = other.exchange.open(
            "Web", held.tenant->token(held.signer, held.subject, now + 100), {.id = "x"});
        if (opened_there || opened_there.error() != Errc::issuer_mismatch) ++wrong;
    }

    unsigned thread_;
    std::minstd_rand random_;
    std::vector<std::unique_ptr<Tenant>>& tenants_;
    std::vector<Held> sessions_;
};

}  // namespace

BOOST_AUTO_TEST_CASE(no_verdict_is_wrong_and_no_session_is_lost) {
    const std::size_t threads = number("VOUCH_LOAD_THREADS", 8);
    const std::size_t tenant_count = number("VOUCH_LOAD_TENANTS", 40);
    const std::size_t steps = number("VOUCH_LOAD_STEPS", 1000);

    const ManualClock clock{{now, 0}};
    MemorySessions store;
    std::vector<std::unique_ptr<Tenant>> tenants;
    for (std::size_t i = 0; i < tenant_count; ++i) {
        tenants.push_back(std::make_unique<Tenant>(i, store, clock));
    }

    std::atomic<bool> done = false;
    std::atomic<std::size_t> rotations = 0, failed_changes = 0;
    std::vector<std::thread> administrators;
    for (std::size_t half = 0; half < 2; ++half) {
        administrators.emplace_back([&, half] {
            for (std::int64_t round = 0; !done; ++round) {
                for (std::size_t i = half; i < tenants.size() && !done; i += 2) {
                    if (!tenants[i]->rotate() || !tenants[i]->rearrange(round)) ++failed_changes;
                    ++rotations;
                }
            }
        });
    }
    std::vector<Customers> customers;
    for (unsigned i = 0; i < threads; ++i) customers.emplace_back(i + 1, tenants);
    std::vector<std::thread> running;
    for (Customers& each : customers) {
        running.emplace_back([&each, steps] {
            for (std::size_t i = 0; i < steps; ++i) each.step();
            each.touch_all();
        });
    }
    for (std::thread& thread : running) thread.join();
    done = true;
    for (std::thread& thread : administrators) thread.join();

    Customers total{0, tenants};
    for (const Customers& each : customers) {
        total.wrong += each.wrong;
        total.lost += each.lost;
        total.opened += each.opened;
        total.renewed += each.renewed;
        total.refused += each.refused;
        total.revoked += each.revoked;
    }
    BOOST_TEST_MESSAGE(threads << " threads, " << tenant_count << " tenants: " << total.opened
                               << " opened, " << total.refused << " refused, " << total.renewed
                               << " renewed, " << total.revoked << " revoked, " << rotations
                               << " rotations");
    BOOST_TEST(total.wrong == 0U);
    BOOST_TEST(total.lost == 0U);
    BOOST_TEST(failed_changes == 0U);
    BOOST_TEST(total.opened > 0U);
    BOOST_TEST(total.renewed > 0U);
    BOOST_TEST(rotations > 0U);
}

BOOST_AUTO_TEST_SUITE_END()
