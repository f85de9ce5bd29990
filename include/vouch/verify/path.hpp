// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_PATH_HPP
#define VOUCH_VERIFY_PATH_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/jose/compact_token.hpp>
#include <vouch/jose/header.hpp>
#include <vouch/json/value.hpp>
#include <vouch/result.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/verify/composition.hpp>
#include <vouch/verify/identity.hpp>
#include <vouch/verify/token_cache.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

// The path of a token. Each arrow is a type that only the step before it can make:
//
//   string_view -> CompactToken -> Segments -> Header         cheap; nothing is trusted yet
//               -> algorithm of the type list -> header rules
//               -> the one key that may be meant              the header only selects
//               -> signature                                  one public-key operation
//               -> Claims -> rules, in order -> Identity
//
// A token that the verifier's cache has goes from its fingerprint to the rules.

namespace vouch::inline v1::detail {

/// The argument of type `T`, or a default one.
template <class T, class... Args>
constexpr T take(Args&... args) {
    if constexpr ((std::same_as<T, Args> || ...)) {
        return std::move(std::get<T&>(std::tie(args...)));
    } else {
        static_assert(std::default_initializable<T>,
                      "[VOUCH-171] this policy has no default: give one to the constructor of the "
                      "Verifier, such as Verifier{RuntimeIssuer{name}, std::move(keys)}. "
                      "See docs/reference/diagnostics.md");
        return T{};
    }
}

template <class Rules>
struct TakeAll;
template <class... Rules>
struct TakeAll<std::tuple<Rules...>> {
    template <class... Args>
    static constexpr std::tuple<Rules...> from(Args&... args) {
        return std::tuple<Rules...>{take<Rules>(args...)...};
    }
};

/// The parts of a Verifier.
template <class C, bool Valid = C::ok>
struct Parts {
    using crypto_type = typename C::crypto;
    using json_type = typename C::json;
    using source_type = typename C::key_source;
    using keys_type = bound_key_source<source_type, crypto_type, json_type>;

    template <class... Args>
    constexpr explicit Parts(std::in_place_t, Args... args)
        : crypto{take<crypto_type>(args...)},
          json{take<json_type>(args...)},
          keys{bind(take<source_type>(args...), crypto, json)},
          clock{take<typename C::clock>(args...)},
          leeway{take<typename C::leeway>(args...)},
          token_type{take<typename C::token_type>(args...)},
          kid{take<typename C::kid>(args...)},
          header_rules{TakeAll<typename C::header_rules>::from(args...)},
          issuer{take<typename C::issuer>(args...)},
          expiry{take<typename C::expiry>(args...)},
          not_before{take<typename C::not_before>(args...)},
          issued_at{take<typename C::issued_at>(args...)},
          lifetime{take<typename C::lifetime>(args...)},
          subject{take<typename C::subject>(args...)},
          audience{take<typename C::audience>(args...)},
          token_id{take<typename C::token_id>(args...)},
          token_cache{take<typename C::token_cache>(args...)},
          claim_rules{TakeAll<typename C::claim_rules>::from(args...)} {}

    static constexpr keys_type bind(source_type source, crypto_type crypto, const json_type& json) {
        if constexpr (std::same_as<keys_type, source_type>) {
            return source;
        } else {
            return keys_type{std::move(source), crypto, json};
        }
    }

    [[no_unique_address]] crypto_type crypto;
    [[no_unique_address]] json_type json;
    [[no_unique_address]] keys_type keys;
    [[no_unique_address]] typename C::clock clock;
    [[no_unique_address]] typename C::leeway leeway;
    [[no_unique_address]] typename C::token_type token_type;
    [[no_unique_address]] typename C::kid kid;
    [[no_unique_address]] typename C::header_rules header_rules;
    [[no_unique_address]] typename C::issuer issuer;
    [[no_unique_address]] typename C::expiry expiry;
    [[no_unique_address]] typename C::not_before not_before;
    [[no_unique_address]] typename C::issued_at issued_at;
    [[no_unique_address]] typename C::lifetime lifetime;
    [[no_unique_address]] typename C::subject subject;
    [[no_unique_address]] typename C::audience audience;
    [[no_unique_address]] typename C::token_id token_id;
    [[no_unique_address]] typename C::token_cache token_cache;
    [[no_unique_address]] typename C::claim_rules claim_rules;
};

/// Those of a composition that the compiler has refused already: nothing, to keep it quiet.
template <class C>
struct Parts<C, false> {
    template <class... Args>
    constexpr explicit Parts(std::in_place_t, Args&&...) {}
};

/// Where a token is decoded to.
struct TokenRoom {
    std::span<char> text;  ///< header, then payload
    std::span<std::uint8_t> signature;
    std::span<char> header_document;
};

/// Room for a token of at most `TokenBytes` in its decoded form, on the stack.
template <std::size_t TokenBytes>
struct Workspace {
    static constexpr std::size_t decoded_bytes = base64url::decoded_size(TokenBytes) + 3;

    char text[decoded_bytes];
    std::uint8_t signature[decoded_bytes];
    char header_document[json::detail::encoded_size(decoded_bytes)];

    constexpr TokenRoom room() noexcept { return {text, signature, header_document}; }
};

/// The segments of a token as bytes.
struct Segments {
    std::string_view header;
    std::string_view payload;
    std::span<const std::uint8_t> signature;
};

constexpr Result<Segments> decode(const CompactToken& token, const TokenRoom& room) noexcept {
    const std::optional<std::size_t> header = base64url::decode(token.header(), room.text);
    if (!header) return Error{Errc::token_encoding, "header"};
    const std::span<char> rest = room.text.subspan(*header);
    const std::optional<std::size_t> payload = base64url::decode(token.payload(), rest);
    if (!payload) return Error{Errc::token_encoding, "payload"};
    const auto signature = base64url::decode(token.signature(), room.signature);
    if (!signature) return Error{Errc::token_encoding, "signature"};
    return Segments{
        {room.text.data(), *header}, {rest.data(), *payload}, room.signature.first(*signature)};
}

/// What the first of the rules says that refuses `input`, or success.
template <std::size_t First = 0, class Rules, class... Input>
constexpr Result<void> first_refusal(const Rules& rules, const Input&... input) noexcept {
    if constexpr (First < std::tuple_size_v<Rules>) {
        const Result<void> verdict = std::get<First>(rules).check(input...);
        if (!verdict) return verdict;
        return first_refusal<First + 1>(rules, input...);
    } else {
        return {};
    }
}

/// What a signature was verified with.
struct Proof {
    std::string_view algorithm;
    std::uint64_t key_set;  ///< KeySet::number()
};

/// Chooses the key for a token of algorithm `A` and verifies its signature with that key only.
/// Where the token names a key that is not there, a source that may get it is asked once.
template <signature_algorithm A, class P>
constexpr Result<Proof> check_signature(const P& parts, const CompactToken& token,
                                        const Header& header,
                                        std::span<const std::uint8_t> signature) noexcept {
    auto keys = parts.keys.keys();  // holds the snapshot while it is used
    auto entry = (*keys).template choose<A>(header.kid());
    if constexpr (requires { parts.keys.newer_keys(keys); }) {
        if (!entry && entry.error().code() == Errc::key_not_found) {
            auto newer = parts.keys.newer_keys(keys);
            if (!newer) return newer.error();
            keys = *std::move(newer);
            entry = (*keys).template choose<A>(header.kid());
        }
    }
    if (!entry) return entry.error();
    const Result<void> holds =
        parts.crypto.template verify<A>(*(*entry)->key, token.signing_input(), signature);
    if (!holds) return holds.error();
    return Proof{std::string_view{A::name}, (*keys).number()};
}

/// What is asked of the header before a key is chosen: its algorithm is one of the list, and the
/// rules about it.
template <class... As, class P>
constexpr Result<void> check_header(TypeList<As...>, const P& parts,
                                    const Header& header) noexcept {
    if (!((header.algorithm() == As::name) || ...)) return Error{Errc::alg_not_allowed, "alg"};
    Result<void> rules = parts.token_type.check(header);
    if (rules) rules = check_not_nested(header);
    if (rules) rules = parts.kid.check(header);
    if (rules) rules = first_refusal(parts.header_rules, header);
    return rules;
}

/// A token whose form and header are accepted, and which nobody has vouched for yet. A view of the
/// token and of the workspace that it was read in.
struct OpenedToken {
    CompactToken token;
    Segments segments;
    Header header;
};

/// All that is checked without a key.
template <class C>
constexpr Result<OpenedToken> open(const Parts<C>& parts, const CompactToken& token,
                                   const TokenRoom& room) noexcept {
    const Result<Segments> segments = decode(token, room);
    if (!segments) return segments.error();
    const Result<Header> header = Header::read(parts.json, segments->header, room.header_document);
    if (!header) return header.error();
    const Result<void> accepted = check_header(typename C::algorithms{}, parts, *header);
    if (!accepted) return accepted.error();
    return OpenedToken{token, *segments, *header};
}
template <class C, std::size_t TokenBytes>
constexpr Result<OpenedToken> open(const Parts<C>& parts, std::string_view text,
                                   Workspace<TokenBytes>& workspace) noexcept {
    const Result<CompactToken> token = CompactToken::parse(text, TokenBytes);
    if (!token) return token.error();
    return open(parts, *token, workspace.room());
}

/// The proof by the algorithm of the list that the header names, where the signature holds.
template <class... As, class P>
constexpr Result<Proof> authenticate(TypeList<As...>, const P& parts,
                                     const OpenedToken& opened) noexcept {
    Result<Proof> proof = Errc::alg_not_allowed;
    const auto try_algorithm = [&]<class A>(std::type_identity<A>) {
        if (opened.header.algorithm() != A::name) return false;
        proof = check_signature<A>(parts, opened.token, opened.header, opened.segments.signature);
        return true;
    };
    (void)(try_algorithm(std::type_identity<As>{}) || ...);
    return proof;
}

/// What the rules are told about the time. A leeway that a user wrote has the same cap.
template <class P>
constexpr Moment moment_at(const P& parts, NumericDate now) noexcept {
    return {now, RuntimeLeeway{parts.leeway.seconds()}.seconds()};
}

/// The rules about the claims: whose they are, when they hold, whom they are about and for; rules
/// of users come last.
template <class P>
constexpr Result<void> check_claims(const P& parts, const Claims& claims,
                                    const Moment& moment) noexcept {
    const auto defaults = std::tie(parts.issuer, parts.expiry, parts.not_before, parts.issued_at,
                                   parts.lifetime, parts.subject, parts.audience, parts.token_id);
    const Result<void> verdict = first_refusal(defaults, claims, moment);
    if (!verdict) return verdict;
    return first_refusal(parts.claim_rules, claims, moment);
}

/// What the rules are told now.
template <class P>
constexpr Moment moment_now(const P& parts) noexcept {
    return moment_at(parts, parts.clock.now());
}

/// The Identity of a token whose signature holds.
template <class C>
constexpr Result<Identity> identify(const Parts<C>& parts, const OpenedToken& opened,
                                    std::string_view algorithm, const Moment& moment) noexcept {
    Result<Identity> identity =
        IdentityMaker::make(parts.json, algorithm, opened.header, opened.segments.payload);
    if (!identity) return identity;
    const Result<void> rules = check_claims(parts, identity->claims(), moment);
    if (!rules) return rules.error();
    return identity;
}

/// All checks, for a token of which nothing is known. `key_set` becomes the number of the keys that
/// its signature was verified with.
template <class C>
constexpr Result<Identity> verify_anew(const Parts<C>& parts, std::string_view text,
                                       std::uint64_t& key_set) noexcept {
    Workspace<C::token_size::bytes> workspace;
    const Result<OpenedToken> opened = open(parts, text, workspace);
    if (!opened) return opened.error();

    const Result<Proof> proof = authenticate(typename C::algorithms{}, parts, *opened);
    if (!proof) return proof.error();
    key_set = proof->key_set;
    return identify(parts, *opened, proof->algorithm, moment_now(parts));
}

/// What may be decided otherwise now than when this very token was verified with these keys.
template <class C>
constexpr Result<void> check_again(const Parts<C>& parts, std::string_view text,
                                   const Claims& claims) noexcept {
    if constexpr (!C::header_is_decided_once) {
        Workspace<C::token_size::bytes> workspace;
        const Result<OpenedToken> opened = open(parts, text, workspace);
        if (!opened) return opened.error();
    }
    return check_claims(parts, claims, moment_now(parts));
}

template <class C>
constexpr Result<Identity> verify_with_cache(const Parts<C>& parts,
                                             std::string_view text) noexcept {
    if (text.size() > C::token_size::bytes) return Errc::token_too_large;
    TokenFingerprint token{builtin::hash<Hash::sha256>(text), (*parts.keys.keys()).number()};
    if (std::optional<Identity> known = parts.token_cache.find(token)) {
        if (auto rules = check_again(parts, text, known->claims()); !rules) return rules.error();
        return *std::move(known);
    }
    Result<Identity> identity = verify_anew(parts, text, token.key_set);
    if (identity) parts.token_cache.keep(token, *identity);
    return identity;
}

template <class C>
constexpr Result<Identity> verify(const Parts<C>& parts, std::string_view text) noexcept {
    if constexpr (std::same_as<typename C::token_cache, NoTokenCache>) {
        std::uint64_t key_set = 0;
        return verify_anew(parts, text, key_set);
    } else {
        return verify_with_cache(parts, text);
    }
}

}  // namespace vouch::inline v1::detail

#endif
