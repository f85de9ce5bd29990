// SPDX-License-Identifier: BSL-1.0
#include <support/resolver.hpp>

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

// The functions of the C library that are defined here take the place of its own for all libraries
// of the program.

namespace vouch_tests::resolver {

namespace {

struct Name {
    std::deque<std::vector<std::string>> answers = {};  // the last one stays
    int error = 0;
    int milliseconds = 0;
    int questions = 0;
};

std::mutex mutex;
std::map<std::string, Name, std::less<>> names;
std::vector<std::string> connected;
std::string peer;

/// An address with a port, as an element of the list that getaddrinfo gives.
struct Element {
    addrinfo info;
    sockaddr_storage address;
};

/// Writes an address, and returns its size.
socklen_t write_address(sockaddr_storage& to, std::string text, in_port_t port) {
    unsigned zone = 0;
    if (const std::size_t percent = text.find('%'); percent != std::string::npos) {
        zone = static_cast<unsigned>(std::stoi(text.substr(percent + 1)));
        text.resize(percent);
    }
    sockaddr_in v4{};
    sockaddr_in6 v6{};
    if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
        v4.sin_family = AF_INET;
        v4.sin_port = port;
        std::memcpy(&to, &v4, sizeof v4);
        return sizeof v4;
    }
    if (inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr) != 1) std::abort();
    v6.sin6_family = AF_INET6;
    v6.sin6_port = port;
    v6.sin6_scope_id = zone;
    std::memcpy(&to, &v6, sizeof v6);
    return sizeof v6;
}

addrinfo* element_of(const std::string& text, in_port_t port) {
    auto* const element = static_cast<Element*>(std::calloc(1, sizeof(Element)));
    element->info.ai_addrlen = write_address(element->address, text, port);
    element->info.ai_family = element->address.ss_family;
    element->info.ai_socktype = SOCK_STREAM;
    element->info.ai_protocol = IPPROTO_TCP;
    element->info.ai_addr = reinterpret_cast<sockaddr*>(&element->address);
    return &element->info;
}

std::string text_of(const sockaddr* address) {
    char text[INET6_ADDRSTRLEN] = "of another family";
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text,
                  sizeof text);
    } else if (address->sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text,
                  sizeof text);
    }
    return text;
}

}  // namespace

void set(std::string_view name, std::vector<std::string> addresses) {
    const std::lock_guard lock{mutex};
    names[std::string{name}] = {.answers = {std::move(addresses)}};
}

void set(std::string_view name, std::vector<std::string> first, std::vector<std::string> then) {
    const std::lock_guard lock{mutex};
    names[std::string{name}] = {.answers = {std::move(first), std::move(then)}};
}

void fail(std::string_view name, int error, int milliseconds) {
    const std::lock_guard lock{mutex};
    names[std::string{name}] = {.error = error, .milliseconds = milliseconds};
}

int questions(std::string_view name) {
    const std::lock_guard lock{mutex};
    return names[std::string{name}].questions;
}

void pretend_peer(std::string_view address) {
    const std::lock_guard lock{mutex};
    peer = address;
}

std::vector<std::string> connected_to() {
    const std::lock_guard lock{mutex};
    return std::exchange(connected, {});
}

}  // namespace vouch_tests::resolver

extern "C" {

int getaddrinfo(const char* name, const char* service, const addrinfo*, addrinfo** result) {
    using namespace vouch_tests::resolver;
    std::vector<std::string> addresses;
    int milliseconds = 0, error = EAI_NONAME;
    {
        const std::lock_guard lock{mutex};
        if (const auto found = names.find(std::string_view{name}); found != names.end()) {
            Name& known = found->second;
            ++known.questions;
            milliseconds = known.milliseconds;
            error = known.error;
            if (!known.answers.empty()) addresses = known.answers.front();
            if (known.answers.size() > 1) known.answers.pop_front();
        }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{milliseconds});
    if (error == 0 && addresses.empty()) error = EAI_NODATA;
    if (error != 0) return error;
    const in_port_t port =
        htons(static_cast<in_port_t>(service == nullptr ? 0 : std::atoi(service)));
    addrinfo** end = result;
    for (const std::string& address : addresses) {
        *end = element_of(address, port);
        end = &(*end)->ai_next;
    }
    return 0;
}

void freeaddrinfo(addrinfo* list) {
    while (list != nullptr) std::free(std::exchange(list, list->ai_next));
}

int getpeername(int socket, sockaddr* address, socklen_t* size) {
    using namespace vouch_tests::resolver;
    const std::lock_guard lock{mutex};
    if (peer.empty()) return static_cast<int>(syscall(SYS_getpeername, socket, address, size));
    sockaddr_storage pretended{};
    const socklen_t written = write_address(pretended, peer, htons(443));
    std::memcpy(address, &pretended, std::min(*size, written));
    *size = written;
    return 0;
}

// Nothing leaves this machine.
int connect(int socket, const sockaddr* address, socklen_t size) {
    using namespace vouch_tests::resolver;
    const std::string text = text_of(address);
    {
        const std::lock_guard lock{mutex};
        connected.push_back(text);
    }
    if (!text.starts_with("127.") && text != "::1") {
        errno = ENETUNREACH;
        return -1;
    }
    return static_cast<int>(syscall(SYS_connect, socket, address, size));
}

}  // extern "C"
