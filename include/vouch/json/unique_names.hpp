// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_UNIQUE_NAMES_HPP
#define VOUCH_JSON_UNIQUE_NAMES_HPP

#include <vouch/json/value.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1::json::detail {

/// The most names that `unique_names` compares.
inline constexpr std::size_t max_names = 256;

/// A name of a member; in any order that is the same everywhere and quick to find.
struct Name {
    const char* text;
    std::size_t size;

    constexpr std::string_view view() const noexcept { return {text, size}; }
    constexpr bool operator<(const Name& other) const noexcept {
        return size != other.size ? size < other.size : view() < other.view();
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

/// Whether the members of an object, `count` names and values by turns from `first` on, have names
/// that are all different.
///
/// The names are the choice of a stranger. So this sorts them in place with the heap, whose worst
/// case is n log n comparisons: no choice of names makes it slow.
constexpr bool unique_names(Item first, std::size_t count) noexcept {
    Name names[max_names];  // not initialized: 4 KiB for each object would cost more than the rest
    for (std::size_t i = 0; i < count; ++i, first = first.next().next()) {
        names[i] = {first.content().data(), first.content().size()};
    }
    for (std::size_t root = count / 2; root-- > 0;) sink(names, root, count);
    // The greatest goes to the end of what is left, where the next greatest meets it.
    for (std::size_t left = count; left > 1;) {
        const Name greatest = names[0];
        names[0] = names[--left];
        sink(names, 0, left);
        if (greatest.view() == names[0].view()) return false;
    }
    return true;
}

}  // namespace vouch::inline v1::json::detail

#endif
