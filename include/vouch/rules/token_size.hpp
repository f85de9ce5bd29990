// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_RULES_TOKEN_SIZE_HPP
#define VOUCH_RULES_TOKEN_SIZE_HPP

#include <vouch/config.hpp>
#include <vouch/detail/policy.hpp>

#include <cstddef>

namespace vouch::inline v1 {

/// The most bytes that a token may have; 8 KiB unless this is given. `verify` takes some three
/// times as much of the stack.
template <std::size_t Bytes>
struct MaxTokenSize {
    using policy_kind = token_size_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool fits = Bytes > 0 && Bytes <= limits::token_bytes_cap;
        static_assert(
            fits,
            "[VOUCH-166] MaxTokenSize is 1 to 65536 bytes: what does not fit belongs behind a "
            "reference, not in a token. See docs/reference/diagnostics.md");
        return fits;
    }();

    static constexpr std::size_t bytes = Bytes;
};

/// Whether `S` says how long a token may be.
template <class S>
concept token_size = policy_of<S, token_size_policy> &&
                     requires { requires S::bytes > 0 && S::bytes <= limits::token_bytes_cap; };

static_assert(token_size<MaxTokenSize<limits::token_bytes>>);

}  // namespace vouch::inline v1

#endif
