// SPDX-License-Identifier: BSL-1.0
// A command that verifies tokens; `verify --help` says how. It needs nothing but a compiler:
//     c++ -std=c++20 -O2 -Iinclude docs/examples/verify.cpp -o verify
// or, to fetch keys as well, libcurl:
//     c++ -std=c++20 -O2 -Iinclude -DVOUCH_WITH_CURL docs/examples/verify.cpp -o verify -lcurl
#ifdef VOUCH_WITH_CURL
#include <vouch/http/curl.hpp>
#include <vouch/jwks.hpp>
#endif
#include <vouch/vouch.hpp>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view usage = R"(usage: verify KEYS --issuer ISS [OPTION]... [--] TOKEN...

Verifies tokens (JWT, compact form). A TOKEN of - reads one token a line from standard input.

keys, one or several of:
  --jwks FILE           a JWK Set, or a lone JWK
  --jwks URL            a JWK Set, fetched once (https only; needs libcurl)
  --pem FILE            a public key or a certificate in PEM
  --cert FILE           a certificate in PEM or DER
how keys are fetched:
  --ca FILE             trust these certificates (PEM) in place of the system's
  --allow NETWORK       connect to this network although it is not of the public
                        internet, such as 10.0.0.0/8; may be repeated
what the tokens must say:
  --issuer ISS          the exact "iss"
  --alg NAME[,NAME...]  the algorithms to accept (default: RS256,RS384,RS512)
  --audience AUD        one of the names to accept in "aud"; may be repeated
  --any-audience        accept every "aud" (default: accept tokens without one)
  --leeway SECONDS      how far clocks may differ, 0 to 600 (default: 60)
  --at UNIX_SECONDS     verify as if it were that time (default: now)
output:
  --json                one JSON object a line
  --help, --version

For each token one line: "ok SUBJECT", or "refused NAME: sentence".
Exit status: 0 all tokens are accepted, 1 one is refused, 2 wrong usage or no keys.
)";

/// Ends the program for a fault that is not a token's.
[[noreturn]] void fail(const std::string& message) {
    std::cerr << "verify: " << message << '\n';
    std::exit(2);
}

[[noreturn]] void fail(const std::string& where, const vouch::Error& error) {
    fail(where + ": " + std::string{to_string(error.code())} + ": " + error.message());
}

[[noreturn]] void fail_usage(const std::string& message) {
    fail(message + "\nTry 'verify --help'.");
}

// The policies whose settings come from the command line. Each says which kind it is, and that is
// all that it takes to write one.

struct ChosenAlgorithms {
    using policy_kind = vouch::header_rule_policy;

    vouch::Result<void> check(const vouch::Header& header) const noexcept {
        for (const std::string& name : names) {
            if (header.algorithm() == name) return {};
        }
        return vouch::Error{vouch::Errc::alg_not_allowed, "alg"};
    }

    std::vector<std::string> names{"RS256", "RS384", "RS512"};
};

struct ChosenAudience {
    using policy_kind = vouch::audience_policy;

    vouch::Result<void> check(const vouch::Claims& claims,
                              const vouch::Moment& moment) const noexcept {
        if (any) return vouch::AnyAudience{}.check(claims, moment);
        if (names) return names->check(claims, moment);
        return vouch::NoAudience{}.check(claims, moment);
    }

    std::optional<vouch::RuntimeAudience> names;
    bool any = false;
};

struct ChosenClock {
    using policy_kind = vouch::clock_policy;

    vouch::NumericDate now() const noexcept {
        return time ? vouch::NumericDate{*time, 0} : vouch::SystemClock{}.now();
    }

    std::optional<std::int64_t> time;
};

using Verifier = vouch::Verifier<vouch::AnyOf<vouch::RS256, vouch::RS384, vouch::RS512>,
                                 vouch::RuntimeIssuer, vouch::StaticKeys, vouch::RuntimeLeeway,
                                 ChosenAlgorithms, ChosenAudience, ChosenClock>;

/// An option that names keys, and its value.
struct KeyOption {
    std::string name;
    std::string value;
};

struct Options {
    std::vector<KeyOption> keys;
    std::string ca_file;
    std::vector<vouch::http::Network> allowed;
    std::optional<std::string> issuer;
    ChosenAlgorithms algorithms;
    std::vector<std::string> audience;
    bool any_audience = false;
    std::int64_t leeway = vouch::limits::leeway_seconds;
    ChosenClock clock;
    bool json = false;
    std::vector<std::string> tokens;
};

std::string read_file(const std::string& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) fail(path + ": cannot be opened");
    std::string text;
    for (char block[4096]; file.read(block, sizeof block), file.gcount() > 0;) {
        text.append(block, static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) fail(path + ": cannot be read");
    return text;
}

#ifdef VOUCH_WITH_CURL
/// The text of a key set. Whoever types the URL is no stranger, so it may be at any port.
std::string fetch(const std::string& url, const Options& options) {
    vouch::http::UrlRules rules{.ports = std::vector<std::uint16_t>(65535)};
    std::iota(rules.ports.begin(), rules.ports.end(), std::uint16_t{1});
    const auto parsed = vouch::http::Url::parse(url, rules);
    if (!parsed) fail(url, parsed.error());
    const vouch::Curl curl{{.addresses = {options.allowed}, .ca_file = options.ca_file}};
    auto response = curl.get({.url = *parsed});
    if (!response) fail(url, response.error());
    auto document =
        vouch::JwksDocument::from_response(*std::move(response), vouch::SystemClock{}.now(), {});
    if (!document) fail(url, document.error());
    return std::move(document->text);
}
#else
std::string fetch(const std::string& url, const Options&) {
    fail(url + ": this program was built without libcurl; build it with -DVOUCH_WITH_CURL -lcurl");
}
#endif

/// The keys of a file or a URL. Says on standard error which keys of a set are of no use.
vouch::StaticKeys read_keys(const KeyOption& option, const Options& options) {
    const std::string& path = option.value;
    const bool is_url = option.name == "--jwks" && path.find("://") != std::string::npos;
    const std::string text = is_url ? fetch(path, options) : read_file(path);
    vouch::Result<vouch::StaticKeys> keys = [&] {
        if (option.name == "--pem") return vouch::StaticKeys::from_pem(text);
        if (option.name == "--cert") return vouch::StaticKeys::from_certificate(text);
        auto set = vouch::StaticKeys::from_jwks(text);
        const bool lone = !set && set.error() == vouch::Errc::keyset_no_keys;
        return lone ? vouch::StaticKeys::from_jwk(text) : std::move(set);
    }();
    if (!keys) fail(path, keys.error());
    for (const vouch::SkippedKey& key : keys->skipped()) {
        std::cerr << "verify: " << path << ": key " << key.index
                  << " is skipped: " << to_string(key.error.code()) << ": " << key.error.message()
                  << '\n';
    }
    return std::move(*keys);
}

vouch::StaticKeys read_all_keys(const Options& options) {
    std::optional<vouch::StaticKeys> keys;
    for (const KeyOption& option : options.keys) {
        vouch::StaticKeys more = read_keys(option, options);
        keys = keys ? keys->append(std::move(more)) : std::move(more);
    }
    return *std::move(keys);
}

std::int64_t read_number(std::string_view option, const std::string& text) {
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size() || number < 0) {
        fail_usage(std::string{option} + " takes a whole number, not '" + text + "'");
    }
    return number;
}

std::vector<std::string> read_algorithms(std::string_view text) {
    std::vector<std::string> names;
    while (true) {
        const std::size_t comma = text.find(',');
        const std::string name{text.substr(0, comma)};
        if (name != "RS256" && name != "RS384" && name != "RS512") {
            fail_usage("--alg knows RS256, RS384 and RS512, not '" + name + "'");
        }
        names.push_back(name);
        if (comma == std::string_view::npos) return names;
        text.remove_prefix(comma + 1);
    }
}

Options read_options(const std::vector<std::string>& arguments) {
    Options options;
    bool only_tokens = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& argument = arguments[i];
        if (only_tokens || argument == "-" || !argument.starts_with('-')) {
            options.tokens.push_back(argument);
            continue;
        }
        const auto value = [&]() -> const std::string& {
            if (++i == arguments.size()) fail_usage(argument + " takes a value");
            return arguments[i];
        };
        if (argument == "--") {
            only_tokens = true;
        } else if (argument == "--help") {
            std::cout << usage;
            std::exit(0);
        } else if (argument == "--version") {
            std::cout << "verify (vouch) " << VOUCH_VERSION_MAJOR << '.' << VOUCH_VERSION_MINOR
                      << '.' << VOUCH_VERSION_PATCH << '\n';
            std::exit(0);
        } else if (argument == "--jwks" || argument == "--pem" || argument == "--cert") {
            options.keys.push_back({argument, value()});
        } else if (argument == "--ca") {
            options.ca_file = value();
        } else if (argument == "--allow") {
            const auto network = vouch::http::Network::from_text(value());
            if (!network) fail_usage("--allow takes a network such as 10.0.0.0/8");
            options.allowed.push_back(*network);
        } else if (argument == "--issuer") {
            options.issuer = value();
        } else if (argument == "--alg") {
            options.algorithms.names = read_algorithms(value());
        } else if (argument == "--audience") {
            options.audience.push_back(value());
        } else if (argument == "--any-audience") {
            options.any_audience = true;
        } else if (argument == "--leeway") {
            options.leeway = read_number(argument, value());
            if (options.leeway > vouch::limits::leeway_seconds_cap) {
                fail_usage("--leeway is at most 600 seconds");
            }
        } else if (argument == "--at") {
            options.clock.time = read_number(argument, value());
        } else if (argument == "--json") {
            options.json = true;
        } else {
            fail_usage("unknown option '" + argument + "'");
        }
    }
    if (options.keys.empty()) fail_usage("no keys: give --jwks, --pem or --cert");
    if (!options.issuer || options.issuer->empty()) fail_usage("no issuer: give --issuer");
    if (options.any_audience && !options.audience.empty()) {
        fail_usage("--audience and --any-audience exclude each other");
    }
    if (options.tokens.empty()) fail_usage("no token");
    return options;
}

void append_member(std::string& line, std::string_view name, std::string_view text) {
    line += line.empty() ? "{" : ",";
    vouch::json::write_string(name, line);
    line += ':';
    vouch::json::write_string(text, line);
}

std::string as_json(const vouch::Result<vouch::Identity>& who) {
    std::string line;
    if (!who) {
        append_member(line, "verdict", "refused");
        append_member(line, "error", to_string(who.error().code()));
        append_member(line, "group", to_string(who.error().group()));
        if (!who.error().name().empty()) append_member(line, "name", who.error().name());
        append_member(line, "message", who.error().message());
        return line + "}";
    }
    append_member(line, "verdict", "ok");
    append_member(line, "algorithm", who->algorithm());
    if (who->kid()) append_member(line, "kid", *who->kid());
    line += R"(,"claims":{)";
    for (bool first = true; const vouch::json::Member claim : who->claims().members()) {
        if (!std::exchange(first, false)) line += ',';
        vouch::json::write_string(claim.name, line);
        line += ':';
        vouch::json::write(claim.value, line);
    }
    return line + "}}";
}

std::string as_text(const vouch::Result<vouch::Identity>& who) {
    if (who) return "ok " + std::string{who->subject()};
    return "refused " + std::string{to_string(who.error().code())} + ": " + who.error().message();
}

}  // namespace

int main(int argc, char** argv) {
    Options options = read_options({argv + 1, argv + argc});
    ChosenAudience audience;
    audience.any = options.any_audience;
    if (!options.audience.empty()) audience.names.emplace(std::move(options.audience));
    const Verifier verifier{read_all_keys(options),
                            vouch::RuntimeIssuer{*options.issuer},
                            vouch::RuntimeLeeway{options.leeway},
                            std::move(options.algorithms),
                            std::move(audience),
                            options.clock};

    bool all_accepted = true;
    const auto verify = [&](std::string_view token) {
        const vouch::Result<vouch::Identity> who = verifier.verify(token);
        all_accepted = all_accepted && who.has_value();
        std::cout << (options.json ? as_json(who) : as_text(who)) << '\n';
    };
    for (const std::string& token : options.tokens) {
        if (token != "-") {
            verify(token);
            continue;
        }
        for (std::string line; std::getline(std::cin, line);) {
            if (line.ends_with('\r')) line.pop_back();
            if (!line.empty()) verify(line);
        }
    }
    if (!std::cout.flush()) fail("standard output: cannot be written");
    return all_accepted ? 0 : 1;
}
