// SPDX-License-Identifier: BSL-1.0
// cpp-jwt: tokens, with their issuer and times. It takes the key as PEM, and reads it for each
// token.
#include "../contestant.hpp"

#include <jwt/jwt.hpp>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

Run verify_tokens(const Sample& sample) {
    const std::string algorithm = sample.kind.hash == vouch::Hash::sha256 ? "RS256" : "RS512";
    return repeat(
        [&sample, algorithms = jwt::params::algorithms({algorithm}), from = std::string{issuer}] {
            bool is_good = true;
            for (const std::string& token : sample.tokens) {
                std::error_code error;
                (void)jwt::decode(token, algorithms, error, jwt::params::secret(sample.pem),
                                  jwt::params::verify(true), jwt::params::issuer(from));
                is_good = !error && is_good;
            }
            return is_good;
        });
}

}  // namespace

std::vector<Contestant> of_cpp_jwt() {
    return {{.name = "cpp-jwt",
             .version = "of a version that it does not tell",
             .token = verify_tokens}};
}
