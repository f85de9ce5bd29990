// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_RANDOM_SOURCE_HPP
#define VOUCH_MESSAGING_RANDOM_SOURCE_HPP

#include <vouch/detail/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

#if __has_include(<sys/random.h>)
#include <sys/random.h>
#include <unistd.h>
#else
#include <random>
#endif

namespace vouch::inline v1::messaging {

/// The kind of a policy that gives random numbers.
struct random_policy {};

/// Where authorization tokens come from.
///
/// \par Exemplar
/// \code
/// struct Random {
///     using policy_kind = vouch::messaging::random_policy;
///     bool fill(std::span<std::uint8_t>) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// `fill` gives octets that nobody can guess, from a generator made for cryptography; `false` where
/// it cannot. It may be called by several threads at once.
/// \par Models
/// SystemRandom
template <class R>
concept random_source =
    policy_of<R, random_policy> && requires(const R& random, std::span<std::uint8_t> octets) {
        { random.fill(octets) } noexcept -> std::same_as<bool>;
    };

/// The operating system's generator.
struct SystemRandom {
    using policy_kind = random_policy;

    bool fill(std::span<std::uint8_t> octets) const noexcept {
#if __has_include(<sys/random.h>)
        constexpr std::size_t most = 256;  // octets that getentropy gives at once
        while (!octets.empty()) {
            const std::size_t count = octets.size() < most ? octets.size() : most;
            if (getentropy(octets.data(), count) != 0) return false;
            octets = octets.subspan(count);
        }
#else
        std::random_device device;
        for (std::uint8_t& octet : octets) octet = static_cast<std::uint8_t>(device());
#endif
        return true;
    }
};

static_assert(random_source<SystemRandom>);

}  // namespace vouch::inline v1::messaging

#endif
