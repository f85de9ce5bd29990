// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_FWD_HPP
#define VOUCH_FWD_HPP

#include <vouch/config.hpp>
#include <vouch/detail/fixed_string.hpp>

#include <cstddef>
#include <cstdint>

/// \file
/// Every public name, with the default template arguments: they are written here and nowhere else.

namespace vouch::inline v1 {

// Errors
enum class Errc : std::uint8_t;
enum class ErrorGroup : std::uint8_t;
class Error;
template <class T>
class Result;

// text, time
template <std::size_t Capacity>
class BoundedText;
struct NumericDate;
struct SystemClock;

// json
namespace json {
enum class Kind : std::uint8_t;
enum class Fault : std::uint8_t;
class Value;
class Array;
class Object;
struct Member;
class Builder;
}  // namespace json
struct StrictJson;

// crypto
enum class Hash : unsigned char;
enum class Symmetry : unsigned char;
struct RS256;
struct RS384;
struct RS512;
template <class... Algorithms>
struct AnyOf;
struct RsaLimits;
class RsaPublicKey;
enum class RsaKernel : std::uint8_t;
struct Builtin;

// jose
class CompactToken;
class Header;
class Claims;
enum class PrivatePlaceholders : std::uint8_t;
class Jwk;
struct JwkSet;
struct SkippedKey;
struct KeysetLimits;
class Certificate;

// http
namespace http {
class IpAddress;
struct Network;
struct AddressPolicy;
struct UrlRules;
class Url;
struct FetchLimits;
struct Request;
struct Response;
class ResponseReader;
struct Freshness;
enum class DiscoveryKind : std::uint8_t;
}  // namespace http

// keys
struct KeyName;
class StaticKeys;
template <detail::fixed_string Jwks>
struct EmbeddedKeys;
struct RefreshRules;
class JwksRefresh;
class JwksBudget;
enum class JwksEventKind : std::uint8_t;
struct JwksEvent;
class JwksEvents;
struct RefresherOptions;
template <class Clock = SystemClock>
class JwksRefresher;
struct JwksOptions;
template <class Transport, class Clock = SystemClock>
class JwksSource;
struct DiscoveryOptions;
template <class Transport, class Clock = SystemClock>
class Discovery;

// rules
struct Moment;
template <detail::fixed_string Name>
struct Issuer;
class RuntimeIssuer;
template <detail::fixed_string... Names>
struct Audience;
class RuntimeAudience;
struct NoAudience;
struct AnyAudience;
template <std::int64_t Seconds>
struct Leeway;
class RuntimeLeeway;
struct Expiry;
struct OptionalExpiry;
struct NotBefore;
struct IssuedAt;
template <std::int64_t Seconds>
struct MaxLifetime;
struct AnyLifetime;
template <std::size_t Min = 1, std::size_t Max = limits::subject_bytes>
struct SubjectLength;
struct OptionalSubject;
struct TokenId;
template <detail::fixed_string Name>
struct RequiredClaim;
template <detail::fixed_string... Types>
struct TokenType;
struct PlainTokenType;
struct AnyTokenType;
struct RequireKid;
struct OptionalKid;
template <std::size_t Bytes>
struct MaxTokenSize;

// verify
namespace detail {
struct Missing {};
}  // namespace detail
class Audiences;
class Identity;
struct TokenFingerprint;
struct NoTokenCache;
template <std::size_t Bytes = 1024 * 1024, std::size_t EntryBytes = 1024>
class VerifiedTokens;
template <class Algorithms, class IssuerPolicy = detail::Missing, class KeySource = detail::Missing,
          class... Policies>
class Verifier;

// messaging
namespace messaging {
enum class ChannelKind : std::uint8_t;
class ExpirationTime;
template <ChannelKind Kind>
struct Channel;
struct ChannelSettings;
struct UserVerification;
enum class KeysetType : std::uint8_t;
struct Keyset;
struct KeyFile;
struct Key;
struct Actor;
struct CustomizeApplication;
struct NoEndpoints;
template <class Transport, class Clock = SystemClock>
class JwksEndpoints;
struct RevocationScope;
class Revocations;
enum class OnDeactivation : std::uint8_t;
enum class Continuity : std::uint8_t;
struct TenantPolicy;
struct Settings;
template <class... Policies>
class Setup;
template <class... Policies>
class SetupEditor;
enum class LintCode : std::uint8_t;
struct Finding;
struct SystemRandom;
struct SessionId;
class AuthorizationToken;
enum class ChallengeReason : std::uint8_t;
struct Challenge;
class EndUser;
struct Conversation;
enum class Platform : std::uint8_t;
struct Client;
struct Participant;
struct Proof;
enum class SessionState : std::uint8_t;
struct Session;
struct EndUserRecord;
template <class Record>
struct Stored;
struct Retention;
class MemorySessions;
struct NoClients;
enum class Outcome : std::uint8_t;
struct Check;
class Explanation;
}  // namespace messaging

}  // namespace vouch::inline v1

#endif
