// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_IDENTITY_TEXT_HPP
#define VOUCH_TESTS_SUPPORT_IDENTITY_TEXT_HPP

#include <vouch/json/writer.hpp>
#include <vouch/result.hpp>
#include <vouch/verify/identity.hpp>

#include <string>

namespace vouch_tests {

/// All that an identity says, in one text: two with the same text cannot be told apart.
inline std::string text_of(const vouch::Identity& identity) {
    std::string text = std::string{identity.algorithm()} + ' ';
    text += identity.kid() ? '"' + std::string{*identity.kid()} + '"' : std::string{"no kid"};
    for (const vouch::json::Member member : identity.claims().members()) {
        text.append(1, ' ').append(member.name).append(1, ':');
        vouch::json::write(member.value, text);
    }
    return text;
}

/// The same, or why nobody is identified.
inline std::string text_of(const vouch::Result<vouch::Identity>& verdict) {
    return verdict ? text_of(*verdict) : verdict.error().message();
}

}  // namespace vouch_tests

#endif
