// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_BENCHMARKS_CONTESTANT_HPP
#define VOUCH_BENCHMARKS_CONTESTANT_HPP

#include "sample.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

/// Does something so many times. \return whether it went well each time.
using Run = std::function<bool(std::size_t times)>;

/// That runs what does it once.
template <class Operation>
Run repeat(Operation operation) {
    return [operation = std::move(operation)](std::size_t times) mutable {
        bool is_good = true;
        for (; times > 0; --times) {
            is_good = operation() && is_good;
            asm volatile("" ::: "memory");  // nothing is known about the next one
        }
        return is_good;
    };
}

/// Prepares, once, all that can be prepared. The sample outlives what is returned.
using Maker = std::function<Run(const Sample&)>;

/// One library, used in one way: the fastest that it offers for what is asked. What it cannot do,
/// or does as another contestant of the same library does it, is empty.
struct Contestant {
    std::string name;
    std::string version = {};  ///< of its library, where it is not vouch

    Maker signature = {};    ///< verifies the signatures of the tokens, one by one
    Maker token = {};        ///< verifies the tokens, one by one: signature, issuer, times
    Maker known_token = {};  ///< that, for tokens which have been verified and are kept
    Maker key_set = {};      ///< that, with the key to be found among many
    Maker batch = {};        ///< verifies the tokens in one call
    Maker first_use = {};    ///< makes a key of its modulus and verifies one signature with it
    Maker import_keys = {};  ///< makes usable keys of the key set
    Maker hash = {};         ///< hashes the signing input of the first token
    Maker decode_payload = {};
    Maker decode_signature = {};
};

// Those of one library each, in contestants/*.cpp. Only those are linked whose library is there.
std::vector<Contestant> of_openssl();
std::vector<Contestant> of_vouch();
std::vector<Contestant> of_botan();
std::vector<Contestant> of_cjose();
std::vector<Contestant> of_cpp_jwt();
std::vector<Contestant> of_libjwt();
std::vector<Contestant> of_mbedtls();

#endif
