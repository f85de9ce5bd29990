// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_ERROR_HPP
#define VOUCH_ERROR_HPP

#include <vouch/text/bounded_text.hpp>
#include <vouch/version.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace vouch::inline v1 {

/// Why something was refused: one enumerator for each reason, in the order of the checks.
///
/// There is no enumerator for success; a Result says that.
enum class Errc : std::uint8_t {
    // The form of the token (RFC 7515 §5.2, RFC 7519 §7.2)
    /// The token is longer than the limit. Checked before any other work.
    token_too_large = 1,
    /// The token is not three segments parted by two dots, or its header or payload is empty (RFC
    /// 7515 §3.1).
    token_format,
    /// The token has five segments: it is encrypted (RFC 7516 §9), and this library reads signed
    /// tokens only.
    token_is_jwe,
    /// A segment is not strict base64url: another character, padding, an impossible length or
    /// unused bits that are not zero (RFC 7515 §2, RFC 4648 §3.5).
    token_encoding,

    // The JOSE header (RFC 7515 §4)
    /// The header is not one JSON object in UTF-8 (RFC 7515 §5.2).
    header_json,
    /// The header has one name twice, compared after unescaping (RFC 7515 §4).
    header_duplicate,
    /// The header has too many members or nests too deep (RFC 8259 §9).
    header_limit,
    /// A member of the header has the wrong JSON type; `name` says which.
    header_type,
    /// A member of the header has a value that is never right, such as control characters; `name`
    /// says which.
    header_value,
    /// The `kid` is longer than the limit (RFC 8725 §3.10).
    kid_too_long,
    /// The token demands an extension (`crit`, or `b64` of RFC 7797) that is not supported, or
    /// demands it wrongly (RFC 7515 §4.1.11).
    crit_unsupported,
    /// The header has no `alg` (RFC 7515 §4.1.1).
    alg_missing,
    /// The `alg` is none of the verifier's algorithms; `none` never is (RFC 8725 §3.1, §3.2).
    alg_not_allowed,
    /// The `typ` is not an accepted one, or `cty` says that the token is nested (RFC 8725 §3.11,
    /// RFC 7519 §5.2).
    type_mismatch,

    // The choice of the key (RFC 7515 §4.1.4, RFC 7517 §4.5)
    /// The token names no key although RequireKid asks for it, or more than one key would fit.
    kid_missing,
    /// No usable key of the key set has the token's `kid`, or none fits a token without one.
    key_not_found,
    /// Two usable keys of one type have the token's `kid` (RFC 7517 §4.5).
    key_ambiguous,
    /// The key is for another algorithm than the token's (RFC 8725 §3.1, RFC 7517 §4.4).
    key_alg_mismatch,

    // The signature (RFC 7515 §5.2, RFC 8017 §8.2.2)
    /// The signature is not one of this key over this token.
    signature_invalid,

    // The claims (RFC 7519 §4)
    /// The payload is not one JSON object in UTF-8 (RFC 7519 §7.2).
    payload_json,
    /// The payload has one name twice in an object, compared after unescaping (RFC 7519 §4).
    claim_duplicate,
    /// The payload has too many members or nests too deep (RFC 8259 §9).
    payload_limit,
    /// A claim that must be there is not; `name` says which.
    claim_missing,
    /// A claim has the wrong JSON type; `name` says which.
    claim_type,
    /// A time claim is outside 0 .. 253402300799, the year 9999; `name` says which.
    claim_range,
    /// A claim is empty, too long or has control characters where that is not allowed; `name` says
    /// which.
    claim_value,
    /// The `iss` is not the verifier's issuer, byte for byte (RFC 8725 §3.8).
    issuer_mismatch,
    /// The time of `exp` has come, leeway included (RFC 7519 §4.1.4).
    expired,
    /// The time of `nbf` has not come yet, leeway included (RFC 7519 §4.1.5).
    not_yet_valid,
    /// The time of `iat` lies ahead by more than the leeway.
    issued_in_future,
    /// The token lives longer than MaxLifetime allows.
    lifetime_too_long,
    /// None of the token's audiences is one of the verifier's; a verifier without an audience
    /// accepts no `aud` (RFC 7519 §4.1.3).
    audience_mismatch,
    /// A rule that the user of the library wrote refused the claims; `name` says which claim.
    claim_refused,

    // A key set (RFC 7517 §5)
    /// The text of keys is longer than the limit.
    keyset_too_large,
    /// The text is not one JSON object, or names a member twice.
    keyset_json,
    /// The JSON has too many members or nests too deep.
    keyset_limit,
    /// There is no member `keys` that is an array (RFC 7517 §5). A lone JWK is read by `from_jwk`.
    keyset_no_keys,
    /// The set has more keys than the limit.
    keyset_too_many_keys,
    /// None of the keys can be used; each has its own reason.
    keyset_no_usable_key,

    // A key in a set or alone (RFC 7517 §4, RFC 7518 §6.3)
    /// The key is not a JSON object.
    key_json,
    /// The key has one name twice (RFC 7517 §4).
    key_duplicate,
    /// The `kty` is missing, not a string or not a type that this library verifies with (RFC 7517
    /// §4.1).
    key_type,
    /// The key holds private members: it has been disclosed and must be replaced (RFC 7517 §9.2).
    key_private_material,
    /// The `use` or `key_ops` does not allow to verify signatures, or they contradict each other
    /// (RFC 7517 §4.2, §4.3).
    key_use,
    /// The `alg` is not a signature algorithm of this key type (RFC 7517 §4.4).
    key_alg,
    /// The `kid` is not a string, longer than the limit or has control characters (RFC 7517 §4.5).
    key_kid,
    /// A member that is needed is missing, of the wrong type or not base64url; `name` says which.
    key_member,
    /// The modulus `n` is even or has a leading zero octet (RFC 7518 §6.3.1.1, RFC 8017 §3.1).
    key_modulus,
    /// The modulus has fewer bits than the limit, 2048 at the least (RFC 7518 §3.3).
    key_too_small,
    /// The modulus has more bits than the limit (RFC 7518 §8.6).
    key_too_large,
    /// The exponent `e` is even, has a leading zero octet or is outside the limits (RFC 8017 §3.1).
    key_exponent,
    /// The modulus has the mark of a generator that made keys which can be factored
    /// (CVE-2017-15361).
    key_weak,
    /// The `x5c` is malformed or is not of this key, or `x5t` or `x5t#S256` is not of that
    /// certificate (RFC 7517 §4.7 to §4.9).
    key_certificate,

    // A key in a file (RFC 7468, RFC 5280, RFC 8017 appendix A)
    /// The text is not well-formed PEM (RFC 7468).
    pem_format,
    /// The PEM block is not a PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE.
    pem_label,
    /// The PEM text has more than one block where one key is wanted.
    pem_several_blocks,
    /// The bytes are not the DER that they should be (X.690): not minimal, indefinite, cut or with
    /// something after the end.
    der_malformed,
    /// The certificate does not have the form of RFC 5280 §4.1.
    certificate_malformed,

    // Our own side
    /// Memory could not be had.
    out_of_memory,
    /// The crypto backend failed for a reason that is not the token's.
    backend_failed,
};

/// What a caller can do about an error.
enum class ErrorGroup : std::uint8_t {
    /// The token or its sender is wrong; the same token will be refused again (HTTP 401).
    refused,
    /// The time of the token is over; ask for a new one (HTTP 401).
    expired,
    /// The same token may be accepted a little later (HTTP 503 or 401).
    try_again,
    /// The service's own keys, settings or machine are at fault; tell its operator (HTTP 500).
    our_side,
};

namespace detail {

struct ErrorText {
    using Group = ErrorGroup;
    std::string_view name;
    std::string_view sentence;
    ErrorGroup group;

    static constexpr ErrorText of(Errc code) noexcept;
};

constexpr ErrorText ErrorText::of(Errc code) noexcept {
    switch (code) {
        case Errc::token_too_large:
            return {"token_too_large", "the token is longer than this verifier accepts",
                    Group::refused};
        case Errc::token_format:
            return {"token_format",
                    "the token is not a compact JWS: three parts separated by two dots",
                    Group::refused};
        case Errc::token_is_jwe:
            return {"token_is_jwe",
                    "the token is encrypted (JWE); only signed tokens (JWS) are accepted",
                    Group::refused};
        case Errc::token_encoding:
            return {"token_encoding", "a part of the token is not strict base64url without padding",
                    Group::refused};
        case Errc::header_json:
            return {"header_json", "the token's header is not one valid JSON object",
                    Group::refused};
        case Errc::header_duplicate:
            return {"header_duplicate", "the token's header names a member twice", Group::refused};
        case Errc::header_limit:
            return {"header_limit", "the token's header has too many members or nests too deep",
                    Group::refused};
        case Errc::header_type:
            return {"header_type", "a member of the token's header has the wrong type",
                    Group::refused};
        case Errc::header_value:
            return {"header_value",
                    "a member of the token's header has a value that is not allowed",
                    Group::refused};
        case Errc::kid_too_long:
            return {"kid_too_long", "the token's kid is longer than any key's may be",
                    Group::refused};
        case Errc::crit_unsupported:
            return {"crit_unsupported",
                    "the token requires an extension (crit) that is not supported", Group::refused};
        case Errc::alg_missing:
            return {"alg_missing", "the token's header has no alg", Group::refused};
        case Errc::alg_not_allowed:
            return {"alg_not_allowed", "the token's algorithm is not one that this verifier allows",
                    Group::refused};
        case Errc::type_mismatch:
            return {"type_mismatch", "the token is of another type than this verifier accepts",
                    Group::refused};
        case Errc::kid_missing:
            return {"kid_missing", "the token names no key (kid), and it takes one to choose",
                    Group::refused};
        case Errc::key_not_found:
            return {"key_not_found", "no usable key of the key set is the one that the token names",
                    Group::refused};
        case Errc::key_ambiguous:
            return {"key_ambiguous", "two keys of the key set have the token's kid",
                    Group::refused};
        case Errc::key_alg_mismatch:
            return {"key_alg_mismatch", "the token's algorithm is not the one that its key is for",
                    Group::refused};
        case Errc::signature_invalid:
            return {"signature_invalid", "the signature does not hold", Group::refused};
        case Errc::payload_json:
            return {"payload_json", "the token's payload is not one valid JSON object",
                    Group::refused};
        case Errc::claim_duplicate:
            return {"claim_duplicate", "the token's payload names a claim twice", Group::refused};
        case Errc::payload_limit:
            return {"payload_limit", "the token's payload has too many claims or nests too deep",
                    Group::refused};
        case Errc::claim_missing:
            return {"claim_missing", "a required claim is missing", Group::refused};
        case Errc::claim_type:
            return {"claim_type", "a claim has the wrong type", Group::refused};
        case Errc::claim_range:
            return {"claim_range", "a time claim is outside the years 1970 to 9999",
                    Group::refused};
        case Errc::claim_value:
            return {"claim_value", "a claim is empty, too long or holds control characters",
                    Group::refused};
        case Errc::issuer_mismatch:
            return {"issuer_mismatch", "the token is of another issuer", Group::refused};
        case Errc::expired:
            return {"expired", "the token has expired", Group::expired};
        case Errc::not_yet_valid:
            return {"not_yet_valid", "the token is not valid yet", Group::try_again};
        case Errc::issued_in_future:
            return {"issued_in_future", "the token says that it was issued in the future",
                    Group::try_again};
        case Errc::lifetime_too_long:
            return {"lifetime_too_long", "the token lives longer than this verifier accepts",
                    Group::refused};
        case Errc::audience_mismatch:
            return {"audience_mismatch", "the token is for another audience", Group::refused};
        case Errc::claim_refused:
            return {"claim_refused", "a rule of this service refuses a claim", Group::refused};
        case Errc::keyset_too_large:
            return {"keyset_too_large", "the key set is larger than allowed", Group::our_side};
        case Errc::keyset_json:
            return {"keyset_json", "the key set is not one valid JSON object", Group::our_side};
        case Errc::keyset_limit:
            return {"keyset_limit", "the key set has too many members or nests too deep",
                    Group::our_side};
        case Errc::keyset_no_keys:
            return {"keyset_no_keys", "the key set has no array of keys", Group::our_side};
        case Errc::keyset_too_many_keys:
            return {"keyset_too_many_keys", "the key set has too many keys", Group::our_side};
        case Errc::keyset_no_usable_key:
            return {"keyset_no_usable_key", "the key set has no key that can be used",
                    Group::our_side};
        case Errc::key_json:
            return {"key_json", "the key is not one valid JSON object", Group::our_side};
        case Errc::key_duplicate:
            return {"key_duplicate", "the key names a member twice", Group::our_side};
        case Errc::key_type:
            return {"key_type", "the key is of a type (kty) that is not supported",
                    Group::our_side};
        case Errc::key_private_material:
            return {"key_private_material",
                    "the key contains its private half: it has been disclosed; replace it",
                    Group::our_side};
        case Errc::key_use:
            return {"key_use", "the key is not for verifying signatures (use, key_ops)",
                    Group::our_side};
        case Errc::key_alg:
            return {"key_alg", "the key's alg is not a signature algorithm for its type",
                    Group::our_side};
        case Errc::key_kid:
            return {"key_kid", "the key's kid is not a string that can be used", Group::our_side};
        case Errc::key_member:
            return {"key_member", "a member of the key is missing or malformed", Group::our_side};
        case Errc::key_modulus:
            return {"key_modulus", "the key's modulus (n) cannot be that of an RSA key",
                    Group::our_side};
        case Errc::key_too_small:
            return {"key_too_small", "the key has fewer bits than allowed", Group::our_side};
        case Errc::key_too_large:
            return {"key_too_large", "the key has more bits than allowed", Group::our_side};
        case Errc::key_exponent:
            return {"key_exponent", "the key's exponent (e) is not an odd number within the limits",
                    Group::our_side};
        case Errc::key_weak:
            return {"key_weak",
                    "the key comes from a generator that makes weak keys (ROCA); replace it",
                    Group::our_side};
        case Errc::key_certificate:
            return {"key_certificate",
                    "the key and its certificate (x5c, x5t) do not belong together",
                    Group::our_side};
        case Errc::pem_format:
            return {"pem_format", "the text is not well-formed PEM", Group::our_side};
        case Errc::pem_label:
            return {"pem_label", "the PEM block is not a public key or a certificate",
                    Group::our_side};
        case Errc::pem_several_blocks:
            return {"pem_several_blocks", "the PEM text has more than one block; give one key",
                    Group::our_side};
        case Errc::der_malformed:
            return {"der_malformed", "the key's DER encoding is malformed", Group::our_side};
        case Errc::certificate_malformed:
            return {"certificate_malformed", "the certificate is malformed", Group::our_side};
        case Errc::out_of_memory:
            return {"out_of_memory", "out of memory", Group::our_side};
        case Errc::backend_failed:
            return {"backend_failed", "the crypto backend failed", Group::our_side};
    }
    return {"unknown", "no error of this library", Group::our_side};
}

}  // namespace detail

/// The stable name of an error: its enumerator's, such as `"expired"`. For logs and for machines.
constexpr std::string_view to_string(Errc code) noexcept {
    return detail::ErrorText::of(code).name;
}

/// What a caller can do about an error.
constexpr ErrorGroup group_of(Errc code) noexcept { return detail::ErrorText::of(code).group; }

/// The stable name of a group: its enumerator's, such as `"try_again"`.
constexpr std::string_view to_string(ErrorGroup group) noexcept {
    switch (group) {
        case ErrorGroup::refused:
            return "refused";
        case ErrorGroup::expired:
            return "expired";
        case ErrorGroup::try_again:
            return "try_again";
        case ErrorGroup::our_side:
            return "our_side";
    }
    return "unknown";
}

/// A reason and, where one is meant, the name of the claim or member that it is about.
///
/// Never holds text of a token, bytes of a key or the value of a claim, so that it can be logged.
class [[nodiscard]] Error {
public:
    constexpr Error(Errc code) noexcept : code_{code} {}
    /// `name` is a name that the program knows, such as `"exp"`, never one that a token brought.
    constexpr Error(Errc code, std::string_view name) noexcept : code_{code}, name_{name} {}

    constexpr Errc code() const noexcept { return code_; }
    /// The claim or member that is meant, at most 46 bytes of it; empty where none is meant.
    constexpr std::string_view name() const noexcept { return name_; }
    constexpr ErrorGroup group() const noexcept { return group_of(code_); }

    /// A sentence for people, with the name where one is meant: `a required claim is missing: sub`.
    std::string message() const {
        std::string text{detail::ErrorText::of(code_).sentence};
        if (!name_.empty()) text.append(": ").append(name_.view());
        return text;
    }

    friend constexpr bool operator==(const Error&, const Error&) noexcept = default;
    friend constexpr bool operator==(const Error& error, Errc code) noexcept {
        return error.code_ == code;
    }

private:
    Errc code_;
    BoundedText<46> name_;
};

/// The category of our codes in `std::error_code`; its name is `"vouch"`.
inline const std::error_category& error_category() noexcept {
    struct Category final : std::error_category {
        const char* name() const noexcept override { return "vouch"; }
        std::string message(int code) const override {
            return Error{static_cast<Errc>(code)}.message();
        }
    };
    static const Category category;
    return category;
}

/// An Errc as the standard library's error code, for code that speaks that language.
inline std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

}  // namespace vouch::inline v1

template <>
struct std::is_error_code_enum<vouch::Errc> : std::true_type {};

#endif
