// SPDX-License-Identifier: BSL-1.0
#include <vouch/testing/laws/session_store.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <vouch/messaging/memory_sessions.hpp>

BOOST_AUTO_TEST_SUITE(testing_laws_session_store)

namespace {

using vouch::NumericDate;
using vouch::Result;
using vouch::messaging::EndUserRecord;
using vouch::messaging::Retention;
using vouch::messaging::Session;
using vouch::messaging::SessionId;
using vouch::messaging::Stored;
using vouch::testing::session_store_laws;
using Laws = std::vector<std::string_view>;

/// What a store may do wrong.
enum class Fault {
    none,
    ignores_the_version,
    does_not_count,
    counts_from_0,
    writes_before_it_compares,
    forgets_early,
    counts_whole_seconds,
    keeps_the_first_time,
    takes_the_time_of_refused_calls,
    forgets_what_is_for_ever,
    checks_and_writes_apart,
    mixes_sessions_and_end_users,
    mixes_end_users_and_token_ids,
    cuts_texts_at_nul,
    cuts_texts_at_4096,
    folds_case,
    reads_texts_as_utf_8,
    cuts_ids,
    takes_token_ids_again,
    has_no_state,
    has_no_proof,
    has_no_sessions,
    fails,
};

/// A sound store, but for one fault.
template <Fault F>
class Store {
public:
    Result<std::optional<Stored<Session>>> find(const SessionId& id) {
        auto found = find_in(sessions_, key_of(id));
        if (F == Fault::has_no_state && found) found->record.state = {};
        if (F == Fault::has_no_proof && found) found->record.proof = nullptr;
        return answer(found);
    }
    Result<bool> replace(const SessionId& id, std::uint64_t version, const Session& session,
                         Retention retention) {
        return answer(replace_in(sessions_, key_of(id), version, session, retention));
    }
    Result<std::optional<Stored<EndUserRecord>>> find(std::string_view text) {
        if (F == Fault::mixes_sessions_and_end_users && sessions_.contains(key_of(text))) {
            return std::optional{Stored<EndUserRecord>{{}, 1}};
        }
        auto found = find_in(end_users_, key_of(text));
        if (F == Fault::has_no_sessions && found) found->record.sessions.clear();
        return answer(found);
    }
    Result<bool> replace(std::string_view text, std::uint64_t version, const EndUserRecord& record,
                         Retention retention) {
        return answer(replace_in(end_users_, key_of(text), version, record, retention));
    }
    Result<bool> use_token_id(std::string_view text, Retention retention) {
        if (F == Fault::mixes_end_users_and_token_ids) {
            return replace_in(end_users_, key_of(text), 0, {}, retention);
        }
        if (F == Fault::takes_token_ids_again) return true;
        return answer(replace_in(token_ids_, key_of(text), 0, {}, retention));
    }

private:
    template <class Record>
    struct Kept {
        Stored<Record> stored{{}, 0};
        NumericDate until = {};
    };
    template <class Record>
    using Table = std::map<std::string, Kept<Record>>;

    template <class T>
    static Result<T> answer(const T& value) {
        if (F == Fault::fails) return vouch::Errc::store_failed;
        return value;
    }
    static std::string key_of(const SessionId& id) {
        return {id.sha256.begin(), id.sha256.end() - (F == Fault::cuts_ids ? 1 : 0)};
    }
    static std::string key_of(std::string_view text) {
        std::string key{text};
        if (F == Fault::cuts_texts_at_nul) return key.c_str();
        if (F == Fault::cuts_texts_at_4096) return key.substr(0, 4096);
        for (char& c : key) {
            if (F == Fault::folds_case && c >= 'A' && c <= 'Z')
                c = static_cast<char>(c - 'A' + 'a');
            if (F == Fault::reads_texts_as_utf_8 && static_cast<unsigned char>(c) >= 0x80) c = '?';
        }
        return key;
    }

    template <class Record>
    std::optional<Stored<Record>> find_in(const Table<Record>& table, const std::string& key) {
        const std::lock_guard lock{mutex_};
        const auto found = table.find(key);
        if (found == table.end()) return {};
        return found->second.stored;
    }

    template <class Record>
    bool replace_in(Table<Record>& table, const std::string& key, std::uint64_t version,
                    const Record& record, Retention retention) {
        if (F == Fault::checks_and_writes_apart) {
            const auto found = find_in(table, key);
            if (version != (found ? found->version : 0)) return false;
            std::this_thread::sleep_for(std::chrono::microseconds{100});  // others come between
        }
        const std::lock_guard lock{mutex_};
        std::erase_if(table, [&](const auto& entry) {
            const NumericDate until = entry.second.until;
            if (F == Fault::forgets_early) return until.plus_seconds(-1) <= retention.now;
            if (F == Fault::counts_whole_seconds) return until.seconds <= retention.now.seconds;
            if (F == Fault::forgets_what_is_for_ever && until == Retention::forever) {
                return retention.now.seconds == NumericDate::last_second;
            }
            return until <= retention.now;
        });
        const auto found = table.find(key);
        const std::uint64_t current = found == table.end() ? 0 : found->second.stored.version;
        if (F == Fault::takes_the_time_of_refused_calls && found != table.end()) {
            found->second.until = retention.until;
        }
        if (F == Fault::writes_before_it_compares) table[key].stored.record = record;
        if (version != current && F != Fault::ignores_the_version &&
            F != Fault::checks_and_writes_apart) {
            return false;
        }
        Kept<Record>& kept = table[key];
        kept.stored = {record, F == Fault::does_not_count ? 1 : current + 1};
        if (F == Fault::counts_from_0) kept.stored.version = current;
        if (F != Fault::keeps_the_first_time || current == 0) kept.until = retention.until;
        return true;
    }

    struct Used {};
    std::mutex mutex_;
    Table<Session> sessions_;
    Table<EndUserRecord> end_users_;
    Table<Used> token_ids_;
};

template <Fault F>
Laws broken() {
    Store<F> store;
    return session_store_laws(store).broken;
}

/// Whether a law is among those that a faulty store breaks.
template <Fault F>
bool breaks(std::string_view law) {
    const Laws laws = broken<F>();
    for (const std::string_view each : laws) BOOST_TEST_MESSAGE(each);
    return std::find(laws.begin(), laws.end(), law) != laws.end();
}

}  // namespace

BOOST_AUTO_TEST_CASE(sound_stores_break_no_law) {
    for (const std::string_view law : broken<Fault::none>()) BOOST_ERROR(law);
    vouch::messaging::MemorySessions store{2000};
    for (const std::string_view law : session_store_laws(store).broken) BOOST_ERROR(law);
}

BOOST_AUTO_TEST_CASE(finds_a_store_that_is_not_empty) {
    vouch::messaging::MemorySessions store;
    session_store_laws(store);
    BOOST_TEST((session_store_laws(store).broken.at(0) ==
                "has nothing where nothing was written: give an empty one"));
}

BOOST_AUTO_TEST_CASE(finds_a_store_that_fails) {
    BOOST_TEST(breaks<Fault::fails>("answers while it has room and can be reached"));
    vouch::messaging::MemorySessions full{50};
    BOOST_TEST(
        (session_store_laws(full).broken.at(0) == "answers while it has room and can be reached"));
}

BOOST_AUTO_TEST_CASE(finds_lost_updates) {
    const std::string_view law = "loses no update when several threads replace a record at once";
    BOOST_TEST(breaks<Fault::ignores_the_version>("replaces no other version"));
    BOOST_TEST((broken<Fault::checks_and_writes_apart>() ==
                Laws{law, "takes a token id once from several threads at once"}));
}

BOOST_AUTO_TEST_CASE(finds_versions_that_are_not_counted) {
    BOOST_TEST(breaks<Fault::does_not_count>(
        "finds the last record as it was written, its version counted"));
    BOOST_TEST(
        breaks<Fault::counts_from_0>("finds a first record as it was written, in version 1"));
}

BOOST_AUTO_TEST_CASE(finds_a_refused_call_that_changes_something) {
    BOOST_TEST(
        breaks<Fault::writes_before_it_compares>("leaves all as it was where it does not replace"));
    BOOST_TEST(breaks<Fault::writes_before_it_compares>(
        "replaces nothing where there is none of that version"));
    BOOST_TEST(breaks<Fault::takes_the_time_of_refused_calls>(
        "keeps what was replaced until its later time"));
}

BOOST_AUTO_TEST_CASE(finds_a_store_that_forgets_early) {
    BOOST_TEST(breaks<Fault::forgets_early>("takes a token id once"));
    BOOST_TEST(breaks<Fault::forgets_early>("forgets nothing before its time"));
    BOOST_TEST(breaks<Fault::counts_whole_seconds>("forgets nothing before its time"));
    BOOST_TEST(breaks<Fault::keeps_the_first_time>("keeps what was replaced until its later time"));
    BOOST_TEST((broken<Fault::forgets_what_is_for_ever>() ==
                Laws{"keeps for ever what it may not forget"}));
}

BOOST_AUTO_TEST_CASE(finds_tables_that_are_mixed) {
    const Laws mixed{"keeps its three tables apart"};
    BOOST_TEST((broken<Fault::mixes_sessions_and_end_users>() == mixed));
    BOOST_TEST(breaks<Fault::mixes_end_users_and_token_ids>(mixed[0]));
}

BOOST_AUTO_TEST_CASE(finds_keys_that_are_joined) {
    const Laws joined{"keeps end users apart, whatever bytes their texts have",
                      "keeps token ids apart, whatever bytes their texts have"};
    BOOST_TEST((broken<Fault::cuts_texts_at_nul>() == joined));
    BOOST_TEST((broken<Fault::cuts_texts_at_4096>() == joined));
    BOOST_TEST((broken<Fault::folds_case>() == joined));
    BOOST_TEST((broken<Fault::reads_texts_as_utf_8>() == joined));
    BOOST_TEST(
        (broken<Fault::cuts_ids>() == Laws{"keeps sessions apart whose ids differ in a bit"}));
}

BOOST_AUTO_TEST_CASE(finds_token_ids_that_are_taken_again) {
    BOOST_TEST(breaks<Fault::takes_token_ids_again>("takes a token id once"));
    BOOST_TEST(
        breaks<Fault::takes_token_ids_again>("takes a token id once from several threads at once"));
}

BOOST_AUTO_TEST_CASE(finds_a_member_that_is_not_kept) {
    BOOST_TEST(breaks<Fault::has_no_state>(
        "finds the last record as it was written, its version counted"));
    BOOST_TEST(breaks<Fault::has_no_proof>("finds a first record as it was written, in version 1"));
    BOOST_TEST(
        breaks<Fault::has_no_sessions>("finds a first record as it was written, in version 1"));
}

BOOST_AUTO_TEST_SUITE_END()
