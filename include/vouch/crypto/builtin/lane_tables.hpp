// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_LANE_TABLES_HPP
#define VOUCH_CRYPTO_BUILTIN_LANE_TABLES_HPP

#include <vouch/version.hpp>

#include <atomic>
#include <cstdint>
#include <type_traits>

namespace vouch::inline v1::builtin {

/// The numbers that lanes need of a key (LaneKey): none until they are first needed.
/// \par Thread safety
/// Any number of threads may take and offer at once.
class LaneTables {
public:
    constexpr LaneTables() noexcept = default;
    constexpr LaneTables(LaneTables&& other) noexcept : limbs_{other.release()} {}
    constexpr LaneTables& operator=(LaneTables&& other) noexcept {
        if (!std::is_constant_evaluated()) {
            std::uint64_t* const mine = limbs_.exchange(other.release());
            other.limbs_.store(mine);
        }
        return *this;
    }
    constexpr ~LaneTables() { delete[] release(); }

    /// The numbers, or null.
    std::uint64_t* get() const noexcept { return limbs_.load(std::memory_order_acquire); }

    /// Keeps an array from `new`, or deletes it where another thread was faster.
    void offer(std::uint64_t* limbs) const noexcept {
        std::uint64_t* none = nullptr;
        if (!limbs_.compare_exchange_strong(none, limbs, std::memory_order_acq_rel)) delete[] limbs;
    }

private:
    constexpr std::uint64_t* release() noexcept {
        return std::is_constant_evaluated() ? nullptr : limbs_.exchange(nullptr);
    }

    mutable std::atomic<std::uint64_t*> limbs_ = nullptr;
};

}  // namespace vouch::inline v1::builtin

#endif
