// SPDX-License-Identifier: BSL-1.0
// Botan 2: no tokens, but what they need. The verifier is made once for a key; what it is given is
// a message, as for all.
#include "../contestant.hpp"

#include <botan/base64.h>
#include <botan/hash.h>
#include <botan/pubkey.h>
#include <botan/rsa.h>
#include <botan/version.h>
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

const char* name_of(const Sample& sample) {
    return sample.kind.hash == vouch::Hash::sha256 ? "SHA-256" : "SHA-512";
}

const std::uint8_t* bytes(std::string_view text) {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

Botan::RSA_PublicKey key_of(const Octets& modulus) {
    return {Botan::BigInt{modulus.data(), modulus.size()}, Botan::BigInt{65537}};
}

std::string scheme_of(const Sample& sample) {
    return std::string{"EMSA3("} + name_of(sample) + ")";
}

bool verify(Botan::PK_Verifier& verifier, std::string_view message, const Octets& signature) {
    return verifier.verify_message(bytes(message), message.size(), signature.data(),
                                   signature.size());
}

Run verify_signature(const Sample& sample) {
    const auto key = std::make_shared<Botan::RSA_PublicKey>(key_of(sample.moduli.back()));
    const auto verifier = std::make_shared<Botan::PK_Verifier>(*key, scheme_of(sample));
    const std::string_view message = Sample::signing_input(sample.tokens.front());
    const Octets signature = decoded(Sample::signature(sample.tokens.front()));
    return repeat([=] { return verify(*verifier, message, signature); });
}

Run use_first(const Sample& sample) {
    const std::string_view message = Sample::signing_input(sample.tokens.front());
    const Octets signature = decoded(Sample::signature(sample.tokens.front()));
    return repeat([=, &sample, scheme = scheme_of(sample)] {
        const Botan::RSA_PublicKey key = key_of(sample.moduli.back());
        Botan::PK_Verifier verifier{key, scheme};
        return verify(verifier, message, signature);
    });
}

Run import_keys(const Sample& sample) {
    return repeat([&sample] {
        std::vector<Botan::RSA_PublicKey> keys;
        keys.reserve(sample.moduli.size());
        for (const Octets& modulus : sample.moduli) keys.push_back(key_of(modulus));
        return keys.back().get_n().bits() == sample.kind.bits;
    });
}

Run hash(const Sample& sample) {
    const std::shared_ptr<Botan::HashFunction> hash =
        Botan::HashFunction::create_or_throw(name_of(sample));
    return repeat([&sample, hash, digest = Octets(hash->output_length())]() mutable {
        const std::string_view message = Sample::signing_input(sample.tokens.front());
        hash->update(bytes(message), message.size());
        hash->final(digest.data());
        return digest == sample.digest;
    });
}

/// It knows base64 only, so it gets the same octets in that.
Run decode(std::string_view text) {
    std::string padded{text};
    std::replace(padded.begin(), padded.end(), '-', '+');
    std::replace(padded.begin(), padded.end(), '_', '/');
    while (padded.size() % 4 != 0) padded += '=';
    return repeat([padded, result = Octets(padded.size() / 4 * 3)]() mutable {
        try {
            return Botan::base64_decode(result.data(), padded, false) > 0;
        } catch (const Botan::Exception&) {
            return false;
        }
    });
}
Run decode_payload(const Sample& sample) { return decode(Sample::payload(sample.tokens.front())); }
Run decode_signature(const Sample& sample) {
    return decode(Sample::signature(sample.tokens.front()));
}

}  // namespace

std::vector<Contestant> of_botan() {
    return {{.name = "Botan",
             .version = Botan::short_version_string(),
             .signature = verify_signature,
             .first_use = use_first,
             .import_keys = import_keys,
             .hash = hash,
             .decode_payload = decode_payload,
             .decode_signature = decode_signature}};
}
