// SPDX-License-Identifier: BSL-1.0
// A transport of your own, over the HTTP client that your program has anyway.
//     c++ -std=c++20 -O2 -Iinclude docs/examples/custom_transport.cpp -o custom_transport
//     ./custom_transport
// prints: hello, alice
// prints: inside: the endpoint is at an address that is not allowed
// prints: 0 laws broken
#include <vouch/http/response_reader.hpp>
#include <vouch/jwks.hpp>
#include <vouch/testing/key_pair.hpp>
#include <vouch/testing/laws/transport.hpp>

#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace http = vouch::http;

// What stands for your client: a table in the place of a network. Any client will do that lets you
// look at an address before it connects to it, and at an answer while it comes.

/// One GET of the client, with what it asks the caller on the way. A `false` ends it.
struct Call {
    std::string url;
    std::vector<std::string> headers;
    std::chrono::milliseconds connect_timeout, timeout;
    bool follow_redirects = true, use_proxy = true;
    std::function<bool(std::string_view address)> on_address;
    std::function<bool(std::string_view line)> on_header;
    std::function<bool(std::string_view bytes)> on_body;
    std::function<bool()> goes_on;
};

enum class Ending { complete, unresolved, unreachable, untrusted, timeout, truncated, refused };

class Client {
public:
    /// What a server says; nothing where it takes requests and never answers.
    struct Server {
        std::string address;
        std::optional<std::string> answer;
    };

    void serve(std::string url, Server server) {
        servers_.insert_or_assign(std::move(url), std::move(server));
    }

    Ending run(const Call& call) const {
        const auto found = servers_.find(call.url);
        if (found == servers_.end()) return Ending::unresolved;
        const Server& server = found->second;
        if (!call.on_address(server.address)) return Ending::refused;
        if (!server.answer) return wait(call);
        std::string_view rest = *server.answer;
        while (!rest.starts_with("\r\n")) {
            const std::size_t end = rest.find("\r\n") + 2;
            if (!call.goes_on() || !call.on_header(rest.substr(0, end))) return Ending::refused;
            rest.remove_prefix(end);
        }
        if (!call.on_header(rest.substr(0, 2)) || !call.on_body(rest.substr(2))) {
            return Ending::refused;
        }
        return Ending::complete;
    }

private:
    static Ending wait(const Call& call) {
        const auto end = std::chrono::steady_clock::now() + call.timeout;
        while (std::chrono::steady_clock::now() < end) {
            if (!call.goes_on()) return Ending::refused;
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        }
        return Ending::timeout;
    }

    std::map<std::string, Server> servers_;
};

// [transport]
class ClientTransport {
public:
    explicit ClientTransport(Client client, http::AddressPolicy addresses = {})
        : client_{std::move(client)}, addresses_{std::move(addresses)} {}

    vouch::Result<http::Response> get(const http::Request& request) const {
        http::ResponseReader reader{request.limits};
        vouch::Result<void> heard;  // what a callback had to say against the answer
        const auto listen = [&](const vouch::Result<void>& said) {
            if (heard) heard = said;
            return heard.has_value();
        };

        Call call;
        call.url = request.url.text();
        call.headers = {"Accept-Encoding: identity"};
        if (!request.etag.empty()) {
            call.headers.push_back("If-None-Match: " + std::string{request.etag});
        }
        if (!request.last_modified.empty()) {
            call.headers.push_back("If-Modified-Since: " + std::string{request.last_modified});
        }
        call.connect_timeout = std::chrono::milliseconds{request.limits.connect_milliseconds};
        call.timeout = std::chrono::milliseconds{request.limits.total_milliseconds};
        call.follow_redirects = false;
        call.use_proxy = false;
        call.on_address = [&](std::string_view address) { return listen(check(address)); };
        call.on_header = [&](std::string_view line) { return listen(reader.header_line(line)); };
        call.on_body = [&](std::string_view bytes) { return listen(reader.body(bytes)); };
        call.goes_on = [&] {
            const bool cancelled = request.cancelled != nullptr && *request.cancelled;
            return listen(cancelled ? vouch::Errc::endpoint_timeout : vouch::Result<void>{});
        };

        const Ending ending = client_.run(call);
        if (!heard) return heard.error();
        switch (ending) {
            case Ending::complete:
                return std::move(reader).finish();
            case Ending::unresolved:
                return vouch::Errc::endpoint_unresolved;
            case Ending::untrusted:
                return vouch::Errc::endpoint_tls;
            case Ending::timeout:
                return vouch::Errc::endpoint_timeout;
            case Ending::truncated:
                return vouch::Errc::endpoint_truncated;
            case Ending::unreachable:
            case Ending::refused:
                break;
        }
        return vouch::Errc::endpoint_unreachable;
    }

private:
    vouch::Result<void> check(std::string_view text) const {
        auto address = http::IpAddress::from_v4(text);
        if (!address) address = http::IpAddress::from_v6(text);
        if (!address) return vouch::Errc::endpoint_address;
        return addresses_.check(*address);
    }

    Client client_;
    http::AddressPolicy addresses_;
};
static_assert(http::transport<ClientTransport>);
// [transport]

int main() {
    const vouch::testing::KeyPair& pair = vouch::testing::rsa_2048;
    const std::string token = pair.token<vouch::RS256>(
        R"({"alg":"RS256","kid":"2026-07"})",
        R"({"iss":"https://login.example.com","sub":"alice","exp":4102444800})");
    const std::string jwks = vouch::testing::jwks({pair.jwk("2026-07")});
    const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(jwks.size()) +
                               "\r\nETag: \"1\"\r\n\r\n" + jwks;

    Client client;
    client.serve("https://login.example.com/jwks.json", {"203.0.113.7", answer});
    client.serve("https://login.example.com/old", {"203.0.113.7", "HTTP/1.1 301 Moved\r\n\r\n"});
    client.serve("https://login.example.com/silent", {"203.0.113.7", {}});
    client.serve("https://inside.example.com/", {"10.0.0.1", answer});

    // [source]
    // 203.0.113.0/24 is for examples like this one, so no stranger may name it. We may.
    const ClientTransport transport{
        client, {.allowed = {http::Network::from_text("203.0.113.0/24").value()}}};
    const auto keys = vouch::JwksSource<ClientTransport>::open(
        "https://login.example.com/jwks.json", {}, transport);
    // [source]
    if (!keys || !keys->wait_until_ready(10'000)) return 1;
    const vouch::Verifier<vouch::RS256, vouch::Issuer<"https://login.example.com">,
                          vouch::JwksSource<ClientTransport>>
        verifier{*keys};
    const vouch::Result<vouch::Identity> who = verifier.verify(token);
    if (!who) return 1;
    std::cout << "hello, " << who->subject() << '\n';

    const auto inside = transport.get({.url = *http::Url::parse("https://inside.example.com/")});
    std::cout << "inside: " << inside.error().message() << '\n';

    // [laws]
    const vouch::testing::TransportExpectations endpoints{
        .url = *http::Url::parse("https://login.example.com/jwks.json"),
        .body = jwks,
        .nowhere = *http::Url::parse("https://nowhere.example.com/"),
        .redirect = *http::Url::parse("https://login.example.com/old"),
        .silent = *http::Url::parse("https://login.example.com/silent")};
    const vouch::testing::LawReport report = vouch::testing::transport_laws(transport, endpoints);
    for (const std::string_view law : report.broken) std::cout << "broken: " << law << '\n';
    // [laws]
    std::cout << report.broken.size() << " laws broken\n";
    return report.broken.empty() ? 0 : 1;
}
