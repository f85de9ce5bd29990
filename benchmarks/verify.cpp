// SPDX-License-Identifier: BSL-1.0
// What does it cost to verify one token, beside the bare signature check of OpenSSL?
//
// Each iteration runs the baseline and the candidate one after the other, so that both see the same
// machine. Counters: the median of the baseline in microseconds, the ratio of the medians
// (candidate / baseline; below 1 is faster), and heap allocations of one call: those of C++ and
// those inside OpenSSL.
#include <vouch/crypto/openssl.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <benchmark/benchmark.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::size_t cpp_allocations = 0;
std::size_t openssl_allocations = 0;

void* counted_malloc(std::size_t size, const char*, int) {
    ++openssl_allocations;
    return std::malloc(size);
}
void* counted_realloc(void* block, std::size_t size, const char*, int) {
    ++openssl_allocations;
    return std::realloc(block, size);
}
void plain_free(void* block, const char*, int) { std::free(block); }

void* counted_new(std::size_t size) noexcept {
    ++cpp_allocations;
    return std::malloc(size);
}

}  // namespace

void* operator new(std::size_t size) { return counted_new(size); }
void* operator new[](std::size_t size) { return counted_new(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return counted_new(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return counted_new(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }

namespace {

using vouch::testing::KeyPair;

template <class Crypto>
using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                                 vouch::StaticKeys, Crypto>;

constexpr std::string_view header = R"({"alg":"RS256","typ":"JWT","kid":"2026-01"})";
// With a key of 2048 bits the token has some 760 bytes, a usual size.
constexpr std::string_view payload =
    R"({"iss":"https://login.example.com","sub":"customer-4711","iat":1767225600,)"
    R"("nbf":1767225600,"exp":4102444800,"jti":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6",)"
    R"("name":"Zoe Example","email":"zoe@example.com","email_verified":true,"locale":"de-CH",)"
    R"("roles":["reader","writer"]})";

/// The signature check alone, with everything that can be prepared prepared.
class BareOpenSsl {
public:
    BareOpenSsl(const KeyPair& pair, std::string_view token) {
        const vouch::RsaPublicKey key = pair.public_key();
        std::vector<std::uint8_t> modulus{key.modulus().rbegin(), key.modulus().rend()};
        std::uint64_t exponent = key.exponent();
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus.data(), modulus.size()),
            OSSL_PARAM_construct_uint64(OSSL_PKEY_PARAM_RSA_E, &exponent), OSSL_PARAM_END};
        EVP_PKEY_CTX* import = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
        EVP_PKEY_fromdata_init(import);
        EVP_PKEY_fromdata(import, &key_, EVP_PKEY_PUBLIC_KEY, parameters);
        EVP_PKEY_CTX_free(import);
        EVP_DigestVerifyInit_ex(context_, nullptr, "SHA256", nullptr, nullptr, key_, nullptr);

        const std::size_t dot = token.rfind('.');
        message_ = token.substr(0, dot);
        signature_.resize(vouch::base64url::decoded_size(token.size() - dot - 1));
        (void)vouch::base64url::decode(token.substr(dot + 1), std::span{signature_});
    }
    BareOpenSsl(const BareOpenSsl&) = delete;
    BareOpenSsl& operator=(const BareOpenSsl&) = delete;
    ~BareOpenSsl() {
        EVP_MD_CTX_free(context_);
        EVP_PKEY_free(key_);
    }

    bool verify() {
        // Starts anew with the key and the hash that the context has.
        return EVP_DigestVerifyInit_ex(context_, nullptr, nullptr, nullptr, nullptr, nullptr,
                                       nullptr) == 1 &&
               EVP_DigestVerify(context_, signature_.data(), signature_.size(),
                                reinterpret_cast<const unsigned char*>(message_.data()),
                                message_.size()) == 1;
    }

private:
    EVP_PKEY* key_ = nullptr;
    EVP_MD_CTX* context_ = EVP_MD_CTX_new();
    std::string message_;
    std::vector<std::uint8_t> signature_;
};

double median(std::vector<double>& seconds) {
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return *middle;
}

/// Runs `baseline` and `candidate` by turns.
template <class Baseline, class Candidate>
void compare(benchmark::State& state, Baseline baseline, Candidate candidate) {
    using Clock = std::chrono::steady_clock;
    std::vector<double> baseline_times, candidate_times;
    baseline_times.reserve(1 << 20);
    candidate_times.reserve(1 << 20);
    if (!baseline() || !candidate()) return state.SkipWithError("a good token is refused");

    cpp_allocations = openssl_allocations = 0;
    benchmark::DoNotOptimize(candidate());
    state.counters["allocations"] = static_cast<double>(cpp_allocations);
    state.counters["in_openssl"] = static_cast<double>(openssl_allocations);

    for (auto _ : state) {
        const auto start = Clock::now();
        benchmark::DoNotOptimize(baseline());
        const auto between = Clock::now();
        benchmark::DoNotOptimize(candidate());
        const auto end = Clock::now();
        baseline_times.push_back(std::chrono::duration<double>(between - start).count());
        candidate_times.push_back(std::chrono::duration<double>(end - between).count());
        state.SetIterationTime(candidate_times.back());
    }
    const double base = median(baseline_times);
    state.counters["baseline_us"] = base * 1e6;
    state.counters["median_us"] = median(candidate_times) * 1e6;
    state.counters["ratio"] = median(candidate_times) / base;
}

template <class Crypto>
void whole_token(benchmark::State& state, const KeyPair& pair) {
    const std::string token = pair.token<vouch::RS256>(header, payload);
    auto keys = vouch::StaticKeys::from_jwk(pair.jwk("2026-01", "RS256"));
    const auto verifier = std::make_unique<Verifier<Crypto>>(*std::move(keys));
    BareOpenSsl bare{pair, token};
    state.SetLabel(std::to_string(token.size()) + " bytes");
    compare(
        state, [&] { return bare.verify(); }, [&] { return verifier->verify(token).has_value(); });
}

/// A token that the verifier's cache has, beside the hash that it is found by.
void known_token(benchmark::State& state, const KeyPair& pair) {
    const std::string token = pair.token<vouch::RS256>(header, payload);
    auto keys = vouch::StaticKeys::from_jwk(pair.jwk("2026-01", "RS256"));
    const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                          vouch::StaticKeys, vouch::VerifiedTokens<>>
        verifier{*std::move(keys)};
    state.SetLabel(std::to_string(token.size()) + " bytes");
    const auto hash = [&] {
        auto digest = vouch::builtin::hash<vouch::Hash::sha256>(std::string_view{token});
        benchmark::DoNotOptimize(digest);
        return true;
    };
    compare(state, hash, [&] { return verifier.verify(token).has_value(); });
}

/// How far two runs of the baseline itself are apart: the noise of the machine.
void baseline_itself(benchmark::State& state, const KeyPair& pair) {
    const std::string token = pair.token<vouch::RS256>(header, payload);
    BareOpenSsl first{pair, token}, second{pair, token};
    compare(
        state, [&] { return first.verify(); }, [&] { return second.verify(); });
}

}  // namespace

int main(int argc, char** argv) {
    CRYPTO_set_mem_functions(counted_malloc, counted_realloc, plain_free);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    struct Size {
        std::string bits;
        const KeyPair& pair;
    };
    for (const Size& size :
         {Size{"2048", vouch::testing::rsa_2048}, Size{"3072", vouch::testing::rsa_3072},
          Size{"4096", vouch::testing::rsa_4096}}) {
        const auto add = [&](const std::string& name, auto run) {
            benchmark::RegisterBenchmark((name + "/" + size.bits).c_str(), run, size.pair)
                ->UseManualTime()
                ->Unit(benchmark::kMicrosecond);
        };
        add("EVP_DigestVerify", baseline_itself);
        add("verify/Builtin", whole_token<vouch::Builtin>);
        add("verify/OpenSsl", whole_token<vouch::OpenSsl>);
        add("known/SHA-256", known_token);
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}
