// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_TOKEN_CHECKS_HPP
#define VOUCH_MESSAGING_TOKEN_CHECKS_HPP

#include <vouch/jose/claims.hpp>
#include <vouch/jose/compact_token.hpp>
#include <vouch/jose/header.hpp>
#include <vouch/json/value.hpp>
#include <vouch/messaging/explanation.hpp>
#include <vouch/messaging/hints.hpp>
#include <vouch/result.hpp>
#include <vouch/rules/audience.hpp>
#include <vouch/rules/expiry.hpp>
#include <vouch/rules/issued_at.hpp>
#include <vouch/rules/lifetime.hpp>
#include <vouch/rules/not_before.hpp>
#include <vouch/rules/required_claim.hpp>
#include <vouch/rules/subject.hpp>
#include <vouch/rules/token_id.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/verify/composition.hpp>
#include <vouch/verify/verifier.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

// What a verifier asks of a token beside its issuer and its key, one check at a time, so that those
// after a failed one are made as well. The order is that of verifier.hpp.

namespace vouch::inline v1::messaging::detail {

/// A token, read as far as it can be. Nobody has vouched for any of it.
class ReadToken {
public:
    explicit ReadToken(std::string_view text) noexcept : text_{text} {}
    ReadToken(const ReadToken&) = delete;
    ReadToken& operator=(const ReadToken&) = delete;

    Check check_form(std::size_t max_bytes) {
        const auto failed_with = [&](Error error) {
            return made(Stage::token, "token", Result<void>{error},
                        [&](const Error& e) { return token_hint(text_, e.code()); });
        };
        if (text_.empty()) return failed_with(Errc::verification_required);
        const Result<CompactToken> compact = CompactToken::parse(text_, max_bytes);
        if (!compact) return failed_with(compact.error());
        compact_ = *compact;
        header_text_ = decode<char>(compact_->header());
        payload_text_ = decode<char>(compact_->payload());
        signature_ = decode<std::uint8_t>(compact_->signature());
        if (!header_text_) return failed_with({Errc::token_encoding, "header"});
        if (!payload_text_) return failed_with({Errc::token_encoding, "payload"});
        if (!signature_) return failed_with({Errc::token_encoding, "signature"});
        return made(Stage::token, "token", Result<void>{});
    }

    template <class C>
    Check check_header(const vouch::detail::Parts<C>* parts) {
        if (parts == nullptr || !header_text_) return not_reached(Stage::header, "header");
        header_document_.resize(json::detail::encoded_size(header_text_->size()));
        const Result<Header> read =
            Header::read(parts->json, view(*header_text_), header_document_);
        if (read) header_ = *read;
        std::vector<Check> checks{made(Stage::header, "form", read)};
        const bool allowed = read && is_allowed(typename C::algorithms{});
        const auto check = [&](std::string_view name, bool reached, auto verdict, auto hint) {
            checks.push_back(reached ? made(Stage::header, name, verdict(), hint)
                                     : not_reached(Stage::header, name));
        };
        const auto no_hint = [](const Error&) { return std::string{}; };
        check(
            "alg", read.has_value(),
            [&] {
                return allowed ? Result<void>{} : Error{Errc::alg_not_allowed, "alg"};
            },
            [&](const Error&) { return algorithm_hint(header_->algorithm()); });
        check(
            "typ", read.has_value(), [&] { return parts->token_type.check(*header_); }, no_hint);
        check(
            "cty", read.has_value(), [&] { return vouch::detail::check_not_nested(*header_); },
            no_hint);
        check(
            "kid", read.has_value(), [&] { return parts->kid.check(*header_); },
            [](const Error& error) {
                return error == Errc::kid_missing ? kid_missing_hint() : std::string{};
            });
        for_each_rule(parts->header_rules, [&](const std::string& name, const auto& rule) {
            check(
                name, allowed, [&] { return rule.check(*header_); }, no_hint);
        });
        return made_of(Stage::header, "header", std::move(checks));
    }

    template <class C>
    Check check_payload(const vouch::detail::Parts<C>* parts) {
        if (parts == nullptr || !payload_text_) return not_reached(Stage::claims, "payload");
        claims_document_.resize(json::detail::encoded_size(payload_text_->size()));
        std::size_t size = 0;
        const Result<Claims> read = vouch::detail::ClaimsReader::read(
            parts->json, view(*payload_text_), claims_document_, size);
        if (read) claims_ = *read;
        return made(Stage::claims, "payload", read);
    }

    /// Rules that a user wrote are promised claims that are signed, and get no others.
    template <class C>
    Check check_claims(const vouch::detail::Parts<C>* parts, NumericDate now, bool is_signed) const;

    const std::optional<CompactToken>& compact() const noexcept { return compact_; }
    const std::optional<std::vector<std::uint8_t>>& signature() const noexcept {
        return signature_;
    }
    const std::optional<Header>& header() const noexcept { return header_; }
    const std::optional<Claims>& claims() const noexcept { return claims_; }

private:
    template <class Byte>
    static std::optional<std::vector<Byte>> decode(std::string_view segment) {
        std::vector<Byte> bytes(base64url::decoded_size(segment.size()));
        const auto size = base64url::decode(segment, std::span<Byte>{bytes});
        if (!size) return {};
        bytes.resize(*size);
        return bytes;
    }
    static std::string_view view(const std::vector<char>& text) noexcept {
        return {text.data(), text.size()};
    }

    template <class... As>
    bool is_allowed(vouch::detail::TypeList<As...>) const noexcept {
        return ((header_->algorithm() == As::name) || ...);
    }

    /// `look("rule 1", rule)` for each of them.
    template <class Rules, class Look>
    static void for_each_rule(const Rules& rules, [[maybe_unused]] Look look) {
        std::apply(
            [&](const auto&... rule) {
                [[maybe_unused]] int number = 0;
                (look("rule " + std::to_string(++number), rule), ...);
            },
            rules);
    }

    std::string_view text_;
    std::optional<CompactToken> compact_;
    std::optional<std::vector<char>> header_text_;
    std::optional<std::vector<char>> payload_text_;
    std::optional<std::vector<std::uint8_t>> signature_;
    std::vector<char> header_document_;  // what header_ is a view of
    std::optional<Header> header_;
    std::vector<char> claims_document_;  // what claims_ is a view of
    std::optional<Claims> claims_;
};

/// Whether a rule about claims is one of the library's.
template <class Rule>
inline constexpr bool is_own_rule =
    std::same_as<Rule, Expiry> || std::same_as<Rule, OptionalExpiry> ||
    std::same_as<Rule, NotBefore> || std::same_as<Rule, IssuedAt> ||
    std::same_as<Rule, AnyLifetime> || std::same_as<Rule, OptionalSubject> ||
    std::same_as<Rule, RuntimeAudience> || std::same_as<Rule, NoAudience> ||
    std::same_as<Rule, AnyAudience> || std::same_as<Rule, TokenId>;
template <std::int64_t Seconds>
inline constexpr bool is_own_rule<MaxLifetime<Seconds>> = true;
template <std::size_t Min, std::size_t Max>
inline constexpr bool is_own_rule<SubjectLength<Min, Max>> = true;
template <vouch::detail::fixed_string... Names>
inline constexpr bool is_own_rule<Audience<Names...>> = true;
template <vouch::detail::fixed_string Name>
inline constexpr bool is_own_rule<RequiredClaim<Name>> = true;

template <class C>
Check ReadToken::check_claims(const vouch::detail::Parts<C>* parts, NumericDate now,
                              bool is_signed) const {
    if (parts == nullptr || !claims_) return not_reached(Stage::claims, "claims");
    const Moment moment = vouch::detail::moment_at(*parts, now);
    std::vector<Check> checks;
    const auto check = [&]<class Rule>(std::string_view name, const Rule& rule) {
        if constexpr (!is_own_rule<Rule>) {
            checks.push_back(is_signed ? made(Stage::claims, name, rule.check(*claims_, moment))
                                       : not_reached(Stage::claims, name));
        } else {
            const Result<void> verdict = rule.check(*claims_, moment);
            checks.push_back(made(Stage::claims, name, verdict, [&](const Error& error) {
                if (std::same_as<Rule, NoAudience> && error == Errc::audience_mismatch) {
                    return std::string{
                        "it has one, and no audience is configured: name it to the Setup, as "
                        "Audience<\"...\">"};
                }
                return claim_hint(*claims_, moment, error);
            }));
        }
    };
    check("exp", parts->expiry);
    check("nbf", parts->not_before);
    check("iat", parts->issued_at);
    check("lifetime", parts->lifetime);
    check("sub", parts->subject);
    check("aud", parts->audience);
    check("jti", parts->token_id);
    for_each_rule(parts->claim_rules, check);
    return made_of(Stage::claims, "claims", std::move(checks));
}

}  // namespace vouch::inline v1::messaging::detail

#endif
