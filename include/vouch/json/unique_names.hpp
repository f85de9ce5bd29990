// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_UNIQUE_NAMES_HPP
#define VOUCH_JSON_UNIQUE_NAMES_HPP

#include <vouch/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vouch::inline v1::json::detail {

/// The most names that `unique_names` compares.
inline constexpr std::size_t max_names = 256;

/// A name of a member, in an order that is quick to find: by the first eight bytes as one number,
/// then by size, then by the rest.
struct Name {
    std::uint64_t start;
    const char* text;
    std::size_t size;

    static constexpr Name of(std::string_view name) noexcept {
        std::uint64_t start = 0;
        for (const char byte : name.substr(0, 8)) {
            start = start << 8 | static_cast<unsigned char>(byte);
        }
        return {start, name.data(), name.size()};
    }
    constexpr std::string_view view() const noexcept { return {text, size}; }
    constexpr bool operator<(const Name& other) const noexcept {
        if (start != other.start) return start < other.start;
        if (size != other.size) return size < other.size;
        return size > 8 && view() < other.view();
    }
    constexpr bool operator==(const Name& other) const noexcept {
        return start == other.start && view() == other.view();
    }
};

/// Lets `heap[root]` sink until no child of it is greater.
constexpr void sink(Name* heap, std::size_t root, std::size_t size) noexcept {
    const Name sinking = heap[root];
    for (std::size_t child = 2 * root + 1; child < size; child = 2 * root + 1) {
        if (child + 1 < size && heap[child] < heap[child + 1]) ++child;
        if (!(sinking < heap[child])) break;
        heap[root] = heap[child];
        root = child;
    }
    heap[root] = sinking;
}

/// Whether all of the names differ; changes their order.
///
/// The names are the choice of a stranger. The heap sorts them in place, and its worst case is
/// n log n comparisons: no choice makes it slow. Few names are faster compared each with each.
constexpr bool unique_names(Name* names, std::size_t count) noexcept {
    if (count <= 32) {
        for (std::size_t i = 1; i < count; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (names[i] == names[j]) return false;
            }
        }
        return true;
    }
    for (std::size_t root = count / 2; root-- > 0;) sink(names, root, count);
    // The greatest leaves the heap, and meets the next greatest at its root.
    for (std::size_t left = count; left > 1;) {
        const Name greatest = names[0];
        names[0] = names[--left];
        sink(names, 0, left);
        if (greatest == names[0]) return false;
    }
    return true;
}

/// Whether the members of an object, `count` names and values by turns from `first` on, have names
/// that all differ.
constexpr bool unique_names(Item first, std::size_t count) noexcept {
    if (count < 2) return true;
    Name names[max_names];  // not initialized: 6 KiB for each object would cost more than the rest
    for (std::size_t i = 0; i < count; ++i, first = first.next().next()) {
        names[i] = Name::of(first.string());
    }
    return unique_names(names, count);
}

/// Tells of most objects, as their names come, that these all differ, so that they need not be
/// compared: each name has one of 512 marks.
struct NameMarks {
    std::uint64_t marks[8];  // no defaults: a Builder has many that it never uses
    bool may_repeat;         ///< whether two names had the same mark: if not, no two were the same

    constexpr void add(std::string_view name) noexcept {
        const std::size_t mark = mark_of(name);
        std::uint64_t& word = marks[mark / 64];
        const std::uint64_t bit = std::uint64_t{1} << mark % 64;
        may_repeat |= (word & bit) != 0;
        word |= bit;
    }

    /// Chosen so that the claims which tokens usually have get marks of their own.
    static constexpr std::size_t mark_of(std::string_view name) noexcept {
        if (name.empty()) return 0;
        const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(name[at]); };
        const std::size_t size = name.size();
        return (byte(0) + byte(size / 2) * 8U + byte(size - 1) * 276U + size * 85U) % 512;
    }
};

}  // namespace vouch::inline v1::json::detail

#endif
