// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_KEY_PAIR_HPP
#define VOUCH_TESTING_KEY_PAIR_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/block_kernel.hpp>
#include <vouch/crypto/builtin/emsa_pkcs1.hpp>
#include <vouch/crypto/builtin/limbs.hpp>
#include <vouch/crypto/builtin/montgomery.hpp>
#include <vouch/crypto/builtin/r_squared.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/rsa_public_key.hpp>
#include <vouch/text/base64.hpp>
#include <vouch/text/base64url.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::inline v1::testing {

/// An RSA key pair for tests, which signs what tests need.
///
/// **Never in production**: the private keys below are published with the library, so anybody can
/// sign with them. Signing here is slow (some milliseconds) and leaks the key through its timing.
class KeyPair {
public:
    /// Takes the modulus and the private exponent in hexadecimal digits, of the same number; the
    /// public exponent is 65537.
    constexpr KeyPair(std::string_view modulus, std::string_view private_exponent) noexcept
        : modulus_{modulus}, private_exponent_{private_exponent} {}

    /// The half that a verifier gets.
    RsaPublicKey public_key() const {
        return *RsaPublicKey::from_octets(octets(modulus_), std::vector<std::uint8_t>{1, 0, 1});
    }

    /// The public half as a JWK (RFC 7517 §4). An empty `kid` or `alg` is left out.
    std::string jwk(std::string_view kid, std::string_view alg = {}) const {
        std::string text = R"({"kty":"RSA","use":"sig",)";
        if (!kid.empty()) text.append(R"("kid":")").append(kid).append(R"(",)");
        if (!alg.empty()) text.append(R"("alg":")").append(alg).append(R"(",)");
        text += R"("n":")" + base64url::encode(characters(octets(modulus_))) + R"(","e":"AQAB"})";
        return text;
    }

    /// The public half as PEM, of the label PUBLIC KEY (RFC 7468 §13).
    std::string pem() const {
        // SubjectPublicKeyInfo (RFC 5280 §4.1.2.7) of RSAPublicKey (RFC 8017 §A.1.1).
        const std::string algorithm{"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00", 13};
        const std::string zero(1, '\0');
        const std::string key = der(0x30, der(0x02, zero + characters(octets(modulus_))) +
                                              der(0x02, std::string{"\x01\x00\x01", 3}));
        const std::string base64 =
            base64::encode(der(0x30, der(0x30, algorithm) + der(0x03, zero + key)));

        std::string text = "-----BEGIN PUBLIC KEY-----\n";
        for (std::size_t i = 0; i < base64.size(); i += 64) text += base64.substr(i, 64) + '\n';
        return text + "-----END PUBLIC KEY-----\n";
    }

    /// The signature of `signing_input` (RFC 8017 §8.2.1).
    template <rsa_pkcs1_algorithm A>
    std::vector<std::uint8_t> sign(std::string_view signing_input) const {
        const auto tail = builtin::emsa_pkcs1_tail<A::hash>(builtin::hash<A::hash>(signing_input));
        std::vector<std::uint8_t> encoded(modulus_.size() / 2, 0xff);
        encoded[0] = 0x00;
        encoded[1] = 0x01;
        std::copy(tail.begin(), tail.end(), encoded.end() - std::ptrdiff_t{tail.size()});
        return to_private_power(encoded);
    }

    /// A token in the compact form (RFC 7515 §7.1), of these texts as they are.
    template <rsa_pkcs1_algorithm A>
    std::string token(std::string_view header_json, std::string_view payload_json) const {
        std::string text = base64url::encode(header_json) + '.' + base64url::encode(payload_json);
        return text + '.' + base64url::encode(characters(sign<A>(text)));
    }

private:
    using Kernel = builtin::BlockKernel<builtin::NativeLimb>;
    using Montgomery = builtin::Montgomery<Kernel>;
    using Limb = Kernel::Limb;
    using Limbs = std::vector<Limb>;

    /// encoded^d modulo n (RFC 8017 §5.2.1).
    std::vector<std::uint8_t> to_private_power(const std::vector<std::uint8_t>& encoded) const {
        const Limbs n = limbs(octets(modulus_));
        const Montgomery montgomery{n.data(), n.size()};
        Limbs wide(2 * n.size());
        const auto multiply = [&](Limbs& a, const Limbs& b) {
            montgomery.make_canonical(a.data(),
                                      montgomery.multiply(wide.data(), a.data(), b.data()));
        };

        // With base R in place of base every Montgomery product keeps its factor R.
        Limbs power = r_squared(n);
        multiply(power, limbs(encoded));
        const Limbs base = power;
        bool is_leading = true;
        for (const std::uint8_t octet : octets(private_exponent_)) {
            for (int bit = 7; bit >= 0; --bit) {
                const bool is_set = (octet >> bit & 1) != 0;
                if (!is_leading) {
                    multiply(power, Limbs{power});
                    if (is_set) multiply(power, base);
                }
                is_leading = is_leading && !is_set;
            }
        }
        Limbs one(n.size());
        one[0] = 1;
        multiply(power, one);

        std::vector<std::uint8_t> result(encoded.size());
        for (std::size_t i = 0; i < result.size(); ++i) {
            const Limb limb = power[i / sizeof(Limb)];
            result[result.size() - 1 - i] =
                static_cast<std::uint8_t>(limb >> (8 * (i % sizeof(Limb))));
        }
        return result;
    }

    /// R R modulo n, by doubling 1.
    static Limbs r_squared(const Limbs& n) {
        Limbs x(n.size());
        x[0] = 1;
        for (std::size_t i = 0; i < 2 * n.size() * Kernel::limb_bits; ++i) {
            builtin::double_modulo<Kernel::limb_bits>(x.data(), n.data(), n.size());
        }
        return x;
    }

    static Limbs limbs(const std::vector<std::uint8_t>& number) {
        Limbs result(Montgomery::limbs_for(number.size()));
        builtin::to_limbs<Kernel::limb_bits>(result.data(), result.size(), number);
        return result;
    }

    static std::vector<std::uint8_t> octets(std::string_view digits) {
        const auto value = [](char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; };
        std::vector<std::uint8_t> result;
        for (std::size_t i = 0; i < digits.size(); i += 2) {
            result.push_back(
                static_cast<std::uint8_t>(value(digits[i]) * 16 + value(digits[i + 1])));
        }
        return result;
    }

    static std::string characters(const std::vector<std::uint8_t>& bytes) {
        return {bytes.begin(), bytes.end()};
    }

    /// One element of DER (X.690 §8.1, §10.1).
    static std::string der(unsigned char tag, const std::string& content) {
        std::string text(1, static_cast<char>(tag));
        if (content.size() >= 128) {
            text += content.size() >= 256 ? "\x82" : "\x81";
            if (content.size() >= 256) text += static_cast<char>(content.size() / 256);
        }
        text += static_cast<char>(content.size() % 256);
        return text + content;
    }

    std::string_view modulus_;
    std::string_view private_exponent_;
};

/// A JWK Set (RFC 7517 §5) of these JWKs.
inline std::string jwks(std::initializer_list<std::string> keys) {
    std::string text = R"({"keys":[)";
    for (const std::string& key : keys) {
        if (text.back() != '[') text += ',';
        text += key;
    }
    return text + "]}";
}

// The pairs were made for this file and are used nowhere else.

/// A pair of 2048 bits.
inline constexpr KeyPair rsa_2048{
    "9c79d84f474287ae8ff75c60122f01c8a14bb35d38d55b0ef6105ea43a05f7fcefc086658fb71f63da5280755261"
    "a0b08d2775969e879d30740b274cd0977d98f03e4f811f6ec3a86cb57014f34553c6b0e9bf8854d0ed5eef935226"
    "03a952cc3d1c49a4dc75ab813ed10bb6085446b1f052ed292ec2cd682c9dc34d4fd3c130f42690b8519fed08c351"
    "7537df9a7c10c8aba6216da9e780de7a6b1f542b8cfb0102fbe849795e7b2a671bae43ec80221da13d689ebaf30a"
    "13e9691f97e16448566a28ecaf4d48c0a37fca0fc694f17198f152a75070877d26647154d6dd4e981ea6cfe0c1d7"
    "4cb92a8b2c4564be55ff5142678b470e51cfbb5a1bb12cf8e8cf",
    "168204566b06abe3b53bbca2e91aafe3ff2797765a5d7e4aa9a47328a65c036ef3c1bad35317e14108bf8350dcf7"
    "c418814562c9b6a6053b5a05dcb254f2e5932143a5460a92713c81de9b6fb80a89e173c33bd4cd767c1e82d1ab28"
    "62b07183856ad3410ea1327955e2d60f6a254d41fd32c08083046c6d86b56ec969292989ba817e48ca50eb9e669e"
    "d0d17c2d4471a2358d46e936b59ed0faf92858ca819458403223e9e571aac992768616094c1325b3b1158b7076ec"
    "c7dbccb93cb3e9e4f3602d9926e027a6f264e981663a925bbd87ffb66b15d54ec6555775f2bb869c869ce7d1c500"
    "2534148ec46bd5356eb4c71c578b119fc780770b9b27f1ab37a9"};
/// Another pair of 2048 bits.
inline constexpr KeyPair rsa_2048_second{
    "bec6f2372eca3e4d06fb6b894c359f29c49f6774efdd1168ebc0307288034f7df1545bf67bed0a734c0bb460a792"
    "99dbf68a9ee0314ef82310dc308f328205d4c863f3e0df0c9afe5fa810ddf2cada58731d5efdc56c11b6e550bb41"
    "5f9cedeac9627c59ec43a0df2957b71cf50909b9e677c70774f31b75df7a5d9aa26c7ec9941c9b69686434cf6786"
    "b553d4f7b792abbeeb7ac6e7f10a63fc5893df5548e9242a9ce3491c42bb4ee2b6fe5081c33c1023aa08de4cda57"
    "ffe7a6388ade8d2f7bd5558a7786c0ba6644d7b41afbd461a71fe6d918a165c36a2b9137332d03d0a3221c8dcbd6"
    "425c783d415a62d51a2ed4764ef3c8fe5afd931d66d8e005826b",
    "0203afc30d676d48faede4b0ca7136810666787d2f9b31f7dda565dd8fba1938c73790d10575f74a485f47444e00"
    "aa473c4f3266439f05d7b8f1da4168d31ea4a48909a63234bbde3bbc569141630af32c23ff40c6b8e16700fcdd3d"
    "4f7924b9f9ee6449bec8e805f335cde52c61300d1a75e1501ed8024e3851de73278be5bace7eaee1967bcbf84843"
    "ce3ae4d3e59281c73122a1aebaa5c12d5a8f0a5e3d4ee679bdbdf48edee30630c2928992cfdaa2a84db9c33c0e8a"
    "236733c4d3a428c04dc2e3ff5685b0fb39b60485cd86fafa5bf6a1d94d5ab3b429f85e9caa2e0f1014ef2432f5a7"
    "8c60186353e7276646344b92fe7156297e99db421440ca9ae0a1"};
/// A third pair of 2048 bits.
inline constexpr KeyPair rsa_2048_third{
    "ad1e5d5b7330529285af8374021624053e36f7d0b6ec38d95ca42d5f407574fb95b309a28082f094bb539e8824d3"
    "741f97fb23e8c1126b98403fb030cc88eaa62c3368785edfbbbe6c94d28f6ea8b8028abca2ad22a722d35e0d3552"
    "82cdf0492403a639e2c8332d001eafe7ac1dd9e4e24ab71a3f7e3cfda992655b357e70b3fd18a2c912b6055fba7f"
    "ce9ee690cfc96502699f06d2ddb1f1a7bbaf4075c645d63e76bafaa2eb31a8fed78bb0bb89298c70a9714ba277e4"
    "ebe926d33e2312cb09d8f475745873b85b6ea465c8de1d8f5a588901aa6f87b2907b99e4151c0e76601f6f8a73ea"
    "860d706e398a131940135ab9c241f114ad17c758cf62e8b8eb1b",
    "4ba90a2f362c27e26eb7f31127fa4a3ada6286b33ac709df819c25524c67293ded42a6d2d52ca4fdb3d34b658006"
    "c4692c70afd481514e21e7ee8dcffe0c56d5525b136d0c35e72545ea530e29d4663b822c0842f7f2a9074cc3240b"
    "502cb638191bd931d25a21f7a8664105d514e4cea251fa2d6813818f71659093a8d0fe6b0b844f9a4d24b65b2adb"
    "63e694929ffc79baf8c978e34f8c4d6046e96422bacf67e0979d5bd798b3fcf0d886e7b7195f2e13e44e75086fe1"
    "217a711482177923f8673e34975e849722b1818807cbca4e392024441dbc73d84ec251f12635b1f6ca1e6bf148db"
    "66640bc37d531b4bd2d61e9de60f56ee233556efe62fe44d1329"};
/// A pair of 3072 bits.
inline constexpr KeyPair rsa_3072{
    "c9e1a6ff54a6746bc864ec7f945eaba73cd276cc95b80e037f593647633512d069b33ea524fea3f6e3fb53433273"
    "d85d0b1bbe69aabe6172b0973dceb63a37dfe7c53b7d26d40b240734b3ca044aee1897899a91d8ab58b3ece108a1"
    "4082c03d615c765b5b2f90f76c7471841b8e1b96712709b87dfa5b7387674cb638d80f88d905a50d3722792058ae"
    "ce39d0a24d5041748f0a546bb946600f1c46dd041495979a03ee9f335483e2c64eb6d11192d52824f1dd583f48df"
    "6e7f7d417e74e515107893a6e7593a8bdf6f8425b1b808cc8552cecca18ca29df676af7cb11d57d074fb490168d3"
    "4e8f6b9a87c2099c2f49d442d7dbd5ad5334f58f500a8d0ab363785fe094a47249abec9a9c42a08da2a9313045a8"
    "2fb90749f0affe943590145754e25b5ad14b2017c827ef21cf37bfe138f988cc8746d993df8ec74028b8e6288104"
    "12f86033520eb152bb01ea164d8210e6492507df14889fbe34f2c4a3e71c2b7bd302814dda314dcdc5a180d0fac0"
    "b0529188b2eedaa7836a27a2a5eeda67",
    "12279e6293016eb1ff7773fd2ebb5e5c695ca0b726cfa8dfc2d80a2f294a608f8f1841dac014efd1d4dd22b6ec49"
    "c9e280f2d4f73a16033bd2bda0b87ef91eeb9e335f422c5e2078c0f6bd24581014f7bc628ab657be975f83a515da"
    "6411f7a95a3a7c071cc35b1a0b7463b0f67968501cbe78621e2bbb1f3fc53194db1c99690914d1abc75f1fdd6e69"
    "038ab1114107729b74cb336ab962a6c8ceafc71ed2d177797ca5d679a80a7104bc6435fdbdc9057bf9da99ea9d6a"
    "40ccd17134c07662e1a0ec21a7540116294af0f37a59a4d46019dffdf6391577604be3aacddf7dae5ff089584eb7"
    "a42eab2c4cb57bfb5af051c55f64a89b661aa66dfa9ceb2de36fb0cf937488a66412c4ebfccaf9206a04e8c8d35a"
    "1737b245b8b57fc1dd074a806046a7bf098ba50e88d08ad94f6b04a73b15d593d6b086063fcd22e086b9327ba2f3"
    "f31b17aa7d9b8649c7c13a5750de88bb8efca2cb4e9317770a723f21737557ebdf183571e4d414d2e2548ce8ce35"
    "bf22c522aea7644f21eaaea7572ea421"};
/// A pair of 4096 bits.
inline constexpr KeyPair rsa_4096{
    "9efbb7bdc7926dce82187b1dfdf304c8952f45ed678c2ea67b486f6bc7125c453730098c2c6cbe0b2eb21101e25e"
    "d05118aecbab8fc757579894ee0d146d3d53ce5c08caa99190e4e24ac7f655bd76acb672bdc0384111b1b490073a"
    "e70a6a464a0ea51c70fb3f7da5a36cf112dbccc7d93e25dd094085dc1c3993583ec1799e302793ac8f7ab5458279"
    "4c1721fef58ff1f3b7bdb24ca017117eddbc7def741ceff6472d600451bf55caa74e27d1fd7107b17a495b482a3e"
    "6088d36a3ccbaf1f9448e8ee26ac813528c9e347456f0b7b7937822352d2734622cee39d19acf17b5a1f9180add5"
    "e135520e5f52a95b827e54abb5a0c84cdc95a520874ba30b17600ec7c9ceb7e919ffb89746ecc7530724064b428f"
    "10f5b1da816f8d63abbc40ef7fe989e35966c0ad2194154962ef91f5da7cc6460411ec0ac85a9da3eadd75747859"
    "8778255b1ffcf3af96cfdbdbbdcccd9b44f67294f7a805857ba9b3694b6440ff45d4bcd2794be64c599913baf2f2"
    "d95def95e12e96d4573ab6892ab5d4b9d07c4c903954c2f06fc380496ad38facf51bf9d284c9654f07535a71a605"
    "5311bdfdbdd0d6fc5c387575848b53bd3f258ae1e1eeac0f20a953c9da8fa626ea543efd44c849fd51e25aa75438"
    "6a5a9b483ce276e825841b3c394034e30959e7b5ca9a34bc6450d3c2d91453d5c1c8b287044ea7e0a5dcac4227eb"
    "d19aeec63a3d",
    "0478beb19f26bbe143c0d330596f8d178f35508432eb65cc8249dbf318c5a819679f4ef01b0d1bf34de6ed9a334c"
    "7368df318617ac92f0c94d48b316b9c25b7d3b4aaa11f934579cf878735361bf5327dc7731bb1c59f2d8cab95a5a"
    "b51b928da8e641e2a0e83ae0452e69915b9f19b817f62ade780a268f0b0430e419da7099f06f773487fc983dfcee"
    "287910c30e691ebc64d34dc135fcdac874b8292ff900c4b1bff818c14658aeb30fd84a3fc51f2416412d9b070143"
    "d68c98005ef6b90041b8234514e00e94f8dc0f812104d48fd92da482c080f183c18036e00e54279ea3e9a0babbd3"
    "a38d4fb7891ad6c49f7baa2a023bced11ff5dd8fcd53baa199e60069bc038b84979b05e353421604ef41c7b0a904"
    "94af450a4dc428f916d932c7e1d9062c4c95e1aed44966b67142af2a8ec6046a5403ee20a7f3c9faff6a7334f467"
    "db2a48fe61e4a0eeb67a15294d2af096a6ef44d2b4569d5a9cec6acbeba52d0946bc34e27030f80a59d92a723014"
    "b2e1421cf787c29e7a026897bec7cc948850bbfea30e7a3ad041e957e154c0b23b0d364120966ce12d8b5fe9939e"
    "e38091c4f366c6fd25b902450973e00043a9bd80eef62099bd35adb18af588e29b530db8ea7dcb63680118dd4690"
    "1ad24261e6ca0bf206052638e900505230e2ea1ce1935d9a95cf282ba3b42e78211cfde26479c9df9d0850308a44"
    "ad26b103b701"};

}  // namespace vouch::inline v1::testing

#endif
