// SPDX-License-Identifier: BSL-1.0
#ifndef VOUCH_TESTS_SUPPORT_MESSAGING_SIDES_HPP
#define VOUCH_TESTS_SUPPORT_MESSAGING_SIDES_HPP

#include <vouch/messaging.hpp>
#include <vouch/testing/clocks.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/messaging_model.hpp"
#include "support/messaging_site.hpp"

// Two tenants that go through the same operations in the library and in the model, and what
// differs.

namespace vouch_tests::messaging {

namespace model = messaging_model;
using model::Answer;
using vouch::Result;
using vouch::messaging::Opened;
using vouch::messaging::Participant;
using vouch::messaging::Session;
using vouch::messaging::TenantPolicy;
using vouch::testing::ManualClock;

using Setup = vouch::messaging::Setup<ManualClock, ChecksumCrypto>;
using Exchange = vouch::messaging::Exchange<Setup, TwoStores, ToldClients, CountingRandom>;

/// How often each operation came to each answer.
using Counts = std::map<std::string, std::size_t>;

class Random {
public:
    explicit Random(std::uint64_t seed) : numbers_{seed} {}

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(numbers_() % bound); }
    bool percent(std::size_t chance) { return below(100) < chance; }
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least + 1)));
    }
    template <class Values>
    const auto& one_of(const Values& values) {
        return values[below(values.size())];
    }

private:
    std::mt19937_64 numbers_;
};

/// One tenant, as the library and as the model have it.
struct Side {
    Side(const std::string& tenant, TenantPolicy policy, const ManualClock& clock, TwoStores& store,
         const CountingRandom& random)
        : name{tenant},
          setup{*Setup::create(tenant, policy, clock)},
          exchange{setup, store, ToldClients{&told}, random},
          model{policy} {}
    Side(const Side&) = delete;

    std::string name;
    std::vector<std::string> told;
    std::shared_ptr<Setup> setup;
    Exchange exchange;
    model::Tenant model;
    // Of each session, by its number in the model:
    std::vector<std::string> authorizations;
    std::vector<std::shared_ptr<const Participant>> participants;
    std::vector<bool> was_over;
    std::size_t last = 0;  // the session that was chosen last
    std::vector<model::Token> tokens;
};

/// Compares each answer, and tells what came before the first one that differs.
class Comparison {
public:
    Comparison(std::uint64_t seed, Counts& counts) : random_{seed}, counts_{counts} {}

protected:
    void differ(std::string what) {
        if (!difference_.empty()) return;
        difference_ = std::move(what);
        const std::size_t first = history_.size() > 40 ? history_.size() - 40 : 0;
        for (std::size_t i = first; i < history_.size(); ++i) {
            difference_ += "\n  " + std::to_string(i) + ": " + history_[i];
        }
    }
    void require(bool holds, std::string_view property) {
        if (!holds) differ("does not hold: " + std::string{property});
    }

    void begin(Side& side, std::string text) {
        history_.push_back(side.name + ": " + std::move(text));
        side.told.clear();
        side.model.told.clear();
    }

    static std::string text_of(const Answer& answer) {
        return std::string{answer.verdict} + ' ' + std::to_string(answer.expires) + ' ' +
               std::to_string(answer.generation);
    }
    static std::string text_of(const std::vector<std::string>& lines) {
        std::string text;
        for (const std::string& line : lines) text += " [" + line + "]";
        return text;
    }

    /// \return whether the operation was accepted.
    bool compare(Side& side, std::string_view operation, const Answer& library,
                 const Answer& expected) {
        history_.back() += " -> " + text_of(library) + text_of(side.told);
        ++counts_[std::string{operation} + ": " + std::string{library.verdict}];
        for (const std::string& line : side.told) {
            ++counts_["client: " + line.substr(0, line.find(' '))];
        }
        if (library != expected) differ("expected " + text_of(expected));
        if (side.told != side.model.told) {
            differ("expected that clients are told" + text_of(side.model.told));
        }
        return difference_.empty() && (library.verdict == "done" || library.verdict == "verified" ||
                                       library.verdict == "unverified");
    }

    static Answer refusal(const vouch::Error& error) { return {to_string(error.code())}; }
    Answer answer(const Side& side, const Session& session) {
        require(session.snapshot == side.setup->number(), "a session knows the newest set-up");
        return {to_string(session.state), session.expires_at.seconds,
                session.participant->conversation.generation};
    }
    Answer answer(const Side& side, const Result<Session>& session) {
        return session ? answer(side, *session) : refusal(session.error());
    }
    Answer answer(Side& side, const Result<Opened>& opened) {
        if (!opened) return refusal(opened.error());
        side.authorizations.emplace_back(opened->authorization.text());
        side.participants.push_back(opened->session.participant);
        side.was_over.push_back(false);
        return answer(side, opened->session);
    }
    static Answer answer(const Side&, const Result<void>& done) {
        return done ? Answer{"done"} : refusal(done.error());
    }

    Random random_;
    Counts& counts_;
    std::vector<std::string> history_;
    std::string difference_;
};

}  // namespace vouch_tests::messaging

#endif
