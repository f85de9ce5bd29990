// SPDX-License-Identifier: BSL-1.0
// A day at an issuer that rotates its keys, as a service sees it that verifies its tokens.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/rotate_keys.cpp -o rotate_keys
//     ./rotate_keys
// prints: key 1, before the first fetch: keys_pending
// prints:   event: rotated, 1 usable keys
// prints: key 1, after it: accepted
// prints:   event: rotated, 2 usable keys
// prints: key 2, published beside key 1 five minutes ago: accepted
// prints:   event: failed: endpoint_unreachable
// prints: key 2, while the endpoint is down: accepted
// prints:   event: rotated, 1 usable keys
// prints: key 1, five minutes after it was removed: keys_pending
// prints:   event: fetched, 1 usable keys
// prints: key 1, after a fetch for its sake: key_not_found
// prints: key 3, published a second ago: keys_pending
// prints:   event: rotated, 1 usable keys
// prints: key 3, after a fetch for its sake: accepted
// prints:   event: rotated, 1 usable keys
// prints: key 3, which was stolen, after a fetch on demand: key_not_found
#include <vouch/jwks.hpp>
#include <vouch/testing/clocks.hpp>
#include <vouch/testing/fake_transport.hpp>
#include <vouch/testing/key_pair.hpp>

#include <cstdint>
#include <initializer_list>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace {

// Stand-ins, so that a day is over in a moment; a program that fetches has vouch::Curl and threads.
using Transport = vouch::testing::FakeTransport;
using Clock = vouch::testing::ManualClock;

using Keys = vouch::JwksSource<Transport, Clock>;
using Verifier =
    vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">, Keys, Clock>;

constexpr std::string_view url = "https://login.example.com/jwks.json";

// [events]
/// Says what happens at an endpoint. A program would count it, and ring where it is `stale`.
struct Report : vouch::JwksEvents {
    void on_event(const vouch::JwksEvent& event) noexcept override {
        std::cout << "  event: " << to_string(event.kind);
        if (event.error) {
            std::cout << ": " << to_string(event.error->code()) << '\n';
        } else {
            std::cout << ", " << event.usable_keys << " usable keys\n";
        }
    }
};
// [events]

const vouch::testing::KeyPair& pair_of(int number) {
    return number % 2 == 0 ? vouch::testing::rsa_2048_second : vouch::testing::rsa_2048;
}
std::string kid_of(int number) { return "key " + std::to_string(number); }
std::string token_of(int number) {
    return pair_of(number).token<vouch::RS256>(
        R"({"alg":"RS256","kid":")" + kid_of(number) + R"("})",
        R"({"iss":"https://login.example.com","sub":"alice","exp":4102444800})");
}

}  // namespace

int main() {
    const Transport transport;
    const Clock clock{{1'800'000'000, 0}};
    vouch::JwksRefresher<Clock> refresher{{.threads = 0}, clock};

    // [source]
    vouch::JwksOptions options;
    options.events = std::make_shared<Report>();
    const vouch::Result<Keys> keys = Keys::open(url, std::move(options), transport, refresher);
    if (!keys) return 1;
    const Verifier verifier{*keys, clock};
    // [source]

    const auto publish = [&](std::initializer_list<int> numbers) {
        std::string set;
        for (const int number : numbers) {
            set += (set.empty() ? "" : ",") + pair_of(number).jwk(kid_of(number));
        }
        transport.answer(url, R"({"keys":[)" + set + "]}");
    };
    const auto pass = [&](std::int64_t seconds) {
        clock.advance(seconds);
        refresher.poll();
    };
    const auto show = [&](std::string_view when, int number) {
        const auto who = verifier.verify(token_of(number));
        std::cout << when << ": " << (who ? "accepted" : to_string(who.error().code())) << '\n';
    };

    publish({1});
    show("key 1, before the first fetch", 1);
    pass(0);
    show("key 1, after it", 1);

    publish({1, 2});
    pass(300);
    show("key 2, published beside key 1 five minutes ago", 2);
    transport.answer(url, vouch::Errc::endpoint_unreachable);
    pass(300);
    show("key 2, while the endpoint is down", 2);

    publish({2});
    pass(300);
    show("key 1, five minutes after it was removed", 1);
    pass(0);
    show("key 1, after a fetch for its sake", 1);

    publish({3});
    pass(30);
    show("key 3, published a second ago", 3);
    pass(0);
    show("key 3, after a fetch for its sake", 3);

    publish({4});
    // [now]
    keys->disable();  // lets nobody in
    keys->enable();   // and fetches now
    // [now]
    pass(0);
    show("key 3, which was stolen, after a fetch on demand", 3);
}
