// SPDX-License-Identifier: BSL-1.0
// OpenSSL: no tokens, but what they need. Algorithms are fetched once, keys and contexts are kept.
#include "../contestant.hpp"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

template <class Object>
using Handle = std::shared_ptr<Object>;

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

Handle<EVP_MD> digest_of(const Sample& sample) {
    const char* name = sample.kind.hash == vouch::Hash::sha256 ? "SHA2-256" : "SHA2-512";
    return {EVP_MD_fetch(nullptr, name, nullptr), EVP_MD_free};
}

/// Makes keys of their moduli.
class KeyImport {
public:
    EVP_PKEY* import(Octets& modulus) {
        std::uint64_t exponent = 65537;
        OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus.data(), modulus.size()),
            OSSL_PARAM_construct_uint64(OSSL_PKEY_PARAM_RSA_E, &exponent), OSSL_PARAM_END};
        EVP_PKEY* key = nullptr;
        EVP_PKEY_fromdata(context_.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters);
        return key;
    }

    /// As OpenSSL takes it: in the machine's order, that of x86.
    static Octets modulus(const Octets& big_endian) {
        return {big_endian.rbegin(), big_endian.rend()};
    }

private:
    static EVP_PKEY_CTX* prepared() {
        EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr);
        if (EVP_PKEY_fromdata_init(context) != 1) throw std::runtime_error{"OpenSSL has no RSA"};
        return context;
    }

    Handle<EVP_PKEY_CTX> context_{prepared(), EVP_PKEY_CTX_free};
};

Handle<EVP_PKEY> key_of(const Sample& sample) {
    Octets modulus = KeyImport::modulus(sample.moduli.back());
    return {KeyImport{}.import(modulus), EVP_PKEY_free};
}

/// The signatures of the tokens, decoded.
struct Signed {
    explicit Signed(const Sample& sample) {
        for (const std::string& token : sample.tokens) {
            messages.push_back(Sample::signing_input(token));
            signatures.push_back(decoded(Sample::signature(token)));
        }
    }

    std::vector<std::string_view> messages;
    std::vector<Octets> signatures;
};

Run digest_verify(const Sample& sample) {
    const Handle<EVP_PKEY> key = key_of(sample);
    const Handle<EVP_MD_CTX> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_DigestVerifyInit(context.get(), nullptr, digest_of(sample).get(), nullptr, key.get());
    return repeat([key, context, given = Signed{sample}] {
        bool is_good = true;
        for (std::size_t i = 0; i < given.messages.size(); ++i) {
            const std::string_view message = given.messages[i];
            const Octets& signature = given.signatures[i];
            // Starts anew with the key and the hash that the context has.
            is_good = EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr,
                                              nullptr, nullptr) == 1 &&
                      EVP_DigestVerify(context.get(), signature.data(), signature.size(),
                                       bytes(message), message.size()) == 1 &&
                      is_good;
        }
        return is_good;
    });
}

Handle<EVP_PKEY_CTX> verification_by(EVP_PKEY* key, const EVP_MD* digest) {
    const Handle<EVP_PKEY_CTX> context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr),
                                       EVP_PKEY_CTX_free};
    EVP_PKEY_verify_init(context.get());
    EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING);
    EVP_PKEY_CTX_set_signature_md(context.get(), digest);
    return context;
}

/// Hashes with a context that is kept.
class Hashing {
public:
    explicit Hashing(const Sample& sample) : digest_{digest_of(sample)} {}

    EVP_MD* digest() const { return digest_.get(); }
    std::size_t hash(std::string_view message, unsigned char* result) const {
        unsigned int size = 0;
        EVP_DigestInit_ex2(context_.get(), digest_.get(), nullptr);
        EVP_DigestUpdate(context_.get(), message.data(), message.size());
        EVP_DigestFinal_ex(context_.get(), result, &size);
        return size;
    }

private:
    Handle<EVP_MD> digest_;
    Handle<EVP_MD_CTX> context_{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

bool verify(EVP_PKEY_CTX* context, const Hashing& hashing, std::string_view message,
            const Octets& signature) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    const std::size_t size = hashing.hash(message, hash.data());
    return EVP_PKEY_verify(context, signature.data(), signature.size(), hash.data(), size) == 1;
}

Run pkey_verify(const Sample& sample) {
    const Handle<EVP_PKEY> key = key_of(sample);
    const Hashing hashing{sample};
    const Handle<EVP_PKEY_CTX> context = verification_by(key.get(), hashing.digest());
    return repeat([key, context, hashing, given = Signed{sample}] {
        bool is_good = true;
        for (std::size_t i = 0; i < given.messages.size(); ++i) {
            is_good =
                verify(context.get(), hashing, given.messages[i], given.signatures[i]) && is_good;
        }
        return is_good;
    });
}

Run digest_verify_first(const Sample& sample) {
    const Handle<EVP_MD> digest = digest_of(sample);
    const Handle<EVP_MD_CTX> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    return repeat([=, given = Signed{sample}, importer = KeyImport{},
                   modulus = KeyImport::modulus(sample.moduli.back())]() mutable {
        EVP_PKEY* key = importer.import(modulus);
        const Octets& signature = given.signatures.front();
        const std::string_view message = given.messages.front();
        EVP_MD_CTX_reset(context.get());
        const bool is_good =
            EVP_DigestVerifyInit(context.get(), nullptr, digest.get(), nullptr, key) == 1 &&
            EVP_DigestVerify(context.get(), signature.data(), signature.size(), bytes(message),
                             message.size()) == 1;
        EVP_PKEY_free(key);
        return is_good;
    });
}

Run pkey_verify_first(const Sample& sample) {
    return repeat([hashing = Hashing{sample}, given = Signed{sample}, importer = KeyImport{},
                   modulus = KeyImport::modulus(sample.moduli.back())]() mutable {
        EVP_PKEY* key = importer.import(modulus);
        const bool is_good = verify(verification_by(key, hashing.digest()).get(), hashing,
                                    given.messages.front(), given.signatures.front());
        EVP_PKEY_free(key);
        return is_good;
    });
}

/// Is given the keys as numbers, and prepares nothing.
Run import_keys(const Sample& sample) {
    std::vector<Octets> moduli;
    for (const Octets& modulus : sample.moduli) moduli.push_back(KeyImport::modulus(modulus));
    std::vector<EVP_PKEY*> keys(moduli.size());
    return repeat([moduli, keys, importer = KeyImport{}]() mutable {
        for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = importer.import(moduli[i]);
        const bool all = std::count(keys.begin(), keys.end(), nullptr) == 0;
        for (EVP_PKEY* key : keys) EVP_PKEY_free(key);
        return all;
    });
}

Run hash(const Sample& sample) {
    return repeat([&sample, hashing = Hashing{sample}] {
        std::array<unsigned char, EVP_MAX_MD_SIZE> result;
        const std::string_view message = Sample::signing_input(sample.tokens.front());
        const std::size_t size = hashing.hash(message, result.data());
        return std::equal(sample.digest.begin(), sample.digest.end(), result.begin(),
                          result.begin() + static_cast<std::ptrdiff_t>(size));
    });
}

/// It knows base64 only, so it gets the same octets in that.
Run decode(std::string_view text) {
    std::string padded{text};
    std::replace(padded.begin(), padded.end(), '-', '+');
    std::replace(padded.begin(), padded.end(), '_', '/');
    while (padded.size() % 4 != 0) padded += '=';
    Octets result(padded.size() / 4 * 3);
    return repeat([padded, result]() mutable {
        const int size =
            EVP_DecodeBlock(result.data(), bytes(padded), static_cast<int>(padded.size()));
        return size == static_cast<int>(result.size());
    });
}
Run decode_payload(const Sample& sample) { return decode(Sample::payload(sample.tokens.front())); }
Run decode_signature(const Sample& sample) {
    return decode(Sample::signature(sample.tokens.front()));
}

}  // namespace

std::vector<Contestant> of_openssl() {
    return {{.name = "OpenSSL `EVP_DigestVerify`",
             .version = OpenSSL_version(OPENSSL_VERSION),
             .signature = digest_verify,
             .first_use = digest_verify_first},
            {.name = "the same once more, for the noise", .signature = digest_verify},
            {.name = "OpenSSL `EVP_PKEY_verify`",
             .signature = pkey_verify,
             .first_use = pkey_verify_first},
            {.name = "OpenSSL `EVP_DigestVerify`, signature only",
             .token = digest_verify,
             .known_token = digest_verify,
             .key_set = digest_verify,
             .batch = digest_verify},
            {.name = "OpenSSL `EVP_PKEY_fromdata`, from numbers", .import_keys = import_keys},
            {.name = "OpenSSL `EVP_DigestFinal_ex`", .hash = hash},
            {.name = "OpenSSL `EVP_DecodeBlock`, base64",
             .decode_payload = decode_payload,
             .decode_signature = decode_signature}};
}
