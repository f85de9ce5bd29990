// SPDX-License-Identifier: BSL-1.0
// Keys in DER and PEM and certificates. DER has one form for each key, so what is accepted is what
// a writer makes of the key. The input is PEM, base64 of DER, or DER.
#include <vouch/jose/public_key_file.hpp>
#include <vouch/text/base64.hpp>
#include <vouch/text/pem.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/oracle.hpp"
#include "support/der_writer.hpp"

namespace {

using vouch_fuzz::require;
using Octets = std::vector<std::uint8_t>;

void check(const vouch::RsaPublicKey& key) {
    require(key.bits() >= 2048 && key.bits() <= 8192, "2048 to 8192 bits");
    require(key.exponent() >= 65537 && key.exponent() % 2 == 1, "an odd exponent from 65537");
}

void check_der(const Octets& octets) {
    namespace der = vouch_tests::der;
    if (const auto key = vouch::read_rsa_public_key(octets)) {
        check(*key);
        require(der::rsa_public_key(key->modulus(), key->exponent()) == octets,
                "RSAPublicKey has one form");
    }
    if (const auto key = vouch::read_subject_public_key_info(octets)) {
        check(*key);
        const Octets inner = der::rsa_public_key(key->modulus(), key->exponent());
        require(der::subject_public_key_info(inner) == octets, "SubjectPublicKeyInfo has one form");
    }
    if (const auto certificate = vouch::Certificate::from_der(octets)) {
        check(certificate->public_key());
        const vouch::RsaPublicKey& key = certificate->public_key();
        const Octets info =
            der::subject_public_key_info(der::rsa_public_key(key.modulus(), key.exponent()));
        require(std::search(octets.begin(), octets.end(), info.begin(), info.end()) != octets.end(),
                "the key is in the certificate");
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = vouch_fuzz::text_of(data, size);
    check_der({data, data + size});

    Octets octets(vouch::base64::decoded_size(size));
    if (const auto decoded = vouch::base64::decode(text, std::span{octets})) {
        octets.resize(*decoded);
        check_der(octets);
    }

    vouch::pem::Reader reader{text};
    std::size_t blocks = 0;
    while (!reader.at_end()) {
        const auto block = reader.next();
        if (!block) break;
        ++blocks;
        if (const auto body = block->decode()) check_der(*body);
    }
    if (const auto key = vouch::read_public_key_pem(text)) {
        check(*key);
        require(blocks == 1, "one block");
    }
    if (const auto certificate = vouch::read_certificate(text)) check(certificate->public_key());
    return 0;
}
