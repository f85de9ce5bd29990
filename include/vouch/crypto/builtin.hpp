// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_HPP
#define VOUCH_CRYPTO_BUILTIN_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/builtin/mulx_kernel.hpp>
#include <vouch/crypto/builtin/rsa.hpp>
#include <vouch/crypto/builtin/rsa_key.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_kernel.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/result.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace vouch::inline v1 {

/// Our own verification of signatures, without any dependency; also at compile time.
///
/// It only ever sees public keys, signatures and messages, so it need not be, and is not,
/// constant-time. It cannot sign.
struct Builtin {
private:
    static constexpr RsaKernel fastest() noexcept {
        return can_run(RsaKernel::mulx) ? RsaKernel::mulx : RsaKernel::portable;
    }

    /// Calls `use` with the RsaVerifier of a kernel. Nothing else knows which kernels there are.
    template <class Use>
    static constexpr auto with([[maybe_unused]] RsaKernel kernel, Use&& use) noexcept {
        using builtin::Montgomery, builtin::RsaVerifier;
#if VOUCH_HAS_X86_KERNELS
        if (kernel == RsaKernel::mulx) return use(RsaVerifier<Montgomery<builtin::MulxKernel>>{});
#endif
        return use(RsaVerifier<Montgomery<builtin::BlockKernel<builtin::NativeLimb>>>{});
    }

public:
    using policy_kind = crypto_policy;

    /// Where it is not the fastest that keys are imported for.
    RsaKernel kernel = RsaKernel::fastest;

    /// A key, made ready for one kernel. To import costs next to nothing and one allocation, of
    /// three times the modulus or a little more; the second verification with a key costs twice as
    /// much as those after it, for then two numbers are computed that all of them use.
    class Key {
    private:
        friend Builtin;
        using Numbers = builtin::RsaKey<builtin::NativeLimb>;

        constexpr Key(RsaKernel kernel, Numbers&& numbers) noexcept
            : kernel_{kernel}, numbers_{std::move(numbers)} {}

        RsaKernel kernel_;
        Numbers numbers_;
    };

    /// \return `out_of_memory`; `backend_failed` where this processor cannot run `kernel`.
    constexpr Result<Key> import_key(const RsaPublicKey& key) const noexcept {
        if (!can_run(kernel)) return Errc::backend_failed;
        const RsaKernel chosen = kernel == RsaKernel::fastest ? fastest() : kernel;
        auto numbers = with(chosen, [&key](auto rsa) { return decltype(rsa)::import(key); });
        if (!numbers) return numbers.error();
        return Key{chosen, *std::move(numbers)};
    }

    /// \return `signature_invalid`. Allocates nothing; uses up to 8 KiB of stack.
    template <rsa_pkcs1_algorithm A>
    constexpr Result<void> verify(const Key& key, std::string_view message,
                                  std::span<const std::uint8_t> signature) const noexcept {
        const auto digest = builtin::hash<A::hash>(message);
        const bool holds = with(key.kernel_, [&](auto rsa) {
            return decltype(rsa)::template holds<A::hash>(key.numbers_, digest, signature);
        });
        if (!holds) return Errc::signature_invalid;
        return {};
    }
};
static_assert(crypto_backend<Builtin> && verifies_with<Builtin, RS256> &&
              verifies_with<Builtin, RS384> && verifies_with<Builtin, RS512>);

}  // namespace vouch::inline v1

#endif
