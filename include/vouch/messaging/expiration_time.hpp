// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_EXPIRATION_TIME_HPP
#define VOUCH_MESSAGING_EXPIRATION_TIME_HPP

#include <vouch/result.hpp>

#include <cstdint>

namespace vouch::inline v1::messaging {

/// An Authorization Token Expiration Time: whole minutes, from 1 to 4320 (72 hours).
class ExpirationTime {
public:
    static constexpr std::int64_t longest_minutes = std::int64_t{72} * 60;

    /// \return `expiration_time` for less than 1 or more than 4320.
    static constexpr Result<ExpirationTime> from_minutes(std::int64_t minutes) noexcept {
        if (minutes < 1 || minutes > longest_minutes) return Errc::expiration_time;
        return ExpirationTime{minutes};
    }

    constexpr std::int64_t minutes() const noexcept { return minutes_; }
    constexpr std::int64_t seconds() const noexcept { return minutes_ * 60; }

    friend constexpr bool operator==(ExpirationTime, ExpirationTime) noexcept = default;

private:
    constexpr explicit ExpirationTime(std::int64_t minutes) noexcept : minutes_{minutes} {}

    std::int64_t minutes_;
};

namespace detail {

template <std::int64_t Minutes>
struct CheckMinutes {
    static constexpr bool ok = [] {
        constexpr bool possible = Minutes >= 1 && Minutes <= ExpirationTime::longest_minutes;
        static_assert(possible,
                      "[VOUCH-181] an Authorization Token Expiration Time is 1 to 4320 minutes (72 "
                      "hours): write minutes<360>. See docs/reference/diagnostics.md");
        return possible;
    }();
};

}  // namespace detail

/// An ExpirationTime that the compiler checks: `minutes<360>`.
template <std::int64_t Minutes>
inline constexpr ExpirationTime minutes =
    *ExpirationTime::from_minutes(detail::CheckMinutes<Minutes>::ok ? Minutes : 1);

}  // namespace vouch::inline v1::messaging

#endif
