// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_ERROR_HPP
#define VOUCH_ERROR_HPP

#include <vouch/errc.hpp>
#include <vouch/error_text.hpp>
#include <vouch/text/bounded_text.hpp>
#include <vouch/version.hpp>

#include <string>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace vouch::inline v1 {

/// A reason and, where one is meant, the name of the claim or member that it is about.
///
/// Never holds text of a token, bytes of a key or the value of a claim, so that it can be logged.
class [[nodiscard]] Error {
public:
    constexpr Error(Errc code) noexcept : code_{code} {}
    /// `name` is a name that the program knows, such as `"exp"`, never one that a token brought.
    constexpr Error(Errc code, std::string_view name) noexcept : code_{code}, name_{name} {}

    constexpr Errc code() const noexcept { return code_; }
    /// The claim or member that is meant, at most 46 bytes of it; empty where none is meant.
    constexpr std::string_view name() const noexcept { return name_; }
    constexpr ErrorGroup group() const noexcept { return group_of(code_); }

    /// A sentence for people, with the name where one is meant: `a required claim is missing: sub`.
    std::string message() const {
        std::string text{detail::ErrorText::of(code_).sentence};
        if (!name_.empty()) text.append(": ").append(name_.view());
        return text;
    }

    friend constexpr bool operator==(const Error&, const Error&) noexcept = default;
    friend constexpr bool operator==(const Error& error, Errc code) noexcept {
        return error.code_ == code;
    }

private:
    Errc code_;
    BoundedText<46> name_;
};

/// The category of our codes in `std::error_code`; its name is `"vouch"`.
inline const std::error_category& error_category() noexcept {
    struct Category final : std::error_category {
        const char* name() const noexcept override { return "vouch"; }
        std::string message(int code) const override {
            return Error{static_cast<Errc>(code)}.message();
        }
    };
    static const Category category;
    return category;
}

/// An Errc as the standard library's error code, for code that speaks that language.
inline std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

}  // namespace vouch::inline v1

template <>
struct std::is_error_code_enum<vouch::Errc> : std::true_type {};

#endif
