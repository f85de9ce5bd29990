// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/http_date.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <string_view>

BOOST_AUTO_TEST_SUITE(http_http_date)

namespace {

using vouch::http::read_http_date;

constexpr std::int64_t seconds(std::string_view text) { return read_http_date(text)->seconds; }

// The examples of RFC 9110 §5.6.7.
static_assert(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784'111'777);
static_assert(seconds("Sunday, 06-Nov-94 08:49:37 GMT") == 784'111'777);
static_assert(seconds("Sun Nov  6 08:49:37 1994") == 784'111'777);
static_assert(!read_http_date("0"));

}  // namespace

BOOST_AUTO_TEST_CASE(has_three_forms_in_any_case) {
    BOOST_TEST(seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0);
    BOOST_TEST(seconds("Fri, 31 Dec 9999 23:59:59 GMT") == vouch::NumericDate::last_second);
    BOOST_TEST(seconds("sUN, 06 nov 1994 08:49:37 gmt") == 784'111'777);
    BOOST_TEST(seconds("SUNDAY, 06-NOV-94 08:49:37 GMT") == 784'111'777);
    BOOST_TEST(seconds("Wed Nov 16 08:49:37 1994") == 784'111'777 + 10 * 86'400);
    BOOST_TEST(seconds("Sat, 31 Dec 2016 23:59:60 GMT") == 1'483'228'800, "a leap second");
}

BOOST_AUTO_TEST_CASE(a_year_of_two_digits_is_in_1970_to_2069) {
    BOOST_TEST(seconds("Thursday, 01-Jan-70 00:00:00 GMT") == 0);
    BOOST_TEST(seconds("Tuesday, 31-Dec-69 23:59:59 GMT") ==
               seconds("Tue, 31 Dec 2069 23:59:59 GMT"));
}

BOOST_AUTO_TEST_CASE(knows_every_month_and_weekday) {
    for (const std::string_view text :
         {"Thu, 01 Jan 2026 00:00:00 GMT", "Sun, 01 Feb 2026 00:00:00 GMT",
          "Sun, 01 Mar 2026 00:00:00 GMT", "Wed, 01 Apr 2026 00:00:00 GMT",
          "Fri, 01 May 2026 00:00:00 GMT", "Mon, 01 Jun 2026 00:00:00 GMT",
          "Wed, 01 Jul 2026 00:00:00 GMT", "Sat, 01 Aug 2026 00:00:00 GMT",
          "Tue, 01 Sep 2026 00:00:00 GMT", "Thu, 01 Oct 2026 00:00:00 GMT",
          "Sun, 01 Nov 2026 00:00:00 GMT", "Tue, 01 Dec 2026 00:00:00 GMT",
          "Monday, 05-Jan-26 00:00:00 GMT", "Tuesday, 06-Jan-26 00:00:00 GMT",
          "Wednesday, 07-Jan-26 00:00:00 GMT", "Thursday, 08-Jan-26 00:00:00 GMT",
          "Friday, 09-Jan-26 00:00:00 GMT", "Saturday, 10-Jan-26 00:00:00 GMT",
          "Sunday, 11-Jan-26 00:00:00 GMT"}) {
        BOOST_TEST(read_http_date(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_days_and_times_that_do_not_exist) {
    BOOST_TEST(read_http_date("Thu, 29 Feb 2024 23:59:59 GMT").has_value());
    for (const std::string_view text :
         {"Sun, 29 Feb 2026 00:00:00 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
          "Sun, 31 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
          "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
          "Sun Nov  0 08:49:37 1994", "Sunday, 31-Nov-94 08:49:37 GMT"}) {
        BOOST_TEST(!read_http_date(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_every_other_text) {
    for (const std::string_view text : {"",
                                        " ",
                                        "0",
                                        "-1",
                                        "784111777",
                                        "1994-11-06T08:49:37Z",
                                        "Sun, 06 Nov 1994 08:49:37",
                                        "Sun, 06 Nov 1994 08:49:37 UTC",
                                        "Sun, 06 Nov 1994 08:49:37 +0000",
                                        "Sun, 06 Nov 1994 08:49:37 GMT ",
                                        " Sun, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 08:49:37 GMT, "
                                        "Sun, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 6 Nov 1994 08:49:37 GMT",
                                        "Sun,06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov 94 08:49:37 GMT",
                                        "Sun, 06-Nov-1994 08:49:37 GMT",
                                        "Sun, 06 November 1994 08:49:37 GMT",
                                        "Son, 06 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nav 1994 08:49:37 GMT",
                                        "Sun, +6 Nov 1994 08:49:37 GMT",
                                        "Sun, 06 Nov -994 08:49:37 GMT",
                                        "Sun, 06 Nov 1994 8:49:37 GMT",
                                        "Sun, 06 Nov 1994 08.49.37 GMT",
                                        "Sunday, 06-Nov-1994 08:49:37 GMT",
                                        "Sunday, 06 Nov 94 08:49:37 GMT",
                                        "Sun, 06-Nov-94 08:49:37 GMT",
                                        "Sun Nov 6 08:49:37 1994",
                                        "Sun Nov 06 08:49:37 94",
                                        "Sun Nov  6 08:49:37 1994 GMT",
                                        ",",
                                        "Sun,",
                                        "Sun, "}) {
        BOOST_TEST(!read_http_date(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_what_ends_early) {
    for (const std::string_view whole :
         {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
          "Sun Nov  6 08:49:37 1994"}) {
        for (std::size_t size = 0; size < whole.size(); ++size) {
            BOOST_TEST(!read_http_date(whole.substr(0, size)).has_value(), whole.substr(0, size));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
