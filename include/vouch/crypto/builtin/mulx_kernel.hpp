// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_MULX_KERNEL_HPP
#define VOUCH_CRYPTO_BUILTIN_MULX_KERNEL_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>

#include <cstddef>
#include <cstdint>

namespace vouch::inline v1::builtin {

#if VOUCH_HAS_X86_KERNELS

/// What BlockKernel<std::uint64_t> does, with the instructions MULX, ADCX and ADOX of x86-64
/// (Intel SDM, volume 2; E. Ozturk et al., "New Instructions Supporting Large Integer Arithmetic
/// on Intel Architecture Processors", 2012).
///
/// MULX leaves the flags alone, ADCX adds with the carry flag alone and ADOX with the overflow flag
/// alone. So a row of products takes one pass with two chains of carries: one adds the low halves,
/// each at its own limb, the other the high halves, each at the next.
///
/// The assembly names its operands %[name], in both of the assembler's dialects, {AT&T|Intel}. It
/// has two macros of the assembler's, which end with it:
///
///     vouch_product at, sum, high, next_sum   (next_sum sum) += the product of the factor in RDX
///                                             and the limb of a at the octet `at`
///     vouch_last at, sum, high                (high sum) = sum + this product + both carries
///
/// \pre processor().has_mulx_and_adx
struct MulxKernel : BlockKernel<std::uint64_t> {
    /// B carry + sum = a b + sum + carry.
    [[gnu::noinline]] static void multiply_add(Limb* sum, Limb* carry, const Limb* a,
                                               const Limb* b) noexcept {
        Limb x0 = carry[0], x1 = carry[1], x2 = carry[2], x3 = carry[3];
        Limb x4 = carry[4], x5 = carry[5], x6 = carry[6], x7 = carry[7], x8;
        // The names move by one place from row to row, instead of the values.
        add_row(x0, x1, x2, x3, x4, x5, x6, x7, x8, a, b[0], sum[0]), sum[0] = x0;
        add_row(x1, x2, x3, x4, x5, x6, x7, x8, x0, a, b[1], sum[1]), sum[1] = x1;
        add_row(x2, x3, x4, x5, x6, x7, x8, x0, x1, a, b[2], sum[2]), sum[2] = x2;
        add_row(x3, x4, x5, x6, x7, x8, x0, x1, x2, a, b[3], sum[3]), sum[3] = x3;
        add_row(x4, x5, x6, x7, x8, x0, x1, x2, x3, a, b[4], sum[4]), sum[4] = x4;
        add_row(x5, x6, x7, x8, x0, x1, x2, x3, x4, a, b[5], sum[5]), sum[5] = x5;
        add_row(x6, x7, x8, x0, x1, x2, x3, x4, x5, a, b[6], sum[6]), sum[6] = x6;
        add_row(x7, x8, x0, x1, x2, x3, x4, x5, x6, a, b[7], sum[7]), sum[7] = x7;
        carry[0] = x8, carry[1] = x0, carry[2] = x1, carry[3] = x2;
        carry[4] = x3, carry[5] = x4, carry[6] = x5, carry[7] = x6;
    }

    /// Finds the q for which value + q n is a multiple of B, and value = (value + q n) / B.
    ///
    /// `inverse` is -1/n modulo 2^64; n is odd.
    [[gnu::noinline]] static void reduce(Limb* value, Limb* q, const Limb* n,
                                         Limb inverse) noexcept {
        Limb x0 = value[0], x1 = value[1], x2 = value[2], x3 = value[3];
        Limb x4 = value[4], x5 = value[5], x6 = value[6], x7 = value[7], x8;
        // Each row makes its lowest limb 0, and its name is free for the next row's highest.
        q[0] = x0 * inverse, add_row(x0, x1, x2, x3, x4, x5, x6, x7, x8, n, q[0], 0);
        q[1] = x1 * inverse, add_row(x1, x2, x3, x4, x5, x6, x7, x8, x0, n, q[1], 0);
        q[2] = x2 * inverse, add_row(x2, x3, x4, x5, x6, x7, x8, x0, x1, n, q[2], 0);
        q[3] = x3 * inverse, add_row(x3, x4, x5, x6, x7, x8, x0, x1, x2, n, q[3], 0);
        q[4] = x4 * inverse, add_row(x4, x5, x6, x7, x8, x0, x1, x2, x3, n, q[4], 0);
        q[5] = x5 * inverse, add_row(x5, x6, x7, x8, x0, x1, x2, x3, x4, n, q[5], 0);
        q[6] = x6 * inverse, add_row(x6, x7, x8, x0, x1, x2, x3, x4, x5, n, q[6], 0);
        q[7] = x7 * inverse, add_row(x7, x8, x0, x1, x2, x3, x4, x5, x6, n, q[7], 0);
        value[0] = x8, value[1] = x0, value[2] = x1, value[3] = x2;
        value[4] = x3, value[5] = x4, value[6] = x5, value[7] = x6;
    }

    /// B carry + sum = sum + the products a[i] a[j], i < j, each at limb i + j.
    [[gnu::noinline]] static void add_products_of_pairs(Limb* sum, Limb* carry,
                                                        const Limb* a) noexcept {
        // x8 comes after x7 as in a ring: the limb k + 9 has the name of limb k, which is done.
        Limb x0, x1 = sum[1], x2 = sum[2], x3 = sum[3], x4 = sum[4];
        Limb x5 = sum[5], x6 = sum[6], x7 = sum[7], x8, low;
        const Limb zero = 0;
        asm volatile(  // clang-format off
            ".macro vouch_factor at\n\t"
            "mov {\\at(%[a]), %%rdx|rdx, [%[a] + \\at]}; xor{l} %k[low], %k[low]\n\t"
            ".endm\n\t"
            ".macro vouch_product at, sum, high, next_sum\n\t"
            "mulx {\\at(%[a]), %[low], \\high|\\high, %[low], [%[a] + \\at]}\n\t"
            "adcx {%[low], \\sum|\\sum, %[low]}; adox {\\high, \\next_sum|\\next_sum, \\high}\n\t"
            ".endm\n\t"
            ".macro vouch_last at, sum, high\n\t"
            "mulx {\\at(%[a]), %[low], \\high|\\high, %[low], [%[a] + \\at]}\n\t"
            "adcx {%[low], \\sum|\\sum, %[low]}; adox {%[zero], \\high|\\high, %[zero]}\n\t"
            "adc {$0, \\high|\\high, 0}\n\t"
            ".endm\n\t"
            "vouch_factor 0\n\t"
            "vouch_product 8, %[x1], %[x8], %[x2]\n\t"
            "vouch_product 16, %[x2], %[x8], %[x3]\n\t"
            "vouch_product 24, %[x3], %[x8], %[x4]\n\t"
            "vouch_product 32, %[x4], %[x8], %[x5]\n\t"
            "vouch_product 40, %[x5], %[x8], %[x6]\n\t"
            "vouch_product 48, %[x6], %[x8], %[x7]\n\t"
            "vouch_last 56, %[x7], %[x8]\n\t"
            "mov {%[x1], 8(%[sum])|[%[sum] + 8], %[x1]}\n\t"
            "mov {%[x2], 16(%[sum])|[%[sum] + 16], %[x2]}\n\t"
            "vouch_factor 8\n\t"
            "vouch_product 16, %[x3], %[x0], %[x4]\n\t"
            "vouch_product 24, %[x4], %[x0], %[x5]\n\t"
            "vouch_product 32, %[x5], %[x0], %[x6]\n\t"
            "vouch_product 40, %[x6], %[x0], %[x7]\n\t"
            "vouch_product 48, %[x7], %[x0], %[x8]\n\t"
            "vouch_last 56, %[x8], %[x0]\n\t"
            "mov {%[x3], 24(%[sum])|[%[sum] + 24], %[x3]}\n\t"
            "mov {%[x4], 32(%[sum])|[%[sum] + 32], %[x4]}\n\t"
            "vouch_factor 16\n\t"
            "vouch_product 24, %[x5], %[x1], %[x6]\n\t"
            "vouch_product 32, %[x6], %[x1], %[x7]\n\t"
            "vouch_product 40, %[x7], %[x1], %[x8]\n\t"
            "vouch_product 48, %[x8], %[x1], %[x0]\n\t"
            "vouch_last 56, %[x0], %[x1]\n\t"
            "mov {%[x5], 40(%[sum])|[%[sum] + 40], %[x5]}\n\t"
            "mov {%[x6], 48(%[sum])|[%[sum] + 48], %[x6]}\n\t"
            "vouch_factor 24\n\t"
            "vouch_product 32, %[x7], %[x2], %[x8]\n\t"
            "vouch_product 40, %[x8], %[x2], %[x0]\n\t"
            "vouch_product 48, %[x0], %[x2], %[x1]\n\t"
            "vouch_last 56, %[x1], %[x2]\n\t"
            "vouch_factor 32\n\t"
            "vouch_product 40, %[x0], %[x3], %[x1]\n\t"
            "vouch_product 48, %[x1], %[x3], %[x2]\n\t"
            "vouch_last 56, %[x2], %[x3]\n\t"
            "vouch_factor 40\n\t"
            "vouch_product 48, %[x2], %[x4], %[x3]\n\t"
            "vouch_last 56, %[x3], %[x4]\n\t"
            "vouch_factor 48\n\t"
            "vouch_last 56, %[x4], %[x5]\n\t"
            ".purgem vouch_factor; .purgem vouch_product; .purgem vouch_last"
            : [x0] "=&r"(x0), [x1] "+&r"(x1), [x2] "+&r"(x2), [x3] "+&r"(x3), [x4] "+&r"(x4),
              [x5] "+&r"(x5), [x6] "+&r"(x6), [x7] "+&r"(x7), [x8] "=&r"(x8), [low] "=&r"(low)
            : [sum] "r"(sum), [a] "r"(a), [zero] "m"(zero)
            : "rdx", "cc", "memory");
        // clang-format on
        sum[7] = x7;
        carry[0] = x8, carry[1] = x0, carry[2] = x1, carry[3] = x2;
        carry[4] = x3, carry[5] = x4, carry[6] = x5, carry[7] = 0;
    }

    /// wide = 2 wide + the squares of a[i], each at limb 2 i. This must fit in `wide`, which has
    /// 2 `limbs` limbs.
    [[gnu::noinline]] static void double_and_add_squares(Limb* wide, const Limb* a,
                                                         std::size_t limbs) noexcept {
        // One chain doubles and the other adds; both go on from turn to turn, for nothing between
        // these touches the flags.
        std::size_t turns = limbs / 4;
        Limb low, high, x0, x1;
        asm volatile(  // clang-format off
            ".macro vouch_square at, low_at, high_at\n\t"
            "mov {\\at(%[a]), %%rdx|rdx, [%[a] + \\at]}\n\t"
            "mulx {%%rdx, %[low], %[high]|%[high], %[low], rdx}\n\t"
            "mov {\\low_at(%[wide]), %[x0]|%[x0], [%[wide] + \\low_at]}\n\t"
            "mov {\\high_at(%[wide]), %[x1]|%[x1], [%[wide] + \\high_at]}\n\t"
            "adcx %[x0], %[x0]; adox {%[low], %[x0]|%[x0], %[low]}\n\t"
            "adcx %[x1], %[x1]; adox {%[high], %[x1]|%[x1], %[high]}\n\t"
            "mov {%[x0], \\low_at(%[wide])|[%[wide] + \\low_at], %[x0]}\n\t"
            "mov {%[x1], \\high_at(%[wide])|[%[wide] + \\high_at], %[x1]}\n\t"
            ".endm\n\t"
            "xor{l} %k[low], %k[low]\n"
            ".Lvouch_turn%=:\n\t"
            "vouch_square 0, 0, 8; vouch_square 8, 16, 24\n\t"
            "vouch_square 16, 32, 40; vouch_square 24, 48, 56\n\t"
            "lea {32(%[a]), %[a]|%[a], [%[a] + 32]}\n\t"
            "lea {64(%[wide]), %[wide]|%[wide], [%[wide] + 64]}\n\t"
            "lea {-1(%%rcx), %%rcx|rcx, [rcx - 1]}\n\t"
            "jrcxz .Lvouch_end%=; jmp .Lvouch_turn%=\n"
            ".Lvouch_end%=:\n\t"
            ".purgem vouch_square"
            : [wide] "+&r"(wide), [a] "+&r"(a), "+&c"(turns), [low] "=&r"(low), [high] "=&r"(high),
              [x0] "=&r"(x0), [x1] "=&r"(x1)
            :
            : "rdx", "cc", "memory");
        // clang-format on
    }

private:
    /// (x8 x7 ... x0) = (x7 ... x0) + factor a + addend, where a has 8 limbs. It fits:
    /// (B - 1) + (2^64 - 1)(B - 1) + (2^64 - 1) = 2^64 B - 1.
    [[gnu::always_inline]] static void add_row(Limb& x0, Limb& x1, Limb& x2, Limb& x3, Limb& x4,
                                               Limb& x5, Limb& x6, Limb& x7, Limb& x8,
                                               const Limb* a, Limb factor,
                                               const Limb& addend) noexcept {
        const Limb zero = 0;
        Limb low;
        asm(  // clang-format off
            ".macro vouch_product at, sum, high, next_sum\n\t"
            "mulx {\\at(%[a]), %[low], \\high|\\high, %[low], [%[a] + \\at]}\n\t"
            "adcx {%[low], \\sum|\\sum, %[low]}; adox {\\high, \\next_sum|\\next_sum, \\high}\n\t"
            ".endm\n\t"
            ".macro vouch_last at, sum, high\n\t"
            "mulx {\\at(%[a]), %[low], \\high|\\high, %[low], [%[a] + \\at]}\n\t"
            "adcx {%[low], \\sum|\\sum, %[low]}; adox {%[zero], \\high|\\high, %[zero]}\n\t"
            "adc {$0, \\high|\\high, 0}\n\t"
            ".endm\n\t"
            "xor{l} %k[low], %k[low]; adox {%[addend], %[x0]|%[x0], %[addend]}\n\t"
            "vouch_product 0, %[x0], %[x8], %[x1]\n\t"
            "vouch_product 8, %[x1], %[x8], %[x2]\n\t"
            "vouch_product 16, %[x2], %[x8], %[x3]\n\t"
            "vouch_product 24, %[x3], %[x8], %[x4]\n\t"
            "vouch_product 32, %[x4], %[x8], %[x5]\n\t"
            "vouch_product 40, %[x5], %[x8], %[x6]\n\t"
            "vouch_product 48, %[x6], %[x8], %[x7]\n\t"
            "vouch_last 56, %[x7], %[x8]\n\t"
            ".purgem vouch_product; .purgem vouch_last"
            : [x0] "+&r"(x0), [x1] "+&r"(x1), [x2] "+&r"(x2), [x3] "+&r"(x3), [x4] "+&r"(x4),
              [x5] "+&r"(x5), [x6] "+&r"(x6), [x7] "+&r"(x7), [x8] "=&r"(x8), [low] "=&r"(low)
            : [a] "r"(a), "d"(factor), [addend] "m"(addend), [zero] "m"(zero)
            : "cc", "memory");
        // clang-format on
    }
};

#endif

}  // namespace vouch::inline v1::builtin

#endif
