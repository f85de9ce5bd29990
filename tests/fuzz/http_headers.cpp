// SPDX-License-Identifier: BSL-1.0
// The headers of a response that say how long it may be used: bounded, and never longer than the
// strictest of what they say.
#include <vouch/http/cache_control.hpp>
#include <vouch/http/http_date.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "fuzz/oracle.hpp"

using vouch::http::freshness;
using vouch::http::Response;
using vouch_fuzz::require;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view rest = vouch_fuzz::text_of(data, size);
    Response response;
    response.cache_control = vouch_fuzz::take_line(rest);
    response.age = vouch_fuzz::take_line(rest);
    response.date = vouch_fuzz::take_line(rest);
    response.expires = vouch_fuzz::take_line(rest);
    response.retry_after = vouch_fuzz::take_line(rest);

    constexpr std::int64_t most = std::int64_t{1} << 31;
    const auto fresh = freshness(response);
    const auto within = [](const std::optional<std::int64_t>& seconds) {
        return !seconds || (*seconds >= 0 && *seconds <= most);
    };
    require(within(fresh.lifetime_seconds), "a lifetime is within bounds");
    require(within(vouch::http::retry_after_seconds(response)), "so is Retry-After");
    if (fresh.no_store) require(fresh.lifetime_seconds == 0, "no-store is no lifetime");

    // One directive more makes it no longer.
    for (const char* more : {"no-store", "no-cache", "max-age=1", "max-age=x"}) {
        Response stricter = response;
        stricter.cache_control = std::string{more} + ", " + response.cache_control;
        const auto then = freshness(stricter).lifetime_seconds;
        require(then.has_value() && *then <= 1, "the strictest directive counts");
    }
    Response older = response;
    older.age = "5";
    Response younger = response;
    younger.age = "0";
    require(freshness(older).lifetime_seconds.value_or(0) <=
                freshness(younger).lifetime_seconds.value_or(0),
            "age makes it no longer");

    if (const auto date = vouch::http::read_http_date(response.date)) {
        require(
            date->seconds >= -62'167'219'200 && date->seconds <= vouch::NumericDate::last_second,
            "a date is of the years 0 to 9999");
    }
    return 0;
}
