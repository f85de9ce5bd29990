// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_EMBEDDED_TOKEN_HPP
#define VOUCH_TESTS_SUPPORT_EMBEDDED_TOKEN_HPP

#include <string_view>

// The first key of docs/examples/keyset.json and the token in docs/examples/token.txt, for tests
// that the compiler runs: it cannot sign.

namespace vouch_tests {

/// To be a template argument: `EmbeddedKeys<embedded_keys>`.
inline constexpr char embedded_keys[] =
    R"({"keys":[{"kty":"RSA","use":"sig","kid":"2026-01","alg":"RS256","e":"AQAB","n":")"
    "sJ0uKflaw1Y_eqvpLmzJt_7vcOXVU9us8LbklYex0mqRne0djJCpoGvzGFz3ymNZCL70cMPqwRPdE1A2"
    "d0XYKsrT4Duq3jlmn0pkMOlcbKXe-KraWNaLDCiw_8cGI7QEFMllokAzGAVL_ZtaHSH4P4KKKx_ZDXQM"
    "GLF8B8yhPJn8h5ajHMZZwrkyOMyRhezJ3iXEpKw_zb8eDK8K2ld6yQSnLYuzUxCtfCdQjH7wcZtxvZ6v"
    "9Sb2gPwD-CJ3oLMj_0fQoVJIECAl5tDr-jMW_EpRcwBwgdoEY0UsS1B6YEUNqYNKrZRDHf2yp4s-KhP9"
    "f0IZi8n_bt4Eo79WcyfUgw"
    R"("}]})";

/// `{"alg":"RS256","typ":"JWT","kid":"2026-01"}` and `{"iss":"https://login.example.com",
/// "sub":"customer-4711","iat":1767225600,"exp":4102444800,"name":"Zo\u00eb"}`.
inline constexpr std::string_view embedded_token =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6IjIwMjYtMDEifQ"
    "."
    "eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUuY29tIiwic3ViIjoiY3VzdG9tZXItNDcxMSIsImlhdCI6MTc2"
    "NzIyNTYwMCwiZXhwIjo0MTAyNDQ0ODAwLCJuYW1lIjoiWm9cdTAwZWIifQ"
    "."
    "dH8ytlM3gto0R-X22SUVFIi65hFcG_F4b26UJJ0GA_XH05jGu-UZEWoZmYBRgOK0MGDcLaRpKS8pQIyLbpxXGPfd"
    "MC7UE6hnQruxhrphORPqc23OsB0IrsuZQkLbJRAgDW2sv7YiThCJQeq40ke_at0Ooa5ZAaT4ly_NLKpoVbee-koB"
    "EfblMl8uHAmGeJSj5ytXwN7jhxRMzhMCFk8BlNTCZVqYo4-yLJ8EfLYlpXJ6lOsUJswlVcBAC127FMm1bFvD3zkX"
    "WIPifkFWU-ZZJTE8Bs6IkpcgVnjcU1XiX4cwrezHFBZHcD0l0JEwC8g38oRmPL45KD-9YZx4ELxuXg";

}  // namespace vouch_tests

#endif
