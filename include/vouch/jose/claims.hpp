// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_CLAIMS_HPP
#define VOUCH_JOSE_CLAIMS_HPP

#include <vouch/config.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace vouch::inline v1 {

namespace detail {

struct ClaimsReader;

/// The member of this name, read as one type.
template <class T>
constexpr Result<T> read_claim(json::Object members, std::string_view name,
                               std::optional<T> (json::Value::*as)() const noexcept) noexcept {
    for (const json::Member member : members) {
        if (!member.is_named(name)) continue;
        const std::optional<T> content = (member.value.*as)();
        if (!content) return Error{Errc::claim_type, name};
        return *content;
    }
    return Error{Errc::claim_missing, name};
}

}  // namespace detail

/// The claims of a verified token (RFC 7519 §4), of any JSON type.
///
/// Only a Verifier makes them, after the signature held: it gives them to its rules, and an
/// Identity shows them. A view: valid as long as that Identity lives and is
/// not moved, or as the call of the rule.
class Claims {
public:
    /// The claim of this name, of any type; nothing where the token has none.
    constexpr std::optional<json::Value> find(std::string_view name) const noexcept {
        return members_.find(name);
    }
    constexpr bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
    /// All claims in the order of the token.
    constexpr json::Object members() const noexcept { return members_; }

    /// \name One claim of one type
    /// \return `claim_missing` where there is none of this name, `claim_type` where it is of
    /// another type, both with the name.
    /// \{
    constexpr Result<std::string_view> string(std::string_view name) const noexcept {
        return detail::read_claim(members_, name, &json::Value::as_string);
    }
    /// A whole number that fits 64 bits; any other number is `claim_type`.
    constexpr Result<std::int64_t> integer(std::string_view name) const noexcept {
        return detail::read_claim(members_, name, &json::Value::as_integer);
    }
    Result<double> number(std::string_view name) const noexcept {
        return detail::read_claim(members_, name, &json::Value::as_double);
    }
    /// Read the value of the result: a Result of a bool does not say by itself whether it is true.
    constexpr Result<bool> boolean(std::string_view name) const noexcept {
        return detail::read_claim(members_, name, &json::Value::as_bool);
    }
    constexpr Result<json::Array> array(std::string_view name) const noexcept {
        return detail::read_claim(members_, name, &json::Value::as_array);
    }
    constexpr Result<json::Object> object(std::string_view name) const noexcept {
        return detail::read_claim(members_, name, &json::Value::as_object);
    }
    /// A NumericDate (RFC 7519 §2), with fractions; outside of 1970 to 9999 it is `claim_range`.
    constexpr Result<NumericDate> date(std::string_view name) const noexcept {
        for (const json::Member member : members_) {
            if (member.is_named(name)) return read_date(member.value, name);
        }
        return Error{Errc::claim_missing, name};
    }
    /// The same, and nothing where the token has no such claim.
    constexpr Result<std::optional<NumericDate>> optional_date(
        std::string_view name) const noexcept {
        for (const json::Member member : members_) {
            if (!member.is_named(name)) continue;
            const Result<NumericDate> read = read_date(member.value, name);
            if (!read) return read.error();
            return std::optional<NumericDate>{*read};
        }
        return std::optional<NumericDate>{};
    }
    /// \}

private:
    friend struct detail::ClaimsReader;
    constexpr explicit Claims(json::Object members) noexcept : members_{members} {}

    static constexpr Result<NumericDate> read_date(json::Value value,
                                                   std::string_view name) noexcept {
        const std::optional<std::string_view> number = value.as_number_text();
        if (!number) return Error{Errc::claim_type, name};
        const std::optional<json::Decimal> decimal = json::to_decimal(*number);
        if (!decimal || decimal->whole > std::uint64_t{NumericDate::last_second}) {
            return Error{Errc::claim_range, name};
        }
        const bool zero = decimal->whole == 0 && decimal->billionths == 0 && !decimal->rest;
        if (decimal->negative && !zero) return Error{Errc::claim_range, name};
        return NumericDate{static_cast<std::int64_t>(decimal->whole), decimal->billionths};
    }

    json::Object members_;
};

namespace detail {

/// The only maker of Claims.
struct ClaimsReader {
    /// Reads the decoded payload `text` into `storage` (`json::detail::encoded_size` bytes).
    ///
    /// \return `payload_json`, `claim_duplicate` or `payload_limit`.
    template <json_reader Reader>
    static constexpr Result<Claims> read(const Reader& reader, std::string_view text,
                                         std::span<char> storage, std::size_t& size) noexcept {
        const json::Reading reading =
            json::read(reader, text, storage, json::Limits{.members = limits::claims_members});
        switch (reading.fault) {
            case json::Fault::none:
                break;
            case json::Fault::syntax:
                return Errc::payload_json;
            case json::Fault::duplicate_name:
                return Errc::claim_duplicate;
            case json::Fault::limit:
                return Errc::payload_limit;
        }
        const std::optional<json::Object> members = reading.root().as_object();
        if (!members) return Errc::payload_json;
        size = reading.size;
        return Claims{*members};
    }

    /// What `read` left in `storage`, after that has moved. No claims where it has moved from
    /// there.
    static constexpr Claims stored(const char* storage) noexcept {
        const json::Object none{{}, false};
        return Claims{json::Value{json::detail::Item{storage}}.as_object().value_or(none)};
    }
};

}  // namespace detail

}  // namespace vouch::inline v1

#endif
