// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_LANE_RSA_LAWS_HPP
#define VOUCH_TESTS_SUPPORT_LANE_RSA_LAWS_HPP

#include <vouch/crypto/builtin/lane_rsa.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/testing/key_pair.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "big_integer.hpp"

// What LaneRsa must say, whatever kind its lanes are of.

namespace vouch_tests {

using Octets = std::vector<std::uint8_t>;

/// A key, and a good signature over a message of its own.
struct LaneSigner {
    Octets modulus;
    std::string message;
    Octets signature;
};

/// EM of RFC 8017 §9.2.
template <vouch::Hash H>
Octets encoded_message(const std::string& message, std::size_t size) {
    const auto tail = vouch::builtin::emsa_pkcs1_tail<H>(vouch::builtin::hash<H>(message));
    Octets encoded(size - tail.size(), 0xFF);
    encoded[0] = 0x00;
    encoded[1] = 0x01;
    encoded.insert(encoded.end(), tail.begin(), tail.end());
    return encoded;
}

/// With a modulus that is a prime, whose shape can be chosen: anybody can sign with it.
template <vouch::Hash H>
LaneSigner with_prime(const BigInteger& p, std::string message) {
    const std::size_t size = msb(p) / 8 + 1;
    BigInteger d = 1;  // 1/65537 modulo p - 1
    while ((d * (p - 1) + 1) % 65537 != 0) ++d;
    d = (d * (p - 1) + 1) / 65537;
    const BigInteger em = from_octets(encoded_message<H>(message, size));
    return {to_octets(p, size), message, to_octets(powm(em, d, p), size)};
}

template <class A>
LaneSigner with_pair(const vouch::testing::KeyPair& pair, std::string message) {
    const vouch::RsaPublicKey key = pair.public_key();
    return {{key.modulus().begin(), key.modulus().end()}, message, pair.sign<A>(message)};
}

/// Some signers' keys, as LaneRsa takes them.
class LaneKeys {
public:
    LaneKeys(const std::vector<LaneSigner>& signers, std::size_t blocks) {
        for (const LaneSigner& signer : signers) {
            limbs_.emplace_back(vouch::builtin::LaneKey::size(blocks));
            keys_.emplace_back(limbs_.back().data(), blocks);
            const std::size_t size = (signer.modulus.size() + 7) / 8;
            const auto words = to_limbs<std::uint64_t>(from_octets(signer.modulus), size);
            keys_.back().set_modulus<64>(words.data(), size);
            octets_.push_back(signer.modulus.size());
        }
    }
    std::span<const vouch::builtin::LaneKey> all() const { return keys_; }
    std::span<const std::size_t> octets() const { return octets_; }

private:
    std::vector<std::vector<std::uint64_t>> limbs_;
    std::vector<vouch::builtin::LaneKey> keys_;
    std::vector<std::size_t> octets_;
};

/// Verifies one signature of each signer, in as many lanes.
template <vouch::Hash H, class Lanes>
unsigned verify(vouch::builtin::LaneRsa<Lanes>& lanes, const LaneKeys& keys,
                const std::vector<LaneSigner>& signers) {
    std::vector<vouch::builtin::Digest<H>> digests;
    std::vector<const vouch::builtin::Digest<H>*> pointers;
    std::vector<std::span<const std::uint8_t>> signatures;
    for (const LaneSigner& signer : signers) {
        digests.push_back(vouch::builtin::hash<H>(signer.message));
        signatures.emplace_back(signer.signature);
    }
    for (const auto& digest : digests) pointers.push_back(&digest);
    return lanes.template verify<H>(keys.all(), signatures, pointers);
}

/// Fills from one to all lanes with the signers, in turn, and makes one after the other wrong.
template <vouch::Hash H, class Lanes>
void check_lane_signatures(const std::vector<LaneSigner>& signers) {
    using vouch::builtin::lane_blocks_for;
    const std::size_t blocks = lane_blocks_for(signers[0].modulus.size());
    const auto lanes = std::make_unique<vouch::builtin::LaneRsa<Lanes>>(blocks);
    for (std::size_t size = 1; size <= Lanes::count; ++size) {
        std::vector<LaneSigner> group;
        for (std::size_t i = 0; i < size; ++i)
            group.push_back(signers[(i + size) % signers.size()]);
        const LaneKeys keys{group, blocks};
        lanes->prepare(keys.all(), keys.octets());
        const unsigned all = (1U << size) - 1;
        BOOST_TEST(verify<H>(*lanes, keys, group) == all);

        for (std::size_t i = 0; i < size; ++i) {
            const LaneSigner good = group[i];
            const BigInteger n = from_octets(good.modulus);
            const BigInteger s = from_octets(good.signature);
            const std::size_t octets = good.modulus.size();
            const BigInteger end = BigInteger{1} << (8 * octets);
            std::vector<BigInteger> wrong{
                s - 1, s + 1, n - s, 0,       1,
                n - 1, n,     n + 1, end - 1, s ^ (BigInteger{1} << (8 * i))};
            if (s + n < end) wrong.push_back(s + n);
            for (const BigInteger& number : wrong) {
                if (number >= end) continue;
                group[i].signature = to_octets(number, octets);
                BOOST_TEST(verify<H>(*lanes, keys, group) == (all & ~(1U << i)));
            }
            group[i] = good;
            group[i].message += '.';
            BOOST_TEST(verify<H>(*lanes, keys, group) == (all & ~(1U << i)));
            group[i] = good;
        }
        BOOST_TEST(verify<H>(*lanes, keys, group) == all);
    }
}

/// Keys of the usual sizes, and of 2048 bits and shapes as far as can be from usual ones.
template <class Lanes>
void check_lane_rsa() {
    using vouch::testing::rsa_2048, vouch::testing::rsa_2048_second;
    check_lane_signatures<vouch::Hash::sha256, Lanes>(
        {with_pair<vouch::RS256>(rsa_2048, "first"), with_pair<vouch::RS256>(rsa_2048, "second"),
         with_pair<vouch::RS256>(rsa_2048_second, "third")});
    check_lane_signatures<vouch::Hash::sha512, Lanes>(
        {with_pair<vouch::RS512>(vouch::testing::rsa_3072, "one")});
    check_lane_signatures<vouch::Hash::sha384, Lanes>(
        {with_pair<vouch::RS384>(vouch::testing::rsa_4096, "one")});
}
template <class Lanes>
void check_lane_rsa_of_every_shape() {
    const BigInteger top = BigInteger{1} << 2047;
    const BigInteger half = BigInteger{1} << 1024;
    check_lane_signatures<vouch::Hash::sha256, Lanes>({
        with_prime<vouch::Hash::sha256>(2 * top - 1557, "ones"),
        with_prime<vouch::Hash::sha256>(top + 1919, "a one, zeros"),
        with_prime<vouch::Hash::sha256>(2 * top - half - 3277, "ones, a zero, ones"),
        with_prime<vouch::Hash::sha256>(top + half + 365, "a one, zeros, a one, zeros"),
        with_prime<vouch::Hash::sha256>(2 * top - (BigInteger{1} << 64) + 1009, "ones, zeros"),
    });
    // The largest of nine blocks, and one of eleven.
    check_lane_signatures<vouch::Hash::sha512, Lanes>(
        {with_prime<vouch::Hash::sha512>((BigInteger{1} << 2281) - 1, "ones")});
}

}  // namespace vouch_tests

#endif
