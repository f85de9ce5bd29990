// SPDX-License-Identifier: BSL-1.0
// The header of a token: what it must be, said a second time.
#include <vouch/jose/header.hpp>
#include <vouch/json/strict_json.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/oracle.hpp"
#include "support/slow_json.hpp"

namespace {

using vouch_fuzz::require;
using vouch_tests::Tree;

const Tree* member(const Tree& object, std::string_view name) {
    for (const auto& [each, value] : object.members) {
        if (each == name) return &value;
    }
    return nullptr;
}

bool is_string(const Tree* value) {
    return value != nullptr && value->kind == vouch::json::Kind::string;
}

/// Whether a text is a header that may be used.
bool is_header(const std::optional<Tree>& tree) {
    if (!tree || tree->kind != vouch::json::Kind::object) return false;
    if (tree->has_duplicates() || tree->depth() > 16 || tree->most_members() > 64) return false;
    if (!is_string(member(*tree, "alg"))) return false;
    for (const char* name : {"kid", "typ", "cty"}) {
        if (member(*tree, name) != nullptr && !is_string(member(*tree, name))) return false;
    }
    if (const Tree* kid = member(*tree, "kid")) {
        const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
        if (kid->text.size() > 256 || std::ranges::any_of(kid->text, is_control)) return false;
    }
    return member(*tree, "crit") == nullptr && member(*tree, "b64") == nullptr;
}

std::optional<std::string_view> text_of(const Tree* value) {
    if (value == nullptr) return {};
    return value->text;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 2048) return 0;  // the second reader is slow
    const std::string_view text = vouch_fuzz::text_of(data, size);
    const auto tree = vouch_tests::SlowJson::read(text);

    std::vector<char> storage(vouch::json::detail::encoded_size(text.size()));
    const auto header = vouch::Header::read(vouch::StrictJson{}, text, storage);
    require(header.has_value() == is_header(tree), "a header is what it must be");
    if (!header) {
        require(header.error().code() <= vouch::Errc::alg_missing, "the reason is the header's");
        return 0;
    }
    require(header->algorithm() == text_of(member(*tree, "alg")), "alg");
    require(header->kid() == text_of(member(*tree, "kid")), "kid");
    require(header->type() == text_of(member(*tree, "typ")), "typ");
    require(header->content_type() == text_of(member(*tree, "cty")), "cty");
    return 0;
}
