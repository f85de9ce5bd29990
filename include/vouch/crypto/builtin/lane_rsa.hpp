// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_LANE_RSA_HPP
#define VOUCH_CRYPTO_BUILTIN_LANE_RSA_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/emsa_pkcs1.hpp>
#include <vouch/crypto/builtin/lane_montgomery.hpp>
#include <vouch/crypto/builtin/limbs.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>

namespace vouch::inline v1::builtin {

/// How many blocks of limbs a number in lanes has where the modulus has so many octets: R >= 4 n.
constexpr std::size_t lane_blocks_for(std::size_t octets) noexcept {
    constexpr std::size_t block_bits = lane_block * lane_limb_bits;
    return (8 * octets + 2 + block_bits - 1) / block_bits;
}

/// The most octets and limbs that a modulus in lanes may have: 4096 bits.
inline constexpr std::size_t max_lane_octets = 4096 / 8;
inline constexpr std::size_t max_lane_limbs = lane_blocks_for(max_lane_octets) * lane_block;

/// Limb `i` of a number of `size` limbs which have `Bits` bits, 52 or more.
template <unsigned Bits>
constexpr std::uint64_t lane_limb(const std::uint64_t* limbs, std::size_t size,
                                  std::size_t i) noexcept {
    static_assert(Bits >= lane_limb_bits && Bits <= 64);
    const std::size_t at = i * lane_limb_bits / Bits;
    const auto shift = static_cast<unsigned>(i * lane_limb_bits % Bits);
    const std::uint64_t low = at < size ? limbs[at] >> shift : 0;
    const bool is_in_two = shift > Bits - lane_limb_bits && at + 1 < size;
    return (is_in_two ? low | limbs[at + 1] << (Bits - shift) : low) & lane_limb_mask;
}

/// What the lanes use of a key: see LaneRsa. A view of numbers of L limbs, but for the inverse.
class LaneKey {
public:
    constexpr LaneKey() noexcept = default;
    /// Views `size(blocks)` limbs.
    constexpr LaneKey(std::uint64_t* limbs, std::size_t blocks) noexcept
        : limbs_{limbs}, size_{blocks * lane_block} {}
    static constexpr std::size_t size(std::size_t blocks) noexcept {
        return (3 * blocks + 1) * lane_block;
    }

    constexpr std::uint64_t* modulus() const noexcept { return limbs_; }
    constexpr std::uint64_t* power() const noexcept { return limbs_ + size_; }
    constexpr std::uint64_t* unexpected() const noexcept { return limbs_ + 2 * size_; }
    constexpr std::uint64_t* inverse() const noexcept { return limbs_ + 3 * size_; }

    /// Sets the modulus, from limbs of `Bits` bits, and the inverse, -1/n modulo
    /// 2^(52 lane_block).
    template <unsigned Bits>
    constexpr void set_modulus(const std::uint64_t* limbs, std::size_t size) const noexcept {
        for (std::size_t i = 0; i < size_; ++i) modulus()[i] = lane_limb<Bits>(limbs, size, i);
        set_inverse();
    }

private:
    constexpr void set_inverse() const noexcept {
        // 1 + q n = 0 modulo 2^(52 lane_block) for q = inverse: half a limb after the other is made
        // 0.
        constexpr unsigned bits = lane_limb_bits / 2;
        constexpr std::size_t size = 2 * lane_block;
        constexpr std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
        const auto n = [this](std::size_t i) { return modulus()[i / 2] >> i % 2 * bits & mask; };
        std::uint64_t lowest = n(0);  // 1/n(0) modulo 8; each step doubles the bits
        for (int i = 0; i < 4; ++i) lowest *= 2 - n(0) * lowest;
        std::uint64_t rest[size] = {1};
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint64_t q = (0 - rest[0] * lowest) & mask;
            inverse()[i / 2] = i % 2 == 0 ? q : inverse()[i / 2] | q << bits;
            std::uint64_t sum = (q * n(0) + rest[0]) >> bits;
            for (std::size_t j = 1; j < size; ++j) {
                sum += q * n(j) + rest[j];
                rest[j - 1] = sum & mask;
                sum >>= bits;
            }
            rest[size - 1] = sum;
        }
    }

    std::uint64_t* limbs_ = nullptr;
    std::size_t size_ = 0;
};

/// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2.2) with the exponent 65537, of several signatures at once.
///
/// The equation is that of RsaVerifier, with another R. Where it holds,
///
///     (x s + c power) / R - expected
///
/// is 0 or n, x being s^65536 R^-65535: the first part is under 2 n, and `expected` under n. So
/// `unexpected` = R - `expected` is added, and what is carried out of the number is dropped.
///
/// An object is room for one group of keys or signatures: about 18 KiB for four lanes, 36 KiB for
/// eight. Copying, which numbers are under n and what is 0 in the end is done lane by lane.
template <class Lanes>
class LaneRsa {
public:
    static constexpr std::size_t count = Lanes::count;

    /// Room for groups of keys and signatures of so many blocks.
    explicit LaneRsa(std::size_t blocks) noexcept : blocks_{blocks}, limbs_{blocks * lane_block} {
        Lanes::Montgomery::set_offsets(offsets_, blocks);
    }

    /// Fills in what follows from the modulus of each key and its size in octets.
    void prepare(std::span<const LaneKey> keys, std::span<const std::size_t> octets) noexcept {
        begin(keys);
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            read(base_, lane, [](std::size_t i) { return std::uint64_t{i == 0}; });
        }
        const Factor* const power = raise_base();
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            write(keys[lane].power(), power, lane);
            // 00 01 FF ... FF
            read(base_, lane, [left = 8 * octets[lane] - 15](std::size_t i) {
                const std::size_t below = i * lane_limb_bits;
                const std::size_t bits = left > below ? left - below : 0;
                return bits < lane_limb_bits ? (std::uint64_t{1} << bits) - 1 : lane_limb_mask;
            });
        }
        const Factor* const expected = multiply_by_base(power);
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            write(keys[lane].unexpected(), expected, lane);
            negate_canonical(keys[lane].unexpected(), keys[lane].modulus());
        }
    }

    /// Verifies a signature with each key, of as many octets as its modulus, over a message with
    /// this digest. \return a bit for each that holds.
    template <Hash H>
    unsigned verify(std::span<const LaneKey> keys,
                    std::span<const std::span<const std::uint8_t>> signatures,
                    std::span<const Digest<H>* const> digests) noexcept {
        begin(keys);
        unsigned holds = 0;
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            if (set_signature(lane, signatures[lane], keys[lane].modulus())) holds |= 1U << lane;
        }
        const Factor* const x = raise_base();
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            const std::uint64_t* const unexpected = keys[lane].unexpected();
            for (std::size_t i = 0; i < limbs_; ++i) {
                start_[limbs_ + i].set(lane, offsets_[limbs_ + i] + unexpected[i]);
            }
        }
        add_tails<H>(keys, digests);
        const Factor* const difference = multiply_by_base(x);
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            if (!is_zero_or(keys[lane].modulus(), difference, lane)) holds &= ~(1U << lane);
        }
        return holds;
    }

private:
    using Factor = typename Lanes::Factor;
    using Sum = typename Lanes::Sum;

    /// Sets the moduli. Lanes that are not used are 0 modulo 0, so that nothing is indefinite.
    void begin(std::span<const LaneKey> keys) noexcept {
        for (std::size_t i = 0; i < 2 * limbs_; ++i) {
            for (std::size_t lane = 0; lane < count; ++lane) start_[i].set(lane, offsets_[i]);
        }
        for (std::size_t lane = 0; lane < keys.size(); ++lane) {
            read(modulus_, lane, [n = keys[lane].modulus()](std::size_t i) { return n[i]; });
            for (std::size_t i = 0; i < lane_block; ++i) {
                inverse_[i].set(lane, keys[lane].inverse()[i]);
            }
        }
        for (std::size_t lane = keys.size(); lane < count; ++lane) {
            const auto zero = [](std::size_t) { return std::uint64_t{0}; };
            read(base_, lane, zero);
            read(modulus_, lane, zero);
            for (Factor& limb : inverse_) limb.set(lane, 0);
        }
    }
    template <class LimbAt>
    void read(Factor* number, std::size_t lane, LimbAt limb_at) const noexcept {
        for (std::size_t i = 0; i < limbs_; ++i) number[i].set(lane, limb_at(i));
    }
    void write(std::uint64_t* limbs, const Factor* number, std::size_t lane) const noexcept {
        for (std::size_t i = 0; i < limbs_; ++i) limbs[i] = number[i].limb(lane);
    }
    /// \return whether the signature is under n.
    bool set_signature(std::size_t lane, std::span<const std::uint8_t> signature,
                       const std::uint64_t* n) noexcept {
        std::uint64_t limbs[max_lane_limbs];
        to_limbs<lane_limb_bits>(limbs, limbs_, signature);
        read(base_, lane, [&limbs](std::size_t i) { return limbs[i]; });
        return is_less(limbs, n, limbs_);
    }
    typename Lanes::Montgomery::Modulus modulus() noexcept {
        return {blocks_, modulus_, inverse_, quotient_};
    }
    /// base^65536 R^-65535.
    const Factor* raise_base() noexcept {
        const Factor* x = base_;
        for (int i = 0; i < 16; ++i) {
            Factor* const square = next();
            Lanes::square(square, x, modulus(), start_);
            x = square;
        }
        return x;
    }
    /// (x base + start) / R, where x is the last product.
    const Factor* multiply_by_base(const Factor* x) noexcept {
        Factor* const product = next();
        Lanes::multiply(product, x, base_, modulus(), start_);
        return product;
    }
    /// Room for a product; the last one stays as it is.
    Factor* next() noexcept { return products_[turn_ ^= 1]; }

    /// start += c power, where c is the complement of the tail of the encoded message.
    template <Hash H>
    void add_tails(std::span<const LaneKey> keys,
                   std::span<const Digest<H>* const> digests) noexcept {
        constexpr std::size_t octets = emsa_pkcs1_tail<H>(Digest<H>{}).size();
        constexpr std::size_t blocks =
            (8 * octets + lane_block * lane_limb_bits - 1) / (lane_block * lane_limb_bits);
        Factor* const power = products_[turn_ ^ 1];
        Factor* const complement = quotient_;
        for (std::size_t lane = 0; lane < count; ++lane) {
            const bool is_used = lane < keys.size();
            auto tail = emsa_pkcs1_tail<H>(is_used ? *digests[lane] : Digest<H>{});
            for (std::uint8_t& octet : tail) octet = static_cast<std::uint8_t>(~octet);
            std::uint64_t limbs[blocks * lane_block];
            to_limbs<lane_limb_bits>(limbs, std::size(limbs), tail);
            for (std::size_t i = 0; i < std::size(limbs); ++i) complement[i].set(lane, limbs[i]);
            read(power, lane, [&](std::size_t i) { return is_used ? keys[lane].power()[i] : 0; });
        }
        Lanes::add_product(start_, power, blocks_, complement, blocks);
    }

    bool is_zero_or(const std::uint64_t* n, const Factor* number, std::size_t lane) const noexcept {
        std::uint64_t not_zero = 0;
        std::uint64_t not_n = 0;
        for (std::size_t i = 0; i < limbs_; ++i) {
            const std::uint64_t limb = number[i].limb(lane);
            not_zero |= limb;
            not_n |= limb ^ n[i];
        }
        return not_zero == 0 || not_n == 0;
    }

    /// number = R - that one of number and number - n which is under n, for one under 2 n.
    void negate_canonical(std::uint64_t* number, const std::uint64_t* n) const noexcept {
        if (!is_less(number, n, limbs_)) subtract<lane_limb_bits>(number, n, limbs_);
        std::uint64_t negative[max_lane_limbs] = {};
        subtract<lane_limb_bits>(negative, number, limbs_);
        std::copy_n(negative, limbs_, number);
    }

    std::size_t blocks_;
    std::size_t limbs_;
    unsigned turn_ = 0;
    std::uint64_t offsets_[2 * max_lane_limbs];
    Factor base_[max_lane_limbs];
    Factor products_[2][max_lane_limbs];
    Factor modulus_[max_lane_limbs];
    Factor quotient_[max_lane_limbs];
    Factor inverse_[lane_block];
    Sum start_[2 * max_lane_limbs];
};

}  // namespace vouch::inline v1::builtin

#endif
