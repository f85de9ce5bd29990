// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_KEYS_KEY_SET_HPP
#define VOUCH_KEYS_KEY_SET_HPP

#include <vouch/crypto/backend.hpp>
#include <vouch/jose/jwk.hpp>
#include <vouch/result.hpp>

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace vouch::inline v1 {

namespace detail {

// Of default visibility, so that all libraries of a process count together.
[[gnu::visibility("default")]] inline std::atomic<std::uint64_t> key_sets_made = 0;

constexpr std::uint64_t number_of_next_key_set() noexcept {
    if (std::is_constant_evaluated()) return 0;
    return key_sets_made.fetch_add(1, std::memory_order_relaxed) + 1;
}

}  // namespace detail

/// Keys that a crypto backend has prepared, found by their `kid` at a cost that does not grow with
/// their number. Immutable, so any number of threads may read it.
template <crypto_backend Crypto>
class KeySet {
public:
    /// One key of the set.
    struct Entry {
        Jwk jwk;
        Result<typename Crypto::Key> key;  ///< what the backend made of it, or why it could not
        bool ambiguous = false;            ///< another key of the same type has the same `kid`
    };

    constexpr KeySet(const Crypto& crypto, std::vector<Jwk> keys) {
        entries_.reserve(keys.size());
        for (Jwk& jwk : keys) {
            Result<typename Crypto::Key> key = crypto.import_key(jwk.public_key());
            entries_.push_back({std::move(jwk), std::move(key)});
        }
        // At most half of the slots are taken, so a look-up ends after a step or two.
        slots_.assign(std::bit_ceil(2 * entries_.size() + 1), 0);
        for (std::size_t i = 0; i < entries_.size(); ++i) enter(i);
    }

    constexpr const std::vector<Entry>& entries() const noexcept { return entries_; }

    /// Tells this set from every other that was ever made in this process: a later one has a higher
    /// number, a copy the same. 0 where it was made at compile time.
    constexpr std::uint64_t number() const noexcept { return number_; }

    /// The one key that may verify a token of algorithm `A` which names `kid`.
    ///
    /// A token that names a key is tried with that key only. Where it names none, or where its key
    /// could only be one without a name, there must be exactly one key in the set that fits.
    ///
    /// \return `key_ambiguous`, `key_alg_mismatch`, `key_not_found`; `kid_missing` where the token
    /// names no key and several fit; `backend_failed` or `out_of_memory` where the key could not be
    /// prepared.
    template <signature_algorithm A>
    constexpr Result<const Entry*> choose(std::optional<std::string_view> kid) const noexcept {
        if (kid) {
            if (const Entry* named = find(*kid, A::key_type)) {
                if (named->ambiguous) return Errc::key_ambiguous;
                if (!fits<A>(named->jwk)) return Errc::key_alg_mismatch;
                return usable(*named);
            }
            if (!has_nameless_) return Errc::key_not_found;
        }
        const Entry* only = nullptr;
        for (const Entry& entry : entries_) {
            if (!fits<A>(entry.jwk)) continue;
            if (only != nullptr) return kid ? Errc::key_not_found : Errc::kid_missing;
            only = &entry;
        }
        if (only == nullptr || (kid && only->jwk.kid())) return Errc::key_not_found;
        return usable(*only);
    }

private:
    template <signature_algorithm A>
    static constexpr bool fits(const Jwk& jwk) noexcept {
        return jwk.key_type() == A::key_type && jwk.algorithm().value_or(A::name) == A::name;
    }

    static constexpr Result<const Entry*> usable(const Entry& entry) noexcept {
        if (!entry.key) return entry.key.error();
        return &entry;
    }

    constexpr const Entry* find(std::string_view kid, std::string_view key_type) const noexcept {
        for (std::size_t slot = first_slot(kid);; slot = next_slot(slot)) {
            if (slots_[slot] == 0) return nullptr;
            const Entry& entry = entries_[slots_[slot] - 1];
            if (entry.jwk.kid() == kid && entry.jwk.key_type() == key_type) return &entry;
        }
    }

    /// Puts an entry where `find` will look for it, or marks the one that has its name already.
    constexpr void enter(std::size_t index) noexcept {
        const Jwk& jwk = entries_[index].jwk;
        if (!jwk.kid()) {
            has_nameless_ = true;
            return;
        }
        std::size_t slot = first_slot(*jwk.kid());
        for (; slots_[slot] != 0; slot = next_slot(slot)) {
            Entry& other = entries_[slots_[slot] - 1];
            if (other.jwk.kid() == jwk.kid() && other.jwk.key_type() == jwk.key_type()) {
                other.ambiguous = true;
                return;
            }
        }
        slots_[slot] = static_cast<std::uint32_t>(index + 1);
    }

    /// FNV-1a. Names that were made to collide cost no more than a walk over the set.
    constexpr std::size_t first_slot(std::string_view kid) const noexcept {
        std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
        for (const char c : kid) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100'0000'01B3;
        return static_cast<std::size_t>(hash ^ hash >> 32) & (slots_.size() - 1);
    }
    constexpr std::size_t next_slot(std::size_t slot) const noexcept {
        return (slot + 1) & (slots_.size() - 1);
    }

    std::vector<Entry> entries_;
    std::vector<std::uint32_t> slots_;  // 0, or 1 + the index of an entry
    std::uint64_t number_ = detail::number_of_next_key_set();
    bool has_nameless_ = false;
};

}  // namespace vouch::inline v1

#endif
