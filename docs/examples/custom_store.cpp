// SPDX-License-Identifier: BSL-1.0
// A session store of your own: one map of rows, as a database that processes share has them.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/custom_store.cpp -o custom_store
//     ./custom_store
// prints: the first write: done
// prints: a write by who has seen an older version: refused
// prints: a token id: done
// prints: the same again: refused
// prints: forgotten when their time has come: 1 of 2 rows
// prints: 0 laws broken
#include <vouch/messaging.hpp>
#include <vouch/testing/laws/session_store.hpp>

#include <cstddef>
#include <cstdint>
#include <iostream>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace messaging = vouch::messaging;

// [store]
class MapStore {
public:
    template <class Record>
    using Found = vouch::Result<std::optional<messaging::Stored<Record>>>;

    Found<messaging::Session> find(const messaging::SessionId& id) {
        return get<messaging::Session>(key_of(id));
    }
    vouch::Result<bool> replace(const messaging::SessionId& id, std::uint64_t version,
                                const messaging::Session& session, messaging::Retention retention) {
        return compare_and_swap(key_of(id), version, session, retention);
    }

    Found<messaging::EndUserRecord> find(std::string_view end_user) {
        return get<messaging::EndUserRecord>(key_of('u', end_user));
    }
    vouch::Result<bool> replace(std::string_view end_user, std::uint64_t version,
                                const messaging::EndUserRecord& record,
                                messaging::Retention retention) {
        return compare_and_swap(key_of('u', end_user), version, record, retention);
    }

    /// A row that nobody has written yet can be written once: that is all there is to it.
    vouch::Result<bool> use_token_id(std::string_view token_id, messaging::Retention retention) {
        return compare_and_swap(key_of('t', token_id), 0, Used{}, retention);
    }

    /// Removes what may be forgotten: to be called now and then, where Redis does it by itself.
    std::size_t forget(vouch::NumericDate now) {
        const std::lock_guard lock{mutex_};
        return std::erase_if(rows_, [&](const auto& row) { return row.second.until <= now; });
    }

private:
    struct Used {};
    /// What Redis has in a hash of the fields `version` and `record`, the record as a text.
    struct Row {
        std::uint64_t version = 0;
        std::variant<Used, messaging::Session, messaging::EndUserRecord> record;
        vouch::NumericDate until;
    };

    /// One letter for the table, then the bytes as they are: no two keys can be mistaken.
    static std::string key_of(char table, std::string_view text) {
        return std::string{table}.append(text);
    }
    static std::string key_of(const messaging::SessionId& id) {
        return std::string{'s'}.append(id.sha256.begin(), id.sha256.end());
    }

    /// HMGET key version record
    template <class Record>
    Found<Record> get(const std::string& key) {
        const std::lock_guard lock{mutex_};
        const auto row = rows_.find(key);
        if (row == rows_.end()) return std::optional<messaging::Stored<Record>>{};
        return std::optional{
            messaging::Stored<Record>{std::get<Record>(row->second.record), row->second.version}};
    }

    /// A script in Lua, or WATCH, HGET, MULTI, HSET, PEXPIRE, EXEC.
    template <class Record>
    vouch::Result<bool> compare_and_swap(const std::string& key, std::uint64_t version,
                                         const Record& record, messaging::Retention retention) {
        const std::lock_guard lock{mutex_};
        const auto row = rows_.find(key);
        if (version != (row == rows_.end() ? 0 : row->second.version)) return false;
        rows_.insert_or_assign(key, Row{version + 1, record, retention.until});
        return true;
    }

    std::mutex mutex_;
    std::map<std::string, Row> rows_;
};
static_assert(messaging::session_store<MapStore>);
// [store]

int main() {
    MapStore store;
    const auto tell = [](std::string_view what, const vouch::Result<bool>& result) {
        std::cout << what << ": "
                  << (!result.has_value() ? result.error().message()
                      : *result           ? "done"
                                          : "refused")
                  << '\n';
    };
    const messaging::Retention minute{.now = {1'700'000'000}, .until = {1'700'000'060}};
    const messaging::Retention hour{.now = {1'700'000'000}, .until = {1'700'003'600}};
    tell("the first write", store.replace("an end user", 0, {}, hour));
    tell("a write by who has seen an older version", store.replace("an end user", 0, {}, hour));
    tell("a token id", store.use_token_id("b7a1", minute));
    tell("the same again", store.use_token_id("b7a1", minute));
    std::cout << "forgotten when their time has come: " << store.forget(minute.until)
              << " of 2 rows\n";

    // [laws]
    MapStore empty;
    const vouch::testing::LawReport report = vouch::testing::session_store_laws(empty);
    for (const std::string_view law : report.broken) std::cout << "broken: " << law << '\n';
    // [laws]
    std::cout << report.broken.size() << " laws broken\n";
    return report.broken.empty() ? 0 : 1;
}
