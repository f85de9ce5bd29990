// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_CRYPTO_BACKEND_HPP
#define VOUCH_TESTING_LAWS_CRYPTO_BACKEND_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/testing/laws/report.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1::testing {

namespace detail {

/// The laws for one algorithm and one pair of keys.
template <rsa_pkcs1_algorithm A, class Other, crypto_backend Backend>
void check_rsa_pkcs1(LawReport& report, const Backend& backend, const KeyPair& pair,
                     const KeyPair& stranger) {
    using Octets = std::vector<std::uint8_t>;
    constexpr std::string_view not_below_modulus =
        "refuses a signature that is not less than the modulus";
    auto imported = backend.import_key(pair.public_key());
    report.require(imported.has_value(), "imports every key that is within the limits");
    if (!imported) return;
    const typename Backend::Key key = *std::move(imported);  // a key can be moved

    const std::string_view message = "the signing input";
    const auto accepts = [&](std::string_view text, const Octets& signature) {
        return backend.template verify<A>(key, text, signature).has_value();
    };
    const auto refuses = [&](std::string_view text, const Octets& signature) {
        const auto result = backend.template verify<A>(key, text, signature);
        return !result && result.error().code() == Errc::signature_invalid;
    };

    const Octets good = pair.template sign<A>(message);
    report.require(accepts(message, good), "accepts a signature of the key over the message");
    for (const std::size_t size : {0U, 55U, 56U, 111U, 112U, 300U}) {
        const std::string text(size, 'x');
        report.require(accepts(text, pair.template sign<A>(text)),
                       "takes messages of every length");
    }
    report.require(refuses("the signing inpuT", good) && refuses("the signing input.", good) &&
                       refuses("", good),
                   "refuses the signature of another message");
    report.require(refuses(message, stranger.template sign<A>(message)),
                   "refuses the signature of another key");
    report.require(refuses(message, pair.template sign<Other>(message)),
                   "refuses the signature of another hash");
    for (std::size_t i = 0; i < good.size(); i += 7) {
        Octets changed = good;
        changed[i] = static_cast<std::uint8_t>(changed[i] ^ 1U << (i % 8));
        report.require(refuses(message, changed), "refuses a signature with one bit changed");
    }

    Octets longer = good;
    longer.push_back(0);
    Octets leading_zero = good;
    leading_zero.insert(leading_zero.begin(), std::uint8_t{0});
    report.require(refuses(message, {}) && refuses(message, {good.begin(), good.end() - 1}) &&
                       refuses(message, {good.begin() + 1, good.end()}) &&
                       refuses(message, longer) && refuses(message, leading_zero),
                   "refuses a signature that is not exactly as long as the modulus");

    // s + n is congruent to s. Where it fits in as many octets, only s < n tells them apart.
    const RsaPublicKey public_key = pair.public_key();
    for (char last = 'a'; last <= 'p'; ++last) {
        const std::string text{last};
        Octets sum = pair.template sign<A>(text);
        unsigned carry = 0;
        for (std::size_t i = sum.size(); i-- > 0;) {
            carry += static_cast<unsigned>(sum[i]) + public_key.modulus()[i];
            sum[i] = static_cast<std::uint8_t>(carry);
            carry >>= 8;
        }
        report.require(refuses(text, sum), not_below_modulus);
        if (carry == 0) break;
    }
    const Octets modulus(public_key.modulus().begin(), public_key.modulus().end());
    report.require(refuses(message, modulus) && refuses(message, Octets(good.size(), 0xff)),
                   not_below_modulus);
    Octets one(good.size(), 0x00);
    one.back() = 1;
    Octets minus_one = modulus;
    --minus_one.back();
    report.require(refuses(message, Octets(good.size(), 0x00)) && refuses(message, one) &&
                       refuses(message, minus_one),
                   "refuses 0, 1 and n - 1");
    report.require(accepts(message, good), "is not impressed by bad signatures before");
}

/// That a signature that begins with a zero is taken with it only.
template <crypto_backend Backend>
void check_leading_zero(LawReport& report, const Backend& backend) {
    const std::string_view text = "text 100";  // found by trying
    const auto key = backend.import_key(rsa_2048.public_key());
    const std::vector<std::uint8_t> signature = rsa_2048.sign<RS256>(text);
    const std::vector<std::uint8_t> shorter(signature.begin() + 1, signature.end());
    report.require(signature[0] == 0 && key &&
                       backend.template verify<RS256>(*key, text, signature) &&
                       !backend.template verify<RS256>(*key, text, shorter),
                   "refuses a signature that is not exactly as long as the modulus");
}

/// That keys of this size can be used at all.
template <crypto_backend Backend>
void check_size(LawReport& report, const Backend& backend, const KeyPair& pair) {
    const auto key = backend.import_key(pair.public_key());
    std::vector<std::uint8_t> signature = pair.template sign<RS256>("message");
    report.require(key && backend.template verify<RS256>(*key, "message", signature),
                   "takes keys of 2048, 3072 and 4096 bits");
    signature[0] = static_cast<std::uint8_t>(signature[0] ^ 1U);
    report.require(key && !backend.template verify<RS256>(*key, "message", signature),
                   "refuses a signature with one bit changed");
}

/// That several signatures, by keys of several sizes, get what each gets alone; any number of them.
template <rsa_pkcs1_algorithm A, crypto_backend Backend>
    requires verifies_batch_with<Backend, A>
void check_batch(LawReport& report, const Backend& backend) {
    using Key = typename Backend::Key;
    const std::string_view message = "the signing input";
    std::vector<Key> keys;
    std::vector<std::vector<std::uint8_t>> signatures;
    for (const KeyPair* pair : {&rsa_2048, &rsa_3072, &rsa_2048_second}) {
        auto key = backend.import_key(pair->public_key());
        report.require(key.has_value(), "imports every key that is within the limits");
        if (!key) return;
        keys.push_back(*std::move(key));
        signatures.push_back(pair->template sign<A>(message));
    }
    signatures.emplace_back();
    for (const std::size_t size : {0U, 1U, 2U, 3U, 4U, 5U, 8U, 33U, 70U}) {
        std::vector<SignatureCheck<Key>> checks;
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t signer = i % 7 == 3 ? i / 7 % signatures.size() : i % keys.size();
            checks.push_back(
                {&keys[i % keys.size()], i % 5 == 4 ? "another" : message, signatures[signer]});
        }
        backend.template verify_batch<A>(checks);
        for (const SignatureCheck<Key>& check : checks) {
            const auto alone =
                backend.template verify<A>(*check.key, check.message, check.signature);
            report.require(alone ? check.verdict.has_value()
                                 : !check.verdict && check.verdict.error() == alone.error(),
                           "says of each of several signatures what it says of it alone");
        }
    }
}

}  // namespace detail

/// Checks what the concept crypto_backend, and verifies_batch_with where it is modelled, ask and
/// the compiler cannot see: verification by RFC 8017 §8.2.2.
///
/// The broken laws come back by name. That `verify` may be called by several threads at once is not
/// checked here: run it under a thread sanitizer.
template <crypto_backend Backend>
    requires verifies_with<Backend, RS256> && verifies_with<Backend, RS384> &&
             verifies_with<Backend, RS512>
LawReport crypto_backend_laws(const Backend& backend) {
    LawReport report;
    detail::check_rsa_pkcs1<RS256, RS512>(report, backend, rsa_2048, rsa_2048_second);
    detail::check_rsa_pkcs1<RS384, RS256>(report, backend, rsa_2048_second, rsa_2048);
    detail::check_rsa_pkcs1<RS512, RS384>(report, backend, rsa_2048_third, rsa_2048);
    detail::check_leading_zero(report, backend);
    detail::check_size(report, backend, rsa_3072);
    detail::check_size(report, backend, rsa_4096);
    if constexpr (verifies_batch_with<Backend, RS256>) {
        detail::check_batch<RS256>(report, backend);
        detail::check_batch<RS384>(report, backend);
        detail::check_batch<RS512>(report, backend);
    }
    return report;
}

}  // namespace vouch::inline v1::testing

#endif
