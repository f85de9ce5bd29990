// SPDX-License-Identifier: BSL-1.0
// What do keys that are fetched cost, beside keys that are given once?
//
// `verify` verifies a token with a JwksSource and with StaticKeys by turns, so that both see the
// same machine; in `while_keys_rotate` another thread fetches other keys for the source all the
// time. `known` is the same for a token that the cache of the verifier has. Counters: the median of
// StaticKeys in microseconds, that of JwksSource, and the median of the ratios (JwksSource /
// StaticKeys); with several threads the mean of theirs; and how often the keys rotated in a second.
#include <vouch/crypto/openssl.hpp>
#include <vouch/jwks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <benchmark/benchmark.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace {

using vouch::testing::FakeTransport;
using vouch::testing::jwks;

constexpr std::string_view url = "https://login.example.com/jwks";

std::string good_token() {
    return vouch::testing::rsa_2048.token<vouch::RS256>(
        R"({"alg":"RS256","typ":"JWT","kid":"2026-01"})",
        R"({"iss":"https://login.example.com","sub":"customer-4711","iat":1767225600,)"
        R"("exp":4102444800,"name":"Zoe Example","email":"zoe@example.com","locale":"de-CH"})");
}
std::string good_key() { return vouch::testing::rsa_2048.jwk("2026-01", "RS256"); }
std::string other_key() { return vouch::testing::rsa_2048_second.jwk("2026-02", "RS256"); }

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// How long `count` calls take each, in seconds; negative where one fails.
template <class Operation>
double seconds(std::size_t count, Operation& operation) {
    bool good = true;
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < count; ++i) good = operation() && good;
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    return good ? time.count() / static_cast<double>(count) : -1;
}

/// Runs `baseline` and `candidate` by turns, so many times each.
template <class Baseline, class Candidate>
void compare(benchmark::State& state, std::size_t count, Baseline baseline, Candidate candidate) {
    std::vector<double> baseline_times, candidate_times, ratios;
    for (auto _ : state) {
        double base = 0, each = 0;
        if (ratios.size() % 2 == 0) {
            base = seconds(count, baseline);
            each = seconds(count, candidate);
        } else {
            each = seconds(count, candidate);
            base = seconds(count, baseline);
        }
        if (base < 0 || each < 0) return state.SkipWithError("it is refused");
        baseline_times.push_back(base);
        candidate_times.push_back(each);
        ratios.push_back(each / base);
        state.SetIterationTime(each);
    }
    const auto show = [&](const char* name, double value) {
        state.counters[name] = benchmark::Counter{value, benchmark::Counter::kAvgThreads};
    };
    show("baseline_us", median(baseline_times) * 1e6);
    show("median_us", median(candidate_times) * 1e6);
    show("ratio", median(ratios));
}

/// The clock of the system, ahead of it.
struct AheadClock {
    using policy_kind = vouch::clock_policy;

    vouch::NumericDate now() const noexcept { return clock.now(); }
    std::int64_t elapsed_nanoseconds() const noexcept {
        return clock.elapsed_nanoseconds() + ahead->load(std::memory_order_relaxed);
    }

    vouch::SystemClock clock;
    std::shared_ptr<std::atomic<std::int64_t>> ahead =
        std::make_shared<std::atomic<std::int64_t>>(0);
};
using Source = vouch::JwksSource<FakeTransport, AheadClock>;

/// A source, and a thread that makes its keys rotate where `rotates` says so.
class Endpoint {
public:
    explicit Endpoint(bool rotates) {
        serve(0);
        refresher_.poll();
        if (rotates) thread_ = std::thread{[this] { rotate(); }};
    }
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;
    ~Endpoint() {
        done_ = true;
        if (thread_.joinable()) thread_.join();
    }

    const Source& source() const { return source_; }
    std::size_t rotations() const { return transport_.fetches(url) - 1; }

private:
    void serve(std::size_t i) const {
        transport_.answer(url, i % 2 == 0 ? jwks({good_key()}) : jwks({good_key(), other_key()}));
    }
    void rotate() {
        for (std::size_t i = 1; !done_; ++i) {
            serve(i);
            clock_.ahead->fetch_add(300'000'000'000);
            refresher_.poll();
        }
    }

    const FakeTransport transport_;
    const AheadClock clock_;
    vouch::JwksRefresher<AheadClock> refresher_{{.threads = 0}, clock_};
    const Source source_ = *Source::open(url, {}, transport_, refresher_);
    std::atomic<bool> done_ = false;
    std::thread thread_;
};

template <class Crypto, class Cache>
struct Pair {
    template <class Keys>
    using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Keys,
                                     Crypto, Cache>;

    explicit Pair(bool rotates) : endpoint{rotates}, candidate{endpoint.source()} {}

    Endpoint endpoint;
    const Verifier<vouch::StaticKeys> baseline{
        vouch::StaticKeys::from_jwks(jwks({good_key()})).value()};
    const Verifier<Source> candidate;
};

/// All threads verify the same token with the same two verifiers.
template <class Crypto, class Cache>
void verify(benchmark::State& state, bool rotates, std::size_t count) {
    static std::unique_ptr<Pair<Crypto, Cache>> pair;
    if (state.thread_index() == 0) pair = std::make_unique<Pair<Crypto, Cache>>(rotates);
    const std::string token = good_token();
    const auto start = std::chrono::steady_clock::now();
    compare(
        state, count, [&] { return pair->baseline.verify(token).has_value(); },
        [&] { return pair->candidate.verify(token).has_value(); });
    if (state.thread_index() != 0) return;
    const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
    state.counters["rotations/s"] = static_cast<double>(pair->endpoint.rotations()) / time.count();
    pair.reset();
}

}  // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    const auto add = [](const std::string& name, auto... run) {
        return benchmark::RegisterBenchmark(name.c_str(), run...)
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond);
    };
    for (const bool rotates : {false, true}) {
        const std::string when = rotates ? "/while_keys_rotate" : "";
        for (const int threads : {1, 2, 8}) {
            using vouch::NoTokenCache;
            constexpr std::size_t batch = 32;  // one is too short for the clock
            add("verify/Builtin" + when, verify<vouch::Builtin, NoTokenCache>, rotates, 1)
                ->Threads(threads);
            add("verify/OpenSsl" + when, verify<vouch::OpenSsl, NoTokenCache>, rotates, 1)
                ->Threads(threads);
            add("known" + when, verify<vouch::Builtin, vouch::VerifiedTokens<>>, rotates, batch)
                ->Threads(threads);
        }
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
