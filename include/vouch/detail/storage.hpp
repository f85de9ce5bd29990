// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_DETAIL_STORAGE_HPP
#define VOUCH_DETAIL_STORAGE_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <new>
#include <span>
#include <string>  // std::construct_at, std::char_traits
#include <type_traits>

namespace vouch::inline v1::detail {

/// Bytes that are written once: inside the object up to `InlineBytes`, above that on the heap.
/// Before, and after it was moved from, the first byte is 0.
template <std::size_t InlineBytes>
class Storage {
public:
    constexpr Storage() noexcept { inline_[0] = 0; }
    constexpr Storage(Storage&& other) noexcept : heap_{other.heap_}, size_{other.size_} {
        inline_[0] = 0;  // other may have been moved from already
        if (heap_ == nullptr) std::char_traits<char>::copy(inline_, other.inline_, size_);
        other.heap_ = nullptr;
        other.size_ = 0;
        other.inline_[0] = 0;
    }
    constexpr Storage& operator=(Storage&& other) noexcept {
        if (this != &other) {
            std::destroy_at(this);
            std::construct_at(this, static_cast<Storage&&>(other));
        }
        return *this;
    }
    constexpr ~Storage() { delete[] heap_; }

    /// Makes room for `size` bytes, once; `false` where memory cannot be had.
    constexpr bool allocate(std::size_t size) noexcept {
        if (size > InlineBytes) {
            heap_ = std::is_constant_evaluated() ? new char[size] : new (std::nothrow) char[size];
            if (heap_ == nullptr) return false;
        }
        size_ = size;
        return true;
    }
    /// Keeps only the first `size` bytes, so that no more than these are moved.
    constexpr void shrink(std::size_t size) noexcept { size_ = size; }

    constexpr std::span<char> bytes() noexcept {
        return {heap_ == nullptr ? inline_ : heap_, size_};
    }
    constexpr const char* data() const noexcept { return heap_ == nullptr ? inline_ : heap_; }
    constexpr std::size_t size() const noexcept { return size_; }

private:
    char* heap_ = nullptr;
    std::size_t size_ = 0;
    char inline_[InlineBytes];
};

}  // namespace vouch::inline v1::detail

#endif
