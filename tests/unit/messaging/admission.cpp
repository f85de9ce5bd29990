// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/admission.hpp>

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>

#include "support/acme.hpp"

BOOST_AUTO_TEST_SUITE(messaging_admission)

using vouch::Errc;
using vouch::messaging::admit;
using vouch::messaging::ChannelKind;
using vouch::messaging::Decision;
using vouch::messaging::find_way_in;
using vouch::messaging::fingerprint;
using vouch::messaging::fingerprint_in_use;
using vouch::messaging::RevocationScope;
using vouch::messaging::Standing;
using vouch::messaging::standing_of;
using vouch::messaging::WayIn;
using namespace vouch_tests;

namespace {

using Admitted = vouch::Result<vouch::messaging::Admission>;

Admitted admitted(const AcmeTenant& acme, std::string_view token,
                  std::string_view channel = "Website") {
    Decision decision{};
    return admit(*acme.setup->snapshot(), channel, token, decision);
}

/// What can be wrong with an exchange, in the order in which that is found out.
enum Defect : std::size_t {
    tenant,
    channel,
    kind,
    switch_,
    configuration,
    size,
    form,
    encoding,
    header,
    algorithm,
    issuer,
    kid,
    signature,
    exp,
    nbf,
    iat,
    lifetime,
    sub,
    aud,
    revocation,
    count,
};
constexpr std::string_view refusals[] = {"tenant_disabled",
                                         "channel_unknown",
                                         "channel_kind",
                                         "verification_off",
                                         "no_active_configuration",
                                         "token_too_large",
                                         "token_format",
                                         "token_encoding",
                                         "header_json",
                                         "alg_not_allowed",
                                         "issuer_mismatch",
                                         "key_not_found",
                                         "signature_invalid",
                                         "expired",
                                         "not_yet_valid",
                                         "issued_in_future",
                                         "lifetime_too_long",
                                         "claim_missing",
                                         "audience_mismatch",
                                         "token_revoked"};
static_assert(std::size(refusals) == count);

struct Defects {
    bool has[count] = {};
    bool operator[](Defect defect) const { return has[defect]; }
};

constexpr std::int64_t day = 24 * hour;

std::string token_with(const Defects& defects) {
    std::string head =
        defects[algorithm] ? R"({"alg":"RS384","kid":")" : R"({"alg":"RS256","kid":")";
    head += defects[kid] ? R"(c"})" : R"(a"})";
    if (defects[header]) head += ',';

    // Expired, and yet of too long a life: issued long ago, or never.
    const std::int64_t expires = defects[exp] ? -hour : defects[lifetime] ? 60 * day : hour;
    std::string payload = R"({"iss":")";
    payload += defects[issuer] ? "https://mallory.example" : acme_issuer;
    payload += R"(","exp":)" + std::to_string(start + expires);
    if (defects[nbf]) payload += R"(,"nbf":)" + std::to_string(start + hour);
    const std::int64_t issued = defects[iat] ? 2 * hour : defects[lifetime] ? -60 * day : -2 * hour;
    payload += R"(,"iat":)" + std::to_string(start + issued);
    if (!defects[sub]) payload += R"(,"sub":"alice")";
    if (defects[aud]) payload += R"(,"aud":"x")";
    const auto& key =
        defects[signature] ? vouch::testing::rsa_2048_third : vouch::testing::rsa_2048;
    std::string token = signed_token(key, "RS256", head, payload + '}');
    if (defects[encoding]) token += '=';
    if (defects[form]) token += '.';
    if (defects[size]) token += std::string(9000, 'A');
    return token;
}

std::string_view verdict_with(const Defects& defects) {
    AcmeTenant acme;
    if (defects[tenant]) acme.must(acme.admin.set_enabled(false));
    if (defects[kind]) acme.must(acme.admin.add_channel("LINE", ChannelKind::enhanced_line));
    if (defects[switch_]) acme.must(acme.admin.set_user_verification("Website", false));
    if (defects[configuration]) {
        acme.must(acme.admin.deactivate_configuration("Website", "Customers"));
    }
    if (defects[revocation]) {
        acme.must(acme.admin.revoke(RevocationScope::of_subject(acme_issuer, "alice"),
                                    {start + 3 * hour, 0}));
    }
    const std::string_view name = defects[channel] ? "Nowhere" : defects[kind] ? "LINE" : "Website";
    return verdict(admitted(acme, token_with(defects), name));
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_right_is_admitted) { BOOST_TEST(verdict_with({}) == "accepted"); }

BOOST_AUTO_TEST_CASE(of_two_defects_the_earlier_is_told) {
    for (std::size_t first = 0; first < count; ++first) {
        for (std::size_t second = first; second < count; ++second) {
            // A token that is over has no time left that could be too long.
            if (first == exp && second == lifetime) continue;
            Defects defects;
            defects.has[first] = defects.has[second] = true;
            BOOST_TEST_INFO(refusals[first] << " and " << refusals[second]);
            BOOST_TEST(verdict_with(defects) == refusals[first]);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_admission_says_who_and_by_what) {
    AcmeTenant acme;
    const Admitted alice = admitted(acme, token_of({.issued = -5, .expires = hour}));
    BOOST_TEST(verdict(alice) == "accepted");
    BOOST_TEST(alice->identity.subject() == "alice");
    BOOST_TEST(
        (alice->end_user == vouch::messaging::EndUser::verified("Acme", "Customers", "alice")));
    BOOST_TEST(alice->proof->issuer == acme_issuer);
    BOOST_TEST(alice->proof->subject == "alice");
    BOOST_TEST(alice->proof->kid == "a");
    BOOST_TEST(alice->proof->key_fingerprint == fingerprint(vouch::testing::rsa_2048.public_key()));
    BOOST_TEST(alice->proof->issued_at.value().seconds == start - 5);
    BOOST_TEST(alice->proof->expires_at.seconds == start + hour);
}

BOOST_AUTO_TEST_CASE(a_decision_is_told_as_much_as_is_known) {
    AcmeTenant acme;
    const auto snapshot = acme.setup->snapshot();
    const auto noted = [&](const std::string& token, std::string_view channel = "Website") {
        Decision decision{};
        (void)admit(*snapshot, channel, token, decision);
        return decision.kid + ' ' + decision.configuration + ' ' + decision.issuer;
    };
    const std::string all = "a Customers " + std::string{acme_issuer};
    BOOST_TEST(noted(token_of({})) == all);
    BOOST_TEST(noted(token_of({.expires = -hour})) == all);
    BOOST_TEST(noted(token_of({.key = &vouch::testing::rsa_2048_third})) == all);
    BOOST_TEST(noted(token_of({.issuer = "https://mallory.example"})) == "a  ");
    BOOST_TEST(noted("rubbish") == "  ");
    BOOST_TEST(noted(token_of({}), "Nowhere") == "  ");
}

BOOST_AUTO_TEST_CASE(the_issuer_picks_the_configuration) {
    AcmeTenant acme;
    acme.must(acme.admin.add_keyset("Partners", "https://partners.example", {"b"}));
    acme.must(acme.admin.add_configuration("Website", "Partners", "Partners"));
    const TokenText theirs{
        .kid = "b", .issuer = "https://partners.example", .key = &vouch::testing::rsa_2048_second};
    BOOST_TEST(verdict(admitted(acme, token_of(theirs))) == "issuer_mismatch");
    acme.must(acme.admin.activate_configuration("Website", "Partners"));
    BOOST_TEST(admitted(acme, token_of(theirs))->end_user.scope() == "Partners");
    BOOST_TEST(admitted(acme, token_of({}))->end_user.scope() == "Customers");
    BOOST_TEST(verdict(admitted(acme, token_of(theirs), "App")) == "issuer_mismatch");
    // A key of the one is none of the other.
    BOOST_TEST(verdict(admitted(acme, token_of({.issuer = "https://partners.example"}))) ==
               "key_not_found");
    for (const std::string_view other :
         {"https://login.acme.example/", "https://Login.acme.example", "http://login.acme.example",
          "https://login.acme.example ", ""}) {
        BOOST_TEST(verdict(admitted(acme, token_of({.issuer = other}))) == "issuer_mismatch");
    }
}

BOOST_AUTO_TEST_CASE(an_empty_token_is_one_that_was_not_shown) {
    AcmeTenant acme;
    BOOST_TEST(verdict(admitted(acme, "")) == "verification_required");
    acme.must(acme.admin.set_user_verification("Website", false));
    BOOST_TEST(verdict(admitted(acme, "")) == "verification_off");
}

BOOST_AUTO_TEST_CASE(a_channel_has_one_way_in) {
    AcmeTenant acme;
    const auto way = [&](std::string_view name, WayIn in) {
        return verdict(find_way_in(*acme.setup->snapshot(), name, in));
    };
    BOOST_TEST(way("Website", WayIn::verified) == "accepted");
    BOOST_TEST(way("Website", WayIn::unverified) == "verification_required");
    acme.turn_verification_off();
    BOOST_TEST(way("Website", WayIn::verified) == "verification_off");
    BOOST_TEST(way("Website", WayIn::unverified) == "accepted");
    BOOST_TEST(way("website", WayIn::unverified) == "channel_unknown");
    BOOST_TEST(way("", WayIn::unverified) == "channel_unknown");
}

BOOST_AUTO_TEST_CASE(the_key_of_a_name_is_known_by_its_fingerprint) {
    AcmeTenant acme;
    const auto print = [&](std::string_view kid, std::string_view algorithm = "RS256") {
        const auto snapshot = acme.setup->snapshot();
        return fingerprint_in_use(snapshot->find_channel("Website")->configurations[0].keys,
                                  algorithm, kid);
    };
    BOOST_TEST((print("a") == fingerprint(vouch::testing::rsa_2048.public_key())));
    BOOST_TEST((print("b") == fingerprint(vouch::testing::rsa_2048_second.public_key())));
    BOOST_TEST(!print("c").has_value());
    BOOST_TEST(!print("").has_value());  // there are two
    acme.must(acme.admin.deactivate_key("b"));
    BOOST_TEST(!print("b").has_value());
    acme.must(acme.admin.upload_key("c", vouch::testing::rsa_2048_third.jwk("c", "RS512")));
    acme.must(acme.admin.set_keyset_keys("Customers", {"c"}));
    BOOST_TEST((print("c", "RS512") == fingerprint(vouch::testing::rsa_2048_third.public_key())));
    BOOST_TEST(!print("c").has_value());

    // Without a kid the algorithm alone tells two keys apart.
    acme.must(acme.admin.upload_key("d", vouch::testing::rsa_2048_second.jwk("d", "RS256")));
    acme.must(acme.admin.set_keyset_keys("Customers", {"c", "d"}));
    BOOST_TEST((print("") == fingerprint(vouch::testing::rsa_2048_second.public_key())));
    BOOST_TEST((print("", "RS512") == fingerprint(vouch::testing::rsa_2048_third.public_key())));
}

BOOST_AUTO_TEST_CASE(what_let_somebody_in_holds_until_it_is_taken_away) {
    const auto standing = [](AcmeTenant& acme, auto change) {
        const Admitted alice = admitted(acme, token_of({}));
        const vouch::messaging::Participant participant{{alice->end_user}, "Website", {}};
        acme.must(change(acme.admin));
        return standing_of(*acme.setup->snapshot(), participant, *alice->proof, false);
    };
    const auto after = [&](auto change) {
        AcmeTenant acme;
        return standing(acme, change);
    };
    using enum Standing;
    BOOST_TEST((after([](auto& admin) { return admin.deactivate_key("b"); }) == holds));
    BOOST_TEST((after([](auto& admin) { return admin.deactivate_key("a"); }) == gone));
    BOOST_TEST((after([](auto& admin) {
                    return admin.deactivate_configuration("Website", "Customers");
                }) == gone));
    BOOST_TEST(
        (after([](auto& admin) { return admin.set_user_verification("Website", false); }) == gone));
    BOOST_TEST((after([](auto& admin) { return admin.remove_channel("Website"); }) == gone));
    BOOST_TEST((after([](auto& admin) {
                    return admin.set_keyset_issuer("Customers", "https://new.example");
                }) == gone));
    BOOST_TEST((after([](auto& admin) { return admin.set_enabled(false); }) == voided));
    BOOST_TEST((after([](auto& admin) {
                    return admin.revoke(RevocationScope::of_issuer(acme_issuer), {start + 1, 0});
                }) == voided));
    BOOST_TEST((after([](auto& admin) {
                    return admin.revoke(RevocationScope::of_issuer(acme_issuer), {start, 0});
                }) == holds));
}

BOOST_AUTO_TEST_CASE(a_key_of_an_endpoint_is_asked_for_on_request) {
    AcmeTenant acme;
    acme.use_endpoint();
    acme.endpoints.source.publish({vouch::testing::rsa_2048.jwk("a")});
    const Admitted alice = admitted(acme, token_of({}));
    const vouch::messaging::Participant participant{{alice->end_user}, "Website", {}};
    const auto standing = [&](bool ask) {
        return standing_of(*acme.setup->snapshot(), participant, *alice->proof, ask);
    };
    BOOST_TEST((standing(true) == Standing::holds));
    acme.endpoints.source.publish({});
    BOOST_TEST((standing(false) == Standing::holds));
    BOOST_TEST((standing(true) == Standing::gone));
}

BOOST_AUTO_TEST_SUITE_END()
