// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_CRYPTO_BUILTIN_SHA2_PAIR_HPP
#define VOUCH_CRYPTO_BUILTIN_SHA2_PAIR_HPP

#include <vouch/crypto/algorithm.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/crypto/builtin/sha256_x86.hpp>
#include <vouch/crypto/builtin/sha2_rounds.hpp>
#include <vouch/detail/processor.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace vouch::inline v1::builtin {

/// The SHA-256 of two messages, with the SHA extensions: together as far as both have blocks.
class Sha256Pair {
public:
    /// \pre detail::processor().has_sha_extensions
    Sha256Pair(std::string_view first, std::string_view second) noexcept {
        const std::size_t first_blocks = first.size() / State::block_octets;
        const std::size_t second_blocks = second.size() / State::block_octets;
        compress(first.data(), first_blocks, second.data(), second_blocks);
        const State::End first_end{first.data(), first.size()};
        const State::End second_end{second.data(), second.size()};
        compress(first_end.blocks, first_end.count, second_end.blocks, second_end.count);
    }

    Digest<Hash::sha256> first() const noexcept { return sha2_digest<Hash::sha256>(first_); }
    Digest<Hash::sha256> second() const noexcept { return sha2_digest<Hash::sha256>(second_); }

private:
    using State = Sha2State<std::uint32_t>;

    template <class Octet>
    void compress(const Octet* first, std::size_t first_count, const Octet* second,
                  std::size_t second_count) noexcept {
        const std::size_t both = std::min(first_count, second_count);
        compress_two_with_sha_extensions(first_.words, second_.words,
                                         Sha2Family<std::uint32_t>::constants, first, second, both);
        first_.compress(first + both * State::block_octets, first_count - both);
        second_.compress(second + both * State::block_octets, second_count - both);
    }

    State first_ = sha2_initial_state<Hash::sha256>();
    State second_ = first_;
};

/// Hashes two messages, in less time than one after the other where the processor can.
template <Hash H>
void hash_two(std::string_view first, std::string_view second, Digest<H>& first_digest,
              Digest<H>& second_digest) noexcept {
    if constexpr (H == Hash::sha256) {
        if (detail::processor().has_sha_extensions) {
            const Sha256Pair pair{first, second};
            first_digest = pair.first();
            second_digest = pair.second();
            return;
        }
    }
    first_digest = hash<H>(first);
    second_digest = hash<H>(second);
}

}  // namespace vouch::inline v1::builtin

#endif
