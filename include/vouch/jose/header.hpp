// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_HEADER_HPP
#define VOUCH_JOSE_HEADER_HPP

#include <vouch/config.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/result.hpp>
#include <vouch/text/control_characters.hpp>

#include <optional>
#include <span>
#include <string_view>

namespace vouch::inline v1 {

/// The JOSE header of a token (RFC 7515 §4): the members that choose among what a verifier already
/// allows. Members that could bring a key along (`jwk`, `jku`, `x5c`, `x5u`) are not even read.
///
/// A view into the storage that it was read into.
class Header {
public:
    /// Reads the decoded header `text` into `storage` (`json::detail::encoded_size` bytes).
    ///
    /// \return `header_json`, `header_duplicate`, `header_limit`; `header_type`, `header_value` or
    /// `kid_too_long` for a member that is not what it must be; `crit_unsupported`: no extension is
    /// implemented, so none may be demanded; `alg_missing`.
    template <json_reader Reader>
    static constexpr Result<Header> read(const Reader& reader, std::string_view text,
                                         std::span<char> storage) noexcept {
        const json::Reading reading =
            json::read(reader, text, storage, json::Limits{.members = limits::header_members});
        switch (reading.fault) {
            case json::Fault::none:
                break;
            case json::Fault::syntax:
                return Errc::header_json;
            case json::Fault::duplicate_name:
                return Errc::header_duplicate;
            case json::Fault::limit:
                return Errc::header_limit;
        }
        const std::optional<json::Object> members = reading.root().as_object();
        if (!members) return Errc::header_json;
        return from_members(*members);
    }

    /// `alg` (RFC 7515 §4.1.1), not yet compared with anything.
    constexpr std::string_view algorithm() const noexcept { return algorithm_; }
    /// `kid` (RFC 7515 §4.1.4), at most limits::kid_bytes, without control characters.
    constexpr std::optional<std::string_view> kid() const noexcept { return kid_; }
    /// `typ` (RFC 7515 §4.1.9).
    constexpr std::optional<std::string_view> type() const noexcept { return type_; }
    /// `cty` (RFC 7515 §4.1.10).
    constexpr std::optional<std::string_view> content_type() const noexcept {
        return content_type_;
    }

private:
    constexpr Header() noexcept = default;

    static constexpr Result<Header> from_members(json::Object members) noexcept {
        std::optional<json::Value> alg, kid, typ, cty, crit, b64;
        for (const json::Member member : members) {
            if (member.is_named("alg")) alg = member.value;
            if (member.is_named("kid")) kid = member.value;
            if (member.is_named("typ")) typ = member.value;
            if (member.is_named("cty")) cty = member.value;
            if (member.is_named("crit")) crit = member.value;
            if (member.is_named("b64")) b64 = member.value;
        }
        std::optional<std::string_view> algorithm;
        Header header;
        if (!read_text(alg, algorithm)) return Error{Errc::header_type, "alg"};
        if (!read_text(kid, header.kid_)) return Error{Errc::header_type, "kid"};
        if (!read_text(typ, header.type_)) return Error{Errc::header_type, "typ"};
        if (!read_text(cty, header.content_type_)) return Error{Errc::header_type, "cty"};
        if (header.kid_ && has_control_characters(*header.kid_)) {
            return Error{Errc::header_value, "kid"};
        }
        if (header.kid_ && header.kid_->size() > limits::kid_bytes) return Errc::kid_too_long;
        if (crit) return Error{Errc::crit_unsupported, "crit"};
        // RFC 7797 §6: without "crit" the payload of such a token would be misread.
        if (b64) return Error{Errc::crit_unsupported, "b64"};
        if (!algorithm) return Errc::alg_missing;
        header.algorithm_ = *algorithm;
        return header;
    }

    /// Whether a member is a string or not there.
    static constexpr bool read_text(const std::optional<json::Value>& member,
                                    std::optional<std::string_view>& text) noexcept {
        if (member) text = member->as_string();
        return !member || text;
    }

    std::string_view algorithm_;
    std::optional<std::string_view> kid_;
    std::optional<std::string_view> type_;
    std::optional<std::string_view> content_type_;
};

}  // namespace vouch::inline v1

#endif
