// SPDX-License-Identifier: BSL-1.0
// What does a session cost, beside verifying its token?
//
// Each iteration runs the bare verifier and an operation of an Exchange one after the other, so
// that both see the same machine. Counters: the median of the verifier in microseconds, that of the
// operation, the ratio of the two (operation / verifier), and operations per second.
//
// `live` also fills a MemorySessions with as many sessions as VOUCH_SESSIONS says (a million) and
// counts the bytes that one of them takes on the heap, that of its end user included.
#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <benchmark/benchmark.h>
#include <malloc.h>
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace vouch::messaging;
using vouch::testing::ManualClock;

constexpr std::int64_t now = 1'800'000'000;
constexpr std::string_view issuer = "https://login.example.com";

std::string header() { return R"({"alg":"RS256","typ":"JWT","kid":"2026-01"})"; }

std::string claims(std::string_view subject, std::int64_t expires_at) {
    return R"({"iss":"https://login.example.com","sub":")" + std::string{subject} +
           R"(","iat":1700000000,"exp":)" + std::to_string(expires_at) +
           R"(,"name":"Zoe Example","email":"zoe@example.com","locale":"de-CH"})";
}

std::string token(std::string_view subject, std::int64_t expires_at = now + 3600) {
    return vouch::testing::rsa_2048.token<vouch::RS256>(header(), claims(subject, expires_at));
}

/// Takes any signature for good: a million users would take hours to sign for.
struct NoSignatures {
    using policy_kind = vouch::crypto_policy;
    struct Key {};

    static vouch::Result<Key> import_key(const vouch::RsaPublicKey&) noexcept { return Key{}; }
    template <vouch::rsa_pkcs1_algorithm A>
    static vouch::Result<void> verify(const Key&, std::string_view,
                                      std::span<const std::uint8_t>) noexcept {
        return {};
    }
};

/// A tenant with one web channel that verifies its users.
template <class... Policies>
std::shared_ptr<Setup<Policies...>> make_setup(Policies... policies) {
    auto setup = Setup<Policies...>::create("Example", TenantPolicy{}, policies...).value();
    auto admin = setup->as(Actor{"admin", {"Customize Application"}});
    bool good = admin.upload_key("key", vouch::testing::rsa_2048.jwk("2026-01")).has_value();
    good = good && admin.add_keyset("keys", issuer, {"key"});
    good = good && admin.add_channel("Web", ChannelKind::enhanced_web_chat);
    good = good && admin.add_configuration("Web", "Customers", "keys");
    good = good && admin.activate_configuration("Web", "Customers");
    good = good && admin.set_verified_expiration("Web", minutes<4320>);
    good = good && admin.set_user_verification("Web", true);
    if (!good) std::abort();
    return setup;
}

double median(std::vector<double>& times) {
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::nth_element(times.begin(), middle, times.end());
    return *middle;
}

template <class Run>
double seconds(Run run) {
    const auto start = std::chrono::steady_clock::now();
    run();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Runs a verify and `count` operations by turns.
template <class Prepare, class Operation>
void compare(benchmark::State& state, std::size_t count, Prepare prepare, Operation operation) {
    auto keys = vouch::StaticKeys::from_jwk(vouch::testing::rsa_2048.jwk("2026-01")).value();
    const vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS512>, vouch::RuntimeIssuer,
                          vouch::StaticKeys, ManualClock>
        verifier{vouch::RuntimeIssuer{issuer}, std::move(keys), ManualClock{{now, 0}}};
    const std::string good = token("customer-4711");

    std::vector<double> verify_times, operation_times;
    for (auto _ : state) {
        bool accepted = true;
        verify_times.push_back(seconds([&] { accepted = verifier.verify(good).has_value(); }));
        prepare();
        const double time = seconds([&] { accepted = operation() && accepted; });
        operation_times.push_back(time / static_cast<double>(count));
        state.SetIterationTime(verify_times.back() + time);
        if (!accepted) return state.SkipWithError("it is refused");
    }
    const double verify = median(verify_times);
    const double each = median(operation_times);
    state.counters["verify_us"] = verify * 1e6;
    state.counters["each_us"] = each * 1e6;
    state.counters["ratio"] = each / verify;
    state.counters["per_second"] = 1 / each;
}

constexpr auto nothing = [] {};

void open(benchmark::State& state) {
    MemorySessions store;
    Exchange exchange{make_setup(ManualClock{{now, 0}}), store};
    std::vector<std::string> tokens;
    for (int user = 0; user < 100; ++user) tokens.push_back(token("user-" + std::to_string(user)));
    std::size_t next = 0;
    compare(state, 1, nothing, [&] {
        const auto opened = exchange.open("Web", tokens[next], {.id = "tab"});
        next = (next + 1) % tokens.size();
        // Their number for one user has a bound.
        return opened && exchange.clear(opened->authorization.text());
    });
}
BENCHMARK(open)->UseManualTime();

void renew(benchmark::State& state) {
    constexpr std::size_t sessions = 50;
    constexpr std::size_t renewals = 10;
    MemorySessions store;
    Exchange exchange{make_setup(ManualClock{{now, 0}}), store};
    std::vector<std::vector<std::string>> tokens(sessions);
    for (std::size_t user = 0; user < sessions; ++user) {
        for (std::size_t i = 0; i <= renewals; ++i) {
            tokens[user].push_back(
                token("user-" + std::to_string(user), now + 60 + static_cast<std::int64_t>(i)));
        }
    }
    std::vector<std::string> authorizations(sessions);
    std::size_t next = 0;
    compare(state, 1, nothing, [&] {
        const std::size_t user = next % sessions;
        const std::size_t round = next / sessions % renewals;
        ++next;
        if (round == 0) {
            if (!authorizations[user].empty()) (void)exchange.clear(authorizations[user]);
            const auto opened = exchange.open("Web", tokens[user][0], {.id = "tab"});
            authorizations[user] = opened->authorization.text();
        }
        return exchange.renew(authorizations[user], tokens[user][round + 1]).has_value();
    });
}
BENCHMARK(renew)->UseManualTime();

void touch(benchmark::State& state) {
    constexpr std::size_t batch = 256;  // one is too short for the clock
    MemorySessions store;
    Exchange exchange{make_setup(), store};  // with the system's clock
    const std::string authorization{[&] {
        const auto opened = exchange.open("Web", token("user", 4'102'444'800), {.id = "tab"});
        return std::string{opened->authorization.text()};
    }()};
    compare(state, batch, nothing, [&] {
        bool good = true;
        for (std::size_t i = 0; i < batch; ++i) good = good && exchange.touch(authorization);
        return good;
    });
}
BENCHMARK(touch)->UseManualTime();

void touch_among_live_sessions(benchmark::State& state) {
    constexpr std::size_t batch = 256;
    const char* const number = std::getenv("VOUCH_SESSIONS");
    const std::size_t sessions = number == nullptr ? 1'000'000 : std::stoul(number);
    MemorySessions store{2 * sessions + 1};
    Exchange exchange{make_setup(NoSignatures{}), store};
    std::vector<std::string> authorizations;
    authorizations.reserve(sessions);
    for (std::size_t i = 0; i < sessions; ++i) authorizations.emplace_back(43, ' ');
    const std::size_t before = mallinfo2().uordblks;
    const std::string signature(342, 'A');
    for (std::size_t i = 0; i < sessions; ++i) {
        std::string text = vouch::base64url::encode(header()) + '.';
        text += vouch::base64url::encode(claims("user-" + std::to_string(i), 4'102'444'800));
        const auto opened = exchange.open("Web", text + '.' + signature, {.id = "tab"});
        if (!opened) return state.SkipWithError("a session is refused");
        authorizations[i] = opened->authorization.text();
    }
    state.counters["bytes_each"] =
        static_cast<double>(mallinfo2().uordblks - before) / static_cast<double>(sessions);
    state.counters["live"] = static_cast<double>(sessions);
    std::vector<std::string> shown(batch);  // by clients: in the cache, as what has just arrived is
    std::size_t next = 0;
    compare(
        state, batch,
        [&] {
            for (std::string& authorization : shown) {
                next = (next + 7919) % sessions;  // nowhere near the one before
                authorization = authorizations[next];
            }
        },
        [&] {
            bool good = true;
            for (const std::string& each : shown) good = good && exchange.touch(each);
            return good;
        });
}
BENCHMARK(touch_among_live_sessions)->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
