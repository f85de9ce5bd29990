// SPDX-License-Identifier: BSL-1.0
// What StrictJson accepts is the same value after writing and reading it again.
#include <vouch/json/strict_json.hpp>
#include <vouch/json/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::optional<std::string> rewritten(std::string_view text) {
    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
    const auto reading = vouch::json::read(vouch::StrictJson{}, text, storage, {});
    if (!reading) return {};
    std::string written;
    vouch::json::write(reading.root(), written);
    return written;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto once = rewritten({reinterpret_cast<const char*>(data), size});
    if (once && rewritten(*once) != once) std::abort();
    return 0;
}
