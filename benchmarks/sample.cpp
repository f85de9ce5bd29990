// SPDX-License-Identifier: BSL-1.0
#include "sample.hpp"

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/text/base64url.hpp>

#include <cstddef>
#include <map>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using vouch::testing::KeyPair;

const KeyPair& pair_of(std::size_t bits) {
    if (bits == 2048) return vouch::testing::rsa_2048;
    return bits == 3072 ? vouch::testing::rsa_3072 : vouch::testing::rsa_4096;
}

std::string kid(std::size_t number) {
    std::string digits = std::to_string(number);
    return "key-" + std::string(3 - digits.size(), '0') + digits;
}

/// A modulus that nobody knows the factors of.
std::string random_modulus(std::size_t bits, std::mt19937_64& random) {
    std::string digits;
    while (digits.size() < bits / 4) digits += "0123456789abcdef"[random() % 16];
    digits.front() = 'f';
    digits.back() = '1';
    return digits;
}

/// The claims of a token, filled up to the size that is wanted: of the whole token with a key of
/// 2048 bits, it is 769 or 2,452 bytes.
std::string claims(std::size_t number, bool is_large) {
    std::string text = R"({"iss":")" + std::string{issuer} + R"(","sub":"customer-)" +
                       std::to_string(1000 + number) +
                       R"(","iat":1767225600,"nbf":1767225600,"exp":4102444800,)"
                       R"("jti":"f81d4fae-7dec-11d0-a765-00a0c91e6bf6","name":"Zoe Example",)"
                       R"("email":"zoe@example.com","locale":"de-CH","roles":["reader")";
    const std::size_t size = is_large ? 1537 : 275;
    for (std::size_t role = 100; is_large && text.size() + 100 < size; ++role) {
        text += R"(,"project-)" + std::to_string(role) + R"(-writer")";
    }
    text += R"(],"nonce":")";
    if (text.size() + 2 > size) throw std::logic_error{"the claims are too long"};
    text.append(size - 2 - text.size(), 'n');
    return text + R"("})";
}

/// Signing is slow, and many samples have the same tokens.
std::string token(const SampleKind& kind, std::size_t number) {
    static std::map<std::tuple<std::size_t, vouch::Hash, bool, std::size_t>, std::string> made;
    std::string& text = made[{kind.bits, kind.hash, kind.is_large, number}];
    if (!text.empty()) return text;
    const KeyPair& pair = pair_of(kind.bits);
    const auto sign = [&]<class A>(A) {
        return pair.token<A>(
            R"({"alg":")" + std::string{A::name} + R"(","typ":"JWT","kid":")" + kid(0) + R"("})",
            claims(number, kind.is_large));
    };
    text = kind.hash == vouch::Hash::sha256 ? sign(vouch::RS256{}) : sign(vouch::RS512{});
    if (kind.bits == 2048 && text.size() != (kind.is_large ? 2452 : 769)) {
        throw std::logic_error{"a token of " + std::to_string(text.size()) + " bytes"};
    }
    return text;
}

}  // namespace

std::string_view Sample::signing_input(std::string_view token) {
    return token.substr(0, token.rfind('.'));
}
std::string_view Sample::payload(std::string_view token) {
    return signing_input(token).substr(token.find('.') + 1);
}
std::string_view Sample::signature(std::string_view token) {
    return token.substr(token.rfind('.') + 1);
}

Octets decoded(std::string_view text) {
    Octets octets(vouch::base64url::decoded_size(text.size()));
    if (!vouch::base64url::decode(text, std::span{octets})) {
        throw std::logic_error{"this is not base64url"};
    }
    return octets;
}

Sample make_sample(const SampleKind& kind) {
    Sample sample;
    sample.kind = kind;
    for (std::size_t i = 0; i < kind.tokens; ++i) sample.tokens.push_back(token(kind, i % 64));

    std::mt19937_64 random{1};
    sample.key_set = R"({"keys":[)";
    const auto add = [&](const KeyPair& pair, std::size_t number) {
        const vouch::RsaPublicKey key = pair.public_key();
        sample.moduli.emplace_back(key.modulus().begin(), key.modulus().end());
        sample.jwks.push_back(pair.jwk(kid(number)));
        sample.pem = pair.pem();
        sample.key_set += sample.jwks.back() + (number == 0 ? "]}" : ",");
    };
    for (std::size_t number = kind.keys - 1; number > 0; --number) {
        const std::string modulus = random_modulus(kind.bits, random);
        add(KeyPair{modulus, "1"}, number);
    }
    add(pair_of(kind.bits), 0);

    const auto hash = [&]<vouch::Hash H>() {
        const auto digest = vouch::builtin::hash<H>(Sample::signing_input(sample.tokens.front()));
        sample.digest.assign(digest.begin(), digest.end());
    };
    if (kind.hash == vouch::Hash::sha256) {
        hash.operator()<vouch::Hash::sha256>();
    } else {
        hash.operator()<vouch::Hash::sha512>();
    }
    return sample;
}

Sample with_another_signature(Sample sample) {
    std::string& token = sample.tokens.back();
    Octets signature = decoded(Sample::signature(token));
    signature[signature.size() / 2] ^= 0x10;
    const std::string text{Sample::signing_input(token)};
    token = text + '.' + vouch::base64url::encode(std::string{signature.begin(), signature.end()});
    return sample;
}

Sample with_another_digest(Sample sample) {
    sample.digest.back() ^= 0x10;
    return sample;
}

Sample with_bad_characters(Sample sample) {
    std::string& token = sample.tokens.front();
    token[token.find('.') + 150] = '!';
    token[token.rfind('.') + 150] = '!';
    return sample;
}
