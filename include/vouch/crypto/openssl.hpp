// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_OPENSSL_HPP
#define VOUCH_CRYPTO_OPENSSL_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/result.hpp>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <utility>

static_assert(OPENSSL_VERSION_MAJOR >= 3, "vouch/crypto/openssl.hpp needs OpenSSL 3.0 or newer");

namespace vouch::inline v1 {

/// Verification of signatures by OpenSSL 3, from the default library context.
///
/// Link with libcrypto. The thread's error queue of OpenSSL is empty after every call.
struct OpenSsl {
    using policy_kind = crypto_policy;

    class Key;

    /// \return `out_of_memory` or `backend_failed`.
    Result<Key> import_key(const RsaPublicKey& key) const noexcept;

    /// \return `signature_invalid`, or `out_of_memory` or `backend_failed` where OpenSSL could not
    /// tell.
    template <rsa_pkcs1_algorithm A>
    Result<void> verify(const Key& key, std::string_view message,
                        std::span<const std::uint8_t> signature) const noexcept;

private:
    template <class Object, void (*Free)(Object*)>
    struct Deleter {
        void operator()(Object* object) const noexcept { Free(object); }
    };
    template <class Object, void (*Free)(Object*)>
    using Handle = std::unique_ptr<Object, Deleter<Object, Free>>;

    using Pkey = Handle<EVP_PKEY, EVP_PKEY_free>;
    using Context = Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
    using Digest = Handle<EVP_MD, EVP_MD_free>;

    class Contexts;
    class ErrorQueue;
};

/// Our use of the thread's error queue: empty before and after.
class OpenSsl::ErrorQueue {
public:
    ErrorQueue() noexcept { ERR_clear_error(); }
    ErrorQueue(const ErrorQueue&) = delete;
    ErrorQueue& operator=(const ErrorQueue&) = delete;
    ~ErrorQueue() { ERR_clear_error(); }

    /// What failed: memory or something else.
    Errc failure() const noexcept {
        return ERR_GET_REASON(ERR_peek_error()) == ERR_R_MALLOC_FAILURE ? Errc::out_of_memory
                                                                        : Errc::backend_failed;
    }
    /// Why a signature was not accepted. The first error is the cause; those of RSA are about the
    /// signature, as is the provider's word that RSA said no and gave no reason (for a signature
    /// over nothing, 00 01 FF .. FF 00).
    Errc refusal() const noexcept {
        const unsigned long error = ERR_peek_error();
        const bool about_signature =
            error == 0 || ERR_GET_LIB(error) == ERR_LIB_RSA ||
            (ERR_GET_LIB(error) == ERR_LIB_PROV && ERR_GET_REASON(error) == ERR_R_RSA_LIB);
        return about_signature && ERR_GET_REASON(error) != ERR_R_MALLOC_FAILURE
                   ? Errc::signature_invalid
                   : failure();
    }
};

/// Contexts of one key and one hash, ready to verify. To make one costs as much as a tenth of a
/// verification, and one serves one thread at a time: so they are kept, as many as have been in use
/// at once, up to a limit.
class OpenSsl::Contexts {
public:
    Contexts() = default;
    Contexts(const Contexts&) = delete;
    Contexts& operator=(const Contexts&) = delete;
    ~Contexts() {
        for (std::atomic<EVP_PKEY_CTX*>& slot : slots_) EVP_PKEY_CTX_free(slot.load());
    }

    /// One that nobody else uses, or a new one; null where none can be made.
    Context take(EVP_PKEY* key, const EVP_MD* digest) noexcept {
        for (std::atomic<EVP_PKEY_CTX*>& slot : slots_) {
            if (slot.load(std::memory_order_relaxed) == nullptr) continue;
            if (Context context{slot.exchange(nullptr, std::memory_order_acquire)}) return context;
        }
        Context context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)};
        if (context == nullptr || EVP_PKEY_verify_init(context.get()) != 1 ||
            EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) != 1 ||
            EVP_PKEY_CTX_set_signature_md(context.get(), digest) != 1) {
            return nullptr;
        }
        return context;
    }

    /// Keeps a context for the next `take`, or frees it where all slots are full.
    void give_back(Context context) noexcept {
        for (std::atomic<EVP_PKEY_CTX*>& slot : slots_) {
            EVP_PKEY_CTX* empty = nullptr;
            if (slot.compare_exchange_strong(empty, context.get(), std::memory_order_release,
                                             std::memory_order_relaxed)) {
                static_cast<void>(context.release());
                return;
            }
        }
    }

private:
    std::array<std::atomic<EVP_PKEY_CTX*>, 16> slots_{};
};

/// A key in OpenSSL's form.
class OpenSsl::Key {
private:
    friend OpenSsl;

    struct State {
        Pkey key;
        std::size_t octets;
        // By Hash.
        std::array<Digest, 3> digests;
        std::array<Contexts, 3> contexts;
    };

    explicit Key(std::unique_ptr<State> state) noexcept : state_{std::move(state)} {}

    std::unique_ptr<State> state_;
};

inline Result<OpenSsl::Key> OpenSsl::import_key(const RsaPublicKey& key) const noexcept {
    const ErrorQueue errors;
    std::unique_ptr<Key::State> state{new (std::nothrow) Key::State};
    if (state == nullptr) return Errc::out_of_memory;

    // OpenSSL takes integers in the machine's order.
    std::array<unsigned char, 8192 / 8> modulus;
    const std::span<const std::uint8_t> octets = key.modulus();
    if constexpr (std::endian::native == std::endian::little) {
        std::reverse_copy(octets.begin(), octets.end(), modulus.begin());
    } else {
        std::copy(octets.begin(), octets.end(), modulus.begin());
    }
    std::uint64_t exponent = key.exponent();
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus.data(), octets.size()),
        OSSL_PARAM_construct_uint64(OSSL_PKEY_PARAM_RSA_E, &exponent), OSSL_PARAM_construct_end()};

    const Context context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
    EVP_PKEY* made = nullptr;
    if (context == nullptr || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1) {
        return errors.failure();
    }
    state->key.reset(made);
    state->octets = octets.size();
    constexpr const char* names[] = {"SHA2-256", "SHA2-384", "SHA2-512"};
    for (std::size_t i = 0; i < state->digests.size(); ++i) {
        state->digests[i].reset(EVP_MD_fetch(nullptr, names[i], nullptr));
        if (state->digests[i] == nullptr) return errors.failure();
        // The first context now: the first token finds one, and a key that cannot do is known here.
        Context prepared = state->contexts[i].take(made, state->digests[i].get());
        if (prepared == nullptr) return errors.failure();
        state->contexts[i].give_back(std::move(prepared));
    }
    return Key{std::move(state)};
}

template <rsa_pkcs1_algorithm A>
Result<void> OpenSsl::verify(const Key& key, std::string_view message,
                             std::span<const std::uint8_t> signature) const noexcept {
    Key::State& state = *key.state_;
    if (signature.size() != state.octets) return Errc::signature_invalid;
    const ErrorQueue errors;
    const EVP_MD* const digest = state.digests[static_cast<std::size_t>(A::hash)].get();
    Contexts& contexts = state.contexts[static_cast<std::size_t>(A::hash)];

    std::array<unsigned char, EVP_MAX_MD_SIZE> hash;
    unsigned int hash_size = 0;
    if (EVP_Digest(message.data(), message.size(), hash.data(), &hash_size, digest, nullptr) != 1) {
        return errors.failure();
    }
    Context context = contexts.take(state.key.get(), digest);
    if (context == nullptr) return errors.failure();
    const int verdict =
        EVP_PKEY_verify(context.get(), signature.data(), signature.size(), hash.data(), hash_size);
    if (verdict < 0) return errors.failure();
    contexts.give_back(std::move(context));  // also after a bad signature, which must not cost more
    if (verdict != 1) return errors.refusal();
    return {};
}

static_assert(crypto_backend<OpenSsl> && verifies_with<OpenSsl, RS256> &&
              verifies_with<OpenSsl, RS384> && verifies_with<OpenSsl, RS512>);

}  // namespace vouch::inline v1

#endif
