// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_JOSE_CERTIFICATE_HPP
#define VOUCH_JOSE_CERTIFICATE_HPP

#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/jose/certificate_time.hpp>
#include <vouch/jose/public_key_der.hpp>
#include <vouch/result.hpp>
#include <vouch/text/der.hpp>
#include <vouch/time/numeric_date.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

namespace vouch::inline v1 {

/// An X.509 certificate (RFC 5280 §4.1) as an envelope for an RSA public key.
///
/// Says nothing about trust: neither its signature nor its chain, names or extensions are checked,
/// and its period of validity is reported, not compared with a clock. Trust comes from where the
/// certificate was got, as it does for a bare key (RFC 7517 §9.1).
class Certificate {
public:
    /// Reads a certificate in DER.
    ///
    /// \return `der_malformed` where the encoding is at fault, `certificate_malformed` where the
    /// form is, `key_type` where the key is not an RSA key, or what RsaPublicKey::from_octets says.
    static constexpr Result<Certificate> from_der(std::span<const std::uint8_t> octets,
                                                  const RsaLimits& limits = {}) {
        der::Fault fault = der::Fault::none;
        der::Reader certificate{octets, der::Tag::sequence, fault};
        der::Reader contents = certificate.enter(der::Tag::sequence);  // TBSCertificate
        const der::Octets signature_algorithm = read_algorithm(certificate);
        certificate.octets_of_bit_string();  // the signature
        certificate.end();

        const Version version = read_version(contents);
        contents.integer();  // the serial number; negative ones exist (§4.1.2.2)
        const der::Octets signed_algorithm = read_algorithm(contents);
        read_name(contents);  // the issuer
        der::Reader validity = contents.enter(der::Tag::sequence);
        const NumericDate not_before = detail::read_certificate_time(validity);
        const NumericDate not_after = detail::read_certificate_time(validity);
        validity.end();
        read_name(contents);  // the subject
        const der::Octets key_info = contents.read_whole(der::Tag::sequence);
        if (version != Version::v1) read_unique_identifiers(contents);
        if (version == Version::v3) read_extensions(contents);
        contents.end();

        if (fault == der::Fault::encoding) return Errc::der_malformed;
        if (fault == der::Fault::form) return Errc::certificate_malformed;
        if (!std::equal(signature_algorithm.begin(), signature_algorithm.end(),
                        signed_algorithm.begin(), signed_algorithm.end())) {
            return Errc::certificate_malformed;  // §4.1.1.2
        }
        Result<RsaPublicKey> key = read_subject_public_key_info(key_info, limits);
        if (!key) return key.error();
        return Certificate{*std::move(key), not_before, not_after};
    }

    constexpr const RsaPublicKey& public_key() const noexcept { return public_key_; }
    /// The first second of the period of validity (RFC 5280 §4.1.2.5).
    constexpr NumericDate not_before() const noexcept { return not_before_; }
    /// The last second of it; NumericDate::last_second where no end is known (§4.1.2.5).
    constexpr NumericDate not_after() const noexcept { return not_after_; }

private:
    enum class Version : std::uint8_t { v1, v2, v3 };

    constexpr Certificate(RsaPublicKey&& key, NumericDate not_before, NumericDate not_after)
        : public_key_(std::move(key)), not_before_{not_before}, not_after_{not_after} {}

    /// Version, which is not written where it is v1 (§4.1.2.1, X.690 §11.5).
    static constexpr Version read_version(der::Reader& contents) {
        if (!contents.next_is(der::context_constructed(0))) return Version::v1;
        der::Reader wrapping = contents.enter(der::context_constructed(0));
        const der::Octets number = wrapping.integer();
        wrapping.end();
        if (number.size() == 1 && number[0] == 1) return Version::v2;
        if (number.size() == 1 && number[0] == 2) return Version::v3;
        contents.refuse();
        return Version::v1;
    }

    /// AlgorithmIdentifier (§4.1.1.2), of which all octets are returned.
    static constexpr der::Octets read_algorithm(der::Reader& reader) {
        der::Reader copy = reader;
        der::Reader algorithm = copy.enter(der::Tag::sequence);
        algorithm.read(der::Tag::object_identifier);
        if (!algorithm.at_end()) algorithm.skip();
        algorithm.end();
        return reader.read_whole(der::Tag::sequence);
    }

    /// Name (§4.1.2.4): sets of attributes, of any type and value.
    static constexpr void read_name(der::Reader& contents) {
        der::Reader name = contents.enter(der::Tag::sequence);
        while (!name.at_end()) {
            der::Reader attributes = name.enter(der::Tag::set);
            do {
                der::Reader attribute = attributes.enter(der::Tag::sequence);
                attribute.read(der::Tag::object_identifier);
                attribute.skip();
                attribute.end();
            } while (!attributes.at_end());
        }
    }

    /// UniqueIdentifier, of issuer and subject (§4.1.2.8).
    static constexpr void read_unique_identifiers(der::Reader& contents) {
        for (const std::uint8_t number : {std::uint8_t{1}, std::uint8_t{2}}) {
            const der::Tag tag = der::context_primitive(number);
            if (contents.next_is(tag)) contents.read(tag);
        }
    }

    /// Extensions (§4.1.2.9), of any type and value.
    static constexpr void read_extensions(der::Reader& contents) {
        if (!contents.next_is(der::context_constructed(3))) return;
        der::Reader wrapping = contents.enter(der::context_constructed(3));
        der::Reader extensions = wrapping.enter(der::Tag::sequence);
        wrapping.end();
        do {
            der::Reader extension = extensions.enter(der::Tag::sequence);
            extension.read(der::Tag::object_identifier);
            // FALSE is the default, which DER leaves out; certificates exist that write it.
            if (extension.next_is(der::Tag::boolean)) extension.boolean();
            extension.read(der::Tag::octet_string);
            extension.end();
        } while (!extensions.at_end());
    }

    RsaPublicKey public_key_;
    NumericDate not_before_;
    NumericDate not_after_;
};

}  // namespace vouch::inline v1

#endif
