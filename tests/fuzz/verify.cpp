// SPDX-License-Identifier: BSL-1.0
// The whole of `verify`. The input is a header, a line feed and a payload. Signed for each input
// anew, so that it gets as far as the rules; and as it is.
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/vouch.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "fuzz/oracle.hpp"
#include "support/slow_json.hpp"

namespace {

using vouch_fuzz::require;
using vouch_tests::Tree;

constexpr std::int64_t now = 1'700'000'000;
constexpr std::string_view issuer = "joe";

/// Calls a signature good where it is the SHA-256 of the message: the work of a private key is too
/// slow to be done for each input.
struct QuickCrypto {
    using policy_kind = vouch::crypto_policy;
    struct Key {};

    vouch::Result<Key> import_key(const vouch::RsaPublicKey&) const noexcept { return Key{}; }
    template <vouch::rsa_pkcs1_algorithm A>
    vouch::Result<void> verify(const Key&, std::string_view message,
                               std::span<const std::uint8_t> signature) const noexcept {
        const auto good = vouch::builtin::hash<vouch::Hash::sha256>(message);
        if (std::ranges::equal(signature, good)) return {};
        return vouch::Errc::signature_invalid;
    }
};

template <class Crypto>
using Verifier = vouch::Verifier<vouch::RS256, vouch::Issuer<"joe">, vouch::StaticKeys, Crypto,
                                 vouch::testing::FixedClock<now>, vouch::Audience<"chat">>;

template <class Crypto>
const Verifier<Crypto>& verifier() {
    static const Verifier<Crypto> made{
        *vouch::StaticKeys::from_jwk(vouch::testing::rsa_2048.jwk("1", "RS256"))};
    return made;
}

const Tree* member(const Tree& object, std::string_view name) {
    for (const auto& [each, value] : object.members) {
        if (each == name) return &value;
    }
    return nullptr;
}

bool is_text(const Tree* value, std::string_view text) {
    return value != nullptr && value->kind == vouch::json::Kind::string && value->text == text;
}

/// What an accepted payload must say, by a second reader and in floating point.
void check_claims(std::string_view payload, const vouch::Identity& identity) {
    const auto tree = vouch_tests::SlowJson::read(payload);
    require(tree && tree->kind == vouch::json::Kind::object, "the payload is an object");
    require(!tree->has_duplicates(), "no claim comes twice");
    require(tree->depth() <= 16 && tree->most_members() <= 256, "within the limits");

    // How far a date lies after `limit`; a fraction that a double does not hold is forgiven.
    const auto after = [&](const char* name, std::int64_t limit) -> std::optional<double> {
        const Tree* value = member(*tree, name);
        if (value == nullptr) return {};
        require(value->kind == vouch::json::Kind::number, "a date is a number");
        const double distance =
            std::strtod(value->text.c_str(), nullptr) - static_cast<double>(limit);
        const bool is_whole = value->text.find_first_of(".eE") == std::string::npos;
        return is_whole || std::abs(distance) > 0.001 ? distance : 0;
    };
    const auto is_fraction = [&](const char* name) {
        return member(*tree, name)->text.find_first_of(".eE") != std::string::npos;
    };
    require(is_text(member(*tree, "iss"), issuer), "iss");
    const auto expiry = after("exp", now - 60);
    require(expiry && (*expiry > 0 || (*expiry == 0 && is_fraction("exp"))), "exp");
    require(after("nbf", now + 60).value_or(0) <= 0, "nbf");
    require(after("iat", now + 60).value_or(0) <= 0, "iat");
    const Tree* subject = member(*tree, "sub");
    require(is_text(subject, identity.subject()), "sub");
    require(!subject->text.empty() && subject->text.size() <= 255, "1 to 255 bytes of sub");
    const Tree* audience = member(*tree, "aud");
    require(audience != nullptr, "aud");
    const auto is_ours = [](const Tree& each) { return is_text(&each, "chat"); };
    require(is_ours(*audience) || std::ranges::any_of(audience->items, is_ours), "aud is ours");
    require(identity.issuer() == issuer && identity.algorithm() == "RS256", "the identity");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 4096) return 0;
    const std::string_view input = vouch_fuzz::text_of(data, size);
    // Nobody signed this.
    const auto forged = verifier<vouch::Builtin>().verify(input);
    require(!forged && forged.error().group() != vouch::ErrorGroup::our_side, "no forgery");

    std::string_view payload = input;
    const std::string_view header = vouch_fuzz::take_line(payload);
    std::string token = vouch::base64url::encode(header) + '.' + vouch::base64url::encode(payload);
    const auto digest = vouch::builtin::hash<vouch::Hash::sha256>(token);
    const auto quick = verifier<QuickCrypto>().verify(
        token + '.' + vouch::base64url::encode(std::string{digest.begin(), digest.end()}));
    if (quick) check_claims(payload, *quick);

    // One in 256 is signed in earnest.
    if (digest[0] == 0) {
        const auto signature = vouch::testing::rsa_2048.sign<vouch::RS256>(token);
        token += '.' + vouch::base64url::encode(std::string{signature.begin(), signature.end()});
        const auto slow = verifier<vouch::Builtin>().verify(token);
        require(slow.has_value() == quick.has_value() &&
                    (quick || slow.error().code() == quick.error().code()),
                "the same with a real signature");
    } else {
        require(!verifier<vouch::Builtin>().verify(token + ".AAAA"),
                "no token without a signature");
    }
    return 0;
}
