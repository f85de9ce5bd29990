// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_HPP
#define VOUCH_CRYPTO_BUILTIN_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/fma_lanes.hpp>
#include <vouch/crypto/builtin/fma_montgomery.hpp>
#include <vouch/crypto/builtin/ifma_kernel.hpp>
#include <vouch/crypto/builtin/ifma_lanes.hpp>
#include <vouch/crypto/builtin/lane_rsa.hpp>
#include <vouch/crypto/builtin/lane_tables.hpp>
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/builtin/mulx_kernel.hpp>
#include <vouch/crypto/builtin/radix52_montgomery.hpp>
#include <vouch/crypto/builtin/rsa.hpp>
#include <vouch/crypto/builtin/rsa_batch.hpp>
#include <vouch/crypto/builtin/rsa_key.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_kernel.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/result.hpp>

#include <algorithm>
#include <cstddef>
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
#if VOUCH_HAS_X86_KERNELS
    using Ifma = builtin::Radix52Montgomery<builtin::IfmaKernel>;
#endif

    /// The kernel for a key whose modulus has so many octets: `wanted`, unless that is the fastest,
    /// or not for such keys.
    static constexpr RsaKernel choose([[maybe_unused]] RsaKernel wanted,
                                      [[maybe_unused]] std::size_t octets) noexcept {
#if VOUCH_HAS_X86_KERNELS
        if (wanted != RsaKernel::fastest && wanted != RsaKernel::ifma) return wanted;
        if (octets <= Ifma::max_octets && can_run(RsaKernel::ifma)) return RsaKernel::ifma;
        if (can_run(RsaKernel::fma)) return RsaKernel::fma;
        if (can_run(RsaKernel::mulx)) return RsaKernel::mulx;
#endif
        return RsaKernel::portable;
    }

    /// Calls `use` with the RsaVerifier of a kernel. Nothing else knows which kernels there are.
    template <class Use>
    static constexpr auto with([[maybe_unused]] RsaKernel kernel, Use&& use) noexcept {
        using builtin::Montgomery, builtin::RsaVerifier;
#if VOUCH_HAS_X86_KERNELS
        if (kernel == RsaKernel::ifma) return use(RsaVerifier<Ifma>{});
        if (kernel == RsaKernel::fma) return use(RsaVerifier<builtin::FmaMontgomery>{});
        if (kernel == RsaKernel::mulx) return use(RsaVerifier<Montgomery<builtin::MulxKernel>>{});
#endif
        return use(RsaVerifier<Montgomery<builtin::BlockKernel<builtin::NativeLimb>>>{});
    }

public:
    using policy_kind = crypto_policy;

    /// Where it is not the fastest that keys are imported for.
    RsaKernel kernel = RsaKernel::fastest;

    /// A key, made ready for one kernel. To import costs next to nothing and one allocation, of
    /// three to six times the modulus, for IFMA of fourteen or more; the second verification with a
    /// key costs twice as much as those after it, for then two numbers are computed that all of
    /// them use.
    class Key {
    private:
        friend Builtin;
        using Numbers = builtin::RsaKey<builtin::NativeLimb>;

        constexpr Key(RsaKernel kernel, Numbers&& numbers) noexcept
            : kernel_{kernel}, numbers_{std::move(numbers)} {}

        RsaKernel kernel_;
        Numbers numbers_;
        builtin::LaneTables lane_tables_ = {};
    };

    /// \return `out_of_memory`; `backend_failed` where this processor cannot run `kernel`.
    constexpr Result<Key> import_key(const RsaPublicKey& key) const noexcept {
        if (!can_run(kernel)) return Errc::backend_failed;
        const RsaKernel chosen = choose(kernel, key.modulus().size());
        auto numbers = with(chosen, [&key](auto rsa) { return decltype(rsa)::import(key); });
        if (!numbers) return numbers.error();
        return Key{chosen, *std::move(numbers)};
    }

    /// \return `signature_invalid`. Allocates nothing; uses up to 14 KiB of stack.
    template <rsa_pkcs1_algorithm A>
    constexpr Result<void> verify(const Key& key, std::string_view message,
                                  std::span<const std::uint8_t> signature) const noexcept {
        if (!holds<A::hash>(key, builtin::hash<A::hash>(message), signature)) {
            return Errc::signature_invalid;
        }
        return {};
    }

    /// Several signatures, by any keys: four or eight at once where the processor and `kernel` can,
    /// so neither the portable one nor the one of MULX. A key that takes part in this for the first
    /// time gets tables of 1 to 2 KiB, at the cost of a verification; without memory for them its
    /// signatures are verified one by one. Uses up to 31 KiB of stack, with AVX-512 up to 49 KiB.
    template <rsa_pkcs1_algorithm A>
    void verify_batch(std::span<SignatureCheck<Key>> checks) const noexcept {
        constexpr std::size_t max_size = builtin::RsaBatch<A::hash, RsaCheck<A::hash>>::max_size;
        while (!checks.empty()) {
            const std::size_t size = std::min(checks.size(), max_size);
            RsaCheck<A::hash> batch[max_size];
            for (std::size_t i = 0; i < size; ++i) {
                batch[i] = {checks[i].key, checks[i].message, checks[i].signature};
            }
            verify_some<A::hash>({batch, size});
            for (std::size_t i = 0; i < size; ++i) {
                checks[i].verdict = batch[i].holds ? Result<void>{} : Errc::signature_invalid;
            }
            checks = checks.subspan(size);
        }
    }

private:
    template <Hash H>
    static constexpr bool holds(const Key& key, const builtin::Digest<H>& digest,
                                std::span<const std::uint8_t> signature) noexcept {
        return with(key.kernel_, [&](auto rsa) {
            return decltype(rsa)::template holds<H>(key.numbers_, digest, signature);
        });
    }

    /// One of several signatures, as builtin::RsaBatch takes it.
    template <Hash H>
    struct RsaCheck {
        const Key* key = nullptr;
        std::string_view message = {};
        std::span<const std::uint8_t> signature = {};
        bool holds = false;

        std::size_t octets() const noexcept { return key->numbers_.octets(); }
        std::uint64_t exponent() const noexcept { return key->numbers_.exponent(); }
        const builtin::LaneTables& tables() const noexcept { return key->lane_tables_; }
        void set_modulus(const builtin::LaneKey& lane_key) const noexcept {
            with(key->kernel_, [&](auto rsa) {
                const auto& numbers = key->numbers_;
                lane_key.template set_modulus<decltype(rsa)::limb_bits>(numbers.modulus(),
                                                                        numbers.limbs());
            });
        }
        bool holds_alone(const builtin::Digest<H>& digest) const noexcept {
            return Builtin::holds<H>(*key, digest, signature);
        }
    };

    /// Up to builtin::RsaBatch::max_size of them.
    template <Hash H>
    void verify_some(std::span<RsaCheck<H>> checks) const noexcept {
        builtin::RsaBatch<H, RsaCheck<H>> batch{checks};
#if VOUCH_HAS_X86_KERNELS
        if (kernel != RsaKernel::portable && kernel != RsaKernel::mulx) {
            if (kernel != RsaKernel::fma && can_run(RsaKernel::ifma)) {
                return batch.template verify_in_lanes<builtin::IfmaLanes>();
            }
            if (can_run(RsaKernel::fma)) {
                return batch.template verify_in_lanes<builtin::FmaLanes>();
            }
        }
#endif
        batch.verify_one_by_one();
    }
};
static_assert(crypto_backend<Builtin> && verifies_with<Builtin, RS256> &&
              verifies_with<Builtin, RS384> && verifies_with<Builtin, RS512>);
static_assert(verifies_batch_with<Builtin, RS256> && verifies_batch_with<Builtin, RS384> &&
              verifies_batch_with<Builtin, RS512>);

}  // namespace vouch::inline v1

#endif
