// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_BENCHMARKS_SAMPLE_HPP
#define VOUCH_BENCHMARKS_SAMPLE_HPP

#include <vouch/crypto/algorithm.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The issuer of all tokens.
inline constexpr std::string_view issuer = "https://login.example.com";

using Octets = std::vector<std::uint8_t>;

/// Which sample is wanted.
struct SampleKind {
    std::size_t bits = 2048;  ///< of the keys
    vouch::Hash hash = vouch::Hash::sha256;
    bool is_large = false;   ///< a token of 2,452 bytes instead of 769, with a key of 2048 bits
    std::size_t tokens = 1;  ///< 64 different ones at the most, then they come again
    std::size_t keys = 1;
};

/// What is to be verified, in each form that a library may want.
struct Sample {
    SampleKind kind;
    std::vector<std::string> tokens;  ///< all signed by one key
    std::vector<Octets> moduli;       ///< of the keys, big-endian; that key's is the last
    std::vector<std::string> jwks;    ///< the keys as JWKs
    std::string key_set;              ///< these as a JWK Set
    std::string pem;                  ///< that one key
    Octets digest;                    ///< the hash of the first token's signing input

    /// The parts of a token.
    static std::string_view signing_input(std::string_view token);
    static std::string_view payload(std::string_view token);
    static std::string_view signature(std::string_view token);
};

/// What base64url text is to be decoded to.
Octets decoded(std::string_view text);

Sample make_sample(const SampleKind& kind);

/// The same, but for one bit in the signature of the last token.
Sample with_another_signature(Sample sample);
/// The same, but for one bit of the digest.
Sample with_another_digest(Sample sample);
/// The same, but for one character of the token's payload, and one of its signature, that are not
/// base64url.
Sample with_bad_characters(Sample sample);

#endif
