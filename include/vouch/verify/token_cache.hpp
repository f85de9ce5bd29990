// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_VERIFY_TOKEN_CACHE_HPP
#define VOUCH_VERIFY_TOKEN_CACHE_HPP

#include <vouch/config.hpp>
#include <vouch/detail/policy.hpp>
#include <vouch/fwd.hpp>
#include <vouch/time/numeric_date.hpp>
#include <vouch/verify/identity.hpp>

#include <array>
#include <atomic>
#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace vouch::inline v1 {

/// What tells a verified token from all others: its text, and the keys that it was verified with.
struct TokenFingerprint {
    std::array<std::uint8_t, 32> sha256;  ///< of the whole token as it came
    std::uint64_t key_set;                ///< KeySet::number()

    friend constexpr bool operator==(const TokenFingerprint&,
                                     const TokenFingerprint&) noexcept = default;
};

/// Where a verifier keeps tokens that it has verified, to do without the signature when they come
/// again.
///
/// What is found still has to pass all rules about the claims, at the time of now and of each rule;
/// rules about the header that are not of this library are asked again, too. A token that is
/// refused is not kept. With other keys the fingerprint is another one, so that nothing is found
/// that was verified with keys which are gone.
///
/// \par Exemplar
/// \code
/// struct Cache {
///     using policy_kind = vouch::token_cache_policy;
///     std::optional<vouch::Identity> find(const vouch::TokenFingerprint&) const noexcept;
///     void keep(const vouch::TokenFingerprint&, const vouch::Identity&) const noexcept;
/// };
/// \endcode
/// \par Semantics
/// `find` gives a copy of what was kept under exactly this fingerprint, or nothing. It is believed:
/// a cache has one verifier, and lies in the memory of the process. It may forget what it likes,
/// and must forget something when it is full. Both may be called by several threads at once; `find`
/// is on the path of every token and does not wait. \par Models NoTokenCache, VerifiedTokens
template <class C>
concept token_cache =
    policy_of<C, token_cache_policy> &&
    requires(const C& cache, const TokenFingerprint& token, const Identity& identity) {
        { cache.find(token) } noexcept -> std::same_as<std::optional<Identity>>;
        { cache.keep(token, identity) } noexcept -> std::same_as<void>;
    };

/// The default: every token is verified anew.
struct NoTokenCache {
    using policy_kind = token_cache_policy;

    constexpr std::optional<Identity> find(const TokenFingerprint&) const noexcept { return {}; }
    constexpr void keep(const TokenFingerprint&, const Identity&) const noexcept {}
};

namespace detail {

/// Memory that some threads read while another may write. Who reads or writes never waits: a
/// reading that met a writing is void, and of two writings that meet one is not done.
///
/// A sequence lock whose bytes are atomic words, too: what a reading gets from a later writing
/// (acquire, release) makes it see that writing's number as well.
template <std::size_t Bytes>
class alignas(64) SharedEntry {
    using Word = std::size_t;

public:
    static constexpr std::size_t capacity = Bytes - sizeof(Word);

    /// Counts the writings: odd during one.
    std::size_t version() const noexcept { return version_.load(std::memory_order_acquire); }
    /// Whether what was read since `version()` gave this, is whole.
    bool is_still(std::size_t version) const noexcept {
        return version % 2 == 0 && version_.load(std::memory_order_relaxed) == version;
    }

    /// Copies bytes, in whole words, from the word at `offset`.
    void read(std::size_t offset, std::span<char> bytes) const noexcept {
        for (std::size_t i = 0; i < bytes.size(); i += sizeof(Word)) {
            const Word word = words_[(offset + i) / sizeof(Word)].load(std::memory_order_acquire);
            std::memcpy(&bytes[i], &word, sizeof word);
        }
    }

    /// Writes whole words from the start on, unless another writing was begun since `version`.
    void write(std::size_t version, std::span<const char> bytes) noexcept {
        if (version % 2 != 0 || !version_.compare_exchange_strong(version, version + 1)) return;
        for (std::size_t i = 0; i < bytes.size(); i += sizeof(Word)) {
            Word word;
            std::memcpy(&word, &bytes[i], sizeof word);
            words_[i / sizeof(Word)].store(word, std::memory_order_release);
        }
        version_.store(version + 2, std::memory_order_release);
    }

private:
    std::atomic<Word> version_ = 0;
    std::atomic<Word> words_[capacity / sizeof(Word)] = {};
};

}  // namespace detail

/// Keeps verified tokens in `Bytes` of memory, its own size included, which it takes when it is
/// made and never adds to. Where it cannot have them, it keeps nothing.
///
/// A token has an entry of `EntryBytes`. One whose claims are too long for that is not kept: with
/// 1024 bytes, those of over about 900. In a full set of four entries the next token replaces that
/// of the oldest keys, and of these the one that expires first. What was kept stays in memory until
/// then.
///
/// \code
/// using CustomerVerifier =
///     vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
///                     vouch::StaticKeys, vouch::VerifiedTokens<>>;
/// \endcode
/// \par Thread safety
/// Any number of threads may find and keep at once. Nobody waits: a thread that meets another which
/// writes the same entry finds nothing there.
template <std::size_t Bytes, std::size_t EntryBytes>
class VerifiedTokens {
    using Entry = detail::SharedEntry<EntryBytes>;
    static constexpr std::size_t set_entries = 4;

public:
    using policy_kind = token_cache_policy;

    /// Asked by a Verifier, for the message.
    static constexpr bool well_formed = [] {
        constexpr bool entry_fits =
            EntryBytes >= 512 && EntryBytes <= limits::token_bytes_cap && EntryBytes % 64 == 0;
        constexpr bool fits = entry_fits && Bytes / EntryBytes > set_entries;
        static_assert(fits,
                      "[VOUCH-167] VerifiedTokens<Bytes, EntryBytes> has room for five entries at "
                      "the least, and an entry is 512 to 65536 bytes and divisible by 64: write "
                      "VerifiedTokens<1048576, 1024>. See docs/reference/diagnostics.md");
        return fits;
    }();

    VerifiedTokens() noexcept : entries_{new(std::nothrow) Entry[sets * set_entries]} {}
    VerifiedTokens(VerifiedTokens&& other) noexcept
        : entries_{std::exchange(other.entries_, nullptr)} {}
    VerifiedTokens& operator=(VerifiedTokens&& other) noexcept {
        std::swap(entries_, other.entries_);
        return *this;
    }
    ~VerifiedTokens() { delete[] entries_; }

    std::optional<Identity> find(const TokenFingerprint& token) const noexcept {
        for (const Entry& entry : set_of(token)) {
            const std::size_t version = entry.version();
            const Head head = head_of(entry);
            if (version == 0 || head.token != token) continue;
            if (head.size > text_capacity) continue;  // of another writing
            char text[text_capacity];
            entry.read(sizeof head, std::span{text}.first(whole_words(head.size)));
            if (!entry.is_still(version)) continue;
            std::optional<std::size_t> kid_size;
            if (head.kid_size != no_kid) kid_size = head.kid_size;
            return detail::IdentityMaker::make_again({head.algorithm, kid_size, {text, head.size}});
        }
        return {};
    }

    void keep(const TokenFingerprint& token, const Identity& identity) const noexcept {
        const detail::IdentityParts parts = detail::IdentityMaker::parts_of(identity);
        if (parts.stored.size() > text_capacity) return;
        const Head head{.token = token,
                        .expires = expiry_of(identity),
                        .algorithm = parts.algorithm,
                        .size = static_cast<std::uint32_t>(parts.stored.size()),
                        .kid_size = static_cast<std::uint32_t>(parts.kid_size.value_or(no_kid))};
        char bytes[Entry::capacity] = {};
        std::memcpy(bytes, &head, sizeof head);
        parts.stored.copy(bytes + sizeof head, parts.stored.size());

        Entry* first = nullptr;
        Rank lowest{};
        for (Entry& entry : set_of(token)) {
            const std::size_t version = entry.version();
            const Head there = head_of(entry);
            if (!entry.is_still(version)) continue;
            if (there.token == token) return;
            const Rank rank{there.token.key_set, there.expires, version};
            if (first == nullptr || rank < lowest) {
                first = &entry;
                lowest = rank;
            }
        }
        if (first == nullptr) return;
        first->write(lowest.version, std::span{bytes}.first(whole_words(sizeof head + head.size)));
    }

private:
    /// What an entry starts with.
    struct Head {
        TokenFingerprint token;
        std::int64_t expires;        // in seconds since 1970
        std::string_view algorithm;  // a constant of the program
        std::uint32_t size;          // of the text that follows
        std::uint32_t kid_size;      // or no_kid
    };
    static constexpr std::uint32_t no_kid = UINT32_MAX;
    static_assert(std::is_trivially_copyable_v<Head> && sizeof(Head) % sizeof(std::size_t) == 0);

    /// Of the entries of a set, the lowest goes first.
    struct Rank {
        std::uint64_t key_set;
        std::int64_t expires;
        std::size_t version;

        auto operator<=>(const Rank&) const noexcept = default;
    };

    static constexpr std::size_t sets = (Bytes - sizeof(void*)) / (set_entries * EntryBytes);
    static constexpr std::size_t text_capacity = Entry::capacity - sizeof(Head);

    static constexpr std::size_t whole_words(std::size_t size) noexcept {
        return (size + sizeof(std::size_t) - 1) / sizeof(std::size_t) * sizeof(std::size_t);
    }

    static std::int64_t expiry_of(const Identity& identity) noexcept {
        const std::optional<NumericDate> expires = identity.expires_at();
        return expires ? expires->seconds : NumericDate::last_second;
    }

    static Head head_of(const Entry& entry) noexcept {
        char bytes[sizeof(Head)];
        entry.read(0, bytes);
        Head head;
        std::memcpy(&head, bytes, sizeof head);
        return head;
    }

    std::span<Entry> set_of(const TokenFingerprint& token) const noexcept {
        if (entries_ == nullptr) return {};
        std::size_t number = 0;
        std::memcpy(&number, token.sha256.data(), sizeof number);
        return {entries_ + number % sets * set_entries, set_entries};
    }

    Entry* entries_;
};

static_assert(token_cache<NoTokenCache> && token_cache<VerifiedTokens<>>);

}  // namespace vouch::inline v1

#endif
