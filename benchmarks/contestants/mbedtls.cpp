// SPDX-License-Identifier: BSL-1.0
// Mbed TLS: no tokens, but what they need. A key is made once, and keeps what it has computed.
#include "../contestant.hpp"

#include <mbedtls/base64.h>
#include <mbedtls/md.h>
#include <mbedtls/pk.h>
#include <mbedtls/rsa.h>
#include <mbedtls/version.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

class Key {
public:
    explicit Key(const Octets& modulus) {
        constexpr unsigned char exponent[] = {1, 0, 1};
        mbedtls_pk_init(&key_);
        mbedtls_pk_setup(&key_, mbedtls_pk_info_from_type(MBEDTLS_PK_RSA));
        mbedtls_rsa_context* rsa = mbedtls_pk_rsa(key_);
        mbedtls_rsa_import_raw(rsa, modulus.data(), modulus.size(), nullptr, 0, nullptr, 0, nullptr,
                               0, exponent, sizeof exponent);
        mbedtls_rsa_complete(rsa);
    }
    Key(const Key&) = delete;
    Key& operator=(const Key&) = delete;
    ~Key() { mbedtls_pk_free(&key_); }

    bool verify(const Sample& sample, std::string_view message, const Octets& signature);
    bool is_good() const { return mbedtls_pk_get_bitlen(&key_) >= 2048; }

private:
    mbedtls_pk_context key_;
};

mbedtls_md_type_t type_of(const Sample& sample) {
    return sample.kind.hash == vouch::Hash::sha256 ? MBEDTLS_MD_SHA256 : MBEDTLS_MD_SHA512;
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

using Digest = std::array<unsigned char, MBEDTLS_MD_MAX_SIZE>;

/// \return how many octets it has.
std::size_t hash_message(const Sample& sample, std::string_view message, Digest& digest) {
    const mbedtls_md_info_t* hash = mbedtls_md_info_from_type(type_of(sample));
    mbedtls_md(hash, bytes(message), message.size(), digest.data());
    return mbedtls_md_get_size(hash);
}

bool Key::verify(const Sample& sample, std::string_view message, const Octets& signature) {
    Digest digest;
    const std::size_t size = hash_message(sample, message, digest);
    return mbedtls_pk_verify(&key_, type_of(sample), digest.data(), size, signature.data(),
                             signature.size()) == 0;
}

Run verify_signature(const Sample& sample) {
    const auto key = std::make_shared<Key>(sample.moduli.back());
    const std::string_view message = Sample::signing_input(sample.tokens.front());
    const Octets signature = decoded(Sample::signature(sample.tokens.front()));
    return repeat([=, &sample] { return key->verify(sample, message, signature); });
}

Run use_first(const Sample& sample) {
    const std::string_view message = Sample::signing_input(sample.tokens.front());
    const Octets signature = decoded(Sample::signature(sample.tokens.front()));
    return repeat(
        [=, &sample] { return Key{sample.moduli.back()}.verify(sample, message, signature); });
}

Run import_keys(const Sample& sample) {
    return repeat([&sample] {
        std::vector<std::unique_ptr<Key>> keys;
        keys.reserve(sample.moduli.size());
        for (const Octets& modulus : sample.moduli) keys.push_back(std::make_unique<Key>(modulus));
        return std::all_of(keys.begin(), keys.end(),
                           [](const auto& key) { return key->is_good(); });
    });
}

Run hash(const Sample& sample) {
    return repeat([&sample] {
        Digest digest;
        const std::string_view message = Sample::signing_input(sample.tokens.front());
        const std::size_t size = hash_message(sample, message, digest);
        return std::equal(sample.digest.begin(), sample.digest.end(), digest.begin(),
                          digest.begin() + static_cast<std::ptrdiff_t>(size));
    });
}

/// It knows base64 only, so it gets the same octets in that.
Run decode(std::string_view text) {
    std::string padded{text};
    std::replace(padded.begin(), padded.end(), '-', '+');
    std::replace(padded.begin(), padded.end(), '_', '/');
    while (padded.size() % 4 != 0) padded += '=';
    return repeat([padded, result = Octets(padded.size() / 4 * 3)]() mutable {
        std::size_t size = 0;
        return mbedtls_base64_decode(result.data(), result.size(), &size, bytes(padded),
                                     padded.size()) == 0;
    });
}
Run decode_payload(const Sample& sample) { return decode(Sample::payload(sample.tokens.front())); }
Run decode_signature(const Sample& sample) {
    return decode(Sample::signature(sample.tokens.front()));
}

}  // namespace

std::vector<Contestant> of_mbedtls() {
    return {{.name = "Mbed TLS",
             .version = MBEDTLS_VERSION_STRING,
             .signature = verify_signature,
             .first_use = use_first,
             .import_keys = import_keys,
             .hash = hash,
             .decode_payload = decode_payload,
             .decode_signature = decode_signature}};
}
