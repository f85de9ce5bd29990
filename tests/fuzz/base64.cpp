// SPDX-License-Identifier: BSL-1.0
// base64url and base64: bytes and text belong together one to one, and a decoder that works bit by
// bit says the same.
#include <vouch/text/base64.hpp>
#include <vouch/text/base64url.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <support/base64url_decoders.hpp>

#include "fuzz/oracle.hpp"

namespace {

using vouch_fuzz::require;

constexpr std::string_view letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What unpadded text of an alphabet decodes to; nothing where it is not strict.
std::optional<std::string> slowly_decoded(std::string_view text, const std::string& alphabet) {
    std::string bits;
    for (const char c : text) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string::npos) return {};
        for (int bit = 5; bit >= 0; --bit) bits += (value >> bit & 1) != 0 ? '1' : '0';
    }
    const std::size_t unused = bits.size() % 8;
    if (unused == 6 || bits.find('1', bits.size() - unused) != std::string::npos) return {};
    std::string bytes;
    for (std::size_t i = 0; i + 8 <= bits.size(); i += 8) {
        bytes += static_cast<char>(std::stoi(bits.substr(i, 8), nullptr, 2));
    }
    return bytes;
}

/// The same for base64, whose last group of four is filled up with `=`.
std::optional<std::string> slowly_decoded_with_padding(std::string_view text,
                                                       const std::string& alphabet) {
    if (text.size() % 4 != 0) return {};
    if (text.ends_with('=')) text.remove_suffix(text.ends_with("==") ? 2 : 1);
    return slowly_decoded(text, alphabet);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace base64 = vouch::base64;
    namespace base64url = vouch::base64url;
    const std::string_view input = vouch_fuzz::text_of(data, size);

    // Room for exactly so many bytes, so that one too many is noticed.
    std::vector<char> bytes(base64url::decoded_size(input.size()));
    const auto url_size = base64url::decode(input, std::span<char>{bytes});
    const auto url_slowly = slowly_decoded(input, std::string{letters} + "-_");
    require(url_size.has_value() == url_slowly.has_value(), "base64url is strict");
    if (url_size) {
        const std::string decoded{bytes.data(), *url_size};
        require(decoded == *url_slowly, "base64url decodes");
        require(base64url::encode(decoded) == input, "base64url has one spelling");
    }

    for (const vouch_tests::Base64urlDecoder& decoder : vouch_tests::base64url_decoders) {
        if (!decoder.is_here()) continue;
        std::vector<char> forced(bytes.size());
        require(decoder.decode(input, forced) == url_size, "all decoders are as strict");
        require(forced == bytes || !url_size, "all decoders give the same bytes");
    }

    bytes.assign(base64::decoded_size(input.size()), 0);
    const auto plain_size = base64::decode(input, std::span<char>{bytes});
    const auto plain_slowly = slowly_decoded_with_padding(input, std::string{letters} + "+/");
    require(plain_size.has_value() == plain_slowly.has_value(), "base64 is strict");
    if (plain_size) {
        const std::string decoded{bytes.data(), *plain_size};
        require(decoded == *plain_slowly, "base64 decodes");
        require(base64::encode(decoded) == input, "base64 has one spelling");
    }

    require(slowly_decoded(base64url::encode(input), std::string{letters} + "-_") == input,
            "base64url encodes");
    require(
        slowly_decoded_with_padding(base64::encode(input), std::string{letters} + "+/") == input,
        "base64 encodes");
    return 0;
}
