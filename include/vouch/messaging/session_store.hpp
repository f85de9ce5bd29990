// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_MESSAGING_SESSION_STORE_HPP
#define VOUCH_MESSAGING_SESSION_STORE_HPP

#include <vouch/messaging/authorization_token.hpp>
#include <vouch/messaging/challenge.hpp>
#include <vouch/messaging/session.hpp>
#include <vouch/result.hpp>
#include <vouch/time/numeric_date.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace vouch::inline v1::messaging {

/// What is known of an end user over all of their sessions.
struct EndUserRecord {
    std::uint64_t generation = 0;             ///< of the conversation that new sessions are of
    std::optional<Challenge> challenge = {};  ///< the last one, open or not
    std::shared_ptr<const Proof> proof = {};  ///< of the newest token for any of the sessions
    NumericDate proof_at = {};                ///< when that token came
    NumericDate kept_until = {};              ///< when the last of its sessions may be forgotten
    std::vector<SessionId> sessions = {};     ///< those that may be live
};

/// A record and how often it was written: 1 for the first time.
template <class Record>
struct Stored {
    Record record;
    std::uint64_t version;
};

/// How long a store has to keep what it is given.
struct Retention {
    NumericDate now;
    /// From then on the store may forget it; `forever` where it may not.
    NumericDate until;

    static constexpr NumericDate forever{INT64_MAX, 0};
};

/// Where sessions live: three tables, each a compare-and-swap on one record. What is kept in the
/// memory of a process (MemorySessions) and what many processes share look alike.
///
/// \par Exemplar
/// \code
/// struct Store {
///     Result<std::optional<Stored<Session>>> find(const SessionId&);
///     Result<bool> replace(const SessionId&, std::uint64_t version, const Session&, Retention);
///     Result<std::optional<Stored<EndUserRecord>>> find(std::string_view end_user);
///     Result<bool> replace(std::string_view end_user, std::uint64_t version,
///                          const EndUserRecord&, Retention);
///     Result<bool> use_token_id(std::string_view token_id, Retention);
/// };
/// \endcode
/// \par Semantics
/// `find` gives the record that was written last, or nothing. `replace` writes where the version of
/// the record is still `version`, 0 where there is none, and gives `false` and changes nothing
/// otherwise. `use_token_id` gives `true` the first time that it is called with a text, `false`
/// until that is forgotten.
///
/// Each call is atomic, and a call sees what any call that ended before it wrote, of any process.
/// No two calls need be atomic together: the order in which an Exchange writes sees to that. A
/// record may be forgotten from `until` on, which a store with a time-to-live counts as `until -
/// now`; not before. The texts may have any bytes.
///
/// A store that has no room says `store_full`, one that cannot be reached `store_failed`; then
/// nothing was written, or it was and the caller does not know.
/// `vouch::testing::session_store_laws` checks this. \par Models MemorySessions
template <class S>
concept session_store =
    requires(S& store, const SessionId& id, const Session& session, std::string_view text,
             const EndUserRecord& record, std::uint64_t version, Retention retention) {
        { store.find(id) } -> std::same_as<Result<std::optional<Stored<Session>>>>;
        { store.replace(id, version, session, retention) } -> std::same_as<Result<bool>>;
        { store.find(text) } -> std::same_as<Result<std::optional<Stored<EndUserRecord>>>>;
        { store.replace(text, version, record, retention) } -> std::same_as<Result<bool>>;
        { store.use_token_id(text, retention) } -> std::same_as<Result<bool>>;
    };

}  // namespace vouch::inline v1::messaging

#endif
