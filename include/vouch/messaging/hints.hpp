// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_HINTS_HPP
#define VOUCH_MESSAGING_HINTS_HPP

#include <vouch/jose/claims.hpp>
#include <vouch/jose/header.hpp>
#include <vouch/json/number.hpp>
#include <vouch/messaging/settings.hpp>
#include <vouch/result.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// What an operator most often did where a check fails. A hint names records of the set-up, never
// what a token says; it is empty where nothing is known.

namespace vouch::inline v1::messaging::detail {

// --- Texts that are nearly the same -------------------------------------------------------------

inline std::string quoted(std::string_view name) {
    return std::string{'"'}.append(name).append(1, '"');
}

constexpr bool is_white_space(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}
inline std::string without_white_space(std::string_view text) {
    std::string rest{text};
    std::erase_if(rest, is_white_space);
    return rest;
}
inline std::string lower_case(std::string_view text) {
    std::string lower{text};
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return lower;
}

/// The reasons that there are, as `"a and b"`.
inline std::string joined(std::initializer_list<std::string_view> reasons) {
    std::string text;
    for (const std::string_view reason : reasons) {
        if (!reason.empty()) text.append(text.empty() ? "" : " and ").append(reason);
    }
    return text;
}

/// By what two names differ, where that is letter case (of ASCII) or white space only.
inline std::string slight_difference(std::string_view a, std::string_view b) {
    const std::string x = without_white_space(a);
    const std::string y = without_white_space(b);
    if (lower_case(x) != lower_case(y)) return {};
    return joined({x == y ? "" : "letter case", x == a && y == b ? "" : "white space"});
}

/// By what an issuer differs from the one that is meant, where it is little.
inline std::string issuer_difference(std::string_view claimed, std::string_view meant) {
    struct Parts {
        std::string_view scheme;
        std::string rest;
        bool slash = false;
    };
    const auto split = [](std::string_view issuer) {
        Parts parts{"", without_white_space(issuer)};
        for (const std::string_view scheme : {"http://", "https://"}) {
            if (lower_case(parts.rest).starts_with(scheme)) {
                parts.scheme = scheme;
                parts.rest.erase(0, scheme.size());
                break;
            }
        }
        for (; parts.rest.ends_with('/'); parts.rest.pop_back()) parts.slash = true;
        return parts;
    };
    const Parts a = split(claimed);
    const Parts b = split(meant);
    if (lower_case(a.rest) != lower_case(b.rest)) return {};
    std::string_view scheme;
    if (a.scheme != b.scheme) {
        scheme = a.scheme == "http://" && b.scheme == "https://"   ? "http instead of https"
                 : a.scheme == "https://" && b.scheme == "http://" ? "https instead of http"
                                                                   : "http(s):// at its beginning";
    }
    const bool spaced = claimed != without_white_space(claimed);
    const std::string reasons =
        joined({scheme, a.rest == b.rest ? "" : "letter case",
                a.slash == b.slash ? "" : "a slash at its end", spaced ? "white space" : ""});
    return reasons.empty() ? "its spelling" : reasons;
}

// --- Channel and configuration ------------------------------------------------------------------

/// For a channel that is unknown.
inline std::string channel_hint(const Settings& settings, std::string_view name) {
    for (const ChannelSettings& channel : settings.channels) {
        const std::string difference = slight_difference(name, channel.name);
        if (difference.empty()) continue;
        return "the name differs from that of channel " + quoted(channel.name) + " by " +
               difference + " only";
    }
    return {};
}

/// For a channel without active configurations.
inline std::string configuration_hint(const ChannelSettings& channel) {
    std::string names;
    for (const UserVerification& configuration : channel.configurations) {
        names.append(names.empty() ? "" : ", ").append(quoted(configuration.name));
    }
    return names.empty() ? names : "there, but not active: " + names;
}

/// For an issuer that is of no active configuration of `channel`.
inline std::string issuer_hint(const Settings& settings, const ChannelSettings& channel,
                               std::string_view issuer) {
    const auto keyset_of = [&](const UserVerification& configuration) {
        return find_record(settings.keysets, configuration.keyset);
    };
    const auto found = [](const Keyset& keyset) {
        return "it is the issuer of keyset " + quoted(keyset.name) + ", ";
    };
    for (const UserVerification& configuration : channel.configurations) {
        const Keyset* keyset = keyset_of(configuration);
        if (keyset->issuer != issuer) continue;
        return found(*keyset) + "whose configuration " + quoted(configuration.name) +
               " is not active";
    }
    for (const ChannelSettings& other : settings.channels) {
        for (const UserVerification& configuration : other.configurations) {
            const Keyset* keyset = keyset_of(configuration);
            if (keyset->issuer != issuer) continue;
            return found(*keyset) + "which channel " + quoted(other.name) +
                   " has in its configuration " + quoted(configuration.name) +
                   ", and this channel in none";
        }
    }
    for (const Keyset& keyset : settings.keysets) {
        if (keyset.issuer == issuer) return found(keyset) + "which no configuration has";
    }
    for (const UserVerification& configuration : channel.configurations) {
        const Keyset* keyset = keyset_of(configuration);
        const std::string difference = issuer_difference(issuer, keyset->issuer);
        if (!configuration.active || difference.empty()) continue;
        return "it differs from the issuer of keyset " + quoted(keyset->name) + " by " +
               difference + " only";
    }
    return {};
}

/// For a key that the endpoint of a keyset has not served.
inline std::string endpoint_hint(const Keyset& keyset, Errc code) {
    if (keyset.type != KeysetType::endpoint_url) return {};
    const std::string endpoint = "the endpoint of keyset " + quoted(keyset.name);
    switch (code) {
        case Errc::key_not_found:
            return endpoint + " did not serve it when it was asked last";
        case Errc::keys_pending:
            return endpoint + " is being asked for it; look again in a moment";
        case Errc::keyset_stale:
            return endpoint + " does not answer well; its events say why";
        default:
            return {};
    }
}

// --- Token and header ---------------------------------------------------------------------------

/// For a text that is no token.
inline std::string token_hint(std::string_view text, Errc code) {
    if (code == Errc::token_is_jwe) return "its issuer encrypts it; it should sign it only";
    if (code != Errc::token_format && code != Errc::token_encoding) return {};
    if (lower_case(text.substr(0, 7)) == "bearer ") return "it begins with \"Bearer \"";
    if (text.starts_with('{')) return "it is JSON; a token has the compact form, with two dots";
    if (text.find_first_of("\"'") != std::string_view::npos) return "it has quotes around it";
    if (std::any_of(text.begin(), text.end(), is_white_space)) return "it has white space in it";
    if (text.find('=') != std::string_view::npos) {
        return "it is padded with \"=\"; base64url in tokens is not";
    }
    if (text.find_first_of("+/") != std::string_view::npos) {
        return "it is base64, with \"+\" and \"/\"; base64url has \"-\" and \"_\" for them";
    }
    return {};
}

/// For an `alg` that is not allowed. Those that are not registered for JWS (RFC 7518 §3.1, RFC 8037
/// §3.1) are not shown.
inline std::string algorithm_hint(std::string_view algorithm) {
    if (algorithm == "none") return "it is not signed; sign it with RS256 or RS512";
    for (const std::string_view known : {"HS256", "HS384", "HS512", "ES256", "ES384", "ES512",
                                         "ES256K", "PS256", "PS384", "PS512", "EdDSA", "RS384"}) {
        if (algorithm != known) continue;
        return "it is signed with " + std::string{known} + "; sign it with RS256 or RS512";
    }
    for (const std::string_view ours : {"RS256", "RS512"}) {
        if (slight_difference(algorithm, ours).empty()) continue;
        return "alg must be written " + std::string{ours} + ", in upper case";
    }
    return {};
}

inline std::string kid_missing_hint() {
    return "its header names no key (kid); its issuer should write the kid of the key there";
}

// --- Claims -------------------------------------------------------------------------------------

/// For a time that no NumericDate can be: whether it is a time of these decades in a finer unit.
inline std::string unit_hint(json::Value time, NumericDate now) {
    const std::optional<json::Decimal> decimal =
        json::to_decimal(time.as_number_text().value_or(""));
    if (!decimal || decimal->negative) return {};
    constexpr std::uint64_t decades = std::uint64_t{20} * 366 * 24 * 60 * 60;
    const auto today = static_cast<std::uint64_t>(std::max<std::int64_t>(now.seconds, 0));
    for (const auto& [per_second, unit] :
         {std::pair<std::uint64_t, std::string_view>{1'000, "milliseconds"},
          {1'000'000, "microseconds"},
          {1'000'000'000, "nanoseconds"}}) {
        const std::uint64_t seconds = decimal->whole / per_second;
        if (seconds + decades < today || seconds > today + decades) continue;
        return "it looks like " + std::string{unit} + "; it must be in seconds";
    }
    return {};
}

/// For a time that is over, or has not come: whether it is so by less than five minutes.
inline std::string clock_hint(NumericDate time, std::int64_t leeway, NumericDate now) {
    constexpr std::int64_t minutes = 5 * 60;
    const NumericDate nearest =
        time < now ? time.plus_seconds(leeway + minutes) : time.plus_seconds(-leeway - minutes);
    const bool close = time < now ? now < nearest : nearest < now;
    return close ? "it is so by less than five minutes; the clocks may differ" : "";
}

/// For what a rule of the library says of the claims.
inline std::string claim_hint(const Claims& claims, const Moment& moment, const Error& error) {
    const std::optional<json::Value> claim = claims.find(error.name());
    if (!claim) return {};
    const bool is_time = error.name() == "exp" || error.name() == "nbf" || error.name() == "iat";
    switch (error.code()) {
        case Errc::claim_range:
            return unit_hint(*claim, moment.now);
        case Errc::expired:
        case Errc::not_yet_valid:
        case Errc::issued_in_future:
            return clock_hint(*claims.date(error.name()), moment.leeway_seconds, moment.now);
        case Errc::claim_type:
            if (error.name() == "sub" && claim->kind() == json::Kind::number) {
                return "it is a number; write it as a string, in quotes";
            }
            if (is_time && claim->kind() == json::Kind::string) {
                return "it is a string; write it as a number, without quotes";
            }
            return {};
        default:
            return {};
    }
}

}  // namespace vouch::inline v1::messaging::detail

#endif
