// SPDX-License-Identifier: BSL-1.0
// How fast is vouch beside OpenSSL, and beside other libraries?
//
// All run in one process by turns, in many short rounds, so that all see the same machine; how
// often one is as fast as the baseline is told of each round, and the median is taken of that.
// Google Benchmark can repeat and mix, too, but tells of no ratio within a round. Before it is
// measured each must accept what is good and refuse the same with one bit changed.
//
// What each library does is in contestants/*.cpp.
#include "contestant.hpp"
#include "report.hpp"
#include "rounds.hpp"
#include "sample.hpp"

#include <charconv>
#include <cstddef>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace {

constexpr std::string_view help =
    R"(usage: benchmark_compare [--only TEXT] [--rounds N] [--milliseconds N]
                         [--plot FILE] [--write PAGE]

Prints a table in Markdown: how long each library takes, and how many times as
fast as the first it is.

  --only TEXT        only what has TEXT in its title
  --rounds N         how often each has its turn (100)
  --milliseconds N   how long a turn is (1)
  --plot FILE        also writes a plot (SVG)
  --write PAGE       also puts the table into a page, in the place of this compiler's
  --help             prints this
)";

struct BadUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Options {
    std::string only, plot, page;
    Pace pace;
};

/// What is to be compared.
struct Comparison {
    std::string title;
    Maker Contestant::*operation;
    SampleKind kind;
    Sample (*spoil)(Sample);  ///< makes what must be refused, where there is such a thing
    bool has_sizes = true;    ///< whether keys of 3072 and 4096 bits are asked about as well
    bool is_plotted = false;
};

std::vector<Comparison> comparisons() {
    using vouch::Hash::sha256, vouch::Hash::sha512;
    const auto bad_signature = with_another_signature;
    std::vector<Comparison> all{
        {"Signature of a small token, RS256",
         &Contestant::signature,
         {.hash = sha256},
         bad_signature,
         true,
         true},
        {"Signature of a small token, RS512",
         &Contestant::signature,
         {.hash = sha512},
         bad_signature},
    };
    for (const bool is_large : {false, true}) {
        for (const auto hash : {sha256, sha512}) {
            all.push_back({std::string{is_large ? "Large" : "Small"} + " token, " +
                               (hash == sha256 ? "RS256" : "RS512"),
                           &Contestant::token,
                           {.hash = hash, .is_large = is_large},
                           bad_signature,
                           true,
                           hash == sha256});
        }
    }
    for (const bool is_large : {false, true}) {
        all.push_back({std::string{is_large ? "Large" : "Small"} + " token that is in the cache",
                       &Contestant::known_token,
                       {.is_large = is_large},
                       bad_signature,
                       false});
    }
    for (const std::size_t keys : {1U, 10U, 1000U}) {
        all.push_back(
            {"Small token, a set of " + std::to_string(keys) + (keys == 1 ? " key" : " keys"),
             &Contestant::key_set,
             {.keys = keys},
             bad_signature,
             false});
    }
    for (const std::size_t tokens : {1U, 8U, 64U, 1024U}) {
        all.push_back({"Small tokens, a batch of " + std::to_string(tokens),
                       &Contestant::batch,
                       {.tokens = tokens},
                       bad_signature,
                       true,
                       tokens == 64});
    }
    all.insert(
        all.end(),
        {{"A key seen for the first time, and one signature",
          &Contestant::first_use,
          {},
          bad_signature,
          true,
          true},
         {"100 keys of a JWK Set", &Contestant::import_keys, {.keys = 100}, nullptr, false},
         {"SHA-256 of a small token", &Contestant::hash, {}, with_another_digest, false},
         {"SHA-256 of a large token",
          &Contestant::hash,
          {.is_large = true},
          with_another_digest,
          false},
         {"SHA-512 of a small token",
          &Contestant::hash,
          {.hash = sha512},
          with_another_digest,
          false},
         {"SHA-512 of a large token",
          &Contestant::hash,
          {.hash = sha512, .is_large = true},
          with_another_digest,
          false},
         {"Base64url of a signature", &Contestant::decode_signature, {}, with_bad_characters},
         {"Base64url of a large payload",
          &Contestant::decode_payload,
          {.is_large = true},
          with_bad_characters,
          false}});
    return all;
}

void check(const Run& good, const Run& bad, const std::string& name) {
    if (!good(1)) throw std::runtime_error{name + " refuses what is good"};
    if (bad && bad(1)) throw std::runtime_error{name + " accepts what is not good"};
    if (!good(3)) throw std::runtime_error{name + " refuses what is good, but not at first"};
}

std::vector<Figures> compare(const Comparison& comparison, std::size_t bits,
                             const std::vector<Contestant>& contestants, const Pace& pace) {
    SampleKind kind = comparison.kind;
    kind.bits = bits;
    const Sample sample = make_sample(kind);
    const Sample spoilt = comparison.spoil == nullptr ? sample : comparison.spoil(sample);
    std::vector<Runner> runners;
    for (const Contestant& contestant : contestants) {
        const Maker& make = contestant.*comparison.operation;
        if (!make) continue;
        Runner runner{&contestant, make(sample), kind.tokens};
        check(runner.run, comparison.spoil == nullptr ? Run{} : make(spoilt), contestant.name);
        runners.push_back(std::move(runner));
    }
    return measure(runners, pace);
}

double number(std::string_view option, std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || !(value > 0 && value < 1e6)) {
        throw BadUsage{std::string{option} + " takes a number above 0"};
    }
    return value;
}

/// \return nothing where help is wanted.
std::optional<Options> parse(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& option = arguments[i];
        const auto value = [&]() -> const std::string& {
            if (i + 1 == arguments.size()) throw BadUsage{option + " needs a value"};
            return arguments[++i];
        };
        if (option == "--help") return {};
        if (option == "--only") {
            options.only = value();
        } else if (option == "--rounds") {
            options.pace.rounds = static_cast<std::size_t>(number(option, value()));
            if (options.pace.rounds == 0) throw BadUsage{"--rounds takes a whole number above 0"};
        } else if (option == "--milliseconds") {
            options.pace.milliseconds = number(option, value());
        } else if (option == "--plot") {
            options.plot = value();
        } else if (option == "--write") {
            options.page = value();
        } else {
            throw BadUsage{"there is no option " + option};
        }
    }
    return options;
}

void write_file(const std::string& path, const std::string& text) {
    if (!(std::ofstream{path} << text).flush()) {
        throw std::runtime_error{path + " cannot be written"};
    }
}

/// Puts the table between the two marks of this compiler.
std::string with_table(const std::string& path, const std::string& table) {
    std::ifstream file{path};
    std::string page{std::istreambuf_iterator<char>{file}, {}};
    const std::string mark = "<!-- figures of " + compiler_name() + " -->\n";
    const std::size_t begin = page.find(mark);
    const std::size_t end = page.find("<!-- end of figures -->", begin);
    if (begin == std::string::npos || end == std::string::npos) {
        throw std::runtime_error{path + " has no place for the figures of " + compiler_name()};
    }
    const std::size_t inner = begin + mark.size();
    return page.replace(inner, end - inner, "\n" + table + "\n");
}

void run(const Options& options) {
    // Whether there is a place for what comes last is better known first.
    if (!options.page.empty()) (void)with_table(options.page, "");
    if (!options.plot.empty() && !std::ofstream{options.plot, std::ios::app}) {
        throw std::runtime_error{options.plot + " cannot be written"};
    }

    std::vector<Contestant> contestants;
    for (const auto of_library : {CONTESTANTS}) {
        for (Contestant& contestant : of_library()) contestants.push_back(std::move(contestant));
    }

    std::vector<Measured> all;
    for (const Comparison& comparison : comparisons()) {
        if (comparison.title.find(options.only) == std::string::npos) continue;
        std::cerr << comparison.title << '\n';
        Measured measured{comparison.title, comparison.is_plotted};
        for (const std::size_t bits : {2048U, 3072U, 4096U}) {
            if (bits != 2048 && !comparison.has_sizes) continue;
            measured.figures[bits] = compare(comparison, bits, contestants, options.pace);
        }
        all.push_back(std::move(measured));
    }
    if (all.empty()) throw BadUsage{"nothing has \"" + options.only + "\" in its title"};

    const std::string text = table(all, contestants, options.pace);
    std::cout << text;
    if (!options.page.empty()) write_file(options.page, with_table(options.page, text));
    if (!options.plot.empty()) write_file(options.plot, plot(all));
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const std::optional<Options> options = parse({argv + 1, argv + argc});
        if (options) {
            run(*options);
        } else {
            std::cout << help;
        }
    } catch (const BadUsage& error) {
        std::cerr << "benchmark_compare: " << error.what() << '\n' << help;
        return 2;
    } catch (const std::exception& error) {
        std::cerr << "benchmark_compare: " << error.what() << '\n';
        return 1;
    }
}
