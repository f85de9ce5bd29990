// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_MEMORY_SESSIONS_HPP
#define VOUCH_MESSAGING_MEMORY_SESSIONS_HPP

#include <vouch/crypto/builtin/sha2.hpp>
#include <vouch/messaging/expiring_table.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/result.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace vouch::inline v1::messaging {

/// Sessions in the memory of one process; they end with it.
///
/// Holds at most `capacity` records in its three tables together, then says `store_full`. Each
/// write forgets a few of the records whose `until` has come, and a write that finds the store full
/// looks for one in all of it; no thread of its own is needed, and `find` never looks. Texts are
/// kept as their SHA-256: they take the same room whatever their length, and nobody can choose them
/// such that they collide.
///
/// \par Memory
/// A session takes 170 bytes here, beside what its Participant and Proof take: 500 with names of
/// usual lengths. An end user with one session takes 260, a token id 100. Measured at a million of
/// each, on a 64-bit machine. What is forgotten makes room for others, and goes back to the system
/// only with the store.
/// \par Thread safety
/// All members may be called by several threads at once. An allocation that throws changes nothing.
class MemorySessions {
public:
    static constexpr std::size_t default_capacity = std::size_t{1} << 21;

    explicit MemorySessions(std::size_t capacity = default_capacity) noexcept
        : capacity_{capacity} {}
    MemorySessions(const MemorySessions&) = delete;
    MemorySessions& operator=(const MemorySessions&) = delete;

    Result<std::optional<Stored<Session>>> find(const SessionId& id) {
        return find_in(&Shard::sessions, id);
    }
    /// \return `store_full`.
    Result<bool> replace(const SessionId& id, std::uint64_t version, const Session& session,
                         Retention retention) {
        return replace_in(&Shard::sessions, id, version, session, retention);
    }

    Result<std::optional<Stored<EndUserRecord>>> find(std::string_view end_user) {
        return find_in(&Shard::end_users, key_of(end_user));
    }
    /// \return `store_full`.
    Result<bool> replace(std::string_view end_user, std::uint64_t version,
                         const EndUserRecord& record, Retention retention) {
        return replace_in(&Shard::end_users, key_of(end_user), version, record, retention);
    }

    /// \return `store_full`.
    Result<bool> use_token_id(std::string_view token_id, Retention retention) {
        return replace_in(&Shard::token_ids, key_of(token_id), 0, Used{}, retention);
    }

    /// Records in the three tables together, with those that may be forgotten.
    std::size_t size() const noexcept { return size_.load(std::memory_order_relaxed); }
    std::size_t capacity() const noexcept { return capacity_; }

private:
    /// That a token id was used is all that is known of it.
    struct Used {};

    struct alignas(64) Shard {  // of a cache line, so that threads in two of them do not meet
        std::mutex mutex;
        detail::ExpiringTable<Session> sessions;
        detail::ExpiringTable<EndUserRecord> end_users;
        detail::ExpiringTable<Used> token_ids;
    };
    template <class Record>
    using Table = detail::ExpiringTable<Record> Shard::*;

    static SessionId key_of(std::string_view text) noexcept {
        return SessionId{builtin::hash<Hash::sha256>(text)};
    }
    /// By an octet that the hash tables do not look at.
    Shard& shard_of(const SessionId& key) noexcept {
        return shards_[key.sha256.back() % shards_.size()];
    }

    template <class Record>
    Result<std::optional<Stored<Record>>> find_in(Table<Record> table, const SessionId& key) {
        Shard& shard = shard_of(key);
        const std::lock_guard lock{shard.mutex};
        const auto* entry = (shard.*table).find(key);
        if (entry == nullptr) return std::optional<Stored<Record>>{};
        return std::optional{Stored<Record>{entry->record, entry->version}};
    }

    /// `record` is a copy, which takes the old one out, so that this ends after the lock.
    template <class Record>
    Result<bool> replace_in(Table<Record> table, const SessionId& key, std::uint64_t version,
                            Record record, Retention retention) {
        Shard& shard = shard_of(key);
        do {
            const std::lock_guard lock{shard.mutex};
            forget(shard, retention.now);
            auto* entry = (shard.*table).find(key);
            if ((entry == nullptr ? 0 : entry->version) != version) return false;
            if (entry != nullptr) {
                (shard.*table).keep(key, retention.until);
            } else {
                entry = add(shard.*table, key, retention.until);
            }
            if (entry != nullptr) {
                std::swap(entry->record, record);
                ++entry->version;
                return true;
            }
        } while (forget_anywhere(retention.now));
        return Errc::store_full;
    }

    /// A new record, null where the store is full.
    template <class Record>
    auto* add(detail::ExpiringTable<Record>& table, const SessionId& key, NumericDate until) {
        auto* entry = &table.add(key, until);  // may throw, so the room is taken after it
        if (!take_room()) {
            table.remove(key);
            entry = nullptr;
        }
        return entry;
    }

    bool take_room() noexcept {
        std::size_t size = size_.load(std::memory_order_relaxed);
        do {
            if (size >= capacity_) return false;
        } while (!size_.compare_exchange_weak(size, size + 1, std::memory_order_relaxed));
        return true;
    }

    /// Forgets some of what may be forgotten: more than a write adds, few enough to go unnoticed.
    bool forget(Shard& shard, NumericDate now) noexcept {
        constexpr std::size_t most = 2;
        const std::size_t count = shard.sessions.forget(now, most) +
                                  shard.end_users.forget(now, most) +
                                  shard.token_ids.forget(now, most);
        if (count != 0) size_.fetch_sub(count, std::memory_order_relaxed);
        return count != 0;
    }

    bool forget_anywhere(NumericDate now) noexcept {
        for (Shard& shard : shards_) {
            const std::lock_guard lock{shard.mutex};
            if (forget(shard, now)) return true;
        }
        return false;
    }

    const std::size_t capacity_;
    std::atomic<std::size_t> size_{0};
    std::array<Shard, 64> shards_;
};

static_assert(session_store<MemorySessions>);

}  // namespace vouch::inline v1::messaging

#endif
