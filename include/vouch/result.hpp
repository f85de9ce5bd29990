// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RESULT_HPP
#define VOUCH_RESULT_HPP

#include <vouch/error.hpp>

#include <concepts>
#include <cstdlib>
#include <string>  // std::construct_at, in every standard library; <memory> costs twice as much
#include <type_traits>
#include <utility>

namespace vouch::inline v1 {

/// A value of type `T`, or the Error that says why there is none.
///
/// Has the member names of `std::expected`, which C++20 lacks; always this type, whatever the
/// language version, so that translation units built with different ones agree. To read the value
/// of a failed Result, or the error of a good one, ends the program (`std::abort`).
template <class T>
class [[nodiscard]] Result {
public:
    using value_type = T;
    using error_type = Error;

    constexpr Result(const T& value) noexcept(std::is_nothrow_copy_constructible_v<T>)
        : value_(value), good_{true} {}
    constexpr Result(T&& value) noexcept(std::is_nothrow_move_constructible_v<T>)
        : value_(std::move(value)), good_{true} {}
    constexpr Result(const Error& error) noexcept : error_(error), good_{false} {}
    constexpr Result(Errc code) noexcept : error_(code), good_{false} {}

    constexpr Result(const Result& other) noexcept(std::is_nothrow_copy_constructible_v<T>)
        requires std::is_copy_constructible_v<T>
        : nothing_{}, good_{other.good_} {
        construct(other);
    }
    constexpr Result(Result&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
        : nothing_{}, good_{other.good_} {
        construct(std::move(other));
    }
    constexpr Result& operator=(const Result& other)
        requires std::is_copy_constructible_v<T>
    {
        if (this != &other) *this = Result(other);
        return *this;
    }
    constexpr Result& operator=(Result&& other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        if (this != &other) {
            destroy();
            good_ = other.good_;
            construct(std::move(other));
        }
        return *this;
    }
    constexpr ~Result() { destroy(); }

    constexpr bool has_value() const noexcept { return good_; }
    /// Not for a Result of a bool, where it would be taken for the value.
    constexpr explicit operator bool() const noexcept
        requires(!std::same_as<T, bool>)
    {
        return good_;
    }

    constexpr T& value() & noexcept { return require_value(), value_; }
    constexpr const T& value() const& noexcept { return require_value(), value_; }
    constexpr T&& value() && noexcept { return require_value(), std::move(value_); }

    constexpr T& operator*() & noexcept { return value(); }
    constexpr const T& operator*() const& noexcept { return value(); }
    constexpr T&& operator*() && noexcept { return std::move(*this).value(); }
    constexpr T* operator->() noexcept { return &value(); }
    constexpr const T* operator->() const noexcept { return &value(); }

    constexpr const Error& error() const noexcept {
        if (good_) std::abort();
        return error_;
    }

    /// The value, or `fallback` where there is none.
    template <class U>
    constexpr T value_or(U&& fallback) const& {
        return good_ ? value_ : static_cast<T>(std::forward<U>(fallback));
    }

    /// `next(value)`, which returns a Result, or this error.
    template <class F>
    constexpr auto and_then(F&& next) const& -> std::invoke_result_t<F, const T&> {
        if (good_) return std::forward<F>(next)(value_);
        return error_;
    }

    /// A Result of `change(value)`, or this error.
    template <class F>
    constexpr auto transform(F&& change) const& -> Result<std::invoke_result_t<F, const T&>> {
        if (good_) return std::forward<F>(change)(value_);
        return error_;
    }

private:
    constexpr void require_value() const noexcept {
        if (!good_) std::abort();
    }
    template <class Other>
    constexpr void construct(Other&& other) {
        if (good_) {
            std::construct_at(std::addressof(value_), std::forward<Other>(other).value_);
        } else {
            std::construct_at(std::addressof(error_), other.error_);
        }
    }
    constexpr void destroy() noexcept {
        if (good_) {
            std::destroy_at(std::addressof(value_));
        } else {
            std::destroy_at(std::addressof(error_));
        }
    }

    struct Nothing {};
    union {
        Nothing nothing_;
        T value_;
        Error error_;
    };
    bool good_;
};

/// Success, or the Error that says what failed.
template <>
class [[nodiscard]] Result<void> {
public:
    using value_type = void;
    using error_type = Error;

    constexpr Result() noexcept : nothing_{}, good_{true} {}
    constexpr Result(const Error& error) noexcept : error_(error), good_{false} {}
    constexpr Result(Errc code) noexcept : error_(code), good_{false} {}

    // Success is what nearly all of them are: it is copied as the one byte that it takes.
    constexpr Result(const Result& other) noexcept : nothing_{}, good_{other.good_} {
        if (!good_) std::construct_at(std::addressof(error_), other.error_);
    }
    constexpr Result& operator=(const Result& other) noexcept {
        if (this != &other) std::construct_at(this, other);
        return *this;
    }

    constexpr bool has_value() const noexcept { return good_; }
    constexpr explicit operator bool() const noexcept { return good_; }
    constexpr const Error& error() const noexcept {
        if (good_) std::abort();
        return error_;
    }

private:
    struct Nothing {};
    union {
        Nothing nothing_;
        Error error_;
    };
    bool good_;
};

}  // namespace vouch::inline v1

#endif
