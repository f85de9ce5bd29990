// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_AUTHORIZATION_TOKEN_HPP
#define VOUCH_MESSAGING_AUTHORIZATION_TOKEN_HPP

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/messaging/random_source.hpp>
#include <vouch/result.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/text/bounded_text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace vouch::inline v1::messaging {

/// The hash of an authorization token: what a store knows of it, and the name of its session there.
/// The token cannot be found from it.
struct SessionId {
    std::array<std::uint8_t, 32> sha256 = {};

    friend bool operator==(const SessionId&, const SessionId&) noexcept = default;

    /// For hash tables: the id is random already.
    struct Hash {
        std::size_t operator()(const SessionId& id) const noexcept {
            std::size_t value = 0;
            std::memcpy(&value, id.sha256.data(), sizeof value);
            return value;
        }
    };
};

/// What a client shows to use its session: 256 random bits in base64url. Nobody but the client
/// keeps it.
class AuthorizationToken {
public:
    static constexpr std::size_t octets = 32;
    static constexpr std::size_t characters = base64url::encoded_size(octets);

    /// \return `random_failed`.
    template <random_source Random>
    static Result<AuthorizationToken> make(const Random& random) noexcept {
        std::array<std::uint8_t, octets> secret{};
        if (!random.fill(secret)) return Errc::random_failed;
        std::array<char, characters> text{};
        base64url::encode(std::span<const std::uint8_t>{secret}, std::span<char>{text});
        return AuthorizationToken{std::string_view{text.data(), text.size()}};
    }

    /// To be given to the client, and to nobody else.
    std::string_view text() const noexcept { return text_; }

    /// The name of the session of a token that a client shows.
    ///
    /// \return `session_unknown` for a text that cannot be one of ours.
    static Result<SessionId> id_of(std::string_view text) noexcept {
        if (text.size() != characters) return Errc::session_unknown;
        std::array<std::uint8_t, octets> secret{};
        if (!base64url::decode(text, std::span<std::uint8_t>{secret})) return Errc::session_unknown;
        return SessionId{builtin::hash<Hash::sha256>(std::span<const std::uint8_t>{secret})};
    }

    SessionId id() const noexcept { return *id_of(text_); }

private:
    explicit AuthorizationToken(std::string_view text) noexcept : text_{text} {}

    BoundedText<characters> text_;
};

}  // namespace vouch::inline v1::messaging

#endif
