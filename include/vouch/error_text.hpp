// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_ERROR_TEXT_HPP
#define VOUCH_ERROR_TEXT_HPP

#include <vouch/errc.hpp>

#include <cstddef>
#include <iterator>
#include <string_view>

namespace vouch::inline v1 {

namespace detail {

/// What is known of an Errc beside its number.
struct ErrorText {
    using enum ErrorGroup;
    static const ErrorText table[];

    std::string_view name;
    std::string_view sentence;
    ErrorGroup group;

    static constexpr const ErrorText& of(Errc code) noexcept;
};

/// One row for each Errc, in their order; the first is for a number that is none.
inline constexpr ErrorText ErrorText::table[] = {
    {"unknown", "no error of this library", our_side},
    {"token_too_large", "the token is longer than this verifier accepts", refused},
    {"token_format", "the token is not a compact JWS: three parts separated by two dots", refused},
    {"token_is_jwe", "the token is encrypted (JWE); only signed tokens (JWS) are accepted",
     refused},
    {"token_encoding", "a part of the token is not strict base64url without padding", refused},
    {"header_json", "the token's header is not one valid JSON object", refused},
    {"header_duplicate", "the token's header names a member twice", refused},
    {"header_limit", "the token's header has too many members or nests too deep", refused},
    {"header_type", "a member of the token's header has the wrong type", refused},
    {"header_value", "a member of the token's header has a value that is not allowed", refused},
    {"kid_too_long", "the token's kid is longer than any key's may be", refused},
    {"crit_unsupported", "the token requires an extension (crit) that is not supported", refused},
    {"alg_missing", "the token's header has no alg", refused},
    {"alg_not_allowed", "the token's algorithm is not one that this verifier allows", refused},
    {"type_mismatch", "the token is of another type than this verifier accepts", refused},
    {"kid_missing", "the token names no key (kid), and it takes one to choose", refused},
    {"key_not_found", "no usable key of the key set is the one that the token names", refused},
    {"keys_pending", "the keys are being fetched; the token may be accepted in a moment",
     try_again},
    {"keyset_stale", "the keys are too old: their endpoint has given no good answer for long",
     try_again},
    {"key_ambiguous", "two keys of the key set have the token's kid", refused},
    {"key_alg_mismatch", "the token's algorithm is not the one that its key is for", refused},
    {"signature_invalid", "the signature does not hold", refused},
    {"payload_json", "the token's payload is not one valid JSON object", refused},
    {"claim_duplicate", "the token's payload names a claim twice", refused},
    {"payload_limit", "the token's payload has too many claims or nests too deep", refused},
    {"claim_missing", "a required claim is missing", refused},
    {"claim_type", "a claim has the wrong type", refused},
    {"claim_range", "a time claim is outside the years 1970 to 9999", refused},
    {"claim_value", "a claim is empty, too long or holds control characters", refused},
    {"issuer_mismatch", "the token is of another issuer", refused},
    {"expired", "the token has expired", expired},
    {"not_yet_valid", "the token is not valid yet", try_again},
    {"issued_in_future", "the token says that it was issued in the future", try_again},
    {"lifetime_too_long", "the token lives longer than this verifier accepts", refused},
    {"audience_mismatch", "the token is for another audience", refused},
    {"claim_refused", "a rule of this service refuses a claim", refused},
    {"keyset_too_large", "the key set is larger than allowed", our_side},
    {"keyset_json", "the key set is not one valid JSON object", our_side},
    {"keyset_limit", "the key set has too many members or nests too deep", our_side},
    {"keyset_no_keys", "the key set has no array of keys", our_side},
    {"keyset_too_many_keys", "the key set has too many keys", our_side},
    {"keyset_no_usable_key", "the key set has no key that can be used", our_side},
    {"key_json", "the key is not one valid JSON object", our_side},
    {"key_duplicate", "the key names a member twice", our_side},
    {"key_type", "the key is of a type (kty) that is not supported", our_side},
    {"key_private_material", "the key contains its private half: it has been disclosed; replace it",
     our_side},
    {"key_use", "the key is not for verifying signatures (use, key_ops)", our_side},
    {"key_alg", "the key's alg is not a signature algorithm for its type", our_side},
    {"key_kid", "the key's kid is not a string that can be used", our_side},
    {"key_member", "a member of the key is missing or malformed", our_side},
    {"key_modulus", "the key's modulus (n) cannot be that of an RSA key", our_side},
    {"key_too_small", "the key has fewer bits than allowed", our_side},
    {"key_too_large", "the key has more bits than allowed", our_side},
    {"key_exponent", "the key's exponent (e) is not an odd number within the limits", our_side},
    {"key_weak", "the key comes from a generator that makes weak keys (ROCA); replace it",
     our_side},
    {"key_certificate", "the key and its certificate (x5c, x5t) do not belong together", our_side},
    {"pem_format", "the text is not well-formed PEM", our_side},
    {"pem_label", "the PEM block is not a public key or a certificate", our_side},
    {"pem_several_blocks", "the PEM text has more than one block; give one key", our_side},
    {"der_malformed", "the key's DER encoding is malformed", our_side},
    {"certificate_malformed", "the certificate is malformed", our_side},
    {"endpoint_url", "the URL of the endpoint is malformed", our_side},
    {"endpoint_scheme", "the URL of the endpoint does not begin with https", our_side},
    {"endpoint_port", "the endpoint is at a port that is not allowed", our_side},
    {"endpoint_host", "the endpoint is at a host that is not allowed", our_side},
    {"endpoint_unresolved", "no address was found for the host of the endpoint", our_side},
    {"endpoint_address", "the endpoint is at an address that is not allowed", our_side},
    {"endpoint_unreachable", "the endpoint could not be reached", our_side},
    {"endpoint_tls", "no secure connection to the endpoint could be made", our_side},
    {"endpoint_timeout", "the endpoint did not answer in time", our_side},
    {"endpoint_too_large", "the answer of the endpoint is longer than the limit", our_side},
    {"endpoint_truncated", "the answer of the endpoint is not complete", our_side},
    {"endpoint_encoding", "the answer of the endpoint has a form that was not asked for", our_side},
    {"endpoint_redirect", "the endpoint redirects, which is not followed", our_side},
    {"endpoint_status", "the endpoint answered with another status than 200", our_side},
    {"discovery_metadata", "the answer of the endpoint is not the metadata of an issuer", our_side},
    {"discovery_issuer", "the metadata are of another issuer", our_side},
    {"stored_keys", "the stored keys cannot be used for this endpoint", our_side},
    {"permission_denied", "the permission for this operation is not held", refused},
    {"record_name", "the name is empty, too long or holds characters that are not allowed",
     our_side},
    {"record_exists", "the name is taken", our_side},
    {"record_not_found", "there is no record of this name", our_side},
    {"record_in_use", "the record is in use and cannot be removed", our_side},
    {"too_many_records", "the set-up has as many records of this sort as allowed", our_side},
    {"key_file_format", "the file is neither a JWK nor PEM nor a certificate in DER", our_side},
    {"key_several", "the file has several keys; upload them one at a time", our_side},
    {"certificate_ends", "the certificate is not valid yet or ends too soon", our_side},
    {"keyset_kid_taken", "another key of the keyset has this kid", our_side},
    {"keyset_issuer",
     "the keyset's issuer is empty, too long or holds characters that are not allowed", our_side},
    {"keyset_type", "the operation is not for keysets of this type", our_side},
    {"endpoint_unsupported", "this program has no source for keysets with an endpoint URL",
     our_side},
    {"channel_kind", "user verification does not apply to channels of this kind", our_side},
    {"expiration_time", "the expiration time is not 1 to 4320 minutes", our_side},
    {"configuration_name",
     "the configuration's name is not a letter followed by letters, digits and underscores",
     our_side},
    {"configuration_issuer_conflict",
     "the configuration of this name in another channel has another issuer", our_side},
    {"configuration_issuer_ambiguous",
     "another active configuration of the channel has the same issuer", our_side},
    {"tenant_disabled", "the tenant is disabled", refused},
    {"channel_unknown", "the tenant has no channel of this name", refused},
    {"verification_required", "the channel is for verified users only", refused},
    {"verification_off", "the channel has user verification switched off", refused},
    {"no_active_configuration", "the channel has no active configuration", our_side},
    {"token_revoked", "the token is revoked", refused},
    {"token_replayed", "the token is for single use and was used, or has no jti to tell", refused},
    {"identity_changed", "the token is of another end user than the session's", refused},
    {"renewal_not_newer", "the token is not newer than the one that it is to replace", refused},
    {"session_unknown", "there is no such session", refused},
    {"session_expired", "the session has expired", expired},
    {"session_cleared", "the session was cleared", expired},
    {"session_revoked", "the session was revoked", expired},
    {"renewal_pending", "the session waits for a new identity token", expired},
    {"session_unverified", "the operation is for sessions of verified users", refused},
    {"session_verified", "the operation is for sessions of unverified users", refused},
    {"too_many_sessions", "the end user has as many sessions as allowed", try_again},
    {"store_full", "the session store is full", our_side},
    {"store_failed", "the session store failed", our_side},
    {"random_failed", "the system gave no random numbers", our_side},
    {"out_of_memory", "out of memory", our_side},
    {"backend_failed", "the crypto backend failed", our_side},
};
static_assert(std::size(ErrorText::table) == static_cast<std::size_t>(Errc::backend_failed) + 1,
              "each Errc has one row");

constexpr const ErrorText& ErrorText::of(Errc code) noexcept {
    const auto row = static_cast<std::size_t>(code);
    return table[row < std::size(table) ? row : 0];
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

}  // namespace vouch::inline v1

#endif
