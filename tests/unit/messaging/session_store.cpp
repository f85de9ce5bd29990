// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/session_store.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_session_store)

namespace {

using vouch::NumericDate;
using vouch::Result;
using vouch::messaging::EndUserRecord;
using vouch::messaging::Retention;
using vouch::messaging::Session;
using vouch::messaging::session_store;
using vouch::messaging::SessionId;
using vouch::messaging::Stored;

/// A session store with one requirement taken away; `whole` is one.
enum class Without {
    whole,
    find_session,
    replace_session,
    find_end_user,
    replace_end_user,
    use_token_id,
    results,
};

template <Without Missing>
struct Archetype {
    Result<std::optional<Stored<Session>>> find(const SessionId&)
        requires(Missing != Without::find_session);
    Result<bool> replace(const SessionId&, std::uint64_t, const Session&, Retention)
        requires(Missing != Without::replace_session && Missing != Without::results);
    bool replace(const SessionId&, std::uint64_t, const Session&, Retention)
        requires(Missing == Without::results);
    Result<std::optional<Stored<EndUserRecord>>> find(std::string_view)
        requires(Missing != Without::find_end_user);
    Result<bool> replace(std::string_view, std::uint64_t, const EndUserRecord&, Retention)
        requires(Missing != Without::replace_end_user);
    Result<bool> use_token_id(std::string_view, Retention)
        requires(Missing != Without::use_token_id);
};

static_assert(session_store<Archetype<Without::whole>>);
static_assert(!session_store<Archetype<Without::find_session>>);
static_assert(!session_store<Archetype<Without::replace_session>>);
static_assert(!session_store<Archetype<Without::find_end_user>>);
static_assert(!session_store<Archetype<Without::replace_end_user>>);
static_assert(!session_store<Archetype<Without::use_token_id>>);
static_assert(!session_store<Archetype<Without::results>>);
static_assert(!session_store<const Archetype<Without::whole>>);
static_assert(!session_store<int>);

}  // namespace

BOOST_AUTO_TEST_CASE(for_ever_is_after_every_moment) {
    BOOST_TEST((NumericDate{NumericDate::last_second, 999'999'999} < Retention::forever));
}

BOOST_AUTO_TEST_CASE(an_end_user_of_whom_nothing_is_known_has_no_challenge_and_no_sessions) {
    const EndUserRecord record;
    BOOST_TEST((record.generation == 0 && !record.challenge && !record.proof));
    BOOST_TEST(record.sessions.empty());
}

BOOST_AUTO_TEST_SUITE_END()
