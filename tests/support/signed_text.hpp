// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_SIGNED_TEXT_HPP
#define VOUCH_TESTS_SUPPORT_SIGNED_TEXT_HPP

#include <vouch/testing/clocks.hpp>
#include <vouch/vouch.hpp>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#ifdef VOUCH_TEST_OPENSSL
#include <vouch/crypto/openssl.hpp>
#endif

// Published JWS vectors sign any bytes, seldom a claims set. So their verdicts are checked twice:
// with the parts of the library up to the signature, and with a whole Verifier.

namespace vouch_tests {

/// `use(backend, name)` for each crypto backend that there is.
template <class Use>
void for_each_backend(Use use) {
    use(vouch::Builtin{}, "Builtin");
#ifdef VOUCH_TEST_OPENSSL
    use(vouch::OpenSsl{}, "OpenSsl");
#endif
}

inline std::string file_contents(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The bytes of strict base64url.
inline std::optional<std::string> decoded(std::string_view text) {
    std::string bytes(vouch::base64url::decoded_size(text.size()), '\0');
    const auto size = vouch::base64url::decode(text, std::span<char>{bytes});
    if (!size) return {};
    bytes.resize(*size);
    return bytes;
}

/// The stable name of the reason, or "accepted".
template <class T>
std::string_view verdict_of(const vouch::Result<T>& result) {
    return result ? std::string_view{"accepted"} : vouch::to_string(result.error().code());
}

/// Keys of any number, also none.
template <vouch::crypto_backend Crypto>
struct SharedKeys {
    using policy_kind = vouch::key_source_policy;

    explicit SharedKeys(std::vector<vouch::Jwk> keys)
        : set{std::make_shared<const vouch::KeySet<Crypto>>(Crypto{}, std::move(keys))} {}

    std::shared_ptr<const vouch::KeySet<Crypto>> set;

    std::shared_ptr<const vouch::KeySet<Crypto>> keys() const noexcept { return set; }
};

/// Judges a signed text of any payload by RS256, RS384 and RS512.
template <vouch::crypto_backend Crypto>
class SignedTextVerifier {
public:
    explicit SignedTextVerifier(std::vector<vouch::Jwk> keys)
        : keys_{std::move(keys)}, verifier_{keys_} {}

    /// What the parts say, up to the signature.
    vouch::Result<void> signature(std::string_view text) const {
        const auto token = vouch::CompactToken::parse(text);
        if (!token) return token.error();
        const auto header_text = decoded(token->header());
        const auto payload = decoded(token->payload());
        const auto octets = decoded(token->signature());
        if (!header_text || !payload || !octets) return vouch::Errc::token_encoding;

        const vouch::StrictJson json;
        std::vector<char> storage(vouch::json::detail::encoded_size(header_text->size()));
        const auto header = vouch::Header::read(json, *header_text, storage);
        if (!header) return header.error();
        const std::vector<std::uint8_t> signature(octets->begin(), octets->end());
        if (header->algorithm() == "RS256") return check<vouch::RS256>(*token, *header, signature);
        if (header->algorithm() == "RS384") return check<vouch::RS384>(*token, *header, signature);
        if (header->algorithm() == "RS512") return check<vouch::RS512>(*token, *header, signature);
        return vouch::Errc::alg_not_allowed;
    }

    /// What a Verifier says.
    vouch::Result<vouch::Identity> whole(std::string_view token) const {
        return verifier_.verify(token);
    }

    /// Whether the Verifier refuses what the parts refuse, for the same reason, and finds nothing
    /// wrong before the payload in what they accept.
    bool agrees(std::string_view token) const {
        const auto parts = signature(token);
        const auto identity = whole(token);
        if (!parts) return verdict_of(parts) == verdict_of(identity);
        return identity || identity.error().code() > vouch::Errc::signature_invalid;
    }

private:
    template <vouch::signature_algorithm A>
    vouch::Result<void> check(const vouch::CompactToken& token, const vouch::Header& header,
                              std::span<const std::uint8_t> signature) const {
        const auto entry = keys_.set->template choose<A>(header.kid());
        if (!entry) return entry.error();
        return Crypto{}.template verify<A>(*(*entry)->key, token.signing_input(), signature);
    }

    using Algorithms = vouch::AnyOf<vouch::RS256, vouch::RS384, vouch::RS512>;
    using Clock = vouch::testing::FixedClock<1'300'819'379>;  // a second before RFC 7515's `exp`

    SharedKeys<Crypto> keys_;
    vouch::Verifier<Algorithms, vouch::Issuer<"joe">, SharedKeys<Crypto>, Crypto, Clock,
                    vouch::OptionalSubject>
        verifier_;
};

}  // namespace vouch_tests

#endif
