// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_CLAIM_RULE_HPP
#define VOUCH_TESTING_LAWS_CLAIM_RULE_HPP

#include <vouch/error.hpp>
#include <vouch/json/writer.hpp>
#include <vouch/result.hpp>
#include <vouch/rules/claim_rule.hpp>
#include <vouch/testing/claims.hpp>
#include <vouch/testing/laws/report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::inline v1::testing {

namespace detail {

/// What an error may not show: part of every name and string of `claims_like` that it changed.
inline constexpr std::string_view token_text = "vouch-law";

/// The claims of `accepted`, and with each of them removed, or changed to a value of each type.
inline std::vector<std::string> claims_like(std::string_view accepted) {
    std::vector<std::string> replacements{
        "",  // none: the claim is left out
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "253402300800",
        "1e400",
        R"("")",
        R"("vouch-law")",
        R"("vouch-law\u0000\u001f\ud83d\ude00")",
        "[]",
        R"(["vouch-law",1,null,[[]]])",
        "{}",
        R"({"vouch-law":{"vouch-law":[]}})",
    };
    std::string long_text = R"(")";
    for (int i = 0; i < 500; ++i) long_text += token_text;
    replacements.push_back(long_text + R"(")");

    std::vector<std::string> texts{std::string{accepted}, "{}", R"({"vouch-law":"vouch-law"})"};
    const ClaimsOf claims{accepted};
    for (const json::Member changed : claims.claims().members()) {
        for (const std::string& replacement : replacements) {
            std::string text = R"({"vouch-law":1)";
            for (const json::Member member : claims.claims().members()) {
                const bool is_changed = member.name == changed.name;
                if (is_changed && replacement.empty()) continue;
                text += ',';
                json::write_string(member.name, text);
                text += ':';
                if (is_changed) {
                    text += replacement;
                } else {
                    json::write(member.value, text);
                }
            }
            texts.push_back(text + '}');
        }
    }
    return texts;
}

inline bool same(const Result<void>& a, const Result<void>& b) {
    return a.has_value() == b.has_value() && (a.has_value() || a.error() == b.error());
}

}  // namespace detail

/// Checks what the concept claim_rule asks and the compiler cannot see; also of the rules that a
/// Verifier has by default.
///
/// `accepted` is a JSON object that the rule accepts at `moment`, with every claim that the rule
/// looks at: the rule is asked about it, and about claims that differ from it, one of them missing
/// or of every other type. The broken laws come back by name. That `check` may be called by several
/// threads at once is not checked here: run it under a thread sanitizer.
template <checks_claims Rule>
LawReport claim_rule_laws(const Rule& rule, std::string_view accepted, const Moment& moment = {}) {
    LawReport report;
    report.require(rule.check(ClaimsOf{accepted}, moment).has_value(),
                   "accepts the claims that it should");

    const std::vector<std::string> texts = detail::claims_like(accepted);
    std::vector<Result<void>> verdicts;
    for (const std::string& text : texts) {
        const ClaimsOf claims{text};
        verdicts.push_back(rule.check(claims, moment));
        const Result<void>& verdict = verdicts.back();
        report.require(detail::same(rule.check(claims, moment), verdict),
                       "gives one verdict twice");
        if (verdict) continue;
        const Error& error = verdict.error();
        report.require(error.code() >= Errc::claim_missing && error.code() <= Errc::claim_refused,
                       "refuses for a reason that is about claims");
        report.require(error.name().find(detail::token_text) == std::string_view::npos,
                       "shows no text of the token in an error");
    }
    for (std::size_t i = texts.size(); i-- > 0;) {
        const ClaimsOf claims{texts[i]};
        report.require(detail::same(rule.check(claims, moment), verdicts[i]),
                       "judges by the claims and the moment alone");
    }
    return report;
}

}  // namespace vouch::inline v1::testing

#endif
