// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_BUILTIN_IN_LANES_HPP
#define VOUCH_TESTS_SUPPORT_BUILTIN_IN_LANES_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/fma_lanes.hpp>
#include <vouch/crypto/builtin/ifma_lanes.hpp>
#include <vouch/crypto/builtin/lane_rsa.hpp>
#include <vouch/crypto/builtin/lane_tables.hpp>
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/builtin/rsa.hpp>
#include <vouch/crypto/builtin/rsa_batch.hpp>
#include <vouch/detail/processor.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace vouch_tests {

#if VOUCH_HAS_INT128  // lanes take limbs of 52 bits or more

/// A key that can be used in lanes.
struct LaneCheckKey {
    using Rsa = vouch::builtin::RsaVerifier<
        vouch::builtin::Montgomery<vouch::builtin::BlockKernel<std::uint64_t>>>;

    Rsa::Key numbers;
    vouch::builtin::LaneTables tables = {};
};

/// One of several signatures, as RsaBatch takes it.
template <vouch::Hash H>
struct LaneCheck {
    using Rsa = LaneCheckKey::Rsa;

    const LaneCheckKey* key = nullptr;
    std::string_view message = {};
    std::span<const std::uint8_t> signature = {};
    bool holds = false;

    std::size_t octets() const noexcept { return key->numbers.octets(); }
    std::uint64_t exponent() const noexcept { return key->numbers.exponent(); }
    const vouch::builtin::LaneTables& tables() const noexcept { return key->tables; }
    void set_modulus(const vouch::builtin::LaneKey& lane_key) const noexcept {
        lane_key.set_modulus<Rsa::limb_bits>(key->numbers.modulus(), key->numbers.limbs());
    }
    bool holds_alone(const vouch::builtin::Digest<H>& digest) const noexcept {
        return Rsa::holds<H>(key->numbers, digest, signature);
    }
};

/// vouch::Builtin as it verifies in lanes of a stated kind: each signature in all of them.
template <class Lanes>
struct BuiltinInLanes {
    using policy_kind = vouch::crypto_policy;
    using Key = LaneCheckKey;

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        auto numbers = Key::Rsa::import(key);
        if (!numbers) return numbers.error();
        return Key{*std::move(numbers)};
    }

    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        using Check = LaneCheck<A::hash>;
        Check checks[Lanes::count];
        for (Check& check : checks) check = {&key, message, signature};
        vouch::builtin::RsaBatch<A::hash, Check>{checks}.template verify_in_lanes<Lanes>();
        std::size_t accepted = 0;
        for (const Check& check : checks) accepted += check.holds ? 1 : 0;
        if (accepted == Lanes::count) return {};
        return accepted == 0 ? vouch::Errc::signature_invalid : vouch::Errc::backend_failed;
    }
};

#endif

/// Calls `use` with a std::type_identity of each kind of lanes that this processor has.
template <class Use>
void for_each_kind_of_lanes([[maybe_unused]] Use&& use) {
#if VOUCH_HAS_X86_KERNELS
    using namespace vouch::builtin;
    if (has_fma_products()) use(std::type_identity<FmaLanes>{});
    if (vouch::detail::processor().has_avx512_ifma) use(std::type_identity<IfmaLanes>{});
#endif
}

}  // namespace vouch_tests

#endif
