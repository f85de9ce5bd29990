// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_PUBLIC_KEY_FILE_HPP
#define VOUCH_JOSE_PUBLIC_KEY_FILE_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/jose/certificate.hpp>
#include <vouch/jose/public_key_der.hpp>
#include <vouch/result.hpp>
#include <vouch/text/pem.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace vouch::inline v1 {

namespace detail {

/// Whether a file is DER: a SEQUENCE with a length over 127. Text can start with its first
/// character as well, `0`; but the next is not ASCII.
constexpr bool is_der(std::string_view file) noexcept {
    return file.size() >= 2 && file[0] == '\x30' && static_cast<unsigned char>(file[1]) >= 0x80;
}

/// The one block of a PEM text. All blocks are looked at before that is said to be too many: a
/// private key among them is the worse news.
constexpr Result<pem::Block> read_only_block(std::string_view text) noexcept {
    if (text.size() > limits::keyset_bytes) return Errc::keyset_too_large;
    pem::Reader reader{text};
    Result<pem::Block> first = Errc::pem_format;
    bool several = false;
    do {
        const Result<pem::Block> block = reader.next();
        if (!block) return block;
        if (block->label.find("PRIVATE KEY") != std::string_view::npos) {
            return Errc::key_private_material;
        }
        several = first.has_value();
        if (!several) first = block;
    } while (!reader.at_end());
    if (several) return Errc::pem_several_blocks;
    return first;
}

}  // namespace detail

/// Reads the one RSA public key of a PEM text: a `PUBLIC KEY` (RFC 7468 §13), an `RSA PUBLIC KEY`
/// (PKCS #1) or the key of a `CERTIFICATE` (§5).
///
/// \return `keyset_too_large` for more than limits::keyset_bytes, `pem_format`,
/// `key_private_material` where any block is labelled as a private key, encrypted or not,
/// `pem_several_blocks` or `pem_label`; else what read_subject_public_key_info, read_rsa_public_key
/// or Certificate::from_der says.
constexpr Result<RsaPublicKey> read_public_key_pem(std::string_view text,
                                                   const RsaLimits& limits = {}) {
    const Result<pem::Block> block = detail::read_only_block(text);
    if (!block) return block.error();
    const bool certificate = block->label == "CERTIFICATE";
    const bool pkcs1 = block->label == "RSA PUBLIC KEY";
    if (!certificate && !pkcs1 && block->label != "PUBLIC KEY") return Errc::pem_label;

    const Result<std::vector<std::uint8_t>> octets = block->decode();
    if (!octets) return octets.error();
    if (pkcs1) return read_rsa_public_key(*octets, limits);
    if (!certificate) return read_subject_public_key_info(*octets, limits);
    return Certificate::from_der(*octets, limits).transform([](const Certificate& read) {
        return read.public_key();
    });
}

/// Reads the one certificate of a file that is DER or PEM with the label `CERTIFICATE`.
///
/// \return `keyset_too_large` for more than limits::keyset_bytes, `pem_format`,
/// `key_private_material`, `pem_several_blocks`, `pem_label`; else what Certificate::from_der says.
constexpr Result<Certificate> read_certificate(std::string_view file,
                                               const RsaLimits& limits = {}) {
    if (file.size() > limits::keyset_bytes) return Errc::keyset_too_large;
    if (detail::is_der(file)) {
        std::vector<std::uint8_t> octets;
        octets.reserve(file.size());
        for (const char c : file) octets.push_back(static_cast<std::uint8_t>(c));
        return Certificate::from_der(octets, limits);
    }
    const Result<pem::Block> block = detail::read_only_block(file);
    if (!block) return block.error();
    if (block->label != "CERTIFICATE") return Errc::pem_label;
    const Result<std::vector<std::uint8_t>> octets = block->decode();
    if (!octets) return octets.error();
    return Certificate::from_der(*octets, limits);
}

}  // namespace vouch::inline v1

#endif
