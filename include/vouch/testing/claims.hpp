// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_CLAIMS_HPP
#define VOUCH_TESTING_CLAIMS_HPP

#include <vouch/jose/claims.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/json/value.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace vouch::inline v1::testing {

/// The claims of a JSON text, so that a rule can be tested without a token:
/// \code
/// const Moment moment{.now = {1'800'000'000}};
/// BOOST_TEST(!MyRule{}.check(ClaimsOf{R"({"roles":"guest"})"}, moment));
/// \endcode
///
/// It owns what it shows. Of use in tests only: no signature stands behind these claims.
class ClaimsOf {
public:
    /// Reads a payload as a Verifier does. Ends the program (`std::abort`) where a Verifier would
    /// refuse the text.
    constexpr explicit ClaimsOf(std::string_view payload)
        : storage_(json::detail::encoded_size(payload.size()), '\0') {
        std::size_t size = 0;
        (void)detail::ClaimsReader::read(StrictJson{}, payload, storage_, size).value();
    }

    /// A view; valid as long as this object lives and is not assigned to.
    constexpr Claims claims() const noexcept {
        return detail::ClaimsReader::stored(storage_.data());
    }
    constexpr operator Claims() const noexcept { return claims(); }

private:
    std::vector<char> storage_;
};

}  // namespace vouch::inline v1::testing

#endif
