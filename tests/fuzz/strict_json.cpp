// SPDX-License-Identifier: BSL-1.0
// StrictJson, and a second reader that shares no code with it.
#include <vouch/json/strict_json.hpp>
#include <vouch/json/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/oracle.hpp"
#include "support/slow_json.hpp"

using vouch_fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace json = vouch::json;
    if (size > 2048) return 0;  // the second reader is slow
    const std::string_view text = vouch_fuzz::text_of(data, size);
    const auto tree = vouch_tests::SlowJson::read(text);

    for (const auto duplicates : {json::DuplicateNames::refuse, json::DuplicateNames::mark}) {
        const json::Limits limits{.members = 8, .depth = 4, .duplicates = duplicates};
        std::vector<char> storage(json::detail::encoded_size(text.size()));
        const json::Reading reading = json::read(vouch::StrictJson{}, text, storage, limits);
        const bool fits = tree && tree->depth() <= limits.depth &&
                          tree->most_members() <= limits.members &&
                          (duplicates == json::DuplicateNames::mark || !tree->has_duplicates());
        require(bool{reading} == fits, "both readers accept, or none");
        if (!reading) continue;
        require(reading.size <= storage.size(), "the value is in its storage");
        require(tree->equals(reading.root()), "both readers read the same");
        if (tree->has_duplicates()) continue;

        std::string written;
        json::write(reading.root(), written);
        std::vector<char> again(json::detail::encoded_size(written.size()));
        const json::Reading second = json::read(vouch::StrictJson{}, written, again, limits);
        require(second && tree->equals(second.root()), "what is written reads as the same");
    }
    return 0;
}
