// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/decision.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <vouch/json/strict_json.hpp>

BOOST_AUTO_TEST_SUITE(messaging_decision)

using vouch::Errc;
using vouch::messaging::Decision;
using vouch::messaging::DecisionLines;
using vouch::messaging::hash_subject;
using vouch::messaging::Stage;
using vouch::messaging::stage_of;

namespace {

struct Keep {
    void operator()(std::string_view line) const { lines->emplace_back(line); }
    std::vector<std::string>* lines;
};

static_assert(vouch::messaging::decision_sink<DecisionLines<Keep>>);
static_assert(!vouch::messaging::decision_sink<Keep>);

static_assert(stage_of(Errc::tenant_disabled) == Stage::channel);
static_assert(stage_of(Errc::channel_unknown) == Stage::channel);
static_assert(stage_of(Errc::channel_kind) == Stage::channel);
static_assert(stage_of(Errc::verification_required) == Stage::channel);
static_assert(stage_of(Errc::verification_off) == Stage::channel);
static_assert(stage_of(Errc::no_active_configuration) == Stage::configuration);
static_assert(stage_of(Errc::token_too_large) == Stage::token);
static_assert(stage_of(Errc::token_encoding) == Stage::token);
static_assert(stage_of(Errc::header_json) == Stage::header);
static_assert(stage_of(Errc::type_mismatch) == Stage::header);
static_assert(stage_of(Errc::issuer_mismatch) == Stage::issuer);
static_assert(stage_of(Errc::kid_missing) == Stage::key);
static_assert(stage_of(Errc::key_alg_mismatch) == Stage::key);
static_assert(stage_of(Errc::signature_invalid) == Stage::signature);
static_assert(stage_of(Errc::backend_failed) == Stage::signature);
static_assert(stage_of(Errc::payload_json) == Stage::claims);
static_assert(stage_of(Errc::expired) == Stage::claims);
static_assert(stage_of(Errc::claim_refused) == Stage::claims);
static_assert(stage_of(Errc::token_revoked) == Stage::revocation);
static_assert(stage_of(Errc::token_replayed) == Stage::revocation);
static_assert(stage_of(Errc::identity_changed) == Stage::session);
static_assert(stage_of(Errc::renewal_not_newer) == Stage::session);
static_assert(stage_of(Errc::too_many_sessions) == Stage::session);
static_assert(stage_of(Errc::store_failed) == Stage::session);
static_assert(stage_of(Errc::random_failed) == Stage::session);

static_assert(to_string(Stage::channel) == "channel");
static_assert(to_string(Stage::token) == "token");
static_assert(to_string(Stage::signature) == "signature");
static_assert(to_string(Stage::session) == "session");

Decision decision() {
    return {.operation = "open",
            .time = {1'800'000'000, 5},
            .tenant = "Acme",
            .channel = "Website",
            .snapshot = 7};
}

/// The members of a line, each value as text.
std::map<std::string, std::string> read(std::string_view line) {
    std::vector<char> storage(vouch::json::detail::encoded_size(line.size()));
    const auto reading = vouch::json::read(vouch::StrictJson{}, line, storage, {});
    BOOST_TEST_REQUIRE(static_cast<bool>(reading), "not JSON: " << line);
    std::map<std::string, std::string> members;
    const auto object = reading.root().as_object();
    for (const vouch::json::Member member : object.value()) {
        const auto text = member.value.as_string();
        members[std::string{member.name}] =
            text ? std::string{*text} : std::to_string(member.value.as_integer().value());
    }
    return members;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_not_known_is_left_out) {
    BOOST_TEST(to_json(decision()) ==
               R"({"time":1800000000,"operation":"open","outcome":"accepted","tenant":"Acme",)"
               R"("channel":"Website","snapshot":7})");
}

BOOST_AUTO_TEST_CASE(a_refusal_has_its_error_and_stage) {
    Decision refused = decision();
    refused.configuration = "Customers";
    refused.issuer = "https://login.acme.example";
    refused.kid = "a";
    refused.subject = "0123";
    refused.error = Errc::expired;
    BOOST_TEST(to_json(refused) ==
               R"({"time":1800000000,"operation":"open","outcome":"refused","error":"expired",)"
               R"("stage":"claims","tenant":"Acme","channel":"Website","snapshot":7,)"
               R"("configuration":"Customers","issuer":"https://login.acme.example","kid":"a",)"
               R"("subject":"0123"})");
}

BOOST_AUTO_TEST_CASE(what_a_stranger_chose_stays_in_its_place) {
    for (const std::string_view text :
         {std::string_view{"\"},{\"outcome\":\"accepted\""}, std::string_view{"a\nb\r\tc"},
          std::string_view{"\\"}, std::string_view{"a\0b", 3}, std::string_view{"\x1b[2J"},
          std::string_view{"\xE2\x80\xA8"}, std::string_view{"Zo\xC3\xAB"}}) {
        Decision strange = decision();
        strange.kid = text;
        strange.channel = text;
        strange.error = Errc::key_not_found;
        const std::string line = to_json(strange);
        for (const char c : line) BOOST_TEST(static_cast<unsigned char>(c) >= 0x20);
        const auto members = read(line);
        BOOST_TEST(members.at("kid") == text);
        BOOST_TEST(members.at("channel") == text);
        BOOST_TEST(members.at("outcome") == "refused");
        BOOST_TEST(members.size() == 9U);
    }
}

BOOST_AUTO_TEST_CASE(a_subject_is_known_by_who_knows_the_salt) {
    const std::string hash = hash_subject("pepper", "alice");
    BOOST_TEST(hash.size() == 32U);
    BOOST_TEST(hash.find_first_not_of("0123456789abcdef") == std::string::npos);
    BOOST_TEST(hash == hash_subject("pepper", "alice"));
    BOOST_TEST(hash != hash_subject("salt", "alice"));
    BOOST_TEST(hash != hash_subject("pepper", "bob"));
    BOOST_TEST(hash != hash_subject("", "alice"));
    // The one ends where the other begins.
    BOOST_TEST(hash_subject("ab", "c") != hash_subject("a", "bc"));
    BOOST_TEST(hash_subject("1", ":a") != hash_subject("1:", "a"));
    BOOST_TEST(hash_subject("", "1:a") != hash_subject("1", "a"));
    // printf '6:pepperalice' | sha256sum | head -c 32
    BOOST_TEST(hash == "8bdf269fe7c744cbecc48670347446a5");
}

BOOST_AUTO_TEST_CASE(lines_go_where_they_are_wanted) {
    std::vector<std::string> lines;
    DecisionLines sink{"pepper", Keep{&lines}};
    BOOST_TEST(sink.salt() == "pepper");
    sink.record(decision());
    sink.record(decision());
    BOOST_TEST(lines.size() == 2U);
    BOOST_TEST(lines.at(1) == to_json(decision()));
}

BOOST_AUTO_TEST_SUITE_END()
