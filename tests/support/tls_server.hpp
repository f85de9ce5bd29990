// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_TLS_SERVER_HPP
#define VOUCH_TESTS_SUPPORT_TLS_SERVER_HPP

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <support/hex.hpp>

// tests/integration/server.py as an object: an HTTPS server on loopback that does what a test says.
// A program that includes this is compiled with VOUCH_PYTHON and VOUCH_TLS_SERVER, which say where
// Python and that file are.

namespace vouch_tests {

/// What the server does for a request, one step after the other; then it waits for the next request
/// on the same connection.
class Script {
public:
    /// Sends the bytes at once.
    Script send(std::string_view bytes) && { return step("send:" + hex(bytes)); }
    /// Sends them in `count` packets, as far as there are so many bytes.
    Script pieces(int count, std::string_view bytes) && {
        return step("pieces:" + std::to_string(count) + ":" + hex(bytes));
    }
    /// Sends them one by one, with pauses.
    Script drip(int milliseconds, std::string_view bytes) && {
        return step("drip:" + std::to_string(milliseconds) + ":" + hex(bytes));
    }
    /// Sends them again and again, with pauses, until the client has gone.
    Script repeat(int milliseconds, std::string_view bytes) && {
        return step("repeat:" + std::to_string(milliseconds) + ":" + hex(bytes));
    }
    Script wait(int milliseconds) && { return step("wait:" + std::to_string(milliseconds)); }
    /// Does nothing more until the client has gone.
    Script stall() && { return step("stall"); }
    /// Ends the connection as TLS says.
    Script close() && { return step("close"); }
    /// Ends it without an alert of TLS.
    Script cut() && { return step("cut"); }
    /// Breaks it.
    Script reset() && { return step("reset"); }

    const std::string& text() const { return text_; }

private:
    Script step(const std::string& words) {
        text_ += ' ' + words;
        return std::move(*this);
    }
    static std::string hex(std::string_view bytes) {
        return to_hex(std::vector<std::uint8_t>(bytes.begin(), bytes.end()));
    }

    std::string text_;
};

/// An answer with its length.
inline std::string answer_text(std::string_view body, std::string_view headers = "",
                               std::string_view status = "200 OK") {
    std::string text{"HTTP/1.1 "};
    text.append(status).append("\r\n").append(headers);
    text.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n\r\n");
    return text.append(body);
}

/// The server, with a listener for each certificate or fault:
/// `good` (TLS 1.2 and 1.3), `tls_1_2`, `expired`, `wrong_host`, `wrong_usage` (not for servers),
/// `untrusted` (of another CA), `self_signed`, `tls_1_1`, `no_encryption` (TLS with a NULL cipher),
/// `plain` (HTTP without TLS, which answers 400), `silent` (accepts, reads and says nothing),
/// `canary` (the same: for counting only), `proxy` (CONNECT to any name leads to that port here)
/// and `closed` (refuses connections). The certificates are for `localhost`, `endpoint.test`, all
/// directly below that, 127.0.0.1 and ::1. Members may be called by several threads at once, and
/// throw where the server is broken.
class TlsServer {
public:
    TlsServer() {
        std::string name = (std::filesystem::temp_directory_path() / "vouch-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
        folder_ = name;
        start();
        for (std::string line = read(); line != "ready"; line = read()) {
            const std::size_t space = line.find(' ');
            const int port = std::stoi(line.substr(space));
            ports_[line.substr(0, space)] = static_cast<std::uint16_t>(port);
        }
    }
    TlsServer(const TlsServer&) = delete;
    TlsServer& operator=(const TlsServer&) = delete;
    ~TlsServer() {
        std::fclose(to_);  // at which it ends
        std::fclose(from_);
        waitpid(process_, nullptr, 0);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    std::uint16_t port(std::string_view listener = "good") const {
        return ports_.find(listener)->second;
    }
    std::string url(std::string_view path, std::string_view listener = "good",
                    std::string_view host = "localhost") const {
        std::string text{"https://"};
        text.append(host).append(":").append(std::to_string(port(listener)));
        return text.append(path);
    }
    /// The certificate of the CA that the good ones are from, and of the one they are not from.
    std::string ca_file() const { return (folder_ / "ca.pem").string(); }
    std::string other_ca_file() const { return (folder_ / "other_ca.pem").string(); }

    /// What is done for requests of this path, on any listener, from now on.
    void answer(std::string_view path, const Script& script) const {
        ask("script " + std::string{path} + script.text());
    }
    /// It is answered 200 with this body.
    void answer(std::string_view path, std::string_view body) const {
        answer(path, Script{}.send(answer_text(body)));
    }
    /// How many requests of this path came.
    int requests(std::string_view path) const { return number("requests " + std::string{path}); }
    /// The head of the last one.
    std::string last_request(std::string_view path) const {
        const auto octets = from_hex(ask("last " + std::string{path}));
        return {octets.begin(), octets.end()};
    }
    /// How many connections a listener accepted.
    int connections(std::string_view listener = "good") const {
        return number("connections " + std::string{listener});
    }
    /// The version of TLS and the cipher that it agrees on with a client that takes anything.
    std::string handshake(std::string_view listener) const {
        return ask("handshake " + std::string{listener});
    }

private:
    void start() {
        std::array<int, 2> to{}, from{};
        if (pipe2(to.data(), O_CLOEXEC) != 0 || pipe2(from.data(), O_CLOEXEC) != 0) {
            throw std::runtime_error{"no pipes"};
        }
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
        std::string folder = folder_.string(), python{VOUCH_PYTHON}, program{VOUCH_TLS_SERVER};
        std::string no_bytecode{"-B"};
        const std::array<char*, 5> arguments{python.data(), no_bytecode.data(), program.data(),
                                             folder.data(), nullptr};
        const int failed =
            posix_spawnp(&process_, python.c_str(), &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(to[0]);
        ::close(from[1]);
        if (failed != 0) throw std::runtime_error{"Python does not start"};
        to_ = fdopen(to[1], "w");
        from_ = fdopen(from[0], "r");
    }

    std::string read() const {
        std::string line;
        for (int c = std::fgetc(from_); c != '\n'; c = std::fgetc(from_)) {
            if (c == EOF) throw std::runtime_error{"the server has ended"};
            line += static_cast<char>(c);
        }
        return line;
    }
    std::string ask(const std::string& line) const {
        const std::lock_guard lock{mutex_};
        std::fputs((line + '\n').c_str(), to_);
        std::fflush(to_);
        return read();
    }
    int number(const std::string& line) const { return std::stoi(ask(line)); }

    std::filesystem::path folder_;
    std::map<std::string, std::uint16_t, std::less<>> ports_;
    pid_t process_ = 0;
    std::FILE* to_ = nullptr;
    std::FILE* from_ = nullptr;
    mutable std::mutex mutex_;
};

/// The one of this program.
inline TlsServer& tls_server() {
    static TlsServer server;
    return server;
}

}  // namespace vouch_tests

#endif
