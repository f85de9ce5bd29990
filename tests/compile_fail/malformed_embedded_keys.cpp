// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-150
// expect-text: key_exponent
// A key set in the program whose only key has the exponent 1.
#include <vouch/vouch.hpp>

#ifdef FIXED
#define EXPONENT "AQAB"
#else
#define EXPONENT "AQ"
#endif
using Keys = vouch::EmbeddedKeys<
    R"({"keys":[{"kty":"RSA","kid":"2026-01","alg":"RS256","n":"sJ0uKflaw1Y_eqvpLmzJt_7vcOXVU9us8LbklYex0mqRne0djJCpoGvzGFz3ymNZCL70cMPqwRPdE1A2d0XYKsrT4Duq3jlmn0pkMOlcbKXe-KraWNaLDCiw_8cGI7QEFMllokAzGAVL_ZtaHSH4P4KKKx_ZDXQMGLF8B8yhPJn8h5ajHMZZwrkyOMyRhezJ3iXEpKw_zb8eDK8K2ld6yQSnLYuzUxCtfCdQjH7wcZtxvZ6v9Sb2gPwD-CJ3oLMj_0fQoVJIECAl5tDr-jMW_EpRcwBwgdoEY0UsS1B6YEUNqYNKrZRDHf2yp4s-KhP9f0IZi8n_bt4Eo79WcyfUgw","e":")" EXPONENT
    R"("}]})">;
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Keys>;

int main() {}
