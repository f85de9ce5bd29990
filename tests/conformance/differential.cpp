// SPDX-License-Identifier: BSL-1.0
// Each RSA verification that there is, on the same signatures: good ones, ones that were changed,
// good ones of encoded messages that are not right, and numbers at the edges.
#include <vouch/crypto/builtin.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/builtin_in_lanes.hpp"
#include "support/hex.hpp"
#include "support/rsa_arithmetics.hpp"
#include "support/signed_text.hpp"

#ifdef VOUCH_TEST_OPENSSL
#include <openssl/err.h>

#include "support/generated_pair.hpp"
#endif

BOOST_AUTO_TEST_SUITE(differential)

namespace {

using Octets = std::vector<std::uint8_t>;

/// What is to be verified, and whether it holds.
struct Case {
    std::string_view kind;
    int hash;  // 256, 384 or 512
    std::string message;
    Octets signature;
    bool holds = false;
};

/// A key, some good signatures, and some of wrong encoded messages.
struct SignedKey {
    vouch::RsaPublicKey key;
    std::vector<Case> good;
    std::vector<Case> misencoded;
};

/// Random numbers, the same for the same seed everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : random_{seed} {}

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
    std::uint8_t octet() { return static_cast<std::uint8_t>(below(256)); }
    std::string message() {
        std::string text(below(300), '\0');
        for (char& c : text) c = static_cast<char>(octet());
        return text;
    }

private:
    std::mt19937_64 random_;
};

template <vouch::rsa_pkcs1_algorithm A>
void sign_some(SignedKey& signed_key, const vouch::testing::KeyPair& pair, int hash,
               Random& random) {
    for (int i = 0; i < 3; ++i) {
        const std::string message = random.message();
        signed_key.good.push_back({"good", hash, message, pair.sign<A>(message), true});
    }
}

SignedKey from_pair(const vouch::testing::KeyPair& pair, Random& random) {
    SignedKey signed_key{pair.public_key(), {}, {}};
    sign_some<vouch::RS256>(signed_key, pair, 256, random);
    sign_some<vouch::RS384>(signed_key, pair, 384, random);
    sign_some<vouch::RS512>(signed_key, pair, 512, random);
    return signed_key;
}

#ifdef VOUCH_TEST_OPENSSL

/// 00 01 FF .. FF, then `tail`.
template <class Tail>
Octets padded(std::size_t size, const Tail& tail) {
    Octets encoded(size, 0xFF);
    encoded[0] = 0x00;
    encoded[1] = 0x01;
    std::copy(tail.begin(), tail.end(), encoded.end() - static_cast<std::ptrdiff_t>(tail.size()));
    return encoded;
}

/// Encoded messages that are nearly the right one.
std::vector<std::pair<std::string_view, Octets>> misencodings(const Octets& right,
                                                              const Octets& tail, Random& random) {
    std::vector<std::pair<std::string_view, Octets>> wrong;
    const std::size_t size = right.size();
    const std::size_t separator = size - tail.size();
    const auto with = [&](std::string_view kind, std::size_t at, int octet) {
        wrong.emplace_back(kind, right);
        wrong.back().second[at] = static_cast<std::uint8_t>(octet);
    };
    with("leading octet", 0, 0x01);
    with("block type 00", 1, 0x00);
    with("block type 02", 1, 0x02);
    with("first padding octet", 2, 0xFE);
    with("padding ends at once", 2, 0x00);
    with("padding with a hole", separator / 2, 0x00);
    with("last padding octet", separator - 1, 0x7F);
    with("no separator", separator, 0xFF);
    with("separator 01", separator, 0x01);
    with("another tag", separator + 1, 0x31);
    with("another length", separator + 2, tail[2] + 1);
    with("parameters of another type", separator + 16, 0x04);

    Octets no_parameters = tail;  // 00 30 len 30 0d 06 09 <oid> 05 00 04 len <digest>
    no_parameters.erase(no_parameters.begin() + 16, no_parameters.begin() + 18);
    no_parameters[2] = static_cast<std::uint8_t>(no_parameters[2] - 2);
    no_parameters[4] = 0x0B;
    wrong.emplace_back("no NULL", padded(size, no_parameters));
    Octets digest_only(tail.begin() + 20, tail.end());
    wrong.emplace_back("no DigestInfo", padded(size, digest_only));
    digest_only.insert(digest_only.begin(), 0x00);
    wrong.emplace_back("no DigestInfo but a separator", padded(size, digest_only));

    // CVE-2006-4339: the digest further left, what follows as one likes.
    Octets shifted = padded(size, tail);
    std::copy(tail.begin(), tail.end(), shifted.begin() + 10);
    for (std::size_t i = 10 + tail.size(); i < size; ++i) shifted[i] = random.octet();
    wrong.emplace_back("something after the digest", shifted);

    Octets nothing(size, 0xFF);
    nothing[0] = 0x00;
    nothing[1] = 0x01;
    wrong.emplace_back("padding and nothing else", nothing);
    nothing.back() = 0x00;
    wrong.emplace_back("an empty message", nothing);
    wrong.emplace_back("zero", Octets(size, 0x00));

    for (int i = 0; i < 20; ++i) {
        const std::size_t at = 1 + random.below(size - 1);
        with("any octet", at, right[at] ^ (1 << random.below(8)));
    }
    return wrong;
}

template <vouch::Hash H>
void sign_some(SignedKey& signed_key, const vouch_tests::GeneratedPair& pair, int hash,
               Random& random) {
    const std::size_t size = signed_key.key.modulus().size();
    const auto encode = [&](const std::string& message) {
        const auto tail = vouch::builtin::emsa_pkcs1_tail<H>(vouch::builtin::hash<H>(message));
        return Octets{tail.begin(), tail.end()};
    };
    for (int i = 0; i < 3; ++i) {
        const std::string message = random.message();
        const Octets right = padded(size, encode(message));
        signed_key.good.push_back({"good", hash, message, pair.to_private_power(right), true});
    }
    const std::string message = random.message();
    const Octets tail = encode(message);
    for (const auto& [kind, encoded] : misencodings(padded(size, tail), tail, random)) {
        const Octets signature = pair.to_private_power(encoded);
        if (!signature.empty()) signed_key.misencoded.push_back({kind, hash, message, signature});
    }
}

SignedKey generated(int bits, Random& random) {
    const vouch_tests::GeneratedPair pair{bits};
    SignedKey signed_key{pair.public_key(), {}, {}};
    BOOST_REQUIRE(signed_key.key.bits() == static_cast<std::size_t>(bits));
    sign_some<vouch::Hash::sha256>(signed_key, pair, 256, random);
    sign_some<vouch::Hash::sha384>(signed_key, pair, 384, random);
    sign_some<vouch::Hash::sha512>(signed_key, pair, 512, random);
    return signed_key;
}

#endif

/// a + b, of a's size and without the carry out of it.
Octets sum(Octets a, std::span<const std::uint8_t> b) {
    unsigned carry = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const unsigned digit = i < b.size() ? b[b.size() - 1 - i] : 0U;
        carry += a[a.size() - 1 - i] + digit;
        a[a.size() - 1 - i] = static_cast<std::uint8_t>(carry & 0xFF);
        carry >>= 8;
    }
    return a;
}
/// a - b for octets of one size.
Octets difference(Octets a, const Octets& b) {
    Octets complement = b;
    for (std::uint8_t& octet : complement) octet = static_cast<std::uint8_t>(~octet);
    return sum(sum(std::move(a), complement), Octets{1});
}

/// Numbers at the edges of 0 .. n, which are no signatures, and n's size missed by one.
std::vector<Case> edges(const SignedKey& signed_key, Random& random) {
    const Octets n{signed_key.key.modulus().begin(), signed_key.key.modulus().end()};
    const Octets zero(n.size(), 0);
    const Octets one = sum(zero, Octets{1});
    const std::pair<std::string_view, Octets> numbers[] = {
        {"0", zero},
        {"1", one},
        {"2", sum(one, Octets{1})},
        {"n - 2", difference(difference(n, one), one)},
        {"n - 1", difference(n, one)},
        {"n", n},
        {"n + 1", sum(n, Octets{1})},
        {"all ones", Octets(n.size(), 0xFF)},
        {"no octet", {}},
        {"one octet", {1}},
        {"one zero octet too few", Octets(n.size() - 1, 0)},
        {"one zero octet too many", Octets(n.size() + 1, 0)},
    };
    std::vector<Case> cases;
    for (const auto& [kind, number] : numbers) {
        for (const int hash : {256, 384, 512}) {
            cases.push_back({kind, hash, random.message(), number});
        }
    }
    return cases;
}

/// A good signature that is not one any more.
Case changed(const SignedKey& signed_key, Random& random) {
    const Octets n{signed_key.key.modulus().begin(), signed_key.key.modulus().end()};
    Case c = signed_key.good[random.below(signed_key.good.size())];
    Octets& s = c.signature;
    const std::size_t at = random.below(s.size());
    c.holds = false;
    switch (random.below(10)) {
        case 0:
            c.kind = "one bit";
            s[at] = static_cast<std::uint8_t>(s[at] ^ (1 << random.below(8)));
            break;
        case 1:
            c.kind = "some octets";
            s[at] = static_cast<std::uint8_t>(~s[at]);
            for (std::size_t i = at + 1; i < s.size() && i < at + 9; ++i) s[i] = random.octet();
            break;
        case 2:
            c.kind = "any number";
            for (std::uint8_t& octet : s) octet = random.octet();
            break;
        case 3:
            c.kind = "another message";
            c.message.push_back('.');
            break;
        case 4:
            c.kind = "another hash";
            c.hash = c.hash == 256 ? 384 : c.hash == 384 ? 512 : 256;
            break;
        case 5:
            c.kind = "n - s";
            s = difference(n, s);
            break;
        case 6:
            c.kind = "s + n, where that fits, or what is left of it";
            s = sum(s, n);
            break;
        case 7:
            c.kind = "a zero octet before";
            s.insert(s.begin(), 0);
            break;
        case 8:
            c.kind = "an octet less";
            s.erase(s.begin() + static_cast<std::ptrdiff_t>(random.below(2) * at));
            break;
        default:
            c.kind = "turned round";
            std::rotate(s.begin(), s.begin() + 1 + static_cast<std::ptrdiff_t>(at % 7), s.end());
    }
    return c;
}

/// Says what one backend makes of a case.
using Judge = std::function<std::string_view(const Case&)>;

template <class Backend>
std::string_view judge(const Backend& backend, const typename Backend::Key& key, const Case& c) {
    const vouch::Result<void> result =
        c.hash == 256   ? backend.template verify<vouch::RS256>(key, c.message, c.signature)
        : c.hash == 384 ? backend.template verify<vouch::RS384>(key, c.message, c.signature)
                        : backend.template verify<vouch::RS512>(key, c.message, c.signature);
    return vouch_tests::verdict_of(result);
}

/// Two judges for each backend: with a key that is kept, and with one that is new for each case.
std::vector<std::pair<std::string, Judge>> judges_with(const vouch::RsaPublicKey& key) {
    std::vector<std::pair<std::string, Judge>> judges;
    const auto add = [&]<class Backend>(const std::string& name, const Backend& backend) {
        const auto kept = std::make_shared<typename Backend::Key>(*backend.import_key(key));
        judges.emplace_back(name, [=](const Case& c) { return judge(backend, *kept, c); });
        judges.emplace_back(name + ", new key", [=](const Case& c) {
            return judge(backend, *backend.import_key(key), c);
        });
    };
    add("Builtin", vouch::Builtin{});
    vouch_tests::for_each_builtin(key.modulus().size(),
                                  [&, number = 0](const auto& builtin) mutable {
                                      add("implementation " + std::to_string(++number), builtin);
                                  });
    vouch_tests::for_each_kind_of_lanes([&]<class Lanes>(std::type_identity<Lanes>) {
        add(std::to_string(Lanes::count) + " lanes", vouch_tests::BuiltinInLanes<Lanes>{});
    });
#ifdef VOUCH_TEST_OPENSSL
    add("OpenSsl", vouch::OpenSsl{});
#endif
    return judges;
}

/// Lets Builtin judge all cases of one hash at once.
template <vouch::rsa_pkcs1_algorithm A>
void compare_together(const vouch::RsaPublicKey& public_key, const std::vector<Case>& cases,
                      int hash) {
    const auto key = vouch::Builtin{}.import_key(public_key);
    std::vector<const Case*> judged;
    std::vector<vouch::SignatureCheck<vouch::Builtin::Key>> checks;
    for (const Case& c : cases) {
        if (c.hash != hash) continue;
        judged.push_back(&c);
        checks.push_back({&*key, c.message, c.signature});
    }
    vouch::Builtin{}.verify_batch<A>(checks);
    for (std::size_t i = 0; i < checks.size(); ++i) {
        const std::string_view expected = judged[i]->holds ? "accepted" : "signature_invalid";
        BOOST_TEST_CONTEXT(judged[i]->kind) {
            BOOST_TEST(vouch_tests::verdict_of(checks[i].verdict) == expected);
        }
    }
}

/// Lets every backend judge the cases of one key; returns how many there were.
std::size_t compare(const SignedKey& signed_key, std::size_t changes, Random& random) {
    std::vector<Case> cases = signed_key.good;
    cases.insert(cases.end(), signed_key.misencoded.begin(), signed_key.misencoded.end());
    for (const Case& edge : edges(signed_key, random)) cases.push_back(edge);
    for (std::size_t i = 0; i < changes; ++i) cases.push_back(changed(signed_key, random));

    const auto judges = judges_with(signed_key.key);
    for (const Case& c : cases) {
        BOOST_TEST_CONTEXT(signed_key.key.bits()
                           << " bits, SHA-" << c.hash << ", " << c.kind
                           << ", n = " << vouch_tests::to_hex(signed_key.key.modulus())
                           << ", s = " << vouch_tests::to_hex(c.signature)) {
            const std::string_view expected = c.holds ? "accepted" : "signature_invalid";
            for (const auto& [name, judge] : judges) {
                BOOST_TEST_CONTEXT(name) { BOOST_TEST(judge(c) == expected); }
            }
#ifdef VOUCH_TEST_OPENSSL
            BOOST_TEST(ERR_peek_error() == 0U);
#endif
        }
    }
    compare_together<vouch::RS256>(signed_key.key, cases, 256);
    compare_together<vouch::RS384>(signed_key.key, cases, 384);
    compare_together<vouch::RS512>(signed_key.key, cases, 512);
    return cases.size();
}

}  // namespace

// rules 30, 31, 32, 33
BOOST_AUTO_TEST_CASE(every_backend_says_the_same_of_every_signature) {
    constexpr std::uint64_t seed = 20'261'122;
    BOOST_TEST_MESSAGE("seed " << seed);
    Random random{seed};
    std::size_t cases = 0;
    for (const vouch::testing::KeyPair* pair :
         {&vouch::testing::rsa_2048, &vouch::testing::rsa_3072, &vouch::testing::rsa_4096}) {
        cases += compare(from_pair(*pair, random), 200, random);
    }
    BOOST_TEST(cases == 3U * (9 + 36 + 200));
#ifdef VOUCH_TEST_OPENSSL
    // Sizes at which the number of octets, of limbs and of bits in the highest ones change. The
    // keys are new in each run; a failure prints its key.
    for (int bits = 2048; bits <= 2056; ++bits) {
        cases += compare(generated(bits, random), 200, random);
    }
    BOOST_TEST(cases >= 3'500U);
#endif
    BOOST_TEST_MESSAGE(cases << " cases");
}

BOOST_AUTO_TEST_SUITE_END()
