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

/// A name of three letters as a number; all registered claims have such names.
constexpr std::uint32_t three_letters(std::string_view name) noexcept {
    const auto letter = [&](std::size_t i) {
        return std::uint32_t{static_cast<unsigned char>(name[i])};
    };
    return letter(0) | letter(1) << 8 | letter(2) << 16;
}

/// A claim that was looked for, read as one type.
template <class T>
constexpr Result<T> read_claim(const std::optional<json::Value>& claim, std::string_view name,
                               std::optional<T> (json::Value::*as)() const noexcept) noexcept {
    if (!claim) return Error{Errc::claim_missing, name};
    const std::optional<T> content = ((*claim).*as)();
    if (!content) return Error{Errc::claim_type, name};
    return *content;
}

/// Where the registered claims (RFC 7519 §4.1) are among the members of a token, in which no name
/// comes twice. Nearly every rule asks for one of them, so all are looked for in one walk.
class RegisteredClaims {
public:
    constexpr RegisteredClaims() noexcept = default;
    constexpr explicit RegisteredClaims(json::Object members) noexcept {
        for (const json::Member member : members) {
            places_[index_of(member.name)] =
                static_cast<std::uint32_t>(members.place_of(member.value));
        }
    }

    /// The number of a claim with this name; `count` where it is not registered.
    static constexpr std::size_t index_of(std::string_view name) noexcept {
        if (name.size() != 3) return count;
        switch (three_letters(name)) {
            case three_letters("iss"):
                return 0;
            case three_letters("sub"):
                return 1;
            case three_letters("aud"):
                return 2;
            case three_letters("exp"):
                return 3;
            case three_letters("nbf"):
                return 4;
            case three_letters("iat"):
                return 5;
            case three_letters("jti"):
                return 6;
            default:
                return count;
        }
    }
    constexpr std::optional<json::Value> find(json::Object members,
                                              std::size_t index) const noexcept {
        if (places_[index] == 0) return {};
        return members.value_at(places_[index]);
    }

    static constexpr std::size_t count = 7;

private:
    std::uint32_t places_[count + 1] = {};  // 0 where there is none; the last is for all others
};

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
        const std::size_t index = detail::RegisteredClaims::index_of(name);
        if (registered_ == nullptr || index == detail::RegisteredClaims::count) {
            return members_.find(name);
        }
        return registered_->find(members_, index);
    }
    constexpr bool contains(std::string_view name) const noexcept { return find(name).has_value(); }
    /// All claims in the order of the token.
    constexpr json::Object members() const noexcept { return members_; }

    /// \name One claim of one type
    /// \return `claim_missing` where there is none of this name, `claim_type` where it is of
    /// another type, both with the name.
    /// \{
    constexpr Result<std::string_view> string(std::string_view name) const noexcept {
        return detail::read_claim(find(name), name, &json::Value::as_string);
    }
    /// A whole number that fits 64 bits; any other number is `claim_type`.
    constexpr Result<std::int64_t> integer(std::string_view name) const noexcept {
        return detail::read_claim(find(name), name, &json::Value::as_integer);
    }
    Result<double> number(std::string_view name) const noexcept {
        return detail::read_claim(find(name), name, &json::Value::as_double);
    }
    /// Read the value of the result: a Result of a bool does not say by itself whether it is true.
    constexpr Result<bool> boolean(std::string_view name) const noexcept {
        return detail::read_claim(find(name), name, &json::Value::as_bool);
    }
    constexpr Result<json::Array> array(std::string_view name) const noexcept {
        return detail::read_claim(find(name), name, &json::Value::as_array);
    }
    constexpr Result<json::Object> object(std::string_view name) const noexcept {
        return detail::read_claim(find(name), name, &json::Value::as_object);
    }
    /// A NumericDate (RFC 7519 §2), with fractions; outside of 1970 to 9999 it is `claim_range`.
    constexpr Result<NumericDate> date(std::string_view name) const noexcept {
        const std::optional<json::Value> value = find(name);
        if (!value) return Error{Errc::claim_missing, name};
        return read_date(*value, name);
    }
    /// The same, and nothing where the token has no such claim.
    constexpr Result<std::optional<NumericDate>> optional_date(
        std::string_view name) const noexcept {
        const std::optional<json::Value> value = find(name);
        if (!value) return std::optional<NumericDate>{};
        const Result<NumericDate> read = read_date(*value, name);
        if (!read) return read.error();
        return std::optional<NumericDate>{*read};
    }
    /// \}

private:
    friend struct detail::ClaimsReader;
    constexpr explicit Claims(json::Object members,
                              const detail::RegisteredClaims* registered) noexcept
        : members_{members}, registered_{registered} {}

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
    const detail::RegisteredClaims* registered_;  // null where they have not been looked for
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
        return Claims{*members, nullptr};
    }

    /// What `read` left in `storage`, after that has moved. No claims where it has moved from
    /// there.
    static constexpr Claims stored(const char* storage,
                                   const RegisteredClaims* registered = nullptr) noexcept {
        const std::optional<json::Object> members =
            json::Value{json::detail::Item{storage}}.as_object();
        return members ? Claims{*members, registered} : Claims{json::Object{{}, false}, nullptr};
    }
};

}  // namespace detail

}  // namespace vouch::inline v1

#endif
