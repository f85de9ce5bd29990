// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JSON_READER_HPP
#define VOUCH_JSON_READER_HPP

#include <vouch/detail/policy.hpp>
#include <vouch/json/builder.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string_view>

namespace vouch::inline v1 {

/// Reads JSON text (RFC 8259).
///
/// \par Exemplar
/// \code
/// struct Reader {
///     using policy_kind = vouch::json_policy;
///     bool read(std::string_view text, vouch::json::Builder& builder) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// `read` gives the builder every value of the text in order, every member of every object (also
/// those whose name was there before: the builder decides about them), strings unescaped, numbers
/// with all their digits. It returns `true` only where the whole text is one JSON value in valid
/// UTF-8 without a byte order mark, lone surrogates or anything after it, and no call of the
/// builder returned `false`. It may be called by several threads at once.
/// `vouch::testing::json_reader_laws` checks this.
/// \par Models
/// StrictJson, NlohmannJson, SimdJson
template <class R>
concept json_reader = policy_of<R, json_policy> &&
                      requires(const R& reader, std::string_view text, json::Builder& builder) {
                          { reader.read(text, builder) } noexcept -> std::same_as<bool>;
                      };

namespace json {

/// What became of a text: a value, or the fault.
struct Reading {
    Fault fault = Fault::syntax;
    std::size_t size = 0;  ///< bytes of the storage that the value takes
    const char* storage = nullptr;

    constexpr explicit operator bool() const noexcept { return fault == Fault::none; }
    constexpr Value root() const noexcept { return Value{detail::Item{storage}}; }
};

/// Reads `text` into `storage`, which needs `detail::encoded_size(text.size())` bytes.
template <json_reader Reader>
constexpr Reading read(const Reader& reader, std::string_view text, std::span<char> storage,
                       Limits limits) noexcept {
    Builder builder{storage, limits};
    if (reader.read(text, builder) && builder.complete()) {
        return {Fault::none, builder.size(), storage.data()};
    }
    return {builder.fault() == Fault::none ? Fault::syntax : builder.fault(), 0, nullptr};
}

}  // namespace json

}  // namespace vouch::inline v1

#endif
