// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_RSA_BATCH_HPP
#define VOUCH_CRYPTO_BUILTIN_RSA_BATCH_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/lane_rsa.hpp>
#include <vouch/crypto/builtin/lane_tables.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/builtin/sha2_pair.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>

namespace vouch::inline v1::builtin {

/// Verifies several signatures, by any keys. A `Check` is one of them:
///  - `message`, `signature`, and `holds`, which is set;
///  - of its key `octets()` of the modulus, `exponent()`, `tables()`, which is a LaneTables, and
///    `set_modulus(LaneKey)`;
///  - `holds_alone(digest)`: whether it holds.
template <Hash H, class Check>
class RsaBatch {
public:
    /// The most at a time.
    static constexpr std::size_t max_size = 32;

    explicit RsaBatch(std::span<Check> checks) noexcept : checks_{checks} {
        std::size_t i = 0;
        for (; i + 1 < checks.size(); i += 2) {
            hash_two<H>(checks[i].message, checks[i + 1].message, digests_[i], digests_[i + 1]);
        }
        if (i < checks.size()) digests_[i] = hash<H>(checks[i].message);
    }

    void verify_one_by_one() noexcept {
        for (std::size_t i = 0; i < checks_.size(); ++i) verify_alone(i);
    }

    /// Those of one size together, wherever they are; one by one what is left over or does not fit
    /// in lanes.
    template <class Lanes>
    void verify_in_lanes() noexcept {
        std::size_t blocks[max_size];  // 0: it is done
        for (std::size_t i = 0; i < checks_.size(); ++i) {
            blocks[i] = blocks_in_lanes(checks_[i]);
            if (blocks[i] == 0) verify_alone(i);
        }
        for (std::size_t i = 0; i < checks_.size(); ++i) {
            if (blocks[i] == 0) continue;
            const std::size_t group_blocks = blocks[i];
            std::size_t group[Lanes::count];
            std::size_t size = 0;
            for (std::size_t j = i; j < checks_.size() && size < Lanes::count; ++j) {
                if (blocks[j] != group_blocks) continue;
                group[size++] = j;
                blocks[j] = 0;
            }
            const std::span<const std::size_t> members{group, size};
            if (size >= Lanes::worthwhile && verify_group<Lanes>(members, group_blocks)) continue;
            for (const std::size_t j : members) verify_alone(j);
        }
    }

private:
    /// How many blocks of limbs the numbers have in lanes; 0 where they cannot be there.
    static std::size_t blocks_in_lanes(const Check& check) noexcept {
        const std::size_t octets = check.octets();
        const bool fits = check.exponent() == 65537 && octets <= max_lane_octets &&
                          check.signature.size() == octets;
        return fits ? lane_blocks_for(octets) : 0;
    }

    void verify_alone(std::size_t i) noexcept {
        checks_[i].holds = checks_[i].holds_alone(digests_[i]);
    }

    /// \return `false` where memory could not be had, and nothing is known.
    template <class Lanes>
    [[gnu::noinline]] bool verify_group(std::span<const std::size_t> members,
                                        std::size_t blocks) noexcept {
        LaneRsa<Lanes> lanes{blocks};
        if (!make_tables(lanes, members, blocks)) return false;
        LaneKey keys[Lanes::count];
        std::span<const std::uint8_t> signatures[Lanes::count];
        const Digest<H>* digests[Lanes::count] = {};
        const std::size_t size = members.size();
        for (std::size_t lane = 0; lane < size; ++lane) {
            const Check& check = checks_[members[lane]];
            keys[lane] = LaneKey{check.tables().get(), blocks};
            signatures[lane] = check.signature;
            digests[lane] = &digests_[members[lane]];
        }
        const unsigned holds =
            lanes.template verify<H>({keys, size}, {signatures, size}, {digests, size});
        for (std::size_t lane = 0; lane < size; ++lane) {
            checks_[members[lane]].holds = (holds >> lane & 1) != 0;
        }
        return true;
    }

    /// Makes the tables of the keys that have none yet, all at once. \return whether there was
    /// memory for them.
    template <class Lanes>
    bool make_tables(LaneRsa<Lanes>& lanes, std::span<const std::size_t> members,
                     std::size_t blocks) noexcept {
        const LaneTables* owners[Lanes::count];
        LaneKey made[Lanes::count];
        std::size_t octets[Lanes::count];
        std::size_t size = 0;
        bool has_memory = true;
        for (const std::size_t i : members) {
            const Check& check = checks_[i];
            const LaneTables* const tables = &check.tables();
            if (tables->get() != nullptr || std::count(owners, owners + size, tables) > 0) continue;
            auto* const limbs = new (std::nothrow) std::uint64_t[LaneKey::size(blocks)];
            if (limbs == nullptr) {
                has_memory = false;
                continue;
            }
            made[size] = LaneKey{limbs, blocks};
            check.set_modulus(made[size]);
            octets[size] = check.octets();
            owners[size++] = tables;
        }
        if (size > 0) lanes.prepare({made, size}, {octets, size});
        for (std::size_t i = 0; i < size; ++i) owners[i]->offer(made[i].modulus());
        return has_memory;
    }

    std::span<Check> checks_;
    Digest<H> digests_[max_size];
};

}  // namespace vouch::inline v1::builtin

#endif
