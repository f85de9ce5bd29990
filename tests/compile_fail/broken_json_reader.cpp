// SPDX-License-Identifier: BSL-1.0
// expect: VOUCH-133
// expect-text: CheckPolicy<Json>
// A JSON reader that reads into something else.
#include <vouch/vouch.hpp>

struct Json {
    using policy_kind = vouch::json_policy;
#ifdef FIXED
    bool read(std::string_view, vouch::json::Builder&) const noexcept { return false; }
#else
    bool read(std::string_view, std::string&) const noexcept { return false; }
#endif
};
template class vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                               vouch::StaticKeys, Json>;

int main() {}
