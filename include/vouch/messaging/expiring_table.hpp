// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_EXPIRING_TABLE_HPP
#define VOUCH_MESSAGING_EXPIRING_TABLE_HPP

#include <vouch/messaging/authorization_token.hpp>
#include <vouch/messaging/session_store.hpp>
#include <vouch/time/numeric_date.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace vouch::inline v1::messaging::detail {

/// Records by the hash that names them, and which of them may be forgotten first. For one thread at
/// a time, and for fewer than 2^32 records.
///
/// The records lie in blocks and do not move. Their numbers are in a hash table with linear
/// probing, and in a binary heap in the order of their `until`, for which each record knows its
/// place there. Those that are kept for ever are not in the heap.
template <class Record>
class ExpiringTable {
public:
    struct Entry {
        SessionId key = {};
        std::uint64_t version = 0;
        Record record = {};
        NumericDate until = {};
        std::uint32_t place = none;  ///< in the heap; of a free one, the number of the next
    };

    std::size_t size() const noexcept { return size_; }

    /// The record of a key, null where there is none; valid until it is forgotten.
    Entry* find(const SessionId& key) noexcept {
        if (slots_.empty()) return nullptr;
        const Slot& slot = slots_[slot_of(key)];
        return slot.number == none ? nullptr : &entry(slot.number);
    }

    /// A new record for a key that has none. What throws has changed nothing.
    Entry& add(const SessionId& key, NumericDate until) {
        if (4 * (size_ + 1) > 3 * slots_.size()) widen();
        if (free_ == none) add_block();
        const std::uint32_t number = free_;
        Entry& added = entry(number);
        free_ = std::exchange(added.place, none);
        added.key = key;
        slots_[slot_of(key)] = {hash_of(key), number};
        ++size_;
        keep(number, until);
        return added;
    }

    /// Gives the record of a key, which there must be, another `until`.
    void keep(const SessionId& key, NumericDate until) noexcept {
        keep(slots_[slot_of(key)].number, until);
    }

    /// Forgets the record of a key, which there must be.
    void remove(const SessionId& key) noexcept {
        const std::size_t at = slot_of(key);
        const std::uint32_t number = slots_[at].number;
        leave(number);
        entry(number) = Entry{};
        entry(number).place = std::exchange(free_, number);
        --size_;
        close_gap(at);
    }

    /// Forgets records whose `until` has come, at most `most`.
    ///
    /// \return how many.
    std::size_t forget(NumericDate now, std::size_t most) noexcept {
        std::size_t count = 0;
        while (count < most && !order_.empty() && entry(order_.front()).until <= now) {
            remove(SessionId{entry(order_.front()).key});
            ++count;
        }
        return count;
    }

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    static constexpr std::size_t block_entries = 16;
    using Block = std::array<Entry, block_entries>;

    struct Slot {
        std::uint32_t hash = 0;
        std::uint32_t number = none;
    };

    Entry& entry(std::uint32_t number) noexcept {
        return (*blocks_[number / block_entries])[number % block_entries];
    }

    // The hash table

    static std::uint32_t hash_of(const SessionId& key) noexcept {
        return static_cast<std::uint32_t>(SessionId::Hash{}(key));
    }
    std::size_t home_of(const Slot& slot) const noexcept { return slot.hash & (slots_.size() - 1); }
    std::size_t after(std::size_t at) const noexcept { return (at + 1) & (slots_.size() - 1); }

    /// Where a key is, or else where it belongs.
    std::size_t slot_of(const SessionId& key) noexcept {
        const Slot wanted{hash_of(key)};
        std::size_t at = home_of(wanted);
        while (slots_[at].number != none &&
               !(slots_[at].hash == wanted.hash && entry(slots_[at].number).key == key)) {
            at = after(at);
        }
        return at;
    }

    void widen() {
        std::vector<Slot> before(slots_.empty() ? 8 : 2 * slots_.size());
        slots_.swap(before);
        for (const Slot& slot : before) {
            if (slot.number == none) continue;
            std::size_t at = home_of(slot);
            while (slots_[at].number != none) at = after(at);
            slots_[at] = slot;
        }
    }

    /// Empties a slot, and moves into it what would no longer be found behind it.
    void close_gap(std::size_t gap) noexcept {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = after(gap); slots_[at].number != none; at = after(at)) {
            const std::size_t from_home = (at - home_of(slots_[at])) & mask;
            const std::size_t from_gap = (at - gap) & mask;
            if (from_home < from_gap) continue;
            slots_[gap] = slots_[at];
            gap = at;
        }
        slots_[gap] = Slot{};
    }

    void add_block() {
        // Room in the heap for all records that there can be now: so `keep` never allocates.
        const std::size_t entries = (blocks_.size() + 1) * block_entries;
        if (order_.capacity() < entries) order_.reserve(entries + entries / 2);
        blocks_.push_back(std::make_unique<Block>());
        for (std::size_t i = 1; i <= block_entries; ++i) {
            const auto number = static_cast<std::uint32_t>(entries - i);
            entry(number).place = std::exchange(free_, number);
        }
    }

    // The heap

    void keep(std::uint32_t number, NumericDate until) noexcept {
        entry(number).until = until;
        if (until == Retention::forever) return leave(number);
        if (entry(number).place == none) {
            order_.push_back(number);
            put(order_.size() - 1, number);
        }
        settle(number);
    }

    void leave(std::uint32_t number) noexcept {
        const std::uint32_t place = std::exchange(entry(number).place, none);
        if (place == none) return;
        const std::uint32_t last = order_.back();
        order_.pop_back();
        if (last == number) return;
        put(place, last);
        settle(last);
    }

    void put(std::size_t place, std::uint32_t number) noexcept {
        order_[place] = number;
        entry(number).place = static_cast<std::uint32_t>(place);
    }

    /// Moves a record to where its `until` belongs.
    void settle(std::uint32_t number) noexcept {
        const auto before = [&](std::uint32_t a, std::uint32_t b) {
            return entry(a).until < entry(b).until;
        };
        std::size_t place = entry(number).place;
        while (place != 0 && before(number, order_[(place - 1) / 2])) {
            const std::size_t above = (place - 1) / 2;
            put(place, order_[above]);
            place = above;
        }
        for (std::size_t below = 2 * place + 1; below < order_.size(); below = 2 * place + 1) {
            if (below + 1 < order_.size() && before(order_[below + 1], order_[below])) ++below;
            if (!before(order_[below], number)) break;
            put(place, order_[below]);
            place = below;
        }
        put(place, number);
    }

    std::vector<std::unique_ptr<Block>> blocks_;
    std::vector<Slot> slots_;  // a power of two of them
    std::vector<std::uint32_t> order_;
    std::uint32_t free_ = none;
    std::size_t size_ = 0;
};

}  // namespace vouch::inline v1::messaging::detail

#endif
