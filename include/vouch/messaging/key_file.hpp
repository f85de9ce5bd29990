// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_KEY_FILE_HPP
#define VOUCH_MESSAGING_KEY_FILE_HPP

#include <vouch/config.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/jose/certificate.hpp>
#include <vouch/jose/jwk.hpp>
#include <vouch/jose/jwk_set.hpp>
#include <vouch/jose/public_key_file.hpp>
#include <vouch/jose/thumbprint.hpp>
#include <vouch/json/reader.hpp>
#include <vouch/json/strict_json.hpp>
#include <vouch/messaging/limits.hpp>
#include <vouch/result.hpp>
#include <vouch/text/base64.hpp>
#include <vouch/text/pem.hpp>
#include <vouch/time/numeric_date.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging {

/// What is in the file of an uploaded key.
struct KeyFile {
    Jwk jwk;  ///< always with a `kid`
    /// The last second for which its certificate is valid, where it has one.
    std::optional<NumericDate> certificate_ends = {};
};

namespace detail {

constexpr Result<void> check_validity(const Certificate& certificate, NumericDate now) noexcept {
    constexpr std::int64_t day = std::int64_t{24} * 60 * 60;
    const NumericDate needed = now.plus_seconds(limits::certificate_days * day);
    if (certificate.not_before() > now || certificate.not_after() < needed) {
        return Errc::certificate_ends;
    }
    return {};
}

/// The certificate of `x5c`, which Jwk has found to be this key's.
constexpr Result<Certificate> read_x5c(json::Value chain, const RsaLimits& limits) {
    const std::string_view text = *(*chain.as_array()->begin()).as_string();
    std::vector<std::uint8_t> der(base64::decoded_size(text.size()), 0);
    der.resize(*base64::decode(text, std::span{der}));
    return Certificate::from_der(der, limits);
}

/// Gives the key the name that it has, or that the caller gives, or its thumbprint.
constexpr Result<Jwk> with_kid(Jwk jwk, std::optional<std::string_view> kid) {
    if (jwk.algorithm().value_or("RS256") != "RS256" && jwk.algorithm() != "RS512") {
        return Errc::key_alg;
    }
    if (jwk.kid()) {
        if (kid && jwk.kid() != kid) return Errc::key_kid;
        return jwk;
    }
    const auto name = thumbprint(jwk.public_key());
    return Jwk::from_key(jwk.public_key(), kid.value_or(name.view()), jwk.algorithm());
}

template <json_reader Json>
constexpr Result<KeyFile> read_jwk_file(std::string_view text, std::optional<std::string_view> kid,
                                        NumericDate now, const Json& reader) {
    const KeysetLimits limits;
    return vouch::detail::with_key_object<KeyFile>(
        reader, text, limits, Errc::key_json, [&](json::Object members) -> Result<KeyFile> {
            if (members.find("keys") && !members.find("kty")) return Errc::key_several;
            Result<Jwk> jwk = Jwk::from_members(members, limits.rsa, PrivatePlaceholders::ignored);
            if (jwk) jwk = with_kid(*std::move(jwk), kid);
            if (!jwk) return jwk.error();
            KeyFile file{*std::move(jwk)};
            if (const auto chain = members.find("x5c")) {
                const Result<Certificate> certificate = read_x5c(*chain, limits.rsa);
                if (!certificate) return certificate.error();
                if (auto valid = check_validity(*certificate, now); !valid) return valid.error();
                file.certificate_ends = certificate->not_after();
            }
            return file;
        });
}

constexpr Result<KeyFile> read_certificate_file(std::string_view bytes,
                                                std::optional<std::string_view> kid,
                                                NumericDate now) {
    const Result<Certificate> certificate = read_certificate(bytes);
    if (!certificate) return certificate.error();
    if (auto valid = check_validity(*certificate, now); !valid) return valid.error();
    Result<Jwk> jwk = Jwk::from_key(certificate->public_key());
    if (jwk) jwk = with_kid(*std::move(jwk), kid);
    if (!jwk) return jwk.error();
    return KeyFile{*std::move(jwk), certificate->not_after()};
}

constexpr Result<KeyFile> read_pem_file(std::string_view text, std::optional<std::string_view> kid,
                                        NumericDate now) {
    const Result<pem::Block> block = vouch::detail::read_only_block(text);
    if (!block) return block.error();
    if (block->label == "CERTIFICATE") return read_certificate_file(text, kid, now);
    const Result<RsaPublicKey> key = read_public_key_pem(text);
    if (!key) return key.error();
    Result<Jwk> jwk = Jwk::from_key(*key);
    if (jwk) jwk = with_kid(*std::move(jwk), kid);
    if (!jwk) return jwk.error();
    return KeyFile{*std::move(jwk)};
}

}  // namespace detail

/// Reads the one public key of an uploaded file: a JWK (RFC 7517 §4), with or without `x5c`; PEM
/// with PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE (RFC 7468); or a certificate in DER.
///
/// Its `kid` is that of the JWK, else the one that the caller gives, else the thumbprint of the key
/// (RFC 7638). A certificate must be valid at `now` and for limits::certificate_days more. The
/// placeholders `"d":"d"` and `"k":"k"` of a JWK are ignored.
///
/// \return `key_several` for a JWK Set or an array; `key_file_format`; `key_private_material`;
/// `key_alg` for an `alg` other than RS256 and RS512; `key_kid` also where the caller gives another
/// than the JWK has; `certificate_ends`; else what read_jwk, read_public_key_pem and
/// read_certificate say.
template <json_reader Json = StrictJson>
constexpr Result<KeyFile> read_key_file(std::string_view bytes, std::optional<std::string_view> kid,
                                        NumericDate now, const Json& reader = {}) {
    if (bytes.size() > vouch::limits::keyset_bytes) return Errc::keyset_too_large;
    const std::size_t first = bytes.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return Errc::key_file_format;
    if (bytes[first] == '[') return Errc::key_several;
    if (bytes[first] == '{') return detail::read_jwk_file(bytes, kid, now, reader);
    if (vouch::detail::is_der(bytes)) return detail::read_certificate_file(bytes, kid, now);
    if (bytes.find("-----BEGIN ") != std::string_view::npos) {
        return detail::read_pem_file(bytes, kid, now);
    }
    return Errc::key_file_format;
}

}  // namespace vouch::inline v1::messaging

#endif
