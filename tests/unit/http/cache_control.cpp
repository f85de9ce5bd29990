// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/cache_control.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

BOOST_AUTO_TEST_SUITE(http_cache_control)

namespace {

using vouch::http::freshness;
using vouch::http::Response;
using vouch::http::retry_after_seconds;
using Seconds = std::optional<std::int64_t>;

static_assert(vouch::http::detail::CacheControl::read("max-age=60").lifetime_seconds == 60);
static_assert(vouch::http::detail::CacheControl::read("no-store").no_store);
static_assert(!vouch::http::detail::CacheControl::read("public").lifetime_seconds);

constexpr std::string_view noon = "Sun, 06 Nov 1994 12:00:00 GMT";
constexpr std::string_view one = "Sun, 06 Nov 1994 13:00:00 GMT";

Seconds lifetime(std::string_view cache_control) {
    return freshness({.status = 200, .cache_control = std::string{cache_control}}).lifetime_seconds;
}
Seconds lifetime_until(std::string_view expires, std::string_view date = noon) {
    return freshness({.status = 200, .date = std::string{date}, .expires = std::string{expires}})
        .lifetime_seconds;
}
Seconds lifetime_at_age(std::string_view age, std::string_view cache_control = "max-age=600") {
    return freshness({.status = 200,
                      .cache_control = std::string{cache_control},
                      .age = std::string{age}})
        .lifetime_seconds;
}
Seconds retry_after(std::string_view value, std::string_view date = noon) {
    return retry_after_seconds(
        {.status = 503, .date = std::string{date}, .retry_after = std::string{value}});
}

void all_are(Seconds expected, std::initializer_list<std::string_view> values) {
    for (const std::string_view value : values) {
        BOOST_TEST((lifetime(value) == expected), value);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(max_age_is_the_lifetime) {
    all_are(60, {"max-age=60", "Max-Age=60", "MAX-AGE=060", "max-age=\"60\"", "max-age = 60",
                 " \t max-age=60 \t", ", ,max-age=60,,", "public, max-age=60, immutable",
                 "public,max-age=60"});
    all_are(0, {"max-age=0"});
    all_are(86'400, {"max-age=86400"});
}

BOOST_AUTO_TEST_CASE(so_many_seconds_that_they_do_not_fit_are_two_to_the_31) {
    all_are(std::int64_t{1} << 31,
            {"max-age=2147483648", "max-age=2147483649", "max-age=99999999999",
             "max-age=9223372036854775808", "max-age=99999999999999999999"});
    all_are((std::int64_t{1} << 31) - 1, {"max-age=2147483647"});
}

// rule 92
BOOST_AUTO_TEST_CASE(a_max_age_that_cannot_be_read_is_none_left) {
    all_are(0, {"max-age=-1", "max-age=+1", "max-age=abc", "max-age=", "max-age", "max-age=\"\"",
                "max-age=\"", "max-age=\"60", "max-age=60\"", "max-age=6 0", "max-age=60;public",
                "max-age=60.5", "max-age=1e3", "max-age=0x10", "max-age=\"6\\0\"", "max-age==60",
                "max-age='60'"});
}

// rule 92
BOOST_AUTO_TEST_CASE(of_several_directives_the_strictest_holds) {
    all_are(30, {"max-age=60, max-age=30", "max-age=30, max-age=60", "max-age=30,max-age=30"});
    all_are(0, {"max-age=60, max-age=0", "max-age=60, max-age=abc", "max-age=abc, max-age=60",
                "no-cache, max-age=60", "max-age=60, no-cache", "max-age=60, no-store"});
}

BOOST_AUTO_TEST_CASE(no_cache_leaves_no_lifetime) {
    all_are(0, {"no-cache", "NO-CACHE", "no-cache=\"Set-Cookie, X\"", "no-cache=Set-Cookie"});
    BOOST_TEST(!freshness({.cache_control = "no-cache"}).no_store);
}

// rule 91
BOOST_AUTO_TEST_CASE(no_store_is_told_and_leaves_no_lifetime) {
    for (const std::string_view value :
         {"no-store", "No-Store", "max-age=60, no-store", "no-store, max-age=60", "no-store=x"}) {
        const auto found = freshness({.cache_control = std::string{value}});
        BOOST_TEST(found.no_store, value);
        BOOST_TEST((found.lifetime_seconds == 0), value);
    }
    for (const std::string_view value :
         {"", "max-age=60", "no-stored", "x-no-store", "x=no-store", "x=\"a, no-store\""}) {
        BOOST_TEST(!freshness({.cache_control = std::string{value}}).no_store, value);
    }
}

BOOST_AUTO_TEST_CASE(directives_for_others_do_nothing) {
    all_are({},
            {"", ",", "s-maxage=60", "public", "private", "private=\"x\"", "must-revalidate",
             "proxy-revalidate", "no-transform", "must-understand", "immutable", "xmax-age=60",
             "max-agex=60", "max-age60", "community=\"UCI, max-age=60\"", "=60", "\"max-age=60\""});
    all_are(60, {"max-age=60, s-maxage=5", "max-age=60, private", "max-age=60, must-revalidate",
                 "max-age=60, community=\"UCI\\\", no-cache\"", "max-age=60, x=y=z"});
}

// rule 93
BOOST_AUTO_TEST_CASE(how_long_stale_keys_serve_is_not_the_endpoints_to_say) {
    all_are(60, {"max-age=60, stale-if-error=0", "max-age=60, stale-if-error=99999999",
                 "max-age=60, stale-while-revalidate=5"});
    all_are({}, {"stale-if-error=60", "stale-while-revalidate=60"});
}

BOOST_AUTO_TEST_CASE(quotes_that_do_not_end_leave_no_lifetime) {
    all_are(0, {"max-age=60, x=\"y", "x=\"y, max-age=60", "\"", "x=\"\\", "x=\"\\\""});
}

BOOST_AUTO_TEST_CASE(expires_counts_from_the_date_of_the_response) {
    BOOST_TEST((lifetime_until(one) == 3600));
    BOOST_TEST((lifetime_until(noon) == 0));
    BOOST_TEST((lifetime_until(noon, one) == 0), "in the past");
    BOOST_TEST((lifetime_until("Sunday, 06-Nov-94 13:00:00 GMT") == 3600));
    BOOST_TEST((lifetime_until("Sun Nov  6 13:00:00 1994") == 3600));
    BOOST_TEST((lifetime_until(" Sun, 06 Nov 1994 13:00:00 GMT ") == 3600));
    BOOST_TEST((lifetime_until("Fri, 31 Dec 9999 23:59:59 GMT") == std::int64_t{1} << 31));
    BOOST_TEST((lifetime_until("") == Seconds{}));
}

// rule 92
BOOST_AUTO_TEST_CASE(an_expires_that_cannot_be_read_is_past) {
    const std::string twice = std::string{one} + ", " + std::string{one};
    for (const std::string_view expires :
         {std::string_view{"0"}, std::string_view{"-1"}, std::string_view{"tomorrow"},
          std::string_view{"Sun, 06 Nov 1994 13:00:00 EST"}, std::string_view{twice}}) {
        BOOST_TEST((lifetime_until(expires) == 0), expires);
    }
    BOOST_TEST((lifetime_until(one, "") == 0), "nothing to measure it against");
    BOOST_TEST((lifetime_until(one, "today") == 0));
}

BOOST_AUTO_TEST_CASE(max_age_beats_expires) {
    Response response{
        .cache_control = "max-age=60", .date = std::string{noon}, .expires = std::string{one}};
    BOOST_TEST((freshness(response).lifetime_seconds == 60));
    response.expires = "0";
    BOOST_TEST((freshness(response).lifetime_seconds == 60));
    response.cache_control = "max-age=abc";
    response.expires = one;
    BOOST_TEST((freshness(response).lifetime_seconds == 0));
    response.cache_control = "public";
    BOOST_TEST((freshness(response).lifetime_seconds == 3600));
}

BOOST_AUTO_TEST_CASE(age_is_taken_off) {
    BOOST_TEST((lifetime_at_age("0") == 600));
    BOOST_TEST((lifetime_at_age("100") == 500));
    BOOST_TEST((lifetime_at_age(" 100 ") == 500));
    BOOST_TEST((lifetime_at_age("600") == 0));
    BOOST_TEST((lifetime_at_age("601") == 0));
    BOOST_TEST((lifetime_at_age("99999999999999999999") == 0));
    BOOST_TEST((lifetime_at_age("100, 200") == 500), "the first counts");
    BOOST_TEST((lifetime_at_age("100", "public") == Seconds{}));
    for (const std::string_view age : {"", "-1", "abc", "1.5", "\"100\"", ",100"}) {
        BOOST_TEST((lifetime_at_age(age) == 600), age);
    }
    const Response response{.age = "600", .date = std::string{noon}, .expires = std::string{one}};
    BOOST_TEST((freshness(response).lifetime_seconds == 3000));
}

BOOST_AUTO_TEST_CASE(retry_after_is_a_number_or_a_date) {
    BOOST_TEST((retry_after("120") == 120));
    BOOST_TEST((retry_after(" 120 ", "") == 120));
    BOOST_TEST((retry_after("0") == 0));
    BOOST_TEST((retry_after("99999999999999999999") == std::int64_t{1} << 31));
    BOOST_TEST((retry_after(one) == 3600));
    BOOST_TEST((retry_after("Sunday, 06-Nov-94 13:00:00 GMT") == 3600));
    BOOST_TEST((retry_after(noon, one) == 0), "in the past");
    BOOST_TEST((retry_after(one, "") == Seconds{}));
    for (const std::string_view value : {"", "-1", "soon", "1.5", "120, 120", "\"120\""}) {
        BOOST_TEST((retry_after(value) == Seconds{}), value);
    }
}

BOOST_AUTO_TEST_SUITE_END()
