// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/challenge.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <set>
#include <string_view>

BOOST_AUTO_TEST_SUITE(messaging_challenge)

namespace {

using vouch::Errc;
using vouch::messaging::Challenge;
using vouch::messaging::ChallengeReason;
using vouch::messaging::is_attempt;
using vouch::messaging::reason_for_client;
using vouch::messaging::to_string;

static_assert(reason_for_client(Errc::verification_required) == ChallengeReason::initial);
static_assert(reason_for_client(Errc::expired) == ChallengeReason::expired);
static_assert(reason_for_client(Errc::session_expired) == ChallengeReason::expired);
static_assert(reason_for_client(Errc::token_revoked) == ChallengeReason::renew);
static_assert(reason_for_client(Errc::key_not_found) == ChallengeReason::renew);
static_assert(reason_for_client(Errc::keys_pending) == ChallengeReason::renew);
static_assert(reason_for_client(Errc::keyset_stale) == ChallengeReason::renew);

// What says nothing of a token costs nobody an attempt.
static_assert(!is_attempt(Errc::keys_pending) && !is_attempt(Errc::keyset_stale));
static_assert(is_attempt(Errc::key_not_found) && is_attempt(Errc::signature_invalid));

// What would help somebody who forges tokens is one answer.
static_assert(reason_for_client(Errc::signature_invalid) == ChallengeReason::malformed);
static_assert(reason_for_client(Errc::token_format) == ChallengeReason::malformed);
static_assert(reason_for_client(Errc::issuer_mismatch) == ChallengeReason::malformed);
static_assert(reason_for_client(Errc::identity_changed) == ChallengeReason::malformed);

constexpr Challenge challenge{ChallengeReason::renew, {100, 500}};
static_assert(challenge.attempts_left() == 3);
static_assert(challenge.is_open({0}) && challenge.is_open({100, 499}));
static_assert(!challenge.is_open({100, 500}) && !challenge.is_open({101}));
static_assert(Challenge{ChallengeReason::renew, {100}, 2}.is_open({99}));
static_assert(!Challenge{ChallengeReason::renew, {100}, 3}.is_open({99}));
static_assert(Challenge{ChallengeReason::renew, {100}, UINT32_MAX}.attempts_left() == 0);
static_assert(challenge == Challenge{ChallengeReason::renew, {100, 500}, 0});
static_assert(challenge != Challenge{ChallengeReason::renew, {100, 500}, 1});

}  // namespace

BOOST_AUTO_TEST_CASE(each_reason_has_a_name_of_its_own) {
    BOOST_TEST(to_string(ChallengeReason::initial) == "initial");
    BOOST_TEST(to_string(ChallengeReason::renew) == "renew");
    BOOST_TEST(to_string(ChallengeReason::expired) == "expired");
    BOOST_TEST(to_string(ChallengeReason::malformed) == "malformed");
    BOOST_TEST(to_string(ChallengeReason{99}) == "unknown");
}

BOOST_AUTO_TEST_CASE(a_client_hears_one_of_four_reasons_whatever_the_error) {
    std::set<std::string_view> heard;
    for (int code = 0; code < 256; ++code) {
        heard.insert(to_string(reason_for_client(static_cast<Errc>(code))));
    }
    BOOST_TEST((heard == std::set<std::string_view>{"initial", "renew", "expired", "malformed"}));
}

BOOST_AUTO_TEST_CASE(a_challenge_is_over_at_its_deadline_or_with_its_last_attempt) {
    Challenge open = challenge;
    for (std::uint32_t left = 3; left != 0; --left, ++open.attempts) {
        BOOST_TEST(open.attempts_left() == left);
        BOOST_TEST(open.is_open({99}));
        BOOST_TEST(!open.is_open({100, 500}));
    }
    BOOST_TEST(!open.is_open({99}));
}

BOOST_AUTO_TEST_SUITE_END()
