// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_RSA_KEY_HPP
#define VOUCH_CRYPTO_BUILTIN_RSA_KEY_HPP

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

namespace vouch::inline v1::builtin {

/// What is kept of an RSA key: its modulus, and two numbers that make its verifications faster.
///
/// Those two cost as much as a verification, so they are made when the key is used for the second
/// time: a key set costs little where few of its keys are ever used.
template <class Limb>
class RsaKey {
public:
    /// A key whose modulus is still to be written; nothing else may be done with it where
    /// `has_memory` is false. `modulus_limbs` counts what is kept beside the modulus as well.
    constexpr RsaKey(std::size_t octets, std::uint64_t exponent, std::size_t limbs,
                     std::size_t modulus_limbs) noexcept
        : octets_{octets}, exponent_{exponent}, limbs_{limbs}, modulus_limbs_{modulus_limbs} {
        const std::size_t size = modulus_limbs + 2 * limbs;
        if (std::is_constant_evaluated()) {
            numbers_ = new Limb[size]{};
        } else {
            numbers_ = static_cast<Limb*>(
                ::operator new(size * sizeof(Limb), std::align_val_t{alignment}, std::nothrow));
        }
    }
    constexpr RsaKey(RsaKey&& other) noexcept
        : octets_{other.octets_},
          exponent_{other.exponent_},
          limbs_{other.limbs_},
          modulus_limbs_{other.modulus_limbs_},
          numbers_{std::exchange(other.numbers_, nullptr)},
          stage_{other.stage()} {}
    constexpr RsaKey& operator=(RsaKey&& other) noexcept {
        std::swap(octets_, other.octets_);
        std::swap(exponent_, other.exponent_);
        std::swap(limbs_, other.limbs_);
        std::swap(modulus_limbs_, other.modulus_limbs_);
        std::swap(numbers_, other.numbers_);
        const Stage stage = other.stage();
        other.set_stage(this->stage());
        set_stage(stage);
        return *this;
    }
    constexpr ~RsaKey() {
        // clang 14 tries destructors on no value, and leaves those away for which that works.
        if (numbers_ == nullptr) return;
        if (std::is_constant_evaluated()) {
            delete[] numbers_;
        } else {
            ::operator delete(numbers_, std::align_val_t{alignment});
        }
    }

    constexpr bool has_memory() const noexcept { return numbers_ != nullptr; }
    /// The octets of the modulus, and so of a signature.
    constexpr std::size_t octets() const noexcept { return octets_; }
    constexpr std::uint64_t exponent() const noexcept { return exponent_; }
    /// The limbs of one number.
    constexpr std::size_t limbs() const noexcept { return limbs_; }

    constexpr Limb* modulus() noexcept { return numbers_; }
    constexpr const Limb* modulus() const noexcept { return numbers_; }

    /// Two numbers that are there once is_prepared says so.
    constexpr const Limb* power() const noexcept { return numbers_ + modulus_limbs_; }
    constexpr const Limb* expected() const noexcept { return power() + limbs_; }

    /// Whether power and expected are there. At the second use of the key `prepare(power,
    /// expected)` makes them; whoever uses it at the same time does without.
    template <class Prepare>
    constexpr bool is_prepared(Prepare&& prepare) const noexcept {
        if (std::is_constant_evaluated()) return false;  // keys of the compiler are used once
        Stage stage = stage_.load(std::memory_order_acquire);
        if (stage == Stage::unused) {
            stage_.compare_exchange_strong(stage, Stage::used, std::memory_order_relaxed);
            return false;
        }
        if (stage == Stage::used && stage_.compare_exchange_strong(stage, Stage::in_preparation,
                                                                   std::memory_order_relaxed)) {
            Limb* const power = numbers_ + modulus_limbs_;
            prepare(power, power + limbs_);
            stage = Stage::prepared;
            stage_.store(stage, std::memory_order_release);
        }
        return stage == Stage::prepared;
    }

private:
    enum class Stage : std::uint8_t { unused, used, in_preparation, prepared };
    static constexpr std::size_t alignment = 64;  // of a vector of AVX-512, and of a cache line

    constexpr Stage stage() const noexcept {
        return std::is_constant_evaluated() ? Stage::unused
                                            : stage_.load(std::memory_order_relaxed);
    }
    constexpr void set_stage(Stage stage) noexcept {
        if (!std::is_constant_evaluated()) stage_.store(stage, std::memory_order_relaxed);
    }

    std::size_t octets_;
    std::uint64_t exponent_;
    std::size_t limbs_;
    std::size_t modulus_limbs_;
    Limb* numbers_ = nullptr;  // the modulus and what is kept with it, power, expected
    mutable std::atomic<Stage> stage_{Stage::unused};
};

}  // namespace vouch::inline v1::builtin

#endif
