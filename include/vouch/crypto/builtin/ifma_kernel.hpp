// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_IFMA_KERNEL_HPP
#define VOUCH_CRYPTO_BUILTIN_IFMA_KERNEL_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/avx512_lanes.hpp>
#include <vouch/crypto/builtin/radix52.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::builtin {

#if VOUCH_HAS_X86_KERNELS

/// Radix52 with the instructions of AVX-512 IFMA.
/// \pre processor().has_avx512_ifma
struct IfmaKernel {
    template <std::size_t V>
    [[gnu::noinline, gnu::target("avx512f,avx512ifma,bmi2")]] static void square(
        std::uint64_t* columns, const std::uint64_t* a) noexcept {
        Radix52<Avx512Lanes, V>::square(columns, a);
    }
    template <std::size_t V, std::size_t W>
    [[gnu::noinline, gnu::target("avx512f,avx512ifma,bmi2")]] static void add_product(
        std::uint64_t* columns, const std::uint64_t* a, const std::uint64_t* b) noexcept {
        Radix52<Avx512Lanes, V>::template add_product<W>(columns, a, b);
    }
    template <std::size_t V>
    [[gnu::noinline, gnu::target("avx512f,avx512ifma,bmi2")]] static void reduce(
        std::uint64_t* columns, const std::uint64_t* n, const std::uint64_t* n_rotated,
        std::uint64_t inverse) noexcept {
        Radix52<Avx512Lanes, V>::reduce(columns, n, n_rotated, inverse);
    }
};

#endif

}  // namespace vouch::inline v1::builtin

#endif
