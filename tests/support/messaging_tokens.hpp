// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MESSAGING_TOKENS_HPP
#define VOUCH_TESTS_SUPPORT_MESSAGING_TOKENS_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "support/messaging_changes.hpp"

// Random tokens: mostly good, and bad in each way in which one can be.

namespace vouch_tests::messaging {

inline std::string describe(const Token& token, std::int64_t wall) {
    const auto time = [&](const std::optional<std::int64_t>& moment) {
        return moment ? std::to_string(*moment - wall) : std::string{"-"};
    };
    if (token.flaw) return "token " + std::string{to_string(*token.flaw)};
    return "token " + token.subject.value_or("-") + " of " + token.issuer + " by " +
           std::to_string(token.material) + (token.signature_holds ? "" : "?") + " as " +
           token.kid + ' ' + token.algorithm + " exp " + time(token.expires) + " iat " +
           time(token.issued) + " jti " + token.id.value_or("-");
}

class Tokens {
public:
    Tokens(Random& random, const SiteKeys& site) : random_{random}, site_{site} {}

    /// Mostly one that is good at the channel.
    Token make(Side& side, const std::string& channel_name) {
        const model::Settings& settings = side.model.settings;
        Token token;
        const std::int64_t wall = side.model.wall;
        token.kid = random_.one_of(kids);
        token.issuer = random_.one_of(issuers);
        token.material = static_cast<int>(random_.below(SiteKeys::count));
        const auto* channel = model::named(settings.channels, channel_name);
        if (channel != nullptr && !channel->configurations.empty()) {
            const auto& configuration = random_.one_of(channel->configurations);
            const auto& keyset = *model::named(settings.keysets, configuration.keyset);
            token.issuer = keyset.issuer;
            if (!keyset.keys.empty()) {
                const auto& key = *model::named(settings.keys, random_.one_of(keyset.keys));
                token.kid = key.kid;
                token.material = key.material;
                token.algorithm = key.algorithm.empty() ? "RS256" : key.algorithm;
            }
        }
        token.subject = any_subject(side);
        token.issued = wall - random_.between(0, random_.percent(50) ? 5 : 900);
        token.expires = wall + random_.between(20, random_.percent(70) ? 900 : 20'000);
        if (!random_.percent(5)) token.id = std::to_string(random_.below(100'000'000));
        token.text = spoil(token, wall) ? token.text : site_.sign(token);
        return token;
    }

private:
    std::string any_subject(const Side& side) {
        if (random_.percent(3) && !side.participants.empty()) {
            return std::string{random_.one_of(side.participants)->conversation.end_user.subject()};
        }
        return random_.percent(60) ? subjects[0] : random_.one_of(subjects);
    }

    /// Makes something wrong with one token of four.
    ///
    /// \return whether its text is made as well.
    bool spoil(Token& token, std::int64_t wall) {
        const auto with = [&](Errc flaw, std::string text) {
            token.flaw = flaw;
            token.text = std::move(text);
            return true;
        };
        const std::string header = site_.header(token);
        const std::string payload = site_.payload(token);
        switch (random_.below(100)) {
            case 0:
                return with(Errc::verification_required, "");
            case 1:
                return with(Errc::token_format, "garbage");
            case 2:
                return with(Errc::token_encoding, "a.b.c");
            case 3:
                return with(Errc::token_too_large, std::string(10'000, 'a'));
            case 4:
                return with(Errc::header_json, site_.sign(token, "{", payload));
            case 5:
                return with(Errc::kid_missing, site_.sign(token, R"({"alg":"RS256"})", payload));
            case 6:
                return with(Errc::alg_not_allowed,
                            site_.sign(token, R"({"alg":"none","kid":"k1"})", payload));
            case 7:
                return with(Errc::payload_json, site_.sign(token, header, "[]"));
            case 8:
                return with(Errc::claim_missing, site_.sign(token, header, "{}"));
            case 9:
                return with(Errc::claim_type, site_.sign(token, header, R"({"iss":1})"));
            case 10:
                token.signature_holds = false;
                break;
            case 11:
                token.material = static_cast<int>(random_.below(SiteKeys::count));
                break;
            case 12:
                token.kid = random_.percent(50) ? "k9" : random_.one_of(kids);
                break;
            case 13:
                token.issuer = random_.one_of(issuers);
                break;
            case 14:
                token.algorithm = token.algorithm == "RS256" ? "RS512" : "RS256";
                break;
            case 15:
            case 16:
                token.expires = wall - random_.between(0, 120);
                break;
            case 17:
                token.expires.reset();
                break;
            case 18:
                token.not_before = wall + random_.between(0, 120);
                break;
            case 19:
                token.issued = wall + random_.between(0, 120);
                break;
            case 20:
            case 21:
                token.issued.reset();
                break;
            case 22:
                token.subject = random_.percent(50) ? std::optional<std::string>{} : "";
                break;
            default:
                break;
        }
        return false;
    }

    Random& random_;
    const SiteKeys& site_;
};

}  // namespace vouch_tests::messaging

#endif
