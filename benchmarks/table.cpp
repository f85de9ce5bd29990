// SPDX-License-Identifier: BSL-1.0
#include "report.hpp"

#include <vouch/crypto/rsa_kernel.hpp>
#include <vouch/detail/processor.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

/// The sizes of keys, one for each pair of columns.
constexpr std::size_t sizes[] = {2048, 3072, 4096};

std::string rounded(double value, int digits) {
    std::ostringstream text;
    text.setf(std::ios::fixed);
    text.precision(digits);
    text << value;
    return text.str();
}

/// With three digits that count.
std::string microseconds(double value) {
    return rounded(value, value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3);
}
std::string ratio(double value) { return rounded(value, value >= 10 ? 1 : 2); }
std::string allocations([[maybe_unused]] double value) {
#if COUNTS_ALLOCATIONS
    return rounded(value, value == std::floor(value) ? 0 : 1);
#else
    return "–";
#endif
}

std::string processor_model() {
    std::ifstream file{"/proc/cpuinfo"};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    }
    return "a processor that does not tell its name";
}

std::string features() {
    const auto processor = vouch::detail::processor();
    std::string text;
    const auto add = [&](bool has, const char* name) {
        text += std::string{text.empty() ? "" : ", "} + (has ? "" : "no ") + name;
    };
    add(processor.has_mulx_and_adx, "MULX and ADX");
    add(processor.has_avx2_and_fma, "AVX2 and FMA");
    add(processor.has_avx512_ifma, "AVX-512 IFMA");
    add(processor.has_sha_extensions, "SHA");
    return text;
}

std::string compiler_version() {
#ifdef __clang__
    return std::to_string(__clang_major__) + "." + std::to_string(__clang_minor__) + "." +
           std::to_string(__clang_patchlevel__);
#else
    return __VERSION__;
#endif
}

/// How far the middle half of the rounds is from the median, for nine figures in ten.
double spread(const std::vector<Measured>& all) {
    std::vector<double> spreads{0};
    for (const Measured& measured : all) {
        for (const auto& [bits, figures] : measured.figures) {
            for (const Figures& each : figures) {
                spreads.push_back(
                    std::max(each.upper_ratio / each.ratio - 1, 1 - each.lower_ratio / each.ratio));
            }
        }
    }
    std::sort(spreads.begin(), spreads.end());
    return spreads[spreads.size() * 9 / 10];
}

std::string row(const Measured& measured, const Contestant& contestant) {
    std::string columns, heap;
    for (const std::size_t bits : sizes) {
        const auto found = measured.figures.find(bits);
        const auto* figures = found == measured.figures.end() ? nullptr : &found->second;
        const auto is_its = [&](const Figures& each) { return each.contestant == &contestant; };
        const auto its = figures == nullptr
                             ? std::vector<Figures>::const_iterator{}
                             : std::find_if(figures->begin(), figures->end(), is_its);
        if (figures == nullptr || its == figures->end()) {
            columns += " | |";
            continue;
        }
        columns += " " + microseconds(its->microseconds) + " | " + ratio(its->ratio) + " |";
        if (heap.empty()) heap = allocations(its->allocations);
    }
    return heap.empty() ? "" : "| " + contestant.name + " |" + columns + " " + heap + " |\n";
}

}  // namespace

std::string compiler_name() {
#ifdef __clang__
    return "clang++";
#else
    return "g++";
#endif
}

std::string table(const std::vector<Measured>& all, const std::vector<Contestant>& contestants,
                  const Pace& pace) {
    std::string text = processor_model() + " (" + features() + "); " + compiler_name() + " " +
                       compiler_version() + ", -O2; " + std::to_string(pace.rounds) +
                       " rounds of " + rounded(pace.milliseconds, 1) + " ms for each. Beside: ";
    std::string versions;
    for (const Contestant& contestant : contestants) {
        if (contestant.version.empty()) continue;
        const std::string library = contestant.name.substr(0, contestant.name.find_first_of(",`"));
        const bool says_its_name = contestant.version.starts_with("OpenSSL");
        versions += (versions.empty() ? "" : ", ") + (says_its_name ? "" : library + " ") +
                    contestant.version;
    }
    text += versions + ".\n\n";

    text +=
        "| µs each, and × as fast as the first | 2048 bits | × | 3072 bits | × | 4096 bits | × "
        "| heap |\n| --- | --: | --: | --: | --: | --: | --: | --: |\n";
    for (const Measured& measured : all) {
        text += "| **" + measured.title + "** | | | | | | | |\n";
        for (const Contestant& contestant : contestants) text += row(measured, contestant);
    }

    text += "\nNine figures in ten: half of the rounds have ratios within " +
            rounded(100 * spread(all), 0) + " % of the one here.";
    for (const auto& [kernel, name] :
         {std::pair{vouch::RsaKernel::ifma, "ifma"}, std::pair{vouch::RsaKernel::fma, "fma"},
          std::pair{vouch::RsaKernel::mulx, "mulx"}}) {
        if (!can_run(kernel)) {
            text += std::string{" This processor cannot run the kernel "} + name + ".";
        }
    }
    const std::string absent = ABSENT_LIBRARIES;
    if (!absent.empty()) text += " Not there when this was built: " + absent + ".";
    return text + "\n";
}
