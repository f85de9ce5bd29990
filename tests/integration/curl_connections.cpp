// SPDX-License-Identifier: BSL-1.0
#include <vouch/http/curl.hpp>

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <support/endpoint_faults.hpp>
#include <support/fetching.hpp>
#include <support/tls_server.hpp>

// What becomes of connections: kept, shared by threads, broken off, not to be had.

BOOST_AUTO_TEST_SUITE(curl_connections)

namespace {

using namespace vouch_tests;
using vouch::Curl;
using vouch::Errc;
using Clock = std::chrono::steady_clock;

TlsServer& server = tls_server();

std::ptrdiff_t open_descriptors() {
    return std::distance(std::filesystem::directory_iterator{"/proc/self/fd"},
                         std::filesystem::directory_iterator{});
}

/// The descriptors of all connections of this process.
std::vector<int> connections() {
    std::vector<int> found;
    for (int file = 0; file < 1024; ++file) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        if (getpeername(file, reinterpret_cast<sockaddr*>(&address), &size) != 0) continue;
        const bool local = address.ss_family != AF_INET && address.ss_family != AF_INET6;
        if (!local) found.push_back(file);
    }
    return found;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_connection_is_used_again_for_the_same_url) {
    server.answer("/kept", "{}");
    server.answer("/other", "{}");
    const Curl curl{loopback_options()};
    const Curl copy = curl;
    const int before = server.connections();
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST((error_of(curl, server.url("/kept")) == Errc{}));
        BOOST_TEST((error_of(copy, server.url("/kept")) == Errc{}));
    }
    BOOST_TEST(server.connections() == before + 1);
    // What is said on it after an answer can never be another tenant's answer.
    BOOST_TEST((error_of(curl, server.url("/other")) == Errc{}));
    BOOST_TEST(server.connections() == before + 2);
    BOOST_TEST((error_of(curl, server.url("/kept")) == Errc{}));
    BOOST_TEST((error_of(curl, server.url("/other")) == Errc{}));
    BOOST_TEST(server.connections() == before + 2);
}

BOOST_AUTO_TEST_CASE(a_connection_that_the_endpoint_ended_is_made_anew) {
    const Curl curl{loopback_options()};
    for (const Script& script :
         {Script{}.send(answer_text("{}")).close(), Script{}.send(answer_text("{}")).cut(),
          Script{}.send(answer_text("{}")).wait(20).reset()}) {
        server.answer("/ended", script);
        for (int i = 0; i < 3; ++i) {
            BOOST_TEST((error_of(curl, server.url("/ended")) == Errc{}));
            std::this_thread::sleep_for(std::chrono::milliseconds{40});
        }
    }
}

BOOST_AUTO_TEST_CASE(no_more_connections_are_kept_than_a_few) {
    const Curl curl{loopback_options()};
    constexpr int urls = 40;
    for (int i = 0; i < urls; ++i) server.answer("/many/" + std::to_string(i), "{}");
    for (int round = 0; round < 2; ++round) {
        const int before = server.connections();
        for (int i = 0; i < urls; ++i) {
            BOOST_TEST((error_of(curl, server.url("/many/" + std::to_string(i))) == Errc{}));
        }
        // Those that were kept were for other URLs.
        BOOST_TEST(server.connections() == before + urls);
        BOOST_TEST(connections().size() == 16u);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_left_open) {
    const auto before = open_descriptors();
    {
        const Curl curl{loopback_options()};
        server.answer("/good", "{}");
        server.answer("/stall", Script{}.stall());
        BOOST_TEST((error_of(curl, server.url("/good")) == Errc{}));
        BOOST_TEST((error_of(curl, server.url("/stall"), {.limits = short_limits}) ==
                    Errc::endpoint_timeout));
        BOOST_TEST((error_of(curl, server.url("/", "wrong_host")) == Errc::endpoint_tls));
        BOOST_TEST((error_of(curl, server.url("/", "closed")) == Errc::endpoint_unreachable));
    }
    BOOST_TEST(open_descriptors() == before);
}

BOOST_AUTO_TEST_CASE(no_connection_is_left_to_a_program_that_this_one_starts) {
    server.answer("/good", "{}");
    const Curl curl{loopback_options()};
    BOOST_TEST((error_of(curl, server.url("/good")) == Errc{}));
    BOOST_TEST(connections().size() == 1u);
    for (const int file : connections()) BOOST_TEST((fcntl(file, F_GETFD) & FD_CLOEXEC) != 0);
}

BOOST_AUTO_TEST_CASE(many_threads_may_fetch) {
    constexpr int paths = 7;
    for (int i = 0; i < paths; ++i) {
        server.answer("/threads/" + std::to_string(i), std::to_string(i));
    }
    const Curl curl{loopback_options()};
    std::atomic<int> wrong = 0;
    // More threads than connections are kept.
    std::vector<std::thread> threads;
    for (int i = 0; i < 24; ++i) {
        threads.emplace_back([&, i] {
            for (int j = 0; j < 10; ++j) {
                const std::string number = std::to_string((i + j) % paths);
                const auto response = fetch(curl, server.url("/threads/" + number));
                wrong += !response || response->body != number;
                wrong += error_of(curl, "https://10.0.0.1/") != Errc::endpoint_address;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_CASE(a_fetch_that_is_not_wanted_any_more_ends_soon) {
    server.answer("/stall", Script{}.stall());
    server.answer("/body", Script{}.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{").stall());
    const Curl curl{loopback_options()};
    for (const std::string& url :
         {server.url("/stall"), server.url("/body"), server.url("/", "silent")}) {
        std::atomic<bool> cancelled{false};
        std::atomic<Errc> error{};
        std::thread fetches{[&] {
            error =
                error_of(curl, url,
                         {.limits = {.connect_milliseconds = 60'000, .total_milliseconds = 60'000},
                          .cancelled = &cancelled});
        }};
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
        BOOST_TEST((error == Errc{}));
        const auto start = Clock::now();
        cancelled = true;
        fetches.join();
        BOOST_TEST((Clock::now() - start < std::chrono::seconds{1}));
        BOOST_TEST((error == Errc::endpoint_timeout));
    }
    server.answer("/good", "{}");
    BOOST_TEST((error_of(curl, server.url("/good")) == Errc{}));
}

BOOST_AUTO_TEST_CASE(without_file_descriptors_there_is_an_error_and_later_an_answer) {
    server.answer("/good", "{}");
    const std::string url = server.url("/good", "good", "127.0.0.1");
    const Curl used{loopback_options()}, unused{loopback_options()};
    BOOST_TEST((error_of(used, url) == Errc{}));
    // Its connection is gone.
    server.answer("/ended", Script{}.send(answer_text("{}")).close());
    BOOST_TEST((error_of(used, server.url("/ended")) == Errc{}));

    rlimit limit{};
    BOOST_REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0);
    const rlimit low{.rlim_cur = 256, .rlim_max = limit.rlim_max};
    BOOST_REQUIRE(setrlimit(RLIMIT_NOFILE, &low) == 0);
    std::vector<int> all;
    for (int file = 0; (file = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) all.push_back(file);
    for (const Curl& curl : {used, unused}) {
        for (const std::string_view host : {"127.0.0.1", "localhost"}) {
            const Errc error = error_of(curl, server.url("/other", "good", host));
            BOOST_TEST((error == Errc::endpoint_unreachable || error == Errc::endpoint_unresolved ||
                        error == Errc::endpoint_timeout || error == Errc::out_of_memory),
                       to_string(error));
        }
    }
    // A connection that was kept needs none.
    const Errc kept = error_of(used, url);
    for (const int file : all) close(file);
    BOOST_REQUIRE(setrlimit(RLIMIT_NOFILE, &limit) == 0);
    BOOST_TEST((kept == Errc{}));
    for (const Curl& curl : {used, unused}) {
        BOOST_TEST((error_of(curl, url) == Errc{}));
        BOOST_TEST((error_of(curl, server.url("/good")) == Errc{}));
    }
}

BOOST_AUTO_TEST_CASE(a_broken_connection_does_not_end_the_program) {
    // As it is by default: SIGPIPE ends a process.
    BOOST_REQUIRE(std::signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    for (int i = 0; i < 20; ++i) {
        const Curl curl{loopback_options()};
        server.answer("/broken", Script{}.send(answer_text("{}")).reset());
        (void)error_of(curl, server.url("/broken"));
        (void)error_of(curl, server.url("/broken"));
        server.answer("/broken", Script{}.send("HTTP/1.1 200 OK\r\n\r\n").reset());
        (void)error_of(curl, server.url("/broken"));
        server.answer("/broken", Script{}.send(answer_text("{}")));
        BOOST_TEST((error_of(curl, server.url("/broken")) == Errc{}));
    }
}

BOOST_AUTO_TEST_SUITE_END()
