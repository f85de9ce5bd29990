// SPDX-License-Identifier: BSL-1.0
// User verification from the set-up page to the renewed session, as the tutorial tells it.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/messaging.cpp -o messaging
//     ./messaging
// prints: upload key 2026-a: done
// prints: upload key 2026-b: done
// prints: add keyset Customers: done
// prints: add channel Website: done
// prints: add channel App: done
// prints: verify users on Website: done
// prints: verify users on App: done
// prints: add channel LINE: done
// prints: LINE: user verification does not apply to channels of this kind: Enhanced LINE
// prints: without a token: the channel is for verified users only
// prints: alice on the web: verified, conversation 0
// prints: alice in the app: the same conversation
// prints: after an hour: verified, by the token that is still good
// prints: the client is asked for a token: expired
// prints: after another: the session waits for a new identity token
// prints: the client is asked for a token: malformed
// prints: renewal by bob: the token is of another end user than the session's
// prints: renewal by alice: verified
// prints: deactivate key 2026-a: done
// prints: the session is over: revoked
// prints: after that: the session was revoked
// prints: a token of the old key: no usable key of the key set is the one that the token names
// prints: a token of the new key: verified, conversation 0
#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/key_pair.hpp>

#include <cstdint>
#include <iostream>
#include <string>
#include <string_view>

using vouch::testing::KeyPair;
using vouch::testing::ManualClock;

// Signs as the customer's site does: with its private key, for the user who is logged in there.
std::string sign(const KeyPair& key, std::string_view kid, std::string_view subject,
                 std::int64_t now, std::int64_t seconds) {
    return key.token<vouch::RS256>(R"({"alg":"RS256","kid":")" + std::string{kid} + R"("})",
                                   R"({"iss":"https://login.acme.example","sub":")" +
                                       std::string{subject} + R"(","iat":)" + std::to_string(now) +
                                       R"(,"exp":)" + std::to_string(now + seconds) + "}");
}

template <class T>
void tell(std::string_view step, const vouch::Result<T>& result, std::string_view good = "done") {
    std::cout << step << ": " << (result ? std::string{good} : result.error().message()) << '\n';
}

// [clients]
// The library calls this; a service sends it on to the browser or the device.
struct Clients {
    using policy_kind = vouch::messaging::client_api_policy;

    void challenged(const vouch::messaging::Session&,
                    const vouch::messaging::Challenge& challenge) noexcept {
        std::cout << "the client is asked for a token: " << to_string(challenge.reason) << '\n';
    }
    void ended(const vouch::messaging::Session& session) noexcept {
        std::cout << "the session is over: " << to_string(session.state) << '\n';
    }
    void logged_out(const vouch::messaging::Session&) noexcept {}
};
// [clients]

int main() {
    using namespace vouch::messaging;
    const ManualClock clock{{1'800'000'000, 0}};  // a real program leaves the clock away

    // [setup]
    using AcmeSetup = Setup<ManualClock>;
    const auto setup = AcmeSetup::create("Acme", TenantPolicy{}, clock).value();
    auto admin = setup->as(Actor{.name = "dana", .permissions = {"Customize Application"}});

    tell("upload key 2026-a", admin.upload_key("2026-a", vouch::testing::rsa_2048.jwk("2026-a")));
    tell("upload key 2026-b",
         admin.upload_key("2026-b", vouch::testing::rsa_2048_second.pem(), "2026-b"));
    tell("add keyset Customers",
         admin.add_keyset("Customers", "https://login.acme.example", {"2026-a", "2026-b"}));
    // [setup]

    // [channels]
    constexpr Channel<ChannelKind::enhanced_web_chat> website{"Website"};
    constexpr Channel<ChannelKind::enhanced_in_app_chat> app{"App"};
    tell("add channel Website", admin.add_channel(website));
    tell("add channel App", admin.add_channel(app));
    const auto verify_users = [&](auto channel) {
        vouch::Result<void> done = admin.add_configuration(channel, "Customers", "Customers");
        if (done) done = admin.activate_configuration(channel.name, "Customers");
        if (done) done = admin.set_verified_expiration(channel.name, minutes<60>);
        if (done) done = admin.set_user_verification(channel, true);
        return done;
    };
    tell("verify users on Website", verify_users(website));
    tell("verify users on App", verify_users(app));

    tell("add channel LINE", admin.add_channel("LINE", ChannelKind::enhanced_line));
    tell("LINE", admin.set_user_verification("LINE", true));
    // With a Channel<ChannelKind::enhanced_line> the same does not compile.
    // [channels]

    // [open]
    MemorySessions store;
    Exchange exchange{setup, store, Clients{}};

    const auto seconds_now = [&] { return clock.now().seconds; };
    const std::string token =
        sign(vouch::testing::rsa_2048, "2026-a", "alice", seconds_now(), 90 * 60);
    tell("without a token", exchange.open_unverified("Website", {.id = "tab"}));

    auto web = exchange.open("Website", token, {.id = "tab"}).value();
    std::cout << "alice on the web: " << to_string(web.session.state) << ", conversation "
              << web.session.participant->conversation.generation << '\n';
    auto phone = exchange.open("App", token, {.id = "phone", .platform = Platform::ios}).value();
    std::cout << "alice in the app: "
              << (phone.session.participant->conversation == web.session.participant->conversation
                      ? "the same conversation"
                      : "another conversation")
              << '\n';
    // [open]

    // [renew]
    const std::string authorization{web.authorization.text()};  // what the browser holds
    clock.advance(60 * 60);
    tell("after an hour", exchange.touch(authorization),
         "verified, by the token that is still good");

    clock.advance(60 * 60);
    tell("after another", exchange.touch(authorization));
    const std::string bob = sign(vouch::testing::rsa_2048, "2026-a", "bob", seconds_now(), 90 * 60);
    tell("renewal by bob", exchange.renew(authorization, bob));
    const std::string alice =
        sign(vouch::testing::rsa_2048, "2026-a", "alice", seconds_now(), 90 * 60);
    tell("renewal by alice", exchange.renew(authorization, alice), "verified");
    // [renew]

    // [rotate]
    tell("deactivate key 2026-a", admin.deactivate_key("2026-a"));
    tell("after that", exchange.touch(authorization));
    tell("a token of the old key", exchange.open("Website", alice, {.id = "tab"}));
    const std::string newer =
        sign(vouch::testing::rsa_2048_second, "2026-b", "alice", seconds_now(), 90 * 60);
    const auto again = exchange.open("Website", newer, {.id = "tab"});
    tell("a token of the new key", again, "verified, conversation 0");
    // [rotate]
    return again ? 0 : 1;
}
