// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTING_LAWS_SESSION_STORE_HPP
#define VOUCH_TESTING_LAWS_SESSION_STORE_HPP

#include <vouch/messaging/session_store.hpp>
#include <vouch/testing/laws/report.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace vouch::inline v1::testing {

namespace detail {

/// Asks a session store, and notes the laws that it breaks.
template <messaging::session_store Store>
class SessionStoreTrial {
public:
    using Session = messaging::Session;
    using EndUserRecord = messaging::EndUserRecord;
    using Retention = messaging::Retention;
    using SessionId = messaging::SessionId;

    explicit SessionStoreTrial(Store& store) : store_{store} {}

    LawReport run() {
        records_of(id(1), session(1), session(2));
        records_of("end user", end_user(1), end_user(2));
        token_ids();
        keys_are_kept_apart();
        tables_are_kept_apart();
        several_threads();
        retention();
        return report_;
    }

private:
    static constexpr NumericDate now{1'700'000'000};
    static constexpr NumericDate until{1'700'003'600, 500'000'000};
    static constexpr NumericDate almost_until{1'700'003'600, 499'999'999};
    static constexpr NumericDate later{1'700'007'200, 500'000'000};
    static constexpr NumericDate almost_later{1'700'007'200, 499'999'999};
    static constexpr NumericDate far{NumericDate::last_second};

    // What is written: two with different numbers differ in each member.

    static SessionId id(std::uint8_t number) {
        SessionId made;
        made.sha256.fill(number);
        return made;
    }
    static std::string any_bytes(std::uint64_t number) {
        std::string text = std::to_string(number);
        for (int byte = 0; byte < 256; ++byte) text += static_cast<char>(byte);
        return text;
    }
    static std::shared_ptr<const messaging::Proof> proof(std::uint64_t number) {
        messaging::Proof made{};
        made.issuer = "https://login.example.com/" + any_bytes(number);
        made.subject = any_bytes(number);
        made.kid = std::to_string(number);
        made.key_fingerprint = UINT64_MAX - number;
        if (number % 2 == 1) made.issued_at = now;
        made.expires_at = {until.seconds, static_cast<std::uint32_t>(number)};
        return std::make_shared<const messaging::Proof>(made);
    }
    static Session session(std::uint64_t number) {
        const bool odd = number % 2 == 1;
        const std::string text = any_bytes(number);
        Session made{};
        made.participant = std::make_shared<const messaging::Participant>(messaging::Participant{
            {odd ? messaging::EndUser::verified("tenant", text, text, text)
                 : messaging::EndUser::unverified("tenant", text, text),
             UINT64_MAX - number},
            "channel " + text,
            {text, odd ? messaging::Platform::ios : messaging::Platform::android}});
        if (odd) made.proof = proof(number);
        made.state =
            odd ? messaging::SessionState::verified : messaging::SessionState::renewal_pending;
        made.expires_at = {until.seconds, static_cast<std::uint32_t>(number)};
        made.deadline = {later.seconds, static_cast<std::uint32_t>(number)};
        made.snapshot = UINT64_MAX - number;
        return made;
    }
    static EndUserRecord end_user(std::uint64_t number) {
        EndUserRecord made{};
        made.generation = UINT64_MAX - number;
        if (number % 2 == 1) {
            made.challenge = {messaging::ChallengeReason::malformed, until, 2};
            made.proof = proof(number);
        }
        made.proof_at = {now.seconds, static_cast<std::uint32_t>(number)};
        made.sessions.assign(number, id(static_cast<std::uint8_t>(number)));
        return made;
    }

    static bool same(const std::shared_ptr<const messaging::Proof>& a,
                     const std::shared_ptr<const messaging::Proof>& b) {
        return a && b ? *a == *b : a == b;
    }
    static bool same(const Session& a, const Session& b) {
        return a.participant && b.participant && *a.participant == *b.participant &&
               same(a.proof, b.proof) && a.state == b.state && a.expires_at == b.expires_at &&
               a.deadline == b.deadline && a.snapshot == b.snapshot;
    }
    static bool same(const EndUserRecord& a, const EndUserRecord& b) {
        return a.generation == b.generation && a.challenge == b.challenge &&
               same(a.proof, b.proof) && a.proof_at == b.proof_at && a.sessions == b.sessions;
    }

    // The calls, where an error is a broken law.

    template <class T>
    T answer(const Result<T>& result) {
        report_.require(result.has_value(), "answers while it has room and can be reached");
        return result.has_value() ? *result : T{};
    }
    bool has_none(const auto& key) { return !answer(store_.find(key)); }
    template <class Key, class Record>
    bool has(const Key& key, const Record& record, std::uint64_t version) {
        const auto found = answer(store_.find(key));
        return found && same(found->record, record) && found->version == version;
    }
    template <class Key, class Record>
    bool replace(const Key& key, std::uint64_t version, const Record& record,
                 Retention kept = {now, until}) {
        return answer(store_.replace(key, version, record, kept));
    }
    bool use(std::string_view token_id, Retention kept = {now, until}) {
        return answer(store_.use_token_id(token_id, kept));
    }

    // The laws

    template <class Key, class Record>
    void records_of(const Key& key, const Record& one, const Record& other) {
        report_.require(has_none(key), "has nothing where nothing was written: give an empty one");
        report_.require(!replace(key, 1, one) && has_none(key),
                        "replaces nothing where there is none of that version");
        report_.require(replace(key, 0, one), "writes a first record");
        report_.require(has(key, one, 1), "finds a first record as it was written, in version 1");
        report_.require(replace(key, 1, other), "replaces the version that it is told");
        report_.require(has(key, other, 2),
                        "finds the last record as it was written, its version "
                        "counted");
        bool refused = true;
        for (const std::uint64_t version : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{3}}) {
            refused = refused && !replace(key, version, one, {now, now});
        }
        report_.require(refused, "replaces no other version");
        report_.require(has(key, other, 2), "leaves all as it was where it does not replace");
    }

    void token_ids() {
        report_.require(use("token id"), "takes a token id for the first time");
        report_.require(!use("token id") && !use("token id", {almost_until, later}),
                        "takes a token id once");
    }

    void keys_are_kept_apart() {
        std::vector<SessionId> ids{id(3)};
        for (std::size_t octet = 0; octet < 32; ++octet) {
            ids.push_back(id(3));
            ids.back().sha256[octet] ^= 1;
        }
        bool apart = true;
        for (const SessionId& each : ids) {
            apart = apart && has_none(each) && replace(each, 0, session(1));
        }
        report_.require(apart, "keeps sessions apart whose ids differ in a bit");

        apart = true;
        for (const std::string& text : texts()) {
            apart = apart && has_none(std::string_view{text}) &&
                    replace(std::string_view{text}, 0, end_user(1));
        }
        report_.require(apart, "keeps end users apart, whatever bytes their texts have");

        apart = true;
        for (const std::string& text : texts()) apart = apart && use(text);
        report_.require(apart, "keeps token ids apart, whatever bytes their texts have");
    }

    /// What a store could take for one another: cut, joined, quoted, folded or counted wrongly.
    static std::vector<std::string> texts() {
        const std::string nul(1, '\0');
        const std::string lengthy(5000, 'x');
        std::vector<std::string> made{"",
                                      " ",
                                      "a",
                                      "A",
                                      "a ",
                                      " a",
                                      "a:b",
                                      "a\\:b",
                                      "a::b",
                                      "1:a",
                                      "a\nb",
                                      "a\r\nb",
                                      "*",
                                      "%",
                                      "'",
                                      "\"",
                                      "\xC3\xA4",
                                      "\xE4",
                                      nul,
                                      nul + nul,
                                      "a" + nul,
                                      "a" + nul + "b",
                                      "a" + nul + "c"};
        for (const char* end : {"", "y", "z"}) made.push_back(lengthy + end);
        for (int byte = 0x80; byte < 0x100; ++byte) made.emplace_back(2, static_cast<char>(byte));
        return made;
    }

    void tables_are_kept_apart() {
        // The octets of an id as the text of the others.
        const std::string text(32, 'T');
        const SessionId session_id = id('T');
        report_.require(replace(session_id, 0, session(1)) && has_none(std::string_view{text}) &&
                            use(text) && has_none(std::string_view{text}) &&
                            replace(std::string_view{text}, 0, end_user(1)) &&
                            has(session_id, session(1), 1),
                        "keeps its three tables apart");
    }

    void several_threads() {
        constexpr int attempts = 500;
        constexpr std::string_view counter = "counter";
        std::atomic<std::uint64_t> counted{0};
        std::atomic<int> used{0};
        std::atomic<bool> answered{true};
        const auto count_and_use = [&] {
            for (int i = 0; i < attempts; ++i) {
                const auto found = store_.find(counter);
                if (!found) return answered.store(false);
                EndUserRecord next = *found ? (*found)->record : EndUserRecord{};
                ++next.generation;
                const Result<bool> wrote =
                    store_.replace(counter, *found ? (*found)->version : 0, next, {now, until});
                const Result<bool> first =
                    store_.use_token_id("used by many " + std::to_string(i), {now, until});
                if (!wrote.has_value() || !first.has_value()) return answered.store(false);
                if (*wrote) ++counted;
                if (*first) ++used;
            }
        };
        std::array<std::thread, 4> threads;
        for (std::thread& thread : threads) thread = std::thread{count_and_use};
        for (std::thread& thread : threads) thread.join();

        const auto found = answer(store_.find(counter));
        report_.require(answered, "answers while it has room and can be reached");
        report_.require(found && found->record.generation == counted && found->version == counted,
                        "loses no update when several threads replace a record at once");
        report_.require(used == attempts, "takes a token id once from several threads at once");
    }

    /// Writes into each table at a moment, which is when a store may forget.
    void write_at(NumericDate moment) {
        const std::string text = "written at " + std::to_string(moment.seconds);
        for (std::uint8_t octet = 0xF0; octet != 0; ++octet) {
            SessionId key = id(octet);
            key.sha256[0] = static_cast<std::uint8_t>(moment.seconds);
            replace(key, 0, session(1), {moment, Retention::forever});
            replace(std::string_view{text + std::to_string(octet)}, 0, end_user(1),
                    {moment, Retention::forever});
            use(text + std::to_string(octet), {moment, Retention::forever});
        }
    }

    void retention() {
        const SessionId key = id(2);
        constexpr std::string_view text = "kept";
        const auto has_all = [&](std::uint64_t version) {
            return has(key, session(version), version) && has(text, end_user(version), version);
        };
        const auto replace_all = [&](std::uint64_t version, std::uint64_t next, Retention kept) {
            replace(key, version, session(next), kept);
            replace(text, version, end_user(next), kept);
        };
        replace_all(0, 1, {now, until});
        use("kept", {now, until});
        use("kept for ever", {now, Retention::forever});
        write_at(almost_until);
        report_.require(has_all(1) && !use("kept", {almost_until, later}),
                        "forgets nothing before its time");

        replace_all(1, 2, {almost_until, later});
        replace_all(1, 2, {almost_until, until});  // refused: it does not bring the time forward
        write_at(almost_later);
        report_.require(has_all(2), "keeps what was replaced until its later time");

        replace_all(2, 3, {almost_later, Retention::forever});
        write_at(far);
        report_.require(has_all(3) && !use("kept for ever", {far, Retention::forever}),
                        "keeps for ever what it may not forget");
    }

    Store& store_;
    LawReport report_;
    std::uint32_t writes_ = 0;
};

}  // namespace detail

/// Checks what the concept session_store asks and the compiler cannot see.
///
/// The store must be empty, and have room for 2,000 records; they stay in it, some for ever. The
/// moments that it is told lie in 2023 and last for an hour and more: a store with a time-to-live
/// must count that as `until - now`. The broken laws come back by name. Four threads use it at
/// once; run it under a thread sanitizer as well. That it forgets at all, and what it says when it
/// is full or cannot be reached, is not checked.
template <messaging::session_store Store>
LawReport session_store_laws(Store& store) {
    return detail::SessionStoreTrial<Store>{store}.run();
}

}  // namespace vouch::inline v1::testing

#endif
