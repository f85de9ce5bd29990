// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_GENERATED_PAIR_HPP
#define VOUCH_TESTS_SUPPORT_GENERATED_PAIR_HPP

#include <vouch/crypto/rsa_public_key.hpp>

#include <boost/test/unit_test.hpp>

#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace vouch_tests {

/// A key that OpenSSL makes, of any size, which signs any encoded message. Of three primes: with
/// two OpenSSL makes sizes that are even and no others.
class GeneratedPair {
public:
    using Octets = std::vector<std::uint8_t>;

    explicit GeneratedPair(int bits) : key_{nullptr, EVP_PKEY_free} {
        const Context context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr),
                              EVP_PKEY_CTX_free};
        EVP_PKEY* key = nullptr;
        BOOST_REQUIRE(EVP_PKEY_keygen_init(context.get()) == 1);
        BOOST_REQUIRE(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), bits) == 1);
        BOOST_REQUIRE(EVP_PKEY_CTX_set_rsa_keygen_primes(context.get(), 3) == 1);
        BOOST_REQUIRE(EVP_PKEY_generate(context.get(), &key) == 1);
        key_.reset(key);
    }

    vouch::RsaPublicKey public_key() const {
        BIGNUM* modulus = nullptr;
        BOOST_REQUIRE(EVP_PKEY_get_bn_param(key_.get(), "n", &modulus) == 1);
        Octets octets(static_cast<std::size_t>(BN_num_bytes(modulus)));
        BN_bn2bin(modulus, octets.data());
        BN_free(modulus);
        const auto key = vouch::RsaPublicKey::from_octets(octets, Octets{1, 0, 1});
        BOOST_REQUIRE(key);
        return *key;
    }

    /// RSASSA-PKCS1-v1_5 with a hash by OpenSSL's name.
    Octets sign(const char* hash, std::string_view message) const {
        const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context{EVP_MD_CTX_new(),
                                                                         EVP_MD_CTX_free};
        BOOST_REQUIRE(EVP_DigestSignInit_ex(context.get(), nullptr, hash, nullptr, nullptr,
                                            key_.get(), nullptr) == 1);
        Octets signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
        std::size_t size = signature.size();
        BOOST_REQUIRE(EVP_DigestSign(context.get(), signature.data(), &size,
                                     reinterpret_cast<const unsigned char*>(message.data()),
                                     message.size()) == 1);
        return signature;
    }

    /// Nothing where the encoded message is not less than the modulus.
    Octets to_private_power(const Octets& encoded) const {
        const Context context{EVP_PKEY_CTX_new(key_.get(), nullptr), EVP_PKEY_CTX_free};
        Octets signature(encoded.size());
        std::size_t size = signature.size();
        const bool good = EVP_PKEY_sign_init(context.get()) == 1 &&
                          EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) == 1 &&
                          EVP_PKEY_sign(context.get(), signature.data(), &size, encoded.data(),
                                        encoded.size()) == 1;
        ERR_clear_error();
        return good ? signature : Octets{};
    }

private:
    using Context = std::unique_ptr<EVP_PKEY_CTX, void (*)(EVP_PKEY_CTX*)>;

    std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key_;
};

}  // namespace vouch_tests

#endif
