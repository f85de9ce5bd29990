// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CONFIG_HPP
#define VOUCH_CONFIG_HPP

#include <vouch/version.hpp>

#include <cstddef>
#include <cstdint>

/// 1 where the compiler has a 128-bit integer, so that big numbers use 64-bit limbs; else 0 and
/// 32-bit limbs are used. Define it to 0 to force the 32-bit path.
#ifndef VOUCH_HAS_INT128
#ifdef __SIZEOF_INT128__
#define VOUCH_HAS_INT128 1
#else
#define VOUCH_HAS_INT128 0
#endif
#endif

/// 1 where RSA has kernels for x86-64 beside the portable one; a program chooses among them when it
/// runs. Define it to 0 to leave them out.
#ifndef VOUCH_HAS_X86_KERNELS
#if defined(__x86_64__) && defined(__GNUC__) && VOUCH_HAS_INT128
#define VOUCH_HAS_X86_KERNELS 1
#else
#define VOUCH_HAS_X86_KERNELS 0
#endif
#endif

namespace vouch::inline v1 {

/// The limits that hold before any work is done for input of strangers.
namespace limits {

/// Bytes of a whole token (RFC 7518 §8.6: limits against exhaustion); MaxTokenSize changes it.
inline constexpr std::size_t token_bytes = 8 * 1024;
/// The most that MaxTokenSize can allow, in bytes.
inline constexpr std::size_t token_bytes_cap = 64 * 1024;
/// Bytes of a `kid`.
inline constexpr std::size_t kid_bytes = 256;
/// Bytes of an `alg` in a key. The longest registered JWS name has 8.
inline constexpr std::size_t algorithm_bytes = 16;
/// Bytes of a subject, unless SubjectLength says otherwise.
inline constexpr std::size_t subject_bytes = 255;
/// How deep JSON objects and arrays may nest.
inline constexpr std::size_t json_depth = 16;
/// Members of one object in a token's header.
inline constexpr std::size_t header_members = 64;
/// Members of one object in the claims, and in a key or key set.
inline constexpr std::size_t claims_members = 256;
/// Keys in a key set.
inline constexpr std::size_t keyset_keys = 100;
/// Bytes of a JWK Set, a JWK, a PEM file or a certificate.
inline constexpr std::size_t keyset_bytes = 256 * 1024;
/// Seconds of tolerance between two clocks, unless Leeway says otherwise.
inline constexpr std::int64_t leeway_seconds = 60;
/// The most that Leeway can allow, in seconds.
inline constexpr std::int64_t leeway_seconds_cap = 600;
/// Bytes of a payload up to which an Identity needs no heap allocation.
inline constexpr std::size_t inline_payload_bytes = 512;

}  // namespace limits

}  // namespace vouch::inline v1

#endif
