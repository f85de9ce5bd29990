// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_IDENTITY_HPP
#define VOUCH_VERIFY_IDENTITY_HPP

#include <vouch/config.hpp>
#include <vouch/detail/storage.hpp>
#include <vouch/jose/claims.hpp>
#include <vouch/jose/header.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace vouch::inline v1 {

namespace detail {
struct IdentityMaker;
}

/// The audiences of a token, to be used in a `for`; a view like Claims.
class Audiences {
public:
    class Iterator {
    public:
        constexpr explicit Iterator(json::Array::Iterator at) noexcept : at_{at} {}
        constexpr std::string_view operator*() const noexcept {
            return (*at_).as_string().value_or(std::string_view{});
        }
        constexpr Iterator& operator++() noexcept { return ++at_, *this; }
        constexpr bool operator==(const Iterator&) const noexcept = default;

    private:
        json::Array::Iterator at_;
    };

    constexpr explicit Audiences(json::Array names) noexcept : names_{names} {}

    constexpr bool empty() const noexcept { return names_.empty(); }
    constexpr Iterator begin() const noexcept { return Iterator{names_.begin()}; }
    constexpr Iterator end() const noexcept { return Iterator{names_.end()}; }

private:
    json::Array names_;
};

/// Who a verified token speaks for, and all that it says.
///
/// Only a Verifier makes one, so code that needs a verified user takes an Identity. It owns what it
/// shows; views from it are valid as long as it lives and is not moved. Moved from, it is nobody.
class Identity {
public:
    /// `iss` (RFC 7519 §4.1.1).
    constexpr std::string_view issuer() const noexcept { return text("iss"); }
    /// `sub` (RFC 7519 §4.1.2); empty only with OptionalSubject. It names a user together with the
    /// issuer, never alone.
    constexpr std::string_view subject() const noexcept { return text("sub"); }
    /// `aud` (RFC 7519 §4.1.3), whether it was one string or an array.
    constexpr Audiences audience() const noexcept {
        const std::optional<json::Value> aud = claims().find("aud");
        return Audiences{aud ? aud->as_list() : json::Array{{}}};
    }
    /// `exp` (RFC 7519 §4.1.4); nothing only with OptionalExpiry.
    constexpr std::optional<NumericDate> expires_at() const noexcept { return date("exp"); }
    /// `iat` (RFC 7519 §4.1.6).
    constexpr std::optional<NumericDate> issued_at() const noexcept { return date("iat"); }
    /// The `kid` of the token's header.
    constexpr std::optional<std::string_view> kid() const noexcept {
        if (!kid_size_ || storage_.size() < *kid_size_) return {};
        return std::string_view{storage_.data() + storage_.size() - *kid_size_, *kid_size_};
    }
    /// The `alg` that the signature was verified with.
    constexpr std::string_view algorithm() const noexcept { return algorithm_; }
    /// Every claim of the token, of any JSON type.
    constexpr Claims claims() const noexcept {
        return detail::ClaimsReader::stored(storage_.data(), &registered_);
    }

    /// Another that says the same, or nothing where memory cannot be had.
    constexpr std::optional<Identity> copy() const noexcept;

private:
    friend struct detail::IdentityMaker;
    constexpr Identity(std::string_view algorithm, std::optional<std::size_t> kid_size) noexcept
        : algorithm_{algorithm}, kid_size_{kid_size} {}

    constexpr std::string_view text(std::string_view name) const noexcept {
        const Result<std::string_view> claim = claims().string(name);
        return claim ? *claim : std::string_view{};
    }
    constexpr std::optional<NumericDate> date(std::string_view name) const noexcept {
        const Result<NumericDate> claim = claims().date(name);
        if (!claim) return {};
        return *claim;
    }

    std::string_view algorithm_;
    std::optional<std::size_t> kid_size_;
    detail::RegisteredClaims registered_;
    // The claims as they were read, and then the kid.
    detail::Storage<json::detail::encoded_size(limits::inline_payload_bytes) + limits::kid_bytes>
        storage_;
};

namespace detail {

/// What an Identity holds, to be put by and made an Identity again.
struct IdentityParts {
    std::string_view algorithm;  ///< lives as long as the program
    std::optional<std::size_t> kid_size;
    std::string_view stored;
};

/// The only maker of an Identity. Called when the signature holds, and not before.
struct IdentityMaker {
    /// \return `out_of_memory`, or what ClaimsReader::read says.
    template <json_reader Reader>
    static constexpr Result<Identity> make(const Reader& reader, std::string_view algorithm,
                                           const Header& header,
                                           std::string_view payload) noexcept {
        const std::string_view kid = header.kid().value_or("");
        Result<Identity> identity{
            Identity{algorithm, header.kid() ? std::optional{kid.size()} : std::nullopt}};
        auto& storage = identity->storage_;
        const std::size_t room = json::detail::encoded_size(payload.size());
        if (!storage.allocate(room + limits::kid_bytes)) return Errc::out_of_memory;
        std::size_t size = 0;
        const Result<Claims> claims =
            ClaimsReader::read(reader, payload, storage.bytes().first(room), size);
        if (!claims) return claims.error();
        identity->registered_ = RegisteredClaims{claims->members()};
        kid.copy(storage.bytes().data() + size, kid.size());
        storage.shrink(size + kid.size());
        return identity;
    }

    /// A view of the identity.
    static constexpr IdentityParts parts_of(const Identity& identity) noexcept {
        return {identity.algorithm_,
                identity.kid_size_,
                {identity.storage_.data(), identity.storage_.size()}};
    }

    /// Another that holds these parts; nothing where memory cannot be had.
    static constexpr std::optional<Identity> make_again(const IdentityParts& parts) noexcept {
        std::optional<Identity> identity{Identity{parts.algorithm, parts.kid_size}};
        auto& storage = identity->storage_;
        if (!storage.allocate(parts.stored.size())) return {};
        parts.stored.copy(storage.bytes().data(), parts.stored.size());
        identity->registered_ = RegisteredClaims{identity->claims().members()};
        return identity;
    }
};

}  // namespace detail

constexpr std::optional<Identity> Identity::copy() const noexcept {
    return detail::IdentityMaker::make_again(detail::IdentityMaker::parts_of(*this));
}

}  // namespace vouch::inline v1

#endif
