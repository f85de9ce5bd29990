// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_FUZZ_ORACLE_HPP
#define VOUCH_TESTS_FUZZ_ORACLE_HPP

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace vouch_fuzz {

/// Ends the run where what must hold does not.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// The input as text.
inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// The part of `text` up to a line feed, which is cut off; all of it where there is none.
inline std::string_view take_line(std::string_view& text) {
    const std::size_t size = text.find('\n');
    const std::string_view line = text.substr(0, size);
    text.remove_prefix(size == std::string_view::npos ? text.size() : size + 1);
    return line;
}

}  // namespace vouch_fuzz

#endif
