// SPDX-License-Identifier: BSL-1.0
// cjose: tokens, whose keys are read once. It does not read claims: what it says is that the
// signature holds and what text is signed.
#include "../contestant.hpp"

#include <cjose/cjose.h>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace {

using Key = std::shared_ptr<cjose_jwk_t>;

Key key_of(const std::string& jwk) {
    return {cjose_jwk_import(jwk.data(), jwk.size(), nullptr), cjose_jwk_release};
}

bool verify(const Sample& sample, const std::string& token, const cjose_jwk_t* key) {
    cjose_jws_t* jws = cjose_jws_import(token.data(), token.size(), nullptr);
    if (jws == nullptr) return false;
    const char* algorithm = cjose_header_get(cjose_jws_get_protected(jws), CJOSE_HDR_ALG, nullptr);
    std::uint8_t* claims = nullptr;
    std::size_t size = 0;
    const std::string wanted = sample.kind.hash == vouch::Hash::sha256 ? "RS256" : "RS512";
    const bool is_good = algorithm == wanted && cjose_jws_verify(jws, key, nullptr) &&
                         cjose_jws_get_plaintext(jws, &claims, &size, nullptr);
    cjose_jws_release(jws);
    return is_good;
}

Run verify_tokens(const Sample& sample) {
    return repeat([&sample, key = key_of(sample.jwks.back())] {
        bool is_good = true;
        for (const std::string& token : sample.tokens) {
            is_good = verify(sample, token, key.get()) && is_good;
        }
        return is_good;
    });
}

Run import_keys(const Sample& sample) {
    return repeat([&sample] {
        std::vector<Key> keys;
        keys.reserve(sample.jwks.size());
        for (const std::string& jwk : sample.jwks) keys.push_back(key_of(jwk));
        return std::count(keys.begin(), keys.end(), nullptr) == 0;
    });
}

}  // namespace

std::vector<Contestant> of_cjose() {
    return {{.name = "cjose, claims unread", .version = cjose_version(), .token = verify_tokens},
            {.name = "cjose", .import_keys = import_keys}};
}
