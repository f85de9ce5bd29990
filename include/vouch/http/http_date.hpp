// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_HTTP_HTTP_DATE_HPP
#define VOUCH_HTTP_HTTP_DATE_HPP

#include <vouch/time/calendar.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/version.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vouch::inline v1::http {

namespace detail {

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    };
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

/// Reads a date from left to right. What does not fit makes it bad, and it stays so.
class HttpDateReader {
public:
    constexpr explicit HttpDateReader(std::string_view text) noexcept : rest_{text} {}

    constexpr void read(std::string_view expected) noexcept {
        good_ = good_ && equal_ignoring_case(rest_.substr(0, expected.size()), expected);
        if (good_) rest_.remove_prefix(expected.size());
    }
    /// Reads one of some names of three letters.
    /// \return Which; 0 is the first.
    template <std::size_t Count>
    constexpr std::int64_t read_name(const std::array<std::string_view, Count>& names) noexcept {
        for (std::size_t i = 0; good_ && i < Count; ++i) {
            if (!equal_ignoring_case(rest_.substr(0, names[i].size()), names[i])) continue;
            rest_.remove_prefix(names[i].size());
            return static_cast<std::int64_t>(i);
        }
        good_ = false;
        return 0;
    }
    constexpr std::int64_t read_number(std::size_t digits) noexcept {
        good_ = good_ && rest_.size() >= digits;
        std::int64_t value = 0;
        for (; good_ && digits > 0; --digits, rest_.remove_prefix(1)) {
            good_ = rest_[0] >= '0' && rest_[0] <= '9';
            value = 10 * value + (rest_[0] - '0');
        }
        return value;
    }
    constexpr bool next_is(char c) const noexcept { return rest_.starts_with(c); }
    constexpr bool at_end() const noexcept { return good_ && rest_.empty(); }

private:
    std::string_view rest_;
    bool good_ = true;
};

inline constexpr std::array<std::string_view, 7> day_names{"Mon", "Tue", "Wed", "Thu",
                                                           "Fri", "Sat", "Sun"};
inline constexpr std::array<std::string_view, 7> long_day_names{
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
inline constexpr std::array<std::string_view, 12> month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

}  // namespace detail

/// Reads a date of a header in the three forms that HTTP has for one (RFC 9110 §5.6.7): `Sun, 06
/// Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and `Sun Nov  6 08:49:37 1994`, in
/// upper or lower case (RFC 9111 §4.2).
///
/// Whether the weekday is that of the date is not looked at. A year of two digits is in 1970 to
/// 2069.
/// \return Nothing for any other text, and for days and times that do not exist.
constexpr std::optional<NumericDate> read_http_date(std::string_view text) noexcept {
    detail::HttpDateReader reader{text};
    std::int64_t year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const auto read_time = [&] {
        hour = reader.read_number(2);
        reader.read(":");
        minute = reader.read_number(2);
        reader.read(":");
        second = reader.read_number(2);
    };

    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos) {  // asctime
        reader.read_name(detail::day_names);
        reader.read(" ");
        month = reader.read_name(detail::month_names) + 1;
        reader.read(" ");
        if (reader.next_is(' ')) {
            reader.read(" ");
            day = reader.read_number(1);
        } else {
            day = reader.read_number(2);
        }
        reader.read(" ");
        read_time();
        reader.read(" ");
        year = reader.read_number(4);
    } else {
        const bool fixed = comma == 3;
        const std::string_view between = fixed ? " " : "-";
        if (fixed) {
            reader.read_name(detail::day_names);
        } else {
            reader.read_name(detail::long_day_names);
        }
        reader.read(", ");
        day = reader.read_number(2);
        reader.read(between);
        month = reader.read_name(detail::month_names) + 1;
        reader.read(between);
        year = reader.read_number(fixed ? 4 : 2);
        if (!fixed) year += year < 70 ? 2000 : 1900;
        reader.read(" ");
        read_time();
        reader.read(" GMT");
    }

    if (!reader.at_end() || day < 1 || day > vouch::detail::days_in_month(year, month)) return {};
    if (hour > 23 || minute > 59 || second > 60) return {};  // 60 is a leap second
    const std::int64_t days = vouch::detail::days_since_epoch(year, month, day);
    return NumericDate{((days * 24 + hour) * 60 + minute) * 60 + second, 0};
}

}  // namespace vouch::inline v1::http

#endif
