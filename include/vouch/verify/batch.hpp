// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_BATCH_HPP
#define VOUCH_VERIFY_BATCH_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/crypto/builtin/digest.hpp>
#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/jose/compact_token.hpp>
#include <vouch/json/value.hpp>
#include <vouch/result.hpp>
#include <vouch/text/base64url.hpp>
#include <vouch/verify/composition.hpp>
#include <vouch/verify/identity.hpp>
#include <vouch/verify/path.hpp>
#include <vouch/verify/token_cache.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

// The path of several tokens: that of one, but each step is done for a group of tokens before the
// next, so that the crypto backend gets many signatures at once.

namespace vouch::inline v1::detail {

/// What `parts.keys.keys()` is.
template <class C>
using KeysOf = std::remove_cvref_t<decltype(std::declval<const Parts<C>&>().keys.keys())>;

/// The keys for a group of tokens, and what becomes of a token whose key is not among them.
template <class C>
struct KeysAtHand {
    KeysOf<C> keys;
    Error lacking = Errc::key_not_found;
};

/// Some tokens on their path together; what becomes of each is written to its result. Lives on the
/// stack, where it takes some 40 KiB.
template <class C>
class TokenGroup {
public:
    TokenGroup(const Parts<C>& parts, std::span<const std::string_view> tokens,
               std::span<Result<Identity>> results) noexcept
        : parts_{parts}, tokens_{tokens}, results_{results} {}

    /// Takes in as many tokens as there is room for, from `next` on, but only those of which the
    /// result so far is wanted. Does all that needs no key. \return the first one not looked at.
    template <class IsWanted>
    std::size_t collect(std::size_t next, IsWanted is_wanted) noexcept {
        for (; next < tokens_.size() && size_ < max_size; ++next) {
            if (!is_wanted(results_[next]) || is_known(next)) continue;
            const auto token = CompactToken::parse(tokens_[next], C::token_size::bytes);
            if (!token) {
                results_[next] = token.error();
                continue;
            }
            const std::size_t used_before = used_;
            const std::optional<TokenRoom> room = room_for(*token);
            if (!room) break;
            const Result<OpenedToken> opened = open(parts_, *token, *room);
            if (!opened) {
                results_[next] = opened.error();
                used_ = used_before;
                continue;
            }
            members_[size_].index = next;
            members_[size_++].opened = *opened;
        }
        return next;
    }

    bool empty() const noexcept { return size_ == 0; }

    /// Verifies the signatures. \return whether a token's key was not there.
    template <class... As>
    bool authenticate(TypeList<As...>, const KeysAtHand<C>& at_hand) noexcept {
        bool lacks_a_key = false;
        ((lacks_a_key |= authenticate<As>(at_hand)), ...);
        return lacks_a_key;
    }

    /// Reads the claims of those whose signatures hold, and asks the rules.
    void identify(const KeysAtHand<C>& at_hand) noexcept {
        const Moment moment = moment_now(parts_);
        for (const Member& member : std::span{members_, size_}) {
            if (member.algorithm.empty()) continue;
            Result<Identity>& result = results_[member.index];
            result = detail::identify(parts_, *member.opened, member.algorithm, moment);
            if constexpr (has_cache) {
                if (!result) continue;
                parts_.token_cache.keep({member.sha256, (*at_hand.keys).number()}, *result);
            }
        }
    }

private:
    static constexpr std::size_t max_size = 32;
    static constexpr bool has_cache = !std::same_as<typename C::token_cache, NoTokenCache>;
    using Largest = Workspace<C::token_size::bytes>;

    struct Member {
        std::size_t index = 0;
        std::optional<OpenedToken> opened = {};
        std::string_view algorithm = {};  ///< that the signature holds by; empty: it does not
        builtin::Digest<Hash::sha256> sha256 = {};
    };

    /// Whether the cache knows the token; then its result is there.
    bool is_known(std::size_t i) noexcept {
        if constexpr (has_cache) {
            if (tokens_[i].size() > C::token_size::bytes) return false;
            members_[size_].sha256 = builtin::hash<Hash::sha256>(tokens_[i]);
            const std::uint64_t key_set = (*parts_.keys.keys()).number();
            auto known = parts_.token_cache.find({members_[size_].sha256, key_set});
            if (!known) return false;
            const Result<void> again = check_again(parts_, tokens_[i], known->claims());
            results_[i] = again ? Result<Identity>{*std::move(known)} : again.error();
            return true;
        } else {
            return false;
        }
    }

    /// Nothing where it is used up. Any one token has room in an empty group.
    std::optional<TokenRoom> room_for(const CompactToken& token) noexcept {
        const std::size_t header = base64url::decoded_size(token.header().size());
        const std::size_t text = header + base64url::decoded_size(token.payload().size());
        const std::size_t signature = base64url::decoded_size(token.signature().size());
        const std::size_t document = json::detail::encoded_size(header);
        if (text + signature + document > sizeof memory_ - used_) return {};
        char* const begin = memory_ + used_;
        used_ += text + signature + document;
        return TokenRoom{{begin, text},
                         {reinterpret_cast<std::uint8_t*>(begin + text), signature},
                         {begin + text + signature, document}};
    }

    /// Verifies the signatures by one algorithm.
    template <class A>
    bool authenticate(const KeysAtHand<C>& at_hand) noexcept {
        using Key = typename C::crypto::Key;
        bool lacks_a_key = false;
        SignatureCheck<Key> checks[max_size];
        Member* checked[max_size];
        std::size_t size = 0;
        for (Member& member : std::span{members_, size_}) {
            const OpenedToken& opened = *member.opened;
            if (opened.header.algorithm() != A::name) continue;
            const auto entry = (*at_hand.keys).template choose<A>(opened.header.kid());
            if (!entry) {
                const bool lacks_key = entry.error() == Errc::key_not_found;
                results_[member.index] = lacks_key ? at_hand.lacking : entry.error();
                lacks_a_key |= lacks_key;
                continue;
            }
            checked[size] = &member;
            checks[size++] = {&*(*entry)->key, opened.token.signing_input(),
                              opened.segments.signature};
        }
        verify<A>(std::span{checks, size});
        for (std::size_t i = 0; i < size; ++i) {
            if (checks[i].verdict) {
                checked[i]->algorithm = A::name;
            } else {
                results_[checked[i]->index] = checks[i].verdict.error();
            }
        }
        return lacks_a_key;
    }

    template <class A>
    void verify(std::span<SignatureCheck<typename C::crypto::Key>> checks) const noexcept {
        if constexpr (verifies_batch_with<typename C::crypto, A>) {
            parts_.crypto.template verify_batch<A>(checks);
        } else {
            for (auto& check : checks) {
                check.verdict =
                    parts_.crypto.template verify<A>(*check.key, check.message, check.signature);
            }
        }
    }

    const Parts<C>& parts_;
    std::span<const std::string_view> tokens_;
    std::span<Result<Identity>> results_;
    std::size_t size_ = 0;
    Member members_[max_size];
    std::size_t used_ = 0;
    char memory_[std::max(std::size_t{32 * 1024},
                          Largest::decoded_bytes + sizeof(Largest::header_document))];
};

/// Verifies tokens, group by group. Those whose key is not there come last: a source that may get
/// it is asked once, for all of them.
template <class C>
void verify_batch(const Parts<C>& parts, std::span<const std::string_view> tokens,
                  std::span<Result<Identity>> results) noexcept {
    constexpr typename C::algorithms algorithms;
    std::optional<KeysOf<C>> incomplete;
    for (std::size_t next = 0; next < tokens.size();) {
        TokenGroup<C> group{parts, tokens, results};
        next = group.collect(next, [](const Result<Identity>&) { return true; });
        if (group.empty()) continue;
        const KeysAtHand<C> at_hand{parts.keys.keys()};
        if (group.authenticate(algorithms, at_hand) && !incomplete) incomplete = at_hand.keys;
        group.identify(at_hand);
    }
    if constexpr (requires { parts.keys.newer_keys(*incomplete); }) {
        if (!incomplete) return;
        const Result<KeysOf<C>> newer = parts.keys.newer_keys(*incomplete);
        const KeysAtHand<C> at_hand =
            newer ? KeysAtHand<C>{*newer} : KeysAtHand<C>{*incomplete, newer.error()};
        const auto lacks_key = [](const Result<Identity>& result) {
            return !result && result.error() == Errc::key_not_found;
        };
        for (std::size_t next = 0; next < tokens.size();) {
            TokenGroup<C> group{parts, tokens, results};
            next = group.collect(next, lacks_key);
            (void)group.authenticate(algorithms, at_hand);
            group.identify(at_hand);
        }
    }
}

}  // namespace vouch::inline v1::detail

#endif
