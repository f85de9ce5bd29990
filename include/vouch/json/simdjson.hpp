// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_SIMDJSON_HPP
#define VOUCH_JSON_SIMDJSON_HPP

#include <vouch/config.hpp>
#include <vouch/json/reader.hpp>

#include <string_view>
#include <utility>

#include <simdjson.h>

namespace vouch::inline v1 {

namespace json::detail {

/// Gives `value` to the builder.
///
/// Calls itself for arrays and objects; the builder lets no more than 64 begin.
inline bool give(simdjson::ondemand::value& value, Builder& builder) noexcept {
    namespace ondemand = simdjson::ondemand;
    ondemand::json_type type{};
    if (value.type().get(type) != simdjson::SUCCESS) return false;
    switch (type) {
        case ondemand::json_type::array: {
            ondemand::array items;
            if (!builder.begin_array() || value.get_array().get(items) != simdjson::SUCCESS) {
                return false;
            }
            for (auto next : items) {
                ondemand::value item;
                if (next.get(item) != simdjson::SUCCESS || !give(item, builder)) return false;
            }
            return builder.end_array();
        }
        case ondemand::json_type::object: {
            ondemand::object members;
            if (!builder.begin_object() || value.get_object().get(members) != simdjson::SUCCESS) {
                return false;
            }
            // Each member: a search by name would give the first of two and never see the second.
            for (auto next : members) {
                ondemand::field member;
                std::string_view name;
                if (std::move(next).get(member) != simdjson::SUCCESS ||
                    member.unescaped_key().get(name) != simdjson::SUCCESS || !builder.name(name) ||
                    !give(member.value(), builder)) {
                    return false;
                }
            }
            return builder.end_object();
        }
        case ondemand::json_type::string: {
            std::string_view text;
            return value.get_string().get(text) == simdjson::SUCCESS && builder.string(text);
        }
        case ondemand::json_type::number: {
            // What the parser takes for a number reaches to the next token, white space included.
            std::string_view text = value.raw_json_token();
            const std::string_view number = text.substr(0, number_length(text));
            text.remove_prefix(number.size());
            return !number.empty() && text.find_first_not_of(" \t\r\n") == std::string_view::npos &&
                   builder.number(number);
        }
        case ondemand::json_type::boolean: {
            bool truth = false;
            return value.get_bool().get(truth) == simdjson::SUCCESS && builder.boolean(truth);
        }
        case ondemand::json_type::null: {
            bool null = false;
            return value.is_null().get(null) == simdjson::SUCCESS && null && builder.null();
        }
    }
    return false;
}

}  // namespace json::detail

/// Reads with simdjson 3 (On-Demand), for programs that have it already.
///
/// The parser needs 64 bytes behind the text, so each reading allocates and fills a copy of it; and
/// each thread that reads keeps a parser, about seven times as large as the longest text it has
/// read. Nothing over `limits::keyset_bytes` is read. A text that cannot be read for want of memory
/// counts as a Fault::syntax.
struct SimdJson {
    using policy_kind = json_policy;

    bool read(std::string_view text, json::Builder& builder) const noexcept {
        namespace ondemand = simdjson::ondemand;
        if (text.size() > limits::keyset_bytes) return false;
        // The parser treats a value that stands alone otherwise than one in an array, and skips a
        // byte order mark before it. So the text is read as the one item of an array.
        simdjson::padded_string padded{text.size() + 2};
        if (padded.data() == nullptr) return false;
        padded.data()[0] = '[';
        text.copy(padded.data() + 1, text.size());
        padded.data()[text.size() + 1] = ']';

        static thread_local ondemand::parser parser;
        ondemand::document document;
        ondemand::array items;
        if (parser.iterate(padded).get(document) != simdjson::SUCCESS ||
            document.get_array().get(items) != simdjson::SUCCESS) {
            return false;
        }
        bool first = true;
        for (auto next : items) {
            ondemand::value item;
            if (!first || next.get(item) != simdjson::SUCCESS) return false;
            if (!json::detail::give(item, builder)) return false;
            first = false;
        }
        return !first && document.current_location().error() == simdjson::OUT_OF_BOUNDS;
    }
};
static_assert(json_reader<SimdJson>);

}  // namespace vouch::inline v1

#endif
