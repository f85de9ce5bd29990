// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_DETAIL_FIXED_STRING_HPP
#define VOUCH_DETAIL_FIXED_STRING_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <string_view>

namespace vouch::inline v1::detail {

/// A string literal as a template argument: `template <fixed_string Text>`.
template <std::size_t Size>
struct fixed_string {
    char text[Size] = {};

    consteval fixed_string(const char (&literal)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) text[i] = literal[i];
    }
    constexpr std::string_view view() const noexcept { return {text, Size - 1}; }
};

}  // namespace vouch::inline v1::detail

#endif
