// SPDX-License-Identifier: BSL-1.0
#include <vouch/crypto/builtin.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <support/hex.hpp>
#include <support/rsa_arithmetics.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/testing/laws/crypto_backend.hpp>
#include <vouch/vouch.hpp>

BOOST_AUTO_TEST_SUITE(crypto_builtin)

namespace {

using vouch::Builtin;
using vouch::can_run;
using vouch::RS256;
using vouch::RsaKernel;
using vouch::RsaPublicKey;
using vouch_tests::from_hex;
using vouch_tests::kernels;

// vouch::testing::rsa_2048 and OpenSSL's signature by it.
constexpr std::string_view modulus_digits =
    "9c79d84f474287ae8ff75c60122f01c8a14bb35d38d55b0ef6105ea43a05f7fcefc086658fb71f63da5280755261"
    "a0b08d2775969e879d30740b274cd0977d98f03e4f811f6ec3a86cb57014f34553c6b0e9bf8854d0ed5eef935226"
    "03a952cc3d1c49a4dc75ab813ed10bb6085446b1f052ed292ec2cd682c9dc34d4fd3c130f42690b8519fed08c351"
    "7537df9a7c10c8aba6216da9e780de7a6b1f542b8cfb0102fbe849795e7b2a671bae43ec80221da13d689ebaf30a"
    "13e9691f97e16448566a28ecaf4d48c0a37fca0fc694f17198f152a75070877d26647154d6dd4e981ea6cfe0c1d7"
    "4cb92a8b2c4564be55ff5142678b470e51cfbb5a1bb12cf8e8cf";
constexpr std::string_view signature_digits =
    "85deb0ebc0e446fadcf18272fcd286d7416d7a9ee4d7a36e831b49c84220309c36f7634244d01fa83defb3030d74"
    "bf10ddb3997eb852b9c4c62ae3d11abd64981ab809ecde4e853344532581ef3c0cb293b848d81b3208ce71dce997"
    "d2bfb8604688b8dd91910f473715f4bf579d22371c7b3076e15919a4bb8fd751d60df3e0b4777d0d806fa2128ee2"
    "d49b0f2899c83c28b5f31fbe881a35884fd09db7377824b702b1ba8e4cd8c03b8d5fb61ec144ff5b4b98b16c2739"
    "7ea9b932afd5bf7801de05bab547c64544ffe1a56f2782fc57148db95e905dbf33d5bd562bab3a6e8c33633bc0e2"
    "e04405d98d6514995d64610a9e270b8efa7c5f0d9fbad5dc9e96";
constexpr bool verifies(std::string_view message) {
    const std::vector<std::uint8_t> exponent{1, 0, 1};
    const auto key = RsaPublicKey::from_octets(from_hex(modulus_digits), exponent);
    const auto imported = Builtin{}.import_key(*key);
    return Builtin{}.verify<RS256>(*imported, message, from_hex(signature_digits)).has_value();
}
#if VOUCH_HAS_INT128
// With 32-bit limbs this is four times as much work, more than compilers do unasked.
static_assert(verifies("compiled"));
static_assert(!verifies("Compiled"));
#endif

}  // namespace

BOOST_AUTO_TEST_CASE(verifies_a_signature_of_openssl) {
    BOOST_TEST(verifies("compiled"));
    BOOST_TEST(!verifies("Compiled"));
}

// rules 30, 31, 32, 33, 38
BOOST_AUTO_TEST_CASE(breaks_no_law_with_any_kernel) {
    for (const RsaKernel kernel : kernels) {
        if (!can_run(kernel)) continue;
        for (const std::string_view law :
             vouch::testing::crypto_backend_laws(Builtin{kernel}).broken) {
            BOOST_ERROR(law);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_kernel_that_the_processor_cannot_run_is_refused_with_the_key) {
    const RsaPublicKey key = vouch::testing::rsa_2048.public_key();
    for (const RsaKernel kernel : kernels) {
        const auto imported = Builtin{kernel}.import_key(key);
        BOOST_TEST(imported.has_value() == can_run(kernel));
        if (!imported) BOOST_TEST((imported.error() == vouch::Errc::backend_failed));
    }
    const auto unknown = static_cast<RsaKernel>(200);  // of a newer version, from a file say
    BOOST_TEST(!Builtin{unknown}.import_key(key).has_value());
}

BOOST_AUTO_TEST_CASE(a_verifier_can_be_told_which_kernel_to_use) {
    using Verifier = vouch::Verifier<RS256, vouch::Issuer<"https://login.example.com">,
                                     vouch::StaticKeys, Builtin>;
    const auto& pair = vouch::testing::rsa_2048;
    const std::string token =
        pair.token<RS256>(R"({"alg":"RS256","kid":"1"})",
                          R"({"iss":"https://login.example.com","sub":"1","exp":4102444800})");
    for (const RsaKernel kernel : kernels) {
        const Verifier verifier{*vouch::StaticKeys::from_jwk(pair.jwk("1")), Builtin{kernel}};
        const auto identity = verifier.verify(token);
        BOOST_TEST(identity.has_value() == can_run(kernel));
        if (!identity) BOOST_TEST((identity.error() == vouch::Errc::backend_failed));
    }
}

BOOST_AUTO_TEST_SUITE_END()
