// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "support/messaging_changes.hpp"
#include "support/messaging_sides.hpp"
#include "support/messaging_tokens.hpp"

// Random operations on two tenants over one store, and on a slow model of each: no difference in
// any answer, nor in what clients are told; and what holds for all of them is asked on the way.
// VOUCH_MODEL_OPERATIONS says how many (200,000), VOUCH_MODEL_SEED from which seed on (1). A
// sequence that differs names its seed: with that and 2,000 operations the same build repeats it.

namespace {

namespace model = vouch_tests::messaging_model;
using model::Answer;
using model::Token;
using vouch::Errc;
using vouch::Result;
using vouch::messaging::Client;
using vouch::messaging::Continuity;
using vouch::messaging::OnDeactivation;
using vouch::messaging::Opened;
using vouch::messaging::Participant;
using vouch::messaging::Session;
using vouch::messaging::TenantPolicy;
using vouch::testing::ManualClock;
using namespace vouch_tests::messaging;

constexpr std::uint64_t usual_operations = 200'000;
constexpr std::size_t sequence_length = 2000;

/// A sequence of operations from a fresh set-up.
class Sequence : Changes {
public:
    Sequence(std::uint64_t seed, const vouch_tests::SiteKeys& site, Counts& counts)
        : Changes{seed, site, counts},
          forgets_at_once_{seed / 12 % 2 == 0},
          store_{forgets_at_once_},
          ours_{"Acme", policy(seed), clock_, store_, octets_},
          others_{"Other", policy(seed * 5 + 7), clock_, store_, octets_} {
        see_time();
    }

    /// \return the difference, or nothing.
    std::string run(std::size_t operations) {
        for (Side* side : {&ours_, &others_}) set_up(*side);
        for (std::size_t i = 0; i < operations && difference_.empty(); ++i) {
            Side& side = random_.percent(80) ? ours_ : others_;
            operate(side);
        }
        return difference_;
    }

private:
    static TenantPolicy policy(std::uint64_t seed) {
        constexpr std::array endings{OnDeactivation::end_now, OnDeactivation::run_out,
                                     OnDeactivation::challenge};
        return {endings[seed % 3],
                seed / 3 % 2 == 0 ? Continuity::by_name : Continuity::by_name_and_issuer,
                seed / 6 % 2 == 0};
    }

    // --- Time -----------------------------------------------------------------------------

    std::int64_t wall() const { return clock_.now().seconds; }
    std::int64_t now() const { return elapsed_ + ahead_; }

    /// The exchanges learn of a time when they ask for it, so they do after each change of it.
    void see_time() {
        ahead_ = std::max(ahead_, wall() - elapsed_);
        store_.now = {now(), 0};
        for (Side* side : {&ours_, &others_}) {
            side->model.wall = wall();
            side->model.now = now();
            (void)side->exchange.open_unverified("no channel", {});
        }
    }
    void pass(std::int64_t seconds) {
        clock_.advance(seconds);
        elapsed_ += seconds;
        history_.push_back("after " + std::to_string(seconds) + " s");
        see_time();
    }
    void set_clock(std::int64_t seconds) {
        clock_.set({seconds, 0});
        history_.push_back("clock set to now + " + std::to_string(seconds - now()) + " s");
        see_time();
    }

    /// MemorySessions may forget what is three days old, so it is not left alone for so long.
    bool is_late() const { return !forgets_at_once_ && now() > start + 60 * 60 * 60; }

    void let_time_pass(Side& side) {
        switch (random_.below(12)) {
            case 0:
            case 1:
            case 2:
            case 3:
                return pass(random_.between(1, 35));
            case 4:
            case 5:
            case 6:
                return pass(random_.between(1, 20) * 30);
            case 7:
                return is_late() ? void() : pass(random_.between(1, 3) * 1800);
            case 8:
                if (is_late() || !forgets_at_once_) return;
                return pass(random_.between(0, random_.percent(10) ? 400'000 : 40'000));
            case 9:
                return set_back(side);
            case 10:
                return is_late() ? void() : set_clock(now() + random_.between(0, 300));
            default:
                return set_clock(now());
        }
    }

    /// Time going back never revives a session.
    void set_back(Side& side) {
        std::vector<std::size_t> over;
        for (int i = 0; i < 3 && !side.authorizations.empty(); ++i) {
            const std::size_t at = any_session(side);
            if (!touch(side, at)) over.push_back(at);
        }
        set_clock(wall() - random_.between(1, random_.percent(30) ? 20'000 : 300));
        for (const std::size_t at : over) {
            require(!touch(side, at), "time going back never revives a session");
        }
    }

    /// A new token, or one that was shown before.
    Token any_token(Side& side, const std::string& channel) {
        if (!side.tokens.empty() && random_.percent(15)) {
            const Token& token = random_.one_of(side.tokens);
            // What a store has forgotten it may remember as well.
            if (forgets_at_once_ || !side.model.may_be_forgotten(token)) return token;
        }
        Token token = maker_.make(side, channel);
        if (side.tokens.size() < 60) return side.tokens.emplace_back(token);
        side.tokens[random_.below(60)] = token;
        return token;
    }

    /// No Identity without a signature by an active key of the keyset of an active configuration of
    /// that channel; asked of the records alone.
    void check_vouched(const Side& side, const std::string& channel, const Token& token) {
        const model::Settings& settings = side.model.settings;
        bool vouched = false;
        for (const auto& configuration : model::named(settings.channels, channel)->configurations) {
            const auto& keyset = *model::named(settings.keysets, configuration.keyset);
            for (const std::string& name : keyset.keys) {
                const auto& key = *model::named(settings.keys, name);
                if (configuration.active && key.active && key.material == token.material) {
                    vouched = vouched || token.signature_holds;
                }
            }
        }
        require(vouched, "no identity without a signature by an active key");
    }

    // --- Exchanges and sessions -----------------------------------------------------------

    Client next_client() { return {.id = "client " + std::to_string(++clients_)}; }

    /// Often the last one again or another of its user, and mostly one that is not over.
    std::size_t any_session(Side& side) {
        const std::size_t count = side.authorizations.size();
        const auto& sessions = side.model.sessions;
        const auto* user = random_.percent(40) ? sessions[side.last].user : nullptr;
        if (random_.percent(30) && !sessions[side.last].is_over()) return side.last;
        for (int tries = 0; tries < 20; ++tries) {
            const std::size_t recent = std::min<std::size_t>(count, 30);
            side.last =
                random_.percent(80) ? count - 1 - random_.below(recent) : random_.below(count);
            const model::Session& session = sessions[side.last];
            if (session.is_over() || !side.model.is_kept(session)) continue;
            if (user == nullptr || session.user == user) break;
        }
        return side.last;
    }
    const std::string& channel_of(const Side& side, std::size_t at) const {
        return side.model.sessions[at].channel;
    }
    static std::string number(std::size_t at) { return "session " + std::to_string(at); }

    /// What is over is over for good; what is there is whose it was.
    bool compare_session(Side& side, std::size_t at, std::string_view operation,
                         const Answer& library, const Answer& expected) {
        const bool accepted = compare(side, operation, library, expected);
        require(!accepted || !side.was_over[at], "what is over is not revived");
        if (library.verdict == "session_expired" || library.verdict == "session_cleared" ||
            library.verdict == "session_revoked") {
            side.was_over[at] = true;
        }
        return accepted;
    }

    void open(Side& side) {
        const std::string channel = random_.one_of(channel_names);
        const Token token = any_token(side, channel);
        const Client client = next_client();
        begin(side, "open " + channel + ' ' + describe(token, wall()));
        const Result<Opened> opened = side.exchange.open(channel, token.text, client);
        if (compare(side, "open", answer(side, opened),
                    side.model.open(channel, token, client.id))) {
            check_vouched(side, channel, token);
            require(opened->identity && opened->identity->subject() == token.subject,
                    "the identity is the token's");
        }
    }
    void open_unverified(Side& side) {
        const std::string channel = random_.one_of(channel_names);
        const Client client = next_client();
        begin(side, "open_unverified " + channel);
        const Result<Opened> opened = side.exchange.open_unverified(channel, client);
        compare(side, "open_unverified", answer(side, opened),
                side.model.open_unverified(channel, client.id));
    }
    bool touch(Side& side, std::size_t at) {
        begin(side, "touch " + number(at));
        const Result<Session> session = side.exchange.touch(side.authorizations[at]);
        return compare_session(side, at, "touch", answer(side, session), side.model.touch(at));
    }
    void renew(Side& side, std::size_t at) {
        const Token token = renewal_token(side, at);
        begin(side, "renew " + number(at) + ' ' + describe(token, wall()));
        const Result<Session> session = side.exchange.renew(side.authorizations[at], token.text);
        if (compare_session(side, at, "renew", answer(side, session),
                            side.model.renew(at, token))) {
            check_vouched(side, channel_of(side, at), token);
        }
    }
    /// Mostly of the same user.
    Token renewal_token(Side& side, std::size_t at) {
        const Participant& participant = *side.participants[at];
        Token token = any_token(side, participant.channel);
        if (random_.percent(80) && token.subject && !token.flaw) {
            token.subject = participant.conversation.end_user.subject();
            token.text = site_.sign(token);
        }
        return token;
    }
    void upgrade(Side& side, std::size_t at) {
        const Token token = any_token(side, channel_of(side, at));
        begin(side, "upgrade " + number(at) + ' ' + describe(token, wall()));
        const Result<Opened> opened = side.exchange.upgrade(side.authorizations[at], token.text);
        const Answer library = answer(side, opened);
        if (compare(side, "upgrade", library, side.model.upgrade(at, token))) {
            check_vouched(side, channel_of(side, at), token);
            require(!touch(side, at), "an upgrade ends the session before it");
        }
    }
    /// An unverified session whose channel is switched on while it lasts, which only the policy
    /// run_out lets be upgraded.
    void switch_and_upgrade(Side& side, std::size_t at) {
        set_user_verification(side, channel_of(side, at), true);
        if (difference_.empty()) upgrade(side, at);
    }
    void continuation(Side& side, std::size_t at) {
        const Client client = next_client();
        begin(side, "continuation " + number(at));
        const Result<Opened> opened = side.exchange.continuation(side.authorizations[at], client);
        compare_session(side, at, "continuation", answer(side, opened),
                        side.model.continuation(at, client.id));
    }
    void open_many_tabs(Side& side, std::size_t at) {
        for (int i = 0; i < 70 && difference_.empty(); ++i) continuation(side, at);
    }
    /// A session that is used on many days.
    void use_for_days(Side& side, std::size_t at) {
        for (int i = 0; i < 6 && !is_late() && forgets_at_once_; ++i) {
            pass(random_.between(10, 70) * 3600);
            if (!touch(side, at)) return;
        }
        if (random_.percent(50)) continuation(side, at);
        if (random_.percent(50)) clear(side, at);
        if (random_.percent(50)) revoke_user(side, at);
    }
    void begin_conversation(Side& side, std::size_t at) {
        begin(side, "begin_conversation " + number(at));
        const Result<Session> session = side.exchange.begin_conversation(side.authorizations[at]);
        if (session) side.participants[at] = session->participant;
        compare_session(side, at, "begin_conversation", answer(side, session),
                        side.model.begin_conversation(at));
    }
    void let_expire(Side& side, std::size_t at) {
        begin(side, "let_expire " + number(at));
        const auto done = side.exchange.let_expire(side.authorizations[at]);
        compare_session(side, at, "let_expire", answer(side, done), side.model.let_expire(at));
    }
    void clear(Side& side, std::size_t at) {
        begin(side, "clear " + number(at));
        const auto done = side.exchange.clear(side.authorizations[at]);
        compare_session(side, at, "clear", answer(side, done), side.model.clear(at));
    }
    void revoke(Side& side, std::size_t at) {
        begin(side, "revoke " + number(at));
        const auto done = side.exchange.revoke(side.authorizations[at]);
        compare_session(side, at, "revoke", answer(side, done), side.model.revoke(at));
    }
    void revoke_user(Side& side, std::size_t at) {
        begin(side, "revoke the user of " + number(at));
        const auto count = side.exchange.revoke(side.participants[at]->conversation.end_user);
        const Answer library =
            count ? Answer{"done", static_cast<std::int64_t>(*count)} : refusal(count.error());
        compare(side, "revoke_user", library, side.model.revoke(*side.model.sessions[at].user));
    }

    /// The sessions and the users of another tenant are none.
    void show_to_others(Side& side, std::size_t at) {
        Side& other = &side == &ours_ ? others_ : ours_;
        begin(other, "touch " + number(at) + " of " + side.name);
        const Answer unknown = model::answer(Errc::session_unknown);
        compare(other, "foreign", answer(other, other.exchange.touch(side.authorizations[at])),
                unknown);
        compare(other, "foreign", answer(other, other.exchange.clear(side.authorizations[at])),
                unknown);
        require(*other.exchange.revoke(side.participants[at]->conversation.end_user) == 0,
                "nobody revokes the users of another tenant");
    }

    /// Two sessions are of one conversation if and only if tenant, configuration name and subject
    /// are equal; a verified user never is one that is not.
    void compare_users() {
        Side& one = random_.percent(50) ? ours_ : others_;
        Side& other = random_.percent(80) ? one : others_;
        if (one.authorizations.empty() || other.authorizations.empty()) return;
        const std::size_t a = any_session(one);
        const std::size_t b = any_session(other);
        const auto& mine = one.participants[a]->conversation;
        const auto& theirs = other.participants[b]->conversation;
        const bool same =
            &one == &other && one.model.sessions[a].user->key == other.model.sessions[b].user->key;
        history_.push_back("compare users of sessions " + std::to_string(a) + ", " +
                           std::to_string(b));
        ++counts_[same ? "users: same" : "users: different"];
        require((mine.end_user == theirs.end_user) == same, "who is the same end user");
        require((mine.end_user.encode() == theirs.end_user.encode()) == same,
                "end users are the same where their texts are");
        const bool same_conversation = same && mine.generation == theirs.generation;
        require((mine == theirs) == same_conversation, "what is the same conversation");
        require((mine.encode() == theirs.encode()) == same_conversation,
                "conversations are the same where their texts are");
    }

    void disable_for_a_while(Side& side) {
        fewer(side, [&] { set_enabled(side, false); });
        for (int i = 0; i < 3 && difference_.empty(); ++i) operate(side);
        set_enabled(side, true);
    }

    void operate(Side& side) {
        const std::size_t dice = random_.below(1000);
        if (dice < 2) return disable_for_a_while(side);
        if (dice < 60) return change_setup(side);
        if (dice < 160) return let_time_pass(side);
        if (dice < 290 || side.authorizations.empty()) return open(side);
        if (dice < 330) return open_unverified(side);
        if (dice < 340) return compare_users();
        const std::size_t at = any_session(side);
        if (dice < 570) return (void)touch(side, at);
        if (dice < 820) return renew(side, at);
        if (dice < 880) return continuation(side, at);
        if (dice < 900) return begin_conversation(side, at);
        if (dice < 915) return let_expire(side, at);
        if (dice < 930) return clear(side, at);
        if (dice < 940) return revoke(side, at);
        if (dice < 945) return revoke_user(side, at);
        if (dice < 955) return show_to_others(side, at);
        if (dice < 975) return upgrade(side, at);
        if (dice < 989) return switch_and_upgrade(side, at);
        if (dice < 999) return use_for_days(side, at);
        return open_many_tabs(side, at);
    }

    static constexpr std::int64_t start = 1'800'000'000;

    Tokens maker_{random_, site_};
    bool forgets_at_once_;
    ManualClock clock_{{start, 0}};
    std::int64_t elapsed_ = 0;
    std::int64_t ahead_ = start;
    vouch_tests::TwoStores store_;
    vouch_tests::CountingRandom octets_;
    Side ours_;
    Side others_;
    std::size_t clients_ = 0;
};

/// Without these the test would be blind.
constexpr const char* to_be_seen[] = {
    "touch: unverified",
    "touch: verified",
    "touch: renewal_pending",
    "touch: session_expired",
    "touch: session_cleared",
    "touch: session_revoked",
    "touch: session_unknown",
    "renew: verified",
    "renew: expired",
    "renew: key_not_found",
    "renew: signature_invalid",
    "renew: issuer_mismatch",
    "renew: identity_changed",
    "renew: renewal_not_newer",
    "renew: token_replayed",
    "renew: token_revoked",
    "renew: session_unverified",
    "renew: session_expired",
    "renew: verification_off",
    "open: verified",
    "open: tenant_disabled",
    "open: channel_unknown",
    "open: channel_kind",
    "open: verification_off",
    "open: verification_required",
    "open: no_active_configuration",
    "open: token_format",
    "open: alg_not_allowed",
    "open: kid_missing",
    "open: issuer_mismatch",
    "open: key_not_found",
    "open: key_alg_mismatch",
    "open: signature_invalid",
    "open: expired",
    "open: not_yet_valid",
    "open: issued_in_future",
    "open: token_revoked",
    "open: token_replayed",
    "open_unverified: unverified",
    "open_unverified: verification_required",
    "continuation: verified",
    "continuation: unverified",
    "continuation: renewal_pending",
    "continuation: too_many_sessions",
    "upgrade: verified",
    "upgrade: session_verified",
    "upgrade: identity_changed",
    "upgrade: renewal_pending",
    "begin_conversation: verified",
    "let_expire: done",
    "let_expire: session_expired",
    "clear: done",
    "revoke: done",
    "revoke_user: done",
    "foreign: session_unknown",
    "client: challenged",
    "client: ended",
    "client: logged_out",
    "users: same",
    "users: different",
    "deactivate_key: done",
    "remove_key: record_in_use",
    "upload_key: permission_denied",
    "upload_key: record_exists",
    "set_keyset_keys: keyset_kid_taken",
    "set_keyset_issuer: configuration_issuer_ambiguous",
    "add_configuration: configuration_issuer_conflict",
    "switch_on: channel_kind",
};

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conformance_messaging_model)

BOOST_AUTO_TEST_CASE(random_operations_come_to_what_a_slow_model_says) {
    const std::uint64_t operations = from_environment("VOUCH_MODEL_OPERATIONS", usual_operations);
    const std::uint64_t first = from_environment("VOUCH_MODEL_SEED", 1);
    const vouch_tests::SiteKeys site;
    Counts counts;
    for (std::uint64_t i = 0; i * sequence_length < operations; ++i) {
        const std::uint64_t seed = first + i;
        const std::string difference = Sequence{seed, site, counts}.run(sequence_length);
        BOOST_REQUIRE_MESSAGE(difference.empty(),
                              "VOUCH_MODEL_SEED=" << seed << ": " << difference);
    }
    for (const auto& [what, count] : counts) BOOST_TEST_MESSAGE(count << ' ' << what);
    if (operations < usual_operations) return;
    for (const char* what : to_be_seen) BOOST_TEST(counts.contains(what), what);
}

BOOST_AUTO_TEST_SUITE_END()
