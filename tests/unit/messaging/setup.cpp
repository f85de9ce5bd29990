// SPDX-License-Identifier: BSL-1.0
#include <vouch/messaging/setup.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>

#include <vouch/json/strict_json.hpp>
#include <vouch/messaging/setup_editor.hpp>
#include <vouch/rules/audience.hpp>
#include <vouch/rules/required_claim.hpp>

#include "support/example_tenant.hpp"
#include "support/key_files.hpp"

BOOST_AUTO_TEST_SUITE(messaging_setup)

namespace {

using namespace vouch_tests;
using vouch::Errc;
using vouch::Error;
using vouch::messaging::ChannelKind;
using vouch::messaging::Setup;
using vouch::testing::ManualClock;
using vouch::testing::rsa_2048;
using vouch::testing::rsa_2048_second;

static_assert(!std::is_copy_constructible_v<Setup<>> && !std::is_move_constructible_v<Setup<>>);
static_assert(std::is_same_v<Setup<>::Actor, vouch::messaging::Actor>);

/// A user of the test's own, and who of them may do what.
struct Clerk {
    int number;
};
class Chiefs {
public:
    using policy_kind = vouch::messaging::permission_policy;
    using Actor = Clerk;

    explicit Chiefs(int chief) : chief_{chief} {}
    bool may_change_setup(const Clerk& clerk) const noexcept { return clerk.number == chief_; }

private:
    int chief_;
};

/// A JSON reader that counts what it reads.
struct CountingJson {
    using policy_kind = vouch::json_policy;

    bool read(std::string_view text, vouch::json::Builder& builder) const noexcept {
        ++*count;
        return vouch::StrictJson{}.read(text, builder);
    }
    std::shared_ptr<std::atomic<int>> count;
};

/// Sets up one channel with one key of the `kid` "a".
template <class Editor>
void set_up_channel(Editor editor) {
    BOOST_TEST_REQUIRE(editor.upload_key("Key", rsa_2048.jwk("a")).has_value());
    BOOST_TEST_REQUIRE(editor.add_keyset("Keys", main_issuer, {"Key"}).has_value());
    BOOST_TEST_REQUIRE(editor.add_channel("Web", ChannelKind::enhanced_web_chat).has_value());
    BOOST_TEST_REQUIRE(editor.set_user_verification("Web", true).has_value());
    BOOST_TEST_REQUIRE(editor.add_configuration("Web", "Main", "Keys").has_value());
    BOOST_TEST_REQUIRE(editor.activate_configuration("Web", "Main").has_value());
}

template <class Tenant>
vouch::Result<vouch::Identity> verify(const Tenant& setup, std::string_view token) {
    return setup.snapshot()->find_channel("Web")->find("Main")->verifier.verify(token);
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_new_tenant_has_a_name_and_nothing_else) {
    const auto setup = *Setup<>::create("Example");
    BOOST_TEST(setup->tenant() == "Example");
    BOOST_TEST(setup->number() == 0U);
    BOOST_TEST(setup->snapshot()->number() == 0U);
    BOOST_TEST(describe(setup->snapshot()->settings()) == describe({.tenant = "Example"}));
    for (const std::string& name : {std::string{}, std::string{"a\n"}, std::string(81, 'n')}) {
        const auto refused = Setup<>::create(name);
        BOOST_TEST((!refused && refused.error() == Errc::record_name));
    }
}

BOOST_AUTO_TEST_CASE(keeps_what_is_decided_for_the_tenant) {
    using vouch::messaging::OnDeactivation;
    const auto setup = *Setup<>::create(
        "Example", {.on_deactivation = OnDeactivation::run_out, .single_use_tokens = true});
    for (int i = 0; i < 2; ++i) {
        const auto policy = setup->snapshot()->settings().policy;
        BOOST_TEST((policy.on_deactivation == OnDeactivation::run_out));
        BOOST_TEST(policy.single_use_tokens);
        BOOST_TEST(setup->as(administrator).set_enabled(false).has_value());
    }
}

// row A3
BOOST_AUTO_TEST_CASE(only_who_may_change_it_changes_it) {
    const auto setup = *Setup<>::create("Example");
    const auto refused = setup->as(visitor).add_channel("Web", ChannelKind::enhanced_web_chat);
    BOOST_TEST((!refused && refused.error() == Errc::permission_denied));
    BOOST_TEST(setup->number() == 0U);
    BOOST_TEST(
        setup->as(administrator).add_channel("Web", ChannelKind::enhanced_web_chat).has_value());
    BOOST_TEST(setup->number() == 1U);
}

// row A3
BOOST_AUTO_TEST_CASE(asks_the_policy_that_it_was_given_about_its_own_kind_of_actor) {
    const auto setup = *Setup<Chiefs>::create("Example", {}, Chiefs{7});
    for (const int number : {0, 6, 8}) {
        const auto refused = setup->as(Clerk{number}).set_enabled(false);
        BOOST_TEST((!refused && refused.error() == Errc::permission_denied), number);
    }
    BOOST_TEST(setup->snapshot()->settings().enabled);
    BOOST_TEST(setup->as(Clerk{7}).set_enabled(false).has_value());
    BOOST_TEST(!setup->snapshot()->settings().enabled);
}

// row A3
BOOST_AUTO_TEST_CASE(verifying_needs_no_permission) {
    const auto setup = *Setup<Chiefs, Now>::create("Example", {}, Chiefs{7});
    set_up_channel(setup->as(Clerk{7}));
    const std::shared_ptr<const Setup<Chiefs, Now>> reader = setup;
    BOOST_TEST(verify(*reader, token_of(rsa_2048, "a")).has_value());
}

BOOST_AUTO_TEST_CASE(policies_with_state_reach_the_verifiers_in_any_order) {
    using Tenant = Setup<vouch::RequiredClaim<"nonce">, Chiefs, CountingJson, ManualClock,
                         vouch::RuntimeAudience>;
    const ManualClock clock{{1'800'000'000}};
    const CountingJson json{std::make_shared<std::atomic<int>>()};
    const auto setup =
        *Tenant::create("Example", {}, clock, vouch::RuntimeAudience{{"chat"}}, Chiefs{7}, json);
    set_up_channel(setup->as(Clerk{7}));
    BOOST_TEST(*json.count == 1);  // the key's file

    const auto with = [](std::string_view members) {
        return token(good_header, claims_with(members));  // expires at 1800000300
    };
    const std::string good = with(R"("aud":"chat","nonce":"1")");
    BOOST_TEST(verify(*setup, good).has_value());
    BOOST_TEST(*json.count > 1);
    BOOST_TEST(
        (verify(*setup, with(R"("aud":"chat")")).error() == Error{Errc::claim_missing, "nonce"}));
    BOOST_TEST(
        (verify(*setup, with(R"("aud":"mail","nonce":"1")")).error() == Errc::audience_mismatch));
    clock.set({1'800'000'360});
    BOOST_TEST((verify(*setup, good).error() == Errc::expired));
    BOOST_TEST((setup->clock().now() == vouch::NumericDate{1'800'000'360}));
}

BOOST_AUTO_TEST_CASE(certificates_are_asked_for_by_the_clock_that_it_was_given) {
    const ManualClock clock{{1'795'377'537}};  // the certificate is valid from the next second
    const auto setup = *Setup<ManualClock>::create("Example", {}, clock);
    auto editor = setup->as(administrator);
    const auto upload = [&] { return editor.upload_key("Key", key_files::certificate); };
    const auto too_early = upload();
    BOOST_TEST((!too_early && too_early.error() == Errc::certificate_ends));
    clock.set({4'000'000'000});
    const auto too_late = upload();
    BOOST_TEST((!too_late && too_late.error() == Errc::certificate_ends));
    clock.set({1'795'377'538});
    BOOST_TEST(upload().has_value());
    BOOST_TEST(setup->snapshot()->settings().keys[0].certificate_ends.has_value());
}

BOOST_AUTO_TEST_CASE(a_snapshot_that_is_held_does_not_change) {
    const auto setup = example_tenant();
    const auto held = setup->snapshot();
    const std::string settings = describe(held->settings());
    const std::uint64_t number = held->number();
    const std::string token = token_of(rsa_2048, "a");
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.deactivate_key("Key A").has_value());
    BOOST_TEST(editor.remove_configuration("Web", "Main").has_value());
    BOOST_TEST(editor.remove_channel("Web").has_value());
    BOOST_TEST(setup->number() == number + 3);
    BOOST_TEST(held->number() == number);
    BOOST_TEST(describe(held->settings()) == settings);
    BOOST_TEST(held->find_channel("Web")->find("Main")->verifier.verify(token).has_value());
    BOOST_TEST(setup->snapshot()->find_channel("Web") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_snapshot_outlives_its_set_up) {
    auto setup = example_tenant();
    const auto held = setup->snapshot();
    setup.reset();
    const auto* const main = held->find_channel("Web")->find("Main");
    BOOST_TEST(main->verifier.verify(token_of(rsa_2048, "a")).has_value());
}

BOOST_AUTO_TEST_CASE(a_change_leaves_the_keys_of_other_keysets_as_they_are) {
    const auto setup = example_tenant();
    auto editor = setup->as(administrator);
    BOOST_TEST(editor.activate_configuration("Web", "Partner").has_value());
    const auto keys = [&](std::string_view configuration) {
        return setup->snapshot()->find_channel("Web")->find(configuration)->keys.keys();
    };
    const auto main = keys("Main");
    const auto partner = keys("Partner");
    BOOST_TEST(editor.set_verified_expiration("App", vouch::messaging::minutes<5>).has_value());
    BOOST_TEST(editor.deactivate_key("Spare").has_value());
    BOOST_TEST(editor.set_keyset_issuer("Unused keys", "https://new").has_value());
    BOOST_TEST((keys("Main") == main));
    BOOST_TEST((keys("Partner") == partner));
    BOOST_TEST(editor.deactivate_key("Key B").has_value());  // of "Main keys" only
    BOOST_TEST((keys("Main") != main));
    BOOST_TEST((keys("Partner") == partner));
}

BOOST_AUTO_TEST_CASE(is_changed_and_read_by_many_threads) {
    const auto setup = example_tenant();
    const std::uint64_t first = setup->number();
    const std::string of_a = token_of(rsa_2048, "a");
    const std::string of_b = token_of(rsa_2048_second, "b");
    constexpr int changes = 50;
    std::atomic<int> wrong{0};
    const auto change = [&](int writer) {
        auto editor = setup->as(administrator);
        const std::string name = "Channel " + std::to_string(writer);
        for (int i = 0; i < changes; ++i) {
            const auto done = i % 2 == 0 ? editor.add_channel(name, ChannelKind::enhanced_sms)
                                         : editor.remove_channel(name);
            if (!done) ++wrong;
            if (writer == 0) {
                const auto toggled =
                    i % 2 == 0 ? editor.deactivate_key("Key A") : editor.activate_key("Key A");
                if (!toggled) ++wrong;
            }
        }
    };
    const auto read = [&] {
        std::uint64_t before = 0;
        for (int i = 0; i < 100; ++i) {
            const std::uint64_t seen = setup->number();
            const auto snapshot = setup->snapshot();
            if (seen < before || snapshot->number() < seen) ++wrong;
            before = snapshot->number();
            const bool active =
                vouch::messaging::find_record(snapshot->settings().keys, "Key A")->active;
            const auto& verifier = snapshot->find_channel("Web")->find("Main")->verifier;
            if (verifier.verify(of_a).has_value() != active) ++wrong;
            if (!verifier.verify(of_b)) ++wrong;
        }
    };
    std::array<std::thread, 3> writers;
    for (int i = 0; i < 3; ++i) writers[static_cast<std::size_t>(i)] = std::thread{change, i};
    std::array<std::thread, 3> readers;
    for (std::thread& thread : readers) thread = std::thread{read};
    for (std::thread& thread : writers) thread.join();
    for (std::thread& thread : readers) thread.join();
    BOOST_TEST(wrong == 0);
    BOOST_TEST(setup->number() == first + 4 * changes);
}

BOOST_AUTO_TEST_SUITE_END()
