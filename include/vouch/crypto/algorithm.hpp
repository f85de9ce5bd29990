// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_ALGORITHM_HPP
#define VOUCH_CRYPTO_ALGORITHM_HPP

#include <vouch/version.hpp>

#include <concepts>
#include <string_view>

namespace vouch::inline v1 {

class RsaPublicKey;

/// Whether an algorithm's keys have a public half (`asymmetric`) or are shared secrets.
enum class Symmetry : unsigned char { asymmetric, symmetric };

/// A signature algorithm of JOSE (RFC 7518 §3.1), as a type.
///
/// \par Exemplar
/// \code
/// struct ES256 {
///     static constexpr std::string_view name = "ES256";    // `alg`
///     static constexpr std::string_view key_type = "EC";   // `kty` of its keys
///     static constexpr vouch::Symmetry symmetry = vouch::Symmetry::asymmetric;
///     using public_key = EcPublicKey;                      // what a backend imports
/// };
/// \endcode
/// \par Semantics
/// The type says all that a backend needs to know; nothing of an algorithm is chosen at run time.
/// \par Models
/// RS256, RS384, RS512
template <class A>
concept signature_algorithm = requires {
    { A::name } -> std::convertible_to<std::string_view>;
    { A::key_type } -> std::convertible_to<std::string_view>;
    { A::symmetry } -> std::convertible_to<Symmetry>;
    typename A::public_key;
};

/// The hash functions of FIPS 180-4 that the algorithms use.
enum class Hash : unsigned char { sha256, sha384, sha512 };

namespace detail {

/// RSASSA-PKCS1-v1_5 (RFC 8017 §8.2) with one hash.
template <Hash HashFunction>
struct RsaPkcs1 {
    static constexpr std::string_view key_type = "RSA";
    static constexpr Symmetry symmetry = Symmetry::asymmetric;
    static constexpr Hash hash = HashFunction;
    using public_key = RsaPublicKey;
};

}  // namespace detail

/// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 §3.3).
struct RS256 : detail::RsaPkcs1<Hash::sha256> {
    static constexpr std::string_view name = "RS256";
};
/// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 7518 §3.3).
struct RS384 : detail::RsaPkcs1<Hash::sha384> {
    static constexpr std::string_view name = "RS384";
};
/// RSASSA-PKCS1-v1_5 with SHA-512 (RFC 7518 §3.3).
struct RS512 : detail::RsaPkcs1<Hash::sha512> {
    static constexpr std::string_view name = "RS512";
};

static_assert(signature_algorithm<RS256> && signature_algorithm<RS384> &&
              signature_algorithm<RS512>);

/// Whether `A` is RSASSA-PKCS1-v1_5 with one of our hashes.
template <class A>
concept rsa_pkcs1_algorithm = signature_algorithm<A> && requires {
    { A::hash } -> std::convertible_to<Hash>;
} && std::derived_from<A, detail::RsaPkcs1<A::hash>>;

/// Several algorithms where a Verifier takes one: any of them is accepted (RFC 8725 §3.1).
template <class... Algorithms>
struct AnyOf {};

}  // namespace vouch::inline v1

#endif
