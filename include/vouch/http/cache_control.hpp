// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_CACHE_CONTROL_HPP
#define VOUCH_HTTP_CACHE_CONTROL_HPP

#include <vouch/http/http_date.hpp>
#include <vouch/http/transport.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vouch::inline v1::http {

namespace detail {

constexpr std::string_view trim(std::string_view text) noexcept {
    const auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

/// Seconds that are so many that they are for ever (RFC 9111 §1.2.2).
inline constexpr std::int64_t most_seconds = std::int64_t{1} << 31;

/// Reads a number of seconds (RFC 9111 §1.2.2): digits and nothing else.
constexpr std::optional<std::int64_t> read_seconds(std::string_view text) noexcept {
    if (text.empty()) return {};
    std::int64_t seconds = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return {};
        seconds = std::min(10 * seconds + (c - '0'), most_seconds);
    }
    return seconds;
}

/// The seconds from one date of a header to another; negative where it is not later. Nothing where
/// either is no date.
constexpr std::optional<std::int64_t> seconds_between(std::string_view from,
                                                      std::string_view to) noexcept {
    const auto first = read_http_date(trim(from)), last = read_http_date(trim(to));
    if (!first || !last) return {};
    return std::min(last->seconds - first->seconds, most_seconds);
}

/// What the directives of `Cache-Control` come to (RFC 9111 §5.2.2).
struct CacheControl {
    std::optional<std::int64_t> lifetime_seconds = {};
    bool no_store = false;

    static constexpr CacheControl read(std::string_view list) noexcept {
        CacheControl control;
        while (!list.empty()) {
            std::size_t end = 0;
            bool quoted = false;
            for (; end < list.size() && (quoted || list[end] != ','); ++end) {
                if (list[end] == '"') quoted = !quoted;
                if (quoted && list[end] == '\\' && end + 1 < list.size()) ++end;
            }
            control.take(trim(list.substr(0, end)));
            if (quoted) control.live_at_most(0);  // what the rest meant cannot be known
            list.remove_prefix(std::min(end + 1, list.size()));
        }
        return control;
    }

private:
    constexpr void take(std::string_view directive) noexcept {
        const std::size_t equals = directive.find('=');
        const std::string_view name = trim(directive.substr(0, equals));
        std::string_view value;
        if (equals != std::string_view::npos) value = trim(directive.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        if (equal_ignoring_case(name, "no-store")) {
            no_store = true;
            live_at_most(0);
        } else if (equal_ignoring_case(name, "no-cache")) {
            live_at_most(0);
        } else if (equal_ignoring_case(name, "max-age")) {
            live_at_most(read_seconds(value).value_or(0));
        }
    }
    constexpr void live_at_most(std::int64_t seconds) noexcept {
        lifetime_seconds = std::min(lifetime_seconds.value_or(seconds), seconds);
    }
};

}  // namespace detail

/// How long a response may be used before it is asked for again (RFC 9111 §4.2).
struct Freshness {
    /// What is left of its lifetime when it comes: 0 to 2^31, or nothing where it says nothing of
    /// that.
    std::optional<std::int64_t> lifetime_seconds = {};
    /// It must not be written to where it outlives the program (RFC 9111 §5.2.2.5).
    bool no_store = false;
};

/// Reads the headers of a response as a cache for one user does (RFC 9111 §4.2.1): its lifetime is
/// `max-age`, or else `Expires` less `Date`, and from that `Age` is taken.
///
/// Where it says two things the stricter holds: the least `max-age` of several, and any `max-age`
/// beats `Expires`. What cannot be read is 0: `max-age=-1`, `max-age=abc`, `max-age` alone, an
/// `Expires` that is no date, or one without a `Date` to measure it against; quotes that do not
/// end. An `Age` that cannot be read is ignored, and of several the first counts (RFC 9111 §5.1).
///
/// Of the directives, in upper or lower case, with a value in quotes or not:
/// - `no-store` and `no-cache`, also one for some fields only, make the lifetime 0.
/// - `s-maxage`, `proxy-revalidate`, `public` and `private` are for shared caches, `no-transform`
///   for others on the way; they do nothing here.
/// - `must-revalidate` and, of RFC 5861, `stale-if-error` and `stale-while-revalidate` do nothing:
///   how long keys outlive their lifetime while their endpoint fails is a setting of who uses them,
///   and no endpoint can lengthen or shorten it.
/// - All others are ignored (RFC 9111 §5.2.3).
inline Freshness freshness(const Response& response) noexcept {
    const auto control = detail::CacheControl::read(response.cache_control);
    Freshness freshness{.no_store = control.no_store};
    auto lifetime = control.lifetime_seconds;
    if (!lifetime && !response.expires.empty()) {
        lifetime = detail::seconds_between(response.date, response.expires).value_or(0);
    }
    if (!lifetime) return freshness;
    const std::string_view ages = response.age;
    const auto age = detail::read_seconds(detail::trim(ages.substr(0, ages.find(','))));
    freshness.lifetime_seconds = std::max<std::int64_t>(*lifetime - age.value_or(0), 0);
    return freshness;
}

/// How long the server asks to be left alone (`Retry-After`, RFC 9110 §10.2.3): a number of
/// seconds, or a date, which is measured against `Date` and not against a clock of ours. \return 0
/// to 2^31, or nothing where the header is missing or cannot be read, or its date has no `Date`
/// beside it.
inline std::optional<std::int64_t> retry_after_seconds(const Response& response) noexcept {
    if (const auto seconds = detail::read_seconds(detail::trim(response.retry_after))) {
        return seconds;
    }
    const auto seconds = detail::seconds_between(response.date, response.retry_after);
    if (!seconds) return {};
    return std::max<std::int64_t>(*seconds, 0);
}

}  // namespace vouch::inline v1::http

#endif
