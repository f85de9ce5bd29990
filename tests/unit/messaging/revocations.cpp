// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/revocations.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

BOOST_AUTO_TEST_SUITE(messaging_revocations)

namespace {

using vouch::NumericDate;
using vouch::messaging::Revocations;
using vouch::messaging::RevocationScope;

constexpr NumericDate moment{1'800'000'000};
constexpr NumericDate before{1'799'999'999, 999'999'999};

/// Whether a token of issuer "i", key "k" and subject "s" is void.
bool voids(const Revocations& revocations, std::optional<NumericDate> issued_at = before) {
    return revocations.void_token("i", "k", "s", issued_at);
}
bool voids(const RevocationScope& scope, std::optional<NumericDate> issued_at = before) {
    Revocations revocations;
    revocations.revoke(scope, moment);
    return voids(revocations, issued_at);
}

const std::array ours{RevocationScope::of_issuer("i"), RevocationScope::of_key("i", "k"),
                      RevocationScope::of_subject("i", "s")};

}  // namespace

BOOST_AUTO_TEST_CASE(voids_what_was_issued_before_the_moment) {
    for (const RevocationScope& scope : ours) {
        BOOST_TEST(voids(scope, before));
        BOOST_TEST(voids(scope, NumericDate{}));
        BOOST_TEST(!voids(scope, moment));
        BOOST_TEST(!voids(scope, moment.plus_seconds(1)));
    }
}

BOOST_AUTO_TEST_CASE(voids_what_does_not_say_when_it_was_issued) {
    for (const RevocationScope& scope : ours) BOOST_TEST(voids(scope, std::nullopt));
    BOOST_TEST(!voids(RevocationScope::of_issuer("other"), std::nullopt));
    BOOST_TEST(!voids(Revocations{}, std::nullopt));
}

BOOST_AUTO_TEST_CASE(leaves_the_tokens_of_others_alone) {
    for (const RevocationScope& scope :
         {RevocationScope::of_issuer("other"), RevocationScope::of_key("i", "other"),
          RevocationScope::of_key("other", "k"), RevocationScope::of_subject("i", "other"),
          RevocationScope::of_subject("other", "s"), RevocationScope::of_key("i", "s"),
          RevocationScope::of_subject("i", "k"), RevocationScope::of_issuer("I"),
          RevocationScope::of_issuer("i/"), RevocationScope::of_key("i", ""),
          RevocationScope::of_subject("i", ""), RevocationScope::of_subject("", "is")}) {
        BOOST_TEST(!voids(scope), scope.issuer + ' ' + scope.name);
    }
}

BOOST_AUTO_TEST_CASE(says_which_revocation_it_is) {
    Revocations revocations;
    revocations.revoke(RevocationScope::of_key("issuer", "kid"), {100});
    const auto voids = [&](const RevocationScope& scope, std::optional<NumericDate> issued_at) {
        return revocations.voids(scope, issued_at);
    };
    BOOST_TEST(voids(RevocationScope::of_key("issuer", "kid"), NumericDate{99}));
    BOOST_TEST(voids(RevocationScope::of_key("issuer", "kid"), {}));
    BOOST_TEST(!voids(RevocationScope::of_key("issuer", "kid"), NumericDate{100}));
    BOOST_TEST(!voids(RevocationScope::of_subject("issuer", "kid"), NumericDate{99}));
    BOOST_TEST(!voids(RevocationScope::of_issuer("issuer"), {}));
}

BOOST_AUTO_TEST_CASE(one_that_is_narrower_or_later_does_not_lift_another) {
    Revocations revocations;
    revocations.revoke(RevocationScope::of_issuer("i"), moment);
    revocations.revoke(RevocationScope::of_subject("i", "s"), NumericDate{1});
    BOOST_TEST(voids(revocations));
    BOOST_TEST(revocations.undo(RevocationScope::of_issuer("i")));
    BOOST_TEST(!voids(revocations));
}

BOOST_AUTO_TEST_CASE(can_be_moved_and_undone) {
    const RevocationScope scope = RevocationScope::of_subject("i", "s");
    Revocations revocations;
    BOOST_TEST(!revocations.undo(scope));
    revocations.revoke(scope, moment);
    BOOST_TEST(revocations.contains(scope));
    revocations.revoke(scope, moment.plus_seconds(10));
    BOOST_TEST(revocations.size() == 1U);
    BOOST_TEST(voids(revocations, moment.plus_seconds(9)));
    BOOST_TEST(!revocations.undo(RevocationScope::of_key("i", "s")));
    BOOST_TEST(revocations.undo(scope));
    BOOST_TEST(!revocations.contains(scope));
    BOOST_TEST(revocations.size() == 0U);
    BOOST_TEST(!voids(revocations, NumericDate{}));
}

BOOST_AUTO_TEST_CASE(takes_the_same_room_however_many_tokens_are_void) {
    Revocations revocations;
    for (std::int64_t i = 0; i < 1000; ++i) {
        revocations.revoke(RevocationScope::of_issuer("i"), moment.plus_seconds(i));
    }
    BOOST_TEST(revocations.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
