// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_BASE64URL_DECODERS_HPP
#define VOUCH_TESTS_SUPPORT_BASE64URL_DECODERS_HPP

#include <vouch/detail/processor.hpp>
#include <vouch/text/base64url.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace vouch_tests {

/// One of the ways to decode base64url, to be called whatever the library itself would choose.
struct Base64urlDecoder {
    const char* name;
    bool (*is_here)();  // whether this processor can do it
    std::optional<std::size_t> (*decode)(std::string_view text, std::span<char> out);
};

inline std::optional<std::size_t> decode_base64url_anywhere(std::string_view text,
                                                            std::span<char> out) {
    return vouch::detail::decode_base64(vouch::detail::base64url_alphabet, text, out);
}

/// As base64url::decode does it where its choice is `Groups`.
template <bool (*Groups)(std::string_view, void*) noexcept, std::size_t Fewest>
std::optional<std::size_t> decode_base64url_with(std::string_view text, std::span<char> out) {
    using namespace vouch::detail;
    return decode_base64(base64url_alphabet, text, out, [](std::string_view groups, char* bytes) {
        return groups.size() < Fewest ? decode_base64_groups(base64url_alphabet, groups, bytes)
                                      : Groups(groups, bytes);
    });
}

inline constexpr Base64urlDecoder base64url_decoders[] = {
    {"anywhere", [] { return true; }, decode_base64url_anywhere},
    {"SSSE3", [] { return vouch::detail::processor().has_ssse3; },
     decode_base64url_with<vouch::detail::decode_base64url_ssse3,
                           vouch::detail::base64url_ssse3_characters>},
    {"AVX2", [] { return vouch::detail::processor().has_avx2; },
     decode_base64url_with<vouch::detail::decode_base64url_avx2,
                           vouch::detail::base64url_avx2_characters>},
};

}  // namespace vouch_tests

#endif
