// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_RSA_KERNEL_HPP
#define VOUCH_CRYPTO_RSA_KERNEL_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/fma_products.hpp>
#include <vouch/detail/processor.hpp>

#include <cstdint>
#include <type_traits>

namespace vouch::inline v1 {

/// Which of its implementations of RSA Builtin uses. They give the same results; to name one is for
/// tests and benchmarks.
enum class RsaKernel : std::uint8_t {
    fastest,   ///< of those that this processor can run
    portable,  ///< C++ alone, and the only one at compile time
    mulx,      ///< MULX, ADCX and ADOX of x86-64
    fma,       ///< AVX2 and FMA of x86-64: floating point
    ifma,      ///< AVX512_IFMA of x86-64; for keys of more than 4152 bits the next fastest
};

/// Whether this processor can run a kernel.
constexpr bool can_run(RsaKernel kernel) noexcept {
    if (kernel == RsaKernel::fastest || kernel == RsaKernel::portable) return true;
#if VOUCH_HAS_X86_KERNELS
    if (!std::is_constant_evaluated()) {
        switch (kernel) {
            case RsaKernel::fastest:
            case RsaKernel::portable:
                return true;
            case RsaKernel::mulx:
                return detail::processor().has_mulx_and_adx;
            case RsaKernel::fma:
                return builtin::has_fma_products();
            case RsaKernel::ifma:
                return detail::processor().has_avx512_ifma;
        }
    }
#endif
    return false;
}

}  // namespace vouch::inline v1

#endif
