// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_RSA_ARITHMETICS_HPP
#define VOUCH_TESTS_SUPPORT_RSA_ARITHMETICS_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin.hpp>
#include <vouch/crypto/builtin/fma_montgomery.hpp>
#include <vouch/crypto/builtin/ifma_kernel.hpp>
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/builtin/mulx_kernel.hpp>
#include <vouch/crypto/builtin/radix52_montgomery.hpp>
#include <vouch/crypto/builtin/rsa.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_kernel.hpp>
#include <vouch/detail/processor.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "plain_lanes.hpp"

namespace vouch_tests {

using Narrow = vouch::builtin::Montgomery<vouch::builtin::BlockKernel<std::uint32_t>>;
#if VOUCH_HAS_INT128
using Wide = vouch::builtin::Montgomery<vouch::builtin::BlockKernel<std::uint64_t>>;
using PlainIfma = vouch::builtin::Radix52Montgomery<PlainIfmaKernel>;
#endif
#if VOUCH_HAS_X86_KERNELS
using Mulx = vouch::builtin::Montgomery<vouch::builtin::MulxKernel>;
using Fma = vouch::builtin::FmaMontgomery;
using Ifma = vouch::builtin::Radix52Montgomery<vouch::builtin::IfmaKernel>;
#endif

/// All the arithmetics of RSA that this compiler can make, whether or not the processor can run
/// them.
using Arithmetics = std::tuple<Narrow
#if VOUCH_HAS_INT128
                               ,
                               Wide, PlainIfma
#endif
#if VOUCH_HAS_X86_KERNELS
                               ,
                               Mulx, Fma, Ifma
#endif
                               >;

/// Whether the processor can run one.
template <class Arithmetic>
bool can_run() {
#if VOUCH_HAS_X86_KERNELS
    if (std::is_same_v<Arithmetic, Mulx>) return vouch::detail::processor().has_mulx_and_adx;
    if (std::is_same_v<Arithmetic, Fma>) return vouch::builtin::has_fma_products();
    if (std::is_same_v<Arithmetic, Ifma>) return vouch::detail::processor().has_avx512_ifma;
#endif
    return true;
}

/// vouch::Builtin with a stated arithmetic, so that one program tests all of them.
template <class Arithmetic>
struct BuiltinWith {
    using policy_kind = vouch::crypto_policy;
    using Verifier = vouch::builtin::RsaVerifier<Arithmetic>;
    using Key = typename Verifier::Key;

    vouch::Result<Key> import_key(const vouch::RsaPublicKey& key) const noexcept {
        return Verifier::import(key);
    }
    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key& key, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        const auto digest = vouch::builtin::hash<A::hash>(message);
        if (Verifier::template holds<A::hash>(key, digest, signature)) return {};
        return vouch::Errc::signature_invalid;
    }
};

/// The kernels that vouch::Builtin can be told to use, whether or not the processor can run them.
inline constexpr vouch::RsaKernel kernels[] = {vouch::RsaKernel::portable, vouch::RsaKernel::mulx,
                                               vouch::RsaKernel::fma, vouch::RsaKernel::ifma};

/// Calls `each` with vouch::Builtin for each kernel that the processor can run, and with the
/// arithmetics that no kernel has here, where they take moduli of so many octets.
template <class Each>
void for_each_builtin([[maybe_unused]] std::size_t octets, Each&& each) {
    for (const vouch::RsaKernel kernel : kernels) {
        if (vouch::can_run(kernel)) each(vouch::Builtin{kernel});
    }
    each(BuiltinWith<Narrow>{});
#if VOUCH_HAS_INT128
    if (octets <= PlainIfma::max_octets) each(BuiltinWith<PlainIfma>{});
#endif
}

}  // namespace vouch_tests

#endif
