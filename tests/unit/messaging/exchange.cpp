// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/exchange.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <vouch/text/base64url.hpp>

#include "support/acme.hpp"

// The folder of this name has what each operation does; here is what holds for all of them.

BOOST_AUTO_TEST_SUITE(messaging_exchange)

using vouch::messaging::Exchange;
using vouch::messaging::MemorySessions;
using vouch::messaging::OnDeactivation;
using namespace vouch_tests;

namespace {

// The arguments say what an exchange is made of, in any order of its policies.
using Plain =
    decltype(Exchange{std::declval<std::shared_ptr<AcmeSetup>>(), std::declval<MemorySessions&>()});
static_assert(std::is_same_v<Plain, Exchange<AcmeSetup, MemorySessions>>);
using Composed =
    decltype(Exchange{std::declval<std::shared_ptr<AcmeSetup>>(), std::declval<MemorySessions&>(),
                      std::declval<Decisions>(), std::declval<Clients>()});
static_assert(std::is_same_v<Composed, Exchange<AcmeSetup, MemorySessions, Decisions, Clients>>);

}  // namespace

BOOST_AUTO_TEST_CASE(the_policies_are_given_in_any_order) {
    AcmeTenant tenant;
    MemorySessions store;
    const Decisions decisions;
    const Clients clients;
    Exchange exchange{tenant.setup, store, decisions, clients};
    const Opening tab = exchange.open("Website", token_of({}), {.id = "tab"});
    tenant.must(exchange.clear(key_of(tab)));
    BOOST_TEST(decisions.lines().size() == 1U);
    BOOST_TEST(clients.told() == "ended tab cleared;");
}

BOOST_AUTO_TEST_CASE(a_session_is_its_tenants_own) {
    Acme acme;
    AcmeTenant tenant{{}, "Other"};
    Exchange other{tenant.setup, acme.store};
    const Opening tab = acme.open();
    const std::string key = key_of(tab);
    const std::string newer = token_of({.expires = 3 * hour});
    BOOST_TEST(verdict(other.touch(key)) == "session_unknown");
    BOOST_TEST(verdict(other.renew(key, newer)) == "session_unknown");
    BOOST_TEST(verdict(other.continuation(key, {})) == "session_unknown");
    BOOST_TEST(verdict(other.upgrade(key, newer)) == "session_unknown");
    BOOST_TEST(verdict(other.begin_conversation(key)) == "session_unknown");
    BOOST_TEST(verdict(other.let_expire(key)) == "session_unknown");
    BOOST_TEST(verdict(other.clear(key)) == "session_unknown");
    BOOST_TEST(verdict(other.revoke(key)) == "session_unknown");
    BOOST_TEST(other.revoke(tab->session.end_user()).value() == 0U);
    BOOST_TEST(acme.touch(key) == "verified");
    // Another exchange of the same tenant is as good as the first.
    Exchange second{acme.setup, acme.store};
    BOOST_TEST(verdict(second.touch(key)) == "accepted");
}

BOOST_AUTO_TEST_CASE(the_store_never_sees_a_token) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out, .single_use_tokens = true}};
    acme.turn_verification_off();
    std::vector<std::string> secrets{key_of(acme.open_unverified())};
    acme.must(acme.admin.set_user_verification("Website", true));
    const auto token = [&](std::string_view jti, std::int64_t issued) {
        const std::string more = R"("jti":")" + std::string{jti} + '"';
        secrets.push_back(token_of({.issued = issued, .expires = issued + 2 * hour, .more = more}));
        return secrets.back();
    };
    secrets.push_back(key_of(acme.exchange.upgrade(secrets[0], token("1", 0))));
    const std::string tab = secrets.back();
    secrets.push_back(key_of(acme.exchange.continuation(tab, {.id = "phone"})));
    acme.clock.advance(3 * hour);
    BOOST_TEST(acme.touch(tab) == "renewal_pending");
    BOOST_TEST(state_of(acme.exchange.renew(tab, token("2", 3 * hour))) == "verified");
    (void)acme.exchange.begin_conversation(tab).value();
    acme.must(acme.exchange.clear(tab));

    BOOST_TEST(acme.store.seen().find("alice") != std::string::npos);
    for (const std::string& secret : secrets) {
        // Nor a part of one: the pieces between its dots, and the octets that it spells.
        for (std::size_t from = 0; from < secret.size();) {
            const std::size_t dot = std::min(secret.find('.', from), secret.size());
            const std::string piece = secret.substr(from, dot - from);
            BOOST_TEST(acme.store.seen().find(piece) == std::string::npos);
            std::string octets(vouch::base64url::decoded_size(piece.size()), '\0');
            (void)vouch::base64url::decode(piece, std::span<char>{octets}).value();
            BOOST_TEST(acme.store.seen().find(octets) == std::string::npos);
            from = dot + 1;
        }
    }
}

BOOST_AUTO_TEST_CASE(no_two_sessions_have_one_authorization_token) {
    Acme acme;
    std::set<std::string> keys;
    for (int i = 0; i < 60; ++i) keys.insert(key_of(acme.open()));
    BOOST_TEST(keys.size() == 60U);
    for (const std::string& key : keys) BOOST_TEST(key.size() == 43U);
}

BOOST_AUTO_TEST_CASE(each_token_that_is_shown_is_one_decision) {
    Acme acme{{.on_deactivation = OnDeactivation::run_out}};
    const auto decided = [&] {
        const auto lines = acme.decisions.lines();
        BOOST_TEST(lines.size() == 1U);
        const auto last = acme.decisions.last();
        const std::string outcome{last.error ? to_string(*last.error) : "accepted"};
        return std::string{last.operation} + ' ' + outcome;
    };
    const std::string tab = key_of(acme.open("tab", {.expires = 10 * minute}));
    BOOST_TEST(decided() == "open accepted");
    (void)acme.open("tab", {.kid = "c"});
    BOOST_TEST(decided() == "open key_not_found");
    (void)acme.open("tab", {}, "Nowhere");
    BOOST_TEST(decided() == "open channel_unknown");
    (void)acme.open_unverified();
    BOOST_TEST(decided() == "open_unverified verification_required");
    (void)acme.exchange.upgrade(tab, token_of({}));
    BOOST_TEST(decided() == "upgrade session_verified");
    (void)acme.renew(tab, {.expires = 2 * hour});
    BOOST_TEST(decided() == "renew accepted");
    (void)acme.renew(tab, {.subject = "bob", .expires = 3 * hour});
    BOOST_TEST(decided() == "renew identity_changed");
    acme.must(acme.admin.set_user_verification("App", false));
    const std::string phone = key_of(acme.open_unverified("App"));
    BOOST_TEST(decided() == "open_unverified accepted");
    acme.must(acme.admin.set_user_verification("App", true));
    (void)acme.exchange.upgrade(phone, token_of({}));
    BOOST_TEST(decided() == "upgrade accepted");
    acme.store.fail_after(0);
    (void)acme.open();
    BOOST_TEST(decided() == "open store_failed");
}

BOOST_AUTO_TEST_CASE(a_decision_says_what_it_was_about_and_by_which_set_up) {
    Acme acme;
    const std::uint64_t number = acme.setup->number();
    (void)acme.open();
    const auto first = acme.decisions.last();
    BOOST_TEST(first.time.seconds == start);
    BOOST_TEST(first.tenant == "Acme");
    BOOST_TEST(first.channel == "Website");
    BOOST_TEST(first.snapshot == number);
    BOOST_TEST(first.configuration == "Customers");
    BOOST_TEST(first.issuer == acme_issuer);
    BOOST_TEST(first.kid == "a");
    BOOST_TEST(first.subject == vouch::messaging::hash_subject("pepper", "alice"));
    // Of a token that nobody vouches for, nothing but the `kid` and the configuration it means.
    acme.must(acme.admin.deactivate_key("a"));
    (void)acme.open();
    const auto second = acme.decisions.last();
    BOOST_TEST(second.snapshot == number + 1);
    BOOST_TEST(second.configuration == "Customers");
    BOOST_TEST(second.kid == "a");
    BOOST_TEST(second.subject == "");
    (void)acme.open("tab", {.issuer = "https://mallory.example"});
    BOOST_TEST(acme.decisions.last().issuer == "");
    BOOST_TEST(acme.decisions.last().configuration == "");
}

BOOST_AUTO_TEST_CASE(a_decision_keeps_no_name_that_no_channel_can_have) {
    Acme acme;
    for (const std::string& name :
         {std::string{"\xFF"}, std::string(81, 'x'), std::string{"a\nb"}, std::string{}}) {
        BOOST_TEST(verdict(acme.exchange.open(name, token_of({}), {})) == "channel_unknown");
        BOOST_TEST(acme.decisions.last().channel == "");
    }
    (void)acme.open("tab", {}, "Webseite");
    BOOST_TEST(acme.decisions.last().channel == "Webseite");
}

BOOST_AUTO_TEST_CASE(no_decision_tells_a_token_or_who_it_is_about) {
    Acme acme;
    for (const TokenText& text :
         {TokenText{}, TokenText{.expires = -hour}, TokenText{.kid = "c"},
          TokenText{.issuer = "https://mallory.example"}, TokenText{.algorithm = "RS384"}}) {
        (void)acme.open("tab", text);
        const std::string token = token_of(text);
        for (const std::string& line : acme.decisions.lines()) {
            const std::size_t dot = token.find('.');
            for (const std::string& part :
                 {token.substr(0, dot), token.substr(dot + 1, 40), token.substr(dot + 41, 40),
                  token.substr(token.rfind('.') + 1), std::string{"alice"},
                  std::string{"mallory"}}) {
                BOOST_TEST(line.find(part) == std::string::npos);
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
