// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_ERRC_HPP
#define VOUCH_ERRC_HPP

#include <cstdint>

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
    /// The token's key may be one that is not here yet: its key set is being fetched, or never was.
    keys_pending,
    /// The keys are older than they may be, because their endpoint has not answered well for long
    /// (RFC 5861 §4).
    keyset_stale,
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

    // The endpoint of a key set
    /// The URL is too long, has characters that a URL cannot have, user information, a fragment, or
    /// a host in another spelling than the usual one (RFC 3986 §3).
    endpoint_url,
    /// The URL does not begin with `https:` (RFC 8725 §3.8, RFC 9110 §4.2.2).
    endpoint_scheme,
    /// The port is none of those that are allowed.
    endpoint_port,
    /// The host is of a domain where no endpoint may be, such as the platform's own.
    endpoint_host,
    /// No address was found for the host.
    endpoint_unresolved,
    /// The host has an address that may not be connected to: a private one, a loopback one, or one
    /// for another special purpose (RFC 6890).
    endpoint_address,
    /// The endpoint could not be connected to, or the connection broke before an answer.
    endpoint_unreachable,
    /// No secure connection: the certificate is not one of this host that is trusted now, or the
    /// endpoint does not speak TLS 1.2 or later (RFC 9525, RFC 9325 §3.1).
    endpoint_tls,
    /// The answer was not complete in time.
    endpoint_timeout,
    /// The body or the headers of the answer are longer than the limit.
    endpoint_too_large,
    /// The answer ended before it was complete (RFC 9112 §8).
    endpoint_truncated,
    /// What came is not an answer of HTTP, or has a content coding that was not asked for (RFC 9110
    /// §8.4).
    endpoint_encoding,
    /// The endpoint answered with a redirect, which is not followed.
    endpoint_redirect,
    /// The endpoint answered with another status than 200.
    endpoint_status,
    /// The answer is not the metadata of an issuer, or has no `jwks_uri` (OpenID Connect
    /// Discovery 1.0 §4,
    /// RFC 8414 §3.2).
    discovery_metadata,
    /// The metadata are of another issuer (OpenID Connect Discovery 1.0 §4.3, RFC 8414 §3.3).
    discovery_issuer,
    /// The stored keys are malformed, of another endpoint or of a time that has not come.
    stored_keys,

    // A set-up of messaging, made by an administrator
    /// The actor does not hold the permission that the operation needs.
    permission_denied,
    /// The name of a key, keyset, channel or tenant is empty, longer than 80 characters, not UTF-8
    /// or has control characters.
    record_name,
    /// The name is taken; `name` says by what: `key`, `keyset`, `channel`, `configuration` or
    /// `tenant`.
    record_exists,
    /// There is no record of that name; `name` says of which sort.
    record_not_found,
    /// Another record uses this one, so it cannot be removed; `name` says of which sort the user
    /// is.
    record_in_use,
    /// The set-up has as many records of that sort as the limit allows; `name` says of which sort.
    too_many_records,
    /// The file is neither a JWK nor PEM nor a certificate in DER.
    key_file_format,
    /// The file holds a JWK Set or an array: keys are uploaded one at a time, each as its own
    /// record.
    key_several,
    /// The certificate is not valid yet, or not for as many days more as an upload asks for (10).
    certificate_ends,
    /// Two keys of one keyset would have the same `kid`.
    keyset_kid_taken,
    /// The JSON web key issuer of a keyset is empty, too long, not UTF-8 or has control characters.
    keyset_issuer,
    /// The keyset is of the other type (Keys, Endpoint URL) than the one that the operation is for.
    keyset_type,
    /// The program was built without a source for keysets of the type Endpoint URL.
    endpoint_unsupported,
    /// User verification does not apply to channels of this kind; `name` says which kind.
    channel_kind,
    /// An Authorization Token Expiration Time is whole minutes from 1 to 4320 (72 hours).
    expiration_time,
    /// A configuration name begins with a letter and has letters, digits and `_` only, 1 to 80 of
    /// them.
    configuration_name,
    /// The configuration of this name in another channel has a keyset of another issuer, which
    /// could then speak as the other's users.
    configuration_issuer_conflict,
    /// Another active configuration of this channel has a keyset of the same issuer.
    configuration_issuer_ambiguous,

    // An exchange of messaging: a token for a session
    /// The tenant is disabled: nothing of it is verified.
    tenant_disabled,
    /// The tenant has no channel of this name.
    channel_unknown,
    /// The channel is for verified users: the unverified way in is refused, a token is needed.
    verification_required,
    /// The channel has user verification switched off: the verified way in is refused.
    verification_off,
    /// User verification is on, but no configuration of the channel is active.
    no_active_configuration,
    /// The token was issued before the moment from which tokens of its subject, key or issuer
    /// count, or does not say when it was issued.
    token_revoked,
    /// The token is for single use and was used, or has no `jti` to tell (RFC 7519 §4.1.7).
    token_replayed,
    /// The token is good but of another end user than the session's.
    identity_changed,
    /// The token for a renewal does not end later than the one before, or was issued before it.
    renewal_not_newer,

    // A session of messaging
    /// There is no session with this authorization token.
    session_unknown,
    /// The session is over: its time has come, or no valid identity token came in time.
    session_expired,
    /// The session was cleared: the end user logged out, or it was upgraded.
    session_cleared,
    /// The session was revoked, or what it was verified with was.
    session_revoked,
    /// The session waits for a valid identity token; until then nothing may be done in it.
    renewal_pending,
    /// The operation is for sessions of verified users.
    session_unverified,
    /// The operation is for sessions of unverified users.
    session_verified,
    /// The end user has as many live sessions as the limit allows.
    too_many_sessions,
    /// The session store has no room.
    store_full,
    /// The session store failed.
    store_failed,
    /// The system gave no random numbers.
    random_failed,

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

}  // namespace vouch::inline v1

#endif
