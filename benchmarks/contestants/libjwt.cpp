// SPDX-License-Identifier: BSL-1.0
// libjwt: tokens. It takes the key as PEM, and reads it for each token; its tokens say nothing of
// times and issuers that it would check, so that is done here.
#include "../contestant.hpp"

#include <jwt.h>
#include <ctime>
#include <string>
#include <vector>

namespace {

bool verify(const Sample& sample, const std::string& token) {
    jwt_t* jwt = nullptr;
    const auto* pem = reinterpret_cast<const unsigned char*>(sample.pem.data());
    if (jwt_decode(&jwt, token.c_str(), pem, static_cast<int>(sample.pem.size())) != 0) {
        return false;
    }
    const char* from = jwt_get_grant(jwt, "iss");
    const bool is_rs256 = sample.kind.hash == vouch::Hash::sha256;
    const bool is_good = jwt_get_alg(jwt) == (is_rs256 ? JWT_ALG_RS256 : JWT_ALG_RS512) &&
                         from != nullptr && from == issuer &&
                         jwt_get_grant_int(jwt, "exp") > std::time(nullptr);
    jwt_free(jwt);
    return is_good;
}

Run verify_tokens(const Sample& sample) {
    return repeat([&sample] {
        bool is_good = true;
        for (const std::string& token : sample.tokens) is_good = verify(sample, token) && is_good;
        return is_good;
    });
}

}  // namespace

std::vector<Contestant> of_libjwt() {
    return {{.name = "libjwt", .version = VERSION_OF_LIBJWT, .token = verify_tokens}};
}
