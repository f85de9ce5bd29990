// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_EXPLANATION_HPP
#define VOUCH_MESSAGING_EXPLANATION_HPP

#include <vouch/messaging/decision.hpp>
#include <vouch/result.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

/// What became of a check.
enum class Outcome : std::uint8_t {
    passed,
    failed,
    not_reached,  ///< it could not be made, because of what failed before it
};

constexpr std::string_view to_string(Outcome outcome) noexcept {
    switch (outcome) {
        case Outcome::passed:
            return "passed";
        case Outcome::failed:
            return "failed";
        case Outcome::not_reached:
            return "not reached";
    }
    return "unknown";
}

/// One of the checks of an exchange. Holds names of a set-up and reasons, never text of a token.
struct Check {
    Stage stage;
    std::string name;  ///< `"channel"`, `"exp"`; rules of users are `"rule 1"` and so on
    Outcome outcome = Outcome::not_reached;
    std::optional<Error> error = {};  ///< why it failed, where it did
    std::string hint = {};            ///< what may be meant otherwise; empty where nothing is known
    /// What it consists of, if anything. It failed where one of these did, with the error of the
    /// first; it passed where all did.
    std::vector<Check> checks = {};
};

/// Why a token is accepted or refused: all checks of an exchange in their order. It is for the
/// operator: it shows names of the set-up, and there is no way from it to an Identity.
class Explanation {
public:
    explicit Explanation(std::vector<Check> checks) noexcept : checks_{std::move(checks)} {}

    const std::vector<Check>& checks() const noexcept { return checks_; }

    /// The error of the first check that failed; success where none did.
    Result<void> verdict() const noexcept {
        for (const Check& check : checks_) {
            if (check.error) return *check.error;
        }
        return {};
    }

    /// Lines for people: the verdict, then a line for each check, indented below what it is part
    /// of, with its hint below it. Where all parts passed, or none was reached, they are left out.
    std::string to_text() const {
        const Result<void> result = verdict();
        std::string text = result ? "accepted\n" : "refused: " + result.error().message() + '\n';
        for (const Check& check : checks_) append(check, 1, text);
        return text;
    }

private:
    static void append(const Check& check, std::size_t depth, std::string& text) {
        constexpr std::size_t width = 2;
        text.append(width * depth, ' ').append(check.name).append(": ");
        text.append(to_string(check.outcome));
        if (check.error && check.checks.empty()) text.append(": ").append(check.error->message());
        text += '\n';
        if (!check.hint.empty()) {
            text.append(width * (depth + 1), ' ').append("hint: ").append(check.hint) += '\n';
        }
        const auto is_alike = [&](const Check& part) { return part.outcome == check.outcome; };
        const bool says_all = std::all_of(check.checks.begin(), check.checks.end(), is_alike);
        if (says_all && check.outcome != Outcome::failed) return;
        for (const Check& part : check.checks) append(part, depth + 1, text);
    }

    std::vector<Check> checks_;
};

namespace detail {

inline Check not_reached(Stage stage, std::string_view name) { return {stage, std::string{name}}; }

/// A check that was made. Where it failed, `hint(error)` may know more.
template <class T, class Hint>
Check made(Stage stage, std::string_view name, const Result<T>& result, Hint hint) {
    if (result.has_value()) return {stage, std::string{name}, Outcome::passed};
    const Error error = result.error();
    return {stage, std::string{name}, Outcome::failed, error, hint(error)};
}
template <class T>
Check made(Stage stage, std::string_view name, const Result<T>& result) {
    return made(stage, name, result, [](const Error&) { return std::string{}; });
}

/// What consists of `parts`.
inline Check made_of(Stage stage, std::string_view name, std::vector<Check> parts) {
    Check whole = not_reached(stage, name);
    const auto is_passed = [](const Check& part) { return part.outcome == Outcome::passed; };
    if (std::all_of(parts.begin(), parts.end(), is_passed)) whole.outcome = Outcome::passed;
    for (const Check& part : parts) {
        if (part.outcome != Outcome::failed || whole.error) continue;
        whole.outcome = Outcome::failed;
        whole.error = part.error;
    }
    whole.checks = std::move(parts);
    return whole;
}

}  // namespace detail

}  // namespace vouch::inline v1::messaging

#endif
