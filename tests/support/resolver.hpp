// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_RESOLVER_HPP
#define VOUCH_TESTS_SUPPORT_RESOLVER_HPP

#include <string>
#include <string_view>
#include <vector>

// The names of hosts in a program that is linked with tests/integration/resolver.cpp: only those
// that a test sets, so that no test needs a network. It connects to nothing but loopback, and there
// is a witness of all that it tries.

namespace vouch_tests::resolver {

/// `name` has these addresses from now on: `127.0.0.1`, `::1`, `fe80::1%1` with a zone.
void set(std::string_view name, std::vector<std::string> addresses);
/// It has these at the first question and those at all others.
void set(std::string_view name, std::vector<std::string> first, std::vector<std::string> then);
/// Questions for it end with this error of getaddrinfo, after a time.
void fail(std::string_view name, int error, int milliseconds = 0);
/// How often it was asked for.
int questions(std::string_view name);

/// What a connection says that it leads to, from now on; empty for the truth.
void pretend_peer(std::string_view address);

/// All addresses that it tried to connect to since the last call, without their ports.
std::vector<std::string> connected_to();

}  // namespace vouch_tests::resolver

#endif
