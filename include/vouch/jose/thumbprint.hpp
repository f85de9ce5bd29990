// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_THUMBPRINT_HPP
#define VOUCH_JOSE_THUMBPRINT_HPP

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/text/bounded_text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace vouch::inline v1 {

/// The SHA-256 JWK Thumbprint of a key (RFC 7638 §3), in base64url: a name that follows from the
/// key alone, whatever its `kid`.
constexpr BoundedText<43> thumbprint(const RsaPublicKey& key) {
    std::array<std::uint8_t, 8> exponent{};
    std::size_t first = exponent.size();
    for (std::uint64_t rest = key.exponent(); rest != 0; rest >>= 8) {
        exponent[--first] = static_cast<std::uint8_t>(rest & 0xFF);
    }
    std::vector<char> json;
    const auto append = [&](std::string_view text) {
        json.insert(json.end(), text.begin(), text.end());
    };
    const auto append_base64url = [&](std::span<const std::uint8_t> octets) {
        const std::size_t at = json.size();
        json.resize(at + base64url::encoded_size(octets.size()), ' ');
        base64url::encode(octets, std::span{json}.subspan(at));
    };
    append(R"({"e":")");
    append_base64url(std::span{exponent}.subspan(first));
    append(R"(","kty":"RSA","n":")");
    append_base64url(key.modulus());
    append(R"("})");

    const auto digest = builtin::hash<Hash::sha256>(std::string_view{json.data(), json.size()});
    std::array<char, 43> text{};
    base64url::encode(std::span<const std::uint8_t>{digest}, std::span<char>{text});
    return std::string_view{text.data(), text.size()};
}

}  // namespace vouch::inline v1

#endif
