// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TEXT_BOUNDED_TEXT_HPP
#define VOUCH_TEXT_BOUNDED_TEXT_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vouch::inline v1 {

/// A text of at most `Capacity` bytes, held inside the object: no allocation, usable in constant
/// evaluation.
template <std::size_t Capacity>
class BoundedText {
    static_assert(Capacity <= UINT16_MAX);

public:
    constexpr BoundedText() noexcept = default;

    /// Holds the first `Capacity` bytes of `text`; ask `fits` first where a cut would matter.
    constexpr BoundedText(std::string_view text) noexcept
        : size_{static_cast<std::uint16_t>(fits(text) ? text.size() : Capacity)} {
        for (std::size_t i = 0; i < size_; ++i) bytes_[i] = text[i];
    }

    /// Whether the whole of `text` can be held.
    static constexpr bool fits(std::string_view text) noexcept { return text.size() <= Capacity; }

    /// The text; valid as long as this object.
    constexpr std::string_view view() const noexcept { return {bytes_, size_}; }
    constexpr operator std::string_view() const noexcept { return view(); }
    constexpr bool empty() const noexcept { return size_ == 0; }

    friend constexpr bool operator==(const BoundedText& a, const BoundedText& b) noexcept {
        return a.view() == b.view();
    }
    friend constexpr bool operator==(const BoundedText& a, std::string_view b) noexcept {
        return a.view() == b;
    }

private:
    std::uint16_t size_ = 0;
    char bytes_[Capacity] = {};
};

}  // namespace vouch::inline v1

#endif
